"""Reading all pages of a folder, as a run does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from unionstats.intake.sources import find_sources, read_source
from unionstats.settings import Settings
from unionstats.types import RawPage


@pytest.fixture
def pages() -> Callable[..., list[RawPage]]:
    """Read all pages under a path or URI."""

    def read(path: Path | str, settings: Settings | None = None) -> list[RawPage]:
        limits = settings or Settings()
        return [page for source in find_sources([str(path)], limits) for page in read_source(source, limits)]

    return read
