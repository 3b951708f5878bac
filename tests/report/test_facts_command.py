"""`unionstats facts`: the file's ending decides how it is written, and an older snapshot can be asked, too."""

from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from unionstats.cli import cli
from unionstats.refresh.driver import refresh
from unionstats.report.export import export

PAGE = "湖北省总工会2023年综述\n2023年，全省新建基层工会4120家，慰问困难职工5.2万户。\n"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(PAGE, encoding="utf-8")
    refresh([str(tmp_path / "pages")], str(tmp_path / "out"))
    return tmp_path / "out"


def facts(*arguments: object) -> str:
    result = CliRunner().invoke(cli, ["facts", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(
    ("name", "arguments", "begins"),
    [
        ("facts.xlsx", [], b"PK"),
        ("facts.JSON", [], b"["),
        ("facts.md", [], b"| province_name"),
        ("facts.txt", [], b"province_name,"),
        ("facts", [], b"province_name,"),
        ("facts.xlsx", ["--format", "csv"], b"province_name,"),
    ],
)
def test_the_ending_of_a_file_says_how_it_is_written(
    name: str, arguments: list[str], begins: bytes, out: Path, tmp_path: Path
) -> None:
    facts(out, "--output", tmp_path / name, *arguments)
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_snapshot_can_be_asked_like_the_output_it_belongs_to(out: Path) -> None:
    (snapshot,) = (out / "snapshots").iterdir()
    for path in (snapshot, out / "current"):
        assert facts(path) == facts(out)
        assert facts(path, "--sql", "select count(*) from pages") == facts(out, "--sql", "select count(*) from pages")


def test_lines_of_a_table_end_with_their_last_word(out: Path) -> None:
    lines = facts(out, "--columns", "measure,value,indicator").splitlines()
    assert len(lines) == 3
    assert [line.rstrip() for line in lines] == lines
    assert lines[1].split() == ["新建基层工会", "4,120", "unions_new"]


def test_days_in_markdown_have_no_time_of_day() -> None:
    days = pd.DataFrame({"period_end": pd.to_datetime(["2024-05-01", None]), "text": ["于 00:00:00", ""]})
    assert export(days, "markdown").decode().splitlines()[2:] == ["| 2024-05-01 | 于 00:00:00 |", "|  |  |"]


def test_a_csv_can_be_read_back(out: Path, tmp_path: Path) -> None:
    facts(out, "--output", tmp_path / "facts.csv", "--columns", "all")
    assert pd.read_csv(BytesIO((tmp_path / "facts.csv").read_bytes()))["value"].tolist() == [4120.0, 52000.0]
