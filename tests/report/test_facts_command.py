"""`unionstats facts`: the file's ending decides how it is written, and an older snapshot can be asked, too."""

import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from unionstats.cli import cli
from unionstats.errors import UsageError
from unionstats.refresh.driver import refresh
from unionstats.report.export import FORMATS, export
from unionstats.report.listing import Question, answer
from unionstats.report.query import ask

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


QUESTIONS = [
    Question(columns="all"),
    Question(indicators=("unions_new",)),
    Question(provinces=("湖北",), since=date(2023, 6, 1), columns="value,published,period_end,char_start"),
    Question(since=date(2024, 1, 1)),
    Question(limit=1),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_names_without_sql_answer_as_sql_does(question: Question, out: Path) -> None:
    named, asked = answer(out, question), answer(out, replace(question, where="true"))
    assert list(named.columns) == list(asked.columns)
    for kind in FORMATS.keys() - {"xlsx", "dta"}:
        assert export(named, kind) == export(asked, kind), kind


def test_names_need_no_extra(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert "unions_new" in facts(out, "--province", "湖北", "--indicator", "unions_new", "--since", "2023")
    result = CliRunner().invoke(cli, ["facts", str(out), "--where", "true"])
    assert isinstance(result.exception, UsageError)
    assert "unionstats[sql]" in str(result.exception)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--province", "山西"], "no facts match --province\n"),
        (["--province", "湖北", "--indicator", "patents"], "no facts match --indicator\n"),
        (["--where", "value > 5000", "--indicator", "unions_new"], "no facts match --indicator and --where together\n"),
        (["--sql", "select * from facts where false"], "no rows\n"),
    ],
)
def test_no_facts_are_told_by_the_option_that_none_meets(out: Path, arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(cli, ["facts", str(out), *arguments])
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", said)


@pytest.mark.parametrize("arguments", [["--indicator", "union_new"], ["--indicator", "union_new", "--where", "true"]])
def test_a_misspelt_indicator_is_a_mistake(out: Path, arguments: list[str]) -> None:
    result = CliRunner().invoke(cli, ["facts", str(out), *arguments])
    assert isinstance(result.exception, UsageError)
    assert "did you mean unions_new?" in str(result.exception)


@pytest.mark.parametrize("sql", ["drop view facts", "create table a (b int)", "select 1; select 2", ""])
def test_what_is_not_one_question_is_refused(out: Path, sql: str) -> None:
    with pytest.raises(UsageError, match="one SELECT"):
        ask(out, sql)


@pytest.mark.parametrize("sql", ["from facts", "with a as (from facts) select * from a", "pivot facts on unit"])
def test_a_question_may_be_put_in_any_of_its_forms(out: Path, sql: str) -> None:
    assert len(ask(out, sql))


@pytest.mark.parametrize(("name", "told"), [("a.foo", ", as csv"), ("a.csv", ""), ("a.md", ""), ("a", ", as csv")])
def test_a_format_that_the_name_does_not_tell_is_told(name: str, told: str, out: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["facts", str(out), "--output", str(tmp_path / name)])
    assert result.stderr == f"{tmp_path / name}: 2 rows{told}\n"


def test_a_folder_is_no_page_to_explain(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["explain", str(tmp_path)])
    assert isinstance(result.exception, UsageError)
    assert "is a folder" in str(result.exception)
