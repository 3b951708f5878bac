"""The status of every quantity: done, planned, or laid down.

Owns how far a cue holds. The words are found in cues.py.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter

from unionstats.rules.folder import RuleFolder
from unionstats.times.cues import CueFinder, Found
from unionstats.types import ArticleView, Quantity, Sentence, Status

_SENTENCE_GOES_ON = "；;"
_CLAUSE_GOES_ON = "、：:"
_CLAUSES = 64  # no enumeration has more parts
_CUES = 256  # no more cues back does the one stand that holds: long pages are read in linear time
_SENTENCE_ENDS = "。！？!?；;：:”"
# A line of its own, no longer than this and without a full stop, is a heading.
_HEADING = 30


class StatusReader:
    """Tells whether each quantity of an article is actual, a target or a standard.

    Args:
        folder: the rules; rules/status.toml is read.

    Raises:
        RuleError: a rule that cannot be used; names file, rule and line.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._finder = CueFinder(folder)

    def read(self, view: ArticleView) -> tuple[Status, ...]:
        """Give the status of each of `view.quantities`, in their order; actual where no cue says otherwise."""
        return tuple(found.cue.status if found is not None else "actual" for found in self.cues(view))

    def cues(self, view: ArticleView) -> tuple[Found | None, ...]:
        """Give the cue that decides the status of each of `view.quantities`; None where none speaks of it."""
        if not view.quantities:
            return ()
        day = view.article.dateline_date or view.article.published
        found = [cue for cue in self._finder.find(view.text, *view.article.span) if cue.holds_on(day)]
        reaches = _read_reaches(view, found) if found else []
        starts = [cue.start for cue in found]
        cues = [self._cue(view, quantity, found, starts, reaches) for quantity in view.quantities]
        for index in range(1, len(cues)):
            if cues[index] is None and cues[index - 1] is not None:
                cues[index] = self._of_list(view, cues[index - 1], index)
        return tuple(cues)

    def _of_list(self, view: ArticleView, before: Found | None, index: int) -> Found | None:
        """Give the cue before a figure whose paragraph only lists what was announced: 具体举措包括."""
        if before is None or (before.cue.kinds and view.quantities[index].kind not in before.cue.kinds):
            return None
        begin = view.text.rfind("\n", 0, view.quantities[index].start) + 1
        return before if self._finder.goes_on.match(view.text, begin) else None

    def _cue(
        self, view: ArticleView, quantity: Quantity, found: list[Found], starts: list[int], reaches: list[int]
    ) -> Found | None:
        for after in self._finder.after(view.text, quantity.end):
            if not after.cue.kinds or quantity.kind in after.cue.kinds:
                return after
        # A cue may stand in the quantity itself (不少于30名, 三年内).
        last = bisect_right(starts, quantity.end - 1) - 1
        for index in range(last, max(-1, last - _CUES), -1):
            cue = found[index].cue
            if reaches[index] > quantity.start and (not cue.kinds or quantity.kind in cue.kinds):
                return found[index]
        return None


def _read_reaches(view: ArticleView, found: list[Found]) -> list[int]:
    """Give where each cue stops to hold."""
    starts = [sentence.start for sentence in view.sentences]
    ends = _Ends(view)
    return [ends.of(cue, max(0, bisect_right(starts, cue.start) - 1)) for cue in found]


class _Ends:
    """Where the statements, paragraphs and sections of an article end, each found once."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        sentences = view.sentences
        count = len(sentences)
        self._statement = [sentence.end for sentence in sentences]
        self._paragraph = [sentence.end for sentence in sentences]
        self._section = [sentence.end for sentence in sentences]
        self._heading = [_is_heading(view, index) for index in range(count)]
        for index in range(count - 2, -1, -1):
            same = sentences[index].paragraph == sentences[index + 1].paragraph
            if same:
                self._paragraph[index] = self._paragraph[index + 1]
                if view.text[sentences[index].end - 1] in _SENTENCE_GOES_ON:
                    self._statement[index] = self._statement[index + 1]
            if not self._heading[index + 1]:
                self._section[index] = self._section[index + 1]

    def of(self, found: Found, index: int) -> int:
        """Give where a cue in sentence `index` stops to hold."""
        sentence = self._view.sentences[index]
        match found.cue.reach:
            case "article":
                if sentence.is_title:
                    return self._view.article.span.end
                return self._section[index] if self._heading[index] else found.start
            case "section":
                # A title of several lines ends in the first heading.
                heads = self._heading[index] and (index > 0 or not sentence.is_title)
                return self._section[index] if heads else self._paragraph[index]
            case "clause":
                return _end_of_clause(self._view, sentence, found.end - 1)
            case _:
                return self._statement[index]


def _end_of_clause(view: ArticleView, sentence: Sentence, at: int) -> int:
    """Give the end of the clause that holds `at`; an enumeration with 、 is one clause, and ： only introduces it."""
    first = max(0, bisect_right(sentence.clauses, at, key=attrgetter("start")) - 1)
    for clause in sentence.clauses[first : first + _CLAUSES]:
        if view.text[clause.end - 1] not in _CLAUSE_GOES_ON:
            return clause.end
    return sentence.end


def _is_heading(view: ArticleView, index: int) -> bool:
    sentence = view.sentences[index]
    if sentence.end - sentence.start > _HEADING or view.text[sentence.end - 1] in _SENTENCE_ENDS:
        return False
    neighbours = (other for other in (index - 1, index + 1) if 0 <= other < len(view.sentences))
    return all(view.sentences[other].paragraph != sentence.paragraph for other in neighbours)
