"""The article id of the original site, as it survives in the addresses of copies on hijacked hosts.

Only a hint: two sites may use the same number, so pages that share an id are compared (clusters.py), never merged
unseen.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from unionstats.tables.digests import digest_of

# The last parts of a path that name its article: c67502-40042110, t20230724_8123456, content_1234567, JTVV1A2B3C4D5E6F.
_TAIL = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
_ENDING = re.compile(r"\.[A-Za-z]{1,5}$")
_PAGE_OF_SEVERAL = re.compile(r"(?<=\d)[-_]\d{1,2}$")
_FEWEST_DIGITS = 7
# What no address with an id is without.
_MAY_HOLD = re.compile(rf"\d{{{_FEWEST_DIGITS}}}|[A-Z0-9]{{16}}")
_CODE = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{16}")


def article_id_of(url: str | None) -> str | None:
    """Return the article id in an address; None if there is none long enough to be unique.

    >>> article_id_of("http://wine.example/BIG5/n1/2023/0724/c67502-40042110.html")
    'c67502-40042110'
    >>> article_id_of("https://shop.example/dy/article/JTVV1A2B3C4D5E6F.html?from=x")
    'JTVV1A2B3C4D5E6F'
    >>> article_id_of("https://a.example/2023/07/24/index.html"), article_id_of(None)
    (None, None)
    """
    if not url or not _MAY_HOLD.search(url):
        return None
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    for part in reversed(path.split("/")):
        stem = _PAGE_OF_SEVERAL.sub("", _ENDING.sub("", part))
        if _TAIL.fullmatch(stem) and _is_long(stem):
            return stem
    return None


def hint_of(url: str | None) -> int:
    """Return a 64-bit hash of the id in an address; 0 if there is none."""
    name = article_id_of(url)
    return int.from_bytes(digest_of(name)[:8], "little") if name else 0


def _is_long(stem: str) -> bool:
    """Return whether a stem identifies one article: a code, or a number that is more than a day (20230724)."""
    runs = re.findall(r"\d+", stem)
    return bool(_CODE.fullmatch(stem)) or any(len(run) >= _FEWEST_DIGITS and not _is_day(run) for run in runs)


def _is_day(run: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", run) is not None
