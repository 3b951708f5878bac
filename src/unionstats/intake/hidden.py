"""What a page holds and never shows: by the style of an element, or by that of its class in the page's own style sheet.

Owns the reading of styles. What is done with hidden text, `html` and `chrome` say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_HIDDEN = re.compile(r"display\s*:\s*none|\shidden(?=[\s/]|$)", re.IGNORECASE)
_NO_SIZE = r"font-size\s*:\s*0(?:px|pt|em)?\s*(?=[;\"'}]|$)"
# Words strewn into a text so that copies of it betray themselves: there to be copied, not to be seen.
_HIDDEN_INLINE = re.compile(rf"display\s*:\s*none|\shidden(?=[\s/]|$)|{_NO_SIZE}|\bjammer\b", re.IGNORECASE)
_CLASS = re.compile(r"""\bclass\s*=\s*["']?([^"'>]+)""", re.IGNORECASE)
# A screen of another width or paper may hide what this one shows.
_MEDIA = re.compile(r"@media[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
_RULE = re.compile(r"\.(?P<name>[a-z][\w-]{0,40})\s*\{(?P<style>[^{}]{0,400})\}", re.IGNORECASE)
# Far off the screen. What is not displayed may be the rest of a text, which a button shows; what has no size itself may
# hold words that have one.
_OFF_SCREEN = re.compile(r"(?<![\w-])(?:left|top)\s*:\s*-\s*\d{3,6}(?:px|em|pt)", re.IGNORECASE)
_ABSOLUTE = re.compile(r"(?<![\w-])position\s*:\s*(?:absolute|fixed)", re.IGNORECASE)


def is_hidden(attributes: str) -> bool:
    """Return whether an element's own style hides it."""
    return _HIDDEN.search(attributes) is not None


def is_hidden_inline(attributes: str, classes: Collection[str]) -> bool:
    """Return whether its style or class hides words within a line.

    Args:
        attributes: of the tag.
        classes: that the page's style sheets keep out of sight, in lower case.

    >>> is_hidden_inline(' class="k"', {"k"}), is_hidden_inline(' id="k"', {"k"})
    (True, False)
    """
    if _HIDDEN_INLINE.search(attributes):
        return True
    named = _CLASS.search(attributes) if classes else None
    return named is not None and any(name in classes for name in named[1].lower().split())


def unseen_classes(sheet: str) -> Iterator[str]:
    """Yield the classes that a style sheet keeps out of sight, in lower case; none that another of its rules speaks of.

    >>> list(unseen_classes(".K{position:absolute;left:-999em} .a{color:red} @media print{.b{left:-999em}}"))
    ['k']
    """
    if "-" not in sheet:
        return
    for rule in _RULE.finditer(_MEDIA.sub("", sheet)):
        name = rule["name"]
        if not (_OFF_SCREEN.search(rule["style"]) and _ABSOLUTE.search(rule["style"])):
            continue
        if len(re.findall(rf"\.{re.escape(name)}(?![\w-])", sheet, re.IGNORECASE)) == 1:
            yield name.lower()
