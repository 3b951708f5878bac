"""People away from home: 广西在粤务工人员 belong to the place they work in, but on a page about 广西 to 广西.

Decides which of the two places counts, by what the rest of the page is about.
"""

from __future__ import annotations

from collections.abc import Sequence

from unionstats.places.gazetteer import Gazetteer
from unionstats.places.home import Home
from unionstats.places.mentions import Mention
from unionstats.places.settle import Place


def find_away(mentions: Sequence[Mention], places: Sequence[Place | None]) -> tuple[int, ...]:
    """Return the indices of places where people work whose home is named right before: the second of 广西|在粤."""
    homes = [index for index, place in enumerate(places) if place is not None and place.weak]
    return tuple(index + 1 for index in homes if _is_work(mentions, places, index + 1))


def _is_work(mentions: Sequence[Mention], places: Sequence[Place | None], index: int) -> bool:
    work = places[index] if index < len(places) else None
    return work is not None and bool(mentions[index].surface.behind) and work.start == mentions[index - 1].end + 1


def brought_home(
    places: Sequence[Place | None], away: Sequence[int], home: Home, gazetteer: Gazetteer
) -> list[Place | None]:
    """Return the places with workers counted at home instead of where they work, if the page is about their home."""
    found = list(places)
    for index in away:
        origin = places[index - 1]
        if origin and home.province and gazetteer.province_of(origin.unit.code) == home.province.code:
            found[index - 1], found[index] = origin._replace(weak=False), None
    return found
