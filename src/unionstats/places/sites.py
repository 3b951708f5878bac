"""Evidence from a page's site: its host, and the site's own lines that were removed as noise.

Decides when this evidence may be used: only for articles that speak as a local body does or name no place at all. It
never overrules what the text names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from unionstats.places.gazetteer import Gazetteer, Unit
from unionstats.places.hosts import HostReader
from unionstats.places.mentions import Mention, MentionFinder
from unionstats.places.settle import Settler
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder, Table
from unionstats.types import ArticleView, Edit

# Pointing words that speak for no place of their own.
_NOBODYS = frozenset({"national", "again", "same", "town", "together"})
# Furniture is short; what is longer is a list or a text.
_LONGEST = 400
# What a title ends in is read by the rules for endings of titles that were removed.
_TITLE = "title_padding"


class _OwnerRule:
    """One entry of owners.toml, compiled."""

    def __init__(self, folder: RuleFolder, entry: Table, path: Path) -> None:
        self.kinds = frozenset(entry["kinds"])
        self.trigger = tuple(entry["trigger"])
        self.pattern = folder.compile(entry["pattern"], path=path, rule=entry["id"])


class OwnerReader:
    """Reads a page's owner from its removed furniture.

    Args:
        folder: the rules.
        gazetteer: what holds what.
        finder: finds the places in an owner's name.
        settler: says which they are.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer, finder: MentionFinder, settler: Settler) -> None:
        path, table = only_table(folder, "owners")
        self._gazetteer, self._finder, self._settler = gazetteer, finder, settler
        rules = [_OwnerRule(folder, entry, path) for entry in table["owner"]]
        kinds = {kind for rule in rules for kind in rule.kinds}
        self._rules = {kind: tuple(rule for rule in rules if kind in rule.kinds) for kind in kinds}
        self._firms = tuple(table["firms"]["words"])

    def names(self, edits: Sequence[Edit], title: str | None = None) -> Iterator[str]:
        """Yield the names of owners in removed pieces, and the end of a title that the text does not show."""
        pieces = [(edit.kind, edit.text) for edit in edits if edit.action == "removed" and edit.kind in self._rules]
        for kind, text in pieces if title is None else (*pieces, (_TITLE, title)):
            for rule in self._rules.get(kind, ()) if len(text) <= _LONGEST else ():
                if any(word in text for word in rule.trigger):
                    yield from (name for found in rule.pattern.finditer(text) for name in found.captures("owner"))

    def unit(self, edits: Sequence[Edit], year: int | None, title: str | None = None) -> Unit | None:
        """Return the one place that owns a page, the smallest if they contain each other; None if they differ."""
        units: dict[str, Unit] = {}
        for name in self.names(edits, title):
            unit = None if any(word in name for word in self._firms) else self._named(name, year)
            if unit is not None:
                units[unit.code] = unit
        inner = max(units.values(), key=lambda unit: len(self._gazetteer.way_up(unit.code)), default=None)
        if inner is None or any(not self._gazetteer.holds(code, inner.code) for code in units):
            return None
        return inner

    def _named(self, name: str, year: int | None) -> Unit | None:
        mentions = self._finder.find_media(name)
        named = [place for place in self._settler.settle(mentions, year) if place is not None]
        if named:
            return named[-1].unit if named[0].start == 0 else None
        return self._settler.only(mentions, year)


class SiteReader:
    """Reads the place whose site an article is on, if the article may be that place's.

    Args:
        folder: the rules.
        gazetteer: what holds what.
        owners: reads what furniture says of the site.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer, owners: OwnerReader) -> None:
        path, table = only_table(folder, "owners")
        self._hosts = HostReader(folder, gazetteer)
        self._owners = owners
        central = table["central"]
        self._publishers = tuple(central["publishers"])
        self._nations = folder.compile(central["nations"], path=path, rule="central")

    def units(self, view: ArticleView, mentions: Sequence[Mention], year: int | None, *, deep: bool) -> list[Unit]:
        """Return the places named by host and furniture, for an article that may speak for them.

        Args:
            view: the article.
            mentions: its words that may say where something belongs.
            year: it was written in, where that is known.
            deep: look at the furniture, too.
        """
        site = self._hosts.unit(view.host) if view.host else None
        deep = deep and (site is None or site.level == "province")
        owner = self._owners.unit(view.edits, year, view.title) if deep else None
        found = [unit for unit in (site, owner) if unit is not None]
        return found if found and self._speaks(view, mentions) else []

    def _speaks(self, view: ArticleView, mentions: Sequence[Mention]) -> bool:
        """Return whether an article speaks as a place does (我市, 全县), or at least not as the nation or the world."""
        pointers = {mention.surface.pointer.binds for mention in mentions if mention.surface.pointer is not None}
        if pointers - _NOBODYS:
            return True
        if "national" in pointers or self._nations.search(view.text, *view.article.span) is not None:
            return False
        publisher = view.article.publisher
        return publisher is None or not any(name in publisher for name in self._publishers)
