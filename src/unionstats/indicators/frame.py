"""The context of a quantity as rules see it: its sentence, with every quantity replaced by `#`, cut into stretches.

Owns the cutting. Which words are amounts, connectives or closing words is data (`rules/measure.toml`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

import regex

from unionstats.numbers.table_headers import find_tables, words_of
from unionstats.rules.folder import RuleFolder, load_toml
from unionstats.rules.outline import Characters, heads_of, outline_of
from unionstats.text.marks import CLAUSE_ENDS
from unionstats.types import ArticleView, Quantity, Sentence

MARK = "#"
# A length of time stands in the way of no noun: 280名职工参加为期6天的疗休养.
DURATION_MARK = "・"
# Farther off than this, words seldom belong to the quantity, and a rule's cost must not grow with the sentence.
REACH = 60

_CLAUSE_END = re.compile(f"[{CLAUSE_ENDS}]")
_WORD = regex.compile(r"\p{Han}{2,}")
# These patterns are read from the quantity to the left.
_BACKWARD = frozenset(
    {
        "lead",
        "join",
        "change_join",
        "carry",
        "rest",
        "selected",
        "share",
        "bare_share",
        "tally",
        "listed",
        "placed",
        "remark",
    }
)
# An elided noun is looked for across this many quantities at most (3家、35家、220家 …).
_ELISIONS = 8
# So much of what was said before its sentence can still be what a quantity is about.
_TOPIC_REACH = 120
_START = attrgetter("start")


class Frame(NamedTuple):
    """One quantity in its masked sentence; all positions refer to `text`.

    text: the sentence, each quantity as one `#`.
    at: where this quantity stands.
    start: where the stretch before it begins (at most REACH characters off).
    head: where the words before it end, amounting words (达到, 共有) left out.
    elided: the same for the quantity whose noun this one shares (45户、12人); None where it has its own.
        Where 分别 gave it a noun, that is `head`, and what follows says nothing; `elided` are the words before it.
    shared: how many quantities back that one stands.
    clause_start, clause_end: the clause, at commas.
    phrase_end: where the noun phrase right after the quantity ends at the latest.
    modified: the particle of the modifier that the noun phrase begins with (23个[已产生效益的]创新项目); "" without.
    headed: the text is the head of the quantity's column in a table, with its mark behind it.
    """

    text: str
    at: int
    start: int
    head: int
    elided: int | None
    shared: int
    clause_start: int
    clause_end: int
    phrase_end: int
    modified: str
    headed: bool = False


class Framer:
    """Builds the frames of an article.

    Args:
        folder: whose `measure.toml` has the patterns under `[frame]`.
    """

    def __init__(self, folder: RuleFolder) -> None:
        patterns: dict[str, regex.Pattern[str]] = {}
        for path in folder.files("measure.toml"):
            for name, pattern in load_toml(path).get("frame", {}).items():
                flags = regex.REVERSE if name in _BACKWARD else 0
                patterns[name] = folder.compile(pattern, path=path, rule=name, flags=flags)
        self._lead = _Backward(patterns["lead"])
        self._join = _Backward(patterns["join"])
        self._change_join = _Backward(patterns["change_join"])
        self._preposition = patterns["preposition"]
        first = [head.first for head in heads_of(self._preposition.pattern, frozenset())]
        self._prepositions: Characters = None if None in first else frozenset().union(*filter(None, first))
        self._phrase_stop = patterns["phrase_stop"]
        self._carry = _Backward(patterns["carry"])
        self._share = _Backward(patterns["share"])
        self._bare_share = _Backward(patterns["bare_share"])
        self._listed = _Backward(patterns["listed"])
        self._tally = _Backward(patterns["tally"])
        self._remark = _Backward(patterns["remark"])
        self._item = patterns["item"]
        self._next = patterns["next"]
        self._comparison = patterns["comparison"]
        self._rest = _Backward(patterns["rest"])
        self._selected = _Backward(patterns["selected"])
        self._placed = _Backward(patterns["placed"])
        self._other = patterns["other"]
        self._modifier_pattern = patterns["modifier"]
        self._alone = patterns["alone"]
        self._onward = patterns["onward"]
        self._base = patterns["base"]

    def frames(self, view: ArticleView) -> Iterator[Frame]:
        """Yield one frame per quantity of an article, in order."""
        heads = _heads(view)
        first = 0
        while first < len(view.quantities):
            if first in heads:
                yield _under_head(heads[first])
                first += 1
                continue
            number = view.sentence_of[first]
            last = first
            while last < len(view.quantities) and view.sentence_of[last] == number and last not in heads:
                last += 1
            yield from self._of_sentence(view, view.sentences[number], range(first, last))
            first = last

    def carried(self, frame: Frame) -> Frame | None:
        """Return the frame with the words of the previous clause in front: 组织劳动竞赛，全年共280场.

        Only a bare quantity takes them: nothing stands between comma and number but amounting words, nothing behind.
        """
        if not self.is_bare(frame):
            return None
        head = self._carry.start(frame.text, frame.elided or frame.head)
        return None if head is None or head <= frame.text.rfind(MARK, 0, head) + 1 else with_words_to(frame, head)

    def is_bare(self, frame: Frame) -> bool:
        """Return whether no noun stands behind the quantity."""
        return self._alone.match(frame.text, frame.at + 1) is not None

    def forward(self, frame: Frame) -> Iterator[Frame]:
        """Yield the frame with the words after the next quantity of its list, and so on: 8名、9名职工获证."""
        at = frame.at
        for _ in range(_ELISIONS):
            found = self._next.match(frame.text, at + 1)
            if found is None:
                return
            at = found.end() - 1
            phrase_end, clause_end = self._ends(frame.text, at)
            yield frame._replace(at=at, phrase_end=phrase_end, clause_end=clause_end)

    def listed(self, frame: Frame) -> Frame | None:
        """Return the frame with the words before its list in front, or None: 表彰#单位、[#班组]和#个人."""
        end, at = frame.head, 0
        while at < _ELISIONS and (start := self._listed.start(frame.text, end)) is not None:
            end = self._strip_lead(frame.text, start)
            at += 1
        return with_words_to(frame, end) if at else None

    def own_noun(self, frame: Frame) -> str:
        """Return the word before the quantity in its clause; "" if the clause opens with a comparison (比去年增长)."""
        if self._comparison.match(frame.text, frame.clause_start, frame.at):
            return ""
        words = _WORD.findall(frame.text, frame.clause_start, frame.head)
        return str(words[-1]) if words else ""

    def is_item(self, frame: Frame) -> bool:
        """Return whether a quantity opens its clause before a verb: an item of a list whose noun was given before."""
        opens = frame.head == 0 or _CLAUSE_END.match(frame.text, frame.head - 1) is not None
        return opens and self._item.match(frame.text, frame.at + 1) is not None

    def is_base(self, frame: Frame) -> bool:
        """Return whether a later quantity of the sentence is measured from this one: 在去年#的基础上."""
        return self._base.match(frame.text, frame.at + 1) is not None

    def opens(self, frame: Frame) -> bool:
        """Return whether the quantity is in the first clause of its sentence, not counting 据悉， and the like."""
        onward = self._onward.match(frame.text)
        return _CLAUSE_END.search(frame.text, onward.end() if onward else 0, frame.at) is None

    def untallied(self, frame: Frame) -> Frame | None:
        """Return the frame without the counting word before the quantity (驿站[数量]达97个); None if it has none."""
        head = self._tally.start(frame.text, frame.head)
        if head is None and self.is_bare(frame):
            head = self._remark.start(frame.text, frame.head)
        return None if head is None else with_words_to(frame, head)

    def is_rest(self, frame: Frame) -> bool:
        """Return whether the words before the quantity make it the remainder of a total, or a part taken out."""
        return self._rest.start(frame.text, frame.head) is not None

    def is_selected(self, frame: Frame) -> bool:
        """Return whether the quantity is of those in a whole before it that a clause describes: 中，自建的11个."""
        return self._selected.start(frame.text, frame.head) is not None

    def counts_others(self, frame: Frame) -> bool:
        """Return whether the quantity counts places or groups and so is no part of a total: 其中4个[县]."""
        return self._other.match(frame.text, frame.at + 1) is not None

    def is_placed(self, frame: Frame) -> bool:
        """Return whether only the name of a place or body precedes a bare quantity: 甲县培训86人，[乙县]64人."""
        return self.is_bare(frame) and self._placed.start(frame.text, frame.head) is not None

    def is_share(self, frame: Frame) -> bool:
        """Return whether the quantity gives the previous one as a share of something larger: 12人，占24%."""
        return self._share.start(frame.text, frame.at) is not None

    def is_bare_share(self, frame: Frame) -> bool:
        """Return whether the quantity is a share of people and its clause does not name the whole: 农民工占24%."""
        return self._bare_share.start(frame.text, frame.at) is not None

    def with_topic(self, view: ArticleView, index: int, frame: Frame) -> Frame | None:
        """Return the frame with the preceding part of the paragraph in front; None if there is none.

        The quantity's own words end where they did: what was said before is for those who look at the sentence.
        """
        number = view.sentence_of[index]
        topic = self._before_sentence(view, number)
        if not topic:
            return None
        by = len(topic)
        return frame._replace(
            text=topic + frame.text,
            at=frame.at + by,
            start=frame.start + by,
            head=frame.head + by,
            elided=None if frame.elided is None else frame.elided + by,
            clause_start=frame.clause_start + by,
            clause_end=frame.clause_end + by,
            phrase_end=frame.phrase_end + by,
        )

    def _before_sentence(self, view: ArticleView, number: int) -> str:
        """Return the end of what the paragraph says before sentence `number`, each quantity as one `#`."""
        paragraph = view.sentences[number].paragraph
        pieces: list[str] = []
        length = 0
        while number and length < _TOPIC_REACH and view.sentences[number - 1].paragraph == paragraph:
            number -= 1
            sentence = view.sentences[number]
            first = bisect_left(view.quantities, sentence.start, key=lambda quantity: quantity.start)
            last = bisect_left(view.quantities, sentence.end, key=lambda quantity: quantity.start)
            pieces.append(_mask(view, sentence, range(first, last))[0])
            length += len(pieces[-1])
        return "".join(reversed(pieces))[-_TOPIC_REACH:]

    def _of_sentence(self, view: ArticleView, sentence: Sentence, numbers: range) -> Iterator[Frame]:
        text, places, shifts = _mask(view, sentence, numbers)
        commas = [found.start() for found in _CLAUSE_END.finditer(text)] if places else []
        for number, at in zip(numbers, places, strict=True):
            subject = view.relations[number].subject
            if subject is not None and sentence.start <= subject.start and subject.end <= view.quantities[number].start:
                head = subject.end - _shift(shifts, subject.end)
                yield self._frame(text, at, commas, own_head=head)
            else:
                yield self._frame(text, at, commas, changed=view.relations[number].change is not None)

    def _frame(
        self, text: str, at: int, commas: Sequence[int], *, own_head: int | None = None, changed: bool = False
    ) -> Frame:
        start = max(0, at - REACH)
        head = at if at and self._is_behind_preposition(text, at) else self._strip_lead(text, at)
        elided, shared = self._find_elided(text, head, changed=changed or head < at)
        if own_head is not None:
            head, elided, shared = own_head, elided or head, 0
        after = bisect_left(commas, at)
        clause_start = max(start, commas[after - 1] + 1) if after else start
        phrase_end, clause_end = self._ends(text, at)
        return Frame(
            text=text,
            at=at,
            start=min(start, head),
            head=head,
            elided=elided,
            shared=shared,
            clause_start=clause_start,
            clause_end=clause_end if own_head is None else at + 1,
            phrase_end=phrase_end if own_head is None else at + 1,
            modified=self._modifier(text, at, clause_end) if own_head is None else "",
        )

    def _ends(self, text: str, at: int) -> tuple[int, int]:
        """Return where the noun phrase behind a quantity ends at the latest, and where its clause does."""
        comma = _CLAUSE_END.search(text, at, at + 1 + REACH)
        clause_end = comma.start() if comma else min(len(text), at + 1 + REACH)
        stop = self._phrase_stop.search(text, at + 1, clause_end)
        return (stop.start() if stop else clause_end), clause_end

    def _modifier(self, text: str, at: int, clause_end: int) -> str:
        """Return the particle of a modifier that opens the phrase behind a quantity; "" where none does."""
        found = self._modifier_pattern.match(text, at + 1, clause_end)
        return found[1] if found else ""

    def _is_behind_preposition(self, text: str, at: int) -> bool:
        likely = self._prepositions is None or text[at - 1] in self._prepositions
        return likely and self._preposition.match(text, at - 1) is not None

    def _strip_lead(self, text: str, end: int) -> int:
        start = self._lead.start(text, end)
        return end if start is None else start

    def _find_elided(self, text: str, head: int, *, changed: bool) -> tuple[int | None, int]:
        """Go back over quantities that only a 、 or the like parts from this one, to the words that all share."""
        end, shared = head, 0
        while shared < _ELISIONS:
            start = self._join.start(text, end)
            if start is None and changed and not shared:
                start = self._change_join.start(text, end)
            if start is None:
                break
            end = self._strip_lead(text, start)
            shared += 1
        return (end, shared) if shared else (None, 0)


def with_words_to(frame: Frame, head: int) -> Frame:
    """Return the frame as if the words before the quantity ended at `head`."""
    return frame._replace(head=head, start=min(frame.start, max(0, head - REACH)))


class _Backward:
    """A pattern read from right to left; a place whose last character it cannot end with is told without trying it."""

    def __init__(self, pattern: regex.Pattern[str]) -> None:
        self._pattern = pattern
        self._last: Characters = outline_of(pattern.pattern).last

    def start(self, text: str, end: int) -> int | None:
        """Return where a match that ends at `end` begins, at most REACH characters before, or None."""
        if self._last is not None and text[end - 1 : end] not in self._last:
            return None
        found = self._pattern.match(text, max(0, end - REACH), end)
        return found.start() if found else None


def _heads(view: ArticleView) -> dict[int, str]:
    """Return the words at the head of its column for each quantity of a table that is told by its heads."""
    heads: dict[int, str] = {}
    for table in find_tables(view.text, *view.article.span) if view.quantities else ():
        for row in table.rows:
            for head, cell in islice(zip(table.heads, row, strict=True), 1, None):
                for index in range(*(bisect_left(view.quantities, at, key=_START) for at in cell)):
                    heads[index] = words_of(view.text, head)
    return heads


def _under_head(head: str) -> Frame:
    text = f"{head} | {MARK}"
    at = len(text) - len(MARK)
    start = max(0, at - REACH)
    return Frame(text, at, start, len(head), None, 0, start, len(text), len(text), "", headed=True)


def _mask(view: ArticleView, sentence: Sentence, numbers: range) -> tuple[str, list[int], list[tuple[int, int]]]:
    """Return the sentence with `#` for each quantity (`・` for lengths of time), and the place of each.

    The third value leads from positions of the page to the masked sentence: from where on, how much to take off.
    """
    pieces: list[str] = []
    places: list[int] = []
    shifts = [(sentence.start, sentence.start)]
    done, at = sentence.start, 0
    for number in numbers:
        quantity = view.quantities[number]
        pieces += (view.text[done : quantity.start], DURATION_MARK if quantity.kind == "duration" else MARK)
        at += quantity.start - done
        places.append(at)
        at += 1
        done = _mask_end(view.text, quantity)
        shifts.append((done, done - at))
    pieces.append(view.text[done : max(done, sentence.end)])
    return "".join(pieces), places, shifts


def _mask_end(text: str, quantity: Quantity) -> int:
    """Return where the mark of a quantity ends: people counted without a measure word (86农民工) stay in sight."""
    if quantity.kind != "people" or quantity.unit is None:
        return quantity.end
    tail = text[quantity.number_end : quantity.end]
    if tail.endswith(quantity.unit) and len(tail) <= len(quantity.unit) + 1:
        return quantity.end
    # 3万多职工: the hedge behind the numeral belongs to it.
    return quantity.number_end + tail.startswith(("多", "余")) if len(tail) > 1 else quantity.end


def _shift(shifts: list[tuple[int, int]], position: int) -> int:
    """Return what to take from a position of the page to have it in the masked sentence."""
    return shifts[bisect_right(shifts, (position, position)) - 1][1]
