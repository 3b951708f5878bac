"""The headline of a page: what is one, where it stands once more, and which lines of the head must not go with it.

Owns the tests that compare a line with the page's headline, and the rows of other headlines of the same page.
"""

from __future__ import annotations

from collections.abc import Sequence

from unionstats.text.lines import bullet_length, is_heading
from unionstats.text.noise.edges import IS_TAKEN_UP, signed_by, taken_up
from unionstats.text.noise.fronts import rows_with_title
from unionstats.text.noise.menus import bare
from unionstats.text.noise.shapes import SISTER, TITLE_AGAIN, TITLE_IN_ROW
from unionstats.text.noise.zone import Verdict

_TITLE_LEAST = 6
# A line of the foot that names the headline among paper, page, day and label says no more than they do.
_NAMED_LEAST = 10
_ROUND_TITLE = 48


def drop_title_below(head: Sequence[Verdict], foot: Sequence[Verdict]) -> None:
    """Drop the headline where it stands once more behind the text, alone or among labels and dates."""
    titles = {bare(verdict.line.text) for verdict in head if verdict.stays}
    named = [title for title in titles if len(title) >= _NAMED_LEAST]
    for verdict in foot:
        if not verdict.stays or "。" in verdict.line.text:
            continue
        words = bare(verdict.line.text)
        is_named = any(title in words and len(words) <= len(title) + _ROUND_TITLE for title in named)
        if (len(words) >= _TITLE_LEAST and words in titles) or is_named:
            verdict.rule = TITLE_AGAIN


def drop_title_rows(head: Sequence[Verdict]) -> frozenset[str]:
    """Drop rows over the headline that hold it among other words; give these, and what else went there from a list."""
    rows, sisters = rows_with_title([verdict.as_edge for verdict in head])
    for number in rows:
        head[number].rule = TITLE_IN_ROW
    listed = (verdict for verdict in head if verdict.rule and verdict.rule.kind == "related_list")
    return sisters | {verdict.line.text for verdict in listed if len(verdict.line.text) >= _TITLE_LEAST}


def drop_sisters(foot: Sequence[Verdict], sisters: frozenset[str]) -> None:
    """Drop the headlines of other pages that a row over the text holds, too."""
    signed = signed_by([verdict.as_edge for verdict in foot]) if sisters else ()
    for number, verdict in enumerate(foot if sisters else ()):
        if verdict.stays and number not in signed and verdict.line.text in sisters:
            verdict.rule = SISTER


def drop_title_within(head: Sequence[Verdict], body: Sequence[Verdict]) -> None:
    """Drop the page's only headline where it stands once more between the paragraphs."""
    titles = [verdict.line.text for verdict in head if verdict.stays]
    if len(titles) == 1 and len(titles[0]) >= _NAMED_LEAST:
        for verdict in body:
            if verdict.stays and verdict.line.text == titles[0]:
                verdict.rule = TITLE_AGAIN


def title_in_foot(head: Sequence[Verdict], foot: Sequence[Verdict]) -> str | None:
    """Give the line of the head that the content system's line in the foot names as the title."""
    remains = [verdict.line.text for verdict in foot if verdict.rule and verdict.rule.kind == "cms_residue"]
    named = (verdict.line.text for verdict in head if verdict.stays and len(verdict.line.text) >= _TITLE_LEAST)
    return next((text for text in named if any(f" {text} " in line for line in remains)), None)


def save_headlines(head: Sequence[Verdict], text: str) -> None:
    """Let a headline stay into which a brand was set, or that is labelled and the only one: no more goes."""
    has_title = any(verdict.stays and heads(verdict.line.text, text) for verdict in head)
    for verdict in head:
        is_label = verdict.rule is not None and verdict.rule.kind == "duplicate_title"
        is_told = is_label and has_title and not _says_more(verdict.left, head)
        if verdict.left and not is_told and heads(verdict.left, text):
            verdict.save()


def _says_more(title: str, head: Sequence[Verdict]) -> bool:
    """Tell whether a headline holds another one of the page, and a phrase more."""
    shown = (bare(verdict.line.text) for verdict in head if verdict.stays)
    return any(len(words) >= _TITLE_LEAST and words in bare(title) and _adds(title, words) for words in shown)


def _adds(title: str, words: str) -> bool:
    return len(bare(title)) >= len(words) + _TITLE_LEAST


def heads(line: str, text: str) -> bool:
    """Tell whether a line heads the text below it, not a list."""
    is_line = len(line) >= _TITLE_LEAST and is_heading(line) and not bullet_length(line)
    return is_line and taken_up(line, text) >= IS_TAKEN_UP


def is_title(text: str, title: str | None) -> bool:
    """Tell whether a line is the page's title, perhaps without the site's name behind it."""
    if not title:
        return False
    line, known = bare(text), bare(title)
    if len(line) < _TITLE_LEAST or len(known) < _TITLE_LEAST:
        return False
    return line == known or (known.startswith(line) and len(line) * 2 >= len(known)) or line.startswith(known)
