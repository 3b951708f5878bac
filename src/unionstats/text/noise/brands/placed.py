"""Brand names that no list knows, recognised by how the page uses them: scripts put names where no writer would.

Weighs the positions in which a name occurs, and removes it. The positions are data: rules of the scope `placed`, each
with a `weight`; so are the words that are no names or may belong to a body (lexicon.toml). Runs only on pages with a
position of some weight, or with a short line whose words come again in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import regex

from unionstats.rules.folder import RuleFolder
from unionstats.rules.standard import quick
from unionstats.text.dictionary import is_word
from unionstats.text.edits import Change, TrackedText
from unionstats.text.noise.brands.learned import as_word, with_signs
from unionstats.text.noise.definitions import SPAM_KINDS, NoiseRule
from unionstats.text.noise.triggers import Triggers

# Weights that together tell a brand; where the name looks like a body's, or is the part of one, more.
_TELLS: Final = 4
_TELLS_BODY: Final = 6
# A place of that weight, or more, must be among them: owners' names stand in the others.
_ODD: Final = 2
# A place of that weight tells without the name standing by itself anywhere.
_SURE: Final = 3
# So often a name must stand in the page.
_HELD: Final = 2
# A piece of a short line that comes again so often is worth a look.
_AGAIN: Final = 3
# Shorter words of a rule stand in too many pages to be worth a look by themselves.
_TELLING: Final = 3
# Names of so many characters may be parts of words.
_PART: Final = 2
# Where so many of them have a sign, a door or a body beside them, all do.
_MOSTLY: Final = 0.6
_SPAM: Final = SPAM_KINDS | {"entity_replaced"}
_PAIRS: Final = {"【": "】", "[": "]", "「": "」", "(": ")", "（": "）", "《": "》"}
_STROKE: Final = re.compile(r"[ ]?[-_|·][ ]?")
# No page has it.
_NOWHERE: Final = "\0"
_OWNER: Final = "⟦ORG?⟧"
_LINE: Final = re.compile(r"^[^，,。；;！!？?、\n]{2,60}$", re.MULTILINE)
_PIECE: Final = re.compile(r"[^\W_\d][^\W_]{1,11}")


class _Placed(NamedTuple):
    """In which rules' places a name stands how often; `is_signed`: itself it says that it is no owner's."""

    seen: Counter[int]
    is_signed: bool


_Places = Mapping[str, _Placed]


class _Stretch(NamedTuple):
    name: str
    start: int
    end: int
    is_owners: bool
    is_apart: bool


class _Words(NamedTuple):
    """The lexicon's words, by their names there, for what is no name, what goes with one, what an owner's has."""

    no_name: regex.Pattern[str]
    like_body: regex.Pattern[str]
    name_tail: regex.Pattern[str]
    name_sold: regex.Pattern[str]
    name_sells: regex.Pattern[str]
    name_firm: regex.Pattern[str]
    name_needed: regex.Pattern[str]
    name_owns: regex.Pattern[str]
    name_housed: regex.Pattern[str]
    name_made: regex.Pattern[str]
    name_firmed: regex.Pattern[str]
    name_known: regex.Pattern[str]
    name_kind: regex.Pattern[str]
    name_lucky: regex.Pattern[str]
    name_lucky_sold: regex.Pattern[str]


class NameUsage:
    """The rules for positions of names, and the words that weigh them.

    Args:
        folder: whose lexicon says what no name is, what goes with one, and where an owner's name must stand.
        rules: of the scope `placed`.
    """

    def __init__(self, folder: RuleFolder, rules: Sequence[NoiseRule]) -> None:
        self._words = _load_words(folder)
        self._rules = rules
        # Most pages have a name in no odd place: the owners' are not looked for there.
        self._odd = [number for number, rule in enumerate(rules) if rule.again >= _ODD]
        self._owners = [number for number, rule in enumerate(rules) if rule.again < _ODD]
        self._triggers = Triggers([rule.trigger or (_NOWHERE,) for rule in rules])
        words = {word for rule in rules for word in rule.trigger if len(word) >= _TELLING}
        self._telling = re.compile("|".join(map(re.escape, sorted(words))))

    def read(self, page: str) -> _Places:
        """Return the names found in positions typical of scripts, with how often in which.

        Args:
            page: with all its noise.
        """
        if not self._worth_reading(page):
            return {}
        found: dict[str, Counter[int]] = defaultdict(Counter)
        stretches = self._stretches(page)
        self._look(self._odd, page, stretches, found)
        may_tell = {name for name, seen in found.items() if self._may_tell(name, seen, page)}
        if may_tell:
            self._look(self._owners, page, stretches | self._around(may_tell, page), found)
        return {
            name: _Placed(seen, self._is_sure(seen) or self.is_sold(name, page))
            for name, seen in found.items()
            if name in may_tell and self._may_be_brand(name, seen, page)
        }

    def _stretches(self, page: str) -> dict[int, list[tuple[int, int]]]:
        """Return, by number of the rule, where it is tried: in the lines of its trigger words, else everywhere."""
        hits: dict[int, list[int]] = defaultdict(list)
        for at, number in self._triggers.find(page):
            hits[number].append(at)
        return {
            number: _lines_at(hits[number], page) if rule.trigger else [(0, len(page))]
            for number, rule in enumerate(self._rules)
        }

    def _around(self, names: Collection[str], page: str) -> dict[int, list[tuple[int, int]]]:
        """Return where rules for owners' places are tried: in the lines of the names, and in those beside them."""
        folded = page.casefold()
        if len(folded) != len(page):
            return {}
        spelt = ((name, page if name.isascii() else folded) for name in names)
        places = (found.start() for name, text in spelt for found in re.finditer(re.escape(name), text))
        stretches: list[tuple[int, int]] = []
        for start, end in _lines_at(places, page):
            first = page.rfind("\n", 0, max(0, start - 1)) + 1
            last = page.find("\n", end) + 1 or len(page)
            if stretches and first <= stretches[-1][1]:
                first = stretches.pop()[0]
            stretches.append((first, last))
        return {number: stretches for number in self._owners if not self._rules[number].trigger}

    def _look(
        self,
        numbers: Sequence[int],
        page: str,
        stretches: Mapping[int, Sequence[tuple[int, int]]],
        found: Mapping[str, Counter[int]],
    ) -> None:
        """Count the names that stand in the places of some rules, by the numbers of these."""
        for number in numbers:
            pattern = self._rules[number].pattern
            for start, end in stretches[number]:
                for match in pattern.finditer(page, start, end, overlapped=True):
                    found[_folded(match["brand"])][number] += 1

    def _may_tell(self, name: str, seen: Mapping[int, int], page: str) -> bool:
        """Return whether the odd places of a name, and how often the page has it, are enough for a brand."""
        odd = [weight for number, times in seen.items() if (weight := self._weight(number, times)) >= _ODD]
        if not odd or (max(odd) < _SURE and sum(odd) < _TELLS):
            return False
        return (page.count(name) if name.isascii() else page.casefold().count(name)) >= _HELD

    def _may_be_brand(self, name: str, seen: Mapping[int, int], page: str) -> bool:
        if not self._may_be_name(name) or self._is_owners(name, page):
            return False
        if not self._is_sure(seen) and self._is_behind(self._words.name_firmed, name, page):
            return False
        return quick(self._words.name_known).search(name) is not None or not self._is_word(name)

    def _is_word(self, name: str) -> bool:
        """Return whether a name is a word of the language, or one with its trade behind it: anyone may be called so."""
        kind = quick(self._words.name_kind).search(name)
        stem = name[: kind.start()] if kind else name
        return len(stem) < _PART or is_word(stem) or is_word(name)

    def _is_sure(self, seen: Iterable[int]) -> bool:
        return any(self._rules[number].weight >= _SURE for number in seen)

    def _is_owners(self, name: str, page: str) -> bool:
        """Return whether a page quotes a name, says that one opens or made what it names, or of what body it is."""
        return self._is_behind(self._words.name_housed, name, page) or any(
            quick(self._words.name_made).match(page, found.start()) for found in re.finditer(re.escape(name), page)
        )

    def _worth_reading(self, page: str) -> bool:
        """Return whether a place has some weight by its words, or a short line comes again in the text."""
        if self._telling.search(page):
            return True
        pieces = {piece for line in _LINE.findall(page) for piece in _PIECE.findall(line)}
        often = (piece for piece in pieces if page.count(piece) >= _AGAIN)
        return any(self._may_be_name(piece) and not quick(self._words.like_body).search(piece) for piece in often)

    def _may_be_name(self, name: str) -> bool:
        return not quick(self._words.no_name).search(name)

    def told(self, places: _Places, text: TrackedText) -> dict[str, NoiseRule]:
        """Return the names that are brands, each with the rule of its most telling position.

        Args:
            places: as `read` gave them.
            text: as it is now; spam that was cut from it is a sign.
        """
        if not places:
            return {}
        own = {rule.id for rule in self._rules}
        spam = {edit.text for edit in text.edits if edit.kind in _SPAM and edit.rule not in own}
        return {name: self._heaviest(placed.seen) for name, placed in places.items() if self._tells(name, placed, spam)}

    def _tells(self, name: str, placed: _Placed, spam: set[str]) -> bool:
        seen = placed.seen
        weights = [self._weight(number, times) for number, times in seen.items()]
        is_body = quick(self._words.like_body).search(name) is not None
        odd = sum(weight for weight in weights if weight >= _ODD)
        beside = any(name not in cut.casefold() for cut in spam)
        if not placed.is_signed and not beside:
            return False
        # Of places in which an owner's name may stand, too, two are asked for, whatever else the page holds.
        if max(weights) < _SURE:
            return odd >= _TELLS and not is_body
        if not self._is_sure(seen) and not self._stands_apart(seen):
            return False
        return odd + (min(weights) < _ODD) + beside >= (_TELLS_BODY if is_body else _TELLS)

    def _weight(self, number: int, times: int) -> int:
        rule = self._rules[number]
        return rule.again if times > 1 else rule.weight

    def _heaviest(self, seen: Counter[int]) -> NoiseRule:
        return self._rules[max(seen, key=lambda number: self._weight(number, seen[number]))]

    def _stands_apart(self, seen: Iterable[int]) -> bool:
        """Return whether a name stands alone in a line, or by itself at the page's edge: else it may be any words."""
        return any(self._rules[number].edge for number in seen)

    def is_sold(self, name: str, page: str) -> bool:
        """Return whether a name cannot be an owner's: by its letters or digits, or by what it sells."""
        if quick(self._words.name_firm).search(name) or self._is_owners(name, page):
            return False
        is_mixed = name.isascii() != name[:1].isascii()
        if not name.isalpha() or name.upper() != name or is_mixed or quick(self._words.name_sells).search(name):
            return True
        if quick(self._words.name_lucky).search(name) and self._is_behind(self._words.name_lucky_sold, name, page):
            return True
        return self._is_behind(self._words.name_sold, name, page)

    @staticmethod
    def _is_behind(words: regex.Pattern[str], name: str, page: str) -> bool:
        return any(quick(words).match(page, found.end()) for found in re.finditer(re.escape(name), page))

    def find(self, text: str, brands: Mapping[str, NoiseRule]) -> Iterator[Change]:
        """Propose to cut the names wherever they occur, or to set a mark where the owner's name must stand.

        Args:
            text: the page, as it is now.
            brands: as `told` gave them.
        """
        if not brands:
            return
        finder = re.compile("|".join(map(_as_spelt, sorted(brands, key=lambda name: (-len(name), name)))))
        found = _joined(text, [self._stretch(text, match) for match in finder.finditer(text)])
        apart = Counter(stretch.name for stretch in found if stretch.is_apart)
        every = Counter(stretch.name for stretch in found)
        done = 0
        for name, start, end, is_owners, is_apart in found:
            if start >= done and (is_apart or len(name) > _PART or apart[name] >= _MOSTLY * every[name]):
                rule = brands[name]
                first, done = (start, end) if is_owners else with_signs(text, done, *_with_marks(text, start, end))
                yield Change(first, done, _OWNER if is_owners else "", rule.kind, rule.id)

    def _stretch(self, text: str, found: re.Match[str]) -> _Stretch:
        """Return a name with what goes with it, and whether an owner's stood there and it is a word by itself."""
        tail = quick(self._words.name_tail).match(text, found.end())
        end = tail.end() if tail else found.end()
        is_needed = quick(self._words.name_needed).match(text, found.start()) is not None
        is_owners = is_needed or quick(self._words.name_owns).match(text, end) is not None
        beside = text[max(0, found.start() - 1) : found.start()], text[end : end + 1]
        is_apart = is_owners or end > found.end() or not all(sign.isalnum() for sign in beside)
        return _Stretch(_folded(found[0]), found.start(), end, is_owners, is_apart)


def _load_words(folder: RuleFolder) -> _Words:
    path = folder.layers[0] / "lexicon.toml"
    return _Words(**{name: folder.compile(f"{{{name}}}", path=path, rule=name) for name in _Words._fields})


def _lines_at(places: Iterable[int], page: str) -> list[tuple[int, int]]:
    """Return the places of the lines that hold some characters, each with its line end."""
    lines: list[tuple[int, int]] = []
    for at in sorted(places):
        if not lines or at >= lines[-1][1]:
            lines.append((page.rfind("\n", 0, at) + 1, page.find("\n", at) + 1 or len(page)))
    return lines


def _joined(text: str, found: Sequence[_Stretch]) -> list[_Stretch]:
    """Return a name and the same once more behind a stroke as one."""
    joined: list[_Stretch] = []
    for stretch in found:
        last = joined[-1] if joined else None
        if last and last.name == stretch.name and _STROKE.fullmatch(text, last.end, stretch.start):
            joined[-1] = stretch._replace(start=last.start, is_apart=True)
        else:
            joined.append(stretch)
    return joined


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a name's place with the brackets or marks round it, and with the colon of what it labels."""
    while start > 0 and end < len(text) and _are_pair(text[start - 1], text[end]):
        start, end = start - 1, end + 1
    is_label = text[end : end + 1] in {":", "："} and text[max(0, start - 1) : start] in {"", "\n"}
    return start, end + is_label


def _are_pair(left: str, right: str) -> bool:
    if left in _PAIRS:
        return _PAIRS[left] == right
    return left == right and unicodedata.category(left) == "So"


def _folded(name: str) -> str:
    """Return a name in small letters, where they stand beside Chinese characters: pages spell those in both ways."""
    return name if name.isascii() else name.casefold()


def _as_spelt(name: str) -> str:
    return as_word(name) if name.isascii() else f"(?i:{as_word(name)})"
