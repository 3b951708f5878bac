"""Maps peers' test cases to our API: what their conventions call by other names is renamed, nothing is forgiven.

A case is met when we find exactly its results of its scope, each with its span and value. The conventions mapped:
  number     a dozen is twelve; their span is the numeral's own: our `number_start:number_end`; plain ratios stay ratios
  percent    our kind percent: 成, 折 and 百分点 are percents with them, too; ranges are of the scope range
  money      our kind money; a currency they call by a code has our name for it; values without unit are compared alone
  dimension  our mass, area, distance, physical, ratio, and ages; values are compared in their unit
  duration   compared in seconds, a year being 365 days and a month 30 (or a twelfth of a year)
  range      our low and high; a bound with an open side is a range with an open side
Open sides: more_than has no high, nearly and up_to no low; where they close the side (3000多 as 3000 to 4000) our value
must be the side that we know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outside import SHARED

from unionstats import numbers
from unionstats.types import Quantity

SUITE = SHARED / "suites" / "quantities.jsonl"
# Cases of our own in the same form: they check the mapping where the peers' are not at hand.
OWN = Path(__file__).parents[1] / "cases" / "like_peers.jsonl"
KINDS = {
    "percent": {"percent"},
    "money": {"money"},
    "dimension": {"mass", "area", "distance", "physical", "ratio", "duration"},
    "duration": {"duration"},
}
# Theirs -> how many of their unit one of ours is.
SECONDS = {"秒": 1, "分钟": 60, "小时": 3600, "天": 86400, "周": 604800, "个月": 2628000, "年": 31536000, "日": 86400}
THEIR_SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2628000,
    "year": 31536000,
}
SCALES: dict[str, dict[str, float]] = {
    "gram": {"克": 1, "千克": 1000, "kg": 1000, "公斤": 1000, "斤": 500, "两": 50, "mg": 0.001},
    "metre": {"米": 1, "m": 1},
    "米": {"公里": 1000, "千米": 1000, "km": 1000, "英里": 1609.31, "海里": 1853, "分米": 0.1, "dm": 0.1, "厘米": 0.01,
          "cm": 0.01, "毫米": 0.001, "mm": 0.001, "微米": 1e-6, "µm": 1e-6, "pm": 1e-12, "丈": 3.33, "码": 0.914383},
    "": {"打": 12},
    "cent": {"分钱": 1, "角": 10},
    "元": {"分钱": 0.01, "角": 0.1},
    "C": {"摄氏度": 1, "℃": 1, "°C": 1, "度": 1, "°": 1},
}  # fmt: skip


def peer_cases(path: Path = SUITE) -> Iterator[dict[str, Any]]:
    """Yield the cases of a suite."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def failing(case: dict[str, Any]) -> str | None:
    """Say why a case is not met; None where it is."""
    scope = case["scope"][0]
    found = [
        one for one in numbers.quantities(case["input"], bare=True) if scope not in KINDS or one.kind in KINDS[scope]
    ]
    if scope == "duration":
        found = [one for one in found if one.unit != "岁"]
    elif scope == "dimension":
        found = [one for one in found if one.kind != "duration" or one.unit == "岁" or case["expected"]]
    elif scope == "percent":
        found = [one for one in found if one.value is not None]
    elif scope == "range":
        found = [one for one in found if one.low is not None or one.bound != "exact"]
    if len(found) != len(case["expected"]):
        return f"found {[case['input'][one.start : one.end] for one in found]}"
    for ours, theirs in zip(found, case["expected"], strict=True):
        if not _same_span(scope, ours, theirs):
            return f"span {case['input'][ours.start : ours.end]!r}"
        if not _same_value(ours, theirs):
            return f"value {ours.value} {ours.low}..{ours.high} {ours.bound} {ours.unit}"
    return None


def _same_span(scope: str, ours: Quantity, theirs: dict[str, Any]) -> bool:
    """Number and range cases give the numeral's span, some with the measure word behind it."""
    wanted = (theirs.get("number_start", theirs["start"]), theirs.get("number_end", theirs["end"]))
    if scope == "number":
        return wanted in {(ours.number_start, ours.number_end), (ours.start, ours.end), (ours.number_start, ours.end)}
    if scope == "range":
        return wanted[0] == ours.start and ours.number_end <= wanted[1] <= ours.end
    return (theirs["start"], theirs["end"]) == (ours.start, ours.end)


def _same_value(ours: Quantity, theirs: dict[str, Any]) -> bool:
    scale = _scale(ours.unit, theirs.get("unit") or "")
    low, high = theirs["low"], theirs["high"]
    if theirs["value"] is None and low is None and high is None:
        return True
    if theirs["value"] is not None:
        return _near(ours.value, theirs["value"], scale) or _vague(ours, theirs["value"])
    if ours.low is not None:
        if low is not None and high is None and _vague(ours, low):
            return True
        return (low is None or _near(ours.low, low, scale)) and (high is None or _near(ours.high, high, scale))
    known = low if ours.bound == "more_than" else high
    return ours.bound != "exact" and known is not None and _near(ours.value, known, scale)


def _vague(ours: Quantity, theirs: float) -> bool:
    """Peers read the unknown digit of 二十几万 as nought; we give 210,000 to 290,000."""
    return (
        ours.low is not None and ours.high is not None and 0 <= float(ours.low) - theirs <= float(ours.high - ours.low)
    )


def _scale(ours: str | None, theirs: str) -> float:
    if ours in SECONDS and theirs in THEIR_SECONDS:
        return SECONDS[ours] / THEIR_SECONDS[theirs]
    return SCALES.get(theirs, {}).get(ours or "", 1)


def _near(ours: Any, theirs: float, scale: float) -> bool:  # noqa: ANN401 - Decimal or None
    return ours is not None and abs(float(ours) * scale - theirs) <= 1e-3 * max(abs(theirs), 1e-12)
