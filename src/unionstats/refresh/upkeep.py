"""What can be done to a store beside refreshing it: drop an INPUT, go back to an earlier snapshot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from unionstats.errors import UsageError
from unionstats.refresh.diff import other_rows
from unionstats.refresh.inputs import name_of
from unionstats.refresh.ledger import load_entries
from unionstats.refresh.recipe import Recipe
from unionstats.refresh.snapshot import Account, Material, commit_snapshot
from unionstats.refresh.spool import Spool
from unionstats.rules.folder import RuleFolder
from unionstats.tables.commits import Commit
from unionstats.tables.store import Store


def forget(text: str, out: Path | str) -> Commit:
    """Drop an INPUT: its pages and their facts leave the tables.

    Args:
        text: the INPUT, as it was given to a run or as `unionstats status` lists it.
        out: the store.

    Raises:
        UsageError: the tables have no such INPUT.
        StoreBusy: another run holds the store.
    """
    store = Store(out)
    store.check_filled()
    with store.writing():
        head = store.newest()
        known = head.manifest.inputs
        name = text if text in known else name_of(text)
        if name not in known:
            raise UsageError(f"{out} has no input {name}; it has {', '.join(known) or 'none'}")
        before = load_entries(store.folder_of(head), head)
        spool = Spool(store.spool, Recipe(**head.manifest.recipe), store.disk)
        material = Material(head, before, other_rows(before, [name]), spool, RuleFolder.open())
        return commit_snapshot(store, material, Account(f"forget {name}", head.manifest.recipe))


def rollback(number: int, out: Path | str) -> Commit:
    """Make an earlier snapshot the newest again; the ones between stay in the history.

    Args:
        number: of the commit to go back to.
        out: the store.

    Raises:
        UsageError: there is no such snapshot any more.
        StoreBusy: another run holds the store.
    """
    store = Store(out)
    store.check_filled()
    with store.writing():
        commit = store.commit_of(number)
        with store.draft(commit) as draft:
            for name, record in commit.files.items():
                draft.keep(name, record)
            return store.commit(draft, replace(commit.manifest, action=f"rollback to {number}"))
