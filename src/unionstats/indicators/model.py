"""Indicator rules as values: the content of one rule file, read and checked key by key.

Owns the format of `rules/indicators/*.toml` (docs/how-to/new-indicator.md). Reads no page text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

import regex

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, Table, line_of
from unionstats.rules.keys import unknown_key
from unionstats.rules.parts import RuleFile
from unionstats.types import Kind

KINDS = frozenset(get_args(Kind))
SLOTS = ("noun", "before", "after", "clause", "sentence", "not_before", "not_after", "not_clause", "not_sentence")
# A rule must look at the words beside the quantity; `clause` and `sentence` alone would name whatever stands near.
ANCHORS = ("noun", "before", "after")
# These are read backwards from the quantity: `noun` and `before` must end right before it.
BACKWARD = frozenset({"noun", "before", "not_before"})

_INDICATOR_KEYS = frozenset(
    {"id", "title", "title_en", "kinds", "units", "level", "range", "suffixes", "trigger", "whole", "apart"}
)
_EXAMPLE_KEYS = ("match", "reject", "todo")
_RULE_KEYS = frozenset({"id", "why", "suffix", "trigger", "kinds", "units", "weight", *_EXAMPLE_KEYS, *SLOTS})


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of wording an indicator; its patterns are the slots that the rule file fills.

    `patterns` maps slot to compiled pattern; `examples` holds `match`, `reject` and `todo` as they stand in the file.
    """

    id: str
    indicator: str
    why: str
    triggers: tuple[str, ...]
    kinds: frozenset[str]
    units: frozenset[str]
    weight: int
    patterns: Mapping[str, regex.Pattern[str]]
    path: Path
    examples: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of the catalogue with its rules, in the order of their ids.

    `whole`: it counts a whole population (all workers, all members); a part of what was done is no such count.
    """

    id: str
    title: str
    title_en: str
    level: str
    kinds: frozenset[str]
    range: tuple[float, float] | None
    suffixes: tuple[str, ...]
    path: Path
    rules: tuple[Rule, ...] = ()
    whole: bool = False


def load_indicators(folder: RuleFolder) -> dict[str, Indicator]:
    """Read `indicators/*.toml` of every layer; a later layer adds rules and replaces those of the same id.

    The rules of one indicator may stand in several files of a folder of its own; one of them has its [indicator].

    Returns:
        Indicators by id, sorted.

    Raises:
        RuleError: a file that is not of the format; names file, rule and line.
    """
    found: dict[str, Indicator] = {}
    layer_of: dict[str, Path] = {}
    for file in folder.rule_files("indicators/*.toml"):
        indicator = _read_indicator(folder, file)
        known = found.get(indicator.id)
        if known is not None and layer_of[indicator.id] == file.layer:
            raise RuleError(f"indicator {indicator.id} also stands in {known.path.name}", path=indicator.path)
        found[indicator.id] = indicator if known is None else _overlay(known, indicator)
        layer_of[indicator.id] = file.layer
    _refuse_shared_ids(found.values())
    return dict(sorted(found.items()))


def _overlay(known: Indicator, own: Indicator) -> Indicator:
    rules = {rule.id: rule for rule in known.rules} | {rule.id: rule for rule in own.rules}
    return replace(own, rules=tuple(rules[name] for name in sorted(rules)))


def _refuse_shared_ids(indicators: Iterable[Indicator]) -> None:
    owner: dict[str, Path] = {}
    for indicator in indicators:
        for rule in indicator.rules:
            if rule.id in owner:
                message = f"rule id {rule.id} also stands in {owner[rule.id].name}"
                raise RuleError(message, path=rule.path, rule=rule.id, line=line_of(rule.path, f'"{rule.id}"'))
            owner[rule.id] = rule.path


def _read_indicator(folder: RuleFolder, file: RuleFile) -> Indicator:
    for path, table in file.parts:
        _refuse_unknown(table, frozenset({"indicator", "rule"}), path, None)
    heads = ((path, table["indicator"]) for path, table in file.parts if "indicator" in table)
    path, head = next(heads, (file.path, None))
    if not isinstance(head, dict):
        raise RuleError("no [indicator] table", path=path)
    _refuse_unknown(head, _INDICATOR_KEYS, path, None)
    for key in ("id", "title", "title_en", "kinds", "level"):
        if not head.get(key):
            raise RuleError(f"[indicator] has no {key}", path=path)
    if head["level"] not in {"stock", "flow"}:
        raise RuleError("level must be stock or flow", path=path, line=line_of(path, "level"))
    rules = {rule.id: rule for part in file.parts for rule in _read_rules(folder, *part, head)}
    return Indicator(
        id=head["id"],
        title=head["title"],
        title_en=head["title_en"],
        level=head["level"],
        kinds=_kinds(head["kinds"], path, None),
        range=_read_range(head, path),
        suffixes=tuple(head.get("suffixes", ())),
        path=path,
        rules=tuple(rules[name] for name in sorted(rules)),
        whole=bool(head.get("whole", False)),
    )


def _read_rules(folder: RuleFolder, path: Path, table: Table, head: Table) -> Iterator[Rule]:
    """Yield the rules of one file of an indicator with this [indicator]."""
    seen: set[str] = set()
    for entry in table.get("rule", []):
        rule = _read_rule(folder, path, head, entry)
        if rule.id in seen:
            raise RuleError("two rules of this id", path=path, rule=rule.id, line=line_of(path, f'"{rule.id}"'))
        seen.add(rule.id)
        yield rule


def _read_range(head: Table, path: Path) -> tuple[float, float] | None:
    if "range" not in head:
        return None
    if len(head["range"]) != 2:
        raise RuleError("range must be [least, most]", path=path, line=line_of(path, "range"))
    low, high = (float(bound) for bound in head["range"])
    if low > high:
        raise RuleError("range ends below its start", path=path, line=line_of(path, "range"))
    return low, high


def _read_rule(folder: RuleFolder, path: Path, head: Table, entry: Table) -> Rule:
    name = entry.get("id")
    if not isinstance(name, str) or not name.startswith(f"{head['id']}."):
        raise RuleError(f"a rule's id must begin with {head['id']}.", path=path, rule=str(name))
    _refuse_unknown(entry, _RULE_KEYS, path, name)
    both: Table = {key: entry.get(key, head.get(key, ())) for key in ("trigger", "kinds", "units")}
    triggers = tuple(both["trigger"])
    suffix = entry.get("suffix")
    for missing, problem in (
        (not entry.get("why"), "no why"),
        (not triggers or not all(triggers), "no trigger"),
        (not any(slot in entry for slot in ANCHORS), f"needs one of {', '.join(ANCHORS)}"),
        (not entry.get("match"), "no match example"),
        (not entry.get("reject"), "no reject example"),
        (suffix is not None and suffix not in head.get("suffixes", ()), f"suffix {suffix} is not in suffixes"),
    ):
        if missing:
            raise RuleError(problem, path=path, rule=name, line=line_of(path, f'"{name}"'))
    return Rule(
        id=name,
        indicator=f"{head['id']}.{suffix}" if suffix else head["id"],
        why=entry["why"],
        triggers=triggers,
        kinds=_kinds(both["kinds"], path, name),
        units=frozenset(both["units"]),
        weight=int(entry.get("weight", 0)),
        patterns={slot: _compile(folder, path, name, slot, entry[slot]) for slot in SLOTS if slot in entry},
        path=path,
        examples={kind: tuple(entry.get(kind, ())) for kind in _EXAMPLE_KEYS},
    )


def _compile(folder: RuleFolder, path: Path, name: str, slot: str, pattern: str) -> regex.Pattern[str]:
    flags = regex.REVERSE if slot in BACKWARD else 0
    return folder.compile(f"(?:{pattern}\n)", path=path, rule=name, flags=flags)


def _kinds(names: Iterable[str], path: Path, rule: str | None) -> frozenset[str]:
    kinds = frozenset(names)
    if unknown := sorted(kinds - KINDS):
        message = f"unknown kind {unknown[0]}; kinds are {', '.join(sorted(KINDS))}"
        raise RuleError(message, path=path, rule=rule, line=line_of(path, f'"{unknown[0]}"'))
    return kinds


def _refuse_unknown(table: Table, known: frozenset[str], path: Path, rule: str | None) -> None:
    for key in table:
        if key not in known:
            line = line_of(path, f'"{rule}"') if rule else line_of(path, key)
            raise RuleError(unknown_key(key, known), path=path, rule=rule, line=line)
