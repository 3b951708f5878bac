"""The status of every quantity: done, planned, or laid down.

Owns how far a cue holds. The words are found in cues.py.
"""

from __future__ import annotations

from bisect import bisect_right

from unionstats.rules.folder import RuleFolder
from unionstats.times.cues import CueFinder, Found
from unionstats.types import ArticleView, Quantity, Sentence, Status

_SENTENCE_GOES_ON = "；;"
_CLAUSE_GOES_ON = "、：:"
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
        if not view.quantities:
            return ()
        day = view.article.dateline_date or view.article.published
        found = [cue for cue in self._finder.find(view.text, *view.article.span) if cue.holds_on(day)]
        reaches = _read_reaches(view, found)
        starts = [cue.start for cue in found]
        return tuple(self._status(view, quantity, found, starts, reaches) for quantity in view.quantities)

    def _status(
        self, view: ArticleView, quantity: Quantity, found: list[Found], starts: list[int], reaches: list[int]
    ) -> Status:
        for cue in self._finder.after(view.text, quantity.end):
            if not cue.kinds or quantity.kind in cue.kinds:
                return cue.status
        # A cue may stand in the quantity itself (不少于30名, 三年内).
        for index in range(bisect_right(starts, quantity.end - 1) - 1, -1, -1):
            cue = found[index].cue
            if reaches[index] > quantity.start and (not cue.kinds or quantity.kind in cue.kinds):
                return cue.status
        return "actual"


def _read_reaches(view: ArticleView, found: list[Found]) -> list[int]:
    """Give where each cue stops to hold."""
    starts = [sentence.start for sentence in view.sentences]
    return [_reach(view, cue, max(0, bisect_right(starts, cue.start) - 1)) for cue in found]


def _reach(view: ArticleView, found: Found, index: int) -> int:
    sentence = view.sentences[index]
    if found.cue.reach == "article":
        return view.article.span.end if sentence.is_title else found.start
    if found.cue.reach == "clause":
        return _end_of_clause(view, sentence, found.end - 1)
    if found.cue.reach == "section":
        return _end_of_section(view, index)
    return _end_of_sentence(view, index)


def _end_of_clause(view: ArticleView, sentence: Sentence, at: int) -> int:
    """Give the end of the clause that holds `at`; an enumeration with 、 is one clause, and ： only introduces it."""
    for clause in sentence.clauses:
        if clause.end > at and view.text[clause.end - 1] not in _CLAUSE_GOES_ON:
            return clause.end
    return sentence.end


def _end_of_sentence(view: ArticleView, index: int) -> int:
    """Give the end of a sentence; statements joined by ； are one."""
    sentences = view.sentences
    while (
        view.text[sentences[index].end - 1] in _SENTENCE_GOES_ON
        and index + 1 < len(sentences)
        and sentences[index + 1].paragraph == sentences[index].paragraph
    ):
        index += 1
    return sentences[index].end


def _end_of_section(view: ArticleView, index: int) -> int:
    """Give the end of a paragraph; for a heading, that of the last paragraph before the next heading."""
    sentences = view.sentences
    paragraph = sentences[index].paragraph
    heading = _is_heading(view, index)
    last = index
    while last + 1 < len(sentences):
        new = sentences[last + 1].paragraph != paragraph
        if new and (not heading or sentences[index].is_title or _is_heading(view, last + 1)):
            break
        last += 1
        paragraph = sentences[last].paragraph
    return sentences[last].end


def _is_heading(view: ArticleView, index: int) -> bool:
    sentence = view.sentences[index]
    if sentence.end - sentence.start > _HEADING or view.text[sentence.end - 1] in _SENTENCE_ENDS:
        return False
    neighbours = (other for other in (index - 1, index + 1) if 0 <= other < len(view.sentences))
    return all(view.sentences[other].paragraph != sentence.paragraph for other in neighbours)
