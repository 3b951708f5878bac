"""The order of the structural tests: what stands above the title, after the text, in lists and link farms.

The tests see the verdicts that rules reached line by line, and add their own. Thresholds are named, with their reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from unionstats.text.lines import ends_sentence
from unionstats.text.noise.furniture import Furniture
from unionstats.text.noise.overlap import IS_FOREIGN, IS_TAKEN_UP, PARAGRAPHS_SEEN, taken_up
from unionstats.text.noise.phrases import PhraseList
from unionstats.text.noise.shapes import (
    ACCOUNT,
    BARE_BARS,
    BEFORE_TITLE,
    BEHIND_CHROME,
    BULLETS,
    BUTTONS,
    CHANNELS,
    COUNTER,
    CUT_TEASER,
    DATED_LIST,
    HEADLINES,
    LABELS,
    LATIN,
    LATIN_FOOT,
    LINK_FARM,
    LONE_HEADLINE,
    MENU,
    MIXED,
    NUMBERED,
    OVER_TITLE,
    RECORD,
    REPEATED,
    SHORT_MENU,
    SIGN_OFF,
    SISTER,
    TITLE_AGAIN,
    TITLE_IN_ROW,
    TRAILER,
    Shape,
)
from unionstats.text.noise.structure.above_headline import over_title
from unionstats.text.noise.structure.around import Around, Test
from unionstats.text.noise.structure.bounds import text_zone
from unionstats.text.noise.structure.foreign_language import latin, latin_words, translations
from unionstats.text.noise.structure.headline import (
    above_title,
    labelled_title,
    save_headlines,
    title_in_crumb,
    title_in_foot,
)
from unionstats.text.noise.structure.link_rows import (
    channels,
    dated,
    heads_table,
    link_farms,
    numbered,
    repeated_names,
    short_rows,
)
from unionstats.text.noise.structure.menus import bullets, buttons, menus, short_menu
from unionstats.text.noise.structure.records import account, counters, foot_records, labels, records
from unionstats.text.noise.structure.related_pages import (
    cut_teasers,
    drop_list_below,
    drop_teasers,
    goes_on_at,
    headlines,
    lone_headlines,
)
from unionstats.text.noise.structure.repeated_headline import (
    above_tailed,
    between_doubles,
    doubled,
    sister_headlines,
    title_below,
    title_rows,
    title_within,
)
from unionstats.text.noise.structure.signatures import drop_signed, drop_signer, sign_offs, signed_by
from unionstats.text.noise.structure.trailers import behind_chrome, behind_editors, trailers
from unionstats.text.noise.structure.wording import drop_worded, drop_worded_paragraphs
from unionstats.text.noise.verdict import Verdict

_WORDLESS = regex.compile(r"[^\p{L}\p{Nd}⟦]+")
# Who wrote and photographed closes no page, nor what a content system left: nothing but the line goes.
_LONE_KINDS = frozenset({"reporter", "photo_credit", "cms_residue", "duplicate_title"})


def _mixed(lines: Sequence[Verdict], around: Around) -> list[int]:
    """Return lines of chrome and a few words more which the text does not take up."""
    return [
        number
        for number, line in enumerate(lines)
        if line.is_mixed
        and line.stays
        and not ("|" in line.text and heads_table(lines, number))
        and taken_up(line.text, around.text) < IS_FOREIGN
    ]


# What goes before the text and behind it, in this order; some of it only where there is a text to hold it against.
_HEAD: Final[tuple[tuple[Test, Shape], ...]] = (
    (repeated_names, REPEATED),
    (link_farms, LINK_FARM),
    (channels, CHANNELS),
    (dated, DATED_LIST),
    (bullets, BULLETS),
    (above_title, BEFORE_TITLE),
    (doubled, TITLE_AGAIN),
    (between_doubles, BEFORE_TITLE),
    (above_tailed, BEFORE_TITLE),
    (menus, MENU),
)
_HEAD_OF_TEXT: Final[tuple[tuple[Test, Shape], ...]] = (
    (latin, LATIN),
    (short_menu, SHORT_MENU),
    (over_title, OVER_TITLE),
    (records, RECORD),
    (labels, LABELS),
    (account, ACCOUNT),
    (buttons, BUTTONS),
)
_FOOT: Final[tuple[tuple[Test, Shape], ...]] = (
    (repeated_names, REPEATED),
    (link_farms, LINK_FARM),
    (channels, CHANNELS),
    (dated, DATED_LIST),
    (latin, LATIN),
    (sign_offs, SIGN_OFF),
    (behind_chrome, BEHIND_CHROME),
    (translations, LATIN_FOOT),
    (latin_words, LATIN_FOOT),
)
_FOOT_OF_TEXT: Final[tuple[tuple[Test, Shape], ...]] = (
    (cut_teasers, CUT_TEASER),
    (short_rows, CHANNELS),
    (_mixed, MIXED),
    (foot_records, RECORD),
    (trailers, TRAILER),
    (headlines, HEADLINES),
    (lone_headlines, LONE_HEADLINE),
    (behind_editors, TRAILER),
)


def judge_blocks(verdicts: Sequence[Verdict], title: str | None, furniture: Furniture) -> None:
    """Add the verdicts that depend on position and form.

    Args:
        verdicts: one per line, in order; changed in place.
        title: the page's title, where it is known.
        furniture: how what stands round texts is worded.
    """
    _judge_rows(verdicts)
    _drop(verdicts, numbered(verdicts, Around()), NUMBERED)
    drop_teasers(verdicts)
    for number, verdict in enumerate(verdicts):
        if verdict.waiting:
            drop_list_below(verdicts, number, verdict)
    drop_worded_paragraphs(verdicts, furniture)
    first, last = text_zone(verdicts)
    head, body, foot = verdicts[:first], verdicts[first : last + 1], verdicts[last + 1 :]
    for verdict in body:
        if not verdict.stays and verdict.is_edge:
            verdict.rule, verdict.pieces = None, ()
    _drop(body, translations(body, Around()), LATIN_FOOT)
    text = "\n".join(verdict.text for verdict in body[:PARAGRAPHS_SEEN] if verdict.stays)
    save_headlines(head, text)
    rows, sisters = title_rows(head)
    _drop(head, rows, TITLE_IN_ROW)
    _judge_head(head, Around(text, title=title or title_in_foot(head, foot) or title_in_crumb(head)))
    _drop(foot, title_below(foot, head), TITLE_AGAIN)
    _drop(foot, sister_headlines(foot, sisters), SISTER)
    _drop(body, title_within(body, head), TITLE_AGAIN)
    whole = "\n".join(verdict.text for verdict in verdicts[: last + 1] if verdict.stays)
    closing = verdicts[last].text if body else ""
    _judge_foot(foot, Around(text, whole, last=closing, signed=signed_by(foot)))
    if text:
        drop_worded(verdicts, first, last, furniture)
    _drop(verdicts, counters(verdicts, Around()), COUNTER)
    if closing:
        drop_signed([verdict for verdict in head if verdict.stays][1:], text)
        left = [verdict for verdict in foot if verdict.stays] if _is_closed(closing) else []
        drop_signed(left, text, right_behind=True)
        drop_signer(left, whole)


def _drop(verdicts: Sequence[Verdict], numbers: Sequence[int], shape: Shape) -> None:
    for number in numbers:
        verdicts[number].rule = verdicts[number].rule or shape


def _drop_by(tests: Sequence[tuple[Test, Shape]], verdicts: Sequence[Verdict], around: Around) -> None:
    """Let go what the tests find, one after the other: each sees what went before."""
    for test, shape in tests:
        _drop(verdicts, test(verdicts, around), shape)


def _judge_rows(verdicts: Sequence[Verdict]) -> None:
    """Drop bars and rules without a word; save the names of columns that are words of buttons, too."""
    for number, verdict in enumerate(verdicts):
        text = verdict.text
        if not text[0].isalpha() and verdict.stays and _WORDLESS.fullmatch(text):
            verdict.rule = BARE_BARS
        elif isinstance(verdict.rule, PhraseList) and "|" in text and heads_table(verdicts, number):
            verdict.save()


def _is_closed(text: str) -> bool:
    """Return whether a paragraph ends with a sentence, and announces nothing."""
    return ends_sentence(text) and not text.endswith((":", "："))


def _judge_head(head: Sequence[Verdict], around: Around) -> None:
    for verdict in head:
        waiting = next((rule for rule in verdict.waiting if rule.scope == "head"), None)
        if verdict.stays and waiting:
            verdict.rule = waiting
    _drop_by(_HEAD, head, around)
    if not around.text or not head:
        return
    _drop_by(_HEAD_OF_TEXT, head, around)
    titled = labelled_title(head, around.text)
    if titled is not None:
        head[titled].save()
    if sum(verdict.stays for verdict in head) > 1:
        _drop(head, _mixed(head, around), MIXED)


def _judge_foot(foot: Sequence[Verdict], around: Around) -> None:
    for number in around.signed:
        foot[number].save()
    _drop_waiting(foot, around)
    _drop_by(_FOOT, foot, around)
    if around.text:
        _drop_by(_FOOT_OF_TEXT, foot, around)


def _drop_waiting(foot: Sequence[Verdict], around: Around) -> None:
    """Drop the first line that a rule waits for, and all behind it that is not the article's."""
    waits = ((number, rule) for number, line in enumerate(foot) for rule in line.waiting if rule.scope == "foot")
    number, waiting = next(waits, (0, None))
    if waiting is None:
        return
    takes = foot[number : number + 1] if waiting.kind in _LONE_KINDS else foot[number:]
    for place, behind in enumerate(takes, number):
        if waiting.kind == "related_list" and goes_on_at(foot, place):
            break
        is_kept = place > number and (place in around.signed or _is_of_text(behind.text, around.text))
        behind.rule = behind.rule or (None if is_kept else waiting)


def _is_of_text(line: str, text: str) -> bool:
    """Return whether a line behind a foot's first chrome is a sentence that the text takes up."""
    return line.endswith("。") and taken_up(line, text) >= IS_TAKEN_UP
