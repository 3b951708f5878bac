"""Signatures: bodies and persons above a date, writers, senders, and credits for the page.

Tests such lines before and after the text. A signature under a notice or letter belongs to the article and stays.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from unionstats.text.noise.overlap import IS_OF_TEXT, taken_up
from unionstats.text.noise.structure.around import Around
from unionstats.text.noise.verdict import Verdict

NAME = regex.compile(r"\p{Han}{2,4}|[【\[(（][\p{Han}A-Za-z]{2,6}[】\])）]")
_SIGNER = regex.compile(r"\p{Han}{2,24}|\p{Han}{1,8}[ \u3000]\p{Han}{2,4}")
_DAY = regex.compile(
    r"(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日|[一二][〇○零Oo0九][〇○零Oo0一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)\p{Han}{0,2}"
)
# Who did what for a page: label, sign and one name or several.
_ROLE = r"(?:\p{Han}[ \u3000]{0,2}){1,5}"
_PERSON = r"(?:\p{Han}{2,4}|\p{Han}[ \u3000]{1,4}\p{Han})"
_SIGN_OFF = regex.compile(
    rf"[(（\[【]?\s?(?P<label>{_ROLE}(?:[ 、,，/·&]{{1,3}}{_ROLE}){{0,3}})[:：/／|｜\u4e28_][ \u3000]{{0,3}}"
    rf"{_PERSON}(?:[ \u3000、,，/]{{1,3}}{_PERSON}){{0,3}}\s?[)）\]】]?"
)
# Names of persons are no longer, names of bodies are.
_PERSON_LONGEST = 3
# Who wrote a text stands in a line or two; more of them are a list of those honoured.
_SIGNED_MOST = 2
_EXCLAMATION = ("!", "！")
_EXCLAIMED_LEAST = 8


def signature(foot: Sequence[Verdict]) -> int | None:
    """Return the number of the line that signs a notice or letter: the name of a body or person, with a day below.

    A person's name right behind the text is its reporter's; a letter's greeting stands between.
    """
    for number in range(len(foot) - 1):
        if _SIGNER.fullmatch(foot[number].text) and _DAY.fullmatch(foot[number + 1].text):
            is_body = len(foot[number].text) > _PERSON_LONGEST
            if is_body or (number and foot[number - 1].stays):
                return number
    return None


def signed_by(foot: Sequence[Verdict]) -> tuple[int, ...]:
    """Return the numbers of the two lines that sign a notice or letter, if it is signed."""
    signed = signature(foot)
    return (signed, signed + 1) if signed is not None else ()


def own_lines(foot: Sequence[Verdict]) -> int:
    """Return how many lines after the text belong to a letter: down to the day below its signature."""
    return max(signed_by(foot), default=-1) + 1


def exclaimed(foot: Sequence[Verdict]) -> int:
    """Return how many lines right behind the text are exclamations: a text ends with them as often as a site."""
    calls = (line.stays and line.text.endswith(_EXCLAMATION) and len(line.text) >= _EXCLAIMED_LEAST for line in foot)
    return next((number for number, is_call in enumerate(calls) if not is_call), len(foot))


def sign_offs(foot: Sequence[Verdict], around: Around) -> list[int]:
    """Return lines of credits for the page: below removed lines, or fewer than these."""
    found: list[int] = []
    for run in _runs(foot):
        known = [number for number in run if foot[number].signs]
        left = [number for number in run if foot[number].stays]
        is_of_page = not any(_is_told_of(foot[at].text, around.whole) for at in left)
        if known and is_of_page and (len(left) < len(known) or (left and min(left) > min(known))):
            found += left
    return found


def _runs(foot: Sequence[Verdict]) -> list[list[int]]:
    """Return the runs of sign-offs among the lines: those that went as such, and those that have their make."""
    runs: list[list[int]] = [[]]
    for number, line in enumerate(foot):
        if line.signs or (line.stays and _SIGN_OFF.fullmatch(line.text)):
            runs[-1].append(number)
        elif runs[-1]:
            runs.append([])
    return runs


def _is_told_of(line: str, text: str) -> bool:
    found = _SIGN_OFF.fullmatch(line)
    return found is not None and taken_up(found["label"], text) > 0


def drop_signed(verdicts: Sequence[Verdict], text: str, *, right_behind: bool = False) -> None:
    """Remove a line or two that name the writers; only `right_behind` the text: below a heading, names are honoured.

    A name alone on its line stays where the text tells of its bearer.
    """
    signed = [verdict for verdict in verdicts if any(rule.scope == "signed" for rule in verdict.waiting)]
    signed = [verdict for verdict in signed if not (NAME.fullmatch(verdict.text) and taken_up(verdict.text, text))]
    if right_behind and signed and verdicts[0] is not signed[0]:
        return
    for verdict in signed if len(signed) <= _SIGNED_MOST else ():
        verdict.rule = next(rule for rule in verdict.waiting if rule.scope == "signed")


def drop_signer(foot: Sequence[Verdict], text: str) -> None:
    """Remove the body that submitted a text if the text names it; otherwise its name may give the place."""
    for verdict in foot:
        waiting = next((rule for rule in verdict.waiting if rule.scope == "signer"), None)
        if verdict.stays and waiting and taken_up(verdict.text, text) >= IS_OF_TEXT:
            verdict.rule = waiting
