"""Runs the examples of all other rules: noise, repairs, ignored numbers, times, status, places.

Owns how each kind is judged. As in a run, all rules of a stage work together: an example passes if the stage does what
the example's rule says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from unionstats.errors import RuleError
from unionstats.evaluate.place_examples import PLACE_STAGES, judge_of
from unionstats.evaluate.rules_examples import ExampleReader
from unionstats.numbers.scan import Scanner
from unionstats.rules.folder import RuleFolder, Table, line_of
from unionstats.text.edits import TrackedText
from unionstats.text.noise.loading import load_noise
from unionstats.text.noise.remover import NoiseRemover
from unionstats.text.repair import Repairer
from unionstats.times.dates import read_dates
from unionstats.times.expressions import TimeFinder
from unionstats.times.readings import Anchor, Told
from unionstats.times.status import StatusReader

# Says of an example (entry, key, example) what is wrong with it; None where it holds.
_Judge = Callable[[Table, str, Any], str | None]


class StageExample(NamedTuple):
    """One example of a stage's rule: its position, its id (noise.site.foot-strip-1), what is wrong with it."""

    path: Path
    id: str
    text: str
    problem: str | None

    def __str__(self) -> str:
        line = line_of(self.path, self.text.splitlines()[0] if self.text else self.id)
        return f"{self.path}{f':{line}' if line else ''}: {self.id}: {self.text}: {self.problem}"


class _Stage(NamedTuple):
    """Where the rules of a stage stand, under which keys their examples are, and who judges them."""

    files: str
    sections: tuple[str, ...]
    keys: tuple[str, ...]
    judge: Callable[[RuleFolder], _Judge]


def run_stage_examples(folder: RuleFolder, only: str | None = None) -> Iterator[StageExample]:
    """Run the examples of the stages' rules, or of those whose id begins with `only`.

    Raises:
        RuleError: a rule file that cannot be used, or an example that lacks something.
    """
    for stage in _STAGES:
        entries = _entries(folder, stage, only)
        if entries:
            judge = stage.judge(folder)
            for path, entry in entries:
                for key in stage.keys:
                    yield from _judged(judge, path, entry, key)


def _judged(judge: _Judge, path: Path, entry: Table, key: str) -> Iterator[StageExample]:
    for number, example in enumerate(entry.get(key, ()), 1):
        table = {"text": example} if isinstance(example, str) else example
        try:
            problem = judge(entry, key, table)
        except (KeyError, ValueError) as error:
            message = f"{key} example {number} lacks or misspells {error}"
            raise RuleError(message, path=path, rule=entry["id"], line=line_of(path, f'"{entry["id"]}"')) from error
        text = table["text"] if "text" in table else table["host"]
        yield StageExample(path, f"{entry['id']}-{key}-{number}", text, problem)


def _entries(folder: RuleFolder, stage: _Stage, only: str | None) -> list[tuple[Path, Table]]:
    """Return the rules of a stage, of each id the last layer's."""
    found = {
        entry["id"]: (path, entry)
        for path, table in folder.tables(stage.files)
        for section in stage.sections
        for entry in map(_named, table.get(section, ()))
        if entry is not None
    }
    return [rule for name, rule in found.items() if only is None or name.startswith(only)]


def _named(entry: Any) -> Table | None:  # noqa: ANN401 - whatever a rule file holds
    """Return an entry with its id; an alias of a place goes by its unit's code and its first name."""
    if not isinstance(entry, dict) or "id" in entry:
        return entry if isinstance(entry, dict) else None
    return {**entry, "id": f"{entry['code']}.{entry['names'][0]}"} if {"code", "names"} <= entry.keys() else None


def _noise(folder: RuleFolder) -> _Judge:
    remover, rules = NoiseRemover(folder), {rule.id: rule for rule in load_noise(folder)}

    def judge(entry: Table, key: str, example: Table) -> str | None:
        cleaned = remover.remove(TrackedText.of(example["text"]))
        removed = [edit for edit in cleaned.edits if edit.action == "removed"]
        if key == "keep":
            return next((f"{edit.text.strip()} goes by {edit.rule}" for edit in removed), None)
        if _lines(cleaned.text) != _lines(example["leaves"]):
            return f"leaves {cleaned.text.strip() or 'nothing'}"
        rule = rules.get(entry["id"])
        # Several rules may describe one stretch: another one may have taken it first.
        by_rule = (
            edit.rule == entry["id"] or (rule is not None and rule.pattern.search(edit.text.strip()))
            for edit in cleaned.edits
        )
        return None if any(by_rule) else f"goes by {removed[0].rule if removed else 'no rule'}"

    return judge


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _repairs(folder: RuleFolder) -> _Judge:
    repairer = Repairer(folder)

    def judge(_: Table, key: str, example: Table) -> str | None:
        repaired = repairer.repair(TrackedText.of(example["text"])).text
        return None if repaired == example["leaves" if key == "repairs" else "text"] else f"leaves {repaired}"

    return judge


def _ignored(folder: RuleFolder) -> _Judge:
    scanner = Scanner(folder)

    def judge(_: Table, key: str, example: Table) -> str | None:
        text = example["text"]
        found = [text[one.start : one.end] for one in scanner.scan(text).quantities]
        if key == "match":
            return f"{found[0]} counts" if found else None
        return (
            None
            if example["quote"] in found
            else f"{example['quote']} is not found, but {'、'.join(found) or 'nothing'}"
        )

    return judge


def _times(folder: RuleFolder) -> _Judge:
    finder = TimeFinder(folder)

    def judge(entry: Table, key: str, example: Table) -> str | None:
        said = [one.said for one in finder.find(example["text"]) if one.said.rule == entry["id"]]
        if key == "reject" or not said:
            return None if bool(said) == (key == "match") else "a time is found" if said else "no time is found"
        day = _day(example)
        anchor = Anchor(day.year, day, None, day.year - (day.month <= 2)) if day else Anchor()
        reading = read_dates(said[0], anchor, Told())
        dates = f"{reading.start or ''}/{reading.end or ''}" if reading.dated else "none"
        return None if dates == example["period"] else f"the period is {dates}"

    return judge


def _status(folder: RuleFolder) -> _Judge:
    reader, status = ExampleReader(folder), StatusReader(folder)

    def judge(entry: Table, key: str, example: Table) -> str | None:
        view = reader.view(example["text"], example.get("title"), _day(example))
        quote = example["quote"]
        at = view.text.rfind(quote)
        told = zip(view.quantities, status.read(view), strict=True)
        said = [one for quantity, one in told if quantity.start < at + len(quote) and at < quantity.end]
        if at < 0 or not said:
            return f"{quote} is no quantity"
        return None if (said[-1] == entry["status"]) == (key == "match") else f"{quote} is {said[-1]}"

    return judge


def _day(example: Table) -> date | None:
    return date.fromisoformat(example["anchor"]) if "anchor" in example else None


_STAGES = (
    _Stage(
        "noise/*.toml", ("noise", "dense", "keywords", "phrases", "furniture", "register"), ("strip", "keep"), _noise
    ),
    _Stage("repair.toml", ("repair",), ("repairs", "keep"), _repairs),
    _Stage("ignore.toml", ("ignore",), ("match", "reject"), _ignored),
    _Stage("times.toml", ("expression",), ("match", "reject"), _times),
    _Stage("status.toml", ("cue",), ("match", "reject"), _status),
    *(_Stage(f"places/{one.file}.toml", one.sections, (one.key,), judge_of(one)) for one in PLACE_STAGES),
)
