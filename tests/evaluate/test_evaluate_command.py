"""`unionstats evaluate` as its users call it, on a page and labels of the test's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from unionstats.cli import main
from unionstats.pipeline import Pipeline

PAGE = "甘肃省总工会2023年工作综述\n\n2023年,甘肃省总工会新建工会驿站319个,服务职工5.2万人次。\n"


def label(quote: str, value: float, unit: str, kind: str, indicator: str) -> dict[str, object]:
    start = PAGE.index(quote)
    return {
        "source": "page.txt", "start": start, "end": start + len(quote), "quote": quote, "value": value,
        "bound": "exact", "unit": unit, "kind": kind, "measure": "", "indicator": indicator, "province": "甘肃",
        "place": "甘肃省", "period": "2023", "status": "actual",
    }  # fmt: skip


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(autouse=True)
def _one_pipeline(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile the rules once for all these tests."""
    monkeypatch.setattr("unionstats.cli.evaluate.Pipeline", lambda _: pipeline)


@pytest.fixture
def corpus(tmp_path: Path) -> tuple[str, str]:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "page.txt").write_text(PAGE, encoding="utf-8")
    labels = [
        label("319个", 319, "个", "count", "service_stations"),
        label("5.2万人次", 52_000, "人次", "person_times", "workers_served"),
    ]
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(row) for row in labels), encoding="utf-8")
    return str(gold), str(pages)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", *arguments])
    return int(ended.value.code or 0)


def test_figures_of_a_page_read_well(corpus: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*corpus) == 0
    shown = capsys.readouterr().out
    assert "1 pages, 2 labelled quantities" in shown
    assert "quantity.recall      100.0%  2/2" in shown


def test_a_miss_is_shown_in_its_sentence(corpus: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    gold = Path(corpus[0])
    gold.write_text(gold.read_text(encoding="utf-8").replace('"value": 319', '"value": 318'), encoding="utf-8")
    run(*corpus, "--misses")
    assert (
        "value: expected 318, got 319\n    2023年,甘肃省总工会新建工会驿站【319个】,服务职工" in capsys.readouterr().out
    )


def test_a_saved_score_shows_what_moved(
    corpus: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "before.json"
    assert run(*corpus, "--save", str(saved)) == 0
    content = json.loads(saved.read_text(encoding="utf-8"))
    content["shares"]["unit"] = 0.5
    saved.write_text(json.dumps(content), encoding="utf-8")
    assert run(*corpus, "--against", str(saved)) == 0
    assert "50.0% → 100.0%" in capsys.readouterr().out


def test_a_figure_under_its_floor_fails(corpus: tuple[str, str], tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    assert run(*corpus, "--floors", str(floors), "--raise-floors") == 0
    assert run(*corpus, "--floors", str(floors)) == 0
    content = json.loads(floors.read_text(encoding="utf-8"))
    content["shares"]["indicator.service_stations.recall"] = 1.1
    floors.write_text(json.dumps(content), encoding="utf-8")
    assert run(*corpus, "--floors", str(floors)) == 1


def test_floors_of_other_pages_are_refused(
    corpus: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text('{"corpus": "other", "shares": {}}', encoding="utf-8")
    assert run(*corpus, "--floors", str(floors)) == 1
    assert "belongs to other pages or labels" in capsys.readouterr().err


def test_floors_need_a_file(corpus: tuple[str, str]) -> None:
    assert run(*corpus, "--raise-floors") == 2


def test_labels_of_a_page_that_is_not_there_are_refused(
    corpus: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(corpus[1], "page.txt").rename(Path(corpus[1], "other.txt"))
    assert run(*corpus) == 2
    assert "page.txt" in capsys.readouterr().err


def test_labels_that_do_not_fit_the_page_are_refused(
    corpus: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(corpus[1], "page.txt").write_text("新" + PAGE, encoding="utf-8")
    assert run(*corpus) == 2
    assert "the page has no '319个' at" in capsys.readouterr().err


def test_a_labelled_page_that_is_set_aside_is_an_error(
    corpus: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(corpus[1], "page.txt").write_bytes(b"")
    assert run(*corpus) == 2
    assert "page.txt: a labelled page was set aside: empty" in capsys.readouterr().err
