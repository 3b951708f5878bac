"""The series of the report: a card for each, its conflicts, and the evidence behind every point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unionstats.inert import visible
from unionstats.report.charts import series_chart
from unionstats.report.export import records_of
from unionstats.report.labels import Labels, day, full_figure, pair, simplified
from unionstats.report.overview import Overview, Series
from unionstats.report.selfcontained import escaped, link
from unionstats.report.tables_html import Column, stacked_table

# Evidence of a series that is longer than this is folded away.
_FOLDED = 40


@dataclass(frozen=True)
class Words:
    """The names to display: labels, short Chinese names of provinces, Chinese and English titles of indicators."""

    labels: Labels
    names: Mapping[str, str]
    titles: Mapping[str, tuple[str, str]]

    def series(self, series: Series) -> str:
        """Return the name of a series as HTML: its indicator, and its kind if that is separate."""
        kind = f" · {escaped(series.counted)}" if series.counted else ""
        return self.indicator(series.indicator) + kind

    def indicator(self, identifier: str) -> str:
        """Return an indicator's titles and id as HTML."""
        chinese, english = self.titles.get(identifier.split(".", maxsplit=1)[0], (identifier, ""))
        said = f'{escaped(chinese)} <span lang="en">{escaped(english)}</span>'
        return f"{said} <code>{escaped(identifier)}</code>"

    def province(self, slug: str) -> str:
        """Return a province's name in both scripts as HTML."""
        return f'{escaped(self.names[slug])} <span lang="en">{escaped(slug.capitalize())}</span>'


def series_cards(overview: Overview, words: Words) -> str:
    """Return every series as a card: titles, unit, chart, and its figures as a table."""
    if not overview.series:
        return f'<p class="empty">{pair(words.labels, "no_series")}</p>'
    cards = "".join(_card(series, words) for series in overview.series)
    more = (
        f'<p class="note">{overview.more_series:,} {pair(words.labels, "more_series")}</p>'
        if overview.more_series
        else ""
    )
    notes = (
        f'<p class="note">{pair(words.labels, "series_note")}</p><p class="note">{pair(words.labels, "signs_note")}</p>'
    )
    return f'{notes}<div class="cards">{cards}</div>{more}'


def _card(series: Series, words: Words) -> str:
    labels = words.labels
    facts = (
        f"{pair(labels, 'unit')} <b>{escaped(series.unit)}</b> · {pair(labels, f'level_{series.level}')}"
        f' · <a href="#evidence-{escaped(series.key)}">{pair(labels, "to_evidence")}</a>'
    )
    table = f"<details><summary>{pair(labels, 'points_table')}</summary>{_pivot(series, words)}</details>"
    return (
        f'<figure class="card" id="series-{escaped(series.key)}">'
        f"<figcaption>{words.series(series)}</figcaption>"
        f'<p class="note">{facts}</p>{series_chart(series, words.names, labels["others"][0])}{table}</figure>'
    )


def _pivot(series: Series, words: Words) -> str:
    """Return a series as a table of provinces by years, each figure linked to its evidence."""
    years = sorted({int(year) for year in series.points["year"]})
    cells = {(row["province"], int(row["year"])): _figure_link(row) for row in records_of(series.points)}
    head = "".join(f'<th scope="col" class="number">{year}</th>' for year in years)
    rows = "".join(
        f'<tr><th scope="row">{words.province(slug)}</th>'
        + "".join(f'<td class="number">{cells.get((slug, year), "")}</td>' for year in years)
        + "</tr>"
        for slug in dict.fromkeys(series.points["province"])
    )
    first = f'<th scope="col">{pair(words.labels, "province")}</th>'
    table = f"<table><thead><tr>{first}{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="scroll" tabindex="0">{table}</div>'


def _figure_link(row: Mapping[str, Any]) -> str:
    warning = " ⚠" if row.get("conflict") else ""
    return f'<a href="#fact-{escaped(row["fact_id"])}">{escaped(full_figure(row["value"], row["bound"]))}{warning}</a>'


def conflict_table(overview: Overview, words: Words) -> str:
    """Return the places and years whose sources disagree, with the value of each."""
    if not len(overview.rivals):
        return f'<p class="empty">{pair(words.labels, "no_conflicts")}</p>'
    rows = []
    for (key, slug, year), stated in overview.rivals.groupby(["key", "province", "year"], sort=False):
        series = next(one for one in overview.series if one.key == key)
        values = "<br>".join(_rival(row) for row in records_of(stated))
        rows.append((words.series(series), words.province(str(slug)), str(year), values))
    columns = (Column("indicator"), Column("province"), Column("year"), Column("values"))
    return f'<p class="note">{pair(words.labels, "conflicts_note")}</p>{stacked_table(words.labels, columns, rows)}'


def _rival(row: Mapping[str, Any]) -> str:
    figure = f"{_figure_link(row)} {escaped(row['unit'])}"
    of_what = f"<small>{escaped(row['measure'] or '')} · {escaped(row['source'])}</small>"
    return f"{f'<b>{figure}</b>' if row['taken'] else figure} {of_what}"


def evidence_tables(overview: Overview, words: Words) -> str:
    """Return the facts behind all points and conflicts, series by series; each appears once on the page."""
    if not overview.series:
        return f'<p class="empty">{pair(words.labels, "no_evidence")}</p>'
    return "".join(_evidence_of(series, overview, words) for series in overview.series)


def _evidence_of(series: Series, overview: Overview, words: Words) -> str:
    rivals = overview.rivals.loc[overview.rivals["key"] == series.key, "fact_id"]
    cited = list(dict.fromkeys([*series.points["fact_id"], *rivals]))
    columns = (
        Column("value", "number"),
        Column("province"),
        Column("period"),
        Column("sentence", "sentence"),
        Column("source", "source"),
    )
    back = f'<a class="back" href="#series-{escaped(series.key)}">↑ {pair(words.labels, "to_series")}</a>'
    table = stacked_table(words.labels, columns, _evidence_rows(overview, cited, words))
    if len(cited) > _FOLDED:  # browsers open it where a link leads into it
        table = f"<details><summary>{len(cited):,} {pair(words.labels, 'facts')}</summary>{table}</details>"
    title = f'<h3 id="evidence-{escaped(series.key)}">{words.series(series)}</h3>'
    return f'{title}<p class="note">{back}</p>{table}'


def _evidence_rows(overview: Overview, cited: list[str], words: Words) -> Iterator[tuple[str, ...]]:
    own = overview.evidence.loc[cited].reset_index().sort_values(["province", "year", "published"], kind="stable")
    for fact in records_of(own):
        place = f"<br><small>{escaped(fact['place'])}</small>" if fact["place"] else ""
        title = f"<br><small>{escaped(fact['title'])}</small>" if fact["title"] else ""
        published = f"<br><small>{day(fact['published'])}</small>" if fact["published"] else ""
        figure = f"{escaped(full_figure(fact['value'], fact['bound']))} {escaped(fact['unit'])}"
        yield (
            f'<span class="anchor" id="fact-{escaped(fact["fact_id"])}" tabindex="-1">{figure}</span>',
            f"{words.province(fact['province'])}{place}",
            _period(fact),
            _marked(fact["sentence"], fact["quote"]),
            f"{link(fact['url'], fact['source'])}{title}{published}",
        )


def _period(fact: Mapping[str, Any]) -> str:
    start, end = (f'<span class="day">{day(fact[name])}</span>' for name in ("period_start", "period_end"))
    return end if fact["period_start"] in {fact["period_end"], None} else f"{start} – {end}"


def _marked(sentence: str, quote: str) -> str:
    """Return a sentence with the figure marked, where it stands there as the page has it."""
    before, found, after = visible(sentence).partition(visible(simplified(quote)))
    return f"{escaped(before)}<mark>{escaped(found)}</mark>{escaped(after)}" if found else escaped(sentence)
