"""A correction sets one value of one page right, says so, and fails loudly when its page has changed."""

import pickle
from pathlib import Path

import pytest

from unionstats.engines.chosen import Wish
from unionstats.errors import RuleError
from unionstats.pipeline import Pipeline
from unionstats.refresh.driver import refresh
from unionstats.refresh.options import Options
from unionstats.refresh.progress import Progress
from unionstats.report.marks import mark_page
from unionstats.rules.folder import RuleFolder
from unionstats.tables.read import load
from unionstats.types import FactRow, RawPage

PAGE = "青海省总工会2023年综述\n2023年，全省新建驿站3193个，服务职工8.2万人次。\n"
CORRECTION = """
[[correction]]
id = "correction.qinghai-stations"
page = "a.txt"
expect = "全省新建驿站3193个"
quote = "3193个"
column = "value"
old = 3193
new = 319
reason = "The paper printed a digit too many; its issue of the next day has 319."
"""


def read(tmp_path: Path, correction: str, page: str = PAGE) -> list[FactRow]:
    (tmp_path / "corrections.toml").write_text(correction, encoding="utf-8")
    pipeline = Pipeline(RuleFolder.open(tmp_path))
    return list(pipeline.read(RawPage(source="a.txt", format="text", content=page)).facts)


def test_the_value_is_set_right_and_flagged(tmp_path: Path) -> None:
    first, second = read(tmp_path, CORRECTION)
    assert (first.value, first.flags, first.quote) == (319.0, "corrected", "3193个")
    assert second.flags == ""


def test_a_fact_can_be_dropped(tmp_path: Path) -> None:
    facts = read(tmp_path, CORRECTION.replace('"value"', '"fact"'))
    assert [fact.quote for fact in facts] == ["8.2万人次"]


@pytest.mark.parametrize(
    ("page", "correction", "message"),
    [
        (PAGE.replace("3193", "319"), CORRECTION, "no longer says"),
        (PAGE, CORRECTION.replace("old = 3193", "old = 12"), "out of date"),
        (PAGE, CORRECTION.replace('quote = "3193个"', 'quote = "31个"'), "no fact"),
        (PAGE, CORRECTION.replace('"value"', '"sentence"'), "column sentence"),
        (PAGE, CORRECTION.replace("reason", "raeson"), "lacks reason"),
    ],
)
def test_an_outdated_or_broken_correction_is_an_error_that_names_it(
    tmp_path: Path, page: str, correction: str, message: str
) -> None:
    with pytest.raises(RuleError, match=message) as caught:
        read(tmp_path, correction, page)
    assert "correction.qinghai-stations" in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own error, on its way back from a worker
    assert str(again) == str(caught.value)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_with_an_outdated_correction_writes_nothing(tmp_path: Path, workers: int) -> None:
    raw, rules = tmp_path / "raw", tmp_path / "rules"
    raw.mkdir()
    rules.mkdir()
    (raw / "a.txt").write_text(PAGE, encoding="utf-8")
    (rules / "corrections.toml").write_text(CORRECTION, encoding="utf-8")
    options = Options(engine=Wish(workers=workers), rules=rules)
    refresh([str(raw)], tmp_path / "out", options)
    assert load(tmp_path / "out", columns=["value"])["value"].tolist() == [319.0, 82000.0]
    (raw / "a.txt").write_text(PAGE.replace("3193", "319"), encoding="utf-8")
    with pytest.raises(RuleError, match="no longer says"):
        refresh([str(raw)], tmp_path / "out", options)
    assert len(list((tmp_path / "out" / "commits").iterdir())) == 1


def test_pages_of_other_names_are_left_alone(tmp_path: Path) -> None:
    assert read(tmp_path, CORRECTION.replace('"a.txt"', '"b.txt"'))[0].value == 3193.0


def test_a_correction_that_has_no_page_is_told(tmp_path: Path) -> None:
    """Its page is gone, was renamed, or was never called so: nothing else would notice."""
    raw, rules = tmp_path / "raw", tmp_path / "rules"
    raw.mkdir()
    rules.mkdir()
    (raw / "a.txt").write_text(PAGE, encoding="utf-8")
    notes: list[str] = []
    progress = Progress()
    progress.note = notes.append  # type: ignore[method-assign]
    for name in ("a.txt", "b.txt", "http://x.cn/a"):
        (rules / "corrections.toml").write_text(CORRECTION.replace('"a.txt"', f'"{name}"'), encoding="utf-8")
        refresh([str(raw)], tmp_path / "out", Options(engine=Wish(workers=1), rules=rules), progress)
    told = [line for line in notes if "correction.qinghai-stations" in line]
    assert told == ["no page of the tables is the page of correction.qinghai-stations: nothing was corrected there"] * 2


def test_a_dropped_fact_takes_what_other_facts_say_of_it_along(tmp_path: Path) -> None:
    """Neither a part of it nor what repeats it may name it; explain shows each fact with words of its own."""
    first = "2023年，全省新建驿站3193个，其中省级示范站点58个，服务职工8.2万人次。"
    page = f"青海省总工会2023年综述\n{first}\n全省新建驿站3193个。\n"
    facts = read(tmp_path, CORRECTION.replace('"value"', '"fact"'), page)
    assert [fact.quote for fact in facts] == ["58个", "8.2万人次", "3193个"]
    named = {fact.repeats for fact in facts} | {fact.part_of for fact in facts}
    assert named <= {None, *(fact.fact_id for fact in facts)}
    pipeline = Pipeline(RuleFolder.open(tmp_path))
    reading = pipeline.reading(RawPage(source="a.txt", format="text", content=page))
    marked = mark_page(reading, pipeline.words(reading))
    assert len(marked.words) == len(marked.facts)
    shown = [
        (stretch.text, marked.facts[stretch.fact].quote) for stretch in marked.stretches if stretch.fact is not None
    ]
    assert shown == [(fact.quote, fact.quote) for fact in facts]
