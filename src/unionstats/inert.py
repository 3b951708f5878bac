"""Makes page text safe to display: control characters and marks of writing direction are written out."""

from __future__ import annotations

import json

import regex

# Controls but tab and line end, bidi overrides, invisible marks.
_INVISIBLE = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def visible(text: str) -> str:
    """Return text with control, bidi and zero-width characters written out (␛, ‹U+202E›), so that none takes effect.

    >>> visible("工会" + chr(0x202E) + chr(27))
    '工会‹U+202E›␛'
    """

    def show(found: regex.Match[str]) -> str:
        code = ord(found[0])
        return chr(0x2400 + code) if code < 0x20 else f"‹U+{code:04X}›"

    return str(_INVISIBLE.sub(show, text))


def inert_json(value: object) -> str:
    r"""Return a value as one line of JSON with all active characters escaped.

    >>> print(inert_json({"text": "工会" + chr(0x202E)}))
    {"text": "工会\u202e"}
    """
    return escaped_json(json.dumps(value, ensure_ascii=False, default=str))


def escaped_json(text: str) -> str:
    """Return JSON text with active characters escaped; line ends and indentation stay."""
    return str(_INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
