"""The gazetteer knows today's units and what they were called before."""

from __future__ import annotations

import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from unionstats.errors import RuleError
from unionstats.places.gazetteer import Gazetteer, load_gazetteer, load_provinces
from unionstats.rules.folder import RuleFolder, shipped_rules


@pytest.fixture(scope="module")
def gazetteer(folder: RuleFolder) -> Gazetteer:
    return load_gazetteer(folder)


def test_there_are_36_tables(folder: RuleFolder) -> None:
    provinces = load_provinces(folder)
    assert len(provinces) == len({province.slug for province in provinces}) == 36
    assert {province.slug: province.name for province in provinces}["shaanxi"] == "陕西"
    assert [province.slug for province in provinces if province.code is None] == ["national", "unknown"]


def test_the_counts_are_those_of_the_standard(gazetteer: Gazetteer) -> None:
    current = Counter(unit.level for unit in gazetteer.units if unit.code.isdigit() and unit.valid_to is None)
    assert current["province"] == 34
    assert current["prefecture"] == 333
    assert 2840 <= current["county"] <= 2860


# Prefectures and counties of every province, as the standard has them.
COUNTS = {
    "beijing": (0, 16), "tianjin": (0, 16), "hebei": (11, 167), "shanxi": (11, 117), "neimenggu": (12, 103),
    "liaoning": (14, 100), "jilin": (9, 60), "shanghai": (0, 16), "jiangsu": (13, 95), "zhejiang": (11, 90),
    "anhui": (16, 104), "fujian": (9, 84), "jiangxi": (11, 100), "shandong": (16, 136), "henan": (17, 157),
    "hubei": (13, 103), "hunan": (14, 122), "guangdong": (21, 122), "guangxi": (14, 111), "chongqing": (0, 38),
    "sichuan": (21, 183), "guizhou": (9, 88), "yunnan": (16, 129), "xizang": (7, 74), "shaanxi": (10, 107),
    "ningxia": (5, 22),
}  # fmt: skip


@pytest.mark.parametrize("slug", COUNTS)
def test_every_province_has_its_prefectures_and_counties(gazetteer: Gazetteer, slug: str) -> None:
    current = [u for u in gazetteer.units if u.code.isdigit() and u.valid_to is None and gazetteer.slug(u.code) == slug]
    levels = Counter(unit.level for unit in current)
    assert (levels["prefecture"], levels["county"]) == COUNTS[slug]


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("120107", 2015, "滨海新区"),
        ("110104", 2015, "西城区"),
        ("310108", 2018, "静安区"),
        ("310119", 2012, "浦东新区"),
        ("420621", 2012, "襄州区"),
        ("450127", 2023, "横州市"),
        ("330103", 2023, "拱墅区"),
    ],
)
def test_a_unit_that_ended_lives_on_in_its_successor(gazetteer: Gazetteer, code: str, year: int, name: str) -> None:
    assert gazetteer.unit(code, year).name == name


def test_no_two_names_of_a_code_hold_in_the_same_years(gazetteer: Gazetteer) -> None:
    """The years of change may belong to both names; no more."""
    by_code: dict[str, list[tuple[int, int]]] = {}
    for unit in gazetteer.units:
        by_code.setdefault(unit.code, []).append((unit.valid_from or 0, unit.valid_to or 9999))
    for code, spans in by_code.items():
        ordered = sorted(spans)
        assert all(before[1] <= after[0] for before, after in pairwise(ordered)), code


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("420600", 2005, "襄樊市"),
        ("420600", 2015, "襄阳市"),
        ("420600", None, "襄阳市"),
        ("371200", 2015, "莱芜市"),
        ("371200", 2020, "莱芜区"),
        ("341400", 2005, "巢湖市"),
        ("330103", 2022, "拱墅区"),
        ("310230", 2019, "崇明区"),
        ("460300", 2013, "三沙市"),
        ("659008", 2016, "可克达拉市"),
        ("330113", 2022, "临平区"),
        ("141123", 2019, "兴县"),
    ],
)
def test_a_unit_is_called_what_it_was_called_then(gazetteer: Gazetteer, code: str, year: int | None, name: str) -> None:
    assert gazetteer.unit(code, year).name == name


def test_every_unit_lies_in_a_province_with_a_table(gazetteer: Gazetteer) -> None:
    assert {gazetteer.slug(unit.code) for unit in gazetteer.units} == {
        province.slug for province in gazetteer.provinces if province.code
    }


def test_successors_exist(gazetteer: Gazetteer) -> None:
    assert [unit.code for unit in gazetteer.units if unit.successor and unit.successor not in gazetteer] == []


def test_the_corps_lies_in_its_region_and_its_cities_in_its_divisions(gazetteer: Gazetteer) -> None:
    assert gazetteer.way_up("659001") == ("659001", "XPCC08", "XPCC00", "650000")
    assert gazetteer.unit("XPCC08").adcode is None


def test_the_unit_that_holds_a_list_is_the_smallest(gazetteer: Gazetteer) -> None:
    assert gazetteer.common(["140100", "140728"]) == "140000"
    assert gazetteer.common(["140724", "140728"]) == "140700"
    assert gazetteer.common(["140100", "610100"]) is None


def test_a_damaged_row_is_named(tmp_path: Path) -> None:
    shutil.copytree(shipped_rules() / "places", tmp_path / "places")
    table = tmp_path / "places" / "gazetteer.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([*lines[:5], lines[5].replace(",", ",x", 3), *lines[6:]]), encoding="utf-8")
    with pytest.raises(RuleError, match=r"gazetteer\.csv:6"):
        load_gazetteer(RuleFolder((tmp_path,)))
