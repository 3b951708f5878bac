"""Search words of trades and pieces of titles that were set between the words of a page."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.noise.keywords import Keywords, load_keywords
from unionstats.text.noise.remover import NoiseRemover

FOLDER = RuleFolder.open()
REMOVER = NoiseRemover(FOLDER)
TRADES = load_keywords(FOLDER)
PAGE = (
    "南坪县总工会今年走访慰问困难职工家庭三千二百余户,发放慰问金210万元。\n"
    "在河东镇,工会干部把茶水送到工地,86名工友领到了清凉包。\n"
    "下一步,县总工会将继续推进阵地建设,让更多职工在家门口享受到贴心的服务。"
)
TABLE = """[[keywords]]
id = "noise.test.trade"
kind = "brand_injection"
why = "a test"
sure = ["甲乙丙", "丁戊己"]
beside = []
least = 2
strip = [{ text = "甲乙丙丁戊己", leaves = "" }]
keep = [{ text = "甲乙丙", why = "one alone" }]
"""


def filled(words: list[str], chance: Random) -> str:
    """Set words into the page, never inside a number and at the edge of no other."""
    page = PAGE
    for word in words:
        clauses = [at for at, sign in enumerate(page) if sign == ","]
        at = chance.choice(clauses)
        page = page[:at] + word + page[at:]
    return page


@pytest.mark.parametrize("trade", TRADES, ids=lambda trade: trade.id)
def test_words_of_a_trade_go_where_there_are_enough_of_them(trade: Keywords) -> None:
    chance = Random(trade.id)  # noqa: S311 - the same words each time
    # Words that hold one another count as both.
    apart = [word for word in trade.sure if not any(word in other for other in trade.sure if other != word)]
    for _ in range(12):
        page = filled(chance.sample(apart, trade.least), chance)
        assert REMOVER.remove(TrackedText.of(page)).text == PAGE


@pytest.mark.parametrize("trade", TRADES, ids=lambda trade: trade.id)
def test_fewer_of_them_stay_with_all_that_may_be_the_texts_own(trade: Keywords) -> None:
    chance = Random(trade.id)  # noqa: S311 - the same words each time
    # A word of two trades counts for the other one, too.
    others = [word for other in TRADES if other is not trade for word in other.sure]
    single = [
        word for word in trade.sure if not any(other in word for other in (*trade.sure, *others) if other != word)
    ]
    single = [word for word in single if word not in others]
    for _ in range(12):
        page = filled([*chance.sample(single, trade.least - 1), *trade.beside], chance)
        assert REMOVER.remove(TrackedText.of(page)).text == page


@pytest.mark.parametrize("trade", [trade for trade in TRADES if not trade.never], ids=lambda trade: trade.id)
def test_words_in_a_list_stay_though_the_page_holds_all_of_them(trade: Keywords) -> None:
    page = f"{PAGE}\n参赛的有{'、'.join((*trade.sure, *trade.weak))}等工种。\n{trade.sure[0]}项目有86人。"
    assert trade.id not in {edit.rule for edit in REMOVER.remove(TrackedText.of(page)).edits}


@pytest.mark.parametrize(
    ("old", "new"),
    [("least = 2\n", ""), ("beside = []", "besides = []"), ('kind = "brand_injection"', 'kind = "nonsense"')],
)
def test_a_bad_table_is_refused(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "noise").mkdir()
    (tmp_path / "noise" / "own.toml").write_text(TABLE.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleError, match=r"a \[\[keywords\]\] table has"):
        load_keywords(RuleFolder.open(tmp_path))


def test_clauses_that_open_as_the_title_does_stay_where_onlookers_are_counted() -> None:
    page = f"南坪县总工会走访慰问困难职工 工友领到清凉包\n{PAGE}\n工友领到清凉包后说,南坪县总工会想得周到。"
    text = REMOVER.remove(TrackedText.of(f"{page}\n6人已围观")).text
    assert text.rstrip("\n") == page
