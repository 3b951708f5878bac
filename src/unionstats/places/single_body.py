"""Articles about one body, such as a firm or a railway section, that name its town only to say where it lies.

Recognises such an article, finds where the body lies, and drops the names that only give its address.
"""

from __future__ import annotations

from collections.abc import Sequence

from unionstats.places.anchor import Anchor
from unionstats.places.gazetteer import Gazetteer, Unit
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import SENTENCE_END

# An article names what it is about so often.
_OFTEN = 3
# A body stands so near to the words that say where it lies.
_NEAR = 12
# A body that bears a place's name begins with so much of it: 乌拉特|矿业.
_STEM = 2


class BodyPages:
    """Recognises articles about one body, by the rules of places/scope/.

    Args:
        folder: the rules.
        gazetteer: what holds what.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        _, scope = only_table(folder, "scope")
        entry = scope["page"][0]
        self._lies = tuple(entry["lies"])
        self._of = entry["of"]
        self._at = tuple(entry["at"])
        self._around = tuple(entry["near"])
        self._speaks = tuple(entry["speaks"])

    def subject(
        self, text: str, anchors: Sequence[Anchor], main: Anchor | None, begin: int, lead_end: int
    ) -> Anchor | None:
        """Return the body that a whole article is about, with its location; None if the article is about a place.

        Args:
            text: the cleaned page.
            anchors: of the article, in order.
            main: what headline or lead is about.
            begin: where its text begins.
            lead_end: where the lead ends.
        """
        body = main if main is not None and main.kind == "body" else self._named(text, anchors, lead_end)
        if body is None:
            return None
        seat = self._seat(text, anchors, body)
        home = seat or self._scene(text, anchors, body, begin)
        if home is None or (seat is None and not self._fits(home, body.unit)):
            return body
        return body._replace(unit=home)

    def told(self, text: str, anchors: Sequence[Anchor], subject: Anchor) -> list[Anchor]:
        """Return an article's anchors without the names that locate its body, unless a union or office there speaks.

        Whatever its name says of a seat (首钢长钢 in 长治), the body has that of the article.
        """
        unit, name = subject.unit, subject.organisation
        anchors = [a._replace(unit=unit) if unit and a.unit and name and a.organisation == name else a for a in anchors]
        if unit is None or unit.level == "province":
            return list(anchors)
        return [a for a in anchors if not self._is_address(text, a, unit)]

    def _is_address(self, text: str, anchor: Anchor, home: Unit) -> bool:
        """Return whether a name says only where the body lies: 位于环县的晴川集团, 宝鸡周边的线路."""
        if anchor.kind != "place" or anchor.basis != "name" or anchor.unit is None or anchor.spread:
            return False
        if not self._gazetteer.holds(anchor.unit.code, home.code):
            return False
        lies = text.endswith((*self._lies, *self._at), 0, anchor.start)
        return lies or text.startswith((self._of, *self._around), anchor.end)

    def _is_spoken_of(self, text: str, anchor: Anchor) -> bool:
        return text.startswith(self._speaks, anchor.end) or text.endswith(self._speaks, anchor.start, anchor.end)

    def _named(self, text: str, anchors: Sequence[Anchor], lead_end: int) -> Anchor | None:
        """Return the body named first, and again and again, in an article in which no union of a place speaks."""
        bodies = [anchor for anchor in anchors if anchor.kind == "body" and anchor.organisation is not None]
        if len(bodies) < _OFTEN or bodies[0].start >= lead_end or bodies[0].basis != "organisation":
            return None
        name = bodies[0].organisation or ""
        if sum(1 for anchor in bodies if (anchor.organisation or "").endswith(name)) < _OFTEN:
            return None
        places = (anchor for anchor in anchors if anchor.kind == "place")
        return None if any(self._is_spoken_of(text, anchor) for anchor in places) else bodies[0]

    def _seat(self, text: str, anchors: Sequence[Anchor], body: Anchor) -> Unit | None:
        """Return the place that an article says its body lies in: 位于环县的晴川集团, 环县的晴川集团."""
        for index, anchor in enumerate(anchors):
            if anchor.kind != "place" or anchor.unit is None or anchor.basis != "name":
                continue
            lies = text.endswith(self._lies, 0, anchor.start) or text.startswith(self._of, anchor.end)
            if lies and self._is_beside(text, anchors, index, body):
                return anchor.unit
        return None

    def _scene(self, text: str, anchors: Sequence[Anchor], body: Anchor, begin: int) -> Unit | None:
        """Return the place that an article's text begins with (在环县，环县水务公司…), if the body bears its name."""
        first = next((a for a in anchors if a.start >= begin), None)
        if first is None or first.kind != "place" or first.unit is None or first.basis != "name":
            return None
        opens = text.endswith(self._at, 0, first.start) and not text[begin : first.start].strip("".join(self._at))
        return first.unit if opens and (body.organisation or "").startswith(first.unit.name[:_STEM]) else None

    def _is_beside(self, text: str, anchors: Sequence[Anchor], index: int, body: Anchor) -> bool:
        """Return whether the body stands right before or behind the words that say where something lies."""
        place = anchors[index]
        after = text.startswith(self._of, place.end)
        for other in anchors[index + 1 if after else max(0, index - 1) : index + 2]:
            if other.kind != "body" or not (other.organisation or "").endswith(body.organisation or ""):
                continue
            start, end = min(other.end, place.end), max(other.start, place.start)
            if end - start <= (1 if after else _NEAR) and SENTENCE_END.search(text, start, end) is None:
                return True
        return False

    def _fits(self, home: Unit, own: Unit | None) -> bool:
        return own is None or self._gazetteer.holds(own.code, home.code)
