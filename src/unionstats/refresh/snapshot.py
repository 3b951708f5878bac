"""Makes the next snapshot of the pages that stay and those that were read, and commits it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from unionstats.refresh.build import TableBuilder
from unionstats.refresh.entries import Key, plan_pages
from unionstats.refresh.idle import idle_rules
from unionstats.refresh.spool import Spool
from unionstats.refresh.summary import count_inputs, count_pages, count_set_aside
from unionstats.rules.folder import RuleFolder
from unionstats.tables.commits import Commit, FileRecord, Manifest
from unionstats.tables.store import Store


@dataclass(frozen=True, slots=True)
class Account:
    """What the manifest says beside what can be counted in the tables.

    Attributes:
        action: run, or forget and what.
        recipe: what pages were read with.
        changes: pages new, changed, unchanged, vanished.
        unclaimed: shapes of numerals that no rule knows.
        seconds: by stage.
    """

    action: str
    recipe: Mapping[str, str]
    changes: Mapping[str, int] = field(default_factory=dict)
    unclaimed: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Material:
    """What a snapshot is made of.

    Attributes:
        head: the commit before it.
        before: its entries.
        kept: rows of them that stay.
        spool: readings.
        wanted: those of them that belong in.
        folder: the rules they were read with.
    """

    head: Commit | None
    before: pa.Table
    kept: Iterable[int]
    spool: Spool
    folder: RuleFolder
    wanted: Collection[Key] = ()


def commit_snapshot(store: Store, material: Material, account: Account) -> Commit:
    """Write the tables and commit them.

    Raises:
        WriteFailed: they could not be written; the snapshot before them still holds.
    """
    with store.draft(material.head) as draft:
        pages = plan_pages(material.before, material.kept, material.spool.entries(), material.wanted)
        provinces = TableBuilder(draft, _files_to_keep(material, account), material.spool, pages).build()
        tables = [draft.folder / name for name in draft.files if name.startswith(("facts/", "removed."))]
        manifest = Manifest(
            action=account.action,
            recipe=dict(account.recipe),
            inputs=count_inputs(pages.entries),
            counts=count_pages(pages.entries) | dict(account.changes),
            provinces=provinces,
            set_aside=count_set_aside(pages.entries),
            unclaimed=dict(account.unclaimed),
            seconds=dict(account.seconds),
            idle_rules=idle_rules(material.folder, tables),
        )
        return store.commit(draft, manifest)


def _files_to_keep(material: Material, account: Account) -> Mapping[str, FileRecord]:
    """Give the files of the last snapshot, unless another program wrote them: then every page was read again."""
    head = material.head
    return head.files if head and head.manifest.recipe == account.recipe else {}
