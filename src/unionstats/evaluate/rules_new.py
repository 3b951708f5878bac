"""Creates the rule file of an indicator from a template.

The examples of the template are placeholders; `rules check` complains until they are replaced.
"""

from __future__ import annotations

import shlex
from pathlib import Path

import regex

from unionstats.errors import UsageError, WriteFailed
from unionstats.rules.folder import RuleFolder

_ID = regex.compile(r"[a-z][a-z0-9_]*")

_TEMPLATE = """\
# How to fill this in: docs/how-to/new-indicator.md. Then:
#   unionstats rules check{option}
#   unionstats rules test {id}{option}

{head}
[[rule]]
id = "{rule}"
why = ""                       # one sentence: why does this wording mean the indicator?
noun = '''  '''                # what is counted: right before the quantity, or in the phrase right after it
match = [
  "",                          # a sentence of your own with the quantity in <angle brackets>
]
reject = [
  {{ text = "", why = "" }},     # near misses: same words, other meaning
]
"""
_NEW_HEAD = """\
[indicator]
id = "{id}"
title = ""                     # in Chinese, as a reader of the tables would say it
title_en = ""
kinds = ["count"]              # count, people, person_times, money, percent, duration …
units = ["个"]                 # leave out where any measure word of these kinds will do
level = "flow"                 # flow: over a period | stock: a level on a date
range = [1, 1_000_000]         # outside: kept, and flagged
trigger = [""]                 # a rule is tried only near one of these words
"""


def write_new_rule(folder: Path, indicator: str) -> Path:
    """Write the template of an indicator into `folder`/indicators.

    An indicator that ships keeps its [indicator], which a file of its id stands for, and its rules: the new one gets an
    id that none of them has.

    Returns:
        The new file.

    Raises:
        UsageError: the id is not lower case with underscores, or its file exists.
        WriteFailed: it could not be written.
    """
    if not _ID.fullmatch(indicator):
        raise UsageError(f"an indicator's id is lower case with underscores, not {indicator}")
    path = folder / "indicators" / f"{indicator}.toml"
    shipped = _shipped_head(indicator)
    if path.exists() or path.with_suffix("").exists():
        raise UsageError(f"{path if path.exists() else path.with_suffix('')} exists")
    option = "" if folder == Path("rules") else f" --rules {shlex.quote(str(folder))}"
    rule = f"{indicator}.{'own' if shipped else 'noun'}"
    head = shipped or _NEW_HEAD.format(id=indicator)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_TEMPLATE.format(id=indicator, option=option, head=head, rule=rule), encoding="utf-8")
    except OSError as error:
        raise WriteFailed(f"{path}: {error.strerror}") from error
    return path


def _shipped_head(indicator: str) -> str | None:
    """Return the [indicator] table of one that ships, as its file has it."""
    for file in RuleFolder.open().rule_files("indicators/*.toml"):
        for path, table in file.parts:
            if table.get("indicator", {}).get("id") == indicator:
                found = regex.search(r"(?ms)^\[indicator\]\n.*?(?=^\[\[|^#|\Z)", path.read_text(encoding="utf-8"))
                return None if found is None else found[0].rstrip() + "\n"
    return None
