"""What a page is read with: program, rules, settings, libraries. If any of it changes, every page is read again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import unionstats
from unionstats.rules.folder import RuleFolder
from unionstats.settings import Settings

_REQUIREMENT = re.compile(r"[A-Za-z0-9][\w.-]*")


class Recipe(NamedTuple):
    """Versions and hashes of everything that determines how a page is read."""

    program: str
    rules: str
    settings: str
    libraries: str

    def changed(self, other: Mapping[str, str]) -> list[str]:
        """Return the parts in which `other` differs."""
        return [part for part, value in self._asdict().items() if other.get(part) != value]


def recipe_of(folder: RuleFolder, settings: Settings) -> Recipe:
    """Return the recipe of a run in this process."""
    return Recipe(
        program=f"{unionstats.__version__}+{_program_hash()}",
        rules=folder.digest(),
        settings=repr(settings),
        libraries=_libraries(),
    )


@lru_cache(maxsize=1)
def _program_hash() -> str:
    """Hash the program's own text: a checkout changes without its version number changing."""
    package = Path(unionstats.__file__).parent
    sums = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        sums.update(f"{path.relative_to(package).as_posix()}\0".encode())
        sums.update(path.read_bytes())
    return sums.hexdigest()[:12]


@lru_cache(maxsize=1)
def _libraries() -> str:
    """List the versions of the libraries the program always needs: many of them decide what text is found."""
    needed = [line for line in metadata.requires("unionstats") or [] if "extra ==" not in line]
    names = sorted(found[0] for line in needed if (found := _REQUIREMENT.match(line)))
    return " ".join(f"{name}={metadata.version(name)}" for name in names)
