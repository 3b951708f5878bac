"""The scanner alone on the labelled seed pages: what it finds in the raw pages, before any cleaning."""

import json

from outside import SEEDS, SHARED, needs

from unionstats.numbers import quantities

LABELS = SHARED / "gold" / "seeds.facts.jsonl"
pytestmark = needs(LABELS)


def labels() -> list[dict[str, object]]:
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]


def test_every_labelled_quantity_is_found_as_labelled() -> None:
    wrong = []
    for source in sorted({str(label["source"]) for label in labels()}):
        text = (SEEDS / source).read_text(encoding="utf-8")
        found = {one.start: one for one in quantities(text)}
        for label in labels():
            one = found.get(int(str(label["start"]))) if label["source"] == source else None
            if label["source"] == source and (
                one is None
                or (text[one.start : one.end], one.bound, one.unit, one.kind)
                != (label["quote"], label["bound"], label["unit"], label["kind"])
                or (None if one.value is None else float(one.value)) != label["value"]
            ):
                wrong.append(label["quote"])
    assert wrong == []
