"""Rules that cut within lines or over line ends, and what of a page tells them where to look.

Owns which of them are tried where: a page is searched line by line for all trigger words, and a line that was seen
before is not searched again; a rule that found nothing in a line is not tried on it in the next pass.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from typing import Final

from unionstats.rules.standard import quick
from unionstats.text.edits import Change, TrackedText
from unionstats.text.lines import HEADING_LENGTH, Line, split_lines
from unionstats.text.noise.brands.owners import owner_cuts
from unionstats.text.noise.cut_edges import with_damage, with_pair
from unionstats.text.noise.definitions import SPAM_KINDS, NoiseRule
from unionstats.text.noise.keywords import InjectedKeywords
from unionstats.text.noise.line_rules import speaks
from unionstats.text.noise.marks import Mark, marks_of, says_something
from unionstats.text.noise.triggers import Triggers
from unionstats.text.noise.verdict import Verdict

# What is cut out of a headline by rules of these kinds leaves the headline.
_LEAVES = SPAM_KINDS | {"duplicate_title"}
_KNOWN_LINES: Final = 4096

# Proposes cuts in a whole page.
_Finder = Callable[[TrackedText, list[Mark]], Iterable[Change]]


@dataclass(slots=True)
class _Hits:
    """What the trigger words of a line are of.

    `within`: rules that cut in lines, less those that found nothing here; `over`: finders that see the whole page;
    `counted`: rules that ask for several triggers in the page, or for a host, once for each trigger; `topical`: words
    of other topics, each with the place of its last character behind the line's first.
    """

    within: list[int]
    over: tuple[int, ...]
    counted: tuple[int, ...]
    topical: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of a page, what stands in them, and the rules that are not tried on this page as it is now."""

    lines: Sequence[Line]
    hits: Sequence[_Hits]
    untried: frozenset[int]

    @property
    def over(self) -> list[int]:
        """The finders that see the whole page, of those that may find something, in order."""
        return sorted({number for hits in self.hits for number in hits.over} - self.untried)

    @property
    def topical(self) -> list[tuple[int, int]]:
        """Where in the page (its last character) which word of another topic stands."""
        return [
            (line.start + at, word)
            for line, hits in zip(self.lines, self.hits, strict=True)
            for at, word in hits.topical
        ]


class InlineRules:
    """The rules that cut within lines or over line ends, compiled.

    Args:
        rules: of such scopes, and those that take sentences.
        topical: words of other topics, which are looked for in the same search.
        keywords: search words of trades.
    """

    def __init__(self, rules: Sequence[NoiseRule], topical: Sequence[str], keywords: InjectedKeywords) -> None:
        self._rules = rules
        # Numbers of rules, then of trades, then of words.
        self._finders: dict[int, _Finder] = dict(_finders(rules, keywords))
        self._first_word = len(rules) + len(keywords.triggers)
        self._counted = {number: rule for number, rule in enumerate(rules) if rule.least > 1 or rule.hosts}
        words = ((word,) for word in topical)
        self._triggers = Triggers([*(rule.trigger for rule in rules), *keywords.triggers, *words])
        # The pages of a site repeat its furniture.
        self._known = lru_cache(maxsize=_KNOWN_LINES)(self._look)

    def looker(self, others: frozenset[str]) -> Callable[[str], Found]:
        """Return what looks at a page, as often as it has changed.

        Args:
            others: ids of rules for the pages of other hosts.
        """
        return partial(self._find, others, {})

    def _find(self, others: frozenset[str], seen: dict[str, _Hits], text: str) -> Found:
        lines = split_lines(text)
        found: list[_Hits] = []
        for line in lines:
            # A trigger may begin or end with the sign beside the line.
            piece = text[max(0, line.start - 1) : line.end + 1]
            hits = seen.get(piece)
            if hits is None:
                first = line.start and 1
                hits = seen[piece] = (self._known if len(line.text) <= HEADING_LENGTH else self._look)(piece, first)
            found.append(hits)
        return Found(lines, found, self._untried(found, others))

    def _look(self, piece: str, first: int) -> _Hits:
        """Return what stands in a line, with the signs beside it; `first` is the number of those before it."""
        triggers, behind = sorted(self._triggers.find(piece)), self._first_word
        of_rules = [number for _, number in triggers if number < behind]
        rules = sorted(set(of_rules))
        return _Hits(
            within=[number for number in rules if number not in self._finders],
            over=tuple(number for number in rules if number in self._finders),
            counted=tuple(number for number in of_rules if number in self._counted),
            topical=tuple((at - first, number - behind) for at, number in triggers if number >= behind),
        )

    def _untried(self, found: Iterable[_Hits], others: frozenset[str]) -> frozenset[int]:
        """Return the rules whose triggers stand too seldom in the page, or that are for other hosts."""
        counted = [number for hits in found for number in hits.counted]
        if not counted:
            return frozenset()
        seen = Counter(counted)
        rules = ((number, self._counted[number]) for number in seen)
        return frozenset(number for number, rule in rules if seen[number] < rule.least or rule.id in others)

    def over_lines(self, text: TrackedText, found: Found, marks: list[Mark]) -> list[Change]:
        """Return the cuts that may run over line ends."""
        return apart(chain.from_iterable(self._finders[number](text, marks) for number in found.over))

    def within_lines(
        self, text: TrackedText, verdicts: Sequence[Verdict], found: Found, marks: list[Mark]
    ) -> dict[int, list[Change]]:
        """Return, by number of the line, what its rules cut; note the sentences that go as a whole."""
        cuts: dict[int, list[Change]] = defaultdict(list)
        for line, hits in enumerate(found.hits):
            if not hits.within:
                continue
            in_vain = set()
            for number in hits.within:
                if number in found.untried:
                    continue
                rule, verdict = self._rules[number], verdicts[line]
                if rule.scope == "inline" and (of_rule := list(cuts_of(rule, text, verdict.line, marks))):
                    cuts[line] += of_rule
                elif rule.scope != "inline" and speaks(rule, verdict.line.text):
                    verdict.note(rule)
                else:
                    in_vain.add(number)
            if in_vain:
                hits.within = [number for number in hits.within if number not in in_vain]
        return cuts


def _finders(rules: Sequence[NoiseRule], keywords: InjectedKeywords) -> Iterator[tuple[int, _Finder]]:
    """Yield what sees the whole page, by number: rules that run over line ends, owners' names, trades."""
    for number, rule in enumerate(rules):
        if rule.scope == "span" and rule.page is not None:
            yield number, partial(_over_owners, rule)
        elif rule.scope == "span":
            yield number, partial(_over_page, rule)
    for trade in range(len(keywords.triggers)):
        yield len(rules) + trade, partial(_over_trade, keywords, trade)


def _over_owners(rule: NoiseRule, text: TrackedText, _: list[Mark]) -> Iterable[Change]:
    return owner_cuts(rule, text.text)


def _over_page(rule: NoiseRule, text: TrackedText, marks: list[Mark]) -> Iterable[Change]:
    return cuts_of(rule, text, Line(0, len(text.text), text.text, blank_before=False), marks)


def _over_trade(keywords: InjectedKeywords, trade: int, text: TrackedText, _: list[Mark]) -> Iterable[Change]:
    return keywords.find(text.text, trade)


def cuts_of(rule: NoiseRule, text: TrackedText, line: Line, marks: list[Mark]) -> Iterator[Change]:
    """Yield what a rule cuts in a line, and add what that says to the marks."""
    for found in quick(rule.pattern).finditer(line.text):
        if found.end() == found.start():
            continue
        start, end = line.start + found.start(), line.start + found.end()
        if says_something(rule):
            marks.extend(marks_of(rule, found, text.raw_at(start)))
        start, end = with_damage(text.text, line, start, end)
        if rule.kind in _LEAVES and not rule.replacement:
            start, end = with_pair(text.text, start, end)
        yield Change(start, end, rule.replacement, rule.kind, rule.id)


def note_left(verdicts: Sequence[Verdict], cuts: dict[int, list[Change]]) -> None:
    """Note what is left of short lines without the spam, or the label of a headline, that is cut out of them."""
    for number, found in cuts.items():
        line = verdicts[number].line
        if len(line.text) <= HEADING_LENGTH * 2 and any(cut.kind in _LEAVES for cut in found):
            left = line.text
            for cut in reversed(apart(found)):
                left = left[: cut.start - line.start] + left[cut.end - line.start :]
            verdicts[number].left = left


def apart(cuts: Iterable[Change]) -> list[Change]:
    """Return the cuts that don't overlap an earlier or, from the same place, a longer one."""
    found: list[Change] = []
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        if not found or cut.start >= found[-1].end:
            found.append(cut)
    return found
