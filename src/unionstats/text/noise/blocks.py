"""Noise told from shape and position: what stands before the title, after the text, in lists and link farms.

Owns the structural tests. They see the verdicts that the rules reached line by line and add their own; thresholds are
named with their reason. No words live here.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from unionstats.text.lines import bullet_length, ends_sentence, is_heading
from unionstats.text.noise.edges import (
    IS_FOREIGN,
    IS_TAKEN_UP,
    EdgeLine,
    labels,
    over_title,
    signed_by,
    taken_up,
    trailers,
)
from unionstats.text.noise.fields import records, sign_offs
from unionstats.text.noise.fronts import account, labelled_title, latin, menu
from unionstats.text.noise.lists import buttons, headlines, lone_headlines, numbered
from unionstats.text.noise.menus import bare, drop_doubles, drop_menus
from unionstats.text.noise.phrases import PhraseList
from unionstats.text.noise.rows import drop_bullets, drop_counters, drop_dated, drop_rows, heads_table, is_dated
from unionstats.text.noise.shapes import (
    ACCOUNT,
    BARE_BARS,
    BEFORE_TITLE,
    BEHIND_CHROME,
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
from unionstats.text.noise.titles import (
    drop_sisters,
    drop_title_below,
    drop_title_rows,
    drop_title_within,
    heads,
    is_title,
    save_headlines,
    title_in_foot,
)
from unionstats.text.noise.zone import (
    CLOSING_KINDS,
    PARAGRAPHS_SEEN,
    TEASER_END,
    Verdict,
    drop_teasers,
    is_sentence,
    is_text,
    text_zone,
)

_WORDLESS = regex.compile(r"[^\p{L}\p{Nd}⟦]+")
_ROW = regex.compile(r"[>|»_]|\s{2}")
_LATIN = regex.compile(r"[A-Za-z]")
# Four words: shorter ones may be a name.
_LATIN_WORDS = regex.compile(r"(?:[A-Za-z'’]+[\s,]+){3,}[A-Za-z'’]+[\s.!?…]*")

# A translation is a paragraph; shorter foreign lines may be names, titles or units.
_TRANSLATION = 120
_LATIN_BYTES = 1.4
_KICKER = 10
# Who wrote a text stands in a line or two; more of them are a list of those honoured.
_SIGNED_MOST = 2
_IS_NAMED = 0.6
# Who wrote and photographed closes no page, nor what a content system left: nothing but the line goes.
_LONE_KINDS = frozenset({"reporter", "photo_credit", "cms_residue", "duplicate_title"})
_ENTRY = regex.compile(r"[^。；]{1,100}")
_TEASER_LONGEST = 200


def judge_blocks(verdicts: Sequence[Verdict], title: str | None) -> None:
    """Add to the verdicts what position and shape tell.

    Args:
        verdicts: one per line, in order; changed in place.
        title: the page's title, where it is known.
    """
    _judge_rows(verdicts)
    for number in numbered([verdict.line.text for verdict in verdicts]):
        verdicts[number].rule = verdicts[number].rule or NUMBERED
    drop_teasers(verdicts)
    for number, verdict in enumerate(verdicts):
        if verdict.waiting:
            _judge_list_head(verdicts, number, verdict)
    first, last = text_zone(verdicts)
    for verdict in verdicts[first : last + 1]:
        if not verdict.stays and verdict.is_edge:
            verdict.rule, verdict.pieces = None, ()
        if verdict.stays and _is_translation(verdict.line.text):
            verdict.rule = LATIN_FOOT
    text = "\n".join(
        verdict.line.text for verdict in verdicts[first : min(first + PARAGRAPHS_SEEN, last + 1)] if verdict.stays
    )
    closing = verdicts[last].line.text if first <= last < len(verdicts) else ""
    save_headlines(verdicts[:first], text)
    sisters = drop_title_rows(verdicts[:first])
    _judge_head(verdicts[:first], title or title_in_foot(verdicts[:first], verdicts[last + 1 :]), text)
    drop_title_below(verdicts[:first], verdicts[last + 1 :])
    drop_sisters(verdicts[last + 1 :], sisters)
    drop_title_within(verdicts[:first], verdicts[first : last + 1])
    whole = "\n".join(verdict.line.text for verdict in verdicts[: last + 1] if verdict.stays)
    _judge_foot(verdicts[last + 1 :], closing, text, whole)
    drop_counters(verdicts)
    if closing:
        _drop_signed([verdict for verdict in verdicts[:first] if verdict.stays][1:])
        foot = [verdict for verdict in verdicts[last + 1 :] if verdict.stays]
        _drop_signed(foot if _is_closed(closing) else [], right_behind=True)
        _drop_signer(foot if _is_closed(closing) else [], whole)


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


def _drop_signed(verdicts: Sequence[Verdict], *, right_behind: bool = False) -> None:
    """Drop a line or two that name the writers; `right_behind` the text, for below a heading names are honoured."""
    signed = [verdict for verdict in verdicts if any(rule.scope == "signed" for rule in verdict.waiting)]
    if right_behind and signed and verdicts[0] is not signed[0]:
        return
    for verdict in signed if len(signed) <= _SIGNED_MOST else ():
        verdict.rule = next(rule for rule in verdict.waiting if rule.scope == "signed")


def _drop_signer(foot: Sequence[Verdict], text: str) -> None:
    """Drop the body that sent in a text whose words name it: only a name that they leave out may tell the place."""
    for verdict in foot:
        waiting = next((rule for rule in verdict.waiting if rule.scope == "signer"), None)
        if verdict.stays and waiting and taken_up(verdict.line.text, text) >= _IS_NAMED:
            verdict.rule = waiting


def _judge_head(head: Sequence[Verdict], title: str | None, text: str) -> None:
    for verdict in head:
        waiting = next((rule for rule in verdict.waiting if rule.scope == "head"), None)
        if verdict.stays and waiting:
            verdict.rule = waiting
    drop_rows(head)
    drop_dated(head)
    drop_bullets(head)
    titles = [number for number, verdict in enumerate(head) if verdict.stays and is_title(verdict.line.text, title)]
    if titles:
        above = head[: titles[0]]
        if above and _is_kicker(above[-1].line.text):
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
    lines = _drop(head, lines, buttons(lines), BUTTONS)
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
                if waiting.kind == "related_list" and _goes_on_at(foot, place):
                    break
                is_kept = behind is not verdict and (place in signed or _is_of_text(behind.line.text, text))
                behind.rule = behind.rule or (None if is_kept else waiting)
            break
    drop_rows(foot)
    drop_dated(foot)
    _drop(foot, [], latin(_edge_lines(foot)), LATIN)
    _drop(foot, [], sign_offs(_edge_lines(foot), whole), SIGN_OFF)
    _drop_behind_chrome(foot, signed)
    for verdict in foot:
        if verdict.stays and (_is_translation(verdict.line.text) or _LATIN_WORDS.fullmatch(verdict.line.text)):
            verdict.rule = LATIN_FOOT
    if text:
        _drop_mixed(foot, text)
        lines = _edge_lines(foot)
        lines = _drop(foot, lines, trailers(lines, last, text), TRAILER)
        lines = _drop(foot, lines, headlines(lines, last, text), HEADLINES)
        _drop(foot, lines, lone_headlines(lines, last, whole), LONE_HEADLINE)


def _is_translation(text: str) -> bool:
    """Tell whether a line is a paragraph of another language: letters, next to no Chinese characters."""
    return (
        len(text) > _TRANSLATION
        and len(text.encode()) < _LATIN_BYTES * len(text)
        and (len(_LATIN.findall(text)) > 0.6 * len(text))
    )


def _goes_on_at(foot: Sequence[Verdict], place: int) -> bool:
    """Tell whether the article goes on with a line of the foot: behind a list of other pages."""
    return _goes_on([verdict.line.text for verdict in foot[place : place + 3]], is_before_text=False)


def _is_of_text(line: str, text: str) -> bool:
    """Tell whether a line behind a foot's first chrome is a sentence that the text takes up."""
    return line.endswith("。") and taken_up(line, text) >= IS_TAKEN_UP


def _drop_behind_chrome(foot: Sequence[Verdict], signed: Sequence[int]) -> None:
    """Drop short lines that are no sentences, but who signed, once a line of the foot went that closes a page."""
    is_closed = False
    for number, verdict in enumerate(foot):
        if verdict.stays:
            if is_closed and number not in signed and _is_entry(verdict.line.text):
                verdict.rule = BEHIND_CHROME
        elif verdict.rule and verdict.rule.kind in CLOSING_KINDS:
            is_closed = True


def _is_entry(text: str) -> bool:
    """Tell whether a line behind the closing mark may be a title or teaser of another page."""
    if bullet_length(text) or text.endswith(TEASER_END):
        return len(text) <= _TEASER_LONGEST
    return _ENTRY.fullmatch(text) is not None


def _judge_list_head(verdicts: Sequence[Verdict], number: int, verdict: Verdict) -> None:
    """Drop a list of other pages: its heading, and its entries down to where running text goes on."""
    waiting = next((rule for rule in verdict.waiting if rule.scope == "block"), None)
    if waiting is None or not verdict.stays:
        return
    below = [later.line.text for later in verdicts[number + 1 : number + 2]]
    heads_text = any(map(is_text, below))
    if not (heads_text and waiting.edge):
        verdict.rule = waiting
    if heads_text:
        return
    is_before_text = not any(above.is_text for above in verdicts[:number])
    text = _next_text(verdicts[number + 1 :]) if is_before_text else ""
    for later in range(number + 1, len(verdicts)):
        if text and heads(verdicts[later].line.text, text):
            break
        if _goes_on([verdict.line.text for verdict in verdicts[later : later + 3]], is_before_text=is_before_text):
            break
        verdicts[later].rule = verdicts[later].rule or waiting


def _next_text(verdicts: Sequence[Verdict]) -> str:
    """Give the first paragraphs below a place."""
    below = [verdict.line.text for verdict in verdicts if verdict.is_text]
    return "\n".join(below[:PARAGRAPHS_SEEN])


def _goes_on(texts: Sequence[str], *, is_before_text: bool) -> bool:
    """Tell whether an article goes on with the first of three lines, or with what it heads.

    Before any text the first sentence is the article's; behind it lists hold single sentences as teasers, so that two
    paragraphs in a row are asked for.
    """
    if not is_text(texts[0]):
        is_head = is_heading(texts[0]) and not bullet_length(texts[0]) and not is_dated(texts[0])
        texts = texts[1:] if is_head else []
    if not texts or not (is_text(texts[0]) or (not is_before_text and is_sentence(texts[0]))):
        return False
    return is_before_text or (len(texts) > 1 and (is_text(texts[1]) or is_sentence(texts[1])))


def _is_kicker(text: str) -> bool:
    """Tell whether the line above a title may belong to it: a phrase, no name of a channel and no row of names."""
    return len(text) >= _KICKER and is_heading(text) and not _ROW.search(text)
