"""Runs the examples in the indicator rules: each is a test of the scanner, the rule and its rivals.

Owns how an example is written and judged: a `match` must get its rule's indicator, a `reject` must not, and a `todo`
must still fail (when it passes, it should be promoted).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any, Literal

import regex

from unionstats.errors import RuleError
from unionstats.indicators.model import Rule
from unionstats.indicators.naming import Namer
from unionstats.numbers.relations import RelationReader
from unionstats.numbers.scan import Scanner
from unionstats.rules.folder import RuleFolder, line_of
from unionstats.rules.keys import unknown_key
from unionstats.text.sentences import find_sentences
from unionstats.types import Article, ArticleView, Naming, Span

_MARKED = regex.compile(r"<([^<>]+)>")
_CHOICE = regex.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_NUMBER = regex.compile(r"-?\d+(?:\.\d+)?")
_KEYS = frozenset({"text", "quote", "value", "bound", "measure", "why"})
_KINDS: tuple[Literal["match", "reject", "todo"], ...] = ("match", "reject", "todo")


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a rule; `quotes` are the quantities it is about, by default all of the text.

    `number` counts the examples of its kind from 1, as test ids do; 3.2 is the second wording of the third.
    """

    rule: Rule
    kind: Literal["match", "reject", "todo"]
    number: str
    text: str
    quotes: tuple[str, ...]
    value: Decimal | None = None
    bound: str | None = None
    measure: str | None = None

    @property
    def id(self) -> str:
        """The id of the example: members_total.noun-match-2."""
        return f"{self.rule.id}-{self.kind}-{self.number}"


def read_examples(rule: Rule) -> Iterator[Example]:
    """Yield the examples of a rule, in the order of the file.

    An example is a text with its quantities in angle brackets, or a table with `text` and, as needed, `quote`,
    `value`, `bound`, `measure`, `why`. Words in square brackets are tried one by one: 举办[招聘会|双选会]<19场> is two
    examples, with a second bracket of three words six. A bracket that comes again, in `measure` too, has the same word.

    Raises:
        RuleError: one that cannot be read; names file, rule and line.
    """
    for kind in _KINDS:
        for number, entry in enumerate(rule.examples[kind], 1):
            table = {"text": entry} if isinstance(entry, str) else entry
            variants = list(_variants(table))
            for variant, filled in enumerate(variants, 1):
                yield _read_example(rule, kind, f"{number}.{variant}" if len(variants) > 1 else str(number), filled)


def _variants(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the table once per choice of words from its square brackets; as it is where it has none."""
    lists = dict.fromkeys(_CHOICE.findall(table.get("text", "")))
    for words in product(*(one.split("|") for one in lists)):
        chosen = dict(zip(lists, words, strict=True))
        yield {key: _filled(value, chosen) if key in {"text", "measure"} else value for key, value in table.items()}


def _filled(text: str, chosen: dict[str, str]) -> str:
    """Return the text with the words chosen; a bracket of `measure` that the text does not have stays, and fails."""
    return str(_CHOICE.sub(lambda found: chosen.get(found[1], found[0]), text))


def _read_example(rule: Rule, kind: Literal["match", "reject", "todo"], number: str, table: dict[str, Any]) -> Example:
    text = table.get("text", "")
    quotes = tuple(_MARKED.findall(text)) or ((table["quote"],) if "quote" in table else ())
    plain = _MARKED.sub(r"\1", text)
    problem = _problem_with(table, plain, quotes, kind)
    if problem:
        line = line_of(rule.path, text or f'"{rule.id}"')
        raise RuleError(f"{kind} example {number}: {problem}", path=rule.path, rule=rule.id, line=line)
    value = Decimal(str(table["value"])) if "value" in table else None
    return Example(rule, kind, number, plain, quotes, value, table.get("bound"), table.get("measure"))


def _problem_with(table: dict[str, Any], plain: str, quotes: tuple[str, ...], kind: str) -> str | None:
    if unknown := sorted(set(table) - _KEYS):
        return unknown_key(unknown[0], _KEYS)
    if not plain:
        return "no text"
    if not quotes and kind != "reject":
        return "marks no quantity: put it in <>, or give its quote"
    if isinstance(table.get("value", 0), str) and not _NUMBER.fullmatch(table["value"]):
        return f"value {table['value']} is no number"
    missing = next((quote for quote in quotes if quote not in plain), None)
    return f"quote {missing} is not in the text" if missing else None


class ExampleReader:
    """Reads example texts as the program reads an article, with the rules of a folder."""

    def __init__(self, folder: RuleFolder) -> None:
        self.namer = Namer(folder)
        self._scanner = Scanner(folder)
        self._relations = RelationReader(folder)

    def rules(self) -> Iterator[Rule]:
        """Yield all rules, sorted by indicator and id."""
        for indicator in self.namer.indicators.values():
            yield from indicator.rules

    def view(self, text: str, title: str | None = None, published: date | None = None) -> ArticleView:
        """Return a text as an article of its own, under a title where one is given."""
        head = Span(0, len(title)) if title else None
        text = f"{title}\n{text}" if title else text
        body = Span(head.end + 1 if head else 0, len(text))
        article = Article(index=0, span=Span(0, len(text)), title=head, body=body, published=published)
        sentences = find_sentences(text, article)
        quantities = self._scanner.scan(text).quantities
        at = 0
        sentence_of = []
        for quantity in quantities:
            while at + 1 < len(sentences) and sentences[at + 1].start <= quantity.start:
                at += 1
            sentence_of.append(at)
        relations = self._relations.read(text, sentences, quantities)
        return ArticleView(text, article, sentences, quantities, relations, tuple(sentence_of))

    def check(self, example: Example) -> str | None:
        """Judge one example.

        Returns:
            What is wrong, as one line; None where it holds.
        """
        view = self.view(example.text)
        names = self.namer.read(view)
        found = {view.text[q.start : q.end]: number for number, q in enumerate(view.quantities)}
        if example.kind == "reject":
            return self._check_reject(example, found, names)
        problems = [self._check_match(example, view, found, names, quote) for quote in example.quotes]
        problem = next((problem for problem in problems if problem), None)
        if example.kind == "todo":
            return None if problem else "passes now: promote it to match"
        return problem

    def _check_reject(self, example: Example, found: dict[str, int], names: tuple[Naming, ...]) -> str | None:
        for quote, number in found.items():
            if example.quotes and quote not in example.quotes:
                continue
            if names[number].indicator == example.rule.indicator:
                return f"{quote} is named by {names[number].rule}"
        return None

    def _check_match(
        self, example: Example, view: ArticleView, found: dict[str, int], names: tuple[Naming, ...], quote: str
    ) -> str | None:
        if quote not in found:
            return f"{quote} is no quantity for the scanner; it found {', '.join(found) or 'none'}"
        number = found[quote]
        if names[number].indicator != example.rule.indicator:
            return f"{quote} is named by {names[number].rule or 'no rule'}"
        quantity = view.quantities[number]
        if example.value is not None and quantity.value != example.value:
            return f"{quote} has the value {quantity.value}, not {example.value}"
        if example.bound is not None and quantity.bound != example.bound:
            return f"{quote} has the bound {quantity.bound}, not {example.bound}"
        if example.measure is not None and names[number].measure != example.measure:
            return f"{quote} measures {names[number].measure}, not {example.measure}"
        return self._check_tie(example, view, number)

    def _check_tie(self, example: Example, view: ArticleView, number: int) -> str | None:
        rivals = self.namer.rivals(view, number)
        if len(rivals) < 2 or rivals[0].evidence > rivals[1].evidence:
            return None
        first, second = rivals[:2]
        if first.rule.indicator == second.rule.indicator:
            return None
        return f"{first.rule.id} and {second.rule.id} fit {example.text} equally well: give one a weight"
