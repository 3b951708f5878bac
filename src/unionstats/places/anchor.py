"""The anchor: a mention of a place, a body or an event that figures can be attached to. `anchors` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from unionstats.places.gazetteer import Unit
from unionstats.types import PlaceBasis, Scope

AnchorKind = Literal["place", "national", "elsewhere", "body", "event"]


class Anchor(NamedTuple):
    """A mention that figures can be attached to.

    unit: where it lies; None abroad, for several provinces, for the nation, and for a body that does not say it.
    group: the unit that holds a whole list of names of which this is the last (太原、大同等5个市); else None.
    organisation: the body or event it is, where it has a name.
    meets: the nation's union or a meeting of the nation, which the sentences after it go on to tell of.
    ministry: the nation, by a ministry or the like that announces something.
    counted: the nation, by what is counted in it (83家中央企业, 24个省份): right behind a figure it has that, too.
    spread: it ends a list of units that lie apart, and may stand for all of it: for `group`, or several provinces.
    town: the town, street or township within `unit` that it is, by its name; its scope is the township's.
    until: where the brackets close in which it stands, or the sentence ends whose 其中 it follows: it carries no figure
        behind that; 0 where neither bounds it.
    """

    start: int
    end: int
    kind: AnchorKind
    unit: Unit | None
    scope: Scope
    basis: PlaceBasis
    organisation: str | None = None
    group: Unit | None = None
    spread: bool = False
    ministry: bool = False
    counted: bool = False
    meets: bool = False
    until: int = 0
    town: str | None = None


def whole(anchor: Anchor) -> Anchor:
    """Return an anchor that ends a list as the whole list: 太原、大同等5个市 is 山西."""
    if not anchor.spread:
        return anchor
    if anchor.group is None:
        return anchor._replace(kind="elsewhere", unit=None, scope="unknown", spread=False)
    return anchor._replace(unit=anchor.group, scope=anchor.group.level, spread=False, town=None)


def last_of(anchors: Sequence[Anchor], *, listed: bool = True) -> Anchor | None:
    """Return the last anchor that is no event; the last name of a list stands for the list."""
    for anchor in reversed(anchors):
        if anchor.kind != "event":
            return whole(anchor) if listed and anchor.spread else anchor
    return None
