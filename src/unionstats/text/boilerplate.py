"""Learns lines that stand on many pages of one host, and writes them as noise rules for a person to review.

A run never learns by itself: the facts of a page depend on the page and the rules alone, so learnt rules take effect
only once they stand in a rule folder.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

import regex

# Fewer pages prove nothing; a line on a fifth of a host's pages is the host's, not an article's.
_LEAST_PAGES: Final = 5
_LEAST_SHARE: Final = 0.2
_LONGEST: Final = 120
_SHORTEST: Final = 2
# Beyond this many different lines those seen once are forgotten: memory stays flat however many pages come.
_MOST_LINES: Final = 400_000


# What means something in a pattern; white space and # do, because patterns are read with blanks and remarks.
_SPECIAL = regex.compile(r"[\s#\\.^$*+?{}\[\]()|&~-]")


class Boilerplate(NamedTuple):
    """A line of a host, with the number of its pages that contain it."""

    host: str
    line: str
    pages: int
    of: int


class BoilerplateLearner:
    """Counts the lines of pages by host.

    >>> learner = BoilerplateLearner()
    >>> for number in range(6):
    ...     learner.add("example.cn", ["江北之窗欢迎您", f"第{number}条新闻"])
    >>> [(found.line, found.pages) for found in learner.find()]
    [('江北之窗欢迎您', 6)]
    """

    def __init__(self) -> None:
        self._pages: Counter[str] = Counter()
        self._lines: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, host: str, lines: Iterable[str]) -> None:
        """Count the lines of another page of a host; a line repeated on the page counts once."""
        self._pages[host] += 1
        self._lines[host].update({line for line in lines if _SHORTEST <= len(line) <= _LONGEST and line.isprintable()})
        if sum(map(len, self._lines.values())) > _MOST_LINES:
            for known in self._lines.values():
                for line in [line for line, count in known.items() if count == 1]:
                    del known[line]

    def find(self) -> list[Boilerplate]:
        """Return the boilerplate lines by host, the most frequent first."""
        return [
            Boilerplate(host, line, pages, self._pages[host])
            for host in sorted(self._lines)
            for line, pages in sorted(self._lines[host].items(), key=lambda item: (-item[1], item[0]))
            if pages >= max(_LEAST_PAGES, _LEAST_SHARE * self._pages[host])
        ]


def render_rules(found: Iterable[Boilerplate]) -> str:
    """Return learnt lines as a file of noise rules with examples, to be reviewed before use."""
    head = "# Learnt from pages: lines that stand on many pages of one host. Look them over: a rule deletes its line.\n"
    return head + "".join(_render(number, each) for number, each in enumerate(found, 1))


def _render(number: int, found: Boilerplate) -> str:
    # TOML's basic strings are JSON's.
    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    name = regex.sub(r"[^a-z0-9]+", "_", found.host.lower()).strip("_") or "host"
    return f"""
[[noise]]
id = "noise.learnt_{name}.line_{number}"
kind = "boilerplate"
scope = "line"
hosts = [{quoted(found.host)}]
sentence = true
why = "On {found.pages} of {found.of} pages of {found.host}."
trigger = [{quoted(found.line)}]
pattern = {quoted(_whole_line(found.line))}
strip = [{{ text = {quoted(found.line)}, leaves = "" }}]
keep = [{{ text = {quoted(f"“{found.line}”" * 2)}, why = "the same words within other text" }}]
"""


def _whole_line(line: str) -> str:
    """Return the pattern of just this line: a longer one that holds its words is not the host's."""
    return f"^{_SPECIAL.sub(lambda found: chr(92) + found[0], line)}$"
