"""Makes the next snapshot of the pages that stay and those that were read, and commits it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field

from unionstats.refresh.build import TableBuilder
from unionstats.refresh.entries import Entries
from unionstats.refresh.pages import write_pages
from unionstats.refresh.plan import plan_pages
from unionstats.refresh.unused import idle_rules
from unionstats.rules.folder import RuleFolder
from unionstats.tables.commits import Commit, FileRecord, Manifest
from unionstats.tables.scratch import Scratch
from unionstats.tables.store import Store


@dataclass(frozen=True, slots=True)
class Account:
    """The entries of the manifest that cannot be counted from the tables.

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
        entries: the pages that stay and those that were read.
        folder: the rules they were read with.
    """

    head: Commit | None
    entries: Entries
    folder: RuleFolder


def commit_snapshot(store: Store, material: Material, account: Account) -> Commit:
    """Write the tables and commit them.

    Raises:
        WriteFailed: they could not be written; the snapshot before them still holds.
    """
    entries = material.entries
    with store.draft(material.head) as draft, closing(Scratch(store.disk, store.path)) as scratch:
        plan = plan_pages(entries, scratch)
        provinces = TableBuilder(draft, _files_to_keep(material, account), entries.spool, plan, scratch).build()
        census = write_pages(draft, entries, plan)
        tables = [draft.folder / name for name in draft.files if name.startswith(("facts/", "removed."))]
        manifest = Manifest(
            action=account.action,
            recipe=dict(account.recipe),
            inputs=dict(sorted(census.inputs.items())),
            counts=census.counts() | {"clusters": plan.cluster_count()} | dict(account.changes),
            provinces=provinces,
            set_aside=dict(sorted(census.set_aside.items())),
            unclaimed=dict(account.unclaimed),
            seconds=dict(account.seconds),
            idle_rules=idle_rules(material.folder, tables),
        )
        return store.commit(draft, manifest)


def _files_to_keep(material: Material, account: Account) -> Mapping[str, FileRecord]:
    """Return the files of the last snapshot, unless another program wrote them: then every page was read again."""
    head = material.head
    return head.files if head and head.manifest.recipe == account.recipe else {}
