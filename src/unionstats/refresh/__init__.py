"""The driver of a refresh: find what changed, distribute it, collect, commit. The only writer of the tables."""

from unionstats.refresh.driver import refresh
from unionstats.refresh.options import Options
from unionstats.refresh.progress import Progress
from unionstats.refresh.summary import Summary

__all__ = ["Options", "Progress", "Summary", "refresh"]
