"""The order of a refresh: look, read what changed, build the next snapshot, commit it.

If anything ends it before the commit, the tables stay as they were; finished readings stay in the spool, and the next
run continues from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import numpy as np

from unionstats.errors import Refused, UsageError
from unionstats.intake.sources import Sources, find_sources
from unionstats.intake.streams import is_uri
from unionstats.refresh.diff import InputDiff, known_pages
from unionstats.refresh.entries import Entries
from unionstats.refresh.inputs import check_apart, name_of
from unionstats.refresh.ledger import Ledger
from unionstats.refresh.options import Options
from unionstats.refresh.progress import Journey, Progress
from unionstats.refresh.reading import SpooledReading, check_reader
from unionstats.refresh.recipe import recipe_of
from unionstats.refresh.remote import refresh_remote
from unionstats.refresh.snapshot import Account, Material, commit_snapshot
from unionstats.refresh.spool import Spool
from unionstats.refresh.summary import Summary, add_up
from unionstats.refresh.unused import corrections_without_page
from unionstats.refresh.work import Item, MakeReader, Task, build_pipeline
from unionstats.rules.folder import RuleFolder
from unionstats.tables.commits import Commit, Manifest, files_of
from unionstats.tables.digests import Flags
from unionstats.tables.store import Store

_SHAPES, _ENDINGS = 20, 8


def refresh(
    inputs: Sequence[str],
    out: Path | str | Store,
    options: Options | None = None,
    progress: Progress | None = None,
    make: MakeReader = build_pipeline,
) -> Summary:
    """Bring the tables in `out` up to date with the pages under `inputs`.

    Args:
        inputs: files, folders or addresses; pages of INPUTs not named stay as they are.
        out: the store: a folder of its own, or an address (s3://bucket/tables).
        options: what else is asked for.
        progress: told how it goes.
        make: builds what reads a page.

    Returns:
        Figures of the tables as they are now, and what this run changed.

    Raises:
        UsageError: an INPUT is missing or without pages, or a rule file cannot be used.
        Refused: it could destroy data.
        StoreBusy: another run holds the store.
        WriteFailed: the output could not be written; the tables are as they were.
    """
    options = options or Options()
    check_apart(inputs, str(out.path if isinstance(out, Store) else out))
    folder = RuleFolder.open(options.rules)
    task = Task(folder.layers, options.settings, recipe_of(folder, options.settings), make)
    progress = progress or Progress()

    def run(store: Store) -> Summary:
        job = _Refresh(store, options, progress, task)
        return job.look(inputs) if options.dry_run else job.refresh(inputs)

    if isinstance(out, str) and is_uri(out):
        return refresh_remote(out, options, progress, run)
    return run(out if isinstance(out, Store) else Store(out))


@dataclass
class _Refresh:
    store: Store
    options: Options
    progress: Progress
    task: Task
    begun: float = field(default_factory=perf_counter)

    def look(self, inputs: Sequence[str]) -> Summary:
        """Return what a refresh would do."""
        self.store.check_ours()
        head = self.store.head()
        compared, _ = self._compare(self._find(inputs), head, self._ledger(head))
        for _ in self._changed(compared):
            continue
        return self._summary(head, list(compared), committed=False)

    def refresh(self, inputs: Sequence[str]) -> Summary:
        """Refresh under the lock."""
        self.progress.stage("looking at the input")
        self.store.check_ours()
        found = self._find(inputs)
        self._check_rules(found)
        with self.store.writing():
            head = self.store.head()
            before = self._ledger(head)
            compared, others = self._compare(found, head, before)
            spool = Spool(self.store.spool, self.task.recipe, self.store.disk)
            reading = SpooledReading(self.task, self.options, spool, self.progress)
            self.progress.stage("reading pages")
            reading.read(self._changed(compared))
            diffs = list(compared)
            if not self.options.prune:
                for diff in diffs:
                    diff.check_loss()
            if head and not self._has_changed(head, diffs):
                spool.clear()
                return self._summary(head, diffs, committed=False)
            for diff in diffs:
                others[diff.kept_rows()] = True
            wanted = np.sort(np.concatenate([diff.read.sorted() for diff in diffs]))
            commit = self._commit(head, Entries(before, others, spool, wanted), diffs, reading)
            spool.clear()
            self._note_uncorrected(commit)
            self.store.expire(self.options.keep)
            return self._summary(commit, diffs, committed=True)

    def _check_rules(self, found: Mapping[str, Sources]) -> None:
        """Let rules that are new to the store fail here, before anything is locked or made."""
        head = self.store.head()
        if head is None or self.task.recipe.changed(head.manifest.recipe):
            check_reader(self.options.engine, self.task, (source for each in found.values() for source in each))

    def _ledger(self, head: Commit | None) -> Ledger:
        return Ledger.open(self.store.folder_of(head) if head else self.store.path, head)

    def _find(self, inputs: Sequence[str]) -> dict[str, Sources]:
        others: Counter[str] = Counter()
        found = {name_of(text): find_sources([text], self.options.settings, others) for text in inputs}
        if others:
            listed = ", ".join(f"{ending} {count:,}" for ending, count in others.most_common(_ENDINGS))
            self.progress.note(f"files of other formats are passed over: {listed}")
        return found

    def _compare(
        self, sources: dict[str, Sources], head: Commit | None, before: Ledger
    ) -> tuple[dict[InputDiff, Sources], Flags]:
        """Set the sources of each INPUT beside the pages that the last commit has of it.

        Returns:
            What to compare, and which rows of the ledger are of other INPUTs.
        """
        reread = self.options.full
        changed = self.task.recipe.changed(head.manifest.recipe) if head else []
        if head and changed:
            reread = True
            self.progress.note(f"{' and '.join(changed)} changed since the last run: everything is read again")
            sources |= {name: self._find_again(name) for name in head.manifest.inputs if name not in sources}
        known, others = known_pages(before, sources)
        return {InputDiff(name, known[name], reread=reread): found for name, found in sorted(sources.items())}, others

    def _find_again(self, name: str) -> Sources:
        try:
            return find_sources([name], self.options.settings)
        except UsageError as error:
            raise Refused(
                f"everything must be read again, but {error}; bring it back, or drop it with unionstats forget"
            ) from error

    def _changed(self, compared: dict[InputDiff, Sources]) -> Iterator[Item]:
        size = sum(source.size for sources in compared.values() for source in sources)
        journey = Journey(size, self.options.settings, self.progress)
        for diff, sources in compared.items():
            yield from diff.changed(journey.pages(sources))

    def _has_changed(self, head: Commit, diffs: Sequence[InputDiff]) -> bool:
        known = head.manifest.inputs
        return any(diff.has_changed or diff.name not in known for diff in diffs)

    def _commit(
        self, head: Commit | None, entries: Entries, diffs: Sequence[InputDiff], reading: SpooledReading
    ) -> Commit:
        self.progress.stage("writing tables")
        account = Account(
            action="run",
            recipe=self.task.recipe._asdict(),
            changes=add_up(diffs),
            unclaimed=dict(reading.unclaimed.most_common(_SHAPES)),
            seconds={stage: round(spent, 3) for stage, spent in sorted(reading.seconds.items())},
        )
        material = Material(head, entries, RuleFolder(self.task.layers))
        return commit_snapshot(self.store, material, account)

    def _note_uncorrected(self, commit: Commit) -> None:
        folder = self.store.folder_of(commit)
        names = corrections_without_page(
            RuleFolder(self.task.layers), [folder / name for name in files_of(commit.files, "pages")]
        )
        if names:
            self.progress.note(f"no page of the tables is the page of {', '.join(names)}: nothing was corrected there")

    def _summary(self, head: Commit | None, diffs: Sequence[InputDiff], *, committed: bool) -> Summary:
        return Summary(
            out=self.store.path,
            number=head.number if head else None,
            committed=committed,
            dry_run=self.options.dry_run,
            manifest=head.manifest if head else Manifest("run", {}, {}),
            changes=add_up(diffs),
            seconds=perf_counter() - self.begun,
        )
