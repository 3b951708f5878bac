"""Detects the encoding of a page's bytes, by how plausible the decoded characters are as Chinese.

Owns the candidates and their order. A declared encoding is only a hint: pages are copied between servers that declare
something else. Which characters are common is data (text/plausible.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import regex
from charset_normalizer import from_bytes

from unionstats.text.plausible import frequent_characters

# Enough to tell encodings apart; judging the whole of a long page would cost more than it tells.
_SAMPLE = 2_000
# A reading this plausible is right; one less plausible than that is no Chinese.
_SURE, _UNSURE, _HOPELESS = 0.9, 0.35, 0.2
# Of 1,000 characters outside ASCII this many may be damaged before the page counts as unreadable.
_TOLERATED_DAMAGE = 0.12

_META = regex.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s{0,4}=\s{0,4}[\"']?\s{0,4}([A-Za-z0-9_.:-]{2,30})"
)
_FIRST_FOREIGN = re.compile(rb"(?:^|[\x00-\x3f])[\x80-\xff]")
_HAN = re.compile(r"[\u4e00-\u9fff\u3000-\u3002\uff01-\uff5e“”‘’…—·]")
_DAMAGE = re.compile(r"[\ue000-\uf8ff\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufff0-\uffff\U000f0000-\U0010ffff]")

# Every label a Chinese page may carry, and the widest encoding of its family, of which it is a part.
_FAMILIES = {
    "gb18030": ("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "windows-936", "gb18030", "euc-cn", "hz"),
    "big5": ("big5", "big5-hkscs", "x-x-big5", "cp950", "ms950", "windows-950", "cn-big5", "big-5"),
    "utf-8": ("utf-8", "utf8", "unicode-1-1-utf-8"),
    "utf-16-le": ("utf-16", "utf-16le", "unicode", "ucs-2"),
    "utf-16-be": ("utf-16be",),
    "shift_jis": ("shift_jis", "sjis", "x-sjis", "windows-31j"),
    "euc_jp": ("euc-jp", "x-euc-jp"),
    "cp949": ("euc-kr", "ks_c_5601-1987", "cp949"),
}
_OTHER_LANGUAGES = [
    "ascii", "cp932", "shift_jis", "euc_jp", "iso2022_jp", "cp949", "euc_kr", "cp1250", "cp1251", "cp1252", "cp1253",
    "cp1254", "cp1255", "cp1256", "cp1258", "cp874", "koi8_r", "latin_1",
]  # fmt: skip
_LATIN = frozenset({"cp1250", "cp1252", "cp1254", "latin_1"})
_LABELS = {label: family for family, labels in _FAMILIES.items() for label in labels}


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes read in one encoding."""

    text: str
    encoding: str


def declared_encoding(content: bytes, told: str | None) -> str | None:
    """Return the encoding that the page declares, in the HTTP header or else in its own `<meta charset>`."""
    found = _META.search(content, 0, 4096)
    for label in (told, found[1].decode("ascii") if found else None):
        family = _LABELS.get((label or "").strip().strip("\"'").lower())
        if family:
            return family
    return None


def plausibility(text: str) -> float:
    """Return how plausible decoded text is as Chinese, from 0 to 1. A short sample is enough."""
    foreign = _count_foreign(text)
    if not foreign:
        return 1.0
    han = len(_HAN.findall(text)) / foreign
    common = sum(map(frequent_characters().__contains__, text)) / foreign
    return max(0.0, 0.3 * han + 0.7 * min(1.0, common / 0.4) - 3 * damage_of(text))


def damage_of(text: str) -> float:
    """Return the share of non-ASCII characters that are replacement, private-use or control characters."""
    return min(1.0, len(_DAMAGE.findall(text)) / (_count_foreign(text) or 1))


def _count_foreign(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def find_reading(content: bytes, told: str | None) -> Reading | None:
    """Read bytes that are no valid UTF-8 in the encoding that gives the most plausible text.

    Args:
        content: the bytes, without a byte order mark.
        told: the charset told from outside, if any.

    Returns:
        The best reading; None where none is plausible.
    """
    mixed = _read_mixed(content)
    if mixed:
        return mixed
    declared = declared_encoding(content, told)
    sample = _sample(content)
    wide = content[: len(sample) & ~1]
    best_name, best = "", -1.0
    for name in dict.fromkeys([declared or "gb18030", "gb18030", "utf-8", "big5", "utf-16-le", "utf-16-be"]):
        # The declaration decides between readings that are nearly as good.
        score = plausibility(_decode(wide if "16" in name else sample, name)) + (0.05 if name == declared else 0.0)
        if score > best:
            best_name, best = name, score
        if best > _SURE:
            break
    if best < _UNSURE:
        detected = _detected(sample)
        if detected is None and best < _HOPELESS:
            return None
        best_name = detected or best_name
    return check_reading(_decode(content, best_name), best_name)


def _sample(content: bytes) -> bytes:
    """Return what tells the encoding: bytes from the first character outside ASCII on, and some from the middle."""
    pieces = (_FIRST_FOREIGN.search(content), _FIRST_FOREIGN.search(content, len(content) // 2))
    return b"\n".join(content[piece.end() - 1 :][:_SAMPLE] for piece in pieces if piece) or content[:_SAMPLE]


def check_reading(text: str, encoding: str) -> Reading | None:
    """Return text as a reading in an encoding; None if it is too damaged."""
    return Reading(text, encoding) if damage_of(text) <= _TOLERATED_DAMAGE else None


def _read_mixed(content: bytes) -> Reading | None:
    """Read a page whose lines are in two encodings, a UTF-8 frame around GBK text or the other way round."""
    lines = content.split(b"\n")
    decoded = [_strict_utf8(line) for line in lines]
    if not any(text and not text.isascii() and len(_HAN.findall(text)) > 3 for text in decoded):
        return None
    for number, line in enumerate(lines):
        if decoded[number] is None:
            readings = (line.decode("utf-8", "replace"), line.decode("gb18030", "replace"))
            decoded[number] = max(readings, key=plausibility)
    return check_reading("\n".join(text or "" for text in decoded), "utf-8")


def _strict_utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _decode(content: bytes, name: str) -> str:
    if name != "big5":
        return content.decode(name, "replace")
    # cp950 is what Taiwan's pages use; HKSCS adds Hong Kong's characters but reads some of its signs otherwise.
    taiwan, hongkong = (content.decode(codec, "replace") for codec in ("cp950", "big5hkscs"))
    return hongkong if hongkong.count("\ufffd") < taiwan.count("\ufffd") else taiwan


def _detected(sample: bytes) -> str | None:
    """Ask the general detector, for pages in other languages; no language in Latin script is accents for the most."""
    match = from_bytes(sample, cp_isolation=_OTHER_LANGUAGES).best()
    if match is None or (match.encoding in _LATIN and _count_foreign(str(match)) * 2 > len(sample)):
        return None
    return match.encoding
