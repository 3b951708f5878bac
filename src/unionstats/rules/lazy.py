"""Patterns that are compiled on first use: a page needs few of the shipped rules.

Patterns are not checked here: `RuleFolder` compiles an analyst's patterns at once, and the tests compile all shipped
ones.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import regex

_GROUP = regex.compile(r"(?<!\\)\(\?P?<(\w+)>")


class _Uncompiled:
    """Looks like a compiled pattern; becomes one with the first method that is asked for."""

    def __init__(self, source: str, flags: int) -> None:
        self.pattern = source
        self.flags = flags | regex.UNICODE

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        if name.startswith("__"):
            raise AttributeError(name)  # copying and pickling ask before anything is there
        compiled = regex.compile(self.pattern, self.flags)
        for method in dir(compiled):
            if not method.startswith("_") and method not in self.__dict__:
                setattr(self, method, getattr(compiled, method))  # from now on as quick as the pattern's own
        return self.__dict__[name]


@cache
def compiled_later(source: str, flags: int) -> regex.Pattern[str]:
    """Return a stand-in for the compiled pattern that compiles it on first use.

    It is one for all that ask for it: whoever reads with several folders of rules compiles what they share once.
    """
    return cast("regex.Pattern[str]", _Uncompiled(source, flags))


def group_names(pattern: regex.Pattern[str]) -> tuple[str, ...]:
    r"""Return the names of a pattern's groups in order, without compiling it.

    >>> group_names(compiled_later(r"(?P<brand>\\w+)(?<publisher>.)", 0))
    ('brand', 'publisher')
    """
    return tuple(dict.fromkeys(_GROUP.findall(pattern.pattern)))
