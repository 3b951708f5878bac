"""The scanner: every numeral of any text is claimed, ignored by name or unclaimed, in linear time."""

from decimal import Decimal

import opencc
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from quantity_cases import read_cases
from work import calls_of

from unionstats import numbers
from unionstats.numbers.scan import Scan, Scanner
from unionstats.rules.folder import RuleFolder

SCANNER = Scanner(RuleFolder.open())
SENTENCES = [text for text, _ in read_cases("genre.txt")]
TO_TRADITIONAL = opencc.OpenCC("s2t")
NUMBERS = regex.compile(r"[0-9]+")
SIGNS = "零一二三四五六七八九十百千万亿两半多余几数点0123456789.,，、至-—%年月日个名家元第（）()|“” \n近约超以上左右"
NEWS = st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(SIGNS, max_size=20)), max_size=4).map("".join)


def covered(scan: Scan) -> set[int]:
    """Return the places that a scan accounts for."""
    spans = [(one.start, one.end) for one in scan.quantities]
    spans += [span for span, _ in scan.ignored] + list(scan.unclaimed)
    return {place for start, end in spans for place in range(start, end)}


@given(NEWS)
def test_every_digit_is_claimed_ignored_or_unclaimed(text: str) -> None:
    places = covered(SCANNER.scan(text))
    assert {place for found in NUMBERS.finditer(text) for place in range(*found.span())} <= places


@given(NEWS)
def test_quantities_stand_in_order_and_apart(text: str) -> None:
    end = 0
    for one in SCANNER.scan(text).quantities:
        assert end <= one.start <= one.number_start < one.number_end <= one.end <= len(text)
        end = one.end


@given(NEWS)
def test_a_quantity_has_a_value_or_a_range(text: str) -> None:
    for one in SCANNER.scan(text).quantities:
        assert one.unit
        assert (one.value is None) == (one.bound == "range") == (one.low is not None)
        if one.low is not None and one.high is not None:
            assert one.low <= one.high


@given(NEWS)
def test_scanning_twice_gives_the_same(text: str) -> None:
    assert SCANNER.scan(text) == SCANNER.scan(text)


@pytest.mark.parametrize("text", SENTENCES, ids=[text[:20] for text in SENTENCES])
def test_traditional_text_gives_the_same_quantities(text: str) -> None:
    traditional = TO_TRADITIONAL.convert(text)
    assert len(traditional) == len(text)
    assert SCANNER.scan(traditional).quantities == SCANNER.scan(text).quantities


def test_spans_of_raw_text_hold_the_pinyin_within() -> None:
    raw = "全縣(xiàn)會(huì)員達(dá)3.6萬(wàn)余(yú)人,其中女工8千名"
    assert [
        (raw[one.start : one.end], raw[one.number_start : one.number_end], one.value) for one in numbers.quantities(raw)
    ] == [
        ("3.6萬(wàn)余(yú)人", "3.6萬", Decimal(36000)),
        ("8千名", "8千", Decimal(8000)),
    ]


def test_full_width_digits_are_digits() -> None:
    assert SCANNER.scan("１．２万人，占５０％").quantities == SCANNER.scan("1.2万人，占50%").quantities


def test_values_are_exact() -> None:
    (quantity,) = numbers.quantities("节约1203.5万元")
    assert quantity.value == Decimal(12_035_000)
    assert isinstance(quantity.value, Decimal)


def test_spans_tell_the_whole_and_the_numeral() -> None:
    text = "培训近350余场"
    (quantity,) = numbers.quantities(text)
    assert text[quantity.start : quantity.end] == "近350余场"
    assert text[quantity.number_start : quantity.number_end] == "350"


def test_bare_numerals_need_no_measure_word() -> None:
    assert numbers.quantities("共三百五十") == []
    (quantity,) = numbers.quantities("三分之二", bare=True)
    assert quantity.unit is None
    assert round(quantity.value or 0, 4) == Decimal("0.6667")


def test_a_long_number_without_measure_word_is_unclaimed() -> None:
    scan = SCANNER.scan("流水20310456")
    assert scan.quantities == ()
    assert len(scan.unclaimed) == 1


def test_a_long_row_of_bare_numbers_is_unclaimed_but_for_its_last() -> None:
    text = " ".join(str(number) for number in range(40)) + "名"
    found = SCANNER.scan(text)
    assert [text[one.start : one.end] for one in found.quantities] == ["39名"]
    assert [text[one.start : one.end] for one in found.unclaimed] == [str(number) for number in range(39)]


def test_cells_of_a_labelled_row_may_stand_on_lines_of_their_own() -> None:
    found = numbers.quantities("户均建房面积(平方米)*\n38.6\n41.25\n合计\n17\n")
    assert [(one.value, one.unit) for one in found] == [(Decimal("38.6"), "平方米"), (Decimal("41.25"), "平方米")]


@pytest.mark.parametrize("unit", ["1", "万", "(", "1 ", "1、"], ids=["digits", "wan", "brackets", "row", "list"])
def test_monotonous_lines_cost_no_more_than_prose(unit: str) -> None:
    prose = LONG["prose"] * 500
    line = (unit * len(prose))[: len(prose)]
    assert calls_of(lambda: SCANNER.scan(line)) < 2 * calls_of(lambda: SCANNER.scan(prose))


LONG = {
    "digits": "1",
    "wan": "万",
    "written": "三",
    "brackets": "(1人",
    "lists": "1、",
    "ranges": "1至",
    "dates": "3月1日至",
    "plus": "1+",
    "times": "1x",
    "row": "1 ",
    "prose": "全市新建工会412家,发展会员2.7万名。",
}


@pytest.mark.parametrize("unit", LONG.values(), ids=LONG)
@pytest.mark.parametrize("bare", [False, True], ids=["text", "bare"])
def test_cost_grows_with_length_only(unit: str, *, bare: bool) -> None:
    """Sixteen times the text takes no more than some twenty times the calls, not 256 times as in quadratic search."""

    def work(length: int) -> int:
        text = (unit * length)[:length]
        return calls_of(lambda: SCANNER.scan(text, bare=bare))

    work(1_000)
    assert work(16_000) < 20 * work(1_000) + 100
