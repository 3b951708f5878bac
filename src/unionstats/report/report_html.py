"""The report as one self-contained page that an analyst can send to a colleague. `overview` gives the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from unionstats import __version__
from unionstats.facts import FLAGS
from unionstats.places.gazetteer import load_provinces
from unionstats.report.charts import class_limits, province_years, tile_map, year_bars
from unionstats.report.labels import indicator_titles, labels_of, pair, plain
from unionstats.report.overview import Held, Overview
from unionstats.report.report_series import Words, conflict_table, evidence_tables, series_cards
from unionstats.report.selfcontained import asset, escaped, html_page
from unionstats.report.tables_html import Column, bar_list, stacked_table
from unionstats.rules.folder import RuleFolder
from unionstats.text.flags import FLAGS as PAGE_FLAGS
from unionstats.types import QUARANTINE_REASONS

_NOWHERE = ("national", "unknown")
# Of the indicators, those with most facts are in sight, the others fold away.
_HELD_SHOWN = 20
_HELD_COLUMNS = (
    Column("indicator"), Column("count", "number"), Column("held_provinces", "number"), Column("years", "number"),
    Column("drawn"),
)  # fmt: skip


def report_html(overview: Overview, folder: RuleFolder | None = None) -> str:
    """Return the page that `unionstats report` writes.

    Args:
        overview: the figures of one snapshot.
        folder: the rules it was made with; they name the indicators. The shipped ones where None.
    """
    words = _words(folder or RuleFolder.open())
    sections = {
        "holds": _totals(overview, words),
        "coverage": _coverage(overview, words),
        "catalogue": _catalogue(overview, words),
        "series": series_cards(overview, words),
        "conflicts": conflict_table(overview, words),
        "quality": _quality(overview, words),
        "evidence": evidence_tables(overview, words),
    }
    body = "".join(
        f'<section id="{key}" aria-labelledby="{key}-title">'
        f'<h2 id="{key}-title">{pair(words.labels, key)}</h2>{content}</section>'
        for key, content in sections.items()
    )
    page = f"{_header(overview, words)}<main>{body}</main>{_footer(overview, words)}"
    return html_page(words.labels["title"][0], page, style=asset("report.css"))


def _words(folder: RuleFolder) -> Words:
    names = {province.slug: province.name for province in load_provinces(folder)}
    return Words(labels_of("report"), names, indicator_titles(folder))


def _header(overview: Overview, words: Words) -> str:
    labels = words.labels
    counts = {name: f"{overview.totals[name]:,}" for name in ("pages", "facts", "provinces")}
    span: tuple[str, ...] = ("", "")
    if overview.years:
        first, last = min(overview.years), max(overview.years)
        years = str(first) if first == last else f"{first}–{last}"
        span = tuple(text.format(years=years) for text in labels["lead_years"])
    chinese, english = (text.format(**counts, years=said) for text, said in zip(labels["lead"], span, strict=True))
    links = "".join(
        f'<li><a href="#{key}">{pair(labels, key)}</a></li>'
        for key in ("holds", "coverage", "catalogue", "series", "conflicts", "quality", "evidence")
    )
    title, english_title = (escaped(text) for text in labels["title"])
    return (
        f'<header><h1>{title}<span lang="en">{english_title}</span></h1>'
        f'<p class="lead">{escaped(chinese)}<span lang="en">{escaped(english)}</span></p>'
        f'<nav aria-label="{plain(labels, "sections")}"><ul>{links}</ul></nav></header>'
    )


def _footer(overview: Overview, words: Words) -> str:
    created = f"{overview.created:%Y-%m-%d %H:%M}"
    said = pair(words.labels, "made", version=__version__, snapshot=overview.snapshot, created=created)
    return f"<footer><p>{said}</p></footer>"


def _totals(overview: Overview, words: Words) -> str:
    tiles = "".join(
        f"<div><dt>{pair(words.labels, key)}</dt><dd>{n:,}</dd></div>" for key, n in overview.totals.items()
    )
    return f'<dl class="totals">{tiles}</dl>'


def _coverage(overview: Overview, words: Words) -> str:
    labels, names = words.labels, words.names
    provinces = {slug: n for slug, n in overview.provinces.items() if slug not in _NOWHERE}
    outside = " · ".join(f"{words.province(slug)} <b>{overview.provinces.get(slug, 0):,}</b>" for slug in _NOWHERE)
    key = _legend(provinces.values())
    note = f'<p class="note">{pair(labels, "elsewhere")}: {outside}</p>'
    figures = [_figure("map", pair(labels, "by_province"), tile_map(provinces, names) + key + note)]
    if overview.years:
        note = f'<p class="note"><b>{overview.undated:,}</b> {pair(labels, "undated")}</p>'
        figures.append(_figure("years", pair(labels, "by_year"), year_bars(overview.years) + note))
        grid = province_years(overview.cells, list(names), names) + _legend(overview.cells.values())
        figures.append(_figure("grid", pair(labels, "by_both"), grid))
    else:
        figures.append(f'<p class="empty">{pair(labels, "nothing_dated")}</p>')
    return f'<div class="coverage">{"".join(figures)}</div>'


def _figure(name: str, caption: str, content: str) -> str:
    return f'<figure class="card {name}"><figcaption>{caption}</figcaption>{content}</figure>'


def _legend(counts: Iterable[int]) -> str:
    """Return the key of a shaded chart: which counts each shade stands for."""
    limits = class_limits(counts)
    keys = "".join(
        f'<li><i class="tile-{shade}"></i>{low:,}' + (f"–{high:,}" if high > low else "") + "</li>"
        for shade, low, high in limits
    )
    return f'<ul class="legend"><li><i class="tile-0"></i>0</li>{keys}</ul>'


def _catalogue(overview: Overview, words: Words) -> str:
    labels = words.labels
    if not overview.held:
        return f'<p class="empty">{pair(labels, "no_indicators")}</p>'
    drawn: dict[str, list[str]] = {}
    for series in overview.series:
        text = f"{pair(labels, f'level_{series.level}')} ({len(series.points):,})"
        drawn.setdefault(series.indicator, []).append(f'<a href="#series-{escaped(series.key)}">{text}</a>')
    rows = [_held_row(one, drawn.get(one.indicator, ["–"]), words) for one in overview.held]
    first = stacked_table(labels, _HELD_COLUMNS, rows[:_HELD_SHOWN], "lines")
    rest = ""
    if len(rows) > _HELD_SHOWN:
        more = stacked_table(labels, _HELD_COLUMNS, rows[_HELD_SHOWN:], "lines")
        summary = f"{len(rows) - _HELD_SHOWN:,} {pair(labels, 'more_indicators')}"
        rest = f"<details><summary>{summary}</summary>{more}</details>"
    named, of = overview.shares["named"]
    unnamed = f'<p class="note"><b>{of - named:,}</b> {pair(labels, "unnamed")}</p>'
    return f'<p class="note">{pair(labels, "catalogue_note")}</p>{first}{rest}{unnamed}'


def _held_row(one: Held, drawn: list[str], words: Words) -> tuple[str, ...]:
    return words.indicator(one.indicator), f"{one.facts:,}", f"{one.provinces:,}", _years(one), "<br>".join(drawn)


def _years(one: Held) -> str:
    if one.first is None:
        return "–"
    return str(one.first) if one.first == one.last else f"{one.first}–{one.last}"


def _quality(overview: Overview, words: Words) -> str:
    labels = words.labels
    facts = overview.totals["facts"]
    lists = [("quality_facts", bar_list(labels, overview.shares))]
    for name, table in (("quality_bounds", "bound"), ("quality_status", "status"), ("quality_scope", "scope")):
        counts = {value: (n, facts) for value, n in overview.lists[table].items()}
        lists.append((name, bar_list(labels_of("bounds" if table == "bound" else table), counts)))
    pages = {f"page_{status}": (n, overview.totals["pages"]) for status, n in overview.pages.items()}
    lists.append(("quality_pages", bar_list(labels, pages) + _reasons(overview, words)))
    return (
        '<div class="cards">'
        + "".join(f'<div class="card"><h3>{pair(labels, key)}</h3>{content}</div>' for key, content in lists)
        + "</div>"
    )


def _reasons(overview: Overview, words: Words) -> str:
    if not overview.reasons:
        return f'<p class="empty">{pair(words.labels, "no_reasons")}</p>'
    meanings: Mapping[str, str] = {**FLAGS, **PAGE_FLAGS, **QUARANTINE_REASONS}
    rows = "".join(
        f"<li><b>{n:,}</b> <code>{escaped(reason)}</code>"
        + "".join(
            f'<br><span lang="en">{escaped(meanings[part])}</span>' for part in reason.split(",") if part in meanings
        )
        + "</li>"
        for reason, n in overview.reasons.items()
    )
    return f'<ul class="reasons">{rows}</ul>'
