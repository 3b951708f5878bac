"""Start the rule file of a new indicator from a template.

Owns the template; its examples are placeholders that `rules check` complains of until they are written.
"""

from __future__ import annotations

from pathlib import Path

import regex

from unionstats.errors import UsageError

_ID = regex.compile(r"[a-z][a-z0-9_]*")

_TEMPLATE = """\
# How to fill this in: docs/how-to/new-indicator.md. Then: unionstats rules check; unionstats rules test {id}.

[indicator]
id = "{id}"
title = ""                     # in Chinese, as a reader of the tables would say it
title_en = ""
kinds = ["count"]              # count, people, person_times, money, percent, duration …
units = ["个"]                 # leave out where any measure word of these kinds will do
level = "flow"                 # flow: over a period | stock: a level on a date
range = [1, 1_000_000]         # outside: kept, and flagged
trigger = [""]                 # a rule is tried only near one of these words

[[rule]]
id = "{id}.noun"
why = ""                       # one sentence: why does this wording mean the indicator?
noun = '''  '''                # what is counted: right before the quantity, or in the phrase right after it
match = [
  "",                          # a sentence of your own with the quantity in <angle brackets>
]
reject = [
  {{ text = "", why = "" }},     # near misses: same words, other meaning
]
"""


def write_new_rule(folder: Path, indicator: str) -> Path:
    """Write the template of an indicator into `folder`/indicators.

    Returns:
        The new file.

    Raises:
        UsageError: the id is not lower case with underscores, or its file exists.
    """
    if not _ID.fullmatch(indicator):
        raise UsageError(f"an indicator's id is lower case with underscores, not {indicator}")
    path = folder / "indicators" / f"{indicator}.toml"
    if path.exists():
        raise UsageError(f"{path} exists")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_TEMPLATE.format(id=indicator), encoding="utf-8")
    return path
