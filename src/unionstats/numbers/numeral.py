"""Reads written numerals exactly: 7.79万, 三千二百零五, 3亿5000万, 二〇一五, 20多万, 四五百.

Covers digits, 十百千万亿 and the decimal point; measure words, hedges and dates are read elsewhere. The few words that
belong to a numeral (多, 几, 分之) come from `rules/numerals.toml`. Expects simplified text with ASCII digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import regex

DIGITS = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    **{character: value for value, character in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0,
    "两": 2,
    "弌": 1,
    "弍": 2,
    "弎": 3,
    "參": 3,
}
TENS = {"廿": 20, "卅": 30, "卌": 40}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
MAGNITUDES = SMALL | LARGE
_COLLOQUIAL_FROM = 100  # 两千三 is 2300, 十三 is 13

# Every numeral begins with one of these; 几 and 数 may stand before it.
BEGINNINGS = "0123456789半" + "".join(DIGITS) + "".join(TENS) + "".join(MAGNITUDES)

# Digits that are read out one by one: 二〇一五, but not 赵六两人.
_READ_OUT = frozenset(DIGITS) - {"两"}
_DIGIT = "".join(DIGITS)
_TENS = "".join(TENS)
_MAGNITUDE = "".join(MAGNITUDES)
# Characters of cheques that mostly are no numerals: 队伍, 大陆, 拾取. They begin one only before their like.
_FORMAL = "壹贰叁肆伍陆柒捌玖參拾佰仟"
# Of these a numeral may consist that nothing stands within.
WRITTEN = "".join(sign for sign in (*DIGITS, *TENS, *MAGNITUDES) if sign not in _FORMAL)
# Grouped thousands first: 1,234 is one number, 1,23 are two.
ARABIC = r"(?:[0-9]{1,3}(?:[,，][0-9]{3})++(?![0-9])(?:\.[0-9]++)?|[0-9]++(?:\.[0-9]++)?)"
# Thousands set apart by blanks (1 023.6), and a decimal point between blanks (436 . 8).
_SPACED = (
    r"(?:[0-9]{1,3}(?:[ \u00a0\u2009][0-9]{3})++(?![0-9])(?:\.[0-9]++)?"
    r"|[0-9]++(?:[ ]\.[ ]?|(?<=[0-9]{2})\.[ ](?=[0-9]{1,4}[ ]?[%万亿]))[0-9]++(?![.0-9]))"
)
_PLAIN = regex.compile(r"([0-9]++(?:\.[0-9]++)?)(万亿|[十百千]?[万亿]|[百千]|)")
_PLAIN_WORTH = {a + b: SMALL.get(a, 1) * LARGE.get(b, 1) for a in ("", "十", "百", "千") for b in ("", "万", "亿")}
_PLAIN_WORTH["万亿"] = 10**12
_TOKEN = regex.compile(rf"{ARABIC}|[{_DIGIT}{_TENS}{_MAGNITUDE}点.]")
# Two neighbouring digits name a range: 四五百, 十七八, 三五十.
_PAIR = regex.compile(
    rf"(?<![{_DIGIT}0-9点])(一二|一两|两三|二三|三四|三五|四五|五六|六七|七八|八九)(?![{_DIGIT}0-9点])"
)
_WRITTEN_ZERO = regex.compile(rf"(?<=[{_DIGIT}])0(?=[{_DIGIT}])")
_BLANKS = str.maketrans("", "", " \u00a0\u2009")


class NumeralWords(NamedTuple):
    """The words that numerals are written with: `[inside]` of `rules/numerals.toml`."""

    more: tuple[str, ...]
    several: str
    several_not_after: str
    over: str
    over_short: str
    short_unless: tuple[str, ...]
    formal_before: str
    plus: str
    filler: str
    formal_digits: dict[str, str | int | None]
    slash_after: str
    slash_before: tuple[str, ...]


class Numeral(NamedTuple):
    """The meaning of a numeral: a value or a range (几十, 四五百), and whether it contains 'and more' (20多万)."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    more: bool = False


def numeral_pattern(words: NumeralWords, *, bare: bool = False) -> str:
    """Return the regular expression of a numeral without sign, hedge or measure word.

    Groups: `over`, the numerator of a fraction; in bare numerals also `whole` (一又二分之一), `up` and `down` (1 3/4).
    Why possessive: a megabyte of digits or of 万 must cost no more a character than prose.
    """
    run = _run_pattern(words, bare=bare)
    formal = (
        f"(?![{_FORMAL}](?!(?:[{_DIGIT}](?=[{_MAGNITUDE}]))?[{_FORMAL}{words.formal_before}]"
        f"|(?<!\\p{{Han}}[{_FORMAL}])(?!\\p{{Han}})))"
    )
    single, figure = "[二三四五六七八九十]", "[1-9]"
    alone = f"(?![{_DIGIT}{_MAGNITUDE}0-9])"
    before = f"(?<![{_DIGIT}{_MAGNITUDE}0-9])"
    pairs = rf"{single}{words.over_short}(?:[一两]|{single})|{figure}{words.over_short}{figure}"
    short = rf"(?P<short>{before}(?:{pairs}){alone})"
    fraction = rf"{short}(?!{any_of(words.short_unless)})|{formal}{run}(?:{words.over}(?P<over>{run}))?"
    slash = r"(?P<up>[0-9]{1,2})/(?P<down>[0-9]{1,2})(?![/0-9])"
    if not bare:
        return f"(?<=[{words.slash_after}]){slash}|(?<![/0-9]){slash}(?={any_of(words.slash_before)})|{fraction}"
    slashed = rf"(?:(?P<whole>[0-9]++)(?:[ ]|{words.plus}))?(?P<up>[0-9]++)/(?P<down>[0-9]++)(?![/0-9])"
    return rf"{slashed}|(?:(?P<plus>{run}){words.plus})?(?:{fraction})"


def _run_pattern(words: NumeralWords, *, bare: bool) -> str:
    more = any_of(words.more)
    digit, magnitude = f"{_DIGIT}{_TENS}", _MAGNITUDE
    blank = "[ ]{1,2}" if bare else "[ ]"
    odd = "".join(words.formal_digits) or "參"
    items = (
        f"[{odd}](?=[拾佰仟千百万])|(?<=[拾佰仟零])[{odd}](?!\\p{{Han}}(?<![拾佰仟万]))",
        ARABIC + ("(?:[kK](?![A-Za-z]))?" if bare else ""),
        f"[{digit}{magnitude}]++",
        f"(?<![{words.several_not_after}])[{words.several}](?=[{magnitude}])",
        f"(?<=[{magnitude}零])[{words.several}]",
        f"(?<=[{digit}{magnitude}0-9])点{'[ ]?' if bare else ''}(?=[{_DIGIT}](?<!两))",
        "点(?=[0-9])" if bare else f"(?<=[{digit}{magnitude}])点(?=[0-9])",
        f"(?<=[{digit}{magnitude}0-9][ ]?)(?:{more})(?=[ ]?[{magnitude}])",
        f"(?<=[{digit}0-9])[{words.filler}](?=亿)",
        f"(?<=[0-9{magnitude}{''.join(words.more)}]){blank}(?=[{magnitude}]{'|' + more if bare else ''})"
        + (f"|(?<=[{magnitude}]){blank}(?=[0-9])" if bare else ""),
    )
    return rf"(?:(?:{_SPACED}|(?![ ]|点|{more}|[{words.filler}])(?:{'|'.join(items)}))(?:{'|'.join(items)})*+)"


class NumeralReader:
    """Reads what `numeral_pattern` finds.

    >>> words = NumeralWords(("多", "余"), "几数", "总", "分之", "分", (), "", "又", "个", {}, "占", ("以上",))
    >>> NumeralReader(words).read("20多万")
    Numeral(value=Decimal('200000'), low=None, high=None, more=True)
    >>> NumeralReader(words).read("四五百")
    Numeral(value=None, low=Decimal('400'), high=Decimal('500'), more=False)
    """

    def __init__(self, words: NumeralWords) -> None:
        self._plain = {**_BLANKS, ord(words.filler): None, **str.maketrans(words.formal_digits)}
        self._more = regex.compile(any_of(words.more))
        self._several = regex.compile(f"[{words.several}]")
        self._after_ten = regex.compile(f"[十零][{words.several}]")
        self._remembered = lru_cache(maxsize=4096)(self._read)

    def read(self, text: str) -> Numeral | None:
        """Read one numeral that is no fraction. Results are cached: most numerals of a page are repeated.

        Returns:
            None where the characters make no number (三八万五九).
        """
        return self._remembered(text)

    def _read(self, text: str) -> Numeral | None:
        plain = _PLAIN.fullmatch(text)
        if plain is not None:
            worth = _PLAIN_WORTH[plain[2]]
            return Numeral(Decimal(plain[1]) if worth == 1 else _tidy(Decimal(plain[1]) * worth))
        text = text.translate(self._plain)
        if text[-1] in "kK":
            text = text[:-1] + "千"
        certain = self._more.sub("", text)
        if self._several.search(certain):
            first = "一" if self._after_ten.search(certain) else "二"
            return self._range(self._several.sub(first, certain), self._several.sub("九", certain))
        pair = _PAIR.search(certain)
        if pair is not None:
            before, behind = certain[: pair.start()], certain[pair.end() :]
            return self._range(before + pair[0][0] + behind, before + pair[0][1] + behind)
        value = evaluate(certain)
        return None if value is None else Numeral(_tidy(value), more=certain != text)

    @staticmethod
    def _range(low: str, high: str) -> Numeral | None:
        bottom, top = evaluate(low), evaluate(high)
        return None if bottom is None or top is None else Numeral(None, bottom, top)


def _tidy(value: Decimal) -> Decimal:
    """Return a whole number without places: 77900, not 77900.00."""
    whole = value.to_integral_value()
    return whole if whole == value else value


def evaluate(text: str) -> Decimal | None:
    """Return the exact value of a numeral without hedges: 三千二百零五, 1.08亿, 二〇一五, 3亿5000万, 两千三百五.

    Returns:
        None where the characters make no number.

    >>> evaluate("三千二百零五"), evaluate("3亿5000万"), evaluate("二〇一五"), evaluate("两千三")
    (Decimal('3205'), Decimal('350000000'), Decimal('2015'), Decimal('2300'))
    """
    tokens = _TOKEN.findall(_WRITTEN_ZERO.sub("零", text))
    if not tokens or sum(map(len, tokens)) != len(text) or tokens[0] in {"点", "."}:
        return None
    if len(tokens) > 1 and all(token in _READ_OUT for token in tokens):
        return Decimal("".join(str(DIGITS[token]) for token in tokens))
    return _Sum().add_all(tokens)


class _Sum:
    """The state of adding up a numeral from left to right."""

    __slots__ = ("_above", "_current", "_places", "_section", "_single", "_total", "_unit", "_zero")

    def __init__(self) -> None:
        self._total = Decimal(0)  # what 万 and 亿 have closed
        self._section = Decimal(0)  # what 十, 百 and 千 have closed since
        self._current: Decimal | None = None  # digits that wait for their multiplier
        self._unit = 1  # the last multiplier met
        self._above = 0  # the last of 万, 亿, 兆 met
        self._single = False  # one digit waits: 两千三 is 2300
        self._zero = False  # after 零 it is what it says: 一千零五 is 1005
        self._places = 0  # decimal places read after 点

    def add_all(self, tokens: Iterable[str]) -> Decimal | None:
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
            self._places, self._single = 1, False
            return True
        return self._arabic(token)

    def _digit(self, digit: int) -> bool:
        if self._places:
            self._current = (self._current or Decimal(0)) + Decimal(digit).scaleb(-self._places)
            self._places += 1
            return True
        if digit == 0:
            self._zero = True
            return not self._current
        if self._current:
            return False
        self._current, self._single = Decimal(digit), True
        return True

    def _arabic(self, token: str) -> bool:
        number = token.replace(",", "").replace("，", "")
        if self._places:
            self._current = (self._current or Decimal(0)) + Decimal(number).scaleb(-len(number))
            return "." not in number
        if self._current:
            return False
        self._current, self._single = Decimal(number), len(number) == 1
        self._zero = self._zero or number.startswith("0")
        return True

    def _small(self, unit: int) -> bool:
        self._section += (Decimal(1) if self._current is None else self._current) * unit
        self._current, self._unit, self._zero, self._places = None, unit, False, 0
        return True

    def _large(self, unit: int) -> bool:
        section = self._section + (self._current or Decimal(0))
        if not section and not self._total and self._current is None:
            section = Decimal(1)
        if unit > self._above or not section:
            self._total = (self._total + section) * unit
        else:
            self._total += section * unit
        self._section, self._current, self._unit, self._above = Decimal(0), None, unit, unit
        self._zero, self._places = False, 0
        return True

    def _rest(self) -> Decimal:
        """Return what the waiting digits are worth: the 三 of 两千三 is three hundred."""
        if self._current is None:
            return Decimal(0)
        colloquial = self._single and not self._zero and not self._places and self._unit >= _COLLOQUIAL_FROM
        return self._current * self._unit / 10 if colloquial else self._current


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any one of some words, the longest first."""
    return f"(?:{'|'.join(map(regex.escape, sorted(words, key=lambda word: (-len(word), word))))})"
