"""Reads written numerals exactly: 7.79万, 三千二百零五, 3亿5000万, 二〇一五, 20多万, 四五百, 三分之二.

Owns the grammar of digits, 十百千万亿 and the decimal point. Knows nothing of measure words, hedges or dates. The few
words that numerals are written with (多, 几, 分之) come from `rules/numerals.toml`. Text is simplified, digits ASCII.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import regex

DIGITS = {
    **{c: n for n, c in enumerate("零一二三四五六七八九")},
    **{c: n for n, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0,
    "两": 2,
    "弍": 2,
    "弎": 3,
    "弌": 1,
    "參": 3,
}
TENS = {"廿": 20, "卅": 30, "卌": 40}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
MAGNITUDES = SMALL | LARGE

_DIGIT = "".join(DIGITS)
_TENS = "".join(TENS)
_MAGNITUDE = "".join(MAGNITUDES)
# Grouped thousands first: 1,234 and 12 345 are one number, 1,23 is two.
ARABIC = r"(?:[0-9]{1,3}(?:[,，][0-9]{3})++(?![0-9])(?:\.[0-9]++)?|[0-9]++(?:\.[0-9]++)?)"
_PLAIN = regex.compile(r"([0-9]++(?:\.[0-9]++)?)[ ]?(万亿|[十百千]?[万亿]|[百千]|)")
_PLAIN_MAGNITUDES = {a + b: SMALL.get(a, 1) * LARGE.get(b, 1) for a in ("", "十", "百", "千") for b in ("", "万", "亿")}
_PLAIN_MAGNITUDES["万亿"] = 10**12
_TOKEN = regex.compile(rf"{ARABIC}|[{_DIGIT}{_TENS}{_MAGNITUDE}点.]")
# Two neighbouring digits name a range where a multiplier follows or precedes them, or where they stand alone.
_TWO_DIGITS = regex.compile(
    r"(?<![零〇一二两三四五六七八九0-9点])(一二|一两|两三|二三|三四|三五|四五|五六|六七|七八|八九)(?![零〇一二三四五六七八九0-9点])"
)


class NumeralWords(NamedTuple):
    """The words numerals are written with: from `[inside]` of `rules/numerals.toml`."""

    more: tuple[str, ...]
    several: str
    several_not_after: str
    over: str
    plus: str


class Numeral(NamedTuple):
    """What a numeral says: a value, or a range (几十, 四五百), and whether it says 'and more' inside (20多万)."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    more: bool = False


def numeral_pattern(words: NumeralWords) -> str:
    """Give the regular expression of one numeral, without sign, hedge or measure word; named group `over` in fractions.

    Why possessive: a megabyte of digits or of 万 must cost no more a character than prose.
    """
    more = "|".join(map(regex.escape, sorted(words.more, key=len, reverse=True)))
    several = f"(?<=[{_MAGNITUDE}零])[{words.several}](?![{_MAGNITUDE}]*年代)"
    vague = f"(?<![{words.several_not_after}])[{words.several}](?=[{_MAGNITUDE}])"
    item = (
        rf"(?:{ARABIC}|[{_DIGIT}{_TENS}{_MAGNITUDE}]|{vague}|{several}"
        rf"|(?<=[{_DIGIT}{_MAGNITUDE}0-9])点(?=[{_DIGIT}])|(?<=[{_DIGIT}{_MAGNITUDE}])点(?=[0-9])"
        rf"|(?:{more})(?=[{_MAGNITUDE}])(?<=[{_DIGIT}{_MAGNITUDE}0-9](?:{more}))|[ ](?=[{_MAGNITUDE}])(?<=[0-9{_MAGNITUDE}多余][ ]))"
    )
    run = rf"(?:(?:[0-9]{{1,3}}(?:[ \u00a0\u2009][0-9]{{3}})++(?![0-9])|(?![ ]|点){item}){item}*+)"
    return rf"{run}(?:{words.over}(?P<over>{run}))?"


class NumeralReader:
    """Reads the numerals that `numeral_pattern` finds.

    >>> words = NumeralWords(("多", "余"), "几数", "", "分之", "又")
    >>> NumeralReader(words).read("20多万")
    Numeral(value=Decimal('200000'), low=None, high=None, more=True)
    """

    def __init__(self, words: NumeralWords) -> None:
        self._words = words
        self._more = regex.compile("|".join(map(regex.escape, sorted(words.more, key=len, reverse=True))))
        self._several = regex.compile(f"[{words.several}]")
        self._round = regex.compile(f"[十零][{words.several}]")

    def read(self, text: str) -> Numeral | None:
        """Read one numeral as `numeral_pattern` matched it (no fraction).

        Returns:
            None where the characters make no number (三五九万八五).
        """
        plain = _PLAIN.fullmatch(text)
        if plain is not None:
            return Numeral(Decimal(plain[1]) * _PLAIN_MAGNITUDES[plain[2]] if plain[2] else Decimal(plain[1]))
        text = text.replace(" ", "").replace("\u00a0", "").replace("\u2009", "")
        bare = self._more.sub("", text)
        more = bare != text
        if self._several.search(bare):
            first = "1" if self._round.search(bare) else "2"
            return self._range(self._several.sub(first, bare), self._several.sub("9", bare))
        pair = _TWO_DIGITS.search(bare)
        if pair is not None:
            return self._range(
                bare[: pair.end() - 1] + bare[pair.end() :], bare[: pair.start()] + bare[pair.start() + 1 :]
            )
        value = evaluate(bare)
        return None if value is None else Numeral(value, more=more)

    @staticmethod
    def _range(low: str, high: str) -> Numeral | None:
        bottom, top = evaluate(low), evaluate(high)
        return None if bottom is None or top is None else Numeral(None, bottom, top)


def evaluate(text: str) -> Decimal | None:
    """Give the exact value of a numeral without hedges: 三千二百零五, 1.08亿, 二〇一五, 3亿5000万, 两千三百五.

    Returns:
        None where the characters make no number.

    >>> evaluate("三千二百零五"), evaluate("3亿5000万"), evaluate("二〇一五"), evaluate("两千三")
    (Decimal('3205'), Decimal('350000000'), Decimal('2015'), Decimal('2300'))
    """
    tokens = _TOKEN.findall(text)
    if not tokens or sum(map(len, tokens)) != len(text) or tokens[0] in {"点", "."}:
        return None
    if len(tokens) > 1 and all(token in DIGITS for token in tokens):
        return Decimal("".join(str(DIGITS[token]) for token in tokens))
    return _Sum().add_all(tokens)


class _Sum:
    """The state of adding up a numeral from left to right."""

    __slots__ = ("_above", "_current", "_decimals", "_section", "_single", "_total", "_unit", "_zero")

    def __init__(self) -> None:
        self._total = Decimal(0)  # what 万, 亿 have closed
        self._section = Decimal(0)  # since then, what 十, 百, 千 have closed
        self._current: Decimal | None = None  # digits still waiting for their multiplier
        self._unit = 1  # the last multiplier met: 两千三 is 2300
        self._above = 0  # the last of 万, 亿, 兆 met
        self._single = False  # the waiting digits are one digit
        self._zero = False  # a 零 stood since the last multiplier: 一千零五 is 1005
        self._decimals = 0  # places after 点

    def add_all(self, tokens: list[str]) -> Decimal | None:
        for token in tokens:
            if not self._add(token):
                return None
        return self._total + self._section + self._rest()

    def _add(self, token: str) -> bool:
        if token in DIGITS:
            return self._digit(DIGITS[token])
        if token in TENS:
            self._section += TENS[token]
            self._unit = 10
            return self._current is None
        if token in SMALL:
            return self._small(SMALL[token])
        if token in LARGE:
            return self._large(LARGE[token])
        if token in {"点", "."}:
            self._current = self._rest()
            self._decimals, self._single = 1, False
            return True
        return self._arabic(token)

    def _digit(self, digit: int) -> bool:
        if self._decimals:
            self._current = (self._current or Decimal(0)) + Decimal(digit).scaleb(-self._decimals)
            self._decimals += 1
            return True
        if digit == 0:
            self._zero = True
            return self._current is None or not self._current
        if self._current:
            return False
        self._current, self._single = Decimal(digit), True
        return True

    def _arabic(self, token: str) -> bool:
        number = token.replace(",", "").replace("，", "")
        if self._decimals:
            self._current = (self._current or Decimal(0)) + Decimal(number).scaleb(-len(number))
            return "." not in number
        if self._current:
            return False
        self._current, self._single = Decimal(number), len(number) == 1
        self._zero = self._zero or number.startswith("0")
        return True

    def _small(self, unit: int) -> bool:
        self._section += (Decimal(1) if self._current is None else self._current) * unit
        self._current, self._unit, self._zero, self._decimals = None, unit, False, 0
        return True

    def _large(self, unit: int) -> bool:
        section = self._section + (self._current or Decimal(0))
        if not section and not self._total:
            section = Decimal(1)
        if unit > self._above or not section:
            self._total = (self._total + section) * unit
        else:
            self._total += section * unit
        self._section, self._current, self._unit, self._above = Decimal(0), None, unit, unit
        self._zero, self._decimals = False, 0
        return True

    def _rest(self) -> Decimal:
        """Give what the waiting digits are worth: the 三 of 两千三 is three hundred."""
        if self._current is None:
            return Decimal(0)
        colloquial = self._single and not self._zero and self._unit >= 100 and not self._decimals
        return self._current * self._unit / 10 if colloquial else self._current
