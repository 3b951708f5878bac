"""Charts as static SVG, by Altair and vl-convert: labelled marks, links to evidence, no script.

Colours are custom properties of the page's style sheet (`var(--mark-1)`), so that one drawing serves light and dark.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import regex

from unionstats.errors import UsageError
from unionstats.inert import visible
from unionstats.report.export import records_of
from unionstats.report.labels import full_figure, short_figure
from unionstats.report.selfcontained import asset

if TYPE_CHECKING:
    from unionstats.report.overview import Series

_FONT = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
# vl-convert puts its own address before links within the page.
_PREFIX = regex.compile(r'xlink:href="[^"#]*#')
# What Vega says of every mark alike is noise, read aloud. A mark's own label becomes its tooltip, too.
_SPOKEN = regex.compile(r' aria-roledescription="[^"]*"| aria-hidden="true"(?= d="")')
_LABELLED = regex.compile(r'<(path|text)( [^<>]*?aria-label="([^"]*)"[^<>]*)/>')
# Classes of the tile map and the grid: --tile-1 … --tile-5 of the style sheet.
CLASSES = 5
# More colours than this cannot be told apart.
_COLOURS = 5
_SHAPES = ["circle", "square", "triangle-up", "diamond", "triangle-down"]
# Vega writes 350M; Chinese readers read 3.5亿.
_AXIS = (
    "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, ',~g') + '亿' : "
    "abs(datum.value) >= 1e4 ? format(datum.value / 1e4, ',~g') + '万' : format(datum.value, ',~g')"
)
# From here on a count finds no room on a tile with all its digits.
_WIDE = 100_000
# Years that the grid shows at most, and that any chart by year shows at least.
_GRID_YEARS, _FEWEST_YEARS = 20, 6


def _altair() -> Any:  # noqa: ANN401 - the module
    try:
        import altair  # noqa: ICN001, PLC0415 - an extra, named in full
        import vl_convert  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        raise UsageError("reports need the extra: pip install 'unionstats[report]'") from error
    return altair


def _svg(chart: Any) -> str:  # noqa: ANN401 - any Altair chart
    import vl_convert  # noqa: PLC0415 - an extra

    quiet = {"labelColor": "var(--dim)", "titleColor": "var(--dim)", "domainColor": "var(--line)"}
    axis = {**quiet, "tickColor": "var(--line)", "gridColor": "var(--grid)", "labelFontSize": 11, "titleFontSize": 11}
    legend = {"labelColor": "var(--ink)", "orient": "top", "columns": 5, "labelFontSize": 12, "symbolSize": 60}
    plain = chart.configure(font=_FONT, background="transparent", axis={**axis, "titleFontWeight": "normal"})
    plain = plain.configure_view(stroke=None).configure_legend(**legend, titleColor="var(--dim)", columnPadding=8)
    drawn = _PREFIX.sub('xlink:href="#', vl_convert.vegalite_to_svg(plain.to_json()))
    drawn = _SPOKEN.sub("", drawn)
    return str(_LABELLED.sub(r"<\1\2><title>\3</title></\1>", drawn))


def class_limits(counts: Iterable[int]) -> list[tuple[int, int, int]]:
    """Return classes with about equal numbers of counts: number of the shade, least and greatest count.

    >>> class_limits([1, 1, 2, 3, 5, 8, 13, 21, 34, 55])
    [(1, 1, 1), (2, 2, 4), (3, 5, 12), (4, 13, 33), (5, 34, 55)]
    >>> class_limits([7, 7])
    [(3, 7, 7)]
    """
    there = sorted(count for count in counts if count > 0)
    lows = sorted({there[len(there) * number // CLASSES] for number in range(CLASSES)}) if there else []
    highs = [low - 1 for low in lows[1:]] + there[-1:]
    step = (CLASSES - 1) / max(len(lows) - 1, 1)
    first = 1 if len(lows) > 1 else (CLASSES + 1) // 2
    return [(round(first + step * at), low, high) for at, (low, high) in enumerate(zip(lows, highs, strict=True))]


def class_of(count: int, limits: Sequence[tuple[int, int, int]]) -> int:
    """Return the shade of a count, 0 for none."""
    return next((number for number, low, high in limits if low <= count <= high), 0)


def tile_map(counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    """Return China as a tile grid, each province shaded by its number of facts.

    Args:
        counts: slug -> facts.
        names: slug -> short Chinese name.
    """
    altair = _altair()
    tiles = tomllib.loads(asset("tiles.toml"))
    limits = class_limits(counts.values())
    rows = []
    for slug, (column, row) in tiles.items():
        count = counts.get(slug, 0)
        shade = class_of(count, limits)
        label = f"{names[slug]} {slug.capitalize()}: {count:,}"
        shown = short_figure(count) if count >= _WIDE else f"{count:,}" if count else "–"
        rows.append({"x": column, "y": row, "name": names[slug], "count": shown, "shade": shade, "label": label})
    for row_ in rows:
        row_.update(fill=f"var(--tile-{row_['shade']})", ink=f"var(--tile-ink-{row_['shade']})")
    base = altair.Chart(altair.Data(values=rows)).encode(
        x=altair.X("x:O", axis=None, scale=altair.Scale(paddingInner=0.06, paddingOuter=0)),
        y=altair.Y("y:O", axis=None, scale=altair.Scale(paddingInner=0.06, paddingOuter=0)),
    )
    squares = base.mark_rect(cornerRadius=4).encode(fill=altair.Fill("fill:N", scale=None), description="label:N")
    ink = altair.Color("ink:N", scale=None)
    written = base.mark_text(fontSize=13, dy=-6, aria=False).encode(text="name:N", color=ink)
    counted = base.mark_text(fontSize=11, dy=10, aria=False).encode(text="count:N", color=ink)
    return _svg((squares + written + counted).properties(width=altair.Step(44), height=altair.Step(44)))


def year_bars(years: Mapping[int, int]) -> str:
    """Return facts by year as bars, including empty years."""
    altair = _altair()
    span = _span(years)
    rows = [{"year": str(year), "n": years.get(year, 0), "label": f"{year}: {years.get(year, 0):,}"} for year in span]
    chart = altair.Chart(altair.Data(values=rows)).mark_bar(color="var(--mark-1)", cornerRadiusEnd=2)
    chart = chart.encode(
        x=altair.X("year:O", title=None, axis=_year_axis(altair)),
        y=altair.Y("n:Q", title=None, axis=altair.Axis(labelExpr=_AXIS, tickCount=min(5, max(years.values())))),
        description="label:N",
    )
    return _svg(chart.properties(width=330, height=170))


def _span(years: Iterable[int]) -> range:
    """Return the years from the first to the last, a few at least, so that one alone looks like one."""
    there = list(years)
    return range(min(*there, max(there) - _FEWEST_YEARS + 1), max(there) + 1)


def province_years(cells: Mapping[tuple[str, int], int], order: Sequence[str], names: Mapping[str, str]) -> str:
    """Return facts by province and year as a shaded grid of the last twenty years.

    Args:
        cells: (slug, year) -> facts.
        order: slugs in the order of rows; those without a fact are left out.
        names: slug -> short Chinese name.
    """
    altair = _altair()
    span = _span(year for _, year in cells)[-_GRID_YEARS:]
    limits = class_limits(cells.values())
    there = [slug for slug in order if any((slug, year) in cells for year in span)]
    rows = [
        {
            "slug": names[slug],
            "year": str(year),
            "fill": f"var(--tile-{class_of(count, limits)})",
            "label": f"{names[slug]} {year}: {count:,}",
        }
        for (slug, year), count in sorted(cells.items())
        if year in span and slug in there
    ]
    tight = altair.Scale(paddingInner=0.12, paddingOuter=0.06)
    years = altair.Scale(domain=[str(year) for year in span], paddingInner=0.12, paddingOuter=0.06)
    slugs = altair.Axis(domain=False, ticks=False, labelColor="var(--ink)")
    chart = altair.Chart(altair.Data(values=rows), view=altair.ViewConfig(fill="var(--tile-0)", cornerRadius=4))
    chart = chart.mark_rect(cornerRadius=2).encode(
        x=altair.X("year:O", title=None, axis=_year_axis(altair), scale=years),
        y=altair.Y("slug:O", title=None, sort=[names[slug] for slug in there], axis=slugs, scale=tight),
        fill=altair.Fill("fill:N", scale=None),
        description="label:N",
    )
    return _svg(chart.properties(width=300, height=altair.Step(17)))


def series_chart(series: Series, names: Mapping[str, str], others: str) -> str:
    """Return one indicator by year if provinces have several years, else by province; points link to evidence.

    Args:
        series: its points are a panel: province, year, value, bound, conflict, fact_id.
        names: slug -> short Chinese name.
        others: what the provinces beyond the first few are called.
    """
    rows = _points(series, names)
    return _trend(rows, series, others) if series.has_trend else _ranking(rows)


def _points(series: Series, names: Mapping[str, str]) -> list[dict[str, Any]]:
    unit = visible(series.unit)
    return [
        {
            "year": str(row["year"]),
            "value": row["value"],
            "province": names[row["province"]],
            "short": f"{short_figure(row['value'])} · {row['year']}" + (" ⚠" if row["conflict"] else ""),
            "ring": "var(--warn)" if row["conflict"] else "var(--paper)",
            "href": f"#fact-{row['fact_id']}",
            "label": f"{names[row['province']]} {row['year']}: {full_figure(row['value'], row['bound'])} {unit}"
            + (" ⚠" if row["conflict"] else ""),
        }
        for row in records_of(series.points)
    ]


def _trend(rows: list[dict[str, Any]], series: Series, others: str) -> str:
    """Draw lines over the years; beyond a few provinces the rest stand back in grey."""
    altair = _altair()
    last = {row["province"]: row["value"] for row in rows}
    first = sorted(last, key=lambda name: (-last[name], name))[:_COLOURS]
    for row in rows:
        row["group"] = row["province"] if row["province"] in first else others
    shown = [*first, others] if len(last) > len(first) else first
    colours = [*(f"var(--mark-{number})" for number in range(1, len(first) + 1)), "var(--mark-rest)"][: len(shown)]
    years = [int(row["year"]) for row in rows]
    span = [str(year) for year in range(min(years), max(years) + 1)]
    base = altair.Chart(altair.Data(values=rows)).encode(
        x=altair.X("year:O", title=None, scale=altair.Scale(domain=span), axis=_year_axis(altair)),
        y=altair.Y(
            "value:Q", title=None, axis=altair.Axis(labelExpr=_AXIS, tickCount=5), scale=altair.Scale(zero=False)
        ),
        detail="province:N",
        color=altair.Color("group:N", title=None, scale=altair.Scale(domain=shown, range=colours)),
    )
    shape = altair.Shape(
        "group:N", title=None, scale=altair.Scale(domain=shown, range=[*_SHAPES, "circle"][: len(shown)])
    )
    line = base.mark_line(strokeWidth=1.75, opacity=0.7, aria=False)
    for row in rows:
        row["size"] = 80 if row["province"] in first else 24
    marks = base.mark_point(filled=True, opacity=1, strokeWidth=1.5).encode(
        size=altair.Size("size:Q", scale=None),
        shape=shape,
        stroke=altair.Stroke("ring:N", scale=None),
        href="href:N",
        description="label:N",
    )
    height = 170 if series.level == "national" or len(last) <= _COLOURS else 230
    return _svg((line + marks).properties(width=310, height=height))


def _year_axis(altair: Any) -> Any:  # noqa: ANN401 - the module and one of its values
    return altair.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=6)


def _ranking(rows: list[dict[str, Any]]) -> str:
    """Draw a bar per province, longest first, with its figure and year beside it."""
    altair = _altair()
    rows = sorted(rows, key=lambda row: (-row["value"], row["province"]))
    # Room for the text to the right of the longest bar.
    most = max(row["value"] for row in rows) or 1.0
    base = altair.Chart(altair.Data(values=rows)).encode(
        x=altair.X(
            "value:Q", title=None, axis=None, scale=altair.Scale(domain=[min(0.0, rows[-1]["value"]), most * 1.5])
        ),
        y=altair.Y(
            "province:N",
            title=None,
            sort=None,
            axis=altair.Axis(ticks=False, labelColor="var(--ink)", labelFontSize=12),
        ),
    )
    bars = base.mark_bar(color="var(--mark-1)", cornerRadiusEnd=3, height=14, strokeWidth=2).encode(
        href="href:N", description="label:N", stroke=altair.Stroke("ring:N", scale=None)
    )
    text = base.mark_text(align="left", dx=6, fontSize=11, color="var(--dim)", aria=False).encode(text="short:N")
    return _svg((bars + text).properties(width=300, height=altair.Step(24)))
