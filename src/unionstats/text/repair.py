"""Repairs damaged characters: invisible ones, bracketed glosses, byte shifts, markup in text, broken numbers.

Owns the order of repairs; what counts as damage is data in rules/repair/. An undamaged page costs only a few searches
for single strings.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import regex

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, line_of
from unionstats.text.backslash import BackslashRepairer
from unionstats.text.edits import Change, TrackedText
from unionstats.text.realign import Realigner

KINDS: Mapping[str, str] = {
    "zero_width": "characters that do not show",
    "control": "control characters",
    "private_use": "bullets of symbol fonts",
    "damage": "characters that are lost: ⟦?⟧ stands for them",
    "emoji_bracket": "emoji in brackets within words",
    "pinyin": "pinyin glosses in brackets",
    "byte_shift": "text shifted by a byte, realigned",
    "comma_doubling": "doubled commas",
    "jammer": "random letters behind paragraphs, against copying",
    "dots": "other dots for the middle dot",
    "question_mark": "question marks for indents",
    "markup": "tags, entities and forum markup in text",
    "number_break": "spaces and line breaks inside numbers",
}
# Rare in text, so that a page seldom has any that a trigger holds.
_SIGNS = frozenset("&%<>[]{}$\\^`~=;?？")
_NEVER = "(?!)"
_FIELDS = frozenset(
    {"id", "kind", "why", "trigger", "characters", "hint", "pattern", "replacement", "replacements", "minimum", "after"}
    | {"after_minimum", "silent", "entities", "repairs", "keep"}
)


@dataclass(frozen=True)
class RepairRule:
    """One compiled rule of rules/repair/, whose README explains the fields.

    `signs`: each of its triggers holds one of these; a page without any need not be searched for the triggers.
    """

    id: str
    kind: str
    pattern: regex.Pattern[str]
    triggers: tuple[str, ...] = ()
    signs: frozenset[str] = frozenset()
    characters: re.Pattern[str] | None = None
    hint: re.Pattern[str] | None = None
    replacement: str = ""
    replacements: Mapping[str, str] = field(default_factory=dict)
    minimum: int = 1
    after: str = ""
    after_minimum: int = 0
    silent: bool = False
    entities: bool = False

    def may_match(self, odd: str) -> bool:
        """Return whether a page contains the unusual characters that the rule needs."""
        if self.signs and self.signs.isdisjoint(odd):
            return False
        return self.characters is None or self.characters.search(odd) is not None

    def find_changes(self, text: str) -> list[Change]:
        """Return the rule's changes to a text; none if they are fewer than its minimum."""
        if self.triggers and not any(trigger in text for trigger in self.triggers):
            return []
        if self.hint and not self.hint.search(text):
            return []
        changes = [
            Change(found.start(), found.end(), self._replacement(found[0]), self.kind, self.id, self.silent)
            for found in self.pattern.finditer(text)
        ]
        return changes if len(changes) >= self.minimum else []

    def _replacement(self, found: str) -> str:
        if self.entities and found not in self.replacements:
            return _character_of(found)
        return self.replacements.get(found, self.replacement)


class Repairer:
    """The repairs, compiled.

    Args:
        folder: whose repair/ is read; a rule of a later layer replaces the one of the same id.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._backslash = BackslashRepairer(folder)
        self._realigner = Realigner(folder)
        self._rules = load_repair_rules(folder)
        # Python's re makes one set of single-character alternatives: one pass looks for the classes of all rules.
        classes = [rule.characters.pattern for rule in self._rules if rule.characters]
        signs = "".join(sorted({sign for rule in self._rules for sign in rule.signs}))
        classes += [self._backslash.signs.pattern, f"[{re.escape(signs)}]" if signs else _NEVER]
        self._odd = re.compile("|".join(classes))

    def repair(self, text: TrackedText) -> TrackedText:
        """Repair a text before its script is simplified.

        Returns:
            The text with every repair an edit; the same object where nothing was damaged. ⟦?⟧ stands where what was
            there cannot be known.

        >>> Repairer(RuleFolder.open()).repair(TrackedText.of("產(chǎn)業(yè)工人")).text
        '產業工人'
        """
        before, odd = text, self._odd_in(text)
        text = self._realigner.realign(self._backslash.repair(text, odd))
        odd = odd if text is before else self._odd_in(text)
        counts: dict[str, int] = {}
        for rule in self._rules:
            if counts.get(rule.after, 0) < rule.after_minimum or not rule.may_match(odd):
                continue
            changes = rule.find_changes(text.text)
            counts[rule.id] = len(changes)
            if changes:
                text = text.apply(changes)
                odd = self._odd_in(text)
        return text

    def _odd_in(self, text: TrackedText) -> str:
        """Return the characters of a text that some repair looks for."""
        return "".join(sorted(set(self._odd.findall(text.text))))


def load_repair_rules(folder: RuleFolder) -> tuple[RepairRule, ...]:
    """Load the [[repair]] rules of all layers, in their order.

    Raises:
        RuleError: a rule lacks a field, has an unknown one, or its pattern is none.
    """
    rules: dict[str, RepairRule] = {}
    for path, table in folder.tables("repair.toml"):
        for entry in table.get("repair", []):
            rule = _read_rule(entry, folder, path)
            rules[rule.id] = rule
    return tuple(rules.values())


def _read_rule(entry: Mapping[str, Any], folder: RuleFolder, path: Path) -> RepairRule:
    name = str(entry.get("id", ""))
    for needed in ("id", "kind", "why", "pattern", "repairs", "keep"):
        if not entry.get(needed):
            raise RuleError(f"a repair rule needs {needed}", path=path, rule=name or None, line=line_of(path, name))
    for given in entry.keys() - _FIELDS:
        raise RuleError(f"unknown field {given}", path=path, rule=name, line=line_of(path, name))
    if entry["kind"] not in KINDS:
        raise RuleError(f"unknown kind {entry['kind']}", path=path, rule=name, line=line_of(path, name))
    hint, characters = entry.get("hint"), entry.get("characters")
    triggers = tuple(entry.get("trigger", ()))
    return RepairRule(
        id=name,
        kind=entry["kind"],
        pattern=folder.compile(entry["pattern"], path=path, rule=name),
        triggers=triggers,
        signs=_signs_of(triggers),
        characters=re.compile(characters) if characters else None,
        hint=re.compile(hint) if hint else None,
        replacement=entry.get("replacement", ""),
        replacements=entry.get("replacements", {}),
        minimum=entry.get("minimum", 1),
        after=entry.get("after", ""),
        after_minimum=entry.get("after_minimum", 0),
        silent=entry.get("silent", False),
        entities=entry.get("entities", False),
    )


def _signs_of(triggers: tuple[str, ...]) -> frozenset[str]:
    """Return a rare character of each trigger; none where one has none."""
    signs = [next((character for character in trigger if character in _SIGNS), "") for trigger in triggers]
    return frozenset(signs) if all(signs) else frozenset()


def _character_of(entity: str) -> str:
    """Return the character that an entity stands for, however often it was escaped; nothing for what does not show.

    >>> _character_of("&amp;ldquo;"), _character_of("&#xA0;"), _character_of("&#7;")
    ('“', ' ', '')
    """
    plain = html.unescape(entity)
    while plain != entity:
        entity, plain = plain, html.unescape(plain)
    return "".join(" " if char.isspace() else char for char in plain if char.isprintable() or char.isspace())
