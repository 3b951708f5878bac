"""The status of every quantity: actual, target, or standard (laid down by a rule or norm).

Decides how far a cue holds. cues.py finds the cues.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from operator import attrgetter

import regex

from unionstats.rules.folder import RuleFolder
from unionstats.text.datenumbers import read_number
from unionstats.text.marks import COLONS, LIST_COMMA, SEMICOLONS, STOPS
from unionstats.times.cues import CueFinder, Found
from unionstats.times.days import years_of_plan
from unionstats.times.headings import Opening, read_openings
from unionstats.types import ArticleView, Kind, Quantity, Relation, Sentence, Status

_CLAUSE_GOES_ON = frozenset((LIST_COMMA, *COLONS))
# A line that is broken by hand may end with a comma or semicolon, but not with one of these.
_LINE_ENDS = frozenset((*STOPS, *COLONS, "”"))
_LINE = 30  # characters: no longer is a line that is broken by hand
_CLAUSES = 64  # no enumeration has more parts
_TITLE = 60  # characters: no longer is the title of a document
_CUES = 256  # no more cues back does the one stand that holds: long pages are read in linear time


class StatusReader:
    """Reads whether each quantity of an article is actual, a target or a standard.

    Args:
        folder: the rules; rules/status/ is read.

    Raises:
        RuleError: a rule that cannot be used; names file, rule and line.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._finder = CueFinder(folder)

    def read(self, view: ArticleView) -> tuple[Status, ...]:
        """Return the status of each of `view.quantities`, in order; actual unless a cue says otherwise."""
        return tuple(found.cue.status if found is not None else "actual" for found in self.cues(view))

    def cues(self, view: ArticleView) -> tuple[Found | None, ...]:
        """Return the cue that decides the status of each of `view.quantities`; None if there is none."""
        if not view.quantities:
            return ()
        day = view.article.dateline_date or view.article.published or self._begins(view)
        beside = [cue for cue in self._beside(view) if cue.holds_on(day)]
        found = [cue for cue in self._finder.find(view.text, *view.article.span) if cue.holds_on(day)]
        reaches = _read_reaches(view, found, self._finder) if found else []
        if beside:
            found, reaches = [*beside, *found], [view.article.span.end] * len(beside) + reaches
        held = _Held(found, reaches)
        cues = (self._cue(view, quantity, held) for quantity in view.quantities)
        return tuple(None if _is_left(*pair) else pair[0] for pair in zip(cues, view.relations, strict=True))

    def _beside(self, view: ArticleView) -> list[Found]:
        """Return what a title that stands beside the text says of all of it: 2031年工作要点."""
        if not view.title:
            return []
        cues = self._finder.find(f"{view.title}\n", 0, len(view.title) + 1)
        start = view.article.span.start
        return [cue._replace(start=start, end=start) for cue in cues if cue.cue.reach == "article"]

    def _begins(self, view: ArticleView) -> date | None:
        """Return the first day of what a document plans in its title: what was before that is over."""
        start, end = view.article.span
        line_end = view.text.find("\n", start, min(end, start + _TITLE))
        is_title = line_end > 0 and view.text.find("。", start, line_end) < 0
        found = self._finder.phrases.plan_title.search(view.text, start, line_end) if is_title else None
        if found is None and view.title:
            found = self._finder.phrases.plan_title.search(view.title)
        if found is None:
            return None
        plan, year = found["plan"], found["year"]
        return date(years_of_plan(read_number(plan))[0] if plan else int(year), 1, 1)

    def _cue(self, view: ArticleView, quantity: Quantity, held: _Held) -> Found | None:
        for after in self._finder.after(view.text, quantity.end):
            if not after.cue.kinds or quantity.kind in after.cue.kinds:
                return after
        # A cue may stand in the quantity itself (不少于30名, 三年内).
        cue = held.at(quantity.start, quantity.end, quantity.kind)
        return cue or self._of_list(view, quantity, held)

    def _of_list(self, view: ArticleView, quantity: Quantity, held: _Held) -> Found | None:
        """Return the cue before a figure whose paragraph only lists what was announced: 具体举措包括."""
        line_end = view.text.rfind("\n", 0, quantity.start)
        if line_end < 1 or not self._finder.phrases.goes_on.match(view.text, line_end + 1):
            return None
        return held.at(line_end - 1, line_end, quantity.kind)


def _is_left(cue: Found | None, relation: Relation) -> bool:
    """Return whether a plan leaves a level behind: 由130座增加到260座; of rates both are laid down."""
    return cue is not None and relation.earlier and cue.cue.status == "target"


class _Held:
    """The cues of an article, in order, and how far each holds."""

    def __init__(self, found: list[Found], reaches: list[int]) -> None:
        self._found = found
        self._starts = [cue.start for cue in found]
        self._reaches = reaches

    def at(self, start: int, end: int, kind: Kind) -> Found | None:
        """Return the last cue before `end` that still holds at `start`; a weak one yields to a firm one before it."""
        chosen: Found | None = None
        among: Found | None = None
        for found in self._holding(start, end, kind):
            cue = found.cue
            if cue.among is not None:
                among = among or found
            elif not cue.weak and (chosen is None or cue.firm):
                chosen = found
                break
            elif chosen is not None and cue.status == chosen.cue.status and not cue.weak:
                break
            else:
                chosen = chosen or found
        status = "actual" if chosen is None else chosen.cue.status
        return among if among is not None and among.cue.among == status else chosen

    def _holding(self, start: int, end: int, kind: Kind) -> Iterator[Found]:
        """Yield the cues before `end` that hold at `start`, the last first."""
        last = bisect_right(self._starts, end - 1) - 1
        for index in range(last, max(-1, last - _CUES), -1):
            found = self._found[index]
            if self._reaches[index] > start and (not found.cue.kinds or kind in found.cue.kinds):
                yield found


def _read_reaches(view: ArticleView, found: list[Found], finder: CueFinder) -> list[int]:
    """Return where each cue stops to hold."""
    starts = [sentence.start for sentence in view.sentences]
    ends = _Ends(view, finder)
    return [ends.of(cue, max(0, bisect_right(starts, cue.end - 1) - 1)) for cue in found]


class _Ends:
    """Where the statements, paragraphs and sections of an article end, each found once."""

    def __init__(self, view: ArticleView, finder: CueFinder) -> None:
        self._view, self._phrases = view, finder.phrases
        sentences = view.sentences
        count = len(sentences)
        self._paragraph = [sentence.end for sentence in sentences]
        for index in range(count - 2, -1, -1):
            if sentences[index].paragraph == sentences[index + 1].paragraph:
                self._paragraph[index] = self._paragraph[index + 1]

    @cached_property
    def _statement(self) -> list[int]:
        return self._ends_of_statements(self._phrases.joins)

    @cached_property
    def _plan(self) -> list[int]:
        return self._ends_of_statements(self._phrases.joins, self._phrases.plans_on)

    def _ends_of_statements(self, *joins: regex.Pattern[str]) -> list[int]:
        """Return where the statement of each sentence ends; sentences that begin as `joins` say go on with it."""
        view, sentences = self._view, self._view.sentences
        ends = [sentence.end for sentence in sentences]
        counted = set(view.sentence_of)
        for index in range(len(sentences) - 2, -1, -1):
            sentence, following = sentences[index], sentences[index + 1]
            headline = sentence.is_title and index in counted
            broken = index + 1 in counted and not headline and _breaks_off(view, sentence, following)
            broken = broken and not self._phrases.own_time.match(view.text, following.start)
            same = sentence.paragraph == following.paragraph and (
                view.text[sentence.end - 1] in SEMICOLONS
                or any(phrase.match(view.text, following.start) for phrase in joins)
            )
            if broken or same:
                ends[index] = ends[index + 1]
        return ends

    @cached_property
    def _openings(self) -> list[Opening | None]:
        return read_openings(self._view)

    @cached_property
    def _section(self) -> list[int]:
        return _ends_of_sections(self._view, self._openings)

    def of(self, found: Found, index: int) -> int:
        """Return where a cue in sentence `index` stops to hold."""
        sentence = self._view.sentences[index]
        match found.cue.reach:
            case "rest" | "whole":
                return self._view.article.span.end
            case "article":
                if sentence.is_title:
                    return self._view.article.span.end
                return self._section[index] if self._heads(index) else found.start
            case "section":
                return self._section[index] if self._heads(index) else self._paragraph[index]
            case "clause":
                return _end_of_clause(self._view, sentence, found.end - 1)
            case _:
                ends = self._plan if found.cue.status == "target" else self._statement
                return sentence.end if self._counts_before(found, index) else ends[index]

    def _counts_before(self, found: Found, index: int) -> bool:
        """Return whether figures stand before a cue in its sentence: what it says holds no further than that."""
        before = bisect_left(self._view.quantities, found.start, key=attrgetter("start")) - 1
        return before >= 0 and self._view.sentence_of[before] == index

    def _heads(self, index: int) -> bool:
        """Return whether a sentence heads a section; a title of several lines ends in the first heading."""
        if not index and self._view.sentences[index].is_title:
            return False
        opening = self._openings[index]
        return opening is not None and opening.short


def _ends_of_sections(view: ArticleView, openings: list[Opening | None]) -> list[int]:
    """Return where the section ends that each sentence opens; the end of the article for sentences that open none."""
    ends = [view.article.span.end] * len(openings)
    pending: list[tuple[int, Opening]] = []
    counted = set(view.sentence_of)
    begun = {quantity.start for quantity in view.quantities}
    for index, opening in enumerate(openings):
        # Lines broken by hand head nothing: 走访职工¶90户.
        broken = opening is not None and not opening.rank and (index in counted or _next_start(view, index) in begun)
        if opening is None or broken:
            continue
        start = view.sentences[index].start
        for earlier, opened in pending:
            if opening.ends(opened):
                ends[earlier] = start
        pending = [item for item in pending if not opening.ends(item[1])]
        pending.append((index, opening))
    return ends


def _breaks_off(view: ArticleView, sentence: Sentence, following: Sentence) -> bool:
    """Return whether a line was broken by hand: 区总将开展行动¶建成驿站10个¶培训职工30名."""
    short = max(sentence.end - sentence.start, following.end - following.start) <= _LINE
    return short and sentence.paragraph != following.paragraph and view.text[sentence.end - 1] not in _LINE_ENDS


def _next_start(view: ArticleView, index: int) -> int | None:
    return view.sentences[index + 1].start if index + 1 < len(view.sentences) else None


def _end_of_clause(view: ArticleView, sentence: Sentence, at: int) -> int:
    """Return the end of the clause that holds `at`; an enumeration with 、 is one clause, and ： only introduces it."""
    first = max(0, bisect_right(sentence.clauses, at, key=attrgetter("start")) - 1)
    for clause in sentence.clauses[first : first + _CLAUSES]:
        if view.text[clause.end - 1] not in _CLAUSE_GOES_ON:
            return clause.end
    return sentence.end
