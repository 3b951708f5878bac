"""`explain` as one self-contained HTML page. `marks` decides what is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import zip_longest

from unionstats.inert import visible
from unionstats.pipeline import DecidingWords
from unionstats.report.labels import Labels, labels_of, pair, plain, simplified
from unionstats.report.marks import MarkedPage, Stretch
from unionstats.report.selfcontained import asset, escaped, html_page, json_island, link
from unionstats.types import Edit, FactRow

# One hue per group of kinds; the page's legend and filter use the same groups.
KIND_GROUPS = {
    "count": "count",
    "people": "people",
    "person_times": "people",
    "money": "money",
    "percent": "share",
    "ratio": "share",
}


Titles = Mapping[str, tuple[str, str]]


def explain_html(marked: MarkedPage, titles: Titles | None = None) -> str:
    """Return the page that `unionstats explain --html` writes.

    Args:
        marked: a page with its edits and facts laid over the text.
        titles: indicator id -> Chinese and English title, to show beside the ids.
    """
    labels = labels_of("explain")
    decided = zip_longest(marked.facts, marked.words)
    island = {"labels": labels, "facts": [_shown_details(fact, words, titles or {}) for fact, words in decided]}
    body = "\n".join(
        (
            _header(marked, labels),
            _filters(marked.facts, labels),
            '<main><section class="page" aria-label="page text">',
            "".join(_stretch(stretch, marked) for stretch in marked.stretches),
            "</section>",
            f'<aside id="details" aria-live="polite"><p class="hint">{pair(labels, "hint")}</p></aside></main>',
            _fact_table(marked.facts, labels),
            _removed_table(marked.edits, labels),
            f'<script type="application/json" id="facts-data">{json_island(island)}</script>',
        )
    )
    title = f"{marked.source} · unionstats explain"
    return html_page(title, body, style=asset("explain.css"), script=asset("explain.js"))


def _shown_details(fact: FactRow, words: DecidingWords | None, titles: Titles) -> dict[str, object]:
    """Return what the panel shows of a fact: rows of key and text, and where the quote stands in the sentence."""
    rows = details(fact, words)
    title = titles.get((fact.indicator or "").split(".")[0])
    if title is not None:
        rows = [(key, f"{title[0]} {title[1]}\n{text}" if key == "indicator" else text) for key, text in rows]
    return {"rows": rows, "quote": visible(simplified(fact.quote))}


def _header(marked: MarkedPage, labels: Labels) -> str:
    document = marked.reading.document
    page = document.page
    counts = (
        ("articles", len(document.articles)), ("facts", len(marked.facts)), ("edits", len(marked.edits)),
        ("unclaimed", len(marked.reading.scan.unclaimed)),
    )  # fmt: skip
    lines = [f"<b>{count:,}</b> {pair(labels, key)}" for key, count in counts]
    lines += [escaped(f"{page.encoding}, {document.script}"), pair(labels, "raw" if marked.shows_raw else "cleaned")]
    flags = f' <strong class="flag">{escaped(", ".join(sorted(document.flags)))}</strong>' if document.flags else ""
    source = f"<p>{link(page.url, page.url)}</p>" if page.url else ""
    heading = escaped(page.title or marked.source)
    return f"<header><h1>{heading}</h1>{source}<p>{' · '.join(lines)}{flags}</p></header>"


def _filters(facts: tuple[FactRow, ...], labels: Labels) -> str:
    groups = Counter(kind_group(fact.kind) for fact in facts)
    names = labels_of("groups")
    boxes = "".join(
        f'<label><input type="checkbox" data-group="{group}" checked> '
        f'<span class="swatch {group}"></span>{pair(names, group)} {number}</label>'
        for group, number in sorted(groups.items())
    )
    removed = f'<label><input type="checkbox" id="show-removed" checked> {pair(labels, "show_removed")}</label>'
    key = "".join(
        f'<li><span class="{name}">{pair(labels, f"key_{name}")}</span></li>'
        for name in ("removed", "repaired", "unclaimed")
    )
    name = plain(labels, "filters")
    return f'<nav class="filters" aria-label="{name}">{boxes}{removed}<ul class="key">{key}</ul></nav>'


def kind_group(kind: str) -> str:
    """Return the group whose colour and filter a kind belongs to."""
    return KIND_GROUPS.get(kind, "measure")


def _stretch(stretch: Stretch, marked: MarkedPage) -> str:
    text = escaped(stretch.text)
    if stretch.unclaimed:
        text = f'<span class="unclaimed" title="unclaimed numeral">{text}</span>'
    if stretch.edit is not None:
        edit = marked.edits[stretch.edit]
        tag = "del" if edit.action == "removed" else "span"
        tip = escaped(f"{edit.action}: {edit.kind} ({edit.rule})" + _replacement(edit))
        text = f'<{tag} class="{edit.action}" title="{tip}">{text}</{tag}>'
    if stretch.fact is not None:
        text = _fact_button(stretch.fact, marked.facts[stretch.fact].kind, text)
    return text


def _fact_button(index: int, kind: str, inert: str) -> str:
    return f'<button type="button" class="fact {kind_group(kind)}" data-fact="{index}">{inert}</button>'


def _replacement(edit: Edit) -> str:
    return f" → {edit.replacement}" if edit.replacement else ""


def details(fact: FactRow, words: DecidingWords | None = None) -> list[tuple[str, str]]:
    """Return what is shown of a fact, with the words that decided: key (of labels.toml) and text, in reading order."""
    words = words or DecidingWords("", "", "", "")
    basis = f"{fact.place_basis}, {fact.place_distance}" + (f": “{words.place}”" if words.place else "")
    scope = f" (“{words.scope}”)" if words.scope else ""
    cue = f" ({words.rule}: “{words.status}”)" if words.rule else ""
    hedge = "" if fact.bound == "exact" else f" ({fact.bound})"
    rows = [
        ("quote", fact.quote),
        ("value", f"{figure(fact)} {fact.unit}{hedge}" + (f" per {fact.per}" if fact.per else "")),
        ("measure", fact.measure),
        ("indicator", f"{fact.indicator} (rule {fact.rule})" if fact.indicator else "none"),
        ("place", f"{fact.place or fact.province_name} · {fact.province} ({basis})"),
        ("scope", fact.scope + (f": {fact.organisation}" if fact.organisation else "") + scope),
        ("period", _period(fact)),
        ("status", fact.status + cue + (f", {fact.change}" if fact.change else "")),
        ("flags", fact.flags),
        ("part_of", fact.part_of or ""),
        ("repeats", fact.repeats or ""),
        ("sentence", fact.sentence),
        ("fact_id", fact.fact_id),
    ]
    return [(label, visible(text)) for label, text in rows if text]


def figure(fact: FactRow) -> str:
    """Return a fact's figure as people write it: 77,900, or 400–500 for a range."""
    if fact.value is not None:
        return f"{fact.value:,.15g}"
    if fact.low is None and fact.high is None:
        return "?"
    low = "" if fact.low is None else f"{fact.low:,.15g}"
    high = "" if fact.high is None else f"{fact.high:,.15g}"
    return f"{low}–{high}"


def _period(fact: FactRow) -> str:
    if fact.period_type == "none" and not fact.period_text:
        return "unstated"
    words = f" from “{fact.period_text}”" if fact.period_text else ""
    return f"{_day(fact.period_start)} – {_day(fact.period_end)}, {fact.period_type} ({fact.period_basis}{words})"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "…"


def _fact_table(facts: tuple[FactRow, ...], labels: Labels) -> str:
    if not facts:
        return f'<p class="empty">{pair(labels, "no_facts")}</p>'
    rows = "".join(
        f'<tr class="{kind_group(fact.kind)}"><td>{_fact_button(index, fact.kind, escaped(fact.quote))}</td>'
        f'<td class="number">{escaped(figure(fact))}</td>'
        f"<td>{escaped(fact.measure)}</td><td>{escaped(fact.indicator or '')}</td>"
        f"<td>{escaped(fact.place or fact.province_name)}</td><td>{escaped(_period(fact))}</td></tr>"
        for index, fact in enumerate(facts)
    )
    columns = ("quote", "value", "measure", "indicator", "place", "period")
    return _folded(labels, "table", len(facts), _table(labels, columns, rows), open_=True)


def _removed_table(edits: tuple[Edit, ...], labels: Labels) -> str:
    if not edits:
        return f'<p class="empty">{pair(labels, "no_edits")}</p>'
    rows = "".join(
        f"<tr><td>{pair(labels, f'key_{edit.action}')}</td><td>{escaped(edit.kind)}</td><td>{escaped(edit.rule)}</td>"
        f"<td>{escaped(edit.text)}</td><td>{escaped(edit.replacement)}</td></tr>"
        for edit in edits
    )
    columns = ("action", "kind", "rule", "text", "replacement")
    return _folded(labels, "removed_table", len(edits), _table(labels, columns, rows), open_=False)


def _folded(labels: Labels, key: str, count: int, content: str, *, open_: bool) -> str:
    return f"<details{' open' if open_ else ''}><summary>{pair(labels, key)} ({count:,})</summary>{content}</details>"


def _table(labels: Labels, columns: tuple[str, ...], rows: str) -> str:
    head = "".join(f"<th scope=col>{pair(labels, name)}</th>" for name in columns)
    return f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
