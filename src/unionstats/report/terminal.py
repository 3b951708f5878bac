"""`explain` in a terminal. Owns colours and layout; `marks` decides what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from rich.cells import cell_len, chop_cells
from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from unionstats.inert import visible
from unionstats.report.console import Console
from unionstats.report.explain_html import details, kind_group
from unionstats.report.marks import MarkedPage, Stretch, edit_words

_FACT = {"count": "green", "people": "blue", "money": "yellow", "share": "magenta", "measure": "cyan"}
# Details that name another fact, which a page's explanation counts off.
_LINKS = frozenset({"part_of", "repeats"})
_INDENT = 16


def print_explanation(marked: MarkedPage, console: Console) -> None:
    """Print the marked text of a page, then each fact with its evidence, then what was removed.

    Args:
        marked: a page with its edits and facts laid over the text.
        console: where to; it decides width and whether colour is used.
    """
    width = console.width if console.is_terminal else None
    console.print(Group(*_parts(marked, plain=console.color_system is None, width=width)), soft_wrap=True)


def _parts(marked: MarkedPage, *, plain: bool, width: int | None) -> Iterator[RenderableType]:
    yield Rule(Text(visible(marked.source)))
    show = _marked_stretch if plain else _stretch
    yield Text.assemble(*(show(stretch, marked) for stretch in marked.stretches))
    yield Rule("facts")
    numbers = {fact.fact_id: f"{number} {fact.quote}" for number, fact in enumerate(marked.facts, 1)}
    for number, (fact, words) in enumerate(zip_longest(marked.facts, marked.words), 1):
        yield Text(f"{number:>3} {visible(fact.quote)}", style="bold")
        for label, text in details(fact, words)[1:-1]:
            shown = visible(numbers.get(text, text)) if label in _LINKS else text.replace("\n", " ")
            yield Text.assemble((f"{' ' * 6}{label.replace('_', ' '):<10}", "dim"), _indented(shown, width))
    if marked.edits:
        yield Rule("removed and repaired")
        for edit in marked.edits:
            what, text = edit_words(edit)
            yield Text.assemble((f"{what}: ", "dim"), text)
    if marked.reading.scan.unclaimed:
        yield Rule("unclaimed numerals")
        yield from _unclaimed(marked)


def _unclaimed(marked: MarkedPage) -> Iterator[Text]:
    text = marked.reading.document.text.text
    for span in marked.reading.scan.unclaimed:
        around = text[max(0, span.start - 12) : span.end + 12].replace("\n", " ")
        yield Text(f"{visible(text[span.start : span.end])}   in   …{visible(around)}…")


def _indented(text: str, width: int | None) -> str:
    """Break what is longer than a line of the terminal, and begin each further line where the first began."""
    if width is None or cell_len(text) <= width - _INDENT:
        return text
    return f"\n{' ' * _INDENT}".join(chop_cells(text, max(_INDENT, width - _INDENT)))


def _marked_stretch(stretch: Stretch, marked: MarkedPage) -> str:
    """Mark a stretch by signs, where there are no colours: 【fact】, [-removed-], ‹unclaimed›."""
    text = visible(stretch.text)
    if stretch.fact is not None:
        return f"【{text}】"
    if stretch.edit is not None and marked.edits[stretch.edit].action == "removed" and text.strip():
        return f"[-{text}-]"
    return f"‹{text}›" if stretch.unclaimed else text


def _stretch(stretch: Stretch, marked: MarkedPage) -> tuple[str, str]:
    text = visible(stretch.text)
    if stretch.fact is not None:
        return text, f"bold {_FACT[kind_group(marked.facts[stretch.fact].kind)]} reverse"
    if stretch.edit is not None:
        return text, "dim strike" if marked.edits[stretch.edit].action == "removed" else "underline"
    return (text, "red underline") if stretch.unclaimed else (text, "")
