"""How rows are filled: links, flags and ids."""

import pytest

from unionstats.pipeline import Pipeline
from unionstats.types import FactRow, RawPage


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def facts(pipeline: Pipeline, *paragraphs: str) -> list[FactRow]:
    page = "\n".join(["青海省总工会2023年综述", *paragraphs])
    return list(pipeline.read(RawPage(source="a.txt", format="text", content=page)).facts)


def test_a_figure_said_twice_is_linked_to_its_first_statement(pipeline: Pipeline) -> None:
    sentence = "2023年，全省新建基层工会412家。"
    first, second = facts(pipeline, sentence, "记者获悉，" + sentence)
    assert (first.repeats, second.repeats) == (None, first.fact_id)


def test_other_figures_are_no_repeats(pipeline: Pipeline) -> None:
    rows = facts(pipeline, "2023年，全省新建基层工会412家。", "2022年，全省新建基层工会412家。")
    assert [row.repeats for row in rows] == [None, None]


def test_parts_lead_to_their_total(pipeline: Pipeline) -> None:
    total, part = facts(pipeline, "全省工会会员达120.5万人，其中农民工会员61.5万人。")
    assert (total.part_of, part.part_of) == (None, total.fact_id)


def test_parts_that_add_up_to_more_than_their_total_are_flagged_never_corrected(pipeline: Pipeline) -> None:
    total, *parts = facts(pipeline, "全省工会筹资860万元（其中省级520万元、市级540万元）。")
    assert (total.value, total.flags) == (8_600_000, "sum_mismatch")
    assert [part.flags for part in parts] == ["", ""]


def test_an_implausible_level_is_kept_and_flagged(pipeline: Pipeline) -> None:
    (row,) = facts(pipeline, "全省工会会员总数达9000亿人。")
    assert (row.value, row.flags) == (900_000_000_000, "out_of_range")
    (row,) = facts(pipeline, "全省工会会员总数达120万人。")
    assert row.flags == ""


def test_ids_follow_the_page_and_the_place_in_it(pipeline: Pipeline) -> None:
    (one,) = facts(pipeline, "全省新建基层工会412家。")
    (same,) = facts(pipeline, "全省新建基层工会412家。")
    (other,) = facts(pipeline, "全省新建了基层工会412家。")
    assert one.fact_id == same.fact_id
    assert one.fact_id != other.fact_id


def test_a_fault_of_the_program_ends_in_the_pages_row(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: RawPage) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("unionstats.pipeline.page_result", fail)
    result = pipeline.read(RawPage(source="a.txt", format="text", content="工会"))
    assert (result.page.status, result.page.reason, result.detail) == (
        "quarantined",
        "internal_error",
        "ZeroDivisionError: ",
    )


def test_a_page_that_is_set_aside_is_still_of_its_host(pipeline: Pipeline) -> None:
    result = pipeline.read(RawPage(source="a.txt", format="text", content=" ", url="http://WWW.x.cn/a.html"))
    assert (result.page.reason, result.page.url, result.page.host) == ("empty", "http://WWW.x.cn/a.html", "www.x.cn")
