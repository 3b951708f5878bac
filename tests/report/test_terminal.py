"""What a terminal shows of a page cannot act on it, in any width and any encoding."""

import os
import subprocess
import sys
from functools import cache
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
import regex
from rich.cells import cell_len

from unionstats.engines.chosen import Wish
from unionstats.pipeline import Pipeline
from unionstats.refresh import Options, refresh
from unionstats.report.console import Console
from unionstats.report.listing import print_table
from unionstats.report.marks import mark_page
from unionstats.report.terminal import print_explanation
from unionstats.types import RawPage

PAGE = "湖北省总工会2023年综述\n全省新建基层工会4120家\x1b]8;;http://x\x07，发展会员31.7万名。\u202e筹资8600万元。[/b]\n𠮷\n责任编辑：甲乙\n"


@cache
def explain(page: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Explain a page in a process of its own, once for each environment: it takes seconds to start."""
    command = [sys.executable, "-m", "unionstats", "explain", str(page)]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explained") / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_explain_names_every_fact_with_its_evidence(page: Path) -> None:
    text = explain(page).stdout.decode()
    for words in ("4120家", "unions_new", "hubei", "31.7万名", "8600万元"):
        assert words in text


@pytest.mark.parametrize("environment", [{}, {"FORCE_COLOR": "1"}, {"COLUMNS": "40"}, {"PYTHONIOENCODING": "gbk"}])
def test_no_page_acts_on_the_terminal(page: Path, environment: dict[str, str]) -> None:
    result = explain(page, **environment)
    assert result.returncode == 0, result.stderr.decode(errors="replace")
    assert b"\x1b]8" not in result.stdout
    assert "\u202e".encode() not in result.stdout
    assert b"\x07" not in result.stdout


def test_without_colours_signs_mark_facts_and_what_was_removed(page: Path) -> None:
    text = explain(page).stdout.decode()
    assert "新建基层工会【4120家】" in text
    assert "[-责任编辑：甲乙" in text
    coloured = explain(page, FORCE_COLOR="1").stdout.decode()
    assert "【4120家】" not in coloured


def test_no_colour_is_written_where_none_is_wanted(page: Path) -> None:
    assert b"\x1b[" not in explain(page).stdout
    assert b"\x1b[" not in explain(page, FORCE_COLOR="", TERM="dumb").stdout
    coloured = explain(page, FORCE_COLOR="1", NO_COLOR="1").stdout
    assert not regex.search(rb"\x1b\[[0-9;]*(3[0-7]|9[0-7]|4[0-7])m", coloured)


def test_a_long_sentence_goes_on_below_itself_and_a_part_names_its_total() -> None:
    text = "湖北省总工会2023年综述\n2023年，全省新建基层工会4120家，其中在开发区新建860家，覆盖各类企业和职工群众。\n"
    pipeline = Pipeline()
    reading = pipeline.reading(RawPage(source="a.txt", format="text", content=text))
    stream = StringIO()
    console = Console(file=stream, force_terminal=True, width=60, color_system=None)
    print_explanation(mark_page(reading, pipeline.words(reading)), console)
    lines = stream.getvalue().splitlines()
    assert "      part of   1 4120家" in lines
    told = [line for line in lines[lines.index("  1 4120家") :] if len(line) > 16]
    assert max(map(cell_len, told)) <= 60
    first = next(number for number, line in enumerate(lines) if line.startswith("      sentence"))
    assert lines[first + 1].startswith(" " * 16)
    assert (lines[first][16:] + lines[first + 1][16:]).replace(" ", "") in text
    assert "unclaimed numerals" not in stream.getvalue()


FACTS = pd.DataFrame(
    {
        "province_name": ["山西", "新疆", "内蒙古"], "measure": ["会员", "=1\x1b[31m[/b]会员总数\n第二行", None],
        "value": [12_035_000.0, None, 2.5], "unit": ["人", "场次", "%"], "source": ["一" * 60, "b.txt", "c.txt"],
    }
)  # fmt: skip


@pytest.mark.parametrize("width", [20, 80, 200])
def test_a_table_fits_its_terminal_and_its_columns_stand_straight(width: int) -> None:
    """Chinese characters are two columns wide: every column begins at one place in all lines."""
    stream = StringIO()
    left_out = print_table(FACTS, Console(file=stream, width=width, color_system=None))
    lines = stream.getvalue().splitlines()
    assert len(lines) == len(FACTS) + 1
    assert max(cell_len(line) for line in lines) <= width
    assert ("source" in left_out) == (width < 100)
    if width >= 60:
        starts = {cell_len(line[: line.index(unit)]) for line, unit in zip(lines[1:], FACTS["unit"], strict=True)}
        assert len(starts) == 1
    assert "\x1b" not in stream.getvalue()


def test_a_gbk_terminal_gets_a_table_in_gbk(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(PAGE, encoding="utf-8")
    refresh([str(tmp_path / "raw")], str(tmp_path / "out"), Options(engine=Wish(1)))
    result = subprocess.run(
        [sys.executable, "-m", "unionstats", "facts", str(tmp_path / "out")],
        capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "gbk", "COLUMNS": "80"},
    )  # fmt: skip
    assert "湖北" in result.stdout.decode("gbk")


def test_a_terminal_that_lacks_a_character_shows_a_question_mark(page: Path) -> None:
    assert b"Traceback" not in explain(page, PYTHONIOENCODING="ascii").stderr
