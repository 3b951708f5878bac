"""The times named so far in an article: the year and month that a bare month or day belongs to."""

from __future__ import annotations

from unionstats.times.expressions import Part
from unionstats.times.mentions import Mention
from unionstats.times.readings import Reading, Told
from unionstats.types import Sentence

THIS_YEAR = Part(0, "anchor")
HEAD_PARAGRAPHS = 3  # a document's title and what introduces it
_TELLING = frozenset({"moment", "season"})  # 2023年春节, too, tells the year of 1月5日
_NOT_YET = frozenset({"planned", "before", "until"})  # marks of days on which nothing that is told took place


class Context:
    """What has been told so far in a paragraph: the year and month that bare months and days belong to.

    Where the day of writing is known, a bare month is the one nearest to it, unless its own sentence tells a year.
    """

    def __init__(self, *, day_known: bool) -> None:
        self._day_known = day_known
        self._sentence = -1
        self._paragraph = -1
        self._sentence_year: int | None = None
        self._paragraph_year: int | None = None
        self._passage_year: int | None = None
        self._earlier_year: int | None = None
        self._month: int | None = None
        self._day: Reading | None = None
        self._months: dict[int, int] = {}
        self._years: set[int] = set()
        self._first_year: int | None = None

    @property
    def told(self) -> Told:
        """The times named so far, as the next expression may need them."""
        before = None if self._day_known else self._paragraph_year
        sole = self._first_year if len(self._years) == 1 else None
        year = self._sentence_year or before
        return Told(year, self._month, self._day, self._passage_year, self._earlier_year, self._months, sole)

    def move_to(self, sentence: Sentence, index: int, *, titled: bool) -> None:
        """Go on to a sentence; a paragraph that is `titled` (【竞赛】) has the year of the section before it."""
        if index != self._sentence:
            self._sentence, self._sentence_year = index, None
        if sentence.paragraph != self._paragraph:
            self._paragraph, self._month = sentence.paragraph, None
            self._earlier_year = self._passage_year or self._earlier_year
            self._paragraph_year = self._earlier_year if titled else None
            self._passage_year = None

    def hear(self, mention: Mention) -> None:
        """Record the time that a mention names."""
        said, reading = mention.said, mention.reading
        if mention.role != "free" or said.kind not in _TELLING or reading.end is None or "by" in said.marks:
            return
        self._sentence_year = reading.end.year
        # 1月3日,…。全年共走访900户: the day of the news is no year that is told.
        if reading.grain != "day" or not self._day_known:
            self._passage_year = reading.end.year
        if not self._years and self._paragraph < HEAD_PARAGRAPHS:
            self._first_year = reading.end.year
        self._years.add(reading.end.year)
        if said.first.year is not None and (said.first.year.told == "number" or said.first.year == THIS_YEAR):
            self._paragraph_year = reading.end.year
        if said.last.month is not None:
            self._month = reading.end.month
            if said.last.year is not None and said.last.year.told == "number":
                self._months[reading.end.month] = reading.end.year
        if reading.grain == "day" and not said.marks & _NOT_YET and (self._day is None or mention.frames):
            self._day = reading
