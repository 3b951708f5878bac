"""The day of publication in lines above and below a text that no noise rule read as a byline.

Owns where such a line may stand and what it may contain; the forms of dates and labels are data in rules/stamps.toml.
Removes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import regex

from unionstats.rules.folder import RuleFolder
from unionstats.rules.keys import check_keys
from unionstats.rules.outline import with_first
from unionstats.text.bylines import url_date
from unionstats.text.datenumbers import read_number, read_republic_year, read_year
from unionstats.text.lines import is_prose, split_lines

_RULES = "stamps.toml"
_SECTIONS = frozenset({"form", "line"})
_LINES = frozenset(
    {"label", "weak_label", "beside", "span", "closing", "ended", "opening", "parted", "signer", "library"}
)
_NEEDED = frozenset({"id", "why", "pattern", "match", "reject"})
# A stamp stands within so many lines over the first prose of the page, or under its last.
_OVER, _UNDER = 14, 8
_LONGEST = 160
# What a date without a label may leave of its line: headline and stamp over the text, a body's name under it.
_REST_OVER, _REST_UNDER = 30, 12
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEARS = range(1990, 2100)  # Chinese news on the web begins here
_ADDRESS = regex.compile(r"https?://[\w./?=&-]{8,200}")
_SIGNED = 3  # lines under a text in which it is signed
_FOOT = 400  # characters in which a page prints its own address
_EDGES = 3_000  # characters at either end of a page in which a library's words stand


class Edges(NamedTuple):
    """The lines above and below the running text of a page, and its first and last line, if it has any."""

    over: list[str]
    opening: str | None
    closing: str | None
    under: list[str]


def find_edges(text: str) -> Edges:
    """Return the lines around the running text, where stamps may stand."""
    lines = [line.text for line in split_lines(text)]
    first = next((number for number, line in enumerate(lines) if is_prose(line)), None)
    if first is None:
        return Edges(lines[-_OVER:], None, None, [])
    last = next(number for number in range(len(lines) - 1, -1, -1) if is_prose(lines[number]))
    return Edges(lines[max(0, first - _OVER) : first], lines[first], lines[last], lines[last + 1 : last + 1 + _UNDER])


class StampReader:
    """Reads days of publication by the rules of rules/stamps.toml.

    Args:
        folder: the rules.

    Raises:
        RuleError: a rule that cannot be used; names file, rule and line.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._forms, self._lines = _read_rules(folder)

    def is_library(self, text: str) -> bool:
        """Return whether a page belongs to a library of sample texts, whose date is only that of the upload."""
        return any(self._lines["library"].search(edge) for edge in (text[:_EDGES], text[_EDGES:][-_EDGES:]))

    def read(self, edges: Edges) -> date | None:
        """Return the day on which a page was published; None if its edges give none or several."""
        under = edges.under
        return (
            next(iter(sorted(self._labels(edges.over, weak=True))), None)
            or _single(self._bare(edges.over, _REST_OVER))
            or (self._opened(edges.opening) if edges.opening else None)
            or (self._closed(edges.opening, "ended") if edges.opening else None)
            or next(self._labels(under, weak=False), None)
            or (self._closed(edges.closing, "closing") if edges.closing else None)
            or _single(self._bare([line for line in under if not self._lines["weak_label"].search(line)], _REST_UNDER))
        )

    def signed(self, edges: Edges) -> date | None:
        """Return the day under the name of the body that signs a text; None if nobody signs."""
        for above, below in pairwise(edges.under[: _SIGNED + 1]):
            found = (
                self._forms.fullmatch(below)
                if len(above) <= _REST_OVER and self._lines["signer"].search(above)
                else None
            )
            if found and (day := _day_of(found)):
                return day
        return None

    def address(self, text: str) -> str | None:
        """Return the page's address as printed under its text: the only one there that contains a date."""
        printed = {found[0] for found in _ADDRESS.finditer(text[-_FOOT:]) if url_date(found[0])}
        return printed.pop() if len(printed) == 1 else None

    def _labels(self, lines: Iterable[str], *, weak: bool) -> Iterator[date]:
        for line in lines:
            found = self._lines["label"].search(line[:_LONGEST])
            if (
                found
                and (weak or self._lines["weak_label"].match(line, found.start()) is None)
                and (day := _day_of(found))
            ):
                yield day

    def _bare(self, lines: Sequence[str], most: int) -> Iterator[date]:
        """Yield the days of lines that hold little else; also of two lines that hold one between them."""
        for line in lines:
            found = self._forms.search(line) if len(line) <= _LONGEST else None
            if found is None or self._lines["span"].match(line, found.end()):
                continue
            rest = self._lines["beside"].sub("", line[: found.start()] + "\n" + line[found.end() :]).replace("\n", "")
            if len(rest) <= most and (day := _day_of(found)):
                yield day
        for above, below in pairwise(lines):
            found = (
                self._lines["parted"].match(f"{above} {below}")
                if len(above) + len(below) < 2 * len("2021-09-03")
                else None
            )
            if found and (day := _day_of(found)):
                yield day

    def _opened(self, line: str) -> date | None:
        found = self._lines["opening"].match(line[:_LONGEST])
        return _day_of(found) if found else None

    def _closed(self, line: str, kind: str) -> date | None:
        found = self._lines[kind].search(line[-_LONGEST:])
        return _day_of(found) if found else None


def _read_rules(folder: RuleFolder) -> tuple[regex.Pattern[str], dict[str, regex.Pattern[str]]]:
    """Return what finds a date without a label, and the lines; a later layer replaces forms of the same id."""
    forms: dict[str, tuple[str, bool]] = {}
    lines: dict[str, tuple[Path, str]] = {}
    for path, table in folder.tables(_RULES):
        check_keys(table, path, allowed=_SECTIONS)
        for form in table.get("form", ()):
            check_keys(form, path, needed=_NEEDED, allowed=("labelled",))
            folder.compile(form["pattern"], path=path, rule=form["id"])  # so that a fault names its own form
            forms[form["id"]] = form["pattern"], form.get("labelled", False)
        named = table.get("line", {})
        check_keys(named, path, allowed=_LINES)
        lines |= {name: (path, pattern) for name, pattern in named.items()}
    bare = "|".join(pattern for pattern, labelled in forms.values() if not labelled)
    every = "|".join(pattern for pattern, _ in forms.values())
    found = {}
    for name, (path, pattern) in lines.items():
        source = pattern.replace("{date}", f"(?:{bare})") + (f"(?:{every})" if name == "label" else "")
        found[name] = folder.compile(source, path=path, rule=name)
    return folder.compile(with_first(folder.expand(bare, path=path, rule="form")), path=path, rule="form"), found


def _single(days: Iterable[date]) -> date | None:
    """Return the only day among some: several belong to a list of news."""
    known = set(days)
    return known.pop() if len(known) == 1 else None


def _day_of(found: regex.Match[str]) -> date | None:
    said = {name: words for name, words in found.groupdict().items() if words}
    year = read_republic_year(said["roc"]) if "roc" in said else read_year(said["year"])
    month = said["month"].lower()
    try:
        day = date(year, _MONTHS.index(month) + 1 if month in _MONTHS else read_number(month), read_number(said["day"]))
    except ValueError:
        return None
    return day if day.year in _YEARS else None
