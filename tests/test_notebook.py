"""The quickstart notebook runs from top to bottom on what `make run` writes."""

from pathlib import Path

import pytest

from unionstats.engines.chosen import Wish
from unionstats.refresh import Options, refresh

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "docs" / "notebooks" / "quickstart.ipynb"


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_the_quickstart_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refresh([str(ROOT / "data" / "raw")], tmp_path / "out", Options(engine=Wish(1)))
    monkeypatch.setenv("UNIONSTATS_OUT", str(tmp_path / "out"))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not any(output.output_type == "error" for output in outputs)
    drawn = [output["data"]["image/svg+xml"] for output in outputs if "image/svg+xml" in output.get("data", {})]
    assert len(drawn) == 2, "a chart is missing"
    assert all("省份 province" in chart for chart in drawn)
    assert "安徽" in drawn[1]
    assert all("年份 year" in chart for chart in drawn)
    assert any("412家" in output["data"].get("text/html", "") for output in outputs if "data" in output)
