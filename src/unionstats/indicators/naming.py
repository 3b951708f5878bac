"""Names every quantity of an article: its indicator, the rule that decided, and the words that say what is counted.

Tries in this order: the quantity's own words, words shared with the quantity before it (45户、12人), then the name of
its total or of the level that it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from unionstats.indicators.frame import Frame, Framer, with_words_to
from unionstats.indicators.lenders import (
    Repetition,
    comparable,
    is_next_row,
    is_same_row,
    items_before,
    levels,
    levels_behind,
    like_before,
    people_before,
    totals,
    wholes,
)
from unionstats.indicators.match import Candidate, Matcher
from unionstats.indicators.measure import Measurer
from unionstats.indicators.model import Indicator, load_indicators
from unionstats.rules.folder import RuleFolder
from unionstats.types import ArticleView, Naming

# A name with so little evidence yields to one that the topic gives.
_WEAK = 4


class _Named(NamedTuple):
    """A quantity's candidate, and the frame in which it fits."""

    candidate: Candidate | None
    frame: Frame


class Namer:
    """Names quantities by the rules of a folder.

    Args:
        folder: its `indicators/*.toml` and `measure.toml` are read and compiled once.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self.indicators: dict[str, Indicator] = load_indicators(folder)
        self._framer = Framer(folder)
        self._repetition = Repetition(folder)
        self.matcher = Matcher(rule for indicator in self.indicators.values() for rule in indicator.rules)
        self._measurer = Measurer(folder)

    def prepare(self) -> None:
        """Load now what would otherwise be loaded on first use."""
        self._measurer.prepare()

    def read(self, view: ArticleView) -> tuple[Naming, ...]:
        """Return one Naming per quantity of the view, in order."""
        names: list[Naming] = []
        for index, named in enumerate(self._named(view)):
            name = self._naming(named)
            if not name.measure and index and view.sentence_of[index] == view.sentence_of[index - 1]:
                # ，占18.2%: no word of its own; it measures what the quantity before it counts.
                name = name._replace(measure=names[-1].measure)
            names.append(name)
        return tuple(names)

    def rivals(self, view: ArticleView, index: int) -> list[Candidate]:
        """Return all rules that fit quantity `index` by its own words, best first (used to check rules)."""
        frame = list(self._framer.frames(view))[index]
        triggers = self.matcher.triggers(frame.text)
        changed = view.relations[index].change is not None
        return self.matcher.candidates(frame, view.quantities[index], triggers, changed=changed)

    def _named(self, view: ArticleView) -> list[_Named]:
        named: list[_Named] = []
        text: str | None = None
        triggers: list[tuple[int, int]] = []
        for index, frame in enumerate(self._framer.frames(view)):
            if frame.text is not text:
                text, triggers = frame.text, self.matcher.triggers(frame.text)
            if frame.headed:  # its column's words are all that it has
                named.append(self._by_own_words(view, index, frame, triggers) or _Named(None, frame))
            else:
                named.append(self._name(view, index, frame, triggers, named))
        for index, (candidate, frame) in enumerate(named):
            if candidate is None and (view.relations[index].change is not None or self._framer.is_base(frame)):
                named[index] = _lent(view, index, levels_behind(view, index), named) or named[index]
        return named

    def _name(
        self,
        view: ArticleView,
        index: int,
        frame: Frame,
        triggers: Sequence[tuple[int, int]],
        earlier: Sequence[_Named],
    ) -> _Named:
        changed = view.relations[index].change is not None
        named = self._by_own_words(view, index, frame, triggers)
        if named is None and not changed:
            named = self._by_shared_words(view, index, frame, triggers)
        if named is not None and not changed:
            named = self._by_topic(view, index, earlier, named)
            if named is None:
                return self._by_context(view, index, frame, triggers, earlier) or _Named(None, frame)
        if named is not None and self._is_share_of_flow(view, index, frame, named, earlier):
            return _lent(view, index, totals(view, index), earlier) or _Named(None, frame)
        # A change names the level it changes before it shares words with whatever stands last.
        named = named or _lent(view, index, self._lenders(view, index, frame), earlier)
        if named is None and changed:
            named = self._by_shared_words(view, index, frame, triggers)
        if named is None:
            named = self._by_predicate(view, index, frame, triggers)
        if named is None and (listed := self._framer.listed(frame)) is not None:
            named = self._by_rules(view, index, listed, triggers)
        if named is None and not changed:
            named = self._by_context(view, index, frame, triggers, earlier)
        if named is None and not changed and self._framer.is_bare(frame):
            named = self._by_what_was_said(view, index, frame, triggers, earlier)
        return named or _Named(None, frame)

    def _by_own_words(
        self, view: ArticleView, index: int, frame: Frame, triggers: Sequence[tuple[int, int]]
    ) -> _Named | None:
        named = self._by_rules(view, index, frame, triggers)
        if named is None and (untallied := self._framer.untallied(frame)) is not None:
            named = self._by_rules(view, index, untallied, triggers)
        return named

    def _by_what_was_said(
        self,
        view: ArticleView,
        index: int,
        frame: Frame,
        triggers: Sequence[tuple[int, int]],
        earlier: Sequence[_Named],
    ) -> _Named | None:
        """Name a bare quantity without words of its own by the last one of its unit, or by a noun clauses before it."""
        other = self._repetition.lender(view, index, frame)
        if other is not None and (indicator := self._indicator(earlier[other])) is not None:
            return None if indicator.whole and self._repetition.is_added(frame) else earlier[other]
        noun = None if self._repetition.has_like(view, index) else self._repetition.noun_frame(frame)
        return self._by_nouns(view, index, noun, triggers) if noun is not None else None

    def _by_nouns(
        self, view: ArticleView, index: int, frame: Frame, triggers: Sequence[tuple[int, int]]
    ) -> _Named | None:
        """Name a quantity by the nouns in its frame, if all are of one indicator and it counts no whole population."""
        found = self.matcher.candidates(frame, view.quantities[index], triggers, changed=False)
        nouns = [candidate for candidate in found if not {"before", "after"} & candidate.rule.patterns.keys()]
        named = [_Named(candidate, frame) for candidate in nouns]
        its = {indicator.id: indicator for one in named if (indicator := self._indicator(one)) is not None}
        return named[0] if len(its) == 1 and not any(indicator.whole for indicator in its.values()) else None

    def _by_predicate(
        self, view: ArticleView, index: int, frame: Frame, triggers: Sequence[tuple[int, int]]
    ) -> _Named | None:
        """Name a quantity by the words behind the next one of its list: 4家企业和[6个园区受到表彰].

        With a noun of its own it shares only what is said of both, not the noun of the other.
        """
        bare = self._framer.is_bare(frame)
        for forward in self._framer.forward(frame):
            named = self._by_rules(view, index, forward, triggers)
            if named is not None and (bare or self._is_predicate(named, frame)):
                return named
        return None

    def _is_predicate(self, named: _Named, frame: Frame) -> bool:
        """Return whether a rule reads what is said behind a quantity, and nothing behind this one speaks against it."""
        if named.candidate is None or "after" not in named.candidate.rule.patterns:
            return False
        if named.candidate.rule.indicator.endswith(".firms") and self._framer.counts_others(frame):
            return False
        guard = named.candidate.rule.patterns.get("not_after")
        return guard is None or not guard.search(frame.text[frame.at + 1 : frame.clause_end])

    def _changed_levels(self, view: ArticleView, index: int, frame: Frame) -> Iterator[int]:
        """Yield the levels that this change may be of; where it has no noun of its own, the likeliest one only.

        In 参赛职工2.1万人，创造产值4亿元，比去年增长6% it is the output that grew, named or not.
        """
        for level in levels(view, index):
            if view.quantities[level].kind == "duration":
                continue
            if self._is_change_of(view, frame, level):
                yield level
            if not self._framer.own_noun(frame):
                return

    def _is_change_of(self, view: ArticleView, frame: Frame, level: int) -> bool:
        """Return whether a change can be one of this level: a noun of its own must stand in the level's clause too.

        In 新建工会320家，工业产值增长19.6% the output is no level that stands there.
        """
        own = self._framer.own_noun(frame)
        clause = view.clause_of(level)
        return own[-2:] in view.text[clause.start : max(clause.end, view.quantities[level].end)]

    def _is_share_of_flow(
        self, view: ArticleView, index: int, frame: Frame, named: _Named, earlier: Sequence[_Named]
    ) -> bool:
        """Return whether what seems to count a population is a part or the share of something that was done.

        In 表彰613人，其中农民工149人，占24.3% neither figure is one of the workforce; nor is the share in
        表彰613人。农民工占24.3%.
        """
        mine = self._indicator(named)
        if mine is None or not mine.whole:
            return False
        wholes = list(totals(view, index))
        if index and self._framer.is_share(frame):
            wholes.append(index - 1)
        if view.quantities[index].kind == "percent" and self._framer.is_bare_share(frame):
            wholes += people_before(view, index)
        its = (self._indicator(earlier[other]) for other in wholes)
        return any(one is not None and one.level == "flow" for one in its)

    def _indicator(self, named: _Named) -> Indicator | None:
        return None if named.candidate is None else self.indicators[named.candidate.rule.indicator.partition(".")[0]]

    def _by_context(
        self,
        view: ArticleView,
        index: int,
        frame: Frame,
        triggers: Sequence[tuple[int, int]],
        earlier: Sequence[_Named],
    ) -> _Named | None:
        """Name a quantity by the words of the clause before, or with the sentence before for its topic."""
        carried = self._framer.carried(frame)
        named = self._by_rules(view, index, carried, triggers) if carried else None
        if named is not None or not self._keeps_topic(view, index, frame, earlier):
            return named
        topical = self._framer.with_topic(view, index, frame)
        if topical is None:
            return None
        triggers = self.matcher.triggers(topical.text)
        carried = self._framer.carried(topical)
        named = self._by_rules(view, index, carried, triggers) if carried else None
        if named is None:
            found = self.matcher.topical(topical, view.quantities[index], triggers)
            named = _Named(found[0], topical) if found else None
        return named

    def _by_topic(self, view: ArticleView, index: int, earlier: Sequence[_Named], named: _Named) -> _Named | None:
        """Return the name that the topic gives where it has more to say than the quantity's own words.

        In 医疗互助开办三年；补助职工72人次 the verb that means help elsewhere tells a payment of the scheme.
        """
        mine = named.candidate
        if mine is None or mine.evidence > _WEAK or not self._keeps_topic(view, index, named.frame, earlier):
            return named
        topical = self._framer.with_topic(view, index, named.frame)
        if topical is None:
            return named
        found = self.matcher.topical(topical, view.quantities[index], self.matcher.triggers(topical.text))
        if found and found[0].evidence > mine.evidence and found[0].rule.indicator != mine.rule.indicator:
            return _Named(found[0], topical)
        # A rule of little weight leans on its guards; they hold for what was said before, too.
        guard = mine.rule.patterns.get("not_sentence") if mine.rule.weight < 0 else None
        return None if guard is not None and guard.search(topical.text) else named

    def _keeps_topic(self, view: ArticleView, index: int, frame: Frame, earlier: Sequence[_Named]) -> bool:
        """Return whether the sentence has not yet spoken of anything else than the one before it did.

        That is so in its first clause, and behind a quantity that the sentence before has named.
        """
        if self._framer.opens(frame):
            return True
        same = index > 0 and view.sentence_of[index - 1] == view.sentence_of[index]
        return same and earlier[-1].candidate is not None and earlier[-1].frame.text is not frame.text

    def _by_rules(
        self, view: ArticleView, index: int, frame: Frame, triggers: Sequence[tuple[int, int]]
    ) -> _Named | None:
        changed = view.relations[index].change is not None
        found = self.matcher.candidates(frame, view.quantities[index], triggers, changed=changed)
        return _Named(found[0], frame) if found else None

    def _by_shared_words(
        self, view: ArticleView, index: int, frame: Frame, triggers: Sequence[tuple[int, int]]
    ) -> _Named | None:
        """Name a quantity by the words that it shares with those before it."""
        if frame.elided is None or self._is_other_part(view, index, frame):
            return None
        return self._by_rules(view, index, with_words_to(frame, frame.elided or frame.head), triggers)

    def _is_other_part(self, view: ArticleView, index: int, frame: Frame) -> bool:
        """Return whether what seems part of a total is counted in places or groups: 驿站260个，其中16个县…."""
        return view.relations[index].part_of is not None and self._framer.counts_others(frame)

    def _lenders(self, view: ArticleView, index: int, frame: Frame) -> Iterator[int]:
        """Yield the earlier quantities whose name this one may take over, where its own words name nothing."""
        if view.relations[index].change is not None:
            yield from self._changed_levels(view, index, frame)
        if not self._is_other_part(view, index, frame):
            if index and (frame.shared or is_same_row(view, index) or is_next_row(view, index)):
                yield index - 1
            yield from totals(view, index)
        counts = view.quantities[index].kind == "count"
        if self._framer.is_rest(frame) or (counts and self._framer.is_selected(frame)):
            yield from wholes(view, index)
        if self._framer.is_placed(frame):
            yield from like_before(view, index)
        if counts and self._framer.is_item(frame):
            yield from items_before(view, index)

    def _naming(self, named: _Named) -> Naming:
        candidate, frame = named
        if candidate is None:
            return Naming(None, None, self._measurer.guess(frame))
        return Naming(candidate.rule.indicator, candidate.rule.id, self._measurer.of_spans(frame, candidate.spans))


def _lent(view: ArticleView, index: int, lenders: Iterator[int], earlier: Sequence[_Named]) -> _Named | None:
    """Return the name of an earlier quantity that this one may take over."""
    for other in lenders:
        if earlier[other].candidate is not None and comparable(view, index, other):
            return earlier[other]
    return None
