"""A model of what a disk may hold after the power went: what was synced, and of the rest whatever is worst.

Files are contents with any number of names; folders are tables of names. Content is safe once the file was synced,
names once their folder was. After a loss of power each name and each content is as it was synced or as it was last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from disks import Step


@dataclass(eq=False)
class File:
    """Content, now and as it was synced; `link` is where a symbolic link leads, always safe."""

    now: bytes = b""
    safe: bytes = b""
    link: str | None = None


@dataclass(eq=False)
class Folder:
    """Names, now and as they were synced."""

    now: dict[str, File | Folder] = field(default_factory=dict)
    safe: dict[str, File | Folder] = field(default_factory=dict)


# What a disk holds, folders before what is in them: each path with its content, where it leads, or None for a folder.
Found = tuple[tuple[Path, bytes | str | None], ...]
Choice = Callable[[str, object], bool]
LAST: Choice = lambda _name, _thing: True  # noqa: E731 - named, it reads as what it chooses
SYNCED: Choice = lambda _name, _thing: False  # noqa: E731 - the same
FOLDERS: Choice = lambda _name, thing: isinstance(thing, Folder)  # noqa: E731 - the same


def all_but(lost: str) -> Choice:
    """Choose what is as it was last, but for one name, which is as it was synced."""
    return lambda name, _thing: name != lost


class PowerModel:
    """A disk replayed step by step.

    Args:
        start: a folder as it was, all of it safe.
        root: the folder that the steps call by that name.
    """

    def __init__(self, start: Path, root: Path) -> None:
        self._root = root
        self.top = _read(start)

    def apply(self, step: Step) -> None:
        """Replay one step."""
        getattr(self, f"_{step.name}")(*step.arguments)

    def found(self, names: Choice, contents: Choice) -> Found:
        """Return what may be found after a loss of power at this point.

        Args:
            names: for each name, whether it is as it was last or as it was synced.
            contents: the same for each file's content.
        """
        return tuple(_find(self.top, Path(), names, contents))

    def _folder(self, path: Path) -> Folder:
        folder = self.top
        for part in path.relative_to(self._root).parts:
            inner = folder.now[part]
            assert isinstance(inner, Folder)
            folder = inner
        return folder

    def _file(self, path: Path) -> File:
        file = self._folder(path.parent).now[path.name]
        assert isinstance(file, File)
        return file

    def _create(self, path: Path) -> None:
        self._folder(path.parent).now[path.name] = File()

    def _scratch(self, folder: Path, content: bytes = b"") -> None:
        """Nothing of a file without a name is ever found."""

    _write_scratch = _scratch

    def _write(self, path: Path, content: bytes) -> None:
        self._file(path).now += content

    def _sync_file(self, path: Path) -> None:
        file = self._file(path)
        file.safe = file.now

    def _sync_folder(self, path: Path) -> None:
        folder = self._folder(path)
        folder.safe = dict(folder.now)

    def _make_folder(self, path: Path) -> None:
        self._folder(path.parent).now[path.name] = Folder()

    def _link(self, old: Path, new: Path) -> None:
        self._folder(new.parent).now[new.name] = self._file(old)

    def _rename(self, old: Path, new: Path) -> None:
        self._folder(new.parent).now[new.name] = self._folder(old.parent).now.pop(old.name)

    def _symlink(self, target: str, path: Path) -> None:
        self._folder(path.parent).now[path.name] = File(link=target)

    def _remove(self, path: Path) -> None:
        del self._folder(path.parent).now[path.name]

    _remove_folder = _remove


def at_random(seed: int) -> Choice:
    """Choose for each name and content by chance, the same for the same seed."""
    random = Random(seed)  # noqa: S311 - no secrets here
    return lambda _name, _thing: random.random() < 0.5


def _read(path: Path) -> Folder:
    folder = Folder()
    for entry in path.iterdir():
        if entry.is_symlink():
            folder.now[entry.name] = File(link=str(entry.readlink()))
        elif entry.is_dir():
            folder.now[entry.name] = _read(entry)
        else:
            content = entry.read_bytes()
            folder.now[entry.name] = File(content, content)
    folder.safe = dict(folder.now)
    return folder


def _find(folder: Folder, path: Path, names: Choice, contents: Choice) -> Iterator[tuple[Path, bytes | str | None]]:
    for name in sorted(folder.now.keys() | folder.safe.keys()):
        entries = folder.now if names(name, folder.now.get(name, folder.safe.get(name))) else folder.safe
        thing = entries.get(name)
        if isinstance(thing, Folder):
            yield path / name, None
            yield from _find(thing, path / name, names, contents)
        elif isinstance(thing, File) and thing.link is not None:
            yield path / name, thing.link
        elif isinstance(thing, File):
            yield path / name, thing.now if contents(name, thing) else thing.safe


def write_out(found: Found, target: Path) -> None:
    """Write what was found into a new folder."""
    target.mkdir()
    for path, content in found:
        if content is None:
            (target / path).mkdir()
        elif isinstance(content, str):
            (target / path).symlink_to(content)
        else:
            (target / path).write_bytes(content)
