"""The report an analyst sends to a colleague, one self-contained page. Owns its markup; figures come from overview."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping

from unionstats.places.gazetteer import load_provinces
from unionstats.report.charts import series_chart, tile_map, year_bars
from unionstats.report.export import records_of
from unionstats.report.overview import Overview, Series
from unionstats.report.selfcontained import asset, escaped, html_page, link
from unionstats.rules.folder import RuleFolder

Labels = Mapping[str, list[str]]


def report_html(overview: Overview) -> str:
    """Give the page that `unionstats report` writes.

    Args:
        overview: the figures of one snapshot.
    """
    labels: Labels = tomllib.loads(asset("labels.toml"))["report"]
    folder = RuleFolder.open()
    names = {province.slug: province.name for province in load_provinces(folder)}
    titles = _indicator_titles(folder)
    body = "\n".join(
        (
            f"<header><h1>{_both(labels, 'title')}</h1><p>{escaped(overview.snapshot)}</p></header>",
            _section(labels, "holds", _totals(overview, labels)),
            _section(labels, "coverage", _coverage(overview, labels, names)),
            _section(labels, "series", _all_series(overview, labels, names, titles)),
            _section(labels, "conflicts", _conflicts(overview, labels, names)),
            _section(labels, "quality", _quality(overview, labels)),
            _section(labels, "evidence", _evidence(overview, names)),
        )
    )
    return html_page(labels["title"][0], f"<main>{body}</main>", style=asset("report.css"))


def _indicator_titles(folder: RuleFolder) -> dict[str, str]:
    return {table["indicator"]["id"]: table["indicator"]["title"] for _, table in folder.tables("indicators/*.toml")}


def _both(labels: Labels, key: str) -> str:
    chinese, english = labels[key]
    return f'{escaped(chinese)} <span lang="en">{escaped(english)}</span>'


def _section(labels: Labels, key: str, content: str) -> str:
    return f'<section id="{key}"><h2>{_both(labels, key)}</h2>{content}</section>'


def _totals(overview: Overview, labels: Labels) -> str:
    tiles = "".join(f"<div><dt>{_both(labels, key)}</dt><dd>{n:,}</dd></div>" for key, n in overview.totals.items())
    return f'<dl class="totals">{tiles}</dl>'


def _coverage(overview: Overview, labels: Labels, names: dict[str, str]) -> str:
    outside = " · ".join(
        f"{escaped(names[slug])} {overview.provinces.get(slug, 0):,}" for slug in ("national", "unknown")
    )
    years = year_bars(overview.years, " ".join(labels["count"])) if overview.years else ""
    undated = f"<p>{overview.undated:,} {_both(labels, 'undated')}</p>"
    return (
        '<div class="charts">'
        f"<figure><figcaption>{_both(labels, 'by_province')}</figcaption>{tile_map(overview.provinces, names)}"
        f"<p>{outside}</p></figure>"
        f"<figure><figcaption>{_both(labels, 'by_year')}</figcaption>{years}{undated}</figure></div>"
    )


def _all_series(overview: Overview, labels: Labels, names: dict[str, str], titles: dict[str, str]) -> str:
    if not overview.series:
        return f"<p>{_both(labels, 'no_series')}</p>"
    charts = "".join(_one_series(series, names, titles) for series in overview.series)
    return f'<p>{_both(labels, "series_note")}</p><div class="charts">{charts}</div>'


def _one_series(series: Series, names: dict[str, str], titles: dict[str, str]) -> str:
    title = titles.get(series.indicator.split(".")[0], series.indicator)
    caption = f'{escaped(title)} <span lang="en">{escaped(series.indicator)}</span>'
    return f"<figure><figcaption>{caption}</figcaption>{series_chart(series.points, series.unit, names)}</figure>"


def _conflicts(overview: Overview, labels: Labels, names: dict[str, str]) -> str:
    if not len(overview.conflicts):
        return f"<p>{_both(labels, 'no_conflicts')}</p>"
    head = ("province", "indicator", "year", "min", "max", "n", "taken")
    rows = [
        (
            escaped(names[row["province"]]),
            escaped(row["indicator"]),
            escaped(row["year"]),
            f"{row['min']:,.15g}",
            f"{row['max']:,.15g}",
            str(row["n"]),
            f'<a href="#fact-{escaped(row["fact_id"])}">{row["value"]:,.15g}</a>',
        )
        for row in records_of(overview.conflicts)
    ]
    return _table(head, rows)


def _quality(overview: Overview, labels: Labels) -> str:
    shares = "".join(
        f"<div><dt>{_both(labels, key)}</dt><dd>{n / of if of else 0:.1%} <small>{n:,} / {of:,}</small></dd></div>"
        for key, (n, of) in overview.shares.items()
    )
    reasons = "".join(f"<li>{escaped(reason)}: {n:,}</li>" for reason, n in overview.reasons.items())
    return f'<dl class="totals">{shares}</dl>' + (f"<ul>{reasons}</ul>" if reasons else "")


def _evidence(overview: Overview, names: dict[str, str]) -> str:
    head = ("quote", "indicator", "province", "period", "sentence", "source")
    rows = []
    for fact in records_of(overview.evidence.reset_index()):
        cells = [
            f'<span class="quote" id="fact-{escaped(fact["fact_id"])}">{escaped(fact["quote"])}</span>',
            escaped(fact["indicator"]),
            escaped(names[fact["province"]]),
            f"{_day(fact['period_start'])} – {_day(fact['period_end'])}",
            escaped(fact["sentence"]),
            link(fact["url"], fact["source"]),
        ]
        rows.append(tuple(cells))
    return _table(head, rows)


def _day(day: object) -> str:
    return "…" if day is None else str(day)[:10]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Give a table of inert cells."""
    titles = "".join(f"<th scope=col>{name}</th>" for name in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table></div>'
