"""Noise rules as data: what a `[[noise]]` table may say, and reading them from the rule folder.

Owns the closed lists of kinds and scopes and the checks of a rule's form. It applies nothing.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, NoReturn

import regex

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, line_of
from unionstats.rules.lazy import group_names

Scope = Literal[
    "line",
    "piece",
    "inline",
    "span",
    "head",
    "foot",
    "block",
    "signed",
    "signer",
    "teaser",
    "learned",
    "titled",
    "placed",
]

SCOPES: Final[Mapping[str, str]] = {
    "line": "a line in which the pattern is found, with its bullet or without, goes as a whole",
    "piece": "the pattern describes a piece of chrome; a line made of pieces and separators alone goes",
    "inline": "the match goes, wherever it stands in a line (^ and $ are the line's edges)",
    "span": "the match goes, wherever it stands, over line ends too",
    "head": "as line, but only before the first running text of the page",
    "foot": "as line, but only after the first running text; where none follows, all that follows goes too",
    "signed": "as line, but only alone above or behind the running text: who wrote it; lists of such lines stay",
    "learned": "what follows a name that another rule read as `brand` goes with the name, wherever that stands",
    "placed": "a place in which machines put a name (`brand`): several of some weight tell that it goes everywhere",
    "titled": "a page in which the match stands has pieces of its title set before its clauses; these go",
    "signer": "as line, but only behind the running text that names most of it: the body that sent it in",
    "teaser": "as line, for a paragraph that leads to another page: only where other text stands that it is foreign to",
    "block": "as line, for the heading of a list of other pages; the list goes too",
}

KINDS: Final[Mapping[str, str]] = {
    "seo_head": "search-engine spam before or instead of the title",
    "link_farm": "lists of spam links or of county names sold as links",
    "brand_injection": "a brand of gambling or the like set into sentences",
    "entity_replaced": "an organisation's name overwritten by a brand",
    "jammer": "anti-copy sentences between the sentences of the page",
    "splice": "paragraphs of another page set between those of the article",
    "navigation": "breadcrumbs, channel lists, banners of the site",
    "byline": "source, author, date, counters, font size",
    "dateline": "the opening that names paper, reporter or place and day",
    "reporter": "names of reporters and correspondents",
    "photo_credit": "who took a picture",
    "editor": "names of editors",
    "duplicate_title": "the title once more, or labels of its parts",
    "title_padding": "words that aggregators put round a title",
    "prev_next": "the pages before and after, pagers",
    "related_list": "titles and teasers of other pages",
    "share": "share, reaction and comment widgets",
    "copyright": "copyright, disclaimers, registration numbers",
    "contact": "addresses, telephones, hotlines of the site",
    "image_name": "file names of pictures",
    "markup": "markup that was scraped as text",
    "cms_residue": "remains of the content management system",
    "table_pipes": "bars left of layout tables",
    "forum": "forum furniture",
    "site_intro": "a site's own introduction, lists of its leaders",
    "separator": "rules, stars, end marks, page marks",
    "tags": "keywords and tags",
    "translation": "a machine translation or abstract in another language",
    "broken_paragraph": "a line break within a sentence",
    "boilerplate": "furniture of one site, by rules learnt from its pages or written for it",
}

# Set in by those who took over a site; the rest is the site's own.
SPAM_KINDS: Final = frozenset({"seo_head", "link_farm", "brand_injection"})

FIELDS: Final = frozenset({"publisher", "published", "dateline", "credit", "brand"})

# A trigger may name these for any one of them: `{digit}` and what stands behind it.
_SIGNS: Final[Mapping[str, str]] = {"digit": string.digits, "small": string.ascii_lowercase}
_SIGN_NAME = regex.compile(r"\{(digit|small)\}")
_ID = regex.compile(r"noise\.[a-z0-9_]+(?:\.[a-z0-9_]+)+")
# Rules that people write for their own sites need not say it.
_OWN_KIND = "boilerplate"
_NEEDED = ("id", "scope", "why", "pattern", "strip", "keep")
_WEIGHED = ("weight", "again")
_MAY = ("kind", "trigger", "replacement", "opens", "closes", "least", "sentence", "edge", "hosts")
_KEYS = frozenset({*_NEEDED, *_MAY, *_WEIGHED})


@dataclass(frozen=True)
class NoiseRule:
    """One noise rule, compiled.

    `trigger`: the pattern is tried only in lines that hold one of these ({digit} and {small} stand for any one such
    sign), without them in every line; `least`: only if the page has this many of them (or of the learnt name).
    `sentence`: a line rule may take a line that ends with a full stop. `edge`: it takes
    no line in the middle of the running text. `hosts`: only on pages of these. `opens`, `closes`: a match marks the
    opening or the end of an article's text. Groups named publisher, published, dateline, credit or brand are read
    before the match goes; what is read as brand goes wherever it stands. `weight`: how much a place tells of the name
    in it; `again`: how much where the page has the name in such places more than once.
    """

    id: str
    kind: str
    scope: Scope
    trigger: tuple[str, ...]
    pattern: regex.Pattern[str]
    replacement: str
    opens: bool
    closes: bool
    least: int
    sentence: bool
    edge: bool
    hosts: frozenset[str]
    groups: tuple[str, ...]
    weight: int = 0
    again: int = 0


def load_noise(folder: RuleFolder) -> tuple[NoiseRule, ...]:
    """Read and compile the noise rules of a folder; a later layer's rule replaces the earlier one of its id.

    Raises:
        RuleError: a rule lacks something, or says something that is no part of a rule.
    """
    rules: dict[str, NoiseRule] = {}
    layer_of: dict[str, Path] = {}
    for path, table in noise_tables(folder, "noise"):
        rule_id = table.get("id", "")
        if layer_of.get(rule_id) == path.parent:
            raise RuleError("two rules of one id", path=path, rule=rule_id, line=line_of(path, rule_id))
        layer_of[rule_id] = path.parent
        rules[rule_id] = _read_rule(folder, path, table)
    return tuple(rules.values())


def noise_tables(
    folder: RuleFolder, kind: Literal["noise", "dense", "keywords", "phrases"]
) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each table of a kind, as `[[noise]]`, with its file, as written (examples included)."""
    for path, table in folder.tables("noise/*.toml"):
        for rule in table.get(kind, ()):
            yield path, rule


@dataclass(frozen=True)
class DenseWords:
    """Words that may stand in any sentence, but not so many together: a line that holds `hits` of them goes.

    At least one word in each `per` characters of the line is asked for, and no full stop. With `home` they are the
    words of a topic: a paragraph goes, too, where no other line of the page has any of them, or of `kin`, and none of
    `home` stands in it. With `sure`, words that no news of unions has, single sentences go likewise, for which words
    of `beside` count, too, and less those of `near`, which are looked for only beside one of them; two of `sure` count
    though the page has words of `kin`, but not where it is near the topic by words of `own`.
    """

    id: str
    kind: str
    words: tuple[str, ...]
    hits: int
    per: int
    home: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def trigger(self) -> tuple[str, ...]:
        """All words that are looked for."""
        return tuple(dict.fromkeys((*self.words, *self.sure, *self.beside)))


_DENSE_KEYS = frozenset({"id", "kind", "why", "words", "hits", "per", "strip", "keep"})
_TOPIC_KEYS = ("home", "kin", "sure", "own", "beside", "near")


def load_dense(folder: RuleFolder) -> tuple[DenseWords, ...]:
    """Read the `[[dense]]` tables of a folder's noise rules.

    Raises:
        RuleError: a table lacks something, or says something that is no part of it.
    """
    found: dict[str, DenseWords] = {}
    for path, table in noise_tables(folder, "dense"):
        dense_id = str(table.get("id", ""))
        if table.keys() - set(_TOPIC_KEYS) != _DENSE_KEYS or not _ID.fullmatch(dense_id) or table["kind"] not in KINDS:
            known = ", ".join(sorted(_DENSE_KEYS))
            fail(path, dense_id, f"a [[dense]] table has {known}, and a topic's {', '.join(_TOPIC_KEYS)}")
        lists = {key: tuple(_spelt_lists(folder, table.get(key, ()))) for key in _TOPIC_KEYS}
        words = tuple(table["words"])
        found[dense_id] = DenseWords(dense_id, table["kind"], words, table["hits"], table["per"], **lists)
    return tuple(found.values())


class World(NamedTuple):
    """The world of unions, as the lexicon lists it.

    `words`: what nearly every sentence of their news has, `counted`: what they count; `side`: words by which a
    sentence is theirs whatever else stands in it; `common`: those of `words` that any text may have; `person`: who a
    story is of.
    """

    words: regex.Pattern[str]
    counted: regex.Pattern[str]
    side: tuple[str, ...]
    common: regex.Pattern[str]
    person: regex.Pattern[str]

    def is_in(self, text: str) -> bool:
        """Tell whether a sentence has what saves it where few words of another topic stand in it."""
        return self.words.search(text) is not None or self.counted.search(text) is not None

    def is_plainly_in(self, text: str) -> bool:
        """Tell whether it has so by words that other texts have seldom."""
        return self.is_in(text) and self.is_in(self.common.sub("", text))


def load_world(folder: RuleFolder) -> World:
    """Read the lexicon's `our_world`, `our_counted`, `our_side`, `our_common` and `our_person`."""
    path = folder.layers[0] / "lexicon.toml"
    names = ("our_world", "our_counted", "our_common", "our_person")
    words, counted, common, person = (folder.compile(f"{{{name}}}", path=path, rule=name) for name in names)
    return World(words, counted, tuple(folder.words["our_side"]), common, person)


def _read_rule(folder: RuleFolder, path: Path, table: dict[str, Any]) -> NoiseRule:
    rule_id = str(table.get("id", ""))
    _check_form(path, rule_id, table)
    pattern = folder.compile(table["pattern"], path=path, rule=rule_id)
    groups = group_names(pattern)
    if not FIELDS.issuperset(groups):
        fail(path, rule_id, f"groups may be named {', '.join(sorted(FIELDS))}")
    return NoiseRule(
        id=rule_id,
        kind=table.get("kind", _OWN_KIND),
        scope=table["scope"],
        trigger=tuple(
            word for trigger in _spelt_lists(folder, table.get("trigger", ())) for word in _spelt_out(trigger)
        ),
        pattern=pattern,
        replacement=table.get("replacement", ""),
        opens=table.get("opens", False),
        closes=table.get("closes", False),
        least=table.get("least", 1),
        sentence=table.get("sentence", False),
        edge=table.get("edge", False),
        hosts=frozenset(table.get("hosts", ())),
        groups=groups,
        weight=table.get("weight", 0),
        again=table.get("again", table.get("weight", 0)),
    )


def _spelt_lists(folder: RuleFolder, words: Sequence[str]) -> Iterator[str]:
    """Yield words; one that is the name of a list of the lexicon stands for all of it."""
    for word in words:
        yield from folder.words.get(word[1:-1], (word,)) if word.startswith("{") else (word,)


def _spelt_out(trigger: str) -> Iterator[str]:
    """Yield a trigger with each digit or small letter where it names one."""
    pieces = _SIGN_NAME.split(trigger)
    yield from map("".join, product(*([piece] if at % 2 == 0 else _SIGNS[piece] for at, piece in enumerate(pieces))))


def _check_form(path: Path, rule_id: str, table: dict[str, Any]) -> None:
    if not _ID.fullmatch(rule_id):
        fail(path, rule_id, "a noise rule's id is noise.site.what")
    if unknown := table.keys() - _KEYS:
        fail(path, rule_id, f"unknown: {', '.join(sorted(unknown))}")
    if missing := [key for key in _NEEDED if not table.get(key)]:
        fail(path, rule_id, f"lacks {', '.join(missing)}")
    if table.get("kind", _OWN_KIND) not in KINDS:
        fail(path, rule_id, f"kind must be one of {', '.join(KINDS)}")
    if table["scope"] not in SCOPES:
        fail(path, rule_id, f"scope must be one of {', '.join(SCOPES)}")
    if (table["scope"] == "placed") != ("weight" in table):
        fail(path, rule_id, "rules of the scope placed have a weight, and only they")


def fail(path: Path, rule_id: str, message: str) -> NoReturn:
    """Tell what is wrong with a table.

    Raises:
        RuleError: always; names file, line and rule.
    """
    raise RuleError(message, path=path, rule=rule_id or None, line=line_of(path, rule_id) if rule_id else None)
