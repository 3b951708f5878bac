"""Numbers as dates write them: digits, 十三, 二〇一五, years of the Republic of China."""

from __future__ import annotations

_REPUBLIC = 1911  # the year before the first of the Republican calendar
_NUMERALS = {digit: value for value, digits in enumerate(("〇○零ＯO", *"一二三四五六七八九")) for digit in digits}
_NUMERALS["两"] = 2


def read_number(text: str) -> int:
    """Read a small numeral: nothing is 0.

    >>> read_number("十三"), read_number("一百零二"), read_number("07"), read_number("")
    (13, 102, 7, 0)
    """
    if not text or text.isdecimal():
        return int(text or 0)
    total = ones = 0
    for character in text:
        if character in "十百":
            total, ones = total + (ones or 1) * (10 if character == "十" else 100), 0
        else:
            ones = _NUMERALS[character]
    return total + ones


def read_year(text: str) -> int:
    """Read a year, digit by digit.

    >>> read_year("二〇一五"), read_year("2015")
    (2015, 2015)
    """
    return int("".join(digit if digit.isdecimal() else str(_NUMERALS[digit]) for digit in text))


def read_republic_year(text: str) -> int:
    """Read a year of the Republic as one of the common calendar.

    >>> read_republic_year("一百零二"), read_republic_year("一〇二"), read_republic_year("102")
    (2013, 2013, 2013)
    """
    whole = text.isdecimal() or len(text) == 1 or set(text) & {"十", "百"}
    return _REPUBLIC + (read_number(text) if whole else read_year(text))
