"""Charts as static SVG, by Altair and vl-convert: labelled marks, links to evidence, no script. Owns their look."""

from __future__ import annotations

import math
import tomllib
from typing import TYPE_CHECKING, Any

import regex

from unionstats.errors import UsageError
from unionstats.inert import visible
from unionstats.report.export import records_of
from unionstats.report.selfcontained import asset

if TYPE_CHECKING:
    import pandas as pd

_FONT = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
# vl-convert puts its own address before links within the page.
_PREFIX = regex.compile(r'xlink:href="[^"#]*#')
_LIGHT, _DARK = "#edf3fb", "#123f7a"


def _altair() -> Any:  # noqa: ANN401 - the module
    try:
        import altair  # noqa: ICN001, PLC0415 - an extra, named in full
        import vl_convert  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        raise UsageError("reports need the extra: pip install 'unionstats[report]'") from error
    return altair


def _svg(chart: Any) -> str:  # noqa: ANN401 - any Altair chart
    import vl_convert  # noqa: PLC0415 - an extra

    plain = chart.configure(font=_FONT, background="transparent").configure_view(stroke=None)
    return str(_PREFIX.sub('xlink:href="#', vl_convert.vegalite_to_svg(plain.to_json())))


def tile_map(counts: dict[str, int], names: dict[str, str]) -> str:
    """Give China as a tile grid, each province shaded by its number of facts.

    Args:
        counts: slug -> facts.
        names: slug -> short Chinese name.
    """
    altair = _altair()
    most = max(counts.values(), default=1)
    rows = []
    for slug, (column, row) in tomllib.loads(asset("tiles.toml")).items():
        share = math.log1p(counts.get(slug, 0)) / math.log1p(most) if counts.get(slug) else 0.0
        rows.append(
            {
                "x": column,
                "y": row,
                "name": names[slug],
                "count": str(counts.get(slug, "")),
                "fill": _blend(share) if share else "#f4f5f6",
                "ink": "#ffffff" if share > 0.55 else "#1c1e21",
                "label": f"{names[slug]} ({slug}): {counts.get(slug, 0)}",
            }
        )
    base = altair.Chart(altair.Data(values=rows)).encode(
        x=altair.X("x:O", axis=None), y=altair.Y("y:O", axis=None), description="label:N"
    )
    tiles = base.mark_rect(stroke="#c3c9d0").encode(fill=altair.Fill("fill:N", scale=None))
    ink = altair.Color("ink:N", scale=None)
    names_layer = base.mark_text(fontSize=13, dy=-6).encode(text="name:N", color=ink)
    count_layer = base.mark_text(fontSize=11, dy=10).encode(text="count:N", color=ink)
    return _svg((tiles + names_layer + count_layer).properties(width=altair.Step(42), height=altair.Step(42)))


def _blend(share: float) -> str:
    """Give a colour between light and dark."""
    ends = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (_LIGHT, _DARK)]
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in zip(*ends, strict=True))


def year_bars(years: dict[int, int], title: str) -> str:
    """Give facts by year as bars, empty years included."""
    altair = _altair()
    span = range(min(years), max(years) + 1) if years else range(0)
    rows = [{"year": str(year), "n": years.get(year, 0), "label": f"{year}: {years.get(year, 0)}"} for year in span]
    chart = altair.Chart(altair.Data(values=rows)).mark_bar(color="#2f6cb5")
    chart = chart.encode(
        x=altair.X("year:O", title=None, axis=altair.Axis(labelOverlap=True, labelAngle=0)),
        y=altair.Y("n:Q", title=title, axis=altair.Axis(tickMinStep=1)),
        description="label:N",
    )
    return _svg(chart.properties(width=340, height=160))


def series_chart(points: pd.DataFrame, unit: str, names: dict[str, str]) -> str:
    """Give one indicator by year, a line per province; each point links to its evidence row.

    Args:
        points: a panel: province, year, value, bound, fact_id.
        unit: for the axis.
        names: slug -> short Chinese name.
    """
    altair = _altair()
    rows = [
        {
            "year": str(row["year"]),
            "value": row["value"],
            "province": names[row["province"]],
            "href": f"#fact-{row['fact_id']}",
            "label": f"{names[row['province']]} {row['year']}: {row['value']:,.15g} {visible(unit)} ({row['bound']})",
        }
        for row in records_of(points)
    ]
    few = points["province"].nunique() <= 6  # more colours than this cannot be told apart
    colour = altair.Color("province:N", title=None) if few else altair.value("#2f6cb5")
    base = altair.Chart(altair.Data(values=rows)).encode(
        x=altair.X("year:O", title=None, axis=altair.Axis(labelAngle=0)),
        y=altair.Y("value:Q", title=visible(unit), axis=altair.Axis(format="~s"), scale=altair.Scale(zero=False)),
        detail="province:N",
        color=colour,
    )
    marks = base.mark_point(filled=True, size=70).encode(href="href:N", description="label:N")
    layers = base.mark_line(strokeWidth=1.5, opacity=0.6) + marks
    if not few:
        layers += base.mark_text(align="left", dx=7, fontSize=10).encode(text="province:N")
    return _svg(layers.properties(width=300, height=170))
