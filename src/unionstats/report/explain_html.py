"""One page as the program sees it, as one self-contained HTML page. Owns its markup; what is shown comes from marks."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date

from unionstats.inert import visible
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


def explain_html(marked: MarkedPage) -> str:
    """Give the page that `unionstats explain --html` writes.

    Args:
        marked: a page with its edits and facts laid over the text.
    """
    title = f"{marked.source} · unionstats explain"
    data = json_island([details(fact) for fact in marked.facts])
    body = "\n".join(
        (
            _header(marked),
            _filters(marked.facts),
            '<main><section class="page" aria-label="page text">',
            "".join(_stretch(stretch, marked) for stretch in marked.stretches),
            "</section>",
            f'<aside id="details" aria-live="polite"><p class="hint">{_hint()}</p></aside></main>',
            _fact_table(marked.facts),
            _removed_table(marked.edits),
            f'<script type="application/json" id="facts-data">{data}</script>',
        )
    )
    return html_page(title, body, style=asset("explain.css"), script=asset("explain.js"))


def _hint() -> str:
    labels = tomllib.loads(asset("labels.toml"))
    return f"{escaped(labels['explain_hint_zh'])}<br>{escaped(labels['explain_hint_en'])}"


def _header(marked: MarkedPage) -> str:
    document = marked.reading.document
    page = document.page
    shown = "page as read" if marked.shows_raw else "cleaned text of an HTML page"
    lines = [
        f"{len(document.articles)} articles",
        f"{len(marked.facts)} facts",
        f"{len(marked.edits)} stretches removed or repaired",
        f"{len(marked.reading.scan.unclaimed)} numerals unclaimed",
        f"{escaped(page.encoding)}, {document.script} script",
        shown,
    ]
    flags = f' <strong class="flag">{escaped(", ".join(sorted(document.flags)))}</strong>' if document.flags else ""
    source = link(page.url, page.url) if page.url else ""
    heading = escaped(page.title or marked.source)
    return f"<header><h1>{heading}</h1><p>{source}</p><p>{' · '.join(lines)}{flags}</p></header>"


def _filters(facts: tuple[FactRow, ...]) -> str:
    groups = Counter(kind_group(fact.kind) for fact in facts)
    boxes = "".join(
        f'<label><input type="checkbox" data-group="{group}" checked> '
        f'<span class="swatch {group}"></span>{group} ({number})</label>'
        for group, number in sorted(groups.items())
    )
    removed = '<label><input type="checkbox" id="show-removed" checked> removed text</label>'
    return f'<nav class="filters" aria-label="filter facts by kind">{boxes}{removed}</nav>'


def kind_group(kind: str) -> str:
    """Give the group whose colour and filter a kind belongs to."""
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


def details(fact: FactRow) -> list[tuple[str, str]]:
    """Give what the panel shows of a fact: label and text, in reading order."""
    hedge = "" if fact.bound == "exact" else f" ({fact.bound})"
    rows = [
        ("quote", fact.quote),
        ("value", f"{figure(fact)} {fact.unit}{hedge}" + (f" per {fact.per}" if fact.per else "")),
        ("measure", fact.measure),
        ("indicator", f"{fact.indicator} (rule {fact.rule})" if fact.indicator else "none"),
        ("place", f"{fact.place or fact.province_name} · {fact.province} ({fact.place_basis}, {fact.place_distance})"),
        ("scope", fact.scope + (f": {fact.organisation}" if fact.organisation else "")),
        ("period", _period(fact)),
        ("status", fact.status + (f", {fact.change}" if fact.change else "")),
        ("flags", fact.flags),
        ("part of", fact.part_of or ""),
        ("repeats", fact.repeats or ""),
        ("sentence", fact.sentence),
        ("fact id", fact.fact_id),
    ]
    return [(label, visible(text)) for label, text in rows if text]


def figure(fact: FactRow) -> str:
    """Give a fact's figure as people write it: 77,900, or 400–500 for a range."""
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


def _fact_table(facts: tuple[FactRow, ...]) -> str:
    names = ("quote", "value", "measure", "indicator", "place", "period")
    head = "".join(f"<th scope=col>{name}</th>" for name in names)
    rows = "".join(
        f'<tr class="{kind_group(fact.kind)}"><td>{_fact_button(index, fact.kind, escaped(fact.quote))}</td>'
        f'<td class="number">{escaped(figure(fact))}</td>'
        f"<td>{escaped(fact.measure)}</td><td>{escaped(fact.indicator or '')}</td>"
        f"<td>{escaped(fact.place or fact.province_name)}</td><td>{escaped(_period(fact))}</td></tr>"
        for index, fact in enumerate(facts)
    )
    return (
        f"<details open><summary>Facts ({len(facts)})</summary>"
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>'
    )


def _removed_table(edits: tuple[Edit, ...]) -> str:
    rows = "".join(
        f"<tr><td>{edit.action}</td><td>{escaped(edit.kind)}</td><td>{escaped(edit.rule)}</td>"
        f"<td>{escaped(edit.text)}</td><td>{escaped(edit.replacement)}</td></tr>"
        for edit in edits
    )
    head = "".join(f"<th scope=col>{name}</th>" for name in ("action", "kind", "rule", "text", "replacement"))
    return (
        f"<details><summary>Removed and repaired ({len(edits)})</summary>"
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>'
    )
