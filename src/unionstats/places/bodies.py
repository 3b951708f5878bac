"""Names of bodies (firms, schools, branch unions), read leftwards from the word that says what they are.

Decides where a body's name begins, and whether the figures after it are its own or it is only helped, visited or
joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from unionstats.errors import RuleError
from unionstats.places.mentions import Mention
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import CLAUSE_ENDS, COMMAS, LIST_COMMA, end_of_sentence

# Longer names are rare, and sentences without punctuation are not.
_LONGEST = 24
# What a body of the nation has before its rank is short: 中国石油天然气|集团公司.
_OF_NATION = 7
# A figure with its unit, right before a list's mark, is so long.
_ITEM = 14
_OPENS = frozenset(f"{CLAUSE_ENDS}\n")
_SENTENCE = 160  # characters that are looked through for the end of a sentence
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_BRACKETS = dict.fromkeys(map(ord, "()（）· \t\u3000\u00a0"))


class Bounded(Protocol):
    """Anything with a span."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


class BodyName(NamedTuple):
    """A body's name with the stretch it covers, including its own sub-units (工会, 党委)."""

    start: int
    end: int
    text: str


class _Words:
    """Tells whether a text is made of nothing but certain words.

    Args:
        words: which may follow each other in any order.
    """

    __slots__ = ("_lengths", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths = sorted({len(word) for word in self._words})

    def make_up(self, text: str) -> bool:
        """Return whether words follow each other from the beginning of a text to its end."""
        reached = {0}
        for at in range(len(text)):
            if at in reached:
                reached.update(at + n for n in self._lengths if text[at : at + n] in self._words)
        return len(text) in reached


class BodyReader:
    """Reads the names of bodies by the rules of places/scope/.

    Args:
        folder: the rules.
    """

    def __init__(self, folder: RuleFolder) -> None:
        path, table = only_table(folder, "scope")
        entry = table["organisation"][0]
        rule = entry["id"]
        self._stops = frozenset(entry["stop_characters"]) | {"\n"}
        self._words = frozenset(entry["stop_words"])
        if any(len(word) not in {2, 3} for word in self._words):
            raise RuleError("stop_words have two or three characters", path=path, rule=rule)
        self._not_stops = frozenset(entry["not_stops"])
        self._tail = folder.compile(entry["tail"], path=path, rule=rule)
        self._measures = frozenset(entry["measures"])
        self._counted = folder.compile(entry["counted"], path=path, rule=rule)
        self._own = folder.compile(entry["own"], path=path, rule=rule)
        self._item = folder.compile(entry["item"], path=path, rule=rule)
        self._post = folder.compile(entry["post"], path=path, rule=rule)
        self._attending = tuple(entry["attending"])
        self._national = tuple(entry["national"])
        self._ranks = frozenset(entry["ranks"])
        self._own_parts = frozenset(entry["parts"])
        self._generic = _Words((*entry["generic"], *entry["numerals"]))
        self._kinds = _Words(entry["kinds"])
        self._plural = frozenset(entry["plural"])
        self._partner = tuple(entry["partner"])
        self._joining = tuple(sorted(entry["joining"], key=len, reverse=True))
        self._where = entry["where"]
        self._source = entry["source"]
        self._told = folder.compile(entry["told"], path=path, rule=rule)
        self._listing = tuple(entry["listing"])
        self._towns = tuple(table["industry"][0]["towns"])

    def name(self, text: str, mention: Mention, place: Bounded | None, floor: int) -> BodyName | None:
        """Read the name that ends in a given suffix (有限公司, 小学, 教科文卫工会).

        Args:
            text: the cleaned page.
            mention: the suffix.
            place: the last place named, which may stand in the name.
            floor: where the last anchor ends: a name does not reach over it.

        Returns:
            None where no proper name precedes: 各公司, 15家企业集团.
        """
        start = self._begin(text, max(floor, mention.start - _LONGEST), mention.start)
        if text[start - 1 : start] in self._measures and text[start - 2 : start - 1] in _DIGITS:
            return None  # 22座|智能化煤矿 are counted
        with_place = place is not None and start == place.end
        core = text[start : mention.start]
        if not with_place and len(core) < 2:
            return None
        core = core.translate(_BRACKETS)
        if not _DIGITS.isdisjoint(core) or not (
            self._named_after_place(core, mention) if with_place else self._named(core)
        ):
            return None
        first = place.start if with_place and place is not None else start
        end = self.tail(text, mention.end)
        return BodyName(first, end, text[first : mention.end])

    def _begin(self, text: str, lowest: int, start: int) -> int:
        """Go left from a suffix to where the name must begin: a mark, or the end of a word that no name holds."""
        stops, words = self._stops, self._words
        while start > lowest and (text[start - 1] not in stops or text[start - 1 : start + 1] in self._not_stops):
            if text[start - 2 : start] in words or text[start - 3 : start] in words:
                break
            start -= 1
        return start

    def _named(self, core: str) -> bool:
        return len(core) > 1 and not self._generic.make_up(core)

    def _named_after_place(self, core: str, mention: Mention) -> bool:
        if mention.surface.kind == "industry":
            return True
        return not self._kinds.make_up(core) if core else mention.surface.text not in self._plural

    def is_of_town(self, name: str, mention: Mention) -> bool:
        """Return whether a joint union is that of a whole town: 柳溪镇工会联合会."""
        return mention.surface.kind == "industry" and name.removesuffix(mention.surface.text).endswith(self._towns)

    def is_of_nation(self, name: str, mention: Mention) -> bool:
        """Return whether a name is that of a national body: 中国烟草总公司, but not 中国建筑第八工程局有限公司."""
        rank = mention.surface.text
        ranked = rank in self._ranks or mention.surface.kind == "industry"
        if not ranked or not name.startswith(self._national) or len(name) - len(rank) > _OF_NATION:
            return False
        return self._own_parts.isdisjoint(name.removesuffix(rank))

    def only_attends(self, text: str, end: int) -> bool:
        """Return whether a body that ends at `end` is named only because its head attends a meeting."""
        if self._post.match(text, end) is None:
            return False
        stop = end_of_sentence(text, end, min(len(text), end + _SENTENCE))
        return any(text.find(word, end, stop) >= 0 for word in self._attending)

    def only_joins(self, text: str, start: int) -> bool:
        """Return whether a body that starts at `start` only joins an unnamed subject: ，与…共建."""
        word = next((word for word in self._joining if text.endswith(word, 0, start)), None)
        return word is not None and text[start - len(word) - 1 : start - len(word)] in _OPENS

    def is_counted(self, text: str, end: int) -> bool:
        """Return whether the next words count bodies of this kind: 技师学院37所."""
        return self._counted.match(text, end) is not None

    def is_own(self, text: str, start: int) -> bool:
        """Return whether a word is a body's name for itself, whose pages need not name it: 公司工会."""
        return self._own.match(text, start) is not None

    def tail(self, text: str, end: int) -> int:
        """Return where a body ends, including its own union and committees."""
        found = self._tail.match(text, end)
        return found.end() if found else end

    def is_partner(self, text: str, start: int, end: int) -> bool:
        """Return whether a body is one of a list, or is visited, helped or joined by the owner of the figures."""
        if text[start - 1 : start] == LIST_COMMA and text[end : end + 1] in _DIGITS:
            # 哈尔滨11家、晴川集团3家: an item of a list of figures has its own.
            return self._item.search(text, max(0, start - _ITEM), start - 1) is None
        if text.startswith(self._listing, end) or text[start - 1 : start] == LIST_COMMA:
            return True
        if (
            text[start - 1 : start] == self._where
            and text[end : end + 1] in COMMAS
            and text[start - 2 : start - 1] in _OPENS
        ):
            return False
        if text[start - 1 : start] == self._source and self._told.match(text, end):
            return False
        return text[max(0, start - 4) : start].endswith(self._partner)
