"""Mentions: the words of a text that may name a place, found in one pass of an automaton.

Checks each against its neighbouring characters. Which unit a mention means is decided by `settle`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from unionstats.places.gazetteer import Gazetteer
from unionstats.places.surfaces import Surface, load_surfaces, only_table
from unionstats.rules.folder import RuleFolder, Table
from unionstats.rules.standard import quick_match
from unionstats.text.marks import SENTENCE_ENDS

# A pattern that never matches, where no guard is given.
_NEVER = "(?!)"


_LINE_OR_SENTENCE_ENDS = f"\n{SENTENCE_ENDS}"
_LETTER = regex.compile(r"\p{Han}")
# No guard looks further behind a name.
_FAR = 24
# Found only to keep others from being found.
_SILENT = frozenset({"decoy", "medium"})
# Found only where their neighbours allow it.
_BY_NEIGHBOURS = frozenset({"abroad", "group"})

# What stands beside a name that is alone in its line.
_EDGES = frozenset({"", "\n"})


class Mention(NamedTuple):
    """A surface at its position in the text.

    weak: it makes a place likely for the article, for no figure.
    sure: a union or an office follows (古城区总工会), which makes a doubtful name a unit's.
    """

    start: int
    end: int
    surface: Surface
    weak: bool = False
    sure: bool = False


class _Guard:
    """Tells whether what begins at a place makes the name before it part of something else.

    Args:
        near: the patterns that begin with a word.
        far: the patterns that begin with anything, each with a word that it must hold.
    """

    __slots__ = ("_begins", "_far", "_far_words", "_near", "_near_match")

    def __init__(self, near: regex.Pattern[str], far: tuple[tuple[str, regex.Pattern[str]], ...]) -> None:
        self._near = near
        self._near_match = quick_match(near)
        self._far = far
        # Of the standard library: one look for all of the words, most of which stand nowhere near.
        self._far_words = re.compile("|".join(re.escape(word) for word, _ in far) or _NEVER)
        self._begins: dict[str, bool] = {}

    def stands_at(self, text: str, at: int) -> bool:
        """Return whether a pattern of the guard matches at `at`, right behind a name; most characters begin none."""
        character = text[at : at + 1]
        begins = self._begins.get(character)
        if begins is None:
            begins = self._begins[character] = self._near.match(character, partial=True) is not None
        if begins and self._near_match(text, at):
            return True
        return self._far_words.search(text, at, at + _FAR) is not None and any(
            text.find(word, at, at + _FAR) >= 0 and pattern.match(text, at) for word, pattern in self._far
        )


class MentionFinder:
    """Finds mentions in a text: one leftmost-longest pass over all surfaces, then a guard for each.

    Args:
        folder: the rules.
        gazetteer: whose names are looked for.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer) -> None:
        self._surfaces = load_surfaces(folder, gazetteer)
        self._automaton = AhoCorasick(
            [surface.text for surface in self._surfaces], matchkind=MatchKind.LeftmostLongest, store_patterns=False
        )
        path, table = only_table(folder, "guards")
        guards = table["after"]

        def compiled(*kinds: str, weak: bool | None = None) -> _Guard:
            wanted = [e for e in guards if e["only"] in kinds and weak in {None, e.get("weak", False)}]

            def joined(entries: list[Table]) -> regex.Pattern[str]:
                pattern = "|".join(f"(?:{entry['pattern']})" for entry in entries) or _NEVER
                return folder.compile(pattern, path=path, rule="after")

            far = [entry for entry in wanted if "holds" in entry]
            near = joined([entry for entry in wanted if "holds" not in entry])
            return _Guard(near, tuple((word, joined([entry])) for entry in far for word in entry["holds"]))

        self._weak = compiled("any", "short", "alias", weak=True)
        self._behind_full = compiled("any")
        self._behind_short = compiled("any", "short")
        self._behind_national = compiled("national")
        self._behind_alias = compiled("any", "short", "alias")
        self._surely = tuple(word for entry in table["surely"] for word in entry["words"])
        self._left = frozenset("".join(entry["letters"] for entry in table["left"]))
        stem = table["stem"][0]
        self._leading, self._persons = tuple(stem["before"]), tuple(stem["persons"])
        self._bearer, self._owner, self._local = (
            folder.compile(stem[key], path=path, rule=stem["id"]) for key in ("behind", "owners", "local")
        )
        path, table = only_table(folder, "elsewhere")
        self._before_abroad = tuple(word for entry in table["abroad"] for word in entry["before"])
        self._people = tuple(word for entry in table["abroad"] for word in entry["people"])
        self._guards = tuple(self._guard_of(surface) for surface in self._surfaces)
        self._after_group = folder.compile(
            "|".join(entry["after"] for entry in table["group"]), path=path, rule="elsewhere.group"
        )

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Mention]:
        """Return the mentions of a stretch of text, in order, without overlaps.

        Args:
            text: any text in simplified characters.
            start: where the stretch begins.
            end: where it ends; None for the text's end.

        Returns:
            Mentions with spans of `text`; decoys and what the guards refuse are left out, weak ones are marked.
        """
        mentions: list[Mention] = []
        surfaces, guards = self._surfaces, self._guards
        stretch = text[start:end]
        done = -1
        for index, first, last in self._automaton.find_matches_as_indexes(stretch):
            guard = guards[index]
            if guard is None:
                continue
            surface = surfaces[index]
            begin, stop = start + first, start + last
            if surface.bound and done != begin and not self._begins_name(text, begin, surface):
                continue
            weak = False
            if guard is True:
                if not self._stands(text, begin, stop, surface):
                    continue
            elif guard is not False:
                if surface.chained and done != begin and not self._begins_name(text, begin, surface):
                    continue
                if guard.stands_at(text, stop):
                    if not self._weak.stands_at(text, stop):
                        continue
                    weak = True
            done = stop
            sure = surface.doubtful and text.startswith(self._surely, stop)
            mentions.append(Mention(begin, stop, surface, weak, sure))
        return mentions

    def free(self, text: str, mentions: Iterable[Mention]) -> list[Mention]:
        """Return the names that no firm, town or person bears, if one of them begins where a word can begin."""
        free = [m for m in mentions if not m.weak and m.surface.candidates and not self._bearer.match(text, m.end)]
        return free if any(self._begins_name(text, mention.start, mention.surface) for mention in free) else []

    def is_placed(self, text: str, mentions: Iterable[Mention]) -> bool:
        """Return whether bare stems are told of as places (从恭城出发, 恭城段), and none as a firm or a person."""
        names = [mention for mention in mentions if not mention.weak and mention.surface.candidates]
        if any(self._owner.match(text, name.end) or text.endswith(self._persons, 0, name.start) for name in names):
            return False
        return any(
            text.endswith(self._leading, 0, name.start)
            or self._local.match(text, name.end)
            or (text[name.start - 1 : name.start] in _EDGES and text[name.end : name.end + 1] in _EDGES)
            for name in names
        )

    def _begins_name(self, text: str, at: int, surface: Surface) -> bool:
        """Return whether a name of one or two letters can begin at `at`: 走进|成县, not 完|成县."""
        before = text[at - 1 : at]
        if surface.behind:
            return before in surface.behind
        return before in self._left or not _LETTER.match(before)

    def find_media(self, text: str) -> list[Mention]:
        """Return the names in a publisher's name or site's title: 南方日报 means 广东 there, 甘肃工人报 甘肃."""
        found = self._automaton.find_matches_as_indexes(text)
        mentions = [Mention(first, last, self._surfaces[index]) for index, first, last in found]
        return [mention for mention in mentions if mention.surface.candidates]

    def _guard_of(self, surface: Surface) -> _Guard | bool | None:
        """Return what decides whether a find of a surface stands: nothing (None), everything (False), or `_stands`."""
        if surface.kind in _SILENT:
            return None
        if surface.kind != "name":
            bounded = surface.not_before or surface.not_after or surface.kind in _BY_NEIGHBOURS
            return bool(bounded) or (surface.pointer is not None and surface.pointer.binds == "national")
        if surface.alias and not surface.full:
            return self._behind_alias
        return self._behind_full if surface.full else self._behind_short

    def _stands(self, text: str, start: int, end: int, surface: Surface) -> bool:
        if surface.kind == "abroad":
            return self._stands_abroad(text, start) and not text.startswith(self._people, end)
        if surface.kind == "group":
            return self._after_group.match(text, end) is not None
        if surface.pointer is not None and surface.pointer.binds == "national":
            return not self._behind_national.stands_at(text, end)
        if surface.not_before and text[end : end + 1] in surface.not_before:
            return False
        return not surface.not_after or text[start - 1 : start] not in surface.not_after

    def _stands_abroad(self, text: str, start: int) -> bool:
        before = text[max(0, start - 4) : start]
        return not before or before[-1] in _LINE_OR_SENTENCE_ENDS or before.endswith(self._before_abroad)
