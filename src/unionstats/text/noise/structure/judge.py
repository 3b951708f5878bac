"""Noise told from shape and position: what stands before the title, after the text, in lists and link farms.

Owns the order of the structural tests. They see the verdicts that the rules reached line by line and add their own;
thresholds are named with their reason. No words live here.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from unionstats.text.lines import ends_sentence
from unionstats.text.noise.furniture import Furniture
from unionstats.text.noise.overlap import IS_FOREIGN, IS_TAKEN_UP, PARAGRAPHS_SEEN, taken_up
from unionstats.text.noise.phrases import PhraseList
from unionstats.text.noise.shapes import (
    ACCOUNT,
    BARE_BARS,
    BEFORE_TITLE,
    BUTTONS,
    HEADLINES,
    LABELS,
    LATIN,
    LATIN_FOOT,
    LONE_HEADLINE,
    MIXED,
    NUMBERED,
    OVER_TITLE,
    RECORD,
    SHORT_MENU,
    SIGN_OFF,
    TITLE_AGAIN,
    TRAILER,
    Shape,
)
from unionstats.text.noise.structure.above_headline import over_title
from unionstats.text.noise.structure.bounds import text_zone
from unionstats.text.noise.structure.foreign_language import LATIN_WORDS, is_translation, latin
from unionstats.text.noise.structure.headline import (
    bare,
    is_kicker,
    is_title,
    labelled_title,
    save_headlines,
    title_in_crumb,
    title_in_foot,
)
from unionstats.text.noise.structure.link_rows import drop_dated, drop_rows, heads_table, numbered
from unionstats.text.noise.structure.menus import buttons, drop_bullets, drop_menus, menu
from unionstats.text.noise.structure.records import account, drop_counters, labels, records
from unionstats.text.noise.structure.related_pages import (
    drop_cut_teasers,
    drop_list_below,
    drop_teasers,
    goes_on_at,
    headlines,
    lone_headlines,
)
from unionstats.text.noise.structure.repeated_headline import (
    drop_doubles,
    drop_sisters,
    drop_title_below,
    drop_title_rows,
    drop_title_within,
)
from unionstats.text.noise.structure.signatures import drop_signed, drop_signer, sign_offs, signed_by
from unionstats.text.noise.structure.trailers import drop_behind_chrome, drop_behind_editors, trailers
from unionstats.text.noise.structure.wording import drop_worded, drop_worded_paragraphs
from unionstats.text.noise.verdict import EdgeLine, Verdict

_WORDLESS = regex.compile(r"[^\p{L}\p{Nd}⟦]+")
# Who wrote and photographed closes no page, nor what a content system left: nothing but the line goes.
_LONE_KINDS = frozenset({"reporter", "photo_credit", "cms_residue", "duplicate_title"})


def judge_blocks(verdicts: Sequence[Verdict], title: str | None, furniture: Furniture) -> None:
    """Add to the verdicts what position and shape tell.

    Args:
        verdicts: one per line, in order; changed in place.
        title: the page's title, where it is known.
        furniture: how what stands round texts is worded.
    """
    _judge_rows(verdicts)
    for number in numbered([verdict.line.text for verdict in verdicts]):
        verdicts[number].rule = verdicts[number].rule or NUMBERED
    drop_teasers(verdicts)
    for number, verdict in enumerate(verdicts):
        if verdict.waiting:
            drop_list_below(verdicts, number, verdict)
    drop_worded_paragraphs(verdicts, furniture)
    first, last = text_zone(verdicts)
    for verdict in verdicts[first : last + 1]:
        if not verdict.stays and verdict.is_edge:
            verdict.rule, verdict.pieces = None, ()
        if verdict.stays and is_translation(verdict.line.text):
            verdict.rule = LATIN_FOOT
    text = "\n".join(
        verdict.line.text for verdict in verdicts[first : min(first + PARAGRAPHS_SEEN, last + 1)] if verdict.stays
    )
    closing = verdicts[last].line.text if first <= last < len(verdicts) else ""
    save_headlines(verdicts[:first], text)
    sisters = drop_title_rows(verdicts[:first])
    title = title or title_in_foot(verdicts[:first], verdicts[last + 1 :]) or title_in_crumb(verdicts[:first])
    _judge_head(verdicts[:first], title, text)
    drop_title_below(verdicts[:first], verdicts[last + 1 :])
    drop_sisters(verdicts[last + 1 :], sisters)
    drop_title_within(verdicts[:first], verdicts[first : last + 1])
    whole = "\n".join(verdict.line.text for verdict in verdicts[: last + 1] if verdict.stays)
    _judge_foot(verdicts[last + 1 :], closing, text, whole)
    if text:
        drop_worded(verdicts, first, last, furniture)
    drop_counters(verdicts)
    if closing:
        drop_signed([verdict for verdict in verdicts[:first] if verdict.stays][1:])
        foot = [verdict for verdict in verdicts[last + 1 :] if verdict.stays]
        drop_signed(foot if _is_closed(closing) else [], right_behind=True)
        drop_signer(foot if _is_closed(closing) else [], whole)


def _judge_rows(verdicts: Sequence[Verdict]) -> None:
    """Drop bars and rules without a word; save the names of columns that are words of buttons, too."""
    for number, verdict in enumerate(verdicts):
        text = verdict.line.text
        if not text[0].isalpha() and verdict.stays and _WORDLESS.fullmatch(text):
            verdict.rule = BARE_BARS
        elif isinstance(verdict.rule, PhraseList) and "|" in text and heads_table(verdicts, number):
            verdict.save()


def _is_closed(text: str) -> bool:
    """Tell whether a paragraph ends with a sentence, and announces nothing."""
    return ends_sentence(text) and not text.endswith((":", "："))


def _judge_head(head: Sequence[Verdict], title: str | None, text: str) -> None:
    for verdict in head:
        waiting = next((rule for rule in verdict.waiting if rule.scope == "head"), None)
        if verdict.stays and waiting:
            verdict.rule = waiting
    drop_rows(head)
    drop_dated(head)
    drop_bullets(head, text)
    titles = [number for number, verdict in enumerate(head) if verdict.stays and is_title(verdict.line.text, title)]
    if titles:
        above = head[: titles[0]]
        if above and is_kicker(above[-1].line.text):
            above = above[:-1]
        for verdict in above:
            verdict.rule = verdict.rule or BEFORE_TITLE
        for number in titles[1:]:
            if bare(head[number].line.text) == bare(head[titles[0]].line.text):
                head[number].rule = TITLE_AGAIN
    drop_doubles(head, text)
    drop_menus(head, text)
    if text and head:
        _judge_short_lines(head, text, has_title=bool(titles))


def _judge_short_lines(head: Sequence[Verdict], text: str, *, has_title: bool) -> None:
    """Drop lines over the text that neither headline nor text knows; `has_title`: all over the headline went."""
    lines = _edge_lines(head)
    lines = _drop(head, lines, latin(lines), LATIN)
    lines = _drop(head, lines, menu(lines), SHORT_MENU)
    lines = lines if has_title else _drop(head, lines, over_title(lines, text), OVER_TITLE)
    lines = _drop(head, lines, records(lines, text), RECORD)
    lines = _drop(head, lines, labels(lines, text), LABELS)
    lines = _drop(head, lines, account(lines, text), ACCOUNT)
    lines = _drop(head, lines, buttons(lines, text), BUTTONS)
    titled = labelled_title(lines, text)
    if titled is not None:
        head[titled].save()
    if sum(verdict.stays for verdict in head) > 1:
        _drop_mixed(head, text)


def _drop(verdicts: Sequence[Verdict], lines: list[EdgeLine], numbers: Sequence[int], shape: Shape) -> list[EdgeLine]:
    """Drop lines by a shape; give the lines as they are then."""
    for number in numbers:
        verdicts[number].rule = shape
    return _edge_lines(verdicts) if numbers else lines


def _drop_mixed(verdicts: Sequence[Verdict], text: str) -> None:
    """Drop lines of chrome and a few words more which the text does not take up."""
    for number, verdict in enumerate(verdicts):
        is_cell = "|" in verdict.line.text and heads_table(verdicts, number)
        if verdict.stays and verdict.is_mixed and not is_cell and taken_up(verdict.line.text, text) < IS_FOREIGN:
            verdict.rule = MIXED


def _edge_lines(verdicts: Sequence[Verdict]) -> list[EdgeLine]:
    return [verdict.as_edge for verdict in verdicts]


def _judge_foot(foot: Sequence[Verdict], last: str, text: str, whole: str) -> None:
    """Drop, after the text, what rules wait for, rows of links and other languages; and all behind a closing mark."""
    signed = signed_by(_edge_lines(foot))
    for number in signed:
        foot[number].save()
    for number, verdict in enumerate(foot):
        waiting = next((rule for rule in verdict.waiting if rule.scope == "foot"), None)
        if waiting:
            takes = foot[number : number + 1] if waiting.kind in _LONE_KINDS else foot[number:]
            for place, behind in enumerate(takes, number):
                if waiting.kind == "related_list" and goes_on_at(foot, place):
                    break
                is_kept = behind is not verdict and (place in signed or _is_of_text(behind.line.text, text))
                behind.rule = behind.rule or (None if is_kept else waiting)
            break
    drop_rows(foot)
    drop_dated(foot)
    _drop(foot, [], latin(_edge_lines(foot)), LATIN)
    _drop(foot, [], sign_offs(_edge_lines(foot), whole), SIGN_OFF)
    drop_behind_chrome(foot, signed)
    for verdict in foot:
        if verdict.stays and (is_translation(verdict.line.text) or LATIN_WORDS.fullmatch(verdict.line.text)):
            verdict.rule = LATIN_FOOT
    if text:
        drop_cut_teasers(foot, whole)
        _drop_mixed(foot, text)
        lines = _edge_lines(foot)
        lines = _drop(foot, lines, trailers(lines, last, text), TRAILER)
        lines = _drop(foot, lines, headlines(lines, last, text), HEADLINES)
        _drop(foot, lines, lone_headlines(lines, last, whole), LONE_HEADLINE)
        drop_behind_editors(foot, text)


def _is_of_text(line: str, text: str) -> bool:
    """Tell whether a line behind a foot's first chrome is a sentence that the text takes up."""
    return line.endswith("。") and taken_up(line, text) >= IS_TAKEN_UP
