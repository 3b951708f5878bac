"""The built wheel, run from another folder, gives the tables of the checkout: rules ship inside."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


def tables(out: Path) -> dict[str, bytes]:
    current = (out / "current").resolve()
    return {path.relative_to(current).as_posix(): path.read_bytes() for path in sorted(current.rglob("*.parquet"))}


def test_the_wheel_holds_the_rules_and_assets(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "unionstats/rulepack/units/money.toml" in names
    assert any(name.startswith("unionstats/rulepack/indicators/") for name in names)
    assert "unionstats/report/assets/explain.css" in names
    assert "unionstats/py.typed" in names
    assert not any("tests" in name or "shared" in name for name in names)


def test_the_wheel_gives_the_same_tables_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    outs = {}
    for name, path in (("checkout", str(ROOT / "src")), ("wheel", str(site))):
        out = tmp_path / name
        environment = {**os.environ, "PYTHONPATH": path}
        where = "import unionstats, pathlib; print(pathlib.Path(unionstats.__file__).parents[1])"
        found = subprocess.run(
            [sys.executable, "-c", where], cwd=elsewhere, env=environment, check=True, capture_output=True, text=True
        )
        assert Path(found.stdout.strip()).samefile(path)
        subprocess.run(
            [sys.executable, "-m", "unionstats", "run", str(RAW), "--out", str(out), "--quiet", "--workers", "1"],
            cwd=elsewhere, env=environment, check=True, capture_output=True,
        )  # fmt: skip
        outs[name] = tables(out)
    assert len(outs["wheel"]) >= 39
    assert outs["wheel"] == outs["checkout"]
