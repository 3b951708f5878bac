"""Numerals: every written form gives its exact value."""

from decimal import Decimal

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from quantity_cases import CASES

from unionstats.numbers.grammar import Grammar
from unionstats.numbers.numeral import NumeralReader, evaluate, numeral_pattern
from unionstats.rules.folder import RuleFolder

WORDS = Grammar(RuleFolder.open()).words
PATTERN = regex.compile(numeral_pattern(WORDS))
BARE = regex.compile(numeral_pattern(WORDS, bare=True))
READER = NumeralReader(WORDS)
PLAIN, CHEQUE = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"


def written(number: int, digits: str = PLAIN, units: str = "十百千万") -> str:
    """Write a number below 100,000 as one reads it aloud."""
    if number < 10:
        return digits[number]
    text, pending = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += (digits[0] if pending else "") + digits[digit] + (units[place - 1] if place else "")
        pending = bool(text) and not digit
    return text


def forms(number: int) -> set[str]:
    """Return every way of writing a number below 100,000 that the genre knows."""
    full = written(number)
    found = {str(number), f"{number:,}", f"{number:,}".replace(",", "，"), full, written(number, CHEQUE, "拾佰仟万")}
    found.add(full.replace("零", "〇"))
    if full.startswith("一十"):
        found.add(full[1:])
    if "二百" in full or "二千" in full or full.startswith("二万"):
        found.add(regex.sub("二(?=[百千万])", "两", full))
    if number >= 10**4:
        found.add(f"{Decimal(number) / 10**4}万")
    if number >= 10**4 and number % 10**4:
        found.add(f"{number // 10**4}万{number % 10**4:04d}")
    if number >= 1000 and number % 100 == 0:
        found.add(f"{Decimal(number) / 1000}千")
    return found


def test_every_form_of_0_to_99999_gives_its_value() -> None:
    for number in range(100_000):
        for form in forms(number) if number < 2000 or number % 37 == 0 else (written(number),):
            assert evaluate(form) == number, form


@pytest.mark.parametrize("number", [0, 7, 10, 15, 101, 110, 1005, 2300, 10_010, 99_999])
def test_the_pattern_finds_the_whole_of_each_form(number: int) -> None:
    for form in forms(number):
        found = PATTERN.fullmatch(form)
        assert found or form in CHEQUE, form


@given(st.integers(1, 99_999), st.sampled_from(["万", "亿", "万亿"]))
def test_multiples_of_wan_and_yi_multiply_out(number: int, magnitude: str) -> None:
    worth = {"万": 10**4, "亿": 10**8, "万亿": 10**12}[magnitude]
    assert evaluate(str(number) + magnitude) == number * worth
    if number < 10_000:
        assert evaluate(written(number) + magnitude) == number * worth


@given(st.decimals(0, 10**6, places=4))
def test_decimals_are_exact(number: Decimal) -> None:
    assert evaluate(str(number)) == number
    assert evaluate(f"{number}万") == number * 10**4


@pytest.mark.parametrize(
    ("text", "value"),
    [line.split(" => ") for line in (CASES / "numerals.txt").read_text(encoding="utf-8").splitlines() if "=>" in line],
)
def test_a_written_numeral_gives_its_value(text: str, value: str) -> None:
    found = PATTERN.match(text) if " " not in text else PATTERN.fullmatch(text)
    assert found is not None
    numeral = READER.read(found[0])
    assert numeral is not None
    low, _, high = value.partition("..")
    if high:
        assert (numeral.value, numeral.low, numeral.high) == (None, Decimal(low), Decimal(high))
    else:
        assert numeral.value == Decimal(value)


@pytest.mark.parametrize("text", ["三八万五九", "点五", "赵", "六两", ""])
def test_what_makes_no_number_gives_none(text: str) -> None:
    assert evaluate(text) is None


@pytest.mark.parametrize("text", ["队伍", "大陆", "拾取", "放肆"])
def test_cheque_characters_alone_are_syllables(text: str) -> None:
    assert PATTERN.search(text) is None


def test_more_inside_is_told() -> None:
    for text in ("20多万", "十余万", "3000多万"):
        found = READER.read(text)
        assert found is not None
        assert found.more


@given(st.text("零一二三四五六七八九十百千万亿两半多余几数点0123456789.,% ", max_size=30))
def test_no_sequence_of_numeral_characters_is_an_error(text: str) -> None:
    for pattern in (PATTERN, BARE):
        for found in pattern.finditer(text):
            READER.read(found[0])
