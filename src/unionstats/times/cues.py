"""Status cues (计划, 力争, 已完成): read from rules/status/, checked, and found in one pass over a text.

status.py decides which quantity a cue applies to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import regex
from ahocorasick_rs import AhoCorasick

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, Table, line_of
from unionstats.rules.keys import check_keys
from unionstats.rules.standard import Matched, quick
from unionstats.text.datenumbers import read_number
from unionstats.times.days import years_of_plan
from unionstats.types import Kind, Status

Reach = Literal["clause", "sentence", "section", "article", "rest", "whole"]

_REACHES: tuple[Reach | None, ...] = get_args(Reach)

_RULES = "status.toml"
_SECTIONS = frozenset({"lists", "cue", "list"})
_NEEDED = frozenset({"id", "why", "status", "trigger", "pattern", "match", "reject"})
_ALLOWED = frozenset({"reach", "side", "kinds", "firm", "weak", "among"})
_OF_PLAN = {"plan": "behind", "plan_end": "year"}  # groups that hold the number of a plan
_LIST = regex.compile(r"\{([a-z][a-z0-9_]*)\}")


class Cue(NamedTuple):
    """One wording that determines a figure's status.

    Attributes:
        reach: how far it holds; None for a cue that stands right after the one quantity it speaks of.
        kinds: the kinds of quantities it speaks of; empty for all.
        firm: it holds on after a weak one.
        weak: it gives way to a firm cue before it that still holds.
        among: it speaks only of figures that would be of this status without it; None for any.
    """

    id: str
    status: Status
    reach: Reach | None
    kinds: frozenset[Kind]
    triggers: tuple[str, ...]
    pattern: regex.Pattern[str]
    firm: bool = False
    weak: bool = False
    among: Status | None = None


class Found(NamedTuple):
    """A cue at its position in the text.

    Attributes:
        year: it holds only until this year is over; None where it names none.
        month: the month of that year until which it holds; None for the whole year.
        ahead: it holds only before this year begins; None where it names none.
        behind: it holds only after this year has ended; None where it names none.
    """

    start: int
    end: int
    cue: Cue
    year: int | None = None
    month: int | None = None
    ahead: int | None = None
    behind: int | None = None

    def holds_on(self, day: date | None) -> bool:
        """Return whether the cue refers to the future for somebody who writes on `day`."""
        if self.ahead is not None:
            return day is not None and self.ahead > day.year
        if self.behind is not None:
            return day is not None and self.behind < day.year
        return self.year is None or day is None or (self.year, self.month or day.month) >= (day.year, day.month)


class StatusPhrases(NamedTuple):
    """Patterns for how a list continues: those of [list], by their names there.

    Attributes:
        joins: a sentence that goes on with what the one before it told.
        plans_on: a sentence that goes on with the plan that the one before it told.
        own_time: a line that tells of a time of its own.
        goes_on: a paragraph that only lists what the one before it announced.
        plan_title: a document that says what shall be done, and from when on.
    """

    joins: regex.Pattern[str]
    plans_on: regex.Pattern[str]
    own_time: regex.Pattern[str]
    goes_on: regex.Pattern[str]
    plan_title: regex.Pattern[str]


class CueFinder:
    """Finds status cues by the rules of rules/status/.

    Args:
        folder: the rules.

    Raises:
        RuleError: a rule that cannot be used; names file, rule and line.
    """

    def __init__(self, folder: RuleFolder) -> None:
        cues = load_cues(folder)
        self.phrases = _read_phrases(folder)
        self._after = tuple(cue for cue in cues if cue.reach is None)
        self._after_letters = frozenset(letter for cue in self._after for letter in cue.triggers)
        # Of two that match as much, the one that reaches less far speaks of what is at hand.
        before = sorted(
            (cue for cue in cues if cue.reach is not None), key=lambda cue: (_REACHES.index(cue.reach), cue.id)
        )
        words = sorted({word for cue in before for word in cue.triggers})
        self._triggers = AhoCorasick(words)
        self._at_trigger = tuple(tuple(cue for cue in before if word in cue.triggers) for word in words)

    def find(self, text: str, start: int, end: int) -> list[Found]:
        """Return the cues in `text[start:end]` that apply to what follows, in order; the longest at each position."""
        found: list[Found] = []
        for index, at, _ in self._triggers.find_matches_as_indexes(text[start:end], overlapping=True):
            matches = [(quick(cue.pattern).match(text, start + at, end), cue) for cue in self._at_trigger[index]]
            best = max(((match.end(), cue, match) for match, cue in matches if match), key=_length, default=None)
            if best is not None:
                years = dict(_years(name, said) for name, said in best[2].groupdict().items() if said)
                whole = best[1].reach == "whole"
                found.append(Found(start if whole else start + at, best[0], best[1], **years))
        return sorted(found, key=_place)

    def after(self, text: str, at: int) -> Iterator[Found]:
        """Yield the cues that directly follow a quantity which ends at `at`."""
        following = text[at : at + 1]
        if following not in self._after_letters:
            return
        for cue in self._after:
            if following in cue.triggers and (match := quick(cue.pattern).match(text, at)):
                yield Found(at, match.end(), cue)


def _years(name: str, said: str) -> tuple[str, int]:
    """Read what a group of a cue says: a year, or the last one of a plan."""
    if name in _OF_PLAN:
        return _OF_PLAN[name], years_of_plan(read_number(said))[1]
    return name, int(said)


def _length(found: tuple[int, Cue, Matched]) -> int:
    return found[0]


def _place(found: Found) -> tuple[int, int]:
    return found.start, found.end


def load_cues(folder: RuleFolder) -> list[Cue]:
    """Read the cues of every layer; a later layer replaces cues of the same id.

    Raises:
        RuleError: a rule that cannot be used; names file, rule and line.
    """
    tables = list(folder.tables(_RULES))
    lists = {name: words for _, table in tables for name, words in table.get("lists", {}).items()}
    cues: dict[str, Cue] = {}
    for path, table in tables:
        check_keys(table, path, allowed=_SECTIONS)
        for entry in table.get("cue", []):
            check_keys(entry, path, needed=_NEEDED, allowed=_ALLOWED)
            cues[entry["id"]] = _read_cue(folder, path, entry, lists)
    return list(cues.values())


def _read_phrases(folder: RuleFolder) -> StatusPhrases:
    found: dict[str, regex.Pattern[str]] = {}
    for path, table in folder.tables(_RULES):
        named = table.get("list", {})
        check_keys(named, path, allowed=StatusPhrases._fields)
        found |= {name: folder.compile(named[name], path=path, rule=name) for name in named}
    return StatusPhrases(**found)


def _read_cue(folder: RuleFolder, path: Path, entry: Table, lists: dict[str, list[str]]) -> Cue:
    name = entry["id"]
    status: Any = entry["status"]
    reach: Any = None if entry.get("side") == "after" else entry.get("reach")
    kinds: Any = frozenset(entry.get("kinds", ()))
    among: Any = entry.get("among")
    known = (
        (status in get_args(Status), "status must be actual, target or standard"),
        (reach is None or reach in get_args(Reach), f"reach must be one of {', '.join(get_args(Reach))}"),
        (reach is not None or entry.get("side") == "after", "a cue needs a reach, or side = after"),
        (kinds <= frozenset(get_args(Kind)), "kinds must be kinds of quantities"),
        (among is None or among in get_args(Status), "among must be actual, target or standard"),
        (bool(entry["trigger"]), "a cue needs the words at which it is tried"),
    )
    for holds, message in known:
        if not holds:
            raise RuleError(message, path=path, rule=name, line=line_of(path, f'"{name}"'))
    any_of = {name: f"(?:{'|'.join(regex.escape(word) for word in words)})" for name, words in lists.items()}
    source = _LIST.sub(lambda found: any_of.get(str(found[1]), str(found[0])), entry["pattern"])
    pattern = folder.compile(source, path=path, rule=name)
    triggers = tuple(word for trigger in entry["trigger"] for word in _each_of(trigger, lists))
    firm, weak = bool(entry.get("firm")), bool(entry.get("weak"))
    return Cue(name, status, reach, kinds, triggers, pattern, firm, weak, among)


def _each_of(trigger: str, lists: dict[str, list[str]]) -> list[str]:
    """Return the words of a trigger: 要{aim_verb} is 要建, 要完成 and so on."""
    before, brace, rest = trigger.partition("{")
    name, _, after = rest.partition("}")
    return [before + word + after for word in lists.get(name, [])] if brace else [trigger]
