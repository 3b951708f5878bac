"""Names put in the place of a page's owner: read where the owner's name must stand, removed wherever they stand.

Rules say on which pages to look (`page`), and on which not (`unless`, `right`). A name that no list has is told by its
stem (group `stem`): it must be no word of the language, and come again in the page. Then the stem goes, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from unionstats.rules.standard import quick
from unionstats.text.dictionary import is_word
from unionstats.text.edits import Change
from unionstats.text.noise.definitions import NoiseRule

# So often the page must hold a stem; one with nothing behind it so often, and in so many of an owner's places.
_HELD = 2
_HELD_BARE, _PLACES = 3, 2


def owner_cuts(rule: NoiseRule, text: str) -> Iterator[Change]:
    """Propose a mark for each place of a name that a rule reads in an owner's place: one pass, and one for the names.

    Args:
        rule: with `page`.
        text: the page, as it is now.
    """
    if rule.page is None or not quick(rule.page).search(text) or (rule.unless and quick(rule.unless).search(text)):
        return
    names = _stemmed(rule, text) if "stem" in rule.groups else _names(rule, text)
    if names:
        each = re.compile("|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))))
        for found in each.finditer(text):
            yield Change(found.start(), found.end(), rule.replacement, rule.kind, rule.id)


def _names(rule: NoiseRule, text: str) -> set[str]:
    names = {found["brand"] for found in quick(rule.pattern).finditer(text)}
    return {name for name in names if not _is_by_right(name, rule, text)}


def _stemmed(rule: NoiseRule, text: str) -> set[str]:
    """Return the names of which the stem is no word but comes again, with their stems."""
    places = Counter((found["brand"], found["stem"]) for found in quick(rule.pattern).finditer(text))
    return {
        name
        for (brand, stem), times in places.items()
        if text.count(stem) >= (_HELD if brand != stem else _HELD_BARE)
        and (brand != stem or times >= _PLACES)
        and not is_word(stem.rstrip("0123456789"))
        and not _is_by_right(stem, rule, text)
        for name in (brand, stem)
    }


def _is_by_right(name: str, rule: NoiseRule, text: str) -> bool:
    """Return whether a page says what a name is the name of: a firm, a school, a street."""
    right = rule.right
    return right is not None and any(quick(right).match(text, at.end()) for at in re.finditer(re.escape(name), text))
