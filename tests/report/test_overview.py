"""What a report counts is what the tables hold, from an empty output to one whose sources differ."""

from pathlib import Path

import pytest

from unionstats.engines.chosen import Wish
from unionstats.places.gazetteer import load_provinces
from unionstats.refresh import Options, refresh
from unionstats.report.charts import CLASSES, class_limits, class_of, tile_map
from unionstats.report.overview import Overview, read_overview
from unionstats.report.report_html import report_html
from unionstats.rules.folder import RuleFolder


def overview_of(folder: Path, pages: dict[str, str]) -> Overview:
    raw = folder / "raw"
    raw.mkdir()
    for name, text in pages.items():
        (raw / name).write_text(text, encoding="utf-8")
    refresh([str(raw)], str(folder / "out"), Options(engine=Wish(1)))
    return read_overview(folder / "out")


def page(province: str, year: int, unions: int) -> str:
    return f"{province}总工会{year}年工作综述\n{year}年，{province}新建基层工会{unions}家。\n"


def test_an_output_without_facts_makes_a_report_that_says_so(tmp_path: Path) -> None:
    overview = overview_of(tmp_path, {"a.txt": "工会干部开会学习。", "empty.txt": ""})
    assert overview.totals["facts"] == 0
    assert overview.reasons == {"empty": 1}
    html = report_html(overview)
    said = ("没有带年份的事实", "没有事实归入任何指标", "没有可比的省级或全国数据", "未发现冲突", "nothing but white")
    assert [words for words in said if words not in html] == []


def test_years_make_a_trend_and_provinces_alone_a_ranking(tmp_path: Path) -> None:
    pages = {
        "a.txt": page("湖北省", 2022, 410), "b.txt": page("湖北省", 2023, 450), "c.txt": page("山西省", 2023, 300),
    }  # fmt: skip
    overview = overview_of(tmp_path, pages)
    (series,) = overview.series
    assert (series.indicator, series.level, series.unit, series.has_trend) == ("unions_new", "province", "家", True)
    assert overview.provinces == {"hubei": 2, "shanxi": 1}
    assert overview.years == {2022: 1, 2023: 2}
    assert overview.cells == {("hubei", 2022): 1, ("hubei", 2023): 1, ("shanxi", 2023): 1}
    assert [(one.indicator, one.facts, one.provinces, one.first, one.last) for one in overview.held] == [
        ("unions_new", 3, 2, 2022, 2023)
    ]
    assert len(overview.evidence) == 3
    html = report_html(overview)
    assert html.count('id="fact-') == 3
    assert "山西 2023: 300 家" in html


def test_every_rival_statement_is_there_and_the_one_taken_comes_first(tmp_path: Path) -> None:
    pages = {"a.txt": page("湖北省", 2023, 450), "b.txt": page("湖北省", 2023, 470), "c.txt": page("山西省", 2023, 300)}
    overview = overview_of(tmp_path, pages)
    assert sorted(overview.rivals["value"]) == [450, 470]
    assert overview.rivals["taken"].tolist() == [True, False]
    taken = overview.series[0].points.set_index("province").loc["hubei", "fact_id"]
    assert overview.rivals["fact_id"].iloc[0] == taken
    assert set(overview.rivals["fact_id"]) <= set(overview.evidence.index)


@pytest.mark.parametrize("counts", [[1], [5, 5, 5], [1, 2], list(range(1, 40)), [1, 1, 1, 900], [0, 0, 3]])
def test_each_count_has_one_shade_and_more_is_never_lighter(counts: list[int]) -> None:
    limits = class_limits(counts)
    shades = [class_of(count, limits) for count in sorted(counts)]
    assert shades == sorted(shades)
    assert all((shade == 0) == (count == 0) for shade, count in zip(shades, sorted(counts), strict=True))
    assert max(shades) <= CLASSES
    assert len({number for number, _, _ in limits}) == len(limits)


def test_a_count_that_is_too_wide_for_its_tile_is_written_short() -> None:
    names = {province.slug: province.name for province in load_provinces(RuleFolder.open())}
    drawn = tile_map({"shaanxi": 180_000, "shanxi": 99_999}, names)
    for shown in (">18万<", ">99,999<", "陕西 Shaanxi: 180,000"):
        assert shown in drawn


def test_a_conflict_names_what_is_counted_and_its_source(tmp_path: Path) -> None:
    pages = {"a.txt": page("湖北省", 2022, 410), "b.txt": page("湖北省", 2022, 450), "c.txt": page("山西省", 2022, 3)}
    html = report_html(overview_of(tmp_path, pages))
    conflicts = html[html.index('id="conflicts"') : html.index('id="quality"')]
    for said in ("410", "450", "<small>新建基层工会 · a.txt</small>", "<small>新建基层工会 · b.txt</small>"):
        assert said in conflicts
