"""Pages damaged as hacked sites damage them: our own articles, with brands and spam set in at random places.

Owns the ways of damage and their words. None of the brands stands in the rules' lists (a test holds it): what is taken
out of these pages is taken out by its structure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import NamedTuple


class Article(NamedTuple):
    """A clean article: its headline and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


class Damaged(NamedTuple):
    """A page as a hacked site shows it, and the strings that were set in."""

    text: str
    gone: tuple[str, ...]


LATIN = (
    "haobo",
    "fubet",
    "dqwon",
    "zoty",
    "tqvix",
    "tlcbet",
    "qyvip",
    "nabo",
    "hthtiyu",
    "jxfun",
    "unibet",
    "wanbo",
    "lebo",
)
MIXED = ("m88", "lucky88", "w66", "qy88", "vns9", "pj6", "xpj88", "js55", "6up", "k7", "dg68", "hg0088", "yh533388")
HANZI = (
    "齐乐",
    "同乐城",
    "鸿博",
    "赢咖",
    "蓝狮",
    "盛濠",
    "永乐",
    "华纳",
    "荟博",
    "百胜",
    "三亿",
    "博隆",
    "优发",
    "韦兰",
)
LONG_HANZI = ("齐乐国际", "盛濠天地", "亿万先生", "永乐国际", "百家博", "盈丰国际", "万豪国际", "鸿运国际", "利博国际")
DIGITS = ("8866", "3354", "28365365", "4166", "6163", "22270", "55677", "909", "56733", "8040088", "168")

TAILS = ("官网", "官方网站", "平台登录", "app下载", "登录入口", "网页版", "体育官网", "娱乐官网", "体育app")
MORE_TAILS = (
    "娱乐平台", "体育官方网站", "官网app下载", "平台官网", "手机版下载", "体育在线", "电竞官网", "棋牌app", "真人娱乐",
    "官方下载", "全站app", "官网首页", "登录网址", "体育平台", "电子游戏平台", "彩票平台", "官网登录入口",
    "注册登录", "备用网址",
)  # fmt: skip
COUNTRY = ("(中国)官方网站", "·(中国)官方网站", "(China)官方网站", "(中国)有限公司官网", "（中国）体育官方网站")
SIGNS = ("-", "_", "|", " - ", "——", "｜", ",", " ")
BRACKETS = ("【{}】", "({})", "（{}）", "「{}」", "[{}]", "『{}』", "《{}》")

SHAPES: dict[str, Callable[[Random], str]] = {
    "latin": lambda chance: chance.choice(LATIN),
    "latin_digits": lambda chance: chance.choice(MIXED),
    "hanzi": lambda chance: chance.choice(HANZI),
    "long_hanzi": lambda chance: chance.choice(LONG_HANZI),
    "hanzi_latin": lambda chance: chance.choice(HANZI) + chance.choice(LATIN + MIXED),
    "digits": lambda chance: chance.choice(DIGITS),
}
# These say by themselves that they are no Chinese word.
BARE = ("hanzi_latin",)


def brand(chance: Random, shape: str) -> str:
    """Return a brand of a shape with what such names are followed by."""
    core = SHAPES[shape](chance)
    if shape == "digits":
        return core + chance.choice((*TAILS, *MORE_TAILS))
    if shape in BARE and chance.random() < 0.3:
        return core
    return core + chance.choice((*TAILS, *MORE_TAILS, *COUNTRY))


def title_before(chance: Random, article: Article, name: str) -> Damaged:
    sign = chance.choice(SIGNS)
    return page(article._replace(title=f"{name}{sign}{article.title}"), name)


def title_behind(chance: Random, article: Article, name: str) -> Damaged:
    sign = chance.choice(SIGNS)
    return page(article._replace(title=f"{article.title}{sign}{name}"), name)


def title_within(chance: Random, article: Article, name: str) -> Damaged:
    return page(article._replace(title=within(chance, article.title, name)), name)


def head(chance: Random, article: Article, name: str) -> Damaged:
    """Over the headline a line of two to four pieces."""
    shapes = [chance.choice(list(SHAPES)) for _ in range(chance.randint(1, 3))]
    pieces = [name, *(brand(chance, shape) for shape in shapes)]
    sign = chance.choice(("-", "_", "|", ",", " | ", " - "))
    lines = (sign.join(pieces), article.title, *article.paragraphs)
    return Damaged("\n\n".join(lines), tuple(pieces))


def head_alone(chance: Random, article: Article, name: str) -> Damaged:
    """Over the headline a line that is the brand alone."""
    del chance
    return Damaged("\n\n".join((name, article.title, *article.paragraphs)), (name,))


def clause(chance: Random, article: Article, name: str) -> Damaged:
    """Set before clauses, in one to three paragraphs."""
    return page(body(chance, article, lambda text: at_clause(chance, text, name)), name)


def clause_end(chance: Random, article: Article, name: str) -> Damaged:
    return page(body(chance, article, lambda text: at_clause(chance, text, name, before=True)), name)


def bracketed(chance: Random, article: Article, name: str) -> Damaged:
    shown = chance.choice(BRACKETS).format(name)
    return page(body(chance, article, lambda text: at_clause(chance, text, shown)), name)


def disguised(chance: Random, article: Article, name: str) -> Damaged:
    """In full-width forms, or with characters that do not show between."""
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalnum() else sign for sign in name)
    shown = chance.choice((wide, "\u200b".join(name), "\u200d".join(name), f"\ufeff{name}"))
    return page(body(chance, article, lambda text: at_clause(chance, text, shown)), name, shown)


def paragraph(chance: Random, article: Article, name: str) -> Damaged:
    """As a paragraph of its own between two others."""
    at = chance.randrange(1, len(article.paragraphs))
    lines = [*article.paragraphs[:at], name, *article.paragraphs[at:]]
    return page(article._replace(paragraphs=tuple(lines)), name)


def text_opens(chance: Random, article: Article, name: str) -> Damaged:
    """Glued to the first paragraph, and behind the last one."""
    lines = list(article.paragraphs)
    if chance.random() < 0.5:
        lines[0] = f"{name}{chance.choice(('', ' ', '：', ':', ','))}{lines[0]}"
    else:
        lines[-1] += f"{chance.choice(('', ' ', '-'))}{name}"
    return page(article._replace(paragraphs=tuple(lines)), name)


def foot(chance: Random, article: Article, name: str) -> Damaged:
    """Below the text a row of brands."""
    pieces = [name, *(brand(chance, chance.choice(list(SHAPES))) for _ in range(chance.randint(0, 8)))]
    sign = chance.choice((" | ", "|", " ", "、", "\n", "-", "_", ","))
    label = chance.choice(("", "友情链接:", "热门推荐:", "相关链接:", "本文标签:"))
    return Damaged("\n\n".join((article.title, *article.paragraphs, label + sign.join(pieces))), tuple(pieces))


OWNERS = ("集团工会", "有限公司工会", "教职工", "学院工会", "公司职工", "大学工会")


def owner(chance: Random, article: Article, name: str) -> Damaged:
    """Where the owner's name stood."""
    whose = chance.choice(OWNERS)
    sentence = f"{chance.choice(('近日,', '4月2日,', ''))}{name}{whose}组织健步走活动,320人参加。"
    lines = [*article.paragraphs[:1], sentence, *article.paragraphs[1:]]
    return page(article._replace(paragraphs=tuple(lines)), name)


def site(chance: Random, article: Article, name: str) -> Damaged:
    """All over a page whose owner's name the brand took: title, way, source, text, notices."""
    core = re.split("|".join((*COUNTRY, *MORE_TAILS, *TAILS)).replace("(", "[(]").replace(")", "[)]"), name)[0]
    whose = chance.choice(OWNERS)
    lines = list(article.paragraphs)
    lines.insert(1, f"近日,{core}{whose}组织健步走活动,320人参加。")
    at = chance.randrange(len(lines))
    lines[at] = at_clause(chance, lines[at], core)
    parts = [
        chance.choice((name, f"{name} - {core}", f"{core}(中国)官方网站")),
        f"当前位置:首页>{core}新闻>正文",
        article.title,
        f"发布时间:2021-04-23 来源:{core} 点击:327",
        *lines,
        f"上一篇:{core}召开安全例会",
        chance.choice((f"版权所有 {name}", f"Copyright 2019 {core}", f"{name} 版权所有", f"{core}(中国)官方网站")),
    ]
    return Damaged("\n\n".join(parts), (core, name))


Way = Callable[[Random, Article, str], Damaged]
WAYS: dict[str, Way] = {
    way.__name__: way
    for way in (
        title_before, title_behind, title_within, head, head_alone, clause, clause_end, bracketed, disguised,
        paragraph, text_opens, foot, owner, site,
    )
}  # fmt: skip

_CLAUSE = re.compile(r"[，,。；](?=[\u4e00-\u9fff]{2})")


def page(article: Article, *gone: str) -> Damaged:
    return Damaged("\n\n".join((article.title, *article.paragraphs)), gone)


def body(chance: Random, article: Article, change: Callable[[str], str]) -> Article:
    """Return the article with one to three of its paragraphs changed."""
    chosen = chance.sample(range(len(article.paragraphs)), min(len(article.paragraphs), chance.randint(1, 3)))
    lines = [change(line) if number in chosen else line for number, line in enumerate(article.paragraphs)]
    return article._replace(paragraphs=tuple(lines))


def at_clause(chance: Random, text: str, name: str, *, before: bool = False) -> str:
    """Set a name behind (or before) the sign that ends a clause."""
    places = [found.start() if before else found.end() for found in _CLAUSE.finditer(text)]
    if not places:
        return f"{text}{name}" if before else f"{name}{text}"
    at = chance.choice(places)
    return f"{text[:at]}{name}{text[at:]}"


def within(chance: Random, text: str, name: str) -> str:
    """Set a name in the middle of a headline, between two Chinese characters."""
    places = [at for at in range(4, len(text) - 3) if re.fullmatch(r"[\u4e00-\u9fff]{2}", text[at - 1 : at + 1])]
    at = chance.choice(places) if places else len(text)
    return f"{text[:at]}{name}{text[at:]}"
