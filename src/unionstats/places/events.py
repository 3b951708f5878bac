"""Figures about events: what is counted at a contest, a fair or a meeting is no total of the place that holds it.

Decides whether a figure is an event's, by an event word before it or by who is counted (选手, 代表队).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import regex

from unionstats.places.anchor import Anchor
from unionstats.places.surfaces import only_table
from unionstats.places.wage_cases import CaseReader
from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import COMMAS, SEMICOLONS
from unionstats.types import ArticleView, Quantity, Sentence, Span

# The place in an event's own name stands so near behind its first word: 本届“红河工匠”评选.
_NAMED_AFTER = 3
# So far behind 评出 prizes are listed.
_PRIZES = 60
# An article tells within so many characters of the contest that it is about.
_BEGINNING = 90
# A place so near before its figure has it for its own.
_OWN = 1
# What is agreed at a fair stands so near before its figure.
_AGREED = 20
# …and so near behind its word whom it draws: 大赛吸引了|全省.
_DRAWN = 1
# What a contest is made of stands so near before its figure.
_NEAR = 8
_BREAKS = (*COMMAS, *SEMICOLONS)
# Lines before an article's first paragraph (captions) are so long, together.
_CAPTION = 50
# An article says in so much of its first paragraph whose the contest is.
_LEAD = 220

# An article about one case of owed wages says so within so many characters.
_CASE = 220

# What a paragraph tells of goes on for so many characters.
_BACK = 400

Reach = Literal["national", "unknown"]
# What an article is about as a whole: one contest, one fair, or (None) neither.
Story = Literal["contest", "fair", "visit", "case"] | None
# Stories whose every figure is of one event.
_WHOLE = frozenset({"visit", "case"})
_QUOTES = str.maketrans("", "", "“”")


class Told(NamedTuple):
    """What may make a sentence's figures those of an event: its event words, its entrants, the article's story."""

    sentence: Sentence
    words: tuple[Anchor, ...]
    entrants: bool
    story: Story


class EventReader:
    """Decides by the rules of places/scope/ whether figures belong to an event.

    Args:
        folder: the rules.
    """

    def __init__(self, folder: RuleFolder) -> None:
        _, guards = only_table(folder, "guards")
        self._venues = tuple(word for entry in guards["venue"] for word in entry["before"])
        _, deixis = only_table(folder, "deixis")
        self._unions = tuple(deixis["listing"]["unions"])
        path, scope = only_table(folder, "scope")
        self._by = scope["event"][0]["by"]
        self._draws = tuple(scope["event"][0]["draws"])
        self._sign = scope["organisation"][0]["sign"]
        self._name = folder.compile(scope["event"][0]["named"], path=path, rule="scope.event")
        self._giving = folder.compile(scope["event"][0]["giving"], path=path, rule="scope.event")
        self._spot = frozenset(word for entry in scope["event"] if entry.get("spot") for word in entry["words"])
        self._own = folder.compile(scope["event"][0]["own"], path=path, rule="scope.event")
        self._attending = folder.compile(scope["event"][0]["attending"], path=path, rule="scope.event")
        story = scope["story"][0]
        self._told = folder.compile(story["told"], path=path, rule=story["id"])
        self._title = folder.compile(story["title"], path=path, rule=story["id"])
        self._of_contest = folder.compile(story["behind"], path=path, rule=story["id"])
        self._before = folder.compile(story["before"], path=path, rule=story["id"])
        self._words = regex.compile("|".join(map(regex.escape, story["words"])))
        self._fair = folder.compile(story["fair"], path=path, rule=story["id"])
        self._offered = folder.compile(story["offered"], path=path, rule=story["id"])
        self._agreed = folder.compile(story["agreed"], path=path, rule=story["id"])
        visit = scope["visit"][0]
        self._visits = tuple(visit["gate"])
        self._visit = folder.compile(visit["once"], path=path, rule=visit["id"])
        self._but = folder.compile(visit["but"], path=path, rule=visit["id"])
        self._aside = folder.compile(visit["aside"], path=path, rule=visit["id"])
        self._gate = tuple(story["gate"])
        self._running = regex.compile("|".join(map(regex.escape, story["running"])))
        self._later = folder.compile(story["later"], path=path, rule=story["id"])
        self._held = folder.compile(story["held"], path=path, rule=story["id"])
        self._cases = CaseReader(folder)
        self._once = folder.compile(story["once"], path=path, rule=story["id"])
        self._many = folder.compile(story["many"], path=path, rule=story["id"])
        self._of_nation = folder.compile(story["national"], path=path, rule=story["id"])
        self._of_several = folder.compile(story["several"], path=path, rule=story["id"])
        self._of_other = folder.compile(story["other"], path=path, rule=story["id"])
        entrants = scope["entrants"][0]
        rule = entrants["id"]
        self._prize = entrants["prize"]
        self._holds = regex.compile("|".join(map(regex.escape, (*entrants["holds"], self._prize))))
        self._entrants = folder.compile(entrants["behind"], path=path, rule=rule)
        self._origin = entrants["origin"]
        self._from = folder.compile(entrants["from"], path=path, rule=rule)
        self._of_entrants = folder.compile(entrants["of"], path=path, rule=rule)
        self._prizes = folder.compile(entrants["prizes"], path=path, rule=rule)
        self._summed = folder.compile(entrants["unless"], path=path, rule=rule)

    def story(self, view: ArticleView) -> Story:
        """Return whether an article is about one fair or one contest, by its title or its beginning."""
        text, title, body = view.text, view.article.title, view.article.body
        begin, end = body.start, min(body.end, body.start + _BEGINNING)
        if self._words.search(text, view.article.span.start, end) is None:
            return "case" if self._cases.begins(text, view.article.span.start, min(body.end, begin + _CASE)) else None
        if (title is not None and self._fair.search(text, *title)) or self._fair.search(text, begin, end):
            return "fair"
        if title is not None and any(pattern.search(text, *title) for pattern in (self._told, self._title)):
            return "contest"
        told = self._told.search(text, begin, end) or self._held.search(text, begin, end)
        return None if told is None else "contest"

    def reach(self, view: ArticleView) -> Reach | None:
        """Return the scope of the contest that an article is about, if it is national or of several provinces."""
        text, body, title = view.text, view.article.body, view.article.title
        line = text.find("\n", body.start + _CAPTION, body.end)
        end = min(body.start + _LEAD, line if line >= 0 else body.end)
        start = body.start if title is None else title.start
        if self._words.search(text, start, end) is None or self._of_other.search(text, start, end):
            return None
        if self._of_nation.search(text, start, end):
            return "national"
        return "unknown" if self._of_several.search(text, start, end) else None

    def is_venue(self, text: str, carrier: Anchor) -> bool:
        """Return whether a place is only the venue of the event."""
        return carrier.basis == "name" and text.endswith(self._venues, 0, carrier.start)

    def is_sample_of_all(self, text: str, quantity: Quantity, last: int) -> bool:
        """Return whether a figure sums up samples and is separated from the last place by a comma: ，李方等9人获奖."""
        return text.endswith(self._sign, 0, quantity.start) and any(
            text.find(c, last, quantity.start) >= 0 for c in _BREAKS
        )

    def is_shared(self, text: str, quantity: Quantity) -> bool:
        """Return whether a figure sums up samples (浙江某队等5支队伍) or the parts of a contest (两个竞赛项目)."""
        if text.endswith(self._sign, 0, quantity.start):
            return True
        made = self._of_contest.match(text, quantity.end)
        return made is not None and self._holds.search(text, *made.span()) is None

    def told(self, text: str, sentence: Sentence, anchors: Sequence[Anchor], *, story: Story) -> Told | None:
        """Return what may make a sentence's figures those of an event; None if nothing can, as in most sentences."""
        words: tuple[Anchor, ...] = ()
        if anchors:
            words = tuple([a for a in anchors if a.kind == "event" and not self._giving.match(text, a.end)])
        entrants = self._holds.search(text, sentence.start, sentence.end) is not None
        if story == "case" and (
            sentence.is_title or self._cases.sums_up(text, _paragraph(text, sentence), sentence.end)
        ):
            story = None
        story = story or self._of_day(text, sentence)
        return Told(sentence, words, entrants, story) if words or entrants or story else None

    def _of_day(self, text: str, sentence: Sentence) -> Story:
        """Return whether a sentence tells of one fair or one visit on its day."""
        start, end = sentence.start, sentence.end
        begin = _paragraph(text, sentence)
        if any(text.find(word, begin, end) >= 0 for word in self._gate):
            fair = self._once.search(text, begin, end)
            if fair is not None and self._many.search(text, fair.end(), start) is None:
                return "fair"
        if not any(text.find(word, start, end) >= 0 for word in self._visits):
            return None
        return "visit" if self._visit.search(text, start, end) and not self._but.search(text, start, end) else None

    def cue(self, text: str, told: Told, quantity: Quantity, carrier: Anchor | None, *, near: bool) -> Span | None:
        """Return the words that make a figure one of an event.

        Args:
            text: the cleaned page.
            told: what the figure's sentence has.
            quantity: the figure.
            carrier: what the figure hangs on; None where nothing carries it.
            near: it stands in the figure's paragraph.

        Returns:
            The entrants or prizes counted (近700名|选手参加决赛), or the word of events between carrier and figure.
        """
        if carrier is not None and carrier.scope == "organisation":
            told = told._replace(story=None)  # what a firm holds or gives is its own
        told_of = self._of_story(text, told, quantity, carrier)
        if told_of is not None:
            return told_of
        counted = self._counted(text, told, quantity) if told.entrants or told.story else None
        if counted is not None and self._summed.search(text, told.sentence.start, quantity.start) is None:
            return counted
        if told.story == "contest" and not near and self._is_of_contest(text, told, quantity):
            return Span(quantity.start, quantity.end)
        words = () if told.words and self._own.match(text, quantity.end) else told.words
        for word in words:
            if self._is_summed(text, told, word):
                continue
            if word.start < quantity.start and (
                carrier is None
                or self._reaches(text, word, carrier)
                or self._attending.match(text, quantity.end) is not None
            ):
                return Span(word.start, word.end)
        return None

    def _of_story(self, text: str, told: Told, quantity: Quantity, carrier: Anchor | None) -> Span | None:
        """Find the words that make a figure one of a fair, of a visit or of one case of owed wages."""
        if told.story == "fair":
            return self._of_fair(text, told, quantity, carrier)
        aside = told.story == "visit" and self._aside.search(text, told.sentence.start, quantity.start) is not None
        return Span(quantity.start, quantity.end) if told.story in _WHOLE and not aside else None

    def _is_of_contest(self, text: str, told: Told, quantity: Quantity) -> bool:
        """Return whether a sentence of an article about one contest, which names no place, goes on to tell of it."""
        sentence = told.sentence
        begin = _paragraph(text, sentence)
        if self._running.search(text, begin, sentence.end) is None or self._own.match(text, quantity.end):
            return False
        summed = (pattern.search(text, begin, sentence.end) for pattern in (self._later, self._summed))
        return not any(summed)

    def _is_summed(self, text: str, told: Told, word: Anchor) -> bool:
        """Return whether a word for what is done on the spot stands in a sentence that sums up many events."""
        on_spot = text[word.start : word.end] in self._spot
        return on_spot and self._summed.search(text, told.sentence.start, word.start) is not None

    def _of_fair(self, text: str, told: Told, quantity: Quantity, carrier: Anchor | None) -> Span | None:
        """Find the words that say that what one fair offers or who comes to it is counted."""
        start = told.sentence.start
        own = carrier is not None and 0 <= quantity.start - carrier.end <= _OWN
        if own and not self._from.search(text, start, quantity.start):
            return None  # 烟台市有6家企业参加
        if self._many.search(text, start, quantity.start) is not None:
            return None
        offered = self._offered.match(text, quantity.end)
        if offered is not None:
            return Span(quantity.end, max(offered.end(), quantity.end + 1))
        agreed = self._agreed.search(text, max(start, quantity.start - _AGREED), quantity.start)
        return None if agreed is None else Span(*agreed.span())

    def _counted(self, text: str, told: Told, quantity: Quantity) -> Span | None:
        """Find the words that say that entrants or prizes of a contest are counted."""
        entrants = self._entrants.match(text, quantity.end) or (
            told.story == "contest" and self._of_contest.match(text, quantity.end)
        )
        if entrants:
            return Span(quantity.end, entrants.end())
        start = told.sentence.start
        if told.story == "contest":
            before = self._before.search(text, max(start, quantity.start - _NEAR), quantity.start)
            if before is not None:
                return Span(*before.span())
        if text.find(self._origin, start, quantity.start) >= 0 and self._of_entrants.match(text, quantity.end):
            come = self._from.search(text, start, quantity.start)
            if come is not None:
                return Span(*come.span())
        if text[quantity.start - 1 : quantity.start] != self._prize:
            return None
        if told.story == "contest":
            return Span(quantity.start - 1, quantity.end)
        prizes = self._prizes.search(text, max(start, quantity.start - _PRIZES), quantity.start)
        return None if prizes is None else Span(prizes.start(), prizes.end())

    def _reaches(self, text: str, event: Anchor, carrier: Anchor) -> bool:
        """Return whether an event is still told of behind what carries a figure: 当天的招聘会由市总工会举办."""
        if carrier.kind == "elsewhere" and carrier.unit is None:
            return True  # several provinces come to it; none of them holds it
        draws = text.endswith(self._draws, event.start, event.end) and 0 <= carrier.start - event.end <= _DRAWN
        if draws and carrier.basis == "deixis" and not self._is_union(text, carrier):
            return True
        if event.start >= carrier.start - _NAMED_AFTER:
            return event.start > carrier.start or text[carrier.start - 1] not in _BREAKS
        holder = text.find(self._by, event.end, carrier.start)
        return holder >= 0 and not any(comma in text[holder : carrier.start] for comma in _BREAKS)

    def _is_union(self, text: str, carrier: Anchor) -> bool:
        return text.endswith(self._unions, carrier.start, carrier.end)

    def name(self, text: str, sentence: Sentence, quantity: Quantity) -> str:
        """Return the name of the event that a sentence mentions before a figure; "" if it has none."""
        named = self._name.search(text, sentence.start, quantity.start)
        return named[0].translate(_QUOTES) if named else ""


def _paragraph(text: str, sentence: Sentence) -> int:
    """Return where a sentence's paragraph begins, or where it is so far back that nothing there is still told of."""
    lowest = max(0, sentence.start - _BACK)
    return max(lowest, text.rfind("\n", lowest, sentence.start) + 1)
