"""Every entry of rules/places/ that decides something holds for its own examples, of both kinds."""

from __future__ import annotations

from typing import Any

import pytest
import regex
from placed_articles import view_of
from placed_entries import entries

import unionstats
from unionstats.places.article import ArticleReader
from unionstats.places.gazetteer import load_gazetteer
from unionstats.places.mentions import Mention, MentionFinder
from unionstats.places.resolve import PlaceResolver
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder
from unionstats.types import PlaceReading

# The figure of an example is its last number with two characters behind it.
FIGURE = regex.compile(r"\d+(?:\.\d+)?[万亿]?\p{Han}{1,2}")


@pytest.fixture(scope="module")
def finder(folder: RuleFolder) -> MentionFinder:
    return MentionFinder(folder, load_gazetteer(folder))


def reading(resolver: PlaceResolver, text: str) -> PlaceReading:
    figure = FIGURE.findall(text)[-1]
    return resolver.read(view_of(text, [figure]))[0]


def found(finder: MentionFinder, text: str) -> list[Mention]:
    return [mention for mention in finder.find(text) if not mention.weak]


@pytest.mark.parametrize(
    "entry", entries("guards", "decoy", "after", "left", "surely", "before", "person", "journey", "document")
)
def test_a_guard_drops_what_only_looks_like_a_place(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    assert entry["drop"]
    assert entry["keep"]
    for text in entry["drop"]:
        dropped = reading(resolver, text)
        hinted = dropped.distance == "article" or dropped.scope == "organisation"
        assert dropped.province == "unknown" or (entry.get("weak") and hinted), text
    for example in entry["keep"]:
        kept = reading(resolver, example["text"])
        assert example["name"] in {kept.place, kept.province}, example


@pytest.mark.parametrize("entry", entries("guards", "book"))
def test_a_book_of_a_place_names_it(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in entry["match"]:
        assert reading(resolver, example["text"]).place == example["name"], example
    for text in entry["reject"]:
        assert reading(resolver, text).place is None, text


@pytest.mark.parametrize("entry", entries("guards", "superior"))
def test_a_union_above_is_not_the_citys_own(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in (*entry["match"], *entry["reject"]):
        assert reading(resolver, example["text"]).place == example["place"], example


@pytest.mark.parametrize("entry", entries("guards", "venue"))
def test_a_venue_gives_way_to_who_holds_the_event(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for text in entry["drop"]:
        assert reading(resolver, text).place == "海南省", text
    for example in entry["keep"]:
        assert reading(resolver, example["text"]).place == example["name"], example
    for example in entry["whose"]:
        told = reading(resolver, example["text"])
        assert (told.province, told.place or "") == (example["province"], example["place"]), example


@pytest.mark.parametrize("entry", entries("deixis", "deixis"))
def test_a_pointing_word_is_found_where_it_points(finder: MentionFinder, entry: dict[str, Any]) -> None:
    def points(text: str) -> bool:
        pointers = [mention.surface.pointer for mention in found(finder, text)]
        return any(pointer is not None and pointer.rule == entry["id"] for pointer in pointers)

    assert entry["match"]
    assert entry["reject"]
    for text in entry["match"]:
        assert points(text), text
    for text in entry["reject"]:
        assert not points(text), text


@pytest.mark.parametrize("entry", [e for e in entries("deixis", "deixis") if "visited" in e.values[0]])
def test_a_town_others_work_in_has_no_figures(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in entry["visited"]:
        assert reading(resolver, example["text"]).scope == example["scope"], example


@pytest.mark.parametrize("entry", [e for e in entries("deixis", "deixis") if "honours" in e.values[0]])
def test_the_title_of_an_honour_gives_no_place(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in entry["honours"]:
        assert reading(resolver, example["text"]).place == example["place"], example


@pytest.mark.parametrize("entry", entries("elsewhere", "abroad"))
def test_people_from_abroad_are_here(finder: MentionFinder, entry: dict[str, Any]) -> None:
    for text in entry["here"]:
        assert not any(mention.surface.kind == "abroad" for mention in found(finder, text)), text


@pytest.mark.parametrize("entry", entries("aliases", "alias"))
def test_an_alias_stands_for_its_unit(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    assert entry["match"]
    for text in entry["match"]:
        assert reading(resolver, text).adcode == entry["code"], text
    for text in entry.get("reject", ()):
        assert reading(resolver, text).adcode != entry["code"], text


@pytest.mark.parametrize("entry", entries("organisations", "enterprise"))
def test_an_enterprise_brings_its_home(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for text in entry["match"]:
        assert reading(resolver, text).scope == "organisation", text
        assert reading(resolver, text).province != "unknown", text
    for text in entry["reject"]:
        assert reading(resolver, text).province == "unknown", text


@pytest.mark.parametrize("entry", [e for e in entries("organisations", "enterprise") if "partners" in e.values[0]])
def test_a_partner_of_another_province_brings_no_home(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in entry["partners"]:
        assert reading(resolver, example["text"]).place == example["place"], example


@pytest.mark.parametrize("entry", entries("scope", "organisation"))
def test_a_body_is_named_or_it_is_none(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in entry["match"]:
        named = reading(resolver, example["text"])
        assert (named.scope, named.organisation) == ("organisation", example["organisation"]), example
    for text in entry["reject"]:
        assert reading(resolver, text).scope != "organisation", text


@pytest.mark.parametrize("entry", entries("scope", "page"))
def test_an_article_about_one_body_is_the_bodys(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in entry["whole"]:
        told = resolver.read(view_of(example["text"], [example["quote"]], title=example.get("title")))[0]
        assert (told.place or "", told.scope) == (example["place"], example["scope"]), example


@pytest.mark.parametrize("entry", entries("scope", "organisation"))
def test_a_body_that_only_joins_has_no_figures(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in entry["joined"]:
        joined = resolver.read(view_of(example["text"], [example["quote"]], title=example["title"]))[0]
        assert joined.place == example["place"], example


@pytest.mark.parametrize("entry", entries("scope", "town"))
def test_a_town_has_figures_of_its_own_within_its_county(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in entry["towns"]:
        town = resolver.read(view_of(example["text"], [example["quote"]]))[0]
        assert (town.place, town.adcode, town.scope) == (example["place"], example["adcode"], example["scope"]), example


def test_firms_from_elsewhere_are_counted_where_they_come_to(resolver: PlaceResolver, folder: RuleFolder) -> None:
    _, deixis = only_table(folder, "deixis")
    for example in deixis["listing"]["come"]:
        assert resolver.read(view_of(example["text"], [example["quote"]]))[0].place == example["place"], example


@pytest.mark.parametrize("entry", entries("scope", "industry", "pointing", "event"))
def test_a_scope_word_is_found_where_it_means_it(finder: MentionFinder, entry: dict[str, Any]) -> None:
    kinds = {
        "scope.industry_union": "industry",
        "scope.organisation.pointing": "body",
        "scope.organisation.federation": "body",
        "scope.event": "event",
        "scope.event.held": "event",
        "scope.event.spot": "event",
    }
    kind = kinds[entry["id"]]
    for example in entry["match"]:
        text = example if isinstance(example, str) else example["text"]
        assert any(mention.surface.kind == kind for mention in found(finder, text)), text
    for text in entry["reject"]:
        assert not any(mention.surface.kind == kind for mention in found(finder, text)), text


@pytest.mark.parametrize("entry", entries("scope", "entrants", "story", "visit", "case"))
def test_entrants_are_of_their_contest(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in (*entry["match"], *entry["reject"]):
        found_reading = resolver.read(view_of(example["text"], [example["quote"]], title=example.get("title")))[0]
        assert found_reading.scope == example["scope"], example


@pytest.mark.parametrize("entry", entries("scope", "story"))
def test_what_a_fair_offers_is_the_fairs(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in (*entry["fairs"], *entry["days"]):
        assert resolver.read(view_of(example["text"], [example["quote"]]))[0].scope == example["scope"], example


@pytest.mark.parametrize("entry", entries("scope", "story"))
def test_a_contest_may_be_the_nations_or_several_provinces(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in entry["wide"]:
        wide = resolver.read(view_of(example["text"], [example["quote"]], title=example.get("title")))[0]
        assert wide.province == example["province"], example


@pytest.mark.parametrize("entry", [e for e in entries("scope", "event") if "told" in e.values[0]])
def test_a_word_of_events_is_asked_before_its_sentences_actor(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in entry["told"]:
        assert resolver.read(view_of(example["text"], [example["quote"]]))[0].scope == example["scope"], example


@pytest.mark.parametrize("entry", entries("elsewhere", "abroad", "group"))
def test_elsewhere_is_no_province(finder: MentionFinder, entry: dict[str, Any]) -> None:
    def elsewhere(text: str) -> bool:
        return any(mention.surface.kind in {"abroad", "group"} for mention in found(finder, text))

    for text in entry["match"]:
        assert elsewhere(text), text
    for text in entry["reject"]:
        assert not elsewhere(text), text


@pytest.mark.parametrize("entry", entries("aid", "aid"))
def test_help_belongs_to_who_is_helped(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in (*entry["match"], *entry["reject"]):
        assert reading(resolver, example["text"]).province == example["province"], example
    for example in (*entry["nationwide"], *entry["funded"]):
        assert reading(resolver, example["text"]).province == example["province"], example
    for example in entry["told"]:
        figure = FIGURE.findall(example["text"])[-1]
        told = resolver.read(view_of(example["text"], [figure], title=example["title"]))[0]
        assert told.province == example["province"], example
    for example in entry["within"]:
        facts = unionstats.read(example["text"]).facts
        assert list(facts.place[facts.quote == example["quote"]]) == [example["place"]], example
    for example in entry["straightly"]:
        helped = resolver.read(view_of(example["text"], [example["quote"]]))[0]
        assert helped.province == example["province"], example


def test_every_code_in_the_hand_kept_files_is_known(folder: RuleFolder) -> None:
    """Making a reader looks every code up."""
    assert ArticleReader(folder).gazetteer.units
