"""Lists of other pages: under a heading that a rule knows, as headlines after the text, or as teasers.

Recognised by number, form, and how little the text shares with them. Contains no vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from unionstats.text.lines import bullet_length, is_heading, is_numbered
from unionstats.text.noise.overlap import HAS_A_WORD, IS_FOREIGN, IS_TAKEN_UP, PARAGRAPHS_SEEN, TEXT_SEEN, taken_up
from unionstats.text.noise.structure.around import Around
from unionstats.text.noise.structure.headline import heads, may_be_title
from unionstats.text.noise.structure.link_rows import is_dated
from unionstats.text.noise.structure.menus import BUTTON_LONGEST
from unionstats.text.noise.structure.records import LABELLED
from unionstats.text.noise.structure.signatures import own_lines
from unionstats.text.noise.verdict import Verdict, is_sentence, is_text

# Two phrases, speech or a figure: names of firms and of persons have none of them.
_PAUSE = regex.compile(r"[\s，,！!？?:：“”\d]")
# A row of a table ends in figures, cell by cell.
_CELLS = regex.compile(r"[\s|]\d[\d.,]*%?[\s|]{1,8}\d[\d.,]*%?[\s|]{0,4}$")
_COLUMN = regex.compile(r"\p{Han}{2,4}\s")
# A caption has its number behind a character.
_NUMBERED_CAPTION = regex.compile(r"\p{Han}\d{1,2}[\s:：、.]")
# Fewer may be captions, shorter ones names.
_HEADLINES_LEAST: Final = 3
_HEADLINE_LEAST: Final = 7
# Of four and more so long that no two end alike none is a name.
_LONG_LEAST: Final = 9
# So short lines in a row may be verse.
_VERSE: Final = 9
# A single line must be a headline's length, and next to nothing of it known.
_CUT: Final = ("…", "...")
_CUT_LEAST: Final = 30
_LONE_LEAST: Final = 12
_TELLING: Final = 150
_SET_OFF: Final = '▲△▼↑↓←→(（【[《“"*'


def drop_list_below(verdicts: Sequence[Verdict], number: int, verdict: Verdict) -> None:
    """Remove a list of other pages: its heading, and its entries up to where running text resumes."""
    waiting = next((rule for rule in verdict.waiting if rule.scope == "block"), None)
    if waiting is None or not verdict.stays:
        return
    below = [later.text for later in verdicts[number + 1 : number + 2]]
    heads_text = any(map(is_text, below))
    if not (heads_text and waiting.edge):
        verdict.rule = waiting
    if heads_text:
        return
    is_before_text = not any(above.is_text for above in verdicts[:number])
    text = _next_text(verdicts[number + 1 :]) if is_before_text else ""
    for later in range(number + 1, len(verdicts)):
        if text and heads(verdicts[later].text, text):
            break
        if is_before_text and waiting.edge and _is_over_byline(verdicts[later : later + 2]):
            break
        if _goes_on([verdict.text for verdict in verdicts[later : later + 3]], is_before_text=is_before_text):
            break
        verdicts[later].rule = verdicts[later].rule or waiting


def _next_text(verdicts: Sequence[Verdict]) -> str:
    """Return the first paragraphs below a place, or its short sentences where it has none."""
    below = [verdict.text for verdict in verdicts if verdict.is_text]
    below = below or [verdict.text for verdict in verdicts if verdict.is_short_text]
    return "\n".join(below[:PARAGRAPHS_SEEN])


def _is_over_byline(lines: Sequence[Verdict]) -> bool:
    """Return whether a headline stands right over a byline: the page's own, below a list that heads it."""
    return len(lines) > 1 and lines[1].is_byline and may_be_title(lines[0])


def goes_on_at(foot: Sequence[Verdict], place: int) -> bool:
    """Return whether the article resumes at a line of the foot, after a list of other pages."""
    return _goes_on([verdict.text for verdict in foot[place : place + 3]], is_before_text=False)


def _goes_on(texts: Sequence[str], *, is_before_text: bool) -> bool:
    """Return whether an article goes on with the first of three lines, or with what it heads.

    Before any text the first sentence is the article's; behind it lists hold single sentences as teasers, so that two
    paragraphs in a row are asked for.
    """
    if is_before_text and is_sentence(texts[0]):
        return True
    if not is_text(texts[0]):
        is_head = is_heading(texts[0]) and not bullet_length(texts[0]) and not is_dated(texts[0])
        texts = texts[1:] if is_head else []
    if not texts or not (is_text(texts[0]) or (not is_before_text and is_sentence(texts[0]))):
        return False
    return is_before_text or (len(texts) > 1 and (is_text(texts[1]) or is_sentence(texts[1])))


def drop_teasers(verdicts: Sequence[Verdict]) -> None:
    """Remove paragraphs that lead to other pages, unless one is about the page's own text or is all of it."""
    teasers = [verdict for verdict in verdicts if any(rule.scope == "teaser" for rule in verdict.waiting)]
    if not teasers:
        return
    text = "\n".join([verdict.text for verdict in verdicts if verdict.is_text][:PARAGRAPHS_SEEN])[:TEXT_SEEN]
    for verdict in teasers:
        waiting = next(rule for rule in verdict.waiting if rule.scope == "teaser")
        if verdict.stays and text and taken_up(verdict.text, text) < IS_FOREIGN:
            verdict.rule = waiting
        verdict.waiting = tuple(rule for rule in verdict.waiting if rule is not waiting)


def cut_teasers(foot: Sequence[Verdict], around: Around) -> list[int]:
    """Return paragraphs after the text that are cut off and share almost nothing with it."""
    cut = (number for number, line in enumerate(foot) if line.stays and line.text.endswith(_CUT))
    return [
        number
        for number in cut
        if len(foot[number].text) >= _CUT_LEAST and taken_up(foot[number].text, around.whole) < HAS_A_WORD
    ]


def headlines(foot: Sequence[Verdict], around: Around) -> list[int]:
    """Return lines at the end of the page that are headlines of other pages: three or more.

    A list of the article's own is announced, or its entries are names: of one make, mostly without a pause. Over
    entries with bullets their heading goes too, whatever it says.
    """
    last, text = around.last, around.text
    # A short sentence at the end is the text's.
    begin = max((number for number, line in enumerate(foot, 1) if line.stays and line.text.endswith("。")), default=0)
    begin = max(begin, own_lines(foot))
    left = [number for number in range(begin, len(foot)) if foot[number].stays]
    entries = [foot[number].text for number in left]
    bullets = [bullet_length(entry) for entry in entries]
    if bullets and not bullets[0] and all(bullets[1:]) and len(entries[0]) <= BUTTON_LONGEST:
        entries, bullets = entries[1:], bullets[1:]
    lines = [entry[length:] for entry, length in zip(entries, bullets, strict=True)]
    labelled = sum(LABELLED.match(line) is not None for line in lines)
    if len(lines) < _HEADLINES_LEAST or last.endswith((":", "：")) or labelled * 2 >= len(lines):
        return []
    if not all(map(_may_be_headline, lines)):
        return []
    shares = [taken_up(line, text[:TEXT_SEEN]) for line in lines]
    if bullets and all(bullets):
        # Pages on the same matter share some words with it; what the text lists is its own.
        return left if sum(shares) < IS_TAKEN_UP * len(shares) else []
    is_foreign = max(shares) < IS_TAKEN_UP and sum(shares) < IS_FOREIGN * len(shares)
    is_foreign = is_foreign and max(map(len, lines)) > _VERSE
    return left if is_foreign and not _are_names(lines) else []


def lone_headlines(foot: Sequence[Verdict], around: Around) -> list[int]:
    """Return one or two lines at the end of the page that are headlines of other pages.

    A caption shares words with the text, a headline of another page next to none.
    """
    last, text = around.last, around.whole
    left = [number for number in range(own_lines(foot), len(foot)) if foot[number].stays]
    if not 0 < len(left) < _HEADLINES_LEAST or last.endswith((":", "：")) or len(text) < _TELLING:
        return []
    lines = [foot[number].text[bullet_length(foot[number].text) :] for number in left]
    is_foreign = all(len(line) >= _LONE_LEAST and _may_be_headline(line) for line in lines) and not any(
        line[0] in _SET_OFF or LABELLED.match(line) or taken_up(line, text) >= HAS_A_WORD for line in lines
    )
    return left if is_foreign else []


def _are_names(lines: Sequence[str]) -> bool:
    """Return whether lines are a list of persons or units: columns, openings or ends alike, few pauses."""
    paused = sum(_PAUSE.search(line) is not None for line in lines)
    columns = sum(_COLUMN.match(line) is not None for line in lines)
    made_alike = max(len(lines) - len({line[side] for line in lines}) for side in (slice(2), slice(-1, None)))
    if not made_alike and len(lines) > _HEADLINES_LEAST and min(map(len, lines)) >= _LONG_LEAST:
        return False
    return paused * 3 < len(lines) or columns * 2 > len(lines) or made_alike * 3 > len(lines)


def _may_be_headline(text: str) -> bool:
    if text[0] in ":：" or len(text) < _HEADLINE_LEAST or not is_heading(text):
        return False
    if is_numbered(text) or _NUMBERED_CAPTION.match(text):
        return False
    return not text.endswith((":", "：")) and not _CELLS.search(text)
