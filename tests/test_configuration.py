"""What a folder's configuration sets, its commands use; a mistake in it is named."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from unionstats.cli import cli
from unionstats.cli.configuration import find_configuration
from unionstats.errors import UsageError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_without_a_file_has_no_configuration() -> None:
    assert find_configuration() == (None, {})
    assert "none" in CliRunner().invoke(cli, ["config", "show"]).output


def test_config_show_says_where_each_value_comes_from(folder: Path) -> None:
    (folder / "unionstats.toml").write_text('[run]\nout = "tables"\ninputs = "pages"\n', encoding="utf-8")
    lines = CliRunner().invoke(cli, ["config", "show"]).output.splitlines()
    out = next(line for line in lines if line.startswith("out "))
    assert "tables" in out
    assert out.endswith("unionstats.toml")
    assert next(line for line in lines if line.startswith("workers ")).endswith("default")


def test_a_run_uses_the_configuration_and_the_command_line_wins(folder: Path) -> None:
    (folder / "pages").mkdir()
    (folder / "pages" / "a.txt").write_text("全省新建基层工会412家。", encoding="utf-8")
    (folder / "unionstats.toml").write_text(
        '[run]\nout = "tables"\ninputs = ["pages"]\nworkers = 1\n', encoding="utf-8"
    )
    assert CliRunner().invoke(cli, ["run", "--quiet"], catch_exceptions=False).exit_code == 0
    assert (folder / "tables" / "current").exists()
    assert CliRunner().invoke(cli, ["run", "--quiet", "--out", "other"], catch_exceptions=False).exit_code == 0
    assert (folder / "other" / "current").exists()


def test_pyproject_may_hold_it(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.unionstats.run]\nout = "t"\n', encoding="utf-8")
    assert find_configuration()[1] == {"run": {"out": "t"}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[runn]\nout = 't'\n", r"\[runn\] is no command; did you mean run\?"),
        ("[run]\nworkers = 'many'\n", r"toml: \[run\] workers: 'many' is not a valid"),
        ("[run]\nouut = 1\n", "no option ouut"),
        ("out = 1\n", "outside a table"),
        ("[run\n", "unionstats.toml"),
    ],
)
def test_a_mistake_names_the_file(folder: Path, text: str, message: str) -> None:
    (folder / "unionstats.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        CliRunner().invoke(cli, ["run"], catch_exceptions=False)


def test_config_show_names_the_default_input() -> None:
    lines = CliRunner().invoke(cli, ["config", "show", "run"]).output.splitlines()
    assert next(line for line in lines if line.startswith("inputs ")).split() == ["inputs", "data/raw", "default"]
