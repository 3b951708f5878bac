"""The noise rules as values: their kinds, scopes, and the compiled forms of `[[noise]]` and `[[dense]]` tables.

Owns the closed lists of kinds and scopes. Reads no files and applies nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import regex

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
# What is read of a match; `stem` is what tells a name that no list has.
FIELDS: Final = frozenset({"publisher", "published", "dateline", "credit", "brand"})
GROUPS: Final = FIELDS | {"stem"}


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
    `page`: only on pages in which this stands, `unless`: not where this does, `right`: nor a name with this behind it;
    what the rule reads as brand then goes everywhere.
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
    page: regex.Pattern[str] | None = None
    unless: regex.Pattern[str] | None = None
    right: regex.Pattern[str] | None = None


@dataclass(frozen=True)
class DenseWords:
    """Words that any sentence may contain, but not so many together: a line with `hits` of them is removed.

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


@dataclass(frozen=True)
class RegisterWords:
    """The register of union news: the words it uses, and the signs that a sentence is of another register.

    `named`: somebody with a trade; `points`: of each sign; `least`: how many tell it; `beside`: how many fewer are
    asked for beside such a sentence.
    """

    id: str
    kind: str
    words: tuple[str, ...]
    named: regex.Pattern[str]
    points: Mapping[str, int]
    least: int
    beside: int


class World(NamedTuple):
    """The vocabulary of union news, as the lexicon lists it.

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
        """Return whether a sentence has what saves it where few words of another topic stand in it."""
        return self.words.search(text) is not None or self.counted.search(text) is not None

    def is_plainly_in(self, text: str) -> bool:
        """Return whether it has so by words that other texts have seldom."""
        return self.is_in(text) and self.is_in(self.common.sub("", text))
