"""One story on several hosts, read in earnest: found in both scripts and with edits, and its figures counted once."""

from __future__ import annotations

import json
from pathlib import Path

import opencc
import pyarrow.parquet as pq
import pytest

import unionstats
from unionstats.engines.chosen import Wish
from unionstats.refresh import Options, refresh

STORY = """河南省总工会部署冬季送温暖工作
本报讯 12月3日，河南省总工会在郑州召开会议，部署今冬明春的送温暖工作。
今年以来，全省各级工会走访企业4213家，慰问职工36.8万人次，发放慰问金1.27亿元。
会议要求，各级工会要把困难职工家庭逐户走到，把外卖配送、货运、家政等行业的劳动者纳入走访范围，
把钱物发到本人手中，不层层转交，不摆拍作秀。
据了解，全省已建成户外劳动者服务站点5306个，冬季全部延长开放时间，备有热水、药箱和充电设备，并由社区工会主席轮流值守，接受职工评价。
"""
OTHER = """湖南省总工会举办职工读书活动
本报讯 4月21日，湖南省总工会在长沙启动职工读书活动。活动为期半年。
全省1.2万家基层工会参加，计划新建职工书屋380个，配送图书26万册。
参加活动的工会将组织领读人走进车间班组，围绕技术革新、安全生产和劳动法律开设课程，优秀笔记在职工文化宫展出，并评选读书之星。
"""


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tables of five pages: a story, its traditional copy, an edited one, a mention of it, and another story."""
    monkeypatch.undo()
    edited = STORY.replace("会议要求", "会议强调").replace("据了解", "另据介绍").replace("在郑州召开", "于郑州召开")
    pages = {
        "a": (STORY, "2023-12-04"),
        "b": (opencc.OpenCC("s2t").convert(STORY), "2023-12-05"),
        "c": (edited, "2023-12-03"),
        "d": ("河南省总工会今年慰问职工36.8万人次。", "2023-12-09"),
        "e": (OTHER, "2023-04-22"),
    }
    lines = [
        json.dumps({"id": name, "url": f"http://{name}.example/1.html", "text": text, "published": day})
        for name, (text, day) in pages.items()
    ]
    (tmp_path / "pages.jsonl").write_text("\n".join(lines))
    refresh([str(tmp_path / "pages.jsonl")], tmp_path / "out", Options(engine=Wish(1)))
    return tmp_path / "out"


def test_a_story_in_both_scripts_and_with_edits_is_one_cluster(out: Path) -> None:
    pages = pq.read_table(unionstats.latest(out) / "pages.parquet").to_pylist()
    clusters = {row["source"].rpartition("#")[2]: row["cluster"] for row in pages}
    assert clusters["a"] == clusters["b"] == clusters["c"] is not None
    assert clusters["d"] is clusters["e"] is None


def test_its_figures_point_at_the_earliest_statement_so_that_sums_count_them_once(out: Path) -> None:
    facts = unionstats.load(out, province="河南")
    facts["page"] = facts["source"].str.rpartition("#")[2]
    counted = facts[facts["repeats"].isna()]
    once = counted[counted["page"] != "d"]
    assert set(once["page"]) == {"c"}
    assert len(once) == len(facts[facts["page"] == "a"]) > 3
    earliest = set(once["fact_id"])
    assert set(facts.loc[facts["page"].isin(["a", "b"]), "repeats"]) == earliest
    visited = counted[(counted["unit"] == "人次") & (counted["page"] != "d")]
    assert visited["value"].tolist() == [368_000]
