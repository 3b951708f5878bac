"""A body's name begins where no word of it can; visited and listed bodies own no figures."""

from __future__ import annotations

import pytest

from unionstats.places.bodies import BodyReader
from unionstats.places.gazetteer import load_gazetteer
from unionstats.places.mentions import MentionFinder
from unionstats.rules.folder import RuleFolder

FOLDER = RuleFolder.open()
FINDER = MentionFinder(FOLDER, load_gazetteer(FOLDER))
BODIES = BodyReader(FOLDER)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("近日，远山重工有限公司投入", "远山重工有限公司"),
        ("走进远山重工（集团）有限公司", "远山重工（集团）有限公司"),
        ("由远山小学举办", "远山小学"),
        ("共有15家有限公司", None),
        ("全部非公企业集团", None),
        ("进学校活动", None),
    ],
)
def test_a_name_is_read_back_to_where_it_begins(text: str, name: str | None) -> None:
    mention = next(m for m in reversed(FINDER.find(text)) if m.surface.kind == "suffix")
    found = BODIES.name(text, mention, None, 0)
    assert (found.text if found else None) == name


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("联合远山小学举办", True),
        ("远山小学、清溪小学", True),
        ("走进远山小学", True),
        ("远山小学举办", False),
    ],
)
def test_who_is_joined_or_listed_is_a_partner(text: str, partner: bool) -> None:  # noqa: FBT001 - a case's expectation
    start = text.index("远山小学")
    assert BODIES.is_partner(text, start, start + 4) is partner
