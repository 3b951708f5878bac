"""Reads one number with everything that belongs to it: sign, hedges, measure word, a following half or smaller unit.

Most numbers are plain and are read faster by `plain.py`. `joining.py` combines parts into ranges and lists.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

import regex

from unionstats.numbers.grammar import Grammar
from unionstats.numbers.hedges import Hedges
from unionstats.numbers.numeral import ARABIC, BEGINNINGS, DIGITS, MAGNITUDES, NumeralReader, any_of, numeral_pattern
from unionstats.numbers.plain import Part, PlainReader
from unionstats.numbers.units import Unit, UnitTable
from unionstats.text.marks import LIST_COMMA, PAUSES
from unionstats.types import Bound, Kind

Found: TypeAlias = "regex.Match[str] | re.Match[str]"  # a numeral in the text; of `re` where it is a plain one

PERCENT = Unit("%", "percent")
_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")
_ROUND = regex.compile(f"[{''.join(MAGNITUDES)}]+")
_DIGITS_ONLY = regex.compile(ARABIC)
_LAST_DIGIT = regex.compile(rf"(零?[{''.join(DIGITS)}0-9])(?![0-9{''.join(DIGITS)}{''.join(MAGNITUDES)}])")
_LAST_DIGITS = regex.compile(rf"(零?[{''.join(DIGITS)}0-9]{{1,2}})(?![0-9{''.join(DIGITS)}{''.join(MAGNITUDES)}])")
_SPACE = " \u3000\u00a0"
_LONGEST_BLANK = 4  # between a bare number and its measure word
_LONGEST_REST = 8  # characters of a measure word behind 个
# 三千瓦 is 3 千瓦, 三十两 is 30 两: the last character of the numeral begins the measure word.
_LARGE = "千万亿"
_ENDS = regex.compile(rf"(?<!(?<!\d)(?:19|20)\d\d)[ ]?(?:[{PAUSES}{LIST_COMMA}）)\n]|$)")
_LENT = "千兆两"
_SYLLABLES = "一四五六七八九十百千万"


class PartReader:
    """Reads the parts of a folded text (simplified, ASCII digits).

    Args:
        grammar: the words of numbers.
        units: the measure words.
        hedges: the hedging words.
        bare: numerals may stand without measure word; 1/2 is a half and 15k is 15,000.
    """

    def __init__(self, grammar: Grammar, units: UnitTable, hedges: Hedges, *, bare: bool = False) -> None:
        self._grammar = grammar
        self._units = units
        self._hedges = hedges
        self._numerals = NumeralReader(grammar.words)
        self._bare = bare
        self._half = regex.compile(any_of(grammar.halves))
        self._inner_half = regex.compile(min(grammar.halves, key=len))
        # Characters that can announce what is looked for: most quantities have none of them beside them.
        signs = (sign[-1] for sign in grammar.negative)
        self._leading = frozenset([*signs, *grammar.prefixes, *hedges.endings, *_SPACE])
        self._more_signs = frozenset(word[0] for word in grammar.words.more)
        self._half_signs = frozenset(word[0] for word in grammar.halves)
        joints = (word[0] for word in grammar.joint_words)
        self._following = frozenset([*self._half_signs, *joints, *BEGINNINGS, *_SPACE])
        share = f"(?P<share>{any_of(grammar.shares)})"
        half = f"(?P<half>{any_of(grammar.halves)}(?=\\p{{Han}}))"
        self._pattern = regex.compile(f"{share}|{half}|{numeral_pattern(grammar.words, bare=bare)}")
        unplain = frozenset([*self._following, *hedges.beginnings])
        self._plain = None if bare else PlainReader(grammar, units, self._numerals, unplain)
        self._finder = (
            self._plain.finder if self._plain else re.compile(f"[{grammar.beginnings}]{grammar.not_within}()")
        )

    def match(self, text: str, at: int) -> Found | None:
        """Return the numeral that begins at a position, if any."""
        plain = self._plain.at.match(text, at) if self._plain else None
        return plain or self._pattern.match(text, at)

    def find(self, text: str, at: int) -> tuple[int, Found | None] | None:
        """Return the next position where a numeral may begin, and the numeral there; None at the end of the text."""
        found = self._finder.search(text, at)
        if found is None:
            return None
        start = found.start()
        if start > at and text[start - 1] in self._grammar.words.several:
            several = self.match(text, start - 1)
            if several is not None:
                return start - 1, several
        return start, self._pattern.match(text, start) if found.lastindex else found

    def read(self, text: str, found: Found) -> Part | None:
        """Read the part whose numeral `match` found.

        Returns:
            None where the characters make no number; a part without unit where no measure word follows.
        """
        part = self._plain.read(text, found) if self._plain and isinstance(found, re.Match) else None
        if part is None:
            part = self._number(text, found)
            if part is None:
                return None
            part = self._behind(text, part) if part.unit else self._measured(text, part)
        return self._led(text, part) if text[part.start - 1 : part.start] in self._leading else part

    def _number(self, text: str, found: Found) -> Part | None:
        start, end = found.span()
        if isinstance(found, re.Match):
            return self._numeral(text, start, end)
        if found["share"]:
            return Part(start, end, start, end, self._grammar.shares[found["share"]], unit=PERCENT, is_round=True)
        if found["half"]:
            return self._half_or_share(text, start, end)
        if found["short"]:
            return self._short_fraction(text, found)
        if found["up"]:
            return self._slashed(found)
        return self._fraction(found) if found["over"] else self._numeral(text, start, end)

    def _half_or_share(self, text: str, start: int, end: int) -> Part:
        """Read 半 as a half of the measure word behind it, or 过半 as a share."""
        found = self._units.longest(text, end)
        if text[start - 1 : start] in self._grammar.half_after and (found is None or found[1].noun):
            return Part(start, end, start, end, _HALF * _HUNDRED, unit=PERCENT, is_round=True)
        return Part(start, end, start, end, _HALF)

    def _numeral(self, text: str, start: int, end: int) -> Part | None:
        end -= self._lent(text, start, end)
        numeral = self._numerals.read(text[start:end])
        if numeral is None:
            digits = _DIGITS_ONLY.match(text, start, end)
            return Part(start, digits.end(), start, digits.end(), Decimal(_plain(digits[0]))) if digits else None
        bounds: tuple[Bound | None, ...] = ("more_than",) if numeral.more else ()
        is_round = _ROUND.fullmatch(text, start, end) is not None
        return Part(start, end, start, end, numeral.value, numeral.low, numeral.high, None, bounds, is_round)

    def _lent(self, text: str, start: int, end: int) -> int:
        """Return how many characters at the numeral's end belong to the measure word: the 千 of 三千瓦."""
        if end - start < 2 or text[end - 1] not in _LENT:
            return 0
        found = self._units.longest(text, end - 1)
        return 1 if found is not None and (len(found[0]) > 1 or text[end - 1] in DIGITS) else 0

    def _short_fraction(self, text: str, found: regex.Match[str]) -> Part | None:
        """Read Hong Kong's 四分一: a share, unless a measure word follows (四分一升)."""
        (start, end), written = found.span(), found[0]
        above, below = (
            DIGITS.get(digit, int(digit) if digit.isdecimal() else 10) for digit in (written[-1], written[0])
        )
        if above >= below:
            return None  # 3分5厘
        ratio = Decimal(above) / below
        if self._bare or self._units.longest(text, end):
            return Part(start, end, start, end, ratio)
        return Part(start, end, start, end, ratio * _HUNDRED, unit=PERCENT)

    def _slashed(self, found: regex.Match[str]) -> Part | None:
        down = Decimal(found["down"])
        if not down:
            return None
        start, end = found.span()
        value = Decimal(found["up"]) / down
        if self._bare:
            return Part(start, end, start, end, value + Decimal(found["whole"] or 0))
        return Part(start, end, start, end, value * _HUNDRED, unit=PERCENT) if value < 1 else None

    def _fraction(self, found: regex.Match[str]) -> Part | None:
        """Read 百分之九十五, 三分之二: shares in percent; in bare numerals other than 百分之 the plain ratio."""
        start, end = found.span()
        numerator = self._numerals.read(found["over"])
        from_ = found.end("plus") + len(self._grammar.words.plus) if self._bare and found["plus"] else start
        written = found.string[from_ : found.start("over") - len(self._grammar.words.over)]
        denominator = self._numerals.read(written)
        if numerator is None or denominator is None or not denominator.value:
            return None
        percent = _ROUND.fullmatch(written) is not None
        number_start = found.start("over") if written in MAGNITUDES and denominator.value == _HUNDRED else start
        part = Part(start, end, number_start, end, numerator.value, numerator.low, numerator.high, PERCENT)
        if percent or not self._bare:
            return part.scaled(_HUNDRED / denominator.value)
        whole = self._numerals.read(found["plus"]) if found["plus"] else None
        ratio = part._replace(unit=None).scaled(1 / denominator.value)
        return ratio._replace(value=ratio.value + whole.value) if whole and whole.value and ratio.value else ratio

    def _led(self, text: str, part: Part) -> Part:
        """Take in what stands before, one of `_leading`: a currency, a sign, a hedge, or a verb that sets the bound."""
        part = self._prefixed(text, self._signed(text, part))
        before = part.start - (1 if part.start and text[part.start - 1] in _SPACE else 0)
        hedge = self._hedges.before(text, before, is_round=part.is_round)
        if hedge is not None:
            return part._replace(start=before - len(hedge.word), bounds=(*part.bounds, hedge.bound))
        outside = self._hedges.outside(text, before)
        return part._replace(bounds=(*part.bounds, outside)) if outside else part

    def _prefixed(self, text: str, part: Part) -> Part:
        start = part.start
        while start and text[start - 1] in _SPACE:
            start -= 1
        for prefix in self._grammar.prefixes.get(text[start - 1 : start], ()):
            if text.startswith(prefix.word, start - len(prefix.word)) and start >= len(prefix.word):
                name = part.unit.name if part.unit else None
                if name in prefix.units or (name is None and prefix.alone):
                    unit = self._units.words[prefix.unit]
                    return self._signed(text, part._replace(start=start - len(prefix.word), unit=unit))
        return part

    def _signed(self, text: str, part: Part) -> Part:
        for sign in self._grammar.negative:
            at = part.start - len(sign)
            if self._bare and at > 0 and text[part.start - 1] == " ":
                at -= 1
            if at >= 0 and text.startswith(sign, at) and self._is_sign(text, at):
                moved = part.scaled(Decimal(-1))._replace(start=at)
                return moved._replace(number_start=at) if part.number_start == part.start else moved
        return part

    def _is_sign(self, text: str, at: int) -> bool:
        """Return whether the sign at `at` is no dash: 10-15, 甲市-20人."""
        if at == 0:
            return True
        before = text[at - 1]
        if text[at].isalpha():
            return before not in self._grammar.negative_unless
        return before in self._grammar.minus_after or not (before.isalnum() or before == text[at])

    def _measured(self, text: str, part: Part, within: Kind | None = None) -> Part:
        """Take in the hedge after the digits, the measure word, and what follows it.

        `within`: the number stands behind a larger unit of this kind, where 分 means minutes or cents.
        """
        more = self._more_at(text, part.end + (text[part.end : part.end + 1] == " "))
        at = more.end() if more else part.end
        found = self._unit(text, at, within)
        if found is None or (found[1].noun and found[1].kind == "people" and _is_syllable(text, part)):
            return self._unmeasured(text, part)
        end, unit, inner = found
        bounds = (*part.bounds, "more_than") if more else part.bounds
        measured = part._replace(end=end, unit=unit, bounds=bounds)
        return self._behind(text, self._smaller(text, self._inner(measured, inner) if inner else measured, within))

    def _more_at(self, text: str, at: int) -> regex.Match[str] | None:
        return self._grammar.more.match(text, at) if text[at : at + 1] in self._more_signs else None

    def _inner(self, part: Part, inner: str) -> Part:
        """Add what stood within the measure word: 4个多月, 一个半小时."""
        if inner in self._grammar.halves and part.value is not None:
            return part._replace(value=part.value + _HALF)
        return part._replace(bounds=(*part.bounds, "more_than")) if inner else part

    def _unit(self, text: str, at: int, within: Kind | None) -> tuple[int, Unit, str] | None:
        """Find the measure word at `at`, behind a blank, or around a hedge: its end, the unit, the hedge within."""
        start = at
        furthest = min(len(text), at + (_LONGEST_BLANK if self._bare else 1))
        while start < furthest and text[start] in _SPACE:
            start += 1
        split = self._grammar.split_after
        if text.startswith(split, start):
            inner = self._more_at(text, start + 1) or self._inner_half.match(text, start + 1)
            if inner is not None and (whole := self._split_unit(text, inner.end())) is not None:
                return whole[0], whole[1], inner[0]
        found = self._units.longest(text, start, within)
        return (start + len(found[0]), found[1], "") if found else None

    def _split_unit(self, text: str, at: int) -> tuple[int, Unit] | None:
        """Find the rest of a measure word behind the hedge that splits it: 月 of 4个多月, 分钟 of 五个半分钟."""
        split = self._grammar.split_after
        found = self._units.longest(split + text[at : at + _LONGEST_REST], 0)
        if found is not None and len(found[0]) > len(split):
            return at + len(found[0]) - len(split), found[1]
        found = self._units.longest(text, at)
        return (at + len(found[0]), found[1]) if found is not None and found[1].kind == "duration" else None

    def _half_at(self, text: str, at: int) -> regex.Match[str] | None:
        found = self._half.match(text, at) if text[at : at + 1] in self._half_signs else None
        return found if found and not text.startswith(self._grammar.halves_unless, found.end()) else None

    def _unmeasured(self, text: str, part: Part) -> Part:
        """Read 三成 and 八折 as percent; else take in hedges after the bare number."""
        blank = 1 if self._bare and text.startswith(" ", part.end) else 0
        for word, worth in self._grammar.tenths.items():
            end = part.end + blank + len(word)
            if text.startswith(word, part.end + blank) and not text.startswith(self._grammar.tenths_unless, end):
                return self._behind(text, self._tenths(text, part, end, worth))
        more = self._more_at(text, part.end)
        if more is not None:
            part = part._replace(end=more.end(), bounds=(*part.bounds, "more_than"))
        return self._behind(text, part if self._bare else self._implied(text, part))

    def _implied(self, text: str, part: Part) -> Part:
        """Return a number without measure word the unit that the clause tells: 会员总数达3.02亿."""
        large = text[part.number_end - 1] in _LARGE and not part.is_round
        if not (large or _ENDS.match(text, part.end)) or text[part.number_end - 1] in DIGITS:
            return part
        if part.value is not None and part.value != part.value.to_integral_value():
            return part  # 居民收入比为2.31: a ratio, not people
        unit = self._grammar.implied.unit_of(text, part.start, part.end, large=large)
        return part if unit is None else part._replace(unit=self._units.words[unit])

    def _tenths(self, text: str, part: Part, end: int, worth: Decimal) -> Part:
        """Return 三成 as 30 percent, 五五折 as 55, 七成半 as 75."""
        written = text[part.number_start : part.number_end]
        if len(written) > 1 and part.value is not None and part.value > 10 and written[-1] not in MAGNITUDES:
            worth = Decimal(1)
        tenths = part.scaled(worth)._replace(end=end, unit=PERCENT, worth=worth)
        half = self._half_at(text, end)
        if tenths.value is not None and half is not None:
            return tenths._replace(value=tenths.value + worth / 2, end=half.end())
        digit = _LAST_DIGIT.match(text, end + (1 if self._bare and text.startswith(" ", end) else 0))
        if tenths.value is not None and digit and self._is_tenth(text, digit):
            return tenths._replace(value=tenths.value + _digit(digit[1]), end=digit.end())
        return tenths

    def _is_tenth(self, text: str, digit: regex.Match[str]) -> bool:
        """Return whether a digit behind 成 belongs to it: 七成二人, but neither 七成一线职工 nor 七成5名."""
        if text.startswith(self._grammar.tenths_digit_unless, digit.start()):
            return False
        found = self._units.longest(text, digit.end()) if digit[0].isascii() else None
        return found is None or found[1].noun

    def _smaller(self, text: str, part: Part, within: Kind | None) -> Part:
        """Add a half, tenths or smaller units: 三年半, 九块九, 1小时30分."""
        if part.value is None or part.unit is None or text[part.end : part.end + 1] not in self._following:
            return part
        half = self._half_at(text, part.end)
        if half is not None:
            return part._replace(value=part.value + _HALF, end=half.end())
        digit = _LAST_DIGITS.match(text, part.end)
        tenths = digit is not None and text[part.end - 1] in self._grammar.tenths_after
        if digit and tenths and not self._units.longest(text, digit.end(), part.unit.kind):
            return part._replace(value=part.value + _tenths_of(digit[1]), end=digit.end())
        return part if within else self._chained(text, part)

    def _chained(self, text: str, part: Part) -> Part:
        """Add smaller units of the same base: 1小时30分, 123元1角1分."""
        while (smaller := self._next_smaller(text, part)) is not None:
            part = _added(part, smaller)
        return part

    def _next_smaller(self, text: str, part: Part) -> Part | None:
        unit = part.unit
        if unit is None or unit.factor is None:
            return None
        joint = self._grammar.joints.match(text, part.end)
        found = self.match(text, joint.end() if joint else part.end)
        smaller = self._number(text, found) if found else None
        if smaller is None or smaller.value is None or smaller.unit is not None:
            return None
        smaller = self._measured(text, smaller, within=unit.kind)
        other = smaller.unit
        if other is None or other.factor is None or other.base != unit.base or other.factor >= unit.factor:
            return None
        return smaller

    def _behind(self, text: str, part: Part) -> Part:
        """Take in hedges after the measure word: 以上, 左右."""
        bounds, end = part.bounds, part.end
        while (hedge := self._hedges.after(text, end)) is not None:
            end, bounds = end + len(hedge.word), (*bounds, hedge.bound)
        return part if end == part.end else part._replace(end=end, bounds=bounds)


def _is_syllable(text: str, part: Part) -> bool:
    """Return whether a lone character before a bare noun is the end of another word: 港九劳工."""
    return part.number_end - part.number_start == 1 and text[part.number_start] in _SYLLABLES


def _added(part: Part, smaller: Part) -> Part:
    """Add a smaller unit: money and mass stay in the larger one, time goes to the smaller one."""
    unit, other = part.unit, smaller.unit
    if unit is None or other is None or not unit.factor or not other.factor or part.value is None:
        return part
    scale, value = unit.factor / other.factor, smaller.value or Decimal(0)
    if unit.kind == "duration":
        return part._replace(value=part.value * scale + value, unit=other, end=smaller.end)
    return part._replace(value=part.value + value / scale, end=smaller.end)


def _plain(number: str) -> str:
    return number.replace(",", "").replace("，", "")


def _tenths_of(written: str) -> Decimal:
    """Return the digits behind a unit as its decimal places: 七五 in 一米七五, 零五 in 三块零五."""
    return Decimal("0." + "".join(str(DIGITS.get(digit, digit)) for digit in written))


def _digit(written: str) -> Decimal:
    """Return a last digit in tenths of the unit before it: 九 in 三块九, 零四 in 三块零四."""
    digit = Decimal(DIGITS.get(written[-1], written[-1]))
    return digit / 10 if len(written) > 1 else digit
