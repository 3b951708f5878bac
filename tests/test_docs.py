"""The documents name what exists."""

import ast
from pathlib import Path

import pytest
import regex

from unionstats.cli import COMMANDS

ROOT = Path(__file__).parents[1]
# Of these the modules are the commands, or so few that a list says nothing new.
FLAT = {"cli", "engines"}
GUIDES = sorted((ROOT / "rules").rglob("README.md"))
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")), *GUIDES]
ROOMS = sorted(path.parent for path in ROOT.glob("src/unionstats/*/__init__.py") if path.parent.name not in FLAT)
LINK = regex.compile(r"\]\((?!https?:|#)([^)#]+)")
CALL = regex.compile(r"(?m)^\s*(?:\$ )?(?:\.venv/bin/)?unionstats ([a-z][a-z-]*)")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    missing = [target for target in LINK.findall(path.read_text("utf-8")) if not (path.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_in_the_documents_exist(path: Path) -> None:
    unknown = {name for name in CALL.findall(path.read_text("utf-8")) if name not in COMMANDS}
    assert unknown == set()


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.parent.name)
def test_a_guide_to_rules_names_every_file_beside_it_once(path: Path) -> None:
    """Those of indicators are named as the catalogue has them."""
    links = [target for target in LINK.findall(path.read_text("utf-8")) if target.endswith(".toml")]
    named = {target.partition("/")[0] for target in LINK.findall(path.read_text("utf-8"))}
    beside = {other.name for other in path.parent.iterdir() if other.suffix == ".toml" or other.is_dir()}
    assert path.parent.name == "indicators" or beside - named == set()
    assert len(links) == len(set(links))


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_a_package_says_what_each_of_its_modules_is_for(room: Path) -> None:
    """Its docstring is what a newcomer reads first."""
    named = set(
        regex.findall(r"`(\w+)`", ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8"))) or "")
    )
    assert sorted({path.stem for path in room.glob("[!_]*.py")} - named) == []


def test_every_command_is_documented() -> None:
    reference = (ROOT / "docs" / "reference" / "cli.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"## unionstats {name}\n" not in reference] == []


def test_decisions_stay_short() -> None:
    long = [
        path.name
        for path in (ROOT / "docs" / "decisions").glob("*.md")
        if len(path.read_text("utf-8").splitlines()) > 40
    ]
    assert long == []


def test_no_source_file_is_over_400_lines() -> None:
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "scripts").glob("*.py")]
    assert len(sources) > 50
    assert [path.name for path in sources if len(path.read_text("utf-8").splitlines()) > 400] == []
