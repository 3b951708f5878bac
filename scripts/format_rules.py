"""Lay out the word lists of rules/noise/: words in lines of a readable length, so that a change shows which word.

A list that finds no room in its line gets lines of its own; order and words stay, but for a word that stands there
twice. Of lists of which any word will do, a word goes that contains another: wherever it stands, that one does.
`--check` changes nothing and tells which files are to be laid out. `make fix` runs it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import regex

RULES = Path(__file__).resolve().parents[1] / "rules" / "noise"
LONGEST = 160
_WIDTH = 120
_STRING = r"(?:\"(?:[^\"\\\n]|\\.)*+\"|'[^'\n]*+')"
# A list of nothing but strings, on one line or several, at the left edge.
LIST = regex.compile(
    rf"^(?P<key>[a-z_]+) = \[\s*+(?P<words>{_STRING}(?:\s*+,\s*+{_STRING})*+)\s*+,?\s*+\]$", regex.MULTILINE
)
_WORD = regex.compile(_STRING)
_NAME = regex.compile(r"\{\w+\}")
# One word of these is enough, and how many stand there says nothing.
_ANY_WILL_DO = frozenset({"trigger", "own", "kin"})


def laid_out(text: str) -> str:
    """Return the text of a rule file with its lists laid out."""
    return str(LIST.sub(_laid_out_list, text))


def _laid_out_list(found: regex.Match[str]) -> str:
    written = _WORD.findall(found["words"])
    words = list(dict.fromkeys(written))
    if found["key"] in _ANY_WILL_DO:
        words = [word for word in words if not _holds_another(word, words)]
    if words == written and max(map(len, found[0].split("\n"))) <= LONGEST:
        return found[0]
    line = f"{found['key']} = [{', '.join(words)}]"
    if len(line) <= LONGEST:
        return line
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) + 2 > _WIDTH:
            lines.append("")
        lines[-1] += f" {word}," if lines[-1] else f"  {word},"
    return "\n".join((f"{found['key']} = [", *lines, "]"))


def _holds_another(word: str, words: list[str]) -> bool:
    """Return whether a written word contains another one, outside what it names of the lexicon."""
    bare = _NAME.sub("{}", word)
    return any(other[1:-1] in bare for other in words if other != word)


def main() -> int:
    """Lay out all rule files, or say what is to be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail where something would change")
    options = parser.parse_args()
    changed = False
    for path in sorted(RULES.rglob("*.toml")):
        text = path.read_text("utf-8")
        new = laid_out(text)
        if new != text and options.check:
            print(f"{path}: word lists are to be laid out: make fix")
        elif new != text:
            path.write_text(new, "utf-8")
        changed = changed or new != text
    return int(changed and options.check)


if __name__ == "__main__":
    sys.exit(main())
