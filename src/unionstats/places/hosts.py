"""The place that a host name belongs to: known addresses, channels of national sites, and place names in pinyin.

Reads rules/places/hosts.toml and pinyin.csv. An address that fits two places gives none.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from unionstats.errors import RuleError
from unionstats.places.gazetteer import Gazetteer, Unit
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder, Table

_KNOWN_HOSTS = 4096
# Shorter spellings (jian, dali) are words of other languages and letters of other names.
_LEAST_SPELLED = 5
# In front of gov.cn itself even short ones are names.
_LEAST_OFFICIAL = 4


class HostReader:
    """Reads hosts by the rules of hosts.toml.

    Args:
        folder: the rules.
        gazetteer: whose units the codes name.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        path, table = only_table(folder, "hosts")
        self._sites = _joined(_homes(table["site"]))
        self._portals = {end: entry["labels"] for entry in table["portal"] for end in entry["ends"]}
        self._official = {end: e["letters"] | e["owned"] for e in table["official"] for end in e["ends"]}
        self._other = _joined((label, code) for entry in table["spelled"] for label, code in entry["labels"].items())
        self._behind = tuple(word for entry in table["spelled"] for word in entry["behind"])
        self._before = tuple(word for entry in table["spelled"] for word in entry["before"])
        tables = (self._sites, *self._portals.values(), *self._official.values(), self._other)
        for code in {code for table in tables for code in table.values()}:
            if code not in gazetteer:
                raise RuleError(f"unknown code {code}", path=path)
        self._spelled = _read_spellings(folder)
        self._unit = lru_cache(maxsize=_KNOWN_HOSTS)(self._read)

    def unit(self, host: str) -> Unit | None:
        """Return the place that a host belongs to; None if it names none or fits two."""
        return self._unit(host.lower())

    def _read(self, host: str) -> Unit | None:
        labels = host.split(".")
        for at in range(len(labels)):
            end = ".".join(labels[at:])
            if end in self._sites:
                return self._within(self._sites[end], labels[:at])
            if end in self._portals:
                return self._known(next(filter(None, map(self._portals[end].get, reversed(labels[:at]))), None))
            if end in self._official:
                return self._of_government(self._official[end], labels[:at])
        return self._known(next(filter(None, map(self._of_other, labels[:-1])), None))

    def _known(self, code: str | None) -> Unit | None:
        return None if code is None else self._gazetteer.unit(code)

    def _within(self, code: str, labels: Iterable[str]) -> Unit:
        """Return the smallest place within a unit that the labels before it spell, from right to left."""
        holds = self._gazetteer.holds
        for label in reversed(list(labels)):
            inner = [found for found in self._spelled.get(label, ()) if found != code and holds(code, found)]
            if len(inner) == 1:
                code = inner[0]
        return self._gazetteer.unit(code)

    def _of_government(self, letters: Mapping[str, str], labels: list[str]) -> Unit | None:
        for at in range(len(labels) - 1, -1, -1):
            label = labels[at]
            spelled = self._spelled.get(label, ())
            least = _LEAST_OFFICIAL if at == len(labels) - 1 else _LEAST_SPELLED
            code = letters.get(label) or (spelled[0] if len(spelled) == 1 and len(label) >= least else None)
            if code is not None:
                return self._within(code, labels[:at])
        return None

    def _of_other(self, label: str) -> str | None:
        """Return the prefecture that a label spells, alone or with what the site is."""
        if label in self._other:
            return self._other[label]
        for before in self._before:
            for behind in self._behind:
                stem = label.removeprefix(before).removesuffix(behind)
                if len(stem) + len(before) + len(behind) == len(label) and len(stem) >= _LEAST_SPELLED:
                    spelled = self._spelled.get(stem, ())
                    if len(spelled) == 1 and self._gazetteer.level(spelled[0]) == "prefecture":
                        return spelled[0]
        return None


def _homes(entries: Iterable[Table]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        for home in entry["homes"]:
            yield from ((host, home["home"]) for host in home["hosts"])


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a table without the keys that two places claim."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, code in pairs:
        found[key].add(code)
    return {key: codes.pop() for key, codes in found.items() if len(codes) == 1}


def _read_spellings(folder: RuleFolder) -> dict[str, tuple[str, ...]]:
    """Read which units a spelling may mean.

    Raises:
        RuleError: a row is damaged; names file and line.
    """
    spelled: dict[str, tuple[str, ...]] = {}
    for path in folder.files("places/pinyin.csv"):
        for number, row in _rows(path):
            try:
                spelled[row["spelling"]] = (*spelled.get(row["spelling"], ()), row["code"])
            except KeyError as missing:
                raise RuleError(f"no row of spellings: it lacks {missing}", path=path, line=number) from missing
    return spelled


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from enumerate(csv.DictReader(lines), 2)
