"""Names that callers ask for: columns, provinces, indicators.

A misspelt name is an error that suggests what was likely meant; an empty table would look like missing data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple

from unionstats.errors import UsageError, meant
from unionstats.tables.schema import PROVINCES, SCHEMAS


def listed(names: str | Sequence[str] | None) -> list[str] | None:
    """Return one or several names as a list; None, which means all, stays None."""
    return [names] if isinstance(names, str) else None if names is None else list(names)


def checked_columns(columns: str | Sequence[str] | None) -> list[str]:
    """Return the requested columns of facts; all if None.

    Raises:
        UsageError: there is no such column; names all.

    >>> checked_columns("value"), len(checked_columns(None)) > 30
    (['value'], True)
    """
    names = SCHEMAS["facts"].names
    asked = listed(columns)
    unknown = [name for name in asked or () if name not in names]
    if unknown:
        raise UsageError(f"no such column: {', '.join(unknown)}; there are {', '.join(names)}")
    return list(names) if asked is None else asked


def province_slugs(provinces: str | Sequence[str] | None) -> list[str]:
    """Return the slugs of the requested provinces, in the order of the tables; all if None.

    Args:
        provinces: by slug, short name, full name or code.

    Raises:
        UsageError: there is no such province; says which was meant, or names all.
    """
    asked = listed(provinces)
    if asked is None:
        return list(PROVINCES)
    slugs = _slugs_by_name()
    for name in asked:
        if name.lower() not in slugs:
            hint = meant(name, slugs) or f"; there are {', '.join(PROVINCES)}"
            raise UsageError(f"no such province: {name}{hint}")
    wanted = {slugs[name.lower()] for name in asked}
    return [slug for slug in PROVINCES if slug in wanted]


def _slugs_by_name() -> dict[str, str]:
    """Index the provinces by everything they are called: slug, short name, full name, code."""
    from unionstats.places.gazetteer import load_provinces  # noqa: PLC0415 - only names need the rules
    from unionstats.rules.folder import RuleFolder  # noqa: PLC0415 - the same

    slugs = {slug: slug for slug in PROVINCES}
    for province in load_provinces(RuleFolder.open()):
        slugs.update((name, province.slug) for name in astuple(province) if name)
    return slugs


def is_named(identifier: str, indicator: str) -> bool:
    """Return whether an id is that of an indicator, with or without a suffix.

    >>> is_named("patents.applied", "patents"), is_named("patents_pending", "patents")
    (True, False)
    """
    return identifier == indicator or identifier.startswith(f"{indicator}.")


def check_indicators(asked: Iterable[str], held: Iterable[str]) -> None:
    """Raise an error for ids that are no indicators.

    Args:
        asked: ids.
        held: ids that the tables hold, those of an analyst's own rules too; looked at only where the catalogue does
            not have an id.

    Raises:
        UsageError: neither the catalogue nor the tables have the id; says which was meant.
    """
    from unionstats.indicators.catalogue import load_titles  # noqa: PLC0415 - only names need the rules
    from unionstats.rules.folder import RuleFolder  # noqa: PLC0415 - the same

    known = {identifier for identifier, _ in load_titles(RuleFolder.open())}
    unknown = [name for name in asked if name not in known]
    ids = set(held) if unknown else set()
    for name in unknown:
        if not any(is_named(identifier, name) for identifier in ids):
            question = meant(name, sorted(known | ids))
            raise UsageError(f"no such indicator: {name}{question or '; unionstats rules list names them'}")
