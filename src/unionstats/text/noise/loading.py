"""Loads noise rules from the rule folder and checks their form."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, Final, Literal, NoReturn

import regex

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, line_of
from unionstats.rules.lazy import group_names
from unionstats.text.noise.definitions import GROUPS, KINDS, SCOPES, DenseWords, NoiseRule, World

# A trigger may name these for any one of them: `{digit}` and what stands behind it.
_SIGNS: Final[Mapping[str, str]] = {"digit": string.digits, "small": string.ascii_lowercase}
_LIST_NAME = regex.compile(r"\{(\w+)\}")
_SIGN_NAME = regex.compile(r"\{(digit|small)\}")
_ID = regex.compile(r"noise\.[a-z0-9_]+(?:\.[a-z0-9_]+)+")
# Rules that people write for their own sites need not say it.
_OWN_KIND = "boilerplate"
_NEEDED = ("id", "scope", "why", "pattern", "strip", "keep")
_WEIGHED = ("weight", "again")
_MAY = ("kind", "trigger", "replacement", "opens", "closes", "least", "sentence", "edge", "hosts")
_PAGES = ("page", "unless", "right")
_KEYS = frozenset({*_NEEDED, *_MAY, *_WEIGHED, *_PAGES})


def load_noise(folder: RuleFolder) -> tuple[NoiseRule, ...]:
    """Read and compile the noise rules of a folder; a later layer's rule replaces the earlier one of its id.

    Raises:
        RuleError: a rule lacks something, or says something that is no part of a rule.
    """
    rules: dict[str, NoiseRule] = {}
    layer_of: dict[str, Path] = {}
    for path, table in noise_tables(folder, "noise"):
        rule_id = table.get("id", "")
        if layer_of.get(rule_id) == path.parent:
            raise RuleError("two rules of one id", path=path, rule=rule_id, line=line_of(path, rule_id))
        layer_of[rule_id] = path.parent
        rules[rule_id] = _read_rule(folder, path, table)
    return tuple(rules.values())


def noise_tables(
    folder: RuleFolder, kind: Literal["noise", "dense", "keywords", "phrases", "furniture", "register"]
) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each table of a kind, as `[[noise]]`, with its file, as written (examples included)."""
    for path, table in folder.tables("noise/*.toml"):
        for rule in table.get(kind, ()):
            yield path, rule


_DENSE_KEYS = frozenset({"id", "kind", "why", "words", "hits", "per", "strip", "keep"})
_TOPIC_KEYS = ("home", "kin", "sure", "own", "beside", "near")


def load_dense(folder: RuleFolder) -> tuple[DenseWords, ...]:
    """Read the `[[dense]]` tables of a folder's noise rules.

    Raises:
        RuleError: a table lacks something, or says something that is no part of it.
    """
    found: dict[str, DenseWords] = {}
    for path, table in noise_tables(folder, "dense"):
        dense_id = str(table.get("id", ""))
        if table.keys() - set(_TOPIC_KEYS) != _DENSE_KEYS or not _ID.fullmatch(dense_id) or table["kind"] not in KINDS:
            known = ", ".join(sorted(_DENSE_KEYS))
            fail(path, dense_id, f"a [[dense]] table has {known}, and a topic's {', '.join(_TOPIC_KEYS)}")
        lists = {key: tuple(_spelt_lists(folder, table.get(key, ()))) for key in _TOPIC_KEYS}
        words = tuple(table["words"])
        found[dense_id] = DenseWords(dense_id, table["kind"], words, table["hits"], table["per"], **lists)
    return tuple(found.values())


def load_world(folder: RuleFolder) -> World:
    """Read the lexicon's `our_world`, `our_counted`, `our_side`, `our_common` and `our_person`."""
    path = folder.layers[0] / "lexicon.toml"
    names = ("our_world", "our_counted", "our_common", "our_person")
    words, counted, common, person = (folder.compile(f"{{{name}}}", path=path, rule=name) for name in names)
    return World(words, counted, tuple(folder.words["our_side"]), common, person)


def _read_rule(folder: RuleFolder, path: Path, table: dict[str, Any]) -> NoiseRule:
    rule_id = str(table.get("id", ""))
    _check_form(path, rule_id, table)
    pattern = folder.compile(table["pattern"], path=path, rule=rule_id)
    groups = group_names(pattern)
    if not GROUPS.issuperset(groups):
        fail(path, rule_id, f"groups may be named {', '.join(sorted(GROUPS))}")
    return NoiseRule(
        id=rule_id,
        kind=table.get("kind", _OWN_KIND),
        scope=table["scope"],
        trigger=tuple(
            word for trigger in _spelt_lists(folder, table.get("trigger", ())) for word in _spelt_out(trigger)
        ),
        pattern=pattern,
        replacement=table.get("replacement", ""),
        opens=table.get("opens", False),
        closes=table.get("closes", False),
        least=table.get("least", 1),
        sentence=table.get("sentence", False),
        edge=table.get("edge", False),
        hosts=frozenset(table.get("hosts", ())),
        groups=groups,
        weight=table.get("weight", 0),
        again=table.get("again", table.get("weight", 0)),
        **{key: folder.compile(table[key], path=path, rule=rule_id) for key in _PAGES if key in table},
    )


def _spelt_lists(folder: RuleFolder, words: Sequence[str]) -> Iterator[str]:
    """Yield words; where one names a list of the lexicon, each word of that stands in its place."""
    for word in words:
        if "{" not in word:
            yield word
            continue
        found = next((name for name in _LIST_NAME.finditer(word) if name[1] in folder.words), None)
        if found is None:
            yield word
        else:
            yield from _spelt_lists(folder, [word.replace(found[0], each, 1) for each in folder.words[found[1]]])


def _spelt_out(trigger: str) -> Iterator[str]:
    """Yield a trigger with each digit or small letter where it names one."""
    if "{" not in trigger:
        yield trigger
        return
    pieces = _SIGN_NAME.split(trigger)
    yield from map("".join, product(*([piece] if at % 2 == 0 else _SIGNS[piece] for at, piece in enumerate(pieces))))


def _check_form(path: Path, rule_id: str, table: dict[str, Any]) -> None:
    if not _ID.fullmatch(rule_id):
        fail(path, rule_id, "a noise rule's id is noise.site.what")
    if unknown := table.keys() - _KEYS:
        fail(path, rule_id, f"unknown: {', '.join(sorted(unknown))}")
    if missing := [key for key in _NEEDED if not table.get(key)]:
        fail(path, rule_id, f"lacks {', '.join(missing)}")
    if table.get("kind", _OWN_KIND) not in KINDS:
        fail(path, rule_id, f"kind must be one of {', '.join(KINDS)}")
    if table["scope"] not in SCOPES:
        fail(path, rule_id, f"scope must be one of {', '.join(SCOPES)}")
    if (table["scope"] == "placed") != ("weight" in table):
        fail(path, rule_id, "rules of the scope placed have a weight, and only they")


def fail(path: Path, rule_id: str, message: str) -> NoReturn:
    """Refuse a table, saying what is wrong with it.

    Raises:
        RuleError: always; names file, line and rule.
    """
    raise RuleError(message, path=path, rule=rule_id or None, line=line_of(path, rule_id) if rule_id else None)
