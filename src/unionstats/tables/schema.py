"""The columns of every table (name, Arrow type, meaning), and the provinces that have a table of their own.

This is the data dictionary; `docs/reference/columns.md` is generated from it. Adding a column is fine; renaming or
dropping one breaks the analysts' notebooks.
"""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa


class Column(NamedTuple):
    """One column; `few` marks columns with few distinct values, which are dictionary-encoded."""

    name: str
    type: pa.DataType
    meaning: str
    few: bool = False


_TEXT = pa.string()
_DATE = pa.date32()
_NUMBER = pa.float64()
_COUNT = pa.int32()

# One table each, written even when empty; `unknown` also takes facts from abroad and of several provinces at once.
PROVINCES: tuple[str, ...] = (
    "anhui",
    "beijing",
    "chongqing",
    "fujian",
    "gansu",
    "guangdong",
    "guangxi",
    "guizhou",
    "hainan",
    "hebei",
    "heilongjiang",
    "henan",
    "hongkong",
    "hubei",
    "hunan",
    "jiangsu",
    "jiangxi",
    "jilin",
    "liaoning",
    "macau",
    "national",
    "neimenggu",
    "ningxia",
    "qinghai",
    "shaanxi",
    "shandong",
    "shanghai",
    "shanxi",
    "sichuan",
    "taiwan",
    "tianjin",
    "unknown",
    "xinjiang",
    "xizang",
    "yunnan",
    "zhejiang",
)

COLUMNS: tuple[Column, ...] = (
    Column("fact_id", _TEXT, "hash of page_id and the span in the extracted text: the same in every run"),
    Column("page_id", _TEXT, "hash of the decoded content and the url, title and published given with it", few=True),
    Column(
        "source",
        _TEXT,
        "path relative to its folder INPUT, or name of its file INPUT; `name#id` inside containers",
        few=True,
    ),
    Column("url", _TEXT, "address of the page; null if unknown", few=True),
    Column("host", _TEXT, "host of the address", few=True),
    Column("title", _TEXT, "title of the article", few=True),
    Column("publisher", _TEXT, "who published the article, as it says itself", few=True),
    Column("published", _DATE, "day of publication", few=True),
    Column("article", _COUNT, "0-based article within the page: newspaper pages hold several", few=True),
    Column("province", _TEXT, "slug of the province, `national` or `unknown`", few=True),
    Column("province_name", _TEXT, "the province's short Chinese name", few=True),
    Column("place", _TEXT, "most specific place the fact is about, full name as of the article's date", few=True),
    Column("adcode", _TEXT, "the place's GB/T 2260 code", few=True),
    Column(
        "place_basis",
        _TEXT,
        "what gave it: name, organisation, deixis, dateline, subhead, headline, medium, none",
        few=True,
    ),
    Column("place_distance", _TEXT, "how far off that stood: clause, sentence, paragraph, article, page", few=True),
    Column(
        "scope", _TEXT, "what the figure is a total of: national … township, organisation, event, unknown", few=True
    ),
    Column("organisation", _TEXT, "the body it is about, where scope is organisation or event", few=True),
    Column("indicator", _TEXT, "id of the indicator, with its suffix; null where no rule names the fact", few=True),
    Column("measure", _TEXT, "the words of the sentence that say what is counted, simplified"),
    Column("quote", _TEXT, "the quantity as it stands in the page"),
    Column("value", _NUMBER, "multiplied out; percent as percent; null only for pure ranges"),
    Column("low", _NUMBER, "lower end of a range"),
    Column("high", _NUMBER, "upper end of a range"),
    Column("bound", _TEXT, "exact, about, more_than, nearly, up_to, range", few=True),
    Column("unit", _TEXT, "measure word in simplified script, without multiplier", few=True),
    Column("per", _TEXT, "for amounts per unit: 人, 户 …; never to be summed with totals", few=True),
    Column("kind", _TEXT, "count, people, person_times, money, percent, ratio, duration, distance, mass …", few=True),
    Column("status", _TEXT, "actual, target (plans, goals), standard (rates and norms)", few=True),
    Column("change", _TEXT, "increase or decrease for amounts of change; null for levels", few=True),
    Column("period_start", _DATE, "first day of the period; null where unstated or open", few=True),
    Column("period_end", _DATE, "last day of the period; null where unstated or open", few=True),
    Column("period_type", _TEXT, "span, cumulative (up to period_end), point (a stock on a day), none", few=True),
    Column("period_text", _TEXT, "the words the period came from", few=True),
    Column("period_basis", _TEXT, "explicit, relative, published, inherited, none", few=True),
    Column("sentence", _TEXT, "the cleaned sentence the fact stands in"),
    Column(
        "char_start", _COUNT, "where `quote` begins in the page as read, in code points; null where it stands broken"
    ),
    Column("char_end", _COUNT, "one past where `quote` ends"),
    Column("rule", _TEXT, "id of the rule that named the indicator", few=True),
    Column(
        "repeats", _TEXT, "fact_id of the earliest statement of the same fact, in the article or a near-duplicate page"
    ),
    Column("part_of", _TEXT, "fact_id of the total of which it is a part"),
    Column(
        "flags",
        _TEXT,
        'sorted, comma-joined, each of the closed list in reasons.md; empty if none; `facts["flags"]` in pandas',
        few=True,
    ),
)

PAGES: tuple[Column, ...] = (
    Column("page_id", _TEXT, "hash of the decoded content and the url, title and published given with it"),
    Column(
        "source", _TEXT, "path relative to its folder INPUT, or name of its file INPUT; `name#id` inside containers"
    ),
    Column("url", _TEXT, "address of the page; null if unknown"),
    Column("host", _TEXT, "host of the address", few=True),
    Column("title", _TEXT, "title of the page's first article"),
    Column("publisher", _TEXT, "who published it", few=True),
    Column("published", _DATE, "day of publication", few=True),
    Column("format", _TEXT, "text or html", few=True),
    Column("encoding", _TEXT, "the encoding it was decoded from", few=True),
    Column("script", _TEXT, "simplified, traditional, mixed, none", few=True),
    Column("status", _TEXT, "ok, flagged, quarantined", few=True),
    Column("reason", _TEXT, "why it was flagged or set aside", few=True),
    Column(
        "flags", _TEXT, "sorted, comma-joined; `identical`: its facts stand under an identical page's source", few=True
    ),
    Column(
        "cluster", _TEXT, "the same for near-duplicate pages: the smallest page_id of them; null for others", few=True
    ),
    Column("articles", _COUNT, "articles found", few=True),
    Column("facts", _COUNT, "facts in the tables under this source", few=True),
    Column("unclaimed", _COUNT, "numerals that are neither a fact nor ignored by a rule", few=True),
    Column("chars", _COUNT, "length of the page as read, in code points"),
    Column("chars_removed", _COUNT, "how many of them did not come through cleaning"),
)

REMOVED: tuple[Column, ...] = (
    Column("page_id", _TEXT, "the page", few=True),
    Column("source", _TEXT, "its source", few=True),
    Column("char_start", _COUNT, "first character, in the page as read"),
    Column("char_end", _COUNT, "one past the last"),
    Column("action", _TEXT, "removed or repaired", few=True),
    Column("kind", _TEXT, "what kind of noise or damage it was", few=True),
    Column("rule", _TEXT, "id of the rule that decided", few=True),
    Column("text", _TEXT, "what stood there"),
    Column("replacement", _TEXT, "what stands there now; empty where it was removed"),
)

# Row for row beside `pages`: what the store itself needs to know. Not for analysis.
LEDGER: tuple[Column, ...] = (
    Column("page_id", _TEXT, "as in pages"),
    Column("source", _TEXT, "as in pages"),
    Column("input", _TEXT, "the INPUT it came from, as an absolute path or an address", few=True),
    Column("content", _TEXT, "hash of the page as found, before decoding: what tells whether it changed"),
    Column("signature", pa.binary(), "MinHash of the simplified text without punctuation; null for short pages"),
)

TABLES: dict[str, tuple[Column, ...]] = {"facts": COLUMNS, "pages": PAGES, "removed": REMOVED, "ledger": LEDGER}

# Rows that compare equal in these are equal: the order of a table never depends on how it was made.
SORT_KEYS: dict[str, tuple[str, ...]] = {
    "facts": ("source", "char_start", "char_end", "page_id", "fact_id"),
    "pages": ("source", "page_id", "format", "encoding", "input"),
    "removed": ("source", "page_id", "char_start", "char_end", "action", "kind", "rule", "text", "replacement"),
}

# Pages and ledger are one table until they are written: row n of one belongs to row n of the other.
ENTRIES: tuple[Column, ...] = PAGES + LEDGER[2:]
SORT_KEYS["entries"] = SORT_KEYS["pages"]


def arrow_schema(columns: tuple[Column, ...]) -> pa.Schema:
    """Return the Arrow schema of a list of columns."""
    return pa.schema([pa.field(column.name, column.type) for column in columns])


SCHEMAS: dict[str, pa.Schema] = {name: arrow_schema(columns) for name, columns in TABLES.items()}
SCHEMAS["entries"] = arrow_schema(ENTRIES)
# While a refresh is under way, its rows know which reading they came from: two INPUTs may name a page alike.
_READING = Column("reading", pa.binary(16), "hash of INPUT, source and content")
for _name, _columns in (("facts", COLUMNS), ("removed", REMOVED), ("entries", ENTRIES)):
    SCHEMAS[f"spooled_{_name}"] = arrow_schema((*_columns, _READING))
