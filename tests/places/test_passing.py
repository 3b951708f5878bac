"""Where somebody comes from or goes to is not where a figure belongs."""

from __future__ import annotations

import pytest

from unionstats.places.gazetteer import load_gazetteer
from unionstats.places.mentions import MentionFinder
from unionstats.places.passing import PassingReader
from unionstats.places.settle import Settler
from unionstats.rules.folder import RuleFolder

FOLDER = RuleFolder.open()
GAZETTEER = load_gazetteer(FOLDER)
FINDER = MentionFinder(FOLDER, GAZETTEER)
SETTLER = Settler(GAZETTEER)
PASSING = PassingReader(FOLDER)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("来自河南、四川的职工在南京市就业", ["南京市"]),
        ("宁波市组织职工赴云南省昆明市疗休养", ["宁波市"]),
        ("宁波市干部赴云南省昆明市慰问", ["宁波市", "昆明市"]),
        ("荣获河南省五一劳动奖状", []),
        ("河南省五一劳动奖状名单", ["河南省"]),
    ],
)
def test_names_in_passing_are_dropped(text: str, names: list[str]) -> None:
    places = PASSING.drop(text, SETTLER.settle(FINDER.find(text), None))
    assert [place.unit.name for place in places if place is not None and not place.weak] == names
