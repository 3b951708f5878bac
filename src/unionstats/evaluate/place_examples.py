"""Runs the examples of the place rules: what the resolver says of a figure, and whether a mention is found at all.

Owns which keys of which entries hold examples, and what each kind must show. An example that is a table states what
must be found for its figure: `place`, `province`, `scope`, `organisation`, `adcode`, or `name` for one of the first
two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from unionstats.evaluate.rules_examples import ExampleReader
from unionstats.places.gazetteer import load_gazetteer
from unionstats.places.hosts import HostReader
from unionstats.places.mentions import Mention, MentionFinder
from unionstats.places.passing import PassingReader
from unionstats.places.resolve import PlaceResolver
from unionstats.places.settle import Settler
from unionstats.places.sites import OwnerReader
from unionstats.rules.folder import RuleFolder, Table
from unionstats.types import Edit, PlaceReading

_TOLD: Final = ("province", "place", "scope", "organisation", "adcode")
_UNKNOWN: Final = "unknown"
_ELSEWHERE: Final = frozenset({"abroad", "group"})
# What a scope word is found as.
_FOUND_AS: Final = {"industry": "industry", "pointing": "body", "event": "event"}


class PlaceRooms:
    """The stages that examples are tested with, built once per rule folder."""

    def __init__(self, folder: RuleFolder) -> None:
        gazetteer = load_gazetteer(folder)
        self._examples = ExampleReader(folder)
        self._resolver = PlaceResolver(folder)
        self._finder = MentionFinder(folder, gazetteer)
        self.passing = PassingReader(folder)
        self.hosts = HostReader(folder, gazetteer)
        self.owners = OwnerReader(folder, gazetteer, self._finder, Settler(gazetteer))

    def reading(self, example: Table) -> PlaceReading:
        """Return the place of an example's figure: its quote, or the last figure of the text.

        Raises:
            KeyError: the text has no such figure.
        """
        view = self._examples.view(example["text"], example.get("title"))
        quote = example.get("quote", "")
        at = view.text.rfind(quote)
        told = zip(view.quantities, self._resolver.read(view), strict=True)
        found = [one for quantity, one in told if not quote or (quantity.start < at + len(quote) and at < quantity.end)]
        if at < 0 or not found:
            raise KeyError(f"quote {quote}".strip())
        return found[-1]

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield the mentions in a text, by its words alone."""
        return (mention for mention in self._finder.find(text) if not mention.weak)


_Judge = Callable[[PlaceRooms, Table, Table], str | None]


def _told(rooms: PlaceRooms, _: Table, example: Table) -> str | None:
    reading = rooms.reading(example)
    wrong = [key for key in _TOLD if key in example and (getattr(reading, key) or "") != example[key]]
    if "name" in example and example["name"] not in {reading.place, reading.province}:
        wrong.append("place")
    return f"{wrong[0]} is {getattr(reading, wrong[0]) or 'none'}" if wrong else None


def _is(room: Callable[[PlaceReading, Table], bool]) -> _Judge:
    def judge(rooms: PlaceRooms, entry: Table, example: Table) -> str | None:
        reading = rooms.reading(example)
        if room(reading, entry):
            return None
        return f"is told of {reading.place or reading.province}, {reading.scope}"

    return judge


def _finds(what: Callable[[Mention, Table], bool], *, wanted: bool) -> _Judge:
    def judge(rooms: PlaceRooms, entry: Table, example: Table) -> str | None:
        found = [mention for mention in rooms.mentions(example["text"]) if what(mention, entry)]
        if bool(found) == wanted:
            return None
        return f"{found[0].surface.text} is found" if found else "nothing is found"

    return judge


def _answers(*, wanted: bool) -> _Judge:
    def judge(rooms: PlaceRooms, _: Table, example: Table) -> str | None:
        text = example["text"]
        found = [one for one in rooms.mentions(text) if rooms.passing.is_answered(text, one.start, one.end)]
        if bool(found) == wanted:
            return None
        return f"{found[0].surface.text} is only answered" if found else "nobody is only answered"

    return judge


def _points(mention: Mention, entry: Table) -> bool:
    return mention.surface.pointer is not None and mention.surface.pointer.rule == entry["id"]


def _is_abroad(mention: Mention, _: Table) -> bool:
    return mention.surface.kind == "abroad"


def _is_elsewhere(mention: Mention, _: Table) -> bool:
    return mention.surface.kind in _ELSEWHERE


def _is_scope_word(kind: str) -> Callable[[Mention, Table], bool]:
    return lambda mention, _: mention.surface.kind == kind


def _is_dropped(reading: PlaceReading, entry: Table) -> bool:
    hinted = reading.distance == "article" or reading.scope == "organisation"
    return reading.province == _UNKNOWN or (bool(entry.get("weak")) and hinted)


def _host(rooms: PlaceRooms, _: Table, example: Table) -> str | None:
    unit = rooms.hosts.unit(str(example["host"] if "host" in example else example["text"]))
    code = None if unit is None else unit.code
    return None if code == example.get("code") else f"is told to be {code or 'nobody'}'s"


def _owner(rooms: PlaceRooms, entry: Table, example: Table) -> str | None:
    text = example["text"]
    for kind in entry["kinds"]:
        names = list(rooms.owners.names([Edit(0, len(text), "removed", kind, "", text, "")]))
        if ("owner" in example and example["owner"] not in names) or ("owner" not in example and names):
            return f"names {names[0]}" if names else "names no owner"
    return None


class PlaceStage(NamedTuple):
    """Where examples of one kind stand: the file, the sections of its entries, their key; and who judges them."""

    file: str
    sections: tuple[str, ...]
    key: str
    judge: _Judge


def _stages() -> Iterator[PlaceStage]:
    guards = ("decoy", "after", "left", "surely", "before", "person", "journey", "document")
    yield PlaceStage("guards", guards, "drop", _is(_is_dropped))
    yield PlaceStage("guards", guards, "keep", _told)
    yield PlaceStage("guards", ("book",), "match", _told)
    yield PlaceStage("guards", ("book",), "reject", _is(lambda reading, _: reading.place is None))
    yield PlaceStage("guards", ("answering",), "drop", _answers(wanted=True))
    yield PlaceStage("guards", ("answering",), "keep", _answers(wanted=False))
    yield from (PlaceStage("guards", ("superior",), key, _told) for key in ("match", "reject"))
    yield from (PlaceStage("guards", ("venue",), key, _told) for key in ("drop", "keep", "whose"))
    yield PlaceStage("guards", ("headline", "stem"), "whose", _told)
    yield PlaceStage("deixis", ("deixis",), "match", _finds(_points, wanted=True))
    yield PlaceStage("deixis", ("deixis",), "reject", _finds(_points, wanted=False))
    yield from (PlaceStage("deixis", ("deixis",), key, _told) for key in ("visited", "honours", "goes_on"))
    yield PlaceStage("elsewhere", ("abroad",), "here", _finds(_is_abroad, wanted=False))
    yield PlaceStage("elsewhere", ("abroad", "group"), "match", _finds(_is_elsewhere, wanted=True))
    yield PlaceStage("elsewhere", ("abroad", "group"), "reject", _finds(_is_elsewhere, wanted=False))
    yield PlaceStage("aliases", ("alias",), "match", _is(lambda reading, entry: reading.adcode == entry["code"]))
    yield PlaceStage("aliases", ("alias",), "reject", _is(lambda reading, entry: reading.adcode != entry["code"]))
    yield PlaceStage("organisations", ("enterprise",), "match", _is(lambda one, _: _has_home(one)))
    yield PlaceStage("organisations", ("enterprise",), "reject", _is(lambda one, _: one.province == _UNKNOWN))
    yield PlaceStage("organisations", ("enterprise",), "partners", _told)
    yield from _scope_stages()
    aid = ("match", "reject", "nationwide", "funded", "told", "within", "straightly", "jointly")
    yield from (PlaceStage("aid", ("aid",), key, _told) for key in aid)
    yield from (
        PlaceStage("hosts", ("site", "portal", "official", "spelled"), key, _host) for key in ("match", "reject")
    )
    yield from (PlaceStage("owners", ("owner",), key, _owner) for key in ("match", "reject"))


def _scope_stages() -> Iterator[PlaceStage]:
    yield from (PlaceStage("scope", ("organisation",), key, _told) for key in ("match", "joined"))
    yield PlaceStage("scope", ("organisation",), "reject", _is(lambda reading, _: reading.scope != "organisation"))
    yield PlaceStage("scope", ("page",), "whole", _told)
    yield PlaceStage("scope", ("pointing",), "visited", _told)
    yield from (
        PlaceStage("scope", ("organisation",), key, _told)
        for key in ("visited", "sending", "samples_on", "granted", "sampling", "goes_on")
    )
    yield PlaceStage("scope", ("town",), "towns", _told)
    yield PlaceStage("scope", ("town",), "match", _is(lambda reading, _: reading.scope == "township"))
    yield PlaceStage("scope", ("town",), "reject", _is(lambda reading, _: reading.scope != "township"))
    for section, kind in _FOUND_AS.items():
        yield PlaceStage("scope", (section,), "match", _finds(_is_scope_word(kind), wanted=True))
        yield PlaceStage("scope", (section,), "reject", _finds(_is_scope_word(kind), wanted=False))
    for key in ("match", "reject"):
        yield PlaceStage("scope", ("entrants", "story", "visit", "case"), key, _told)
    yield from (PlaceStage("scope", ("story",), key, _told) for key in ("fairs", "days", "wide"))
    yield PlaceStage("scope", ("event",), "told", _told)


def _has_home(reading: PlaceReading) -> bool:
    return reading.scope == "organisation" and reading.province != _UNKNOWN


PLACE_STAGES: Final = tuple(_stages())


@lru_cache(maxsize=1)
def rooms_of(folder: RuleFolder) -> PlaceRooms:
    """Return the stages for a rule folder, built once."""
    return PlaceRooms(folder)


def judge_of(stage: PlaceStage) -> Callable[[RuleFolder], Callable[[Table, str, Any], str | None]]:
    """Return the judge of a stage, which returns what is wrong with an example."""

    def made(folder: RuleFolder) -> Callable[[Table, str, Any], str | None]:
        return lambda entry, _, example: stage.judge(rooms_of(folder), entry, example)

    return made
