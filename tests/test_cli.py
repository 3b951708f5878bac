"""What every command promises: help with examples, one clear line for a mistake, the right exit code."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from unionstats import __version__
from unionstats.cli import COMMANDS, cli


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "unionstats", *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert "unionstats " + name in result.output
    assert "Example" in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    silent = [option.name for option in command.params if isinstance(option, click.Option) and not option.help]
    assert silent == []


def test_the_list_of_commands_says_what_each_does() -> None:
    output = CliRunner().invoke(cli, ["--help"]).output
    for name, (_, summary) in COMMANDS.items():
        assert name in output
        assert summary.split()[0] in output


def test_version() -> None:
    assert run("--version").stdout.strip().endswith(__version__)


def test_help_imports_nothing_heavy() -> None:
    heavy = "{'pandas', 'pyarrow', 'jieba', 'opencc'}"
    code = f"import sys; from unionstats.cli import cli; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["run", "--nonsense"], ["run", "no-such-folder"], ["explain", "no-such-file"]],
)
def test_a_mistake_is_one_clear_message_and_exit_code_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    assert result.stderr.strip()
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["clean", "explain"])
def test_a_page_that_cannot_be_read_is_named_with_its_reason(command: str, tmp_path: Path) -> None:
    (tmp_path / "nothing.txt").touch()
    result = run(command, str(tmp_path / "nothing.txt"))
    assert (result.returncode, result.stderr.strip()) == (2, "unionstats: nothing.txt: empty")
