"""Relations that a sentence states between quantities: changes, earlier levels, parts of a total, pairings.

Looks only at sentences and quantities; the words are in `rules/relations.toml`. An uncertain relation is left out:
wrong is worse than missing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import regex

from unionstats.errors import RuleError
from unionstats.numbers.numeral import any_of
from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import CLAUSE_ENDS, COMMAS, LIST_COMMA
from unionstats.types import NO_RELATION, Change, Quantity, Relation, Sentence, Span

_REACH = 24  # characters before a quantity that may hold its verb
_FAR = 200  # characters within which a bracket closes and a clause begins
_MANY = 40  # quantities before and behind 其中 that are looked at
_CLAUSE_END = f"{CLAUSE_ENDS}（）()\n"
_BEHIND_BARE = ("", *_CLAUSE_END, LIST_COMMA)
_POINTS = "个百分点"
_OWN_NOUN = regex.compile(r"\p{Han}{2}")
_SECTIONS = ("change", "earlier", "part", "pairing")


class _Told(NamedTuple):
    """A sentence with all quantities of its article; `members` are the numbers of its own."""

    text: str
    sentence: Sentence
    quantities: Sequence[Quantity]
    members: Sequence[int]


class RelationReader:
    """Reads relations by the rules of a folder."""

    def __init__(self, folder: RuleFolder) -> None:
        words = _merged(folder)
        change, earlier, part, pairing = (words[section] for section in _SECTIONS)
        link = f"{any_of(change['link'])}{{0,2}}[ ]?$"
        inside = f"[^{_CLAUSE_END}]"
        compare = f"{any_of(change['compare'])}(?!{any_of(change['compare_unless'])}){inside}{{1,12}}"
        tail = f"(?:\\p{{Han}}{{0,6}})(?<!{any_of(earlier['to'])})$"
        self._change = regex.compile(
            f"(?P<increase>{any_of(change['increase'])}){link}|(?P<decrease>{any_of(change['decrease'])}){link}"
            f"|(?P<more>{compare}{any_of(change['compare_more'])}{tail})"
            f"|(?P<less>{compare}{any_of(change['compare_less'])}{tail})"
        )
        points = any_of(change["points_more"]), any_of(change["points_less"])
        self._points = regex.compile(f"(?:(?P<more>{points[0]})|(?P<less>{points[1]})){inside}{{0,16}}$")
        shares = any_of(change["share_more"]), any_of(change["share_less"])
        self._names_behind = tuple(change["names_behind"])
        self._share = regex.compile(f"(?:(?P<more>{shares[0]})|(?P<less>{shares[1]})){link}")
        self._from = regex.compile(f"{any_of(earlier['from'])}[^{_CLAUSE_END}{LIST_COMMA}]{{0,10}}$")
        before_to = f"(?:{any_of(earlier['behind'])})?[，,]?[ ]?[^{_CLAUSE_END}{LIST_COMMA}]{{0,14}}"
        behind_to = f"(?:{any_of(earlier['now'])})?[ ]?"
        self._to = regex.compile(f"{before_to}{any_of(earlier['to'])}{behind_to}")
        self._alike = frozenset(part["alike"])
        self._leading = regex.compile(any_of(part["leading"]))
        self._pairing = regex.compile(any_of(pairing["words"]))
        self._joint = regex.compile(f"[ ]?{any_of(pairing['joints'])}[ ]?")
        self._skip = regex.compile(f"{any_of(pairing['skip'])}+")

    def read(self, text: str, sentences: Sequence[Sentence], quantities: Sequence[Quantity]) -> tuple[Relation, ...]:
        """Read the relations of an article's quantities.

        Args:
            text: the whole cleaned page.
            sentences: of the article, in order.
            quantities: of the article, in order.

        Returns:
            One relation per quantity, in their order.
        """
        relations = [NO_RELATION] * len(quantities)
        before: Sequence[int] = ()
        for sentence, members in _by_sentence(sentences, quantities):
            if not members:
                continue
            told = _Told(text, sentence, quantities, members)
            self._read_changes(told, relations)
            self._read_parts(told, before, relations)
            self._read_pairings(told, relations)
            before = members
        return tuple(relations)

    def _read_changes(self, told: _Told, relations: list[Relation]) -> None:
        """Mark amounts of change and the A of 由A增加到B."""
        text, sentence, quantities, members = told
        for position, index in enumerate(members):
            quantity = quantities[index]
            last = members[position - 1] if position else None
            if last is not None and relations[last].earlier:
                continue  # 由4300人减少为3900人: what the change led to
            change = self._change_of(text, sentence, quantity)
            if change is None and last is not None and self._shares_change(text, quantities[last], quantity):
                change = relations[last].change
            following = quantities[members[position + 1]] if position + 1 < len(members) else None
            earlier = following is not None and self._is_earlier(text, sentence, quantity, following)
            if change is not None or earlier:
                relations[index] = Relation(change=None if earlier else change, earlier=earlier)

    def _shares_change(self, text: str, last: Quantity, quantity: Quantity) -> bool:
        """Return whether a quantity goes on a list of changes; behind a comma one with a noun of its own does not."""
        joint = self._joint.fullmatch(text, last.end, quantity.start)
        if joint is None or quantity.unit != last.unit:
            return False
        return joint[0].strip() not in COMMAS or _OWN_NOUN.match(text, quantity.end) is None

    def _change_of(self, text: str, sentence: Sentence, quantity: Quantity) -> Change | None:
        start = max(sentence.start, quantity.start - _REACH)
        found = self._change.search(text, start, quantity.start)
        if found is None and quantity.kind in {"percent", "ratio"}:
            found = self._share.search(text, start, quantity.start)
        if found is None and quantity.unit == _POINTS:
            found = self._points.search(text, start, quantity.start)
        if found is None or (quantity.kind == "count" and text.startswith(self._names_behind, quantity.end)):
            return None
        groups = found.groupdict()
        return "increase" if groups.get("increase") or groups.get("more") else "decrease"

    def _is_earlier(self, text: str, sentence: Sentence, quantity: Quantity, following: Quantity) -> bool:
        if quantity.kind != following.kind:
            return False
        start = max(sentence.start, quantity.start - _REACH)
        return bool(
            self._from.search(text, start, quantity.start) and self._to.fullmatch(text, quantity.end, following.start)
        )

    def _read_parts(self, told: _Told, before: Sequence[int], relations: list[Relation]) -> None:
        """Mark the quantities that 其中 or a bracket makes parts of a total in their sentence or the one before."""
        text, sentence, quantities, members = told
        starts = [found.end() for found in self._leading.finditer(text, sentence.start, sentence.end)]
        for start, until in pairwise((*starts, sentence.end)):
            behind = bisect_left(members, start, key=lambda index: quantities[index].start)
            totals = members[max(0, behind - _MANY) : behind] or before[-_MANY:]
            parts = [index for index in members[behind : behind + _MANY] if quantities[index].start < until]
            self._link_parts(text, quantities, totals, parts, relations)
        for position, (index, following) in enumerate(pairwise(members)):
            opening = quantities[index].end
            if text[opening : opening + 1] in {"(", "（"}:
                closing = _closing(text, opening, sentence.end)
                inside = members[position + 1 : position + _MANY]
                parts = [one for one in inside if quantities[one].start < closing]
                if following in parts:
                    self._link_parts(text, quantities, [index], parts, relations)

    def _link_parts(
        self,
        text: str,
        quantities: Sequence[Quantity],
        totals: Iterable[int],
        parts: Sequence[int],
        relations: list[Relation],
    ) -> None:
        """Make parts point to the nearest total of their kind that is large enough for each of them."""
        candidates = list(totals)[::-1]
        for index in parts:
            part = quantities[index]
            if part.kind in {"percent", "ratio", "duration"} or part.value is None or part.per:
                continue
            for total in candidates:
                whole = quantities[total]
                if self._same_measure(text, whole, part) and not whole.per:
                    if whole.value is not None and whole.value >= part.value:
                        relations[index] = relations[index]._replace(part_of=total)
                    break

    def _same_measure(self, text: str, whole: Quantity, part: Quantity) -> bool:
        """Return whether a part can be of this whole; a bare one may have another measure word (28个，其中北山4家)."""
        if whole.kind != part.kind:
            return False
        alike = {whole.unit, part.unit} <= self._alike and text[part.end : part.end + 1] in _BEHIND_BARE
        return whole.unit == part.unit or part.kind == "people" or alike

    def _read_pairings(self, told: _Told, relations: list[Relation]) -> None:
        """Return each quantity behind 分别, or of a silent pairing, the noun it belongs to."""
        text, sentence, quantities, members = told
        subjects: list[Span] = []
        for run in self._runs(text, quantities, members):
            first = quantities[run[0]].start
            clause = _clause_start(text, sentence.start, first)
            word = next(iter([*self._pairing.finditer(text, clause, first)][::-1]), None)
            nouns = self._nouns(text, clause, word.start() if word else first)
            if word and len(nouns) < len(run):
                nouns = subjects
            if len(nouns) == len(run):
                subjects = nouns
                for index, noun in zip(run, nouns, strict=True):
                    relations[index] = relations[index]._replace(subject=noun)

    def _runs(self, text: str, quantities: Sequence[Quantity], members: Sequence[int]) -> Iterator[list[int]]:
        """Yield the indices of two or more quantities of one kind with nothing but 、 or 和 between them."""
        run: list[int] = []
        for index in members:
            last = quantities[run[-1]] if run else None
            quantity = quantities[index]
            if last and last.kind == quantity.kind and self._joint.fullmatch(text, last.end, quantity.start):
                run.append(index)
                continue
            if len(run) > 1:
                yield run
            run = [index]
        if len(run) > 1:
            yield run

    def _nouns(self, text: str, start: int, end: int) -> list[Span]:
        skipped = self._skip.match(text, start, end)
        start = skipped.end() if skipped else start
        nouns = []
        for joint in self._joint.finditer(text, start, end):
            nouns.append(Span(start, joint.start()))
            start = joint.end()
        nouns.append(Span(start, end))
        return [noun for noun in nouns if noun.start < noun.end]


def _by_sentence(
    sentences: Sequence[Sentence], quantities: Sequence[Quantity]
) -> Iterator[tuple[Sentence, Sequence[int]]]:
    """Yield each sentence with the indices of its quantities."""
    at = 0
    for sentence in sentences:
        first = at
        while at < len(quantities) and quantities[at].start < sentence.end:
            at += 1
        yield sentence, range(first, at)


def _closing(text: str, opening: int, end: int) -> int:
    """Return where the bracket that opens at `opening` closes."""
    depth = 0
    for at in range(opening, min(end, opening + _FAR)):
        depth += (text[at] in "(（") - (text[at] in ")）")
        if depth == 0:
            return at
    return end


def _clause_start(text: str, start: int, end: int) -> int:
    start = max(start, end - _FAR)
    return max([start, *(text.rfind(mark, start, end) + 1 for mark in _CLAUSE_END)])


def _merged(folder: RuleFolder) -> dict[str, dict[str, Any]]:
    merged: dict[str, dict[str, Any]] = {section: {} for section in _SECTIONS}
    for path, table in folder.tables("relations.toml"):
        for section, content in table.items():
            if section not in merged:
                raise RuleError(f"unknown section [{section}]", path=path)
            merged[section].update(content)
    return merged
