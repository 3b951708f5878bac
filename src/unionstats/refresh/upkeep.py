"""Maintenance of a store apart from refreshing it: drop an INPUT, go back to an earlier snapshot."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from unionstats.errors import UsageError
from unionstats.intake.streams import is_uri
from unionstats.refresh.diff import known_pages
from unionstats.refresh.entries import Entries
from unionstats.refresh.inputs import name_of
from unionstats.refresh.ledger import Ledger
from unionstats.refresh.recipe import Recipe
from unionstats.refresh.remote import RemoteChange
from unionstats.refresh.snapshot import Account, Material, commit_snapshot
from unionstats.refresh.spool import Spool
from unionstats.rules.folder import RuleFolder
from unionstats.tables.commits import Commit
from unionstats.tables.remote import RemoteStore
from unionstats.tables.store import Store


def forget(text: str, out: Path | str) -> Commit:
    """Remove an INPUT: its pages and their facts leave the tables.

    Args:
        text: the INPUT, as it was given to a run or as `unionstats status` lists it.
        out: the store: a folder, or an address (s3://bucket/tables).

    Raises:
        UsageError: the tables have no such INPUT.
        StoreBusy: another run holds the store.
    """
    if not is_uri(str(out)):
        return _forget(text, Store(out))
    remote = RemoteStore(str(out))
    remote.check_filled()
    return RemoteChange(remote).make(partial(_forget, text))


def _forget(text: str, store: Store) -> Commit:
    store.check_filled()
    with store.writing():
        head = store.newest()
        known = head.manifest.inputs
        name = text if text in known else name_of(text)
        if name not in known:
            raise UsageError(f"there is no input {name}; there are {', '.join(known) or 'none'}")
        before = Ledger.open(store.folder_of(head), head)
        spool = Spool(store.spool, Recipe(**head.manifest.recipe), store.disk)
        _, others = known_pages(before, [name])
        material = Material(head, Entries(before, others, spool), RuleFolder.open())
        return commit_snapshot(store, material, Account(f"forget {name}", head.manifest.recipe))


def rollback(number: int, out: Path | str) -> Commit:
    """Make an earlier snapshot the newest again; those in between stay in the history.

    Args:
        number: of the commit to go back to.
        out: the store: a folder, or an address (s3://bucket/tables).

    Raises:
        UsageError: there is no such snapshot any more.
        StoreBusy: another run holds the store.
    """
    if is_uri(str(out)):
        remote = RemoteStore(str(out))
        remote.check_filled()
        remote.check_conditional()
        return remote.rollback(number)
    store = Store(out)
    store.check_filled()
    with store.writing():
        commit = store.commit_of(number)
        with store.draft(commit) as draft:
            for name, record in commit.files.items():
                draft.keep(name, record)
            return store.commit(draft, replace(commit.manifest, action=f"rollback to {number}"))
