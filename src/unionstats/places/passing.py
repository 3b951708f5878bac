"""Names mentioned in passing: where somebody comes from or travels to, or who only sets a task.

They are dropped: they say neither where a figure belongs nor what an article is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from unionstats.places.bodies import Bounded
from unionstats.places.settle import Place
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder, Table
from unionstats.text.marks import CLAUSE_ENDS, COMMAS, begin_of_sentence

# Names of a list stand at most so many characters apart.
_APART = 2
# Honours of a list follow each other within so many characters.
_ALONG = 20
# An honour of the nation's with its count has so many characters, at the most.
_HONOUR = 26
# So far back a sentence is looked through.
_SENTENCE = 80
# The name of a town has so many characters before it, at the most, and one that leads to it.
_TOWN = 4
# A given name has so many characters, at the most.
_GIVEN = 2
# A place stands so near the beginning of a document's title.
_TITLE = 12
# A code begins with so many figures of its province's.
_PROVINCE = 2
_CLAUSE_END = regex.compile(f"[{CLAUSE_ENDS}\n]")


class _Way(NamedTuple):
    """How a name is said in passing: words before it and what follows.

    weak: it still hints at what the article is about; along: a list of the like goes on behind it; outside: not within
    the province named before it; provinces: where none is named before it, only of whole provinces.
    """

    before: tuple[str, ...]
    behind: regex.Pattern[str]
    weak: bool
    along: bool = False
    outside: bool = False
    provinces: bool = False


class _Title(NamedTuple):
    """How a document's title shows that is only carried out or won: its marks, and words so near before it."""

    opens: str
    closes: str
    before: tuple[str, ...]
    apart: int


_GONE = _Way((), regex.compile(""), weak=False)
_HINT = _GONE._replace(weak=True, along=True)


class Listing:
    """Tells whether names form a list: 太原、大同和阳泉.

    Args:
        folder: the rules.
    """

    def __init__(self, folder: RuleFolder) -> None:
        path, deixis = only_table(folder, "deixis")
        self._between = frozenset(deixis["listing"]["between"])
        self._also = frozenset(deixis["listing"]["also"])
        self._unions = frozenset(deixis["listing"]["unions"])
        self._union_words = tuple(deixis["listing"]["unions"])
        self._with = tuple(deixis["listing"]["with"])
        self._partners = tuple(deixis["listing"]["partners"])
        self._counted = folder.compile(deixis["listing"]["counted"], path=path, rule="listing")

    def joins(self, text: str, end: int, start: int) -> bool:
        """Return whether only a list mark separates the `end` of one name from the `start` of the next."""
        if not 0 < start - end <= _APART:
            return False
        mark = text[end:start]
        return mark in self._also or self._between.issuperset(mark)

    def joins_unions(self, text: str, end: int, start: int) -> bool:
        """Return whether only a union and a list mark separate two names: 丽水市总工会与阿坝州."""
        return text[start - 1 : start] in self._between and text[end : start - 1] in self._unions

    def are_counted(self, text: str, end: int) -> bool:
        """Return whether adjacent names that end at `end` are counted there: 宁波凉山|两市."""
        return self._counted.match(text, end) is not None

    def only_joins(self, text: str, end: int, start: int) -> bool:
        """Return whether what starts at `start` only joins the one before it: 绍兴市总工会联合乐山市总工会."""
        return text.endswith(self._partners, 0, start) and not _CLAUSE_END.search(text, end, start)

    def is_union(self, text: str, start: int, end: int) -> bool:
        """Return whether the name is that of a union or its union follows: 埇桥区|总工会, 区总工会."""
        return text.endswith(self._union_words, start, end) or text.startswith(self._union_words, end)

    def follows_with(self, text: str, start: int) -> bool:
        """Return whether a list that begins at `start` names partners: 与上海、江苏."""
        return text.endswith(self._with, 0, start)


class PassingReader:
    """Finds names mentioned in passing, by the rules of places/guards/.

    Args:
        folder: the rules.
    """

    def __init__(self, folder: RuleFolder) -> None:
        path, guards = only_table(folder, "guards")
        self._from = tuple(word for entry in guards["before"] for word in entry["words"])
        entries = guards["journey"]
        towards = tuple(word for entry in entries for word in entry["before"])
        self._answering = tuple(word for entry in guards["answering"] for word in entry["words"])
        self._asks = frozenset("".join(entry["letters"] for entry in guards["answering"]))
        self._answering_lasts = frozenset(word[-1] for word in self._answering)
        self._reach = max(map(len, (*self._from, *towards)))
        self._lasts = frozenset(word[-1] for word in (*self._from, *towards))
        lists = [entry for entry in entries if entry.get("goes_on")]

        def compiled(chosen: list[Table]) -> regex.Pattern[str]:
            pattern = "|".join(f"(?:{entry['pattern']})" for entry in chosen)
            return folder.compile(pattern, path=path, rule=entries[0]["id"])

        venues = guards["venue"]
        self._venue_before = tuple(word for entry in venues for word in entry["before"])
        self._of_nation = tuple(word for entry in venues for word in entry["national"])
        self._of_whole = tuple(word for entry in venues for word in entry["whole"])
        self._venue = compiled(venues)
        self._ways = [
            _Way(
                tuple(e["before"]),
                compiled([e]),
                e.get("weak", False),
                e.get("goes_on", False),
                e.get("outside", False),
                e.get("provinces", False),
            )
            for e in entries
        ]
        self._goes_on = compiled(lists)
        self._opened = compiled([{"pattern": entry["opened"]} for entry in lists])
        self._nation = tuple(entry["nation"] for entry in lists)
        self._titles = [_Title(e["opens"], e["closes"], tuple(e["before"]), e["apart"]) for e in guards["document"]]
        self._quotes = frozenset(title.opens for title in self._titles)
        person = guards["person"][0]
        self._offices, self._surnames = tuple(person["offices"]), frozenset(person["surnames"])
        self._speaks = tuple(person["speaks"])
        self._told_of, self._of_places = person["told"], frozenset(person["names"])
        superior = guards["superior"][0]
        self._leads, self._leading = superior["opens"], compiled([superior])
        self._asked = compiled([{"pattern": entry["behind"]} for entry in guards["answering"]])
        self._listing = Listing(folder)

    def drop(self, text: str, places: Sequence[Place | None]) -> list[Place | None]:
        """Return the places without those mentioned in passing, including whole lists of them (来自河南、四川)."""
        kept: list[Place | None] = []
        titles = [title for title in self._titles if title.opens in text]
        passed = along = -_ALONG - 1
        for place in places:
            if place is None:
                kept.append(None)
                continue
            if titles and _in_title(text, place.start, titles):
                # What is carried out comes from above: it says at least which province the article is of.
                kept.append(place._replace(weak=True))
                continue
            way = self._way(text, place, along)
            if way is not None and not _goes_away(way, place, kept):
                way = None
            if way is None and self._listing.joins(text, passed, place.start):
                way = _GONE
            kept.append(place if way is None else place._replace(weak=True) if way.weak else None)
            passed = passed if way is None else place.end
            along = place.end if way is not None and way.along else along
        return kept

    def is_won(self, text: str, start: int) -> bool:
        """Return whether a pointing word is part of the title of an honour: 荣获“全省先进集体”等称号4项."""
        return text[start - 1 : start] in self._quotes and _in_title(text, start, self._titles)

    def _is_person(self, text: str, place: Bounded) -> bool:
        """Return whether a name is a given name behind a surname, by the office before or the speech behind it."""
        surname = place.start - 1
        if text[surname : place.start] not in self._surnames:
            return False
        before = surname - 1 if text[surname - 1 : surname].isspace() else surname
        if text.endswith(self._offices, 0, before):
            return True
        if text[before - 1 : before] == self._told_of:
            full = text[place.end - 1] in self._of_places or text[place.end : place.end + 1] in self._of_places
            return place.end - place.start <= _GIVEN and not full
        return not text[surname - 1 : surname].isalpha() and text.startswith(self._speaks, place.end)

    def above(self, text: str, places: Sequence[Place | None]) -> frozenset[str]:
        """Return the units whose unions direct the one that speaks: 在湘潭市总的领导下."""
        if self._leads not in text:
            return frozenset()
        return frozenset(
            place.unit.code
            for place in places
            if place is not None
            and text.startswith(self._leads, place.end)
            and self._leading.match(text, place.end) is not None
        )

    def is_above(self, text: str, place: Bounded) -> bool:
        """Return whether a name is only that of a union directing the one that speaks: 湘潭市|总有关文件."""
        return text.startswith(self._leads, place.end) and self._leading.match(text, place.end) is not None

    def is_venue(self, text: str, place: Bounded) -> bool:
        """Return whether a name is only a venue: 在海口举办."""
        return text.endswith(self._venue_before, 0, place.start) and self._venue.match(text, place.end) is not None

    def is_inside(self, text: str, place: Bounded) -> bool:
        """Return whether a name only gives a location: 在兰州，晴川集团工会…."""
        return text.endswith(self._venue_before, 0, place.start)

    def is_at(self, text: str, place: Bounded, start: int) -> bool:
        """Return whether a name, followed by a comma and `start`, locates what follows: 在琼海市，市总工会."""
        opened = place.end + 1 == start and text[place.end] in COMMAS
        return opened and text.endswith(self._venue_before, 0, place.start)

    def is_of_nation(self, text: str, start: int) -> bool:
        """Return whether the sentence before `start` names something national: 全国表彰大会在北京举行."""
        return self._said_before(text, start, self._of_nation)

    def is_of_whole(self, text: str, start: int) -> bool:
        """Return whether the sentence before `start` names something of a whole province: 全省成果展在太原开展."""
        return self._said_before(text, start, self._of_whole)

    @staticmethod
    def _said_before(text: str, start: int, words: Sequence[str]) -> bool:
        begin = begin_of_sentence(text, start, max(0, start - _SENTENCE))
        return any(text.find(word, begin, start) >= 0 for word in words)

    def is_from(self, text: str, start: int) -> bool:
        """Return whether what starts at `start` is only an origin: 争取自治区总工会补助."""
        return text[start - 1 : start] in self._lasts and text.endswith(self._from, 0, start)

    def is_visited(self, text: str, end: int) -> bool:
        """Return whether a town whose name ends at `end` is only where others act: 县总工会在木格镇举办比赛."""
        return any(word in text[max(0, end - _TOWN) : end] for word in self._venue_before)

    def is_answered(self, text: str, start: int, end: int) -> bool:
        """Return whether a pointing word only names who set a task: 根据市总工会的要求, 和全总的部署."""
        if text[start - 1 : start] in self._answering_lasts and text.endswith(self._answering, 0, start):
            return True
        return text[end : end + 1] in self._asks and self._asked.match(text, end) is not None

    def is_scene(self, text: str, actor_end: int, start: int) -> bool:
        """Return whether what starts at `start` is only where somebody named in the same clause acts: …还在X."""
        if start - actor_end > _ALONG:
            return False
        between = text[actor_end:start]
        return between.endswith(self._venue_before) and not _CLAUSE_END.search(between)

    def _opens_list(self, text: str, start: int) -> bool:
        """Return whether a national honour with its count stands right before: 全国劳模2名，甘肃省劳模19名."""
        begin = max(0, start - _HONOUR)
        if all(text.find(word, begin, start) < 0 for word in self._nation):
            return False
        return self._opened.search(text, begin, start) is not None

    def _way(self, text: str, place: Place, along: int) -> _Way | None:
        """Return the way in which a name is said in passing; None where it is not."""
        # 获河南省技术能手2人、许昌市优秀选手7人: a list of honours goes on.
        if (place.start - along <= _ALONG or self._opens_list(text, place.start)) and self._goes_on.match(
            text, place.end
        ):
            return _HINT
        if self._is_person(text, place):
            return _GONE
        if text[place.start - 1 : place.start] not in self._lasts:
            return None
        before = text[max(0, place.start - self._reach) : place.start]
        if before.endswith(self._from):
            return _GONE
        ways = (way for way in self._ways if before.endswith(way.before) and way.behind.match(text, place.end))
        return next(ways, None)


def _goes_away(way: _Way, place: Place, before: Sequence[Place | None]) -> bool:
    """Return whether a name said in passing is as far away as its way asks: 四川省总工会到四川各地招聘 is at home."""
    last = next((known for known in reversed(before) if known is not None), None) if way.outside else None
    if last is None:
        return not way.provinces or place.unit.level == "province"
    return last.unit.code[:_PROVINCE] != place.unit.code[:_PROVINCE]


def _in_title(text: str, start: int, titles: Sequence[_Title]) -> bool:
    """Return whether a name stands in a title that is only carried out (依据《云南省…办法》) or won."""
    for opens, closes, before, apart in titles:
        opened = text.rfind(opens, max(0, start - _TITLE), start)
        if opened < 0 or text.find(closes, opened, start) >= 0:
            continue
        if any(text.find(word, max(0, opened - apart - len(word)), opened) >= 0 for word in before):
            return True
    return False
