"""A difference between outputs names every fact gained, lost and changed, and nothing that stayed."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from unionstats.cli import cli
from unionstats.engines.chosen import Wish
from unionstats.evaluate.difference import compare_outputs, difference_lines
from unionstats.refresh import Options, refresh

BEFORE = "湖北省总工会2023年工作综述\n2023年，全省新建基层工会4120家，发展会员31.7万名。\n"
AFTER = "湖北省总工会2023年工作综述\n2023年，全省新建基层工会4120家，计划发展会员31.7万名。培训职工9200人次。\n"


def output(folder: Path, text: str) -> Path:
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "a.txt").write_text(text, encoding="utf-8")
    refresh([str(folder / "raw")], folder / "out", Options(engine=Wish(1)))
    return folder / "out"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("diff")
    return output(folder / "old", BEFORE), output(folder / "new", AFTER)


def test_an_output_does_not_differ_from_itself(outputs: tuple[Path, Path]) -> None:
    difference = compare_outputs(outputs[0], outputs[0])
    assert difference.changes == ()
    assert difference.same == 2


def test_gained_and_lost_facts_are_named(outputs: tuple[Path, Path]) -> None:
    difference = compare_outputs(*outputs)
    kinds = {(change.kind, change.row["quote"]) for change in difference.changes}
    assert ("gained", "9200人次") in kinds
    assert ("lost", "31.7万名") in kinds
    assert difference.same == 1
    assert ("lost", "9200人次") in {
        (change.kind, change.row["quote"]) for change in compare_outputs(*outputs[::-1]).changes
    }


def test_a_changed_column_shows_before_and_after(tmp_path: Path) -> None:
    old = output(tmp_path / "old", "湖北省总工会综述\n全省拟培训职工9200人次，任务繁重。\n")
    new = output(tmp_path / "new", "湖北省总工会综述\n全省已培训职工9200人次，任务繁重。\n")
    (change,) = compare_outputs(old, new, columns=["status"]).changes
    assert (change.kind, change.columns) == ("changed", ("status",))
    assert "    status: target → actual" in list(difference_lines(compare_outputs(old, new)))


def test_check_fails_where_anything_differs(outputs: tuple[Path, Path]) -> None:
    old, new = map(str, outputs)
    assert CliRunner().invoke(cli, ["diff", old, old, "--check"], standalone_mode=False).return_value == 0
    result = CliRunner().invoke(cli, ["diff", old, new, "--check", "--limit", "1"], standalone_mode=False)
    assert result.return_value == 1
    assert "more" in result.output
