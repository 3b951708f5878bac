"""An article's own place is what clearly outweighs all else in it; where nothing does, it has none."""

from __future__ import annotations

from unionstats.places.gazetteer import Unit, load_gazetteer
from unionstats.places.home import Home, build_home, read_fits
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder

FOLDER = RuleFolder.open()
GAZETTEER = load_gazetteer(FOLDER)
FITS = read_fits(only_table(FOLDER, "deixis")[1])


def home(**votes: float) -> Home:
    return build_home(GAZETTEER, [(GAZETTEER.unit(code[1:]), weight) for code, weight in votes.items()])


def name(unit: Unit | None) -> str | None:
    return unit.name if unit else None


def test_the_province_is_the_sum_of_all_that_lies_in_it() -> None:
    assert name(home(u140721=1, u140922=1, u410000=1).province) == "山西省"


def test_two_provinces_are_none() -> None:
    assert home(u140000=2, u410000=2).province is None
    assert home(u140000=2, u410000=2).best(FITS["province"]) is None


def test_a_city_beats_the_county_level_city_within_it_where_it_is_named_more() -> None:
    assert name(home(u371000=6, u371082=2).best(FITS["city"])) == "威海市"
    assert name(home(u371000=1, u371082=6).best(FITS["city"])) == "荣成市"


def test_the_region_stands_behind_the_district() -> None:
    assert name(home(u450102=6).best(FITS["region"])) == "兴宁区"
    assert name(home(u450000=4, u450100=2).best(FITS["region"])) == "广西壮族自治区"


def test_the_focus_is_as_small_as_the_votes_allow() -> None:
    assert name(home(u371000=8, u371082=1).focus(0)) == "威海市"
    assert name(home(u140721=1, u140922=1, u140882=1).focus(0)) == "山西省"
    assert name(home(u140721=3).focus(4)) == "山西省"
