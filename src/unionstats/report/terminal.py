"""One page as the program sees it, in a terminal. Owns colours and layout; what is shown comes from marks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from unionstats.inert import visible
from unionstats.report.console import Console
from unionstats.report.explain_html import details, kind_group
from unionstats.report.marks import MarkedPage, Stretch

_FACT = {"count": "green", "people": "blue", "money": "yellow", "share": "magenta", "measure": "cyan"}


def print_explanation(marked: MarkedPage, console: Console) -> None:
    """Print the marked text of a page, then each fact with its evidence, then what was removed.

    Args:
        marked: a page with its edits and facts laid over the text.
        console: where to; it decides width and whether colour is used.
    """
    console.print(Group(*_parts(marked, plain=console.color_system is None)), soft_wrap=True)


def _parts(marked: MarkedPage, *, plain: bool) -> Iterator[RenderableType]:
    yield Rule(Text(visible(marked.source)))
    show = _marked_stretch if plain else _stretch
    yield Text.assemble(*(show(stretch, marked) for stretch in marked.stretches))
    yield Rule("facts")
    for number, (fact, words) in enumerate(zip_longest(marked.facts, marked.words), 1):
        yield Text(f"{number:>3} {visible(fact.quote)}", style="bold")
        for label, text in details(fact, words)[1:-1]:
            yield Text.assemble(("      " + f"{label.replace('_', ' '):<10}", "dim"), text.replace("\n", " "))
    yield Rule("removed and repaired")
    for edit in marked.edits:
        text = visible(edit.text).replace("\n", "⏎")
        shown = text if len(text) <= 60 else f"{text[:40]} … {text[-15:]}"
        after = f" → {visible(edit.replacement)}" if edit.replacement.strip() else ""
        yield Text.assemble((f"{edit.action} {edit.kind} ({edit.rule}): ", "dim"), f"{shown}{after}")
    yield Rule("unclaimed numerals")
    text = marked.reading.document.text.text
    for span in marked.reading.scan.unclaimed:
        around = text[max(0, span.start - 12) : span.end + 12].replace("\n", " ")
        yield Text(f"{visible(text[span.start : span.end])}   in   …{visible(around)}…")


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
