"""What a terminal shows of a page cannot act on it, in any width and any encoding."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = "湖北省总工会2023年综述\n全省新建基层工会4120家\x1b]8;;http://x\x07，发展会员31.7万名。\u202e筹资8600万元。[/b]\n𠮷\n"


def explain(page: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "unionstats", "explain", str(page)]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
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


def test_a_terminal_that_lacks_a_character_shows_a_question_mark(page: Path) -> None:
    assert b"Traceback" not in explain(page, PYTHONIOENCODING="ascii").stderr
