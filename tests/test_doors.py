"""Libraries have one door each: where they are imported is where docs/architecture.md says, and nowhere else."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "unionstats"
# Library -> the modules, or the rooms, that may import it.
DOORS = {
    "altair": {"report/charts.py"},
    "charset_normalizer": {"intake/charset.py"},
    "click": {"cli/"},
    "distributed": {"engines/cluster.py"},
    "duckdb": {"report/query.py"},
    "fastwarc": {"intake/"},
    "jieba": {"indicators/measure.py"},
    "obstore": {"tables/remote.py"},
    "opencc": {"text/script.py"},
    "openpyxl": {"report/export.py"},
    "rensa": {"refresh/signature.py"},
    "trafilatura": {"intake/mainpart.py"},
    "vl_convert": {"report/charts.py"},
}


def imported(path: Path) -> set[str]:
    """Return the libraries that a module imports, wherever in it; what only types need is no door."""
    tree = ast.parse(path.read_text("utf-8"))
    typing = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and node not in typing:
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node not in typing and node.module:
            found.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            found |= {name.value.partition(".")[0] for name in node.args if isinstance(name, ast.Constant)}
    return found


def test_each_library_has_one_door() -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for path in SOURCE.rglob("*.py"):
        for library in imported(path) & DOORS.keys():
            users[library].add(path.relative_to(SOURCE).as_posix())
    strangers = {
        library: [place for place in places if not any(place.startswith(door) for door in DOORS[library])]
        for library, places in users.items()
    }
    assert {library: places for library, places in strangers.items() if places} == {}
    assert users.keys() == DOORS.keys()


@pytest.mark.parametrize("library", ["click", "opencc", "jieba", "trafilatura", "duckdb", "obstore"])
def test_the_documents_name_the_door(library: str) -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    told = next(line for line in text.split("\n\n") if "One door per package" in line)
    named = {"duckdb": "DuckDB"}.get(library, library)
    assert all(f"{named} in `{door}`" in " ".join(told.split()) for door in DOORS[library])
