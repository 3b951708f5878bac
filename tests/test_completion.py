"""A tab completes commands, options and the names an analyst cannot know by heart, in every shell click knows."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from unionstats.cli import COMMANDS, cli

OFFERS = [
    ("", "run"),
    ("ver", "verify"),
    ("facts --prov", "--province"),
    ("facts out --province shan", "shandong"),
    ("facts out --province 山", "山东"),
    ("facts out --indicator members_t", "members_total"),
    ("facts out --indicator relief_funds.", "relief_funds.paid"),
    ("facts out --columns place,val", "place,value"),
    ("facts out --format x", "xlsx"),
    ("rules co", "coverage"),
    ("rules show members_t", "members_total"),
    ("config show ex", "explain"),
]


def offered(shell: str, line: str) -> str:
    """Return what click answers a shell that asks how a line may go on."""
    words = ["unionstats", *line.split(" ")]
    environment = {"_UNIONSTATS_COMPLETE": f"{shell}_complete", "COMP_WORDS": " ".join(words)}
    environment["COMP_CWORD"] = words[-1] if shell == "fish" else str(len(words) - 1)
    return CliRunner().invoke(cli, [], prog_name="unionstats", env=environment).output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(("line", "offer"), OFFERS, ids=[line for line, _ in OFFERS])
def test_a_tab_goes_on_with_what_was_begun(shell: str, line: str, offer: str) -> None:
    lines = offered(shell, line).splitlines()
    assert any(offer in answer.replace("plain,", "").split("\t")[0].split(":")[0] for answer in lines), lines


@pytest.mark.parametrize("line", ["clean pa", "explain pa", "run pa", "run pages --out ta", "status pa", "learn pa"])
def test_a_tab_offers_files_where_a_path_is_meant(line: str) -> None:
    assert offered("bash", line) == f"file,{line.rsplit(' ', 1)[-1]}\n"


def test_commands_are_offered_without_importing_them() -> None:
    code = (
        "import sys, click; from unionstats.cli import cli; offers = cli.shell_complete(click.Context(cli), '');"
        "print(*(offer.value for offer in offers)); sys.exit(bool({'pandas', 'pyarrow', 'rich'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == list(COMMANDS)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_after_the_line_that_the_manual_gives() -> None:
    program = Path(sys.executable).with_name("unionstats")
    if not program.exists():
        pytest.skip("unionstats is not installed as a program")
    script = (
        'eval "$(_UNIONSTATS_COMPLETE=bash_source unionstats)"; COMP_WORDS=(unionstats facts d --province sha);'
        'COMP_CWORD=4; _unionstats_completion unionstats; echo "${COMPREPLY[@]}"'
    )
    environment = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    result = subprocess.run(
        ["bash", "--norc", "-c", script], capture_output=True, text=True, check=False, env=environment
    )
    assert set(result.stdout.split()) == {"shanxi", "shanghai", "shandong", "shaanxi"}, result.stderr
