"use strict";
const data = JSON.parse(document.getElementById("facts-data").textContent);
const panel = document.getElementById("details");
let current = -1;

function element(name, ...content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

function label(key) {
  const [chinese, english] = data.labels[key];
  const second = element("span", english);
  second.lang = "en";
  return element("dt", chinese, " ", second);
}

function marked(sentence, quote) {
  const at = sentence.indexOf(quote);
  if (at < 0) return element("dd", sentence);
  return element("dd", sentence.slice(0, at), element("mark", quote), sentence.slice(at + quote.length));
}

function show(index) {
  current = index;
  const list = document.createElement("dl");
  const fact = data.facts[index];
  for (const [key, text] of fact.rows) {
    list.append(label(key), key === "sentence" ? marked(text, fact.quote) : element("dd", text));
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

function step(by) {
  const marks = [...document.querySelectorAll(".page .fact:not(.off)")];
  const at = marks.findIndex((mark) => mark.dataset.fact === String(current));
  const next = marks[at < 0 ? 0 : at + by];
  if (next) next.focus();
}

function shown(event, selector) {
  const mark = event.target.closest(selector);
  if (!mark) return;
  show(Number(mark.dataset.fact));
  if (event.type !== "mouseover") mark.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => shown(event, ".fact"));
document.addEventListener("focusin", (event) => shown(event, ".fact"));
document.addEventListener("mouseover", (event) => shown(event, ".page .fact"));
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, .scroll") || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowRight") step(1);
  if (event.key === "ArrowLeft") step(-1);
});
document.addEventListener("change", filter);
