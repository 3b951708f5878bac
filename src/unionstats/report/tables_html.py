"""Tables and lists as HTML that fits a phone: each cell carries its heading. Cells must already be inert."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from unionstats.report.labels import Labels, labels_of, pair
from unionstats.report.selfcontained import escaped


class Column(NamedTuple):
    """A column: `label` is its key in labels.toml, `kind` the class of its cells."""

    label: str
    kind: str = ""


def stacked_table(
    labels: Labels, columns: tuple[Column, ...], rows: Iterable[tuple[str, ...]], style: str = "cards"
) -> str:
    """Return a table that becomes a stack of cards on a narrow screen.

    Args:
        labels: the table of labels.toml that the columns are named in.
        columns: one per cell.
        rows: inert HTML, cell by cell.
        style: what a row becomes on a phone: `cards`, a line per cell; `lines`, cells one after another.
    """
    head = "".join(f'<th scope="col" class="{column.kind}">{pair(labels, column.label)}</th>' for column in columns)
    body = "".join(f"<tr>{_cells(labels, columns, row)}</tr>" for row in rows)
    return f'<table class="stacked {style}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cells(labels: Labels, columns: tuple[Column, ...], row: tuple[str, ...]) -> str:
    return "".join(
        f'<td class="{column.kind}" data-label="{escaped(labels[column.label][0])}"><div>{cell}</div></td>'
        for column, cell in zip(columns, row, strict=True)
    )


def bar_list(labels: Labels, counts: Mapping[str, tuple[int, int]]) -> str:
    """Return counts as a list of bars.

    Args:
        labels: names the entries; one that it lacks goes by its own name.
        counts: entry -> how many, of how many.
    """
    if not any(of for _, of in counts.values()):
        return f'<p class="empty">{pair(labels_of("report"), "none")}</p>'
    rows = "".join(
        f"<li><span>{pair(labels, name) if name in labels else escaped(name)}</span>"
        f'<progress max="{max(of, 1)}" value="{count}">{count}</progress>'
        f"<b>{count:,}</b><small>{count / of if of else 0:.0%}</small></li>"
        for name, (count, of) in counts.items()
    )
    return f'<ul class="bars">{rows}</ul>'
