"""What every command promises: help with examples, one clear line for a mistake, the right exit code."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from unionstats import __version__
from unionstats.cli import COMMANDS, cli, main
from unionstats.refresh.driver import refresh


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "unionstats", *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )


def command_lines() -> list[str]:
    """List every command, those within groups too: rules, rules check."""
    lines = []
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        lines += [name, *(f"{name} {part}" for part in getattr(command, "commands", {}))]
    return lines


@pytest.mark.parametrize("line", command_lines())
def test_every_command_has_help_with_examples(line: str) -> None:
    result = CliRunner().invoke(cli, [*line.split(), "--help"])
    assert result.exit_code == 0, result.output
    assert "Example" in result.output
    assert f"unionstats {line}" in result.output


@pytest.mark.parametrize("line", command_lines())
def test_every_option_says_what_it_does(line: str) -> None:
    command: click.Command | None = cli
    for name in line.split():
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), name)
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


def test_a_bad_record_does_not_hold_up_the_clean_text_of_the_others(tmp_path: Path) -> None:
    lines = ['{"id": "a", "text": "甲县总工会慰问职工。"}', "no record", '{"id": "b", "text": "乙县总工会送清凉。"}']
    (tmp_path / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = run("clean", str(tmp_path / "pages.jsonl"))
    assert (result.returncode, result.stdout.split("\n\n")) == (0, ["甲县总工会慰问职工。", "乙县总工会送清凉。\n"])
    assert result.stderr == "unionstats: set aside: pages.jsonl#2: bad_record: not a JSON object\n"


PAGE = "湖北省总工会2023年综述\n2023年，全省新建基层工会4120家，慰问困难职工5.2万户。\n"


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [["clean", "page.txt"], ["explain", "page.txt"], ["rules", "list"], ["--help"]])
def test_a_reader_that_goes_away_ends_a_command_quietly(arguments: list[str], unbuffered: str, tmp_path: Path) -> None:
    """As in `unionstats clean long.txt | head -1`: no traceback, no error line, the exit code of a closed pipe."""
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "unionstats", *arguments]
    result = subprocess.run(
        command, stdout=write, stderr=subprocess.PIPE, check=False, cwd=tmp_path,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    )  # fmt: skip
    os.close(write)
    assert (result.returncode, result.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["runn"], "did you mean run?"),
        (["run"], "name what to read: unionstats run INPUT"),
        (["facts", "nowhere"], "unionstats run INPUT --out nowhere"),
        (["facts", "out", "--province", "山酉"], "did you mean 山西?"),
        (["facts", "out", "--province", "guangdon"], "did you mean guangdong?"),
        (["facts", "out", "--indicator", "member_total"], "did you mean members_total?"),
        (["facts", "out", "--since", "2021-13"], "write 2021, 2021-06 or 2021-06-30"),
        (["facts", "out", "--output", "gone/facts.csv"], "gone/facts.csv: No such file"),
        (["diff", "out", "out", "--columns", "vale"], "no such column: vale; there are"),
        (["facts", "s3://bucket/tables"], "unionstats.load reads addresses"),
        (["report", "s3://bucket/tables", "--html", "report.html"], "unionstats.load reads addresses"),
    ],
)
def test_a_mistake_says_what_to_do_next(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(PAGE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    if "out" in arguments:
        refresh([str(tmp_path / "pages")], str(tmp_path / "out"))
    with pytest.raises(SystemExit):
        main(arguments)
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""
