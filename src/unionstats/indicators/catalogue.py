"""The indicator ids, for callers that ask by name. Reads only the heads of the rule files, not the rules."""

from __future__ import annotations

from collections.abc import Iterator

from unionstats.rules.folder import RuleFolder


def load_titles(folder: RuleFolder) -> Iterator[tuple[str, str]]:
    """Yield each id of the catalogue, including those with a suffix, with the title of its indicator."""
    for file in folder.rule_files("indicators/*.toml"):
        head = file.whole["indicator"]
        yield head["id"], head["title"]
        yield from ((f"{head['id']}.{suffix}", head["title"]) for suffix in head.get("suffixes", ()))
