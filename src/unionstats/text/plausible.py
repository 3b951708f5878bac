"""How plausible a character is in Chinese news text. Used to choose between readings of the same bytes.

Has three levels: frequent (data in rules/charset.toml), common (the first levels of the national standards, which cover
all characters of schoolbooks), and rare.
"""

from __future__ import annotations

from functools import lru_cache

from unionstats.rules.folder import load_toml, shipped_rules

RARE, COMMON, FREQUENT = 0, 1, 2

_SIGNS = frozenset("，。、；：！？“”‘’（）《》【】—…·％０１２３４５６７８９ ")
# Where the first level ends in each standard, by the first byte of its characters.
_FIRST_LEVELS = (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6))


@lru_cache(maxsize=1)
def frequent_characters() -> frozenset[str]:
    """Return the most frequent characters of news text, in both scripts."""
    characters = load_toml(shipped_rules() / "charset.toml")["common"]["characters"]
    return frozenset("".join(characters.split()))


@lru_cache(maxsize=30_000)
def level_of(character: str) -> int:
    """Return how plausible a character is: FREQUENT, COMMON or RARE.

    >>> level_of("的"), level_of("蜗"), level_of("巄"), level_of("，")
    (2, 1, 0, 2)
    """
    if character in _SIGNS or character in frequent_characters():
        return FREQUENT
    if character.isascii():
        return COMMON
    for standard, first, last in _FIRST_LEVELS:
        try:
            lead = character.encode(standard)[0]
        except UnicodeEncodeError:
            continue
        if first <= lead <= last:
            return COMMON
    return RARE
