"""Which encoding a page's bytes are in, judged by whether the characters they give are plausible Chinese.

Owns the candidates and their order. A declaration is a hint, never a proof: pages are copied between servers that
declare something else. What counts as a common character is data (text/plausible.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import regex
from charset_normalizer import from_bytes

from unionstats.text.plausible import frequent_characters

# Enough to tell encodings apart; judging the whole of a long page would cost more than it tells.
_SAMPLE = 6_000
# Of 1,000 characters outside ASCII this many may be damaged before the page counts as unreadable.
_TOLERATED_DAMAGE = 0.12

_META = regex.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s{0,4}=\s{0,4}[\"']?\s{0,4}([A-Za-z0-9_.:-]{2,30})"
)
_NOT_ASCII = regex.compile(r"[^\x00-\x7f]")
_HAN = regex.compile(r"[\u4e00-\u9fff\u3000-\u3002\uff01-\uff5e“”‘’…—·]")
_DAMAGE = regex.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\U000f0000-\U0010ffff]")

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
_LABELS = {label: family for family, labels in _FAMILIES.items() for label in labels}


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes read in one encoding, and how plausible that is: 0 to 1 by `score`, characters lost by `damage`."""

    text: str
    encoding: str
    score: float
    damage: float


def declared_encoding(content: bytes, told: str | None) -> str | None:
    """Give the encoding that the page declares: the HTTP header's before its own `<meta charset>`."""
    found = _META.search(content, 0, 4096)
    for label in (told, found[1].decode("ascii") if found else None):
        family = _LABELS.get((label or "").strip().strip("\"'").lower())
        if family:
            return family
    return None


def judge(text: str) -> tuple[float, float]:
    """Judge decoded text.

    Returns:
        How plausible it is as Chinese, and the share of its characters outside ASCII that are damaged, both 0 to 1.
    """
    foreign = len(_NOT_ASCII.findall(text))
    if not foreign:
        return 1.0, 0.0
    damage = len(_DAMAGE.findall(text)) / foreign
    han = len(_HAN.findall(text)) / foreign
    common = sum(map(frequent_characters().__contains__, text)) / foreign
    return max(0.0, 0.3 * han + 0.7 * min(1.0, common / 0.4) - 3 * damage), min(1.0, damage)


def find_reading(content: bytes, told: str | None) -> Reading | None:
    """Read bytes that are no valid UTF-8 in the encoding that gives the most plausible text.

    Args:
        content: the bytes, without a byte order mark.
        told: the charset told from outside, if any.

    Returns:
        The best reading; None where none is plausible.
    """
    declared = declared_encoding(content, told)
    sample = content[:_SAMPLE]
    names = dict.fromkeys([*([declared] if declared else []), "utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"])
    best_name, best = "", -1.0
    for name in names:
        score, _ = judge(_decode(sample, name))
        # The declaration decides between readings that are nearly as good.
        score += 0.05 if name == declared else 0.0
        if score > best:
            best_name, best = name, score
    if best < 0.35:
        best_name = _detected(sample) or best_name
    text = _decode(content, best_name)
    score, damage = judge(text)
    if damage > _TOLERATED_DAMAGE:
        return None
    return Reading(text, best_name, score, damage)


def _decode(content: bytes, name: str) -> str:
    if name != "big5":
        return content.decode(name, "replace")
    # cp950 is what Taiwan's pages use; HKSCS adds Hong Kong's characters but reads some of its signs otherwise.
    taiwan, hongkong = (content.decode(codec, "replace") for codec in ("cp950", "big5hkscs"))
    return hongkong if hongkong.count("\ufffd") < taiwan.count("\ufffd") else taiwan


def _detected(sample: bytes) -> str | None:
    """Ask the general detector, for pages in other languages."""
    match = from_bytes(sample, explain=False).best()
    return match.encoding if match else None
