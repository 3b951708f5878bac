"""Chooses which time expression of a figure's own sentence dates it.

Decides between several of them, and which gives way (近日 to a year, 目前 to 今年).
"""

from __future__ import annotations

from collections.abc import Sequence

from unionstats.text.marks import PAUSE
from unionstats.times.bearing import adjoins, clause_around, opens_clause, sets_time, unless_name
from unionstats.times.frames import names_event, reaches_anchor
from unionstats.times.mentions import Mention
from unionstats.times.titles import tells_year
from unionstats.times.vocabulary import TimePhrases
from unionstats.types import ArticleView, Kind

_NO_TIME = frozenset({"report", "each", "scene", "vague"})


class OwnWords:
    """Chooses the mention that dates a figure among those of its own sentence.

    Args:
        view: the article.
        phrases: the words around times.
    """

    def __init__(self, view: ArticleView, phrases: TimePhrases) -> None:
        self._view, self._phrases = view, phrases

    def told(self, before: Sequence[Mention], mentions: Sequence[Mention], index: int) -> Mention | None:
        """Return the mention of a sentence that dates quantity `index`, if any does.

        Args:
            before: the mentions that stand before it.
            mentions: all that stand near.
            index: of the quantity.
        """
        view = self._view
        start = view.quantities[index].start
        usable = [m for m in before if self._sets_time(m, start, view.quantities[index].kind)]
        # A season without a year (暑期爱心托管班) gives way to any date of the sentence.
        usable = [m for m in usable if m.kind != "season" or m.reading.dated] or usable
        if usable and _is_undated_year(usable[-1]):  # 到2031年底,…年内都有…: no year of writing is known
            usable = [m for m in usable if m.reading.dated] or usable
        lasts = usable and (not usable[-1].frames or "begun" in usable[-1].said.marks)
        lasts = lasts and "ahead" not in usable[-1].said.marks  # 今后三年每年
        if lasts and before[-1].kind == "recurring" and self._recurs(before[-1], index):
            return before[-1]
        if usable and usable[-1].kind == "now" and self.kind_of(index) == "duration":
            usable = usable[:-1]  # 现在两天就办好: how long it takes
        if usable and usable[-1].kind == "now" and "loose" in usable[-1].said.marks and before[-1].kind == "scene":
            usable = usable[:-1]  # 现有项目21个,此次建会18个: what there is, and then what is done
        if usable:
            later = [] if view.quantities[index].kind == "duration" else [m for m in mentions if m.start >= start]
            return self._unless_vague(unless_name(view.text, usable, start, self._phrases), usable[:-1], later)
        clause = clause_around(view, index)
        next_start = view.quantities[index + 1].start if index + 1 < len(view.quantities) else clause.end
        stop = min(clause.end, next_start)
        after = (m for m in mentions if start < m.start < stop and m.kind == "moment" and self._sets_time(m, start))
        found = next((mention for mention in after if mention.reading.dated), None)
        found = found or next((m for m in reversed(before) if self._recurs(m, index)), None)
        return found or next((m for m in mentions if m.start > start and self._is_held(m)), None)

    def _is_held(self, mention: Mention) -> bool:
        """Return whether a mention is the day of an event that its sentence names before: 比赛于8月25日开幕."""
        day = mention.frames and mention.kind == "moment" and mention.reading.grain == "day"
        return day and self._phrases.named_on.search(self._view.text, 0, mention.start) is not None

    def _recurs(self, mention: Mention, index: int) -> bool:
        """Return whether a mention says of quantity `index` that it comes every year."""
        sentence = self._view.sentences[self._view.sentence_of[index]]
        opens = mention.start == sentence.start or opens_clause(self._view.text, mention)
        in_clause = mention.start >= clause_around(self._view, index).start
        opens = opens and self._view.quantities[index].kind != "percent"  # 每天工作10小时的占61%,签约的占43%
        return mention.kind == "recurring" and (opens or in_clause)

    def _sets_time(self, mention: Mention, start: int, kind: Kind = "count") -> bool:
        """Return whether a mention can date what begins at `start`, be it what was compared with: 超过2031年的30座."""
        # 是去年同期的6倍 is of this year, and so is 是去年的6倍.
        if kind == "ratio" and mention.end != start and adjoins(self._view.text, mention, start):
            return False
        if (
            mention.role == "compared"
            and kind != "ratio"
            and self._phrases.owned.match(self._view.text, mention.end, start)
        ):
            return True
        return sets_time(self._view.text, mention, start, self._phrases.closed)

    def total(self, before: Sequence[Mention], index: int) -> Mention | None:
        """Return the 累计 before a quantity in its sentence, or the 已建成 in its clause, unless a time follows it."""
        last = next((m for m in reversed(before) if m.kind not in _NO_TIME and m.role == "free"), None)
        if last is None or last.kind != "total" or self.kind_of(index) == "duration":
            return None
        clause = clause_around(self._view, index)
        if last.start >= clause.start:
            return last
        # 书屋累计达86个,办讲座260场: a stock, and then what was done.
        ended = "stock" in last.said.marks and self._phrases.deed.match(self._view.text, clause.start) is not None
        return None if ended or "soft" in last.said.marks else last

    def _unless_vague(self, mention: Mention, earlier: Sequence[Mention], later: Sequence[Mention]) -> Mention:
        """Prefer to 近日 a year that the sentence tells later or began with, and to 目前 the 今年 that it follows."""
        if mention.kind == "window" and mention.said.number == 1 and not mention.reading.dated:
            # 一年来,建制率达98%,其中2031年新建30家: no day of writing is known.
            return next((other for other in later if tells_year(other) and other.role == "free"), mention)
        if mention.kind == "vague":
            later_year = next((other for other in later if tells_year(other) and other.role == "free"), None)
            # 2023年金秋助学日前启动: the year it is of.
            began = None if mention.frames else next((o for o in reversed(earlier) if tells_year(o)), None)
            return later_year or began or mention
        if mention.kind == "scene":
            # 今年“春风行动”活动期间: no comma parts the two.
            near = (other for other in reversed(earlier) if other.reading.dated and other.kind == "moment")
            found = next((o for o in near if not PAUSE.search(self._view.text, o.end, mention.start)), mention)
            day = any(o.reading == mention.reading for o in earlier)
            return mention if day and names_event(self._view.text, mention, found) else found
        if mention.kind == "now" and "until" not in mention.said.marks:
            return next(
                (o for o in reversed(earlier) if reaches_anchor(o) and o.frames and "planned" not in o.said.marks),
                mention,
            )
        if "within" in mention.said.marks and earlier:
            # 从2021年至2023年的三年间: the years are told.
            return earlier[-1] if adjoins(self._view.text, earlier[-1], mention.start) else mention
        return mention

    def kind_of(self, index: int) -> Kind:
        """Return the kind of a quantity; a duration that is a result counts like any other figure."""
        quantity = self._view.quantities[index]
        if quantity.kind == "duration":
            opening = clause_around(self._view, index).start
            return "count" if self._phrases.averaged.search(self._view.text, opening, quantity.start) else "duration"
        return quantity.kind


def _is_undated_year(mention: Mention) -> bool:
    """Return whether a mention is 年内 or 全年 of a year that is not known."""
    part = mention.said.part
    whole = part is not None and (part.first, part.last) == ((1, 1), (12, 31))
    return whole and mention.kind == "moment" and not mention.reading.dated
