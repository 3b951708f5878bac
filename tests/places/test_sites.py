"""A page's site says where its figures belong, after all that the text says, and only where the text may be its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from placed_articles import view_of
from placed_entries import entries

import unionstats
from unionstats.places.gazetteer import load_gazetteer
from unionstats.places.hosts import HostReader
from unionstats.places.mentions import MentionFinder
from unionstats.places.resolve import PlaceResolver
from unionstats.places.settle import Settler
from unionstats.places.sites import OwnerReader
from unionstats.rules.folder import RuleFolder
from unionstats.types import Edit, PlaceReading


@pytest.fixture(scope="module")
def hosts(folder: RuleFolder) -> HostReader:
    return HostReader(folder, load_gazetteer(folder))


@pytest.fixture(scope="module")
def owners(folder: RuleFolder) -> OwnerReader:
    gazetteer = load_gazetteer(folder)
    return OwnerReader(folder, gazetteer, MentionFinder(folder, gazetteer), Settler(gazetteer))


def removed(text: str, kind: str = "copyright") -> Edit:
    return Edit(0, len(text), "removed", kind, "noise.copyright.line", text, "")


def read(
    resolver: PlaceResolver, text: str, quote: str, host: str | None = None, foot: str | None = None
) -> PlaceReading:
    view = replace(view_of(text, [quote]), host=host, edits=(removed(foot),) if foot else ())
    return resolver.read(view)[0]


@pytest.mark.parametrize("entry", entries("hosts", "site", "portal", "official", "spelled"))
def test_a_host_is_one_places_or_nobodys(hosts: HostReader, entry: dict[str, Any]) -> None:
    for example in entry["match"]:
        unit = hosts.unit(example["host"])
        assert unit is not None, example
        assert unit.code == example["code"], example
    for host in entry["reject"]:
        assert hosts.unit(host) is None, host


@pytest.mark.parametrize("entry", entries("owners", "owner"))
def test_furniture_names_an_owner(owners: OwnerReader, entry: dict[str, Any]) -> None:
    for kind in entry["kinds"]:
        for example in entry["match"]:
            assert example["owner"] in owners.names([removed(example["text"], kind)]), example
        for text in entry["reject"]:
            assert not list(owners.names([removed(text, kind)])), text


def test_a_firm_and_two_owners_say_nothing(owners: OwnerReader) -> None:
    assert owners.unit([removed("主办:扬州市总工会 技术支持:南京云帆网络科技有限公司 版权所有")], None)
    assert owners.unit([removed("南京云帆网络科技有限公司 版权所有")], None) is None
    assert owners.unit([removed("主办:扬州市总工会"), removed("主办:福州市总工会")], None) is None


@pytest.mark.parametrize(
    ("text", "quote", "place", "basis"),
    [
        ("我市新建工会300家。", "300家", "扬州市", "deixis"),
        ("走访慰问困难职工300户。", "300户", "扬州市", "medium"),
        ("我市新建工会300家。其中福州市职工捐款40万元。", "40万元", "福州市", "name"),
        ("全国新建工会300家。", "300家", None, "name"),
        ("人社部公布数据，领取补贴的有300万人。", "300万人", None, "name"),
        ("全国各级工会行动起来。新建工会300家。", "300家", None, "name"),
    ],
)
def test_the_site_is_asked_last(resolver: PlaceResolver, text: str, quote: str, place: str, basis: str) -> None:
    for found in (
        read(resolver, text, quote, host="zgh.yangzhou.gov.cn"),
        read(resolver, text, quote, foot="扬州市总工会 版权所有"),
    ):
        assert (found.place, found.basis) == (place, basis)


def test_the_host_of_a_province_and_the_owner_within_it(resolver: PlaceResolver) -> None:
    found = read(resolver, "我县新建工会300家。", "300家", host="www.js.gov.cn", foot="主办:宝应县总工会")
    assert (found.place, found.scope) == ("宝应县", "county")


def test_the_site_tells_names_of_two_provinces_apart(resolver: PlaceResolver) -> None:
    assert read(resolver, "宝山区走访职工300户。", "300户").place is None
    assert read(resolver, "宝山区走访职工300户。", "300户", foot="上海市总工会 版权所有").place == "宝山区"


def test_an_address_that_is_none_loses_no_page() -> None:
    facts = unionstats.read("全省新建工会40家。", url="http://[bad/x.htm").facts
    assert facts["province"].tolist() == ["unknown"]
