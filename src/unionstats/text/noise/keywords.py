"""Search keywords of a trade that spinners set between the words of a page.

An article may mention one such word. Several of one trade that union news never mentions show that the page was spun.
Counts them and decides what is removed. The words are data: `[[keywords]]` tables of `noise/*.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import regex

from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import Change
from unionstats.text.noise.definitions import KINDS
from unionstats.text.noise.loading import fail, noise_tables

_NEEDED: Final = frozenset({"id", "kind", "why", "sure", "beside", "least", "strip", "keep"})
# So many words tell it where one of them is sure.
_TOLD_BY_ONE: Final = 4
# So many ordinary words more tell as much as the sure ones that are wanting.
_WEAK_MORE: Final = 2
# A page whose words stand in lists so often speaks of them itself: one in three.
_LISTED: Final = 3
_IN_LIST: Final = "、"
_CLAUSE_END: Final = regex.compile(r"[,，。;；!！?？\n]|$")


@dataclass(frozen=True)
class Keywords:
    """The search words of one trade.

    `sure`: words that no news of unions holds several of; where `least` of them are glued into a page, all that are
    glued go. `weak`: ordinary words of the trade; they go then, too, and tell little. `beside`: words that may be the
    text's own; in such a page they go where they open a clause that goes on without them. `never`: none of the words is
    the text's own, not even in a list.
    """

    id: str
    kind: str
    sure: tuple[str, ...]
    beside: tuple[str, ...]
    least: int
    weak: tuple[str, ...] = ()
    never: bool = False


def load_keywords(folder: RuleFolder) -> tuple[Keywords, ...]:
    """Read the `[[keywords]]` tables of a folder's noise rules.

    Raises:
        RuleError: a table lacks something, or says something that is no part of it.
    """
    found: dict[str, Keywords] = {}
    for path, table in noise_tables(folder, "keywords"):
        table_id = str(table.get("id", ""))
        if table.keys() - {"weak", "never"} != _NEEDED or table["kind"] not in KINDS:
            fail(path, table_id, f"a [[keywords]] table has {', '.join(sorted(_NEEDED))}")
        found[table_id] = Keywords(
            table_id,
            table["kind"],
            tuple(table["sure"]),
            tuple(table["beside"]),
            int(table["least"]),
            tuple(table.get("weak", ())),
            bool(table.get("never", False)),
        )
    return tuple(found.values())


class InjectedKeywords:
    """Finds the search keywords of trades that were inserted into a page.

    Attributes:
        triggers: the `sure` words of each trade; `find` takes a trade by its place here.
    """

    def __init__(self, folder: RuleFolder) -> None:
        trades = load_keywords(folder)
        self._trades = trades
        self.triggers = tuple(trade.sure for trade in trades)
        path = folder.layers[0] / "lexicon.toml"
        # Where a word stands as a noun of its sentence: tried at its start, and at its end.
        self._joined = folder.compile("(?<={keyword_before})", path=path, rule="keyword_before")
        self._owned = folder.compile("{keyword_behind}", path=path, rule="keyword_behind")
        self._needed = folder.compile("(?<={keyword_needed})", path=path, rule="keyword_needed")
        self._finders = tuple(map(_finder, trades))

    def find(self, text: str, number: int) -> Iterator[Change]:
        """Propose to cut the words of a trade, where the page was filled with them.

        Args:
            text: the page, as it is now.
            number: of the trade, one of whose `triggers` stands in it.
        """
        trade = self._trades[number]
        found = list(self._finders[number].finditer(text))
        if not trade.never and _is_headed(text, trade):
            return
        glued = [hit for hit in found if trade.never or not self._is_noun(text, hit)]
        if _is_filled(trade, found, glued):
            heads = [hit for hit in found if hit not in glued and self._is_set_before_list(text, hit)]
            for hit in (*glued, *heads):
                yield Change(hit.start(), hit.end(), "", trade.kind, trade.id)

    def _is_set_before_list(self, text: str, hit: regex.Match[str]) -> bool:
        """Return whether a sure word stands between a noun and the sign behind it, and no list leads up to it."""
        start, end = hit.span()
        before = text[max(0, start - 1) : start]
        return (
            hit.lastgroup == "sure"
            and text[end : end + 1] == _IN_LIST
            and before.isalnum()
            and not self._joined.match(text, start)
        )

    def _is_noun(self, text: str, hit: regex.Match[str]) -> bool:
        """Return whether a word stands in a list or a phrase, or its clause would lack its object."""
        start, end = hit.span()
        if self._joined.match(text, start) or self._owned.match(text, end):
            return True
        return self._needed.match(text, start) is not None and _CLAUSE_END.match(text, end) is not None


def _is_headed(text: str, trade: Keywords) -> bool:
    """Return whether the headline names the trade: then the page is about it."""
    headline = text.lstrip().partition("\n")[0]
    return "。" not in headline and any(word in headline for word in trade.sure)


def _is_filled(trade: Keywords, found: Sequence[regex.Match[str]], glued: Sequence[regex.Match[str]]) -> bool:
    sure = [hit[0] for hit in glued if hit.lastgroup == "sure"]
    listed = sum(hit.lastgroup == "sure" for hit in found) - len(sure)
    told, weak = len(set(sure)), len({hit[0] for hit in glued if hit.lastgroup != "sure"})
    by_one = told > 0 and told + weak >= max(_TOLD_BY_ONE, trade.least + 1)
    # Two sure words that stand together need two ordinary ones for each that is wanting.
    by_two = told > 1 and _WEAK_MORE * told + weak >= _WEAK_MORE * trade.least
    # Some that stand as nouns count beside two that are glued.
    with_nouns = told > 1 and len({hit[0] for hit in found if hit.lastgroup == "sure"}) >= trade.least
    enough = told >= trade.least or by_one or by_two or with_nouns
    return enough and _LISTED * listed <= listed + len(sure)


def _finder(trade: Keywords) -> regex.Pattern[str]:
    # The longest word that stands at a place counts, whatever it tells.
    words = sorted((*trade.sure, *trade.weak), key=len, reverse=True)
    weak = frozenset(trade.weak)
    each = [rf"(?P<{'weak' if word in weak else 'sure'}>{regex.escape(word)})" for word in words]
    if trade.beside:
        beside = "|".join(map(regex.escape, sorted(trade.beside, key=len, reverse=True)))
        each.append(rf"(?<=[,，。;；:：!！?？”\n]|^)(?:{beside})(?=[\p{{Han}}“])")
    return regex.compile("|".join(each))
