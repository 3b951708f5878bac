"""Finds time expressions in simplified text and parses what they say, without resolving any date.

Makes the one pass over a text. Dates are resolved in dates.py, and assigned to quantities in resolve.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Literal, NamedTuple

import regex
from ahocorasick_rs import AhoCorasick

from unionstats.rules.folder import RuleFolder
from unionstats.rules.lazy import compiled_later, group_names
from unionstats.rules.standard import quick
from unionstats.text.datenumbers import read_number, read_republic_year, read_year
from unionstats.times.vocabulary import DIGITS, ExpressionKind, Role, Rule, Word, load_vocabulary

Told = Literal["number", "anchor", "context"]

_RULE = "rule_"
_HEAD = "head"
_REMEMBERED = 4096  # ways of saying a time, for each trial: a bound, not a limit that pages reach
_MARKS = frozenset(
    {
        *("until", "by", "since", "before", "compare", "ahead", "within", "same", "loose", "stock", "soft"),
        *(
            "begun",
            "planned",
            "campaign",
            "first_year",
            "last_year",
            "summed",
            "yearly",
            "volume",
            "listed",
            "gone",
            "over",
            "editions",
            "festive",
            "coming",
        ),
    }
)
_PARTS = ("part", "school_year")  # fields of words that name a stretch of a year
_DATED = ("event", "anniversary")  # fields of words that name an event of a known day
_HALF_YEAR = 6  # months, where a word and no number tells the length


class Part(NamedTuple):
    """A year, month or day as written: a number, or an offset from the reference date or from the year named last."""

    value: int
    told: Told = "number"


class Moment(NamedTuple):
    """One end of an expression; parts that it leaves out are None."""

    year: Part | None = None
    month: Part | None = None
    day: Part | None = None


UNSAID = Moment()


class Said(NamedTuple):
    """What an expression means by itself, without its context.

    Attributes:
        rule: id of the rule that found it.
        first: its first point.
        last: its last point; the first again for a single one.
        marks: which of its prefixes and suffixes it carries (until, since, before …: the groups of that name).
        edge: start, end or whole of what its points name; empty where none is told.
        part: the stretch of the year that a word of it names.
        number: length of a window, number of a plan.
        months: whether a window counts months instead of years.
        event: the day of the event that it names.
    """

    rule: str
    kind: ExpressionKind
    first: Moment = UNSAID
    last: Moment = UNSAID
    marks: frozenset[str] = frozenset()
    edge: str = ""
    part: Word | None = None
    number: int = 0
    months: bool = False
    event: date | None = None


class Expression(NamedTuple):
    """A time expression at its position in a text."""

    start: int
    end: int
    said: Said


class _Trial(NamedTuple):
    """The rules that are tried together at one place, as one pattern with the names of its groups.

    Attributes:
        headed: a group named head may stand before the place of trial.
        known: what the groups of a match said: 今年 and 目前 come again and again.
    """

    pattern: regex.Pattern[str]
    rules: tuple[Rule, ...]
    names: tuple[str, ...]
    headed: bool
    known: dict[tuple[str | None, ...], Said]


class TimeFinder:
    """Finds time expressions by the rules of rules/times/.

    Args:
        folder: the rules.

    Raises:
        RuleError: a rule that cannot be used; names file, rule and line.
    """

    def __init__(self, folder: RuleFolder) -> None:
        vocabulary = load_vocabulary(folder)
        self._rules = vocabulary.rules
        self._words = vocabulary.words
        self._beside = vocabulary.beside
        self.phrases = vocabulary.phrases
        self._digits = vocabulary.digits
        self._at_digits = self._trial(frozenset({DIGITS}), f"(?<!{vocabulary.not_after})")
        fields_of = self._fields_of_triggers()
        known = {fields: self._trial(fields) for fields in set(fields_of.values())}
        self._triggers = AhoCorasick(list(fields_of))
        self._at_trigger = tuple(known[fields] for fields in fields_of.values())

    def _fields_of_triggers(self) -> dict[str, frozenset[str]]:
        """Return the words at which an expression may begin, with the fields they belong to."""
        wanted = {name for rule in self._rules for name in rule.triggers} - {DIGITS}
        words = sorted({word for name in wanted for word in self._words[name]})
        return {word: frozenset(name for name in wanted if word in self._words[name]) for word in words}

    def _trial(self, fields: frozenset[str], opening: str = "") -> _Trial:
        """Combine the rules that `fields` trigger: the longest match wins, whatever the order of the file."""
        rules = [rule for rule in self._rules if fields & rule.triggers]
        # A name for each rule, so that a match tells which of them it was.
        source = "|".join(f"(?P<{_RULE}{number}>{rule.source})" for number, rule in enumerate(rules))
        pattern = compiled_later(f"{opening}(?:{source})", regex.VERBOSE | regex.VERSION1 | regex.POSIX)
        names = group_names(pattern)
        return _Trial(pattern, tuple(rules), names, _HEAD in names, {})

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Expression]:
        """Return the time expressions of `text[start:end]`, in order, the longest at each position."""
        stop = len(text) if end is None else end
        triggers = self._triggers.find_matches_as_indexes(text[start:stop], overlapping=True)
        places = [(start + at, self._at_trigger[index]) for index, at, _ in triggers]
        places += [(number.start(), self._at_digits) for number in self._digits.finditer(text, start, stop)]
        found: list[Expression] = []
        done = start
        for at, trial in sorted(places, key=itemgetter(0)):
            match = trial.pattern.match(text, at, stop) if at >= done else None
            if match is not None:
                # 近 and 前 stand before the number at which 近五年 and 前5个月 are found.
                begins = max(done, match.start(_HEAD)) if trial.headed and match[_HEAD] else at
                done = match.end()
                found.append(Expression(begins, done, self._said(match.groups(), trial)))
        return found

    def role_of(self, text: str, expression: Expression) -> Role:
        """Return whether an expression sets a time, is only compared with, or gives the age of something."""
        if expression.said.kind in _BARE:
            return "free"
        if "compare" in expression.said.marks:
            return "compared"
        before, after = quick(self._beside.before).match, quick(self._beside.after).match
        match = before(text, expression.start) or after(text, expression.end)
        if match is None:
            return "free"
        group = next(name for name, words in match.groupdict().items() if words is not None)
        return self._beside.roles[int(group.removeprefix("role_"))]

    def _said(self, groups: tuple[str | None, ...], trial: _Trial) -> Said:
        said = trial.known.get(groups)
        if said is None:
            if len(trial.known) >= _REMEMBERED:
                trial.known.clear()
            named = {name: group for name, group in zip(trial.names, groups, strict=True) if group is not None}
            said = trial.known[groups] = self._read(named, trial.rules)
        return said

    def _read(self, said: Mapping[str, str], rules: Sequence[Rule]) -> Said:
        rule = rules[int(next(name for name in said if name.startswith(_RULE)).removeprefix(_RULE))]
        marks = frozenset(_MARKS & said.keys())
        if rule.kind in _BARE:
            return Said(rule.id, rule.kind, marks=marks)
        first, last = self._moment(said, ""), self._moment(said, "to_")
        return Said(
            rule=rule.id,
            kind=rule.kind,
            first=first,
            last=first if last == UNSAID else _filled_from(last, first),
            marks=marks,
            edge=self._words["edge"][said["edge"]].at if "edge" in said else "",
            part=next((self._words[field][said[field]] for field in _PARTS if field in said), None),
            number=read_number(said.get("number") or said.get("plan") or said.get("within") or "")
            or (_HALF_YEAR if "months" in said else 0),
            months="months" in said,
            event=next((self._words[field][said[field]].date for field in _DATED if field in said), None),
        )

    def _moment(self, said: Mapping[str, str], prefix: str) -> Moment:
        republic = None if prefix or "roc" not in said else Part(read_republic_year(said["roc"]))
        return Moment(
            republic or self._part(said, prefix, "year"),
            self._part(said, prefix, "month"),
            self._part(said, prefix, "day"),
        )

    def _part(self, said: Mapping[str, str], prefix: str, name: str) -> Part | None:
        word = said.get(f"{prefix}{name}_word")
        if word is not None:
            # 今明两年 leaves 年 out of its parts.
            meaning = self._words[name].get(word) or self._words[f"{name}_short"][word]
            return Part(meaning.offset, "context" if meaning.context else "anchor")
        numeral = said.get(f"{prefix}{name}")
        if numeral is None:
            return None
        # The volume of 2031 tells of 2030.
        return Part(read_year(numeral) - ("volume" in said) if name == "year" else read_number(numeral))


# Kinds that say all by being there.
_BARE = frozenset({"now", "vague", "since", "recurring", "scene", "report", "total", "each"})


def _filled_from(last: Moment, first: Moment) -> Moment:
    """Return the second point what it leaves to the first: 10月23日至27日 ends on the 27th of October."""
    year = last.year or first.year
    month = last.month or (first.month if last.day else None)
    return Moment(year, month, last.day)
