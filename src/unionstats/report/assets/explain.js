"use strict";
const facts = JSON.parse(document.getElementById("facts-data").textContent);
const panel = document.getElementById("details");

function show(index) {
  const list = document.createElement("dl");
  for (const [label, text] of facts[index]) {
    const term = document.createElement("dt");
    const value = document.createElement("dd");
    term.textContent = label;
    value.textContent = text;
    list.append(term, value);
  }
  panel.replaceChildren(list);
  for (const mark of document.querySelectorAll(".fact")) {
    mark.classList.toggle("current", mark.dataset.fact === String(index));
  }
}

function filter() {
  for (const box of document.querySelectorAll("[data-group]")) {
    const group = box.dataset.group;
    for (const mark of document.querySelectorAll(`.page .fact.${group}`)) {
      mark.classList.toggle("off", !box.checked);
    }
    for (const row of document.querySelectorAll(`tr.${group}`)) {
      row.hidden = !box.checked;
    }
  }
  document.body.classList.toggle("hide-removed", !document.getElementById("show-removed").checked);
}

document.addEventListener("click", (event) => {
  const mark = event.target.closest(".fact");
  if (mark) show(Number(mark.dataset.fact));
});
document.addEventListener("mouseover", (event) => {
  const mark = event.target.closest(".page .fact");
  if (mark) show(Number(mark.dataset.fact));
});
document.addEventListener("change", filter);
