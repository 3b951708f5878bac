"""Words that decide what is found are data in rules/, never Python."""

import ast
from pathlib import Path

import regex

SOURCES = sorted((Path(__file__).parents[1] / "src").rglob("*.py"))
NUMERALS = "〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬億兩廿卅半点點负負第年月日兆弌弍弎參貳陸"
# Number grammar itself, the vertical stroke that sites use as a separator, and units that the contract names.
NUMERALS += "几数多余卌丨"
CONTRACT = {"个百分点"}
GRAMMAR = {r"[0-9]{4}年的?|[0-9.]++[万亿]"}  # a year between a noun and its number
# Words for people, not for finding: help, the data dictionary, the template of a rule file.
FOR_PEOPLE = {"cli", "schema.py", "rules_new.py"}
HAN = regex.compile(r"\p{Han}")


def strings(tree: ast.AST) -> list[tuple[int, str]]:
    """Return the string constants of a module that are no docstrings."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


def test_sources_are_found() -> None:
    assert len(SOURCES) > 20


def test_no_chinese_words_in_src() -> None:
    found = [
        f"{path.name}:{line}: {text}"
        for path in SOURCES
        if not FOR_PEOPLE & set(path.parts)
        for line, text in strings(ast.parse(path.read_text(encoding="utf-8")))
        if text not in CONTRACT | GRAMMAR
        if any(character not in NUMERALS for character in HAN.findall(text))
    ]
    assert found == []
