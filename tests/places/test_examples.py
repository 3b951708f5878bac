"""Entries of rules/places/ that decide something have examples; `tests/rules/test_stage_examples.py` runs them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from placed_articles import view_of
from placed_entries import entries

import unionstats
from unionstats.evaluate.place_examples import PLACE_STAGES
from unionstats.places.article import ArticleReader
from unionstats.places.resolve import PlaceResolver
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder

# Where each entry needs examples of a key, not only some entry of its section.
EVERY = {
    ("guards", "drop"), ("guards", "keep"), ("deixis", "match"), ("deixis", "reject"), ("aliases", "match"),
    ("organisations", "match"), ("hosts", "match"), ("owners", "match"), ("owners", "reject"), ("elsewhere", "match"),
}  # fmt: skip


@pytest.mark.parametrize(
    "stage", PLACE_STAGES, ids=lambda stage: f"{stage.file}-{'-'.join(stage.sections)}-{stage.key}"
)
def test_every_kind_of_example_is_there(stage: Any) -> None:  # noqa: ANN401 - a stage
    for section in stage.sections:
        found = [len(parameter.values[0].get(stage.key, ())) for parameter in entries(stage.file, section)]
        assert all(found) if (stage.file, stage.key) in EVERY else any(found) or stage.key == "reject", section


def test_no_list_of_examples_is_left_out(folder: RuleFolder) -> None:
    """Whatever of an entry looks like examples (texts with a figure, tables of text) is shown to some room."""
    known = {(stage.file, section, stage.key) for stage in PLACE_STAGES for section in stage.sections}
    seen: Counter[tuple[str, str, str]] = Counter()
    for name in sorted({stage.file for stage in PLACE_STAGES}):
        (file,) = folder.rule_files(f"places/{name}.toml")
        for section, found in file.whole.items():
            for entry in found if isinstance(found, list) else ():
                keys = [key for key, value in entry.items() if isinstance(value, list) and _are_examples(value)]
                seen.update((name, section, key) for key in keys)
    assert set(seen) - known == set()


def _are_examples(values: list[Any]) -> bool:
    return bool(values) and all(
        "text" in value if isinstance(value, dict) else isinstance(value, str) and any(map(str.isdigit, value))
        for value in values
    )


def test_firms_from_elsewhere_are_counted_where_they_come_to(resolver: PlaceResolver, folder: RuleFolder) -> None:
    _, deixis = only_table(folder, "deixis")
    for example in deixis["listing"]["come"]:
        assert resolver.read(view_of(example["text"], [example["quote"]]))[0].place == example["place"], example


@pytest.mark.parametrize("entry", entries("aid", "aid"))
def test_help_within_a_province_is_told_to_the_whole_program(entry: dict[str, Any]) -> None:
    for example in entry["within"]:
        facts = unionstats.read(example["text"]).facts
        assert list(facts.place[facts.quote == example["quote"]]) == [example["place"]], example


def test_every_code_in_the_hand_kept_files_is_known(folder: RuleFolder) -> None:
    """Making a reader looks every code up."""
    assert ArticleReader(folder).gazetteer.units
