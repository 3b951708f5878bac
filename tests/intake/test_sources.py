"""Every file of pages is found and read; nothing under an INPUT can stop, hang or mislead a run."""

import gzip
import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_files import SENTENCE, jsonl, packed, table, warc

from unionstats.errors import UsageError
from unionstats.intake.sources import Source, Sources, find_sources, read_source
from unionstats.refresh.driver import refresh
from unionstats.settings import Settings
from unionstats.types import QUARANTINE_REASONS, RawPage

Read = Callable[..., list[RawPage]]
LIMITED = Settings(max_page_bytes=100_000)
HTML = f"<html><p>{SENTENCE}</p></html>".encode()


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.txt", SENTENCE.encode(), "text"),
        ("a.HTML", HTML, "html"),
        ("a.htm", HTML, "html"),
        ("a.jsonl", jsonl({"text": SENTENCE}), "text"),
        ("a.parquet", table(html=[SENTENCE]), "html"),
    ],
)
def test_every_format_is_read_plain_and_packed(  # noqa: PLR0917
    tmp_path: Path, pages: Read, name: str, content: bytes, form: str, packing: str
) -> None:
    (tmp_path / (name + packing)).write_bytes(packed(content, packing))
    (page,) = pages(tmp_path)
    text = page.content if isinstance(page.content, str) else page.content.decode()
    assert (page.format, page.problem) == (form, None)
    assert SENTENCE in text
    assert page.source.startswith(name + packing)


def test_names_are_paths_relative_to_the_folder_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b.html", ".hidden.txt", ".git/x.txt", "logo.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(SENTENCE, "utf-8")
    assert [source.name for source in find_sources([str(tmp_path)], Settings())] == ["a/b.html", "a/z.txt", "b.txt"]
    assert [source.name for source in find_sources([str(tmp_path / "a/z.txt")], Settings())] == ["z.txt"]


def test_packed_sources_are_what_they_were_in_the_order_of_their_names() -> None:
    names = ["b.txt", "a/b.txt", "a.txt", "a\x01.txt", os.fsdecode(b"\xb9\xa4.txt"), "工会.html"]
    given = [Source(name, root, f"/x/{name}", size=5) for name in names * 300 for root in ("r", "q")]
    given[0] = Source("b.txt", "r", "/x/b.txt", problem="unreadable_file", detail="not: a\nfile")
    found = Sources(given)
    assert len(found) == len(given)
    ordered = sorted(given, key=lambda source: (source.name, source.root, source.problem is not None))
    assert sorted(map(repr, found)) == sorted(map(repr, given))
    assert [(each.name, each.root) for each in found] == [(each.name, each.root) for each in ordered]
    assert list(found) == list(found)


def test_an_object_store_is_read_like_a_folder(tmp_path: Path, pages: Read) -> None:
    for name in ("b.txt", "a/z.txt.gz", "a/.hidden.txt", "c.parquet"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        content = table(text=[SENTENCE]) if name.endswith("parquet") else packed(SENTENCE.encode(), Path(name).suffix)
        (tmp_path / name).write_bytes(content)
    assert pages(f"file://{tmp_path}") == pages(tmp_path)
    assert len(pages(f"file://{tmp_path}")) == 3


def test_files_of_other_formats_are_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "b.zip", "c.ZIP", "d.docx", "README", ".hidden.zip"):
        (tmp_path / name).write_text(SENTENCE, encoding="utf-8")
    for root in (str(tmp_path), tmp_path.as_uri()):
        others: Counter[str] = Counter()
        assert [source.name for source in find_sources([root], Settings(), others)] == ["a.txt"]
        assert others == {".zip": 2, ".docx": 1, "without ending": 1}


def test_tables_beside_the_pages_are_no_pages(tmp_path: Path) -> None:
    """What was cut from pages stands in the column `text` of their table removed: it must not come back as a page."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(f"{SENTENCE}\n责任编辑：甲乙\n", encoding="utf-8")
    refresh([str(tmp_path / "raw")], tmp_path / "out")
    others: Counter[str] = Counter()
    assert [source.name for source in find_sources([str(tmp_path)], Settings(), others)] == ["raw/a.txt"]
    assert others == {"tables of unionstats": 1}
    with pytest.raises(UsageError, match="no pages there"):
        find_sources([str(tmp_path / "out")], Settings())


def test_an_input_named_twice_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE, "utf-8")
    assert len(find_sources([str(tmp_path), str(tmp_path)], Settings())) == 1


@pytest.mark.parametrize("name", ["missing", "empty", "file.pdf"])
def test_an_input_without_pages_is_the_users_mistake(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.pdf").write_bytes(b"%PDF-")
    with pytest.raises(UsageError, match=name):
        find_sources([str(tmp_path / name)], Settings())


@pytest.mark.parametrize("uri", ["s3://key:canary@bucket/pages", "s3://bucket/pages?access_key=x&secret_key=canary"])
def test_credentials_in_a_uri_are_refused_and_not_repeated(uri: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_sources([uri], Settings())
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("uri", ["file:///no/such/folder", "gopher://host/pages", "s3://"])
def test_an_address_that_leads_nowhere_is_the_users_mistake(uri: str) -> None:
    with pytest.raises(UsageError):
        find_sources([uri], Settings())


def test_links_devices_and_locked_folders_are_rows_not_traps(tmp_path: Path, pages: Read) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (inside / "a.txt").write_text(SENTENCE, "utf-8")
    (outside / "secret.txt").write_text(SENTENCE, "utf-8")
    (inside / "loop").symlink_to(inside)
    (inside / "away").symlink_to(outside)
    (inside / "again.txt").symlink_to(inside / "a.txt")
    (inside / "stolen.txt").symlink_to(outside / "secret.txt")
    (inside / "nowhere.txt").symlink_to(inside / "gone.txt")
    (inside / "round.txt").symlink_to(inside / "round.txt")
    (inside / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(inside / "pipe.txt")
    found = {page.source: page.problem for page in pages(inside)}
    assert [name for name, problem in found.items() if problem is None] == ["a.txt", "again.txt"]
    assert {name for name, problem in found.items() if problem == "unreadable_file"} == {
        "away", "nowhere.txt", "pipe.txt", "round.txt", "stolen.txt", "zero.txt",
    }  # fmt: skip


def test_more_files_or_records_than_the_limit_are_no_trap(tmp_path: Path, pages: Read) -> None:
    (tmp_path / "many").mkdir()
    for number in range(4):
        (tmp_path / "many" / f"{number}.txt").write_text(SENTENCE, "utf-8")
    with pytest.raises(UsageError, match="more than 3 page files"):
        find_sources([str(tmp_path / "many")], Settings(max_files=3))
    records = [{"text": SENTENCE}] * 5
    (tmp_path / "a.jsonl").write_bytes(jsonl(*records))
    (tmp_path / "a.parquet").write_bytes(table(text=[SENTENCE] * 5))
    response = ("http://a.cn/1", "200 OK\r\nContent-Type: text/html", SENTENCE.encode())
    (tmp_path / "a.warc.gz").write_bytes(warc(*[response] * 5))
    for name in ("a.jsonl", "a.parquet", "a.warc.gz"):
        problems = [page.problem for page in pages(tmp_path / name, Settings(max_records=3))]
        assert problems[:3] == [None] * 3
        assert len(problems) == 4
        assert problems[3] in {"unreadable_file", "bad_archive"}


def test_a_name_that_is_no_utf8_can_be_written_to_a_table(tmp_path: Path, pages: Read) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb9\xa4.txt"))).write_text(SENTENCE, "utf-8")
    (page,) = pages(tmp_path)
    assert page.source.encode() == rb"\xb9\xa4.txt"
    assert page.problem is None


def test_a_file_gone_since_it_was_listed_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE, "utf-8")
    (source,) = find_sources([str(tmp_path)], Settings())
    (tmp_path / "a.txt").unlink()
    (page,) = read_source(source, Settings())
    assert page.problem == "unreadable_file"


def test_records_keep_their_fields(tmp_path: Path, pages: Read) -> None:
    record = {"id": "x", "text": SENTENCE, "url": "http://a.cn/1", "title": "标题", "published": "2024-05-01 08:00"}
    (tmp_path / "a.jsonl").write_bytes(jsonl(record))
    (page,) = pages(tmp_path)
    assert page == RawPage("a.jsonl#x", "text", SENTENCE, "http://a.cn/1", "标题", date(2024, 5, 1))


@pytest.mark.parametrize(
    ("ids", "names"),
    [(["x", "y"], ["#x", "#y"]), (["x", "x"], ["#1", "#2"]), (["x", None], ["#1", "#2"]), ([7, 8], ["#7", "#8"])],
)
def test_records_are_named_by_id_where_ids_are_unique(
    tmp_path: Path, pages: Read, ids: list[object], names: list[str]
) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl(*({"id": name, "text": SENTENCE} for name in ids)))
    assert [page.source for page in pages(tmp_path)] == ["a.jsonl" + name for name in names]
    (tmp_path / "a.jsonl").unlink()
    (tmp_path / "a.parquet").write_bytes(table(id=ids, text=[SENTENCE] * 2))
    assert [page.source for page in pages(tmp_path)] == ["a.parquet" + name for name in names]


@pytest.mark.parametrize(("last", "names"), [(2, ["#1", "#2", "#3"]), (7, ["#1", "#2", "#7"])])
def test_the_number_of_a_bad_line_is_not_taken_for_the_id_of_another(
    tmp_path: Path, pages: Read, last: int, names: list[str]
) -> None:
    lines = (jsonl({"id": 1, "text": SENTENCE}).strip(), b"{", jsonl({"id": last, "text": SENTENCE}))
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    assert [page.source for page in pages(tmp_path)] == ["a.jsonl" + name for name in names]


def test_a_bad_line_is_a_row_and_the_next_is_read(tmp_path: Path, pages: Read) -> None:
    lines = [b"{", b"[1]", b"", b'{"text": 5}', b"[" * 100_000, b'{"text": null}', jsonl({"text": SENTENCE}).strip()]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    assert [(page.source, page.problem) for page in pages(tmp_path)] == [
        ("a.jsonl#1", "bad_record"),
        ("a.jsonl#2", "bad_record"),
        ("a.jsonl#4", "bad_record"),
        ("a.jsonl#5", "bad_record"),
        ("a.jsonl#6", "bad_record"),
        ("a.jsonl#7", None),
    ]


def test_a_lone_surrogate_can_be_written_to_a_table(tmp_path: Path, pages: Read) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "\\ud800' + SENTENCE.encode() + b'"}')
    (page,) = pages(tmp_path)
    assert page.content == "\ufffd" + SENTENCE


def test_a_table_without_text_is_set_aside(tmp_path: Path, pages: Read) -> None:
    (tmp_path / "a.parquet").write_bytes(table(body=[SENTENCE]))
    assert [page.problem for page in pages(tmp_path)] == ["bad_record"]


def test_warc_responses_of_text_are_pages(tmp_path: Path, pages: Read) -> None:
    gbk = SENTENCE.encode("gbk")
    records = (
        ("http://a.cn/1", "200 OK\r\nContent-Type: text/html; charset=gbk", gbk),
        ("http://a.cn/2", "404 Not Found\r\nContent-Type: text/html", gbk),
        ("http://a.cn/3", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        ("http://a.cn/4", "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", gzip.compress(gbk)),
    )
    (tmp_path / "a.warc.gz").write_bytes(warc(*records))
    found = pages(tmp_path)
    assert [(page.source, page.url, page.declared) for page in found] == [
        ("a.warc.gz#1", "http://a.cn/1", "gbk"),
        ("a.warc.gz#2", "http://a.cn/4", None),
    ]
    assert all(page.content == gbk for page in found)


BOMB = b"\0" * 5_000_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", BOMB),
        ("a.txt.gz", gzip.compress(BOMB)),
        ("a.html.zst", packed(BOMB, ".zst")),
        ("a.jsonl.gz", gzip.compress(b'{"text": "' + BOMB.replace(b"\0", b"x") + b'"}')),
        ("a.jsonl", b"x" * 5_000_000),
        ("a.warc.gz", warc(("http://a.cn", "200 OK\r\nContent-Type: text/html", BOMB))),
        (
            "b.warc.gz",
            warc(("http://a.cn", "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", gzip.compress(BOMB))),
        ),
    ],
)
def test_what_unpacks_to_too_much_is_set_aside(tmp_path: Path, pages: Read, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert [page.problem for page in pages(tmp_path, LIMITED)] == ["too_large"]


def test_the_line_after_one_that_is_too_long_is_read(tmp_path: Path, pages: Read) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"x" * 3_000_000 + b"\n" + jsonl({"text": SENTENCE}))
    assert [page.problem for page in pages(tmp_path, LIMITED)] == ["too_large", None]


def test_a_packed_table_over_the_limit_is_set_aside(tmp_path: Path, pages: Read) -> None:
    (tmp_path / "a.parquet.gz").write_bytes(gzip.compress(table(text=[SENTENCE])))
    assert [page.problem for page in pages(tmp_path, Settings(max_spool_bytes=100))] == ["too_large"]


@pytest.mark.parametrize(
    "name", ["a.txt.gz", "a.txt.zst", "a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.parquet.gz", "a.warc.gz"]
)
def test_a_file_cut_short_says_so(tmp_path: Path, pages: Read, name: str) -> None:
    text = os.urandom(30_000).hex()
    contents = {
        ".jsonl": jsonl({"text": text}),
        ".parquet": table(text=[text]),
        ".warc": warc(("http://a.cn", "200 OK\r\nContent-Type: text/html", text.encode())),
    }
    content = next((value for suffix, value in contents.items() if suffix in name), text.encode())
    whole = content if name.endswith("warc.gz") else packed(content, Path(name).suffix)
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    problems = [page.problem for page in pages(tmp_path)]
    assert problems[-1] in {"bad_archive", "bad_record"}


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl", "a.jsonl.zst", "a.parquet", "a.parquet.zst", "a.warc.gz"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=300), seed=st.integers(0, 2**32))
def test_no_bytes_raise(tmp_path: Path, pages: Read, name: str, content: bytes, seed: int) -> None:
    """Random bytes, and sound files with random bytes in them, end as pages or as problems of the closed list."""
    sound = {
        "a.txt.gz": gzip.compress(SENTENCE.encode()),
        "a.parquet": table(text=[SENTENCE], id=["x"]),
        "a.warc.gz": warc(("http://a.cn", "200 OK\r\nContent-Type: text/html", SENTENCE.encode())),
    }.get(name, jsonl({"text": SENTENCE}))
    at = seed % len(sound)
    for bad in (content, sound[:at] + content + sound[at + len(content) :]):
        (tmp_path / name).write_bytes(bad)
        for page in pages(tmp_path):
            assert page.problem is None or page.problem in QUARANTINE_REASONS


def test_records_in_another_encoding_are_read(tmp_path: Path, pages: Read) -> None:
    line = '{"text": "' + SENTENCE * 3 + '"}'
    (tmp_path / "a.jsonl").write_bytes(line.encode("gb18030"))
    assert [page.content for page in pages(tmp_path)] == [SENTENCE * 3]
