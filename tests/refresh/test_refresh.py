from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from fake_reader import build_fake
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import unionstats
from unionstats.engines.chosen import Wish
from unionstats.errors import Refused, StoreBusy, UsageError, WriteFailed
from unionstats.refresh import Options, Progress, Summary, refresh
from unionstats.rules import folder as shipped_rules
from unionstats.tables.commits import FileRecord
from unionstats.tables.lock import hold_lock
from unionstats.tables.store import Store
from unionstats.tables.verify import verify

Run = Callable[..., Summary]
Content = Callable[[Path], dict[str, bytes]]


class Notes(Progress):
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pages = 0

    def note(self, line: str) -> None:
        """Remember it."""
        self.lines.append(line)

    def advance(self, pages: int, facts: int) -> None:  # noqa: ARG002 - the signature of Progress
        """Count."""
        self.pages += pages


def test_every_province_has_its_table_even_if_empty(raw: Path, run: Run, tmp_path: Path) -> None:
    summary = run(raw)
    facts = tmp_path / "out" / "current" / "facts"
    assert len(list(facts.iterdir())) == 36
    assert summary.manifest.provinces == {"shanxi": 2, "henan": 1, "gansu": 1}
    assert pq.read_table(facts / "hainan.parquet").num_rows == 0
    assert pq.read_table(facts / "hainan.parquet").schema == pq.read_table(facts / "shanxi.parquet").schema


def test_an_unchanged_input_makes_no_new_snapshot(raw: Path, run: Run) -> None:
    assert run(raw).committed
    again = run(raw)
    assert (again.committed, again.number, again.changes["unchanged"]) == (False, 1, 3)


def test_only_new_and_changed_pages_are_read_again(raw: Path, run: Run, tmp_path: Path) -> None:
    run(raw)
    (raw / "a.txt").write_text("shanxi|13家")
    (raw / "d.txt").write_text("gansu|1家")
    notes = Notes()
    summary = refresh([str(raw)], tmp_path / "out", Options(engine=Wish(1)), notes, build_fake)
    assert notes.pages == 2
    assert summary.changes == {"new": 1, "changed": 1, "unchanged": 2, "vanished": 0}


def test_tables_that_do_not_change_are_linked_not_written(raw: Path, run: Run, tmp_path: Path) -> None:
    run(raw)
    old = unionstats.latest(tmp_path / "out")
    (raw / "c.txt").write_text("gansu|6家")
    run(raw)
    new = unionstats.latest(tmp_path / "out")
    assert (old / "facts/shanxi.parquet").samefile(new / "facts/shanxi.parquet")
    assert not (old / "facts/gansu.parquet").samefile(new / "facts/gansu.parquet")


PAGES = st.lists(
    st.lists(
        st.tuples(st.sampled_from(["shanxi", "henan"]), st.integers(1, 3), st.sampled_from("家项")), max_size=3
    ).map(lambda facts: " ".join(f"{province}|{value}{unit}" for province, value, unit in facts) + "同样的话" * 20),
    min_size=1,
    max_size=4,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(versions=st.lists(PAGES, min_size=2, max_size=3))
def test_the_result_never_depends_on_history(versions: list[list[str]], content: Content, tmp_path: Path) -> None:
    """Refreshes after any changes, with identical and near-duplicate pages among them, equal one build from scratch."""
    shutil.rmtree(tmp_path, ignore_errors=True)
    raw = tmp_path / "raw"
    for pages in versions:
        shutil.rmtree(raw, ignore_errors=True)
        raw.mkdir(parents=True)
        for number, text in enumerate(pages):
            (raw / f"{number}.txt").write_text(text)
        refresh([str(raw)], tmp_path / "out", Options(engine=Wish(1), prune=True), make=build_fake)
    refresh([str(raw)], tmp_path / "scratch", Options(engine=Wish(1)), make=build_fake)
    assert content(tmp_path / "out") == content(tmp_path / "scratch")


def test_workers_and_order_of_inputs_change_nothing(raw: Path, run: Run, content: Content, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    for number in range(300):
        (more / f"{number:03}.txt").write_text(f"henan|{number}家")
    run(raw, more, out="one")
    run(more, raw, out="two", engine=Wish(2))
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_identical_pages_have_a_row_each_and_their_facts_once(raw: Path, run: Run, tmp_path: Path) -> None:
    (raw / "0.txt").write_text("shanxi|30人")
    run(raw)
    pages = pq.read_table(tmp_path / "out/current/pages.parquet").to_pylist()
    twins = [(row["source"], row["facts"], row["flags"]) for row in pages if row["source"] in {"0.txt", "b.txt"}]
    assert twins == [("0.txt", 1, ""), ("b.txt", 0, "identical")]
    assert sorted(unionstats.load(tmp_path / "out", province="shanxi")["source"]) == ["0.txt", "a.txt"]


def test_pages_that_cannot_be_read_are_not_called_identical(raw: Path, run: Run, tmp_path: Path) -> None:
    for name in ("x.txt.gz", "y.txt.gz"):
        (raw / name).write_text(f"no archive {name}")
    run(raw)
    pages = pq.read_table(tmp_path / "out/current/pages.parquet").to_pylist()
    assert [(row["reason"], row["flags"]) for row in pages if row["status"] == "quarantined"] == [
        ("bad_archive", "")
    ] * 2


def test_facts_move_to_the_next_identical_page_when_the_first_goes(
    raw: Path, run: Run, content: Content, tmp_path: Path
) -> None:
    (raw / "0.txt").write_text("shanxi|30人")
    run(raw)
    (raw / "0.txt").unlink()
    run(raw, prune=True)
    run(raw, out="scratch")
    assert content(tmp_path / "out") == content(tmp_path / "scratch")


def test_near_duplicates_share_a_cluster_and_their_facts_point_at_the_earliest(
    raw: Path, run: Run, tmp_path: Path
) -> None:
    story = "".join(chr(0x4E00 + 7 * number) for number in range(200))
    for name, change in (("x1.txt", "甲"), ("x2.txt", "乙")):
        (raw / name).write_text(f"shanxi|88家{story}{change}")
    run(raw)
    pages = {row["source"]: row for row in pq.read_table(tmp_path / "out/current/pages.parquet").to_pylist()}
    assert pages["x1.txt"]["cluster"] == pages["x2.txt"]["cluster"] is not None
    assert pages["a.txt"]["cluster"] is None
    facts = unionstats.load(tmp_path / "out", province="shanxi").set_index("source")
    assert facts.loc["x2.txt", "repeats"] == facts.loc["x1.txt", "fact_id"]
    assert facts["repeats"].notna().sum() == 1


def test_inputs_not_named_this_time_stay(raw: Path, run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("hunan|1家")
    run(raw)
    summary = run(other)
    assert summary.manifest.counts["pages"] == 4
    assert summary.manifest.inputs == {str(other): 1, str(raw): 3}


def test_a_large_loss_is_refused_unless_pruned(raw: Path, run: Run) -> None:
    run(raw)
    (raw / "a.txt").unlink()
    with pytest.raises(Refused, match="1 of 3 pages"):
        run(raw)
    assert run(raw, prune=True).changes["vanished"] == 1


class Unmounting(Progress):
    """Takes the pages away when they have been found and are about to be read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def stage(self, name: str) -> None:
        """Take them."""
        if name == "reading pages":
            shutil.rmtree(self._folder)


def test_an_input_that_vanishes_while_it_is_read_does_not_empty_the_tables(
    raw: Path, run: Run, content: Content, tmp_path: Path
) -> None:
    run(raw)
    before = content(tmp_path / "out")
    kept = shutil.copytree(raw, tmp_path / "kept")
    with pytest.raises(Refused, match=r"3 of 3 pages .* are gone or cannot be read"):
        refresh([str(raw)], tmp_path / "out", Options(engine=Wish(1)), Unmounting(raw), build_fake)
    assert content(tmp_path / "out") == before
    kept.rename(raw)
    assert not run(raw).committed
    assert content(tmp_path / "out") == before


def test_what_never_could_be_read_is_no_loss(raw: Path, run: Run) -> None:
    for name in ("x.txt.gz", "y.txt.gz"):
        (raw / name).write_text(f"no archive {name}")
    assert run(raw).manifest.set_aside == {"bad_archive": 2}
    assert run(raw, full=True).manifest.set_aside == {"bad_archive": 2}


def test_changed_rules_read_everything_again_and_say_so(raw: Path, run: Run, tmp_path: Path) -> None:
    run(raw)
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "corrections.toml").write_text("")
    notes = Notes()
    refresh([str(raw)], tmp_path / "out", Options(engine=Wish(1), rules=rules), notes, build_fake)
    assert notes.pages == 3
    assert "rules changed" in notes.lines[0]


def test_an_input_that_cannot_be_read_again_after_a_change_of_rules_is_named(
    raw: Path, run: Run, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.txt").write_text("hunan|1家")
    run(raw, other)
    shutil.rmtree(other)
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "corrections.toml").write_text("")
    with pytest.raises(Refused, match="other"):
        run(raw, rules=rules)


def test_a_dry_run_writes_nothing(raw: Path, run: Run, tmp_path: Path) -> None:
    assert run(raw, dry_run=True).changes["new"] == 3
    assert not (tmp_path / "out").exists()


def test_a_page_that_kills_its_worker_is_set_aside_and_nothing_else_is_lost(raw: Path, run: Run) -> None:
    for number in range(300):
        (raw / f"{number:03}.txt").write_text(f"henan|{number}家")
    (raw / "150.txt").write_text("KILL")
    summary = run(raw, engine=Wish(2))
    assert summary.manifest.set_aside == {"crashed_worker": 1}
    assert summary.manifest.counts["facts"] == 4 + 299


def test_a_worker_that_dies_once_costs_nothing(raw: Path, run: Run, tmp_path: Path) -> None:
    for number in range(300):
        (raw / f"{number:03}.txt").write_text(f"henan|{number}家")
    (raw / "150.txt").write_text(f"henan|150家 ONCE {tmp_path / 'died'} ")
    summary = run(raw, engine=Wish(2))
    assert (tmp_path / "died").exists()
    assert (summary.manifest.set_aside, summary.manifest.counts["facts"]) == ({}, 4 + 300)


def test_one_long_file_is_read_by_all_workers(raw: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "signed").mkdir()
    story = "".join(chr(0x4E00 + 7 * number) for number in range(900))
    lines = [json.dumps({"text": f"henan|{number}家 SIGN {tmp_path / 'signed'} {story}"}) for number in range(2_000)]
    (raw / "long.jsonl").write_text("\n".join(lines))
    assert run(raw / "long.jsonl", engine=Wish(2)).manifest.counts["facts"] == 2_000
    workers = {path.name for path in (tmp_path / "signed").iterdir()}
    assert len(workers - {str(os.getpid())}) == 2


def test_a_run_that_did_not_end_is_resumed(raw: Path, run: Run, content: Content, tmp_path: Path) -> None:
    class Dying(Progress):
        def stage(self, name: str) -> None:
            if name == "writing tables":
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh([str(raw)], tmp_path / "out", Options(engine=Wish(1)), Dying(), build_fake)
    (raw / "b.txt").write_text("shanxi|31人")
    notes = Notes()
    refresh([str(raw)], tmp_path / "out", Options(engine=Wish(1)), notes, build_fake)
    assert notes.pages == 1
    run(raw, out="scratch")
    assert content(tmp_path / "out") == content(tmp_path / "scratch")
    assert not Store(tmp_path / "out").spool.exists()


def test_two_runs_at_once_are_one_run_and_a_clear_word(raw: Path, run: Run, tmp_path: Path) -> None:
    run(raw)
    with hold_lock(tmp_path / "out"), pytest.raises(StoreBusy, match=rf"pid {os.getpid()}, since \d{{4}}-"):
        run(raw)


@pytest.mark.parametrize("out", ["raw/out", "raw", "."])
def test_output_and_input_in_each_other_are_refused(raw: Path, run: Run, out: str) -> None:
    with pytest.raises(Refused, match="lie in each other"):
        run(raw, out=out)


def test_a_folder_with_something_else_in_it_is_refused(raw: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("four years of work")
    with pytest.raises(Refused, match="not empty"):
        run(raw)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_output_that_cannot_be_written_is_said(raw: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out").chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(WriteFailed):
        run(raw)


def test_an_output_under_a_file_is_said(raw: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteFailed):
        run(raw, out="file/out")


def test_a_missing_input_is_said(run: Run, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        run(tmp_path / "nothing")


def test_old_snapshots_are_kept_for_their_readers(raw: Path, run: Run, tmp_path: Path) -> None:
    for number in range(5):
        (raw / "a.txt").write_text(f"shanxi|{number}家")
        run(raw, keep=1)
    assert Store(tmp_path / "out").numbers() == [1, 2, 3, 4, 5]


def test_the_manifest_tells_how_the_tables_came_about(raw: Path, run: Run, tmp_path: Path) -> None:
    (raw / "d.txt").write_text("BAD")
    run(raw)
    commit = json.loads((tmp_path / "out/commits/1.json").read_text())
    assert commit["set_aside"] == {"empty": 1}
    assert commit["counts"]["pages"] == 4
    assert commit["unclaimed"] == {"#名": 1}
    assert set(commit["recipe"]) == {"program", "rules", "settings", "libraries"}
    assert commit["files"]["pages.parquet"]["rows"] == 4


def test_tables_of_an_earlier_release_are_read_and_written_anew(raw: Path, run: Run, tmp_path: Path) -> None:
    """A column that an earlier release did not have, and its commit of another recipe."""
    run(raw)
    folder = unionstats.latest(tmp_path / "out")
    commit = Store(tmp_path / "out").newest()
    files = {}
    for name in commit.files:
        path = folder / name
        table = pq.read_table(path)
        missing = "clusters" if name == "ledger.parquet" else table.column_names[-1]
        older = table.drop_columns([missing]) if missing in table.column_names else table
        path.unlink()
        pq.write_table(older, path)
        files[name] = FileRecord(hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, table.num_rows)
    manifest = replace(commit.manifest, recipe=commit.manifest.recipe | {"program": "0.0.9"})
    (tmp_path / "out/commits/1.json").write_bytes(replace(commit, files=files, manifest=manifest).to_json())
    assert run(raw).committed
    assert verify(tmp_path / "out") != []  # the old snapshot has other columns
    issues = [line for line in verify(tmp_path / "out") if "/2-" in line]
    assert issues == []


def test_rules_that_never_fired_are_named(raw: Path, run: Run) -> None:
    rules = shipped_rules.shipped_rules() / "noise"
    rules.mkdir()
    (rules / "x.toml").write_text('[[noise]]\nid = "noise.test"\n[[noise]]\nid = "noise.never"\n')
    assert run(raw).manifest.idle_rules == ["noise.never"]


def test_tables_in_several_files_are_refreshed_and_read_in_order(
    raw: Path, run: Run, content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Identical pages among them: whose facts they are depends on the order of the pages of the last snapshot."""
    monkeypatch.setattr("unionstats.tables.draft.ROWS_PER_FILE", 2)
    for number in range(9):
        (raw / f"{number}.txt").write_text(f"shanxi|{number % 4}家")
    run(raw)
    (raw / "0.txt").write_text("shanxi|77家")
    (raw / "8.txt").unlink()
    run(raw)
    run(raw, out="scratch")
    assert content(tmp_path / "out") == content(tmp_path / "scratch")
    assert verify(tmp_path / "out") == []
    sources = unionstats.load(tmp_path / "out", province="shanxi")["source"].tolist()
    assert sources == sorted(sources)
    assert (unionstats.latest(tmp_path / "out") / "facts/shanxi.0001.parquet").exists()
