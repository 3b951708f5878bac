"""The word list of the place automaton: names, pointing words, bodies, events and decoys, with what each may mean.

Reads the hand-kept files of rules/places/ into one table of surfaces for `mentions`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from unionstats.errors import RuleError
from unionstats.places.gazetteer import Gazetteer, Risk, Unit
from unionstats.rules.folder import RuleFolder, Table

SurfaceKind = Literal[
    "name", "pointer", "enterprise", "medium", "suffix", "industry", "body", "event", "abroad", "group", "decoy"
]

# Where two kinds claim one word, the kind named first has it.
_ORDER: tuple[SurfaceKind, ...] = (
    "decoy", "pointer", "name", "enterprise", "industry", "body", "event", "suffix", "group", "abroad", "medium",
)  # fmt: skip


# A full name of two letters (成县) is spelled by the ends and beginnings of other words, too.
_SHORT = 2


class Candidate(NamedTuple):
    """A unit that a surface may name, and how reliable that is."""

    unit: Unit
    risk: Risk
    full: bool


@dataclass(frozen=True, slots=True)
class Pointer:
    """How a pointing word is bound: 我省 means a province, the article's own rather than the nearest.

    speaker: "self" for words of the article's own voice (我省), "union" for unions without a name (省总), else "".
    """

    rule: str
    binds: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Surface:
    """A word to look for, with everything it can mean.

    `not_before`, `not_after` are neighbouring characters that make it another word; `full`: it is some unit's name in
    full; `bound`: too short to stand behind any word; `chained`: it means a unit only right after the name of one that
    holds it; `doubtful`: a name that needs support; `park`: a zone, not a firm; `dated`: it counts only in a
    sentence that tells of a day; `behind`: right behind one of these (在湘), where it begins no longer name (在湘潭).
    """

    text: str
    kind: SurfaceKind
    candidates: tuple[Candidate, ...] = ()
    pointer: Pointer | None = None
    not_before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    alias: bool = False
    park: bool = False
    full: bool = False
    chained: bool = False
    doubtful: bool = False
    bound: bool = False
    dated: bool = False
    behind: frozenset[str] = frozenset()


def load_surfaces(folder: RuleFolder, gazetteer: Gazetteer) -> tuple[Surface, ...]:
    """Return all words that place resolution looks for, each once, sorted.

    Raises:
        RuleError: an entry names an unknown code or lacks a field.
    """
    surfaces: dict[str, Surface] = {}
    for surface in _all_surfaces(folder, gazetteer):
        known = surfaces.get(surface.text)
        surfaces[surface.text] = surface if known is None else _joined(known, surface)
    return tuple(_summed(surfaces[text]) for text in sorted(surfaces))


def _summed(surface: Surface) -> Surface:
    full = any(candidate.full for candidate in surface.candidates)
    chained = bool(surface.candidates) and all(candidate.risk == "chain" for candidate in surface.candidates)
    bound = bool(surface.behind) or (full and surface.kind == "name" and len(surface.text) == _SHORT)
    doubtful = any(candidate.risk == "article" for candidate in surface.candidates)
    if not (full or chained or doubtful or bound):
        return surface
    return replace(surface, full=full, chained=chained, doubtful=doubtful, bound=bound)


def _joined(one: Surface, other: Surface) -> Surface:
    if one.kind == other.kind == "name":
        seen = {(candidate.unit.code, candidate.unit.name) for candidate in one.candidates}
        new = tuple(c for c in other.candidates if (c.unit.code, c.unit.name) not in seen)
        return replace(one, candidates=(*one.candidates, *new), alias=one.alias or other.alias)
    return min(one, other, key=lambda surface: _ORDER.index(surface.kind))


def _all_surfaces(folder: RuleFolder, gazetteer: Gazetteer) -> Iterator[Surface]:
    yield from _names(gazetteer)
    for file, read in _READERS.items():
        for found in folder.rule_files(f"places/{file}.toml"):
            try:
                yield from read(found.whole, gazetteer)
            except KeyError as missing:
                raise RuleError(f"unknown code or missing field: {missing}", path=found.path) from missing


def _names(gazetteer: Gazetteer) -> Iterator[Surface]:
    for unit in gazetteer.units:
        yield Surface(unit.name, "name", (Candidate(unit, unit.full_risk, full=True),))
        for form in unit.short:
            # 恩施州, 张家川县: abbreviated, yet as sure as the full name; only the bare stem is risky.
            sure = form != unit.short[-1] or form[-1:] == unit.name[-1:]
            if sure or unit.short_risk != "never":
                yield Surface(form, "name", (Candidate(unit, "alone" if sure else unit.short_risk, full=False),))


def _aliases(table: Table, gazetteer: Gazetteer) -> Iterator[Surface]:
    for entry in table["alias"]:
        unit = gazetteer.unit(_known(entry["code"], gazetteer))
        for name in entry["names"]:
            yield Surface(name, "name", (Candidate(unit, entry.get("risk", "alone"), full=False),), alias=True)
    endings = tuple(table.get("shortened", {}).get("endings", ()))
    for unit in gazetteer.units if endings else ():
        ending = next((ending for ending in endings if unit.name.endswith(ending)), None)
        if ending is not None and unit.short:
            yield Surface(unit.short[-1] + ending, "name", (Candidate(unit, "alone", full=False),))
    for letter, code in table.get("abbreviations", {}).get("letters", {}).items():
        unit = gazetteer.unit(_known(code, gazetteer))
        behind = frozenset(table["abbreviations"]["before"])
        yield Surface(letter, "name", (Candidate(unit, "alone", full=False),), behind=behind)


def _pointers(table: Table, _: Gazetteer) -> Iterator[Surface]:
    for entry in table["deixis"]:
        pointer = Pointer(entry["id"], entry["binds"], entry.get("speaker", ""))
        if pointer.binds not in table["fits"]:
            raise KeyError(pointer.binds)
        yield from (_bounded(entry, word, "pointer", pointer=pointer) for word in entry["words"])


def _bounded(entry: Table, word: str, kind: SurfaceKind, pointer: Pointer | None = None) -> Surface:
    before, after = frozenset(entry.get("not_before", "")), frozenset(entry.get("not_after", ""))
    return Surface(word, kind, pointer=pointer, not_before=before, not_after=after, dated="day" in entry)


def _guards(table: Table, gazetteer: Gazetteer) -> Iterator[Surface]:
    for entry in table["decoy"]:
        yield from (Surface(word, "decoy") for word in entry["words"])
    # 南部年鉴: a stem that no text may be believed for is, in the name of a book of the place.
    books = [word for entry in table["book"] for word in entry["words"]]
    for unit in gazetteer.units if books else ():
        if unit.short and unit.short_risk == "never":
            candidates = (Candidate(unit, "alone", full=False),)
            yield from (Surface(unit.short[-1] + word, "name", candidates) for word in books)


def _bodies(table: Table, gazetteer: Gazetteer) -> Iterator[Surface]:
    kinds: tuple[SurfaceKind, ...] = ("enterprise", "medium")
    for kind in kinds:
        for entry in table.get(kind, ()):
            for home in entry["homes"]:
                code = home["home"]
                candidates = (Candidate(gazetteer.unit(_known(code, gazetteer)), "alone", full=False),) if code else ()
                yield from (Surface(name, kind, candidates) for name in home["names"])


def _scopes(table: Table, _: Gazetteer) -> Iterator[Surface]:
    for entry in table["organisation"]:
        parks = set(entry["parks"])
        yield from (Surface(word, "suffix", park=word in parks) for word in entry["suffixes"])
    kinds: tuple[tuple[str, SurfaceKind], ...] = (("industry", "industry"), ("pointing", "body"), ("event", "event"))
    for section, kind in kinds:
        for entry in table[section]:
            yield from (_bounded(entry, word, kind) for word in entry["words"])


def _elsewhere(table: Table, _: Gazetteer) -> Iterator[Surface]:
    kinds: tuple[SurfaceKind, ...] = ("abroad", "group")
    for kind in kinds:
        for entry in table[kind]:
            yield from (Surface(word, kind) for word in entry["words"])


def _known(code: str, gazetteer: Gazetteer) -> str:
    if code not in gazetteer:
        raise KeyError(code)
    return code


_READERS: dict[str, Callable[[dict[str, Any], Gazetteer], Iterator[Surface]]] = {
    "aliases": _aliases,
    "deixis": _pointers,
    "guards": _guards,
    "organisations": _bodies,
    "scope": _scopes,
    "elsewhere": _elsewhere,
}


def only_table(folder: RuleFolder, name: str) -> tuple[Path, Table]:
    """Return the topmost layer's table of a file of rules/places/: settings that are replaced as a whole.

    Raises:
        RuleError: no layer has the file.
    """
    files = list(folder.rule_files(f"places/{name}.toml"))
    if not files:
        raise RuleError("missing from the rules", path=f"places/{name}.toml")
    return files[-1].path, files[-1].whole
