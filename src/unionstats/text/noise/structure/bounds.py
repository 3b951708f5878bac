"""Where the running text of a page begins and ends.

Most tests depend on these bounds. Also finds notices that stand as paragraphs outside them.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from unionstats.text.lines import HEADING_LENGTH
from unionstats.text.noise.overlap import HAS_A_WORD, IS_FOREIGN, IS_TAKEN_UP, PARAGRAPHS_SEEN, TEXT_SEEN, taken_up
from unionstats.text.noise.shapes import CUT_COPY, NOTICE, SITE_INTRO
from unionstats.text.noise.structure.headline import heads_next
from unionstats.text.noise.verdict import CLOSING_KINDS, TEASER_END, Verdict, is_text

_TITLE_AND_TEXT = 2
_NOTICES_MOST = 3
_COPY_LABEL = regex.compile(r"^\p{Han}{2,4}[:：]")
_COPY_LEAST = 12
_NEVER = 1_000
# Buttons may stand between paragraphs.
_BETWEEN_KINDS = frozenset({"share", "contact", "copyright"})
_CLOSERS_LEAST = 2


def text_zone(verdicts: Sequence[Verdict]) -> tuple[int, int]:
    """Return the numbers of the first and last line of running text; both past the end if there is none."""
    _drop_cut_copies(verdicts)
    prose = [number for number, verdict in enumerate(verdicts) if verdict.is_text]
    prose = _without_notices_below(verdicts, prose[_drop_notices(verdicts, prose) :])
    if not prose:
        prose = [number for number, verdict in enumerate(verdicts) if verdict.is_short_text]
    if not prose:
        return len(verdicts), len(verdicts)
    # A paragraph that stands once more under the page's furniture does not take this into the text.
    firsts = {verdicts[number].text: number for number in reversed(prose)}
    new = [number for number in prose if firsts[verdicts[number].text] == number]
    plain = [number for number in new if is_text(verdicts[number].text)]
    return _first_below_title(verdicts, prose), (plain or prose)[-1]


def _drop_cut_copies(verdicts: Sequence[Verdict]) -> None:
    """Drop what says once more, and cut, how a paragraph begins: the abstract that a program made."""
    for number, verdict in enumerate(verdicts):
        text = verdict.text
        if not text.endswith(TEASER_END) or not verdict.stays:
            continue
        words = "".join(filter(str.isalnum, _COPY_LABEL.sub("", text)))
        others = (other.text for other in (*verdicts[:number], *verdicts[number + 1 :]) if other.stays)
        if len(words) >= _COPY_LEAST and any(
            "".join(filter(str.isalnum, other[: len(text) * 2])).startswith(words) for other in others
        ):
            verdict.rule = CUT_COPY


def _drop_notices(verdicts: Sequence[Verdict], prose: Sequence[int]) -> int:
    """Drop the paragraphs over the page's only headline that are about something else; return how many."""
    first = prose[0] if prose else 0
    above = verdicts[max(0, first - 1) : first]
    if any(line.stays or line.is_byline for line in above):
        # A headline stands above, however short.
        return 0
    for count in range(1, min(_NOTICES_MOST + 1, len(prose))):
        between = verdicts[prose[count - 1] + 1 : prose[count]]
        if not between or all(verdict.stays for verdict in verdicts[: prose[count]]):
            continue
        text = "\n".join(verdicts[number].text for number in prose[count : count + PARAGRAPHS_SEEN])
        if not heads_next(between, text, _NEVER):
            continue
        notices = [verdicts[number] for number in prose[:count]]
        above = [verdict for verdict in verdicts[: prose[count - 1]] if verdict not in notices]
        if heads_next(above, text) or any(taken_up(notice.text, text) >= HAS_A_WORD for notice in notices):
            return 0
        for notice in notices:
            notice.rule = NOTICE
        return count
    return 0


def _without_notices_below(verdicts: Sequence[Verdict], prose: list[int]) -> list[int]:
    """Drop paragraphs that share nothing with the text and stand below what closes a page; return the others."""
    for at in range(len(prose) - 1, 0, -1):
        between = verdicts[prose[at - 1] + 1 : prose[at]]
        closing = [verdict.rule.kind for verdict in between if verdict.rule and verdict.rule.kind in CLOSING_KINDS]
        if len(closing) < _CLOSERS_LEAST or _BETWEEN_KINDS.issuperset(closing):
            continue
        text = "\n".join(verdicts[number].text for number in prose[:at])
        below = "\n".join(verdicts[number].text for number in prose[at:])
        if heads_next(between, below, _NEVER):
            # Another article with its headline.
            return prose
        if any(taken_up(verdicts[number].text, text) >= HAS_A_WORD for number in prose[at:]):
            return prose
        for number in prose[at:]:
            verdicts[number].rule = NOTICE
        return prose[:at]
    return prose


def _first_below_title(verdicts: Sequence[Verdict], prose: Sequence[int]) -> int:
    """Return the number of the first line of text; a headline may end with a full stop too."""
    if len(prose) < _TITLE_AND_TEXT or prose[1] == prose[0] + 1:
        return prose[0]
    if _opens_with_intro(verdicts, prose):
        verdicts[prose[0]].rule = SITE_INTRO
        return prose[1]
    opening, below = (verdicts[number].text for number in prose[:2])
    is_title = len(opening) <= HEADING_LENGTH and taken_up(opening, below) >= IS_TAKEN_UP
    return prose[1] if is_title else prose[0]


def _opens_with_intro(verdicts: Sequence[Verdict], prose: Sequence[int]) -> bool:
    """Return whether a paragraph opens the page, under no headline, and headline, byline and another text follow."""
    between = verdicts[prose[0] + 1 : prose[1]]
    has_head = any(verdict.stays for verdict in verdicts[: prose[0]])
    dated = any(verdict.rule is not None and verdict.rule.kind == "byline" for verdict in between)
    if has_head or not dated or not any(verdict.stays for verdict in between):
        return False
    text = "\n".join(verdicts[number].text for number in prose[1 : 1 + PARAGRAPHS_SEEN])
    return is_intro(verdicts[prose[0]].text, text)


def is_intro(opening: str, text: str) -> bool:
    """Return whether a page's opening paragraph is not about its text: the site introduces itself.

    >>> is_intro("本公司生产各类润滑油脂。", "昨天,县总工会到工地送清凉。")
    True
    """
    return taken_up(opening, text[:TEXT_SEEN]) < IS_FOREIGN
