"""The summary of a run as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.cells import cell_len

from unionstats.refresh.summary import Summary

_SHAPES = 3
_LABEL = 10
# Within the marks of quotation they would be in the way.
_QUOTES = str.maketrans("", "", '“”"')


def summary_lines(summary: Summary, province_names: Mapping[str, str]) -> Iterator[str]:
    """Yield the summary of a run.

    Args:
        summary: the figures.
        province_names: slug → short Chinese name.
    """
    yield _headline(summary)
    counts = summary.manifest.counts
    yield _row("pages", f"{counts.get('pages', 0):,} ({changes_line(summary.changes)})")
    if summary.dry_run:
        return
    yield _row("articles", f"{counts.get('articles', 0):,}")
    yield _row("facts", f"{counts.get('facts', 0):,}")
    yield from _provinces(summary.manifest.provinces, province_names)
    yield _row("set aside", set_aside_line(summary.manifest.set_aside, counts.get("pages", 0)))
    if summary.manifest.unclaimed:
        yield _row("unread", unread_line(summary.manifest.unclaimed, counts.get("unclaimed", 0)))
    yield _row("seconds", f"{summary.seconds:.1f}")
    yield ""
    yield "In a notebook:"
    yield f"  import unionstats; facts = unionstats.load({str(summary.out)!r})"


def _headline(summary: Summary) -> str:
    if summary.dry_run:
        return f"dry run: {summary.out} is as it was"
    if summary.committed:
        return f"snapshot {summary.number} of {summary.out} is committed"
    return f"nothing changed: snapshot {summary.number} of {summary.out} still holds"


def changes_line(changes: Mapping[str, int]) -> str:
    """Return the numbers of new, changed, unchanged and vanished pages."""
    return ", ".join(f"{changes.get(kind, 0):,} {kind}" for kind in ("new", "changed", "unchanged", "vanished"))


def set_aside_line(reasons: Mapping[str, int], pages: int) -> str:
    """Return how many of the pages are set aside and why, most frequent reason first."""
    if not reasons:
        return "no page"
    listed = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items(), key=lambda one: (-one[1], one)))
    aside = sum(reasons.values())
    return f"{aside:,} pages ({100 * aside / max(pages, 1):.1f} %): {listed}"


def unread_line(shapes: Mapping[str, int], numbers: int) -> str:
    """Return how many numbers no rule names, and their most frequent contexts, with each number as #.

    >>> unread_line({"#名": 9, "页 #": 1}, 10)
    '10 numbers that no rule knows, as in “#名” (9 times), “页 #”'
    """
    listed = ", ".join(
        f"“{' '.join(shape.translate(_QUOTES).split())}”{f' ({count:,} times)' if count > 1 else ''}"
        for shape, count in list(shapes.items())[:_SHAPES]
    )
    return f"{numbers:,} {'numbers' if numbers != 1 else 'number'} that no rule knows, as in {listed}"


def _provinces(facts: Mapping[str, int], names: Mapping[str, str]) -> Iterator[str]:
    """Yield a table of facts by province, most first; Chinese characters are two columns wide."""
    width = max((cell_len(names.get(slug, slug)) for slug in facts), default=0)
    for slug, count in sorted(facts.items(), key=lambda entry: (-entry[1], entry[0])):
        name = names.get(slug, slug)
        yield f"  {name}{' ' * (width - cell_len(name))}  {slug:<13}{count:>9,}"


def _row(label: str, text: str) -> str:
    return f"{label:<{_LABEL}}  {text}"
