"""The time words and patterns of rules/times/, read and checked.

Owns the format of those files. expressions.py searches the text; dates.py resolves the dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import regex

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, Table, line_of
from unionstats.rules.keys import check_keys

ExpressionKind = Literal[
    "moment",
    "window",
    "plan",
    "event",
    "now",
    "vague",
    "season",
    "since",
    "recurring",
    "scene",
    "report",
    "total",
    "each",
    "anniversary",
]
Role = Literal["free", "compared", "left", "background", "reported", "aside"]

DIGITS = "digits"  # the trigger that is no list of words: numbers that [digits] finds

_RULES = "times.toml"
_KINDS = frozenset(get_args(ExpressionKind))
_ROLES = frozenset(get_args(Role))
_SECTIONS = frozenset({"word", "patterns", "digits", "expression", "beside", "list"})
_WORD_KEYS = frozenset({"offset", "context", "from", "to", "at", "date"})
_RULE_KEYS = frozenset({"id", "why", "trigger", "kind", "pattern", "match", "reject"})
_LOOK = {"before": "<=", "after": "="}
_PIECE = regex.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Word:
    """The meaning of a time word; only the fields it needs are filled.

    Attributes:
        offset: years, months or days from the anchor date, or from the year told last where `context` is set.
        first: month and day on which the part of a year begins that it names.
        last: month and day on which that part ends.
        at: which edge of a year or month it names: start, end or whole.
        date: the day of the event that it names.
    """

    offset: int = 0
    context: bool = False
    first: tuple[int, int] = (1, 1)
    last: tuple[int, int] = (12, 31)
    at: str = ""
    date: date | None = None


class Rule(NamedTuple):
    """One wording: its pattern with all names filled in, and the fields whose words may begin it."""

    id: str
    kind: ExpressionKind
    source: str
    triggers: frozenset[str]


class Beside(NamedTuple):
    """What the words beside an expression make of it: group role_n of either pattern stands for `roles[n]`.

    Attributes:
        before: matches where an expression begins, when such words end there.
        after: matches where an expression ends, when such words begin there.
    """

    roles: tuple[Role, ...]
    before: regex.Pattern[str]
    after: regex.Pattern[str]


class TimePhrases(NamedTuple):
    """What stands round times, and how paragraphs begin: the patterns of [list], by their names there.

    Attributes:
        goes_on: how a paragraph begins that only lists what the one before it told of.
        held: what follows the day of an event.
        promised: what follows a document whose years are those of what it says shall be done.
        collected: in the title of a collection of sample texts.
        sums_up: how a sentence begins that says when the figures before it were reached.
        averaged: what stands before a duration that is a result.
        deed: how a clause begins that tells what was done, and no stock.
        owned: what stands between a time that is compared with and the figure of that time.
        closed: what ends a remark.
        surveyed: what follows the month of a survey.
        looked_back: what follows the year that an event looks back on.
        gathering: what follows the year of a gathering.
        edition: what follows the year in the name of an event that is told.
        resumes: how a paragraph begins that goes back to an event.
        fulfilled: what stands before the year of deeds that were promised for it and done.
        begun: what follows the year in which something began.
        launched: the same, where what it has done since is told behind.
        still: what a sentence says that goes on with an event.
        won: what a sentence says that goes on with a contest, or with honours.
        contest: what a lead says that tells of those.
        event_noun: the kind of an event.
        besides: what a sentence says that tells of other things than one event.
        at_place: how a paragraph begins that tells of a `place`.
        beyond_day: how a sentence begins that tells of all of an event, not of its day.
        launches: what stands before the year of a campaign that begins on the day told.
        subject: who did what a sentence tells, at its head.
        turns: how a clause begins that turns to the same time of another year.
        same_event: how a paragraph begins that goes on with the event of the one before it.
        topic: how a paragraph begins that takes up one topic of a report.
        stands: what stands before figures of something that lasts, whatever happened that day.
        new_topic: how a sentence begins that takes up another subject.
        year_plan: how the name of a plan for a year ends.
        introduces: how a report says what it is of.
        done: what follows 今年 in a title that tells of what was done.
        named_on: what stands before the day of an event that was named.
        together: what stands before the sum of figures that were told one by one.
    """

    goes_on: regex.Pattern[str]
    held: regex.Pattern[str]
    promised: regex.Pattern[str]
    collected: regex.Pattern[str]
    sums_up: regex.Pattern[str]
    averaged: regex.Pattern[str]
    deed: regex.Pattern[str]
    owned: regex.Pattern[str]
    closed: regex.Pattern[str]
    surveyed: regex.Pattern[str]
    looked_back: regex.Pattern[str]
    gathering: regex.Pattern[str]
    edition: regex.Pattern[str]
    resumes: regex.Pattern[str]
    fulfilled: regex.Pattern[str]
    begun: regex.Pattern[str]
    launched: regex.Pattern[str]
    still: regex.Pattern[str]
    won: regex.Pattern[str]
    contest: regex.Pattern[str]
    event_noun: regex.Pattern[str]
    besides: regex.Pattern[str]
    at_place: regex.Pattern[str]
    beyond_day: regex.Pattern[str]
    launches: regex.Pattern[str]
    subject: regex.Pattern[str]
    turns: regex.Pattern[str]
    same_event: regex.Pattern[str]
    topic: regex.Pattern[str]
    stands: regex.Pattern[str]
    new_topic: regex.Pattern[str]
    year_plan: regex.Pattern[str]
    introduces: regex.Pattern[str]
    done: regex.Pattern[str]
    together: regex.Pattern[str]
    named_on: regex.Pattern[str]


class Vocabulary(NamedTuple):
    """All of rules/times/; a later layer's entries override those of the same name, its words are added.

    Attributes:
        words: field -> word -> meaning.
        rules: the expressions, by id.
        digits: finds the numbers that may begin an expression.
        not_after: the source of what must not stand before one.
        beside: rules about neighbouring words.
        phrases: what stands round times.
    """

    words: Mapping[str, Mapping[str, Word]]
    rules: tuple[Rule, ...]
    digits: re.Pattern[str]
    not_after: str
    beside: Beside
    phrases: TimePhrases


def load_vocabulary(folder: RuleFolder) -> Vocabulary:
    """Read rules/times/ of every layer.

    Raises:
        RuleError: a rule that cannot be used; names file, rule and line.
    """
    tables = list(folder.tables(_RULES))
    words = _read_words(tables)
    pieces = _read_pieces(tables, words)
    rules: dict[str, Rule] = {}
    for path, table in tables:
        for entry in table.get("expression", []):
            rules[entry["id"]] = _read_rule(folder, path, entry, pieces, words)
    beside = _read_beside(folder, tables)
    return Vocabulary(
        words, tuple(rules.values()), *_read_digits(tables), beside, _read_phrases(folder, tables, pieces)
    )


def _read_phrases(folder: RuleFolder, tables: list[tuple[Path, Table]], pieces: Mapping[str, str]) -> TimePhrases:
    found: dict[str, regex.Pattern[str]] = {}
    for path, table in tables:
        named = table.get("list", {})
        check_keys(named, path, allowed=TimePhrases._fields)
        found |= {name: folder.compile(_fill(named[name], pieces), path=path, rule=name) for name in named}
    return TimePhrases(**found)


def _read_digits(tables: list[tuple[Path, Table]]) -> tuple[re.Pattern[str], str]:
    """Read [digits] of the last layer that has it.

    Why re and not regex: a pattern that begins with a class of characters is found twice as fast.
    """
    path, digits = next((path, table["digits"]) for path, table in reversed(tables) if "digits" in table)
    check_keys(digits, path, needed=("pattern", "not_after"))
    try:
        return re.compile(digits["pattern"], re.VERBOSE), str(digits["not_after"])
    except re.error as error:
        message = f"bad regular expression: {error}"
        raise RuleError(message, path=path, rule=DIGITS, line=line_of(path, "[digits]")) from error


def _read_words(tables: list[tuple[Path, Table]]) -> dict[str, dict[str, Word]]:
    words: dict[str, dict[str, Word]] = {}
    for path, table in tables:
        check_keys(table, path, allowed=_SECTIONS)
        for entry in table.get("word", []):
            check_keys(entry, path, needed=("field", "words"), allowed=_WORD_KEYS)
            words.setdefault(entry["field"], {}).update(dict.fromkeys(entry["words"], _read_word(entry, path)))
    return words


def _read_word(entry: Table, path: Path) -> Word:
    try:
        return Word(
            offset=int(entry.get("offset", 0)),
            context=bool(entry.get("context", False)),
            first=_month_day(entry.get("from", "01-01")),
            last=_month_day(entry.get("to", "12-31")),
            at=entry.get("at", ""),
            date=date.fromisoformat(entry["date"]) if "date" in entry else None,
        )
    except (TypeError, ValueError) as error:
        message = f"words {entry['words']}: {error}"
        raise RuleError(message, path=path, rule=entry["field"], line=line_of(path, str(entry["words"][0]))) from error


def _month_day(text: str) -> tuple[int, int]:
    day = date.fromisoformat(f"2001-{text}")  # of any year but a leap one
    return day.month, day.day


def _read_pieces(tables: list[tuple[Path, Table]], words: Mapping[str, Mapping[str, Word]]) -> dict[str, str]:
    pieces = {name: pattern for _, table in tables for name, pattern in table.get("patterns", {}).items()}
    for name, known in words.items():
        longest_first = sorted(known, key=lambda word: (-len(word), word))
        pieces[f"word_{name}"] = "|".join(regex.escape(word) for word in longest_first)
    return pieces


def _read_rule(
    folder: RuleFolder, path: Path, entry: Table, pieces: Mapping[str, str], words: Mapping[str, Mapping[str, Word]]
) -> Rule:
    check_keys(entry, path, needed=_RULE_KEYS)
    name = entry["id"]
    triggers = frozenset(entry.get("trigger", ()))
    if not triggers or triggers - words.keys() - {DIGITS}:
        _refuse(f"trigger must name fields of [[word]] or {DIGITS}", path, name)
    kind: Any = entry.get("kind")
    if kind not in _KINDS:
        _refuse(f"kind must be one of {', '.join(sorted(_KINDS))}", path, name)
    source = _fill(entry["pattern"], pieces)
    folder.compile(source, path=path, rule=name)  # so that a fault names its own rule
    return Rule(name, kind, folder.expand(source, path=path, rule=name), triggers)


def _fill(pattern: str, pieces: Mapping[str, str]) -> str:
    """Fill in the pieces of the file and the names within them; others are left for lexicon.toml."""

    def piece(found: regex.Match[str]) -> str:
        known = pieces.get(str(found[1]))
        return str(found[0]) if known is None else f"(?:{_fill(known, pieces)})"

    return str(_PIECE.sub(piece, pattern))


def _read_beside(folder: RuleFolder, tables: list[tuple[Path, Table]]) -> Beside:
    """Join the [[beside]] rules into one pattern for each side; a match tells its role by the number of its group."""
    roles: list[Role] = []
    before: list[str] = []
    after: list[str] = []
    for path, table in tables:
        for entry in table.get("beside", []):
            check_keys(entry, path, needed=("id", "why", "role"), allowed=_LOOK)
            role: Any = entry.get("role")
            if role not in _ROLES:
                _refuse(f"role must be one of {', '.join(sorted(_ROLES))}", path, entry["id"])
            for side, sources in (("before", before), ("after", after)):
                if side in entry:
                    folder.compile(entry[side], path=path, rule=entry["id"])
                    sources.append(f"(?P<role_{len(roles)}>(?{_LOOK[side]}{entry[side]}))")
            roles.append(role)
    path = tables[-1][0]
    joined = (folder.compile("|".join(sources) or "(?!)", path=path, rule="beside") for sources in (before, after))
    return Beside(tuple(roles), *joined)


def _refuse(message: str, path: Path, rule: str) -> None:
    raise RuleError(message, path=path, rule=rule, line=line_of(path, f'"{rule}"'))
