"""Words that decide what is found are data in rules/, never Python."""

import ast
from pathlib import Path

import regex

SOURCES = sorted((Path(__file__).parents[1] / "src").rglob("*.py"))
NUMERALS = "〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬億兩廿卅半点點负負第年月日兆弌弍弎參貳陸"
HAN = regex.compile(r"\p{Han}")


def strings(tree: ast.AST) -> list[tuple[int, str]]:
    """Give the string constants of a module that are no docstrings."""
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
        for line, text in strings(ast.parse(path.read_text(encoding="utf-8")))
        if any(character not in NUMERALS for character in HAN.findall(text))
    ]
    assert found == []
