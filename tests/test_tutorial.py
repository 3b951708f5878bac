"""The tutorial is run as it stands: every command, the rule file and the Python of docs/tutorial.md, in this order."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import regex

ROOT = Path(__file__).parents[1]
TUTORIAL = ROOT / "docs" / "tutorial.md"
PROGRAM = Path(sys.executable).with_name("unionstats")
BLOCK = regex.compile(r"(?ms)^```(sh|toml|python)\n(.*?)^```$")
TARGET = regex.compile(r"put this into `([^`]+\.toml)`")

pytestmark = pytest.mark.skipif(
    not PROGRAM.exists() or shutil.which("bash") is None, reason="needs bash and unionstats installed as a program"
)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Walk the tutorial in a folder of its own.

    Returns:
        The folder, and all that was printed.
    """
    folder = tmp_path_factory.mktemp("tutorial")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    # A second worker would compile all rules again, for 25 pages.
    (folder / "unionstats.toml").write_text("[run]\nworkers = 1\n", encoding="utf-8")
    text = TUTORIAL.read_text("utf-8")
    printed = ""
    for block in BLOCK.finditer(text):
        kind, content = block.groups()
        if kind == "toml":
            target = TARGET.findall(text[: block.start()])[-1]
            (folder / target).write_text(content, encoding="utf-8")
            continue
        command = [sys.executable, "-c", content] if kind == "python" else ["bash", "-ec", content]
        result = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
            env={**os.environ, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}", "PYTHONUTF8": "1", "COLUMNS": "120"},
        )  # fmt: skip
        assert result.returncode == 0, f"{content}\n{result.stdout[-2000:]}\n{result.stderr[-2000:]}"
        assert "Traceback" not in result.stderr
        printed += result.stdout + result.stderr
    return folder, printed


def test_every_command_of_the_tutorial_does_what_it_says(walked: tuple[Path, str]) -> None:
    folder, printed = walked
    for name in ("page.html", "jilin.csv", "report.html"):
        assert (folder / name).stat().st_size > 1_000, name
    assert "snapshot 1 of data/processed is committed" in printed
    assert "noise.seo" in printed


def test_the_rule_of_the_tutorial_finds_what_it_is_for(walked: tuple[Path, str]) -> None:
    _, printed = walked
    assert "all rule files are well" in printed
    assert "10 examples hold" in printed
    assert "changed 1" in printed
    assert regex.search(r"西瓜\s+31\s+吨\s+watermelons", printed)
