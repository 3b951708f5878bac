"""The rule folders: where they are, how their files are read, and how `{names}` in patterns are expanded.

Reads TOML from the shipped rules, with an analyst's own folder laid over them. The stages interpret the plain tables
that come from here.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import regex

from unionstats.errors import RuleError
from unionstats.rules.lazy import compiled_later
from unionstats.rules.parsed import ParsedTables
from unionstats.rules.parts import RuleFile, file_of, find_files, find_twice
from unionstats.rules.runaway import find_runaway
from unionstats.rules.shape import check_shape

Table = dict[str, Any]

_NAME = regex.compile(r"\{([a-z][a-z0-9_]*)\}")
# What an own folder may hold that no shipped pattern is made of.
_BESIDE = frozenset({"indicators", "noise", "corrections.toml"})
_TOML_LINE = regex.compile(r"at line (\d+)")


@cache
def shipped_rules() -> Path:
    """Return the folder of the shipped rules: inside the wheel, or the checkout's `rules/`."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "rulepack"
    return inside if inside.is_dir() else package.parents[1] / "rules"


@cache
def _is_within(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder)


def load_toml(path: Path) -> Table:
    """Read one TOML file.

    Raises:
        RuleError: it cannot be read or is no TOML; names the file and, where the parser tells it, the line.
    """
    return _parsed(_content(path), path)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror}", path=path) from error


def _parsed(content: bytes, path: Path) -> Table:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        raise RuleError(f"not valid TOML: {error}", path=path, line=int(found[1]) if found else None) from error
    except UnicodeDecodeError as error:
        raise RuleError("not UTF-8", path=path) from error


def line_of(path: Path, needle: str) -> int | None:
    """Return the number of the line where `needle` first occurs in a rule file, for messages."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    return next((number for number, line in enumerate(lines, 1) if needle in line), None)


def place_of(path: Path, needle: str) -> tuple[Path, int | None]:
    """Return file and line where `needle` first occurs in a rule file, which may be a folder of parts."""
    for part in sorted(path.glob("*.toml")) if path.is_dir() else ():
        line = line_of(part, needle)
        if line is not None:
            return part, line
    return path, line_of(path, needle)


@dataclass(frozen=True)
class RuleFolder:
    """The shipped rules with an analyst's own folder laid over them.

    Args:
        layers: folders, the shipped one first; a later one adds to and overrides the earlier by id.
        suspicious: look at the cost of the shipped patterns, too.
        fresh: parse each file anew, whatever was kept of it.
    """

    layers: tuple[Path, ...]
    suspicious: bool = field(default=False, compare=False)
    fresh: bool = field(default=False, compare=False)
    _tables: dict[Path, Table] = field(default_factory=dict, init=False, repr=False, compare=False)
    _lexicon: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _compiled: dict[tuple[str, int], regex.Pattern[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def open(cls, extra: Path | str | None = None, *, suspicious: bool = False, fresh: bool = False) -> RuleFolder:
        """Open the shipped rules with an optional folder over them; the arguments are the class's.

        Raises:
            RuleError: `extra` is no folder, or holds a file that is not of the shipped ones' shape.
        """
        shipped = shipped_rules()
        if extra is None:
            return cls((shipped,), suspicious, fresh)
        own = Path(extra)
        if not own.is_dir():
            raise RuleError("no such rules folder", path=own)
        check_shape(own, shipped, load_toml)
        return cls((shipped, own), suspicious, fresh)

    def files(self, pattern: str) -> Iterator[Path]:
        """Yield the files that match a glob such as `noise/*.toml`, layer by layer, sorted within each.

        A rule file may be a folder of parts: of `units.toml`, the files of `units/` are given, too.
        """
        for layer in self.layers:
            for paths in find_files(layer, pattern):
                yield from paths

    def tables(self, pattern: str) -> Iterator[tuple[Path, Table]]:
        """Yield path and content of the TOML files that match a glob, and of parts of such, layer by layer."""
        for file in self.rule_files(pattern):
            yield from file.parts

    def rule_files(self, pattern: str) -> Iterator[RuleFile]:
        """Yield the rule files that match a glob, each with all its parts, layer by layer.

        Raises:
            RuleError: two parts have an entry of the same id, or set the same key; names both.
        """
        for layer in self.layers:
            for paths in find_files(layer, pattern):
                parts = tuple((path, self._table(path)) for path in paths)
                twice = find_twice(parts) if len(parts) > 1 else None
                if twice is not None:
                    path, name, other = twice
                    message = f"also stands in {other.relative_to(layer).as_posix()}"
                    raise RuleError(message, path=path, rule=name, line=line_of(path, name))
                is_one = len(parts) == 1
                yield RuleFile(layer, paths[0] if is_one else layer / file_of(paths[0].relative_to(layer)), parts)

    def _table(self, path: Path) -> Table:
        # Several stages read some of them.
        table = self._tables.get(path)
        if table is None:
            table = self._tables[path] = self._read(path)
        return table

    def _read(self, path: Path) -> Table:
        if self.fresh or not path.is_relative_to(self.layers[0]):
            return load_toml(path)
        content = _content(path)
        table = self._kept.find(content)
        if table is None:
            table = _parsed(content, path)
            self._kept.add(content, table)
        return table

    @cached_property
    def _kept(self) -> ParsedTables:
        return ParsedTables(self.layers[0])

    def keep(self) -> None:
        """Keep what was parsed of the shipped rules for the next start; to be called when all of it is read."""
        if not self.fresh:
            self._kept.keep()

    def expand(self, pattern: str, *, path: Path, rule: str) -> str:
        r"""Fill in `{name}` from lexicon.toml; `{2,3}` and `\p{Han}` are left alone.

        Raises:
            RuleError: an unknown name.
        """

        def fill(found: regex.Match[str]) -> str:
            name = str(found[1])
            if name not in self.lexicon:
                message = f"unknown name {{{name}}}: lexicon.toml does not have it"
                part, line = place_of(path, f"{{{name}}}")
                raise RuleError(message, path=part, rule=rule, line=line)
            return self.lexicon[name]

        return str(_NAME.sub(fill, pattern))

    @property
    def lexicon(self) -> Mapping[str, str]:
        """Named alternations of lexicon.toml, each `(?:a|b|c)`, longest first, with the names in them filled in.

        A file has `[words]` with `name = ["a", "{other}", …]` (plain words or names) and `[patterns]` with
        `name = '''regex'''`.

        Raises:
            RuleError: an unknown name, or names that lead round in a circle.
        """
        if not self._lexicon:
            self._lexicon.update(_resolve_lexicon(self))
        return self._lexicon

    @cached_property
    def words(self) -> Mapping[str, Sequence[str]]:
        """The plain word lists of lexicon.toml, by name; the last layer wins."""
        return {
            name: words for _, table in self.tables("lexicon.toml") for name, words in table.get("words", {}).items()
        }

    def compile(self, pattern: str, *, path: Path, rule: str, flags: int = 0) -> regex.Pattern[str]:
        r"""Compile a rule's pattern: names filled in, white space in it ignored (write \\s or [ ] for a space).

        Patterns of an analyst's own folder are tried and looked at for their cost at once; the shipped ones have been,
        by the tests, and are compiled when they are first used.

        Raises:
            RuleError: it is no regular expression, or takes for ever on some text; names file, rule and line.
        """
        filled = self.expand(pattern, path=path, rule=rule)
        # Stages share many patterns, more than regex itself remembers.
        if (filled, flags) not in self._compiled:
            self._compiled[filled, flags] = self._compile(filled, path=path, rule=rule, flags=flags)
        return self._compiled[filled, flags]

    def _compile(self, filled: str, *, path: Path, rule: str, flags: int) -> regex.Pattern[str]:
        tried = self.suspects(path)
        if not tried and self.is_as_shipped:
            return compiled_later(filled, flags | regex.VERBOSE | regex.VERSION1)
        try:
            compiled = regex.compile(filled, flags | regex.VERBOSE | regex.VERSION1)
        except regex.error as error:
            path, line = place_of(path, rule)
            raise RuleError(f"bad regular expression: {error}", path=path, rule=rule, line=line) from error
        if tried:
            runaway = find_runaway(filled, backward=bool(flags & regex.REVERSE))
            if runaway is not None:
                path, line = place_of(path, rule)
                raise RuleError(str(runaway), path=path, rule=rule, line=line)
        return compiled

    def suspects(self, path: Path) -> bool:
        """Return whether the cost of a file's patterns is measured: an analyst's own, and shipped ones if asked."""
        return self.suspicious or not _is_within(path, shipped_rules())

    @cached_property
    def is_as_shipped(self) -> bool:
        """Whether the shipped patterns are: own rules for indicators and noise stand beside them, all else in them."""
        own = (path.relative_to(layer) for layer in self.layers[1:] for path in layer.rglob("*.toml"))
        return all(name.parts[0] in _BESIDE for name in own)

    def digest(self) -> str:
        """Return a hash over names and bytes of all rule files except READMEs: equal digests mean equal rules."""
        sums = hashlib.sha256()
        for number, layer in enumerate(self.layers):
            files = (path for path in layer.rglob("*") if path.is_file() and path.suffix != ".md")
            for path in sorted(path for path in files if not path.name.startswith(".")):
                sums.update(f"{number}/{path.relative_to(layer).as_posix()}\0".encode())
                sums.update(hashlib.sha256(path.read_bytes()).digest())
        return sums.hexdigest()


def _resolve_lexicon(folder: RuleFolder) -> dict[str, str]:
    sources: dict[str, tuple[Path, list[str] | str]] = {}
    for path, table in folder.tables("lexicon.toml"):
        for section, entries in table.items():
            if section not in {"words", "patterns"}:
                raise RuleError(f"unknown section [{section}]; use [words] or [patterns]", path=path)
            sources.update({name: (path, entry) for name, entry in entries.items()})
    resolved: dict[str, str] = {}
    for name in sources:
        _resolve_name(name, (), sources, resolved)
    return resolved


def _resolve_name(
    name: str, way: tuple[str, ...], sources: Mapping[str, tuple[Path, list[str] | str]], resolved: dict[str, str]
) -> str:
    """Resolve one name, and the names in it; `way` are the names that led here."""
    if name in resolved:
        return resolved[name]
    if name not in sources:
        path = sources[way[-1]][0]
        raise RuleError(f"unknown name {{{name}}}", path=path, rule=way[-1], line=line_of(path, f"{{{name}}}"))
    path, entry = sources[name]
    if name in way:
        message = "names lead round in a circle: " + " → ".join((*way, name))
        raise RuleError(message, path=path, rule=name, line=line_of(path, f"{name} ="))

    def fill(text: str) -> str:
        return str(_NAME.sub(lambda found: _resolve_name(str(found[1]), (*way, name), sources, resolved), text))

    if isinstance(entry, str):
        resolved[name] = f"(?:{fill(entry)})"
    else:
        words = sorted(entry, key=lambda word: (-len(word), word))
        parts = [fill(word) if _NAME.fullmatch(word) else regex.escape(word) for word in words]
        resolved[name] = f"(?:{'|'.join(parts)})"
    return resolved[name]
