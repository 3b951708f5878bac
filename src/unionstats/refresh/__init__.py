"""The driver of a refresh: find what changed, distribute it, collect, commit. The only writer of the tables.

Begin with `driver` and `options`. What changed: `inputs`, `diff`, `ledger`, `recipe`. Reading: `reading`, `work`,
`spool`. The next snapshot: `snapshot`, `entries`, `plan`, `build`, `pages`. Near-duplicates: `signature`, `clusters`,
`canonical`, `repeats`, `links`. What people see: `progress`, `terminal`, `summary`, `show`, `history`, `unused`.
Apart from a run: `upkeep`, `remote`.
"""

from unionstats.refresh.driver import refresh
from unionstats.refresh.options import Options
from unionstats.refresh.progress import Progress
from unionstats.refresh.summary import Summary

__all__ = ["Options", "Progress", "Summary", "refresh"]
