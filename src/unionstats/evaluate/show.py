"""Formats an evaluation for a terminal: the figures, the indicators, every miss with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from unionstats.evaluate.floors import Difference
from unionstats.evaluate.gold import EXTRA_FIELDS
from unionstats.evaluate.pages import Evaluation, ScoredPage
from unionstats.evaluate.score import Miss, Ratio, Score
from unionstats.text.marks import SENTENCE_END

_FIELDS = ("value", "unit", "bound", "kind", "province", "period", *EXTRA_FIELDS)
_WHITE = regex.compile(r"\s+")


def summary(evaluation: Evaluation) -> Iterator[str]:
    """Yield the figures: one line per measured quality, then one per indicator."""
    score = evaluation.score
    labelled = score.ratios["quantity.recall"].judged
    yield f"{score.pages} pages, {labelled} labelled quantities, {score.unplaced} facts without a span"
    yield ""
    for name in ("quantity.precision", "quantity.recall", *_FIELDS, "indicator.precision", "indicator.recall"):
        yield _line(name, score.ratios.get(name, Ratio()))
    yield ""
    yield from _indicators(score)


def _line(name: str, ratio: Ratio) -> str:
    return f"{name:<20} {_percent(ratio)}  {ratio.right}/{ratio.judged}"


def _percent(ratio: Ratio) -> str:
    return f"{ratio.share:6.1%}" if ratio.share is not None else "     –"


def _indicators(score: Score) -> Iterator[str]:
    names = sorted({name.split(".")[1] for name in score.ratios if name.count(".") == 2})
    if names:
        yield f"{'indicator':<26} {'precision':>18} {'recall':>18}"
    for name in names:
        precision = score.ratios.get(f"indicator.{name}.precision", Ratio())
        recall = score.ratios.get(f"indicator.{name}.recall", Ratio())
        yield f"{name:<26} {_cell(precision):>18} {_cell(recall):>18}"


def _cell(ratio: Ratio) -> str:
    return f"{_percent(ratio)} {ratio.right:>4}/{ratio.judged}"


def misses(evaluation: Evaluation) -> Iterator[str]:
    """Yield every disagreement with its sentence, the quantity marked."""
    page = ""
    for miss in evaluation.score.misses:
        if miss.source != page:
            page = miss.source
            yield f"\n== {page}"
        yield _miss(miss, evaluation.pages[page])


def _miss(miss: Miss, page: ScoredPage) -> str:
    said = f"{miss.field}: expected {miss.expected}, got {miss.got}"
    return f"{page.source}:{miss.where} {said}\n    {_sentence(page.text, miss.where, len(miss.quote))}"


def _sentence(text: str, start: int, length: int) -> str:
    """Return the sentence of the page as read around a quantity, the quantity in 【】."""
    before = max((found.end() for found in SENTENCE_END.finditer(text, max(0, start - 120), start)), default=0)
    before = max(before, start - 120, 0)
    end = start + length
    found = SENTENCE_END.search(text, end, min(len(text), end + 80))
    after = found.end() if found else end + 80
    shown = f"{text[before:start]}【{text[start:end]}】{text[end:after]}"
    return str(_WHITE.sub(" ", shown)).strip()


def differences(found: Sequence[Difference]) -> Iterator[str]:
    """Yield ratios that differ, before and after."""
    for name, before, after in found:
        yield f"{name:<44} {_share(before)} → {_share(after)}"


def _share(share: float | None) -> str:
    return f"{share:6.1%}" if share is not None else "     –"
