"""Sentences of other pages set into our own articles: most go, and honest ones near their topics stay."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from random import Random

import pytest
from clean_articles import articles, clean, flat
from hacked_pages import Article

SENTENCES = tomllib.loads(Path(__file__).with_name("foreign_sentences.toml").read_text("utf-8"))
FOREIGN = [sentence for sentences in SENTENCES["foreign"].values() for sentence in sentences]
# What tells that a page was spun: on others less goes.
SIGN = "(🐮)"
PARAGRAPHS = [paragraph for paragraphs in SENTENCES["paragraphs"].values() for paragraph in paragraphs]
HONEST = [sentence for sentences in SENTENCES["honest"].values() for sentence in sentences]
# Pages to set each number of sentences into, and of a hundred sentences so many that go.
PAGES = 60
FLOORS = {1: 70, 4: 78}
# The same on pages that nothing else tells to be spun: what is lost there by error is worse than what stays.
PLAIN_FLOORS = {1: 40, 4: 33}
PARAGRAPH_FLOOR = 78
UNSEEN_FLOORS = {"news": 70, "of_all_kinds": 55}
# The page of the honest sentences.
TITLE = "南坪县总工会服务一线职工"
OPENING = "今年以来,南坪县各级工会走访困难职工家庭86户。"
MIDDLE = "全年办班12期,培训职工360人,发放补助46万元。"
CLOSING = "下一步,县总工会将把服务做到每个班组,让劳动者的日子越过越好。"
PLACES = {
    "within a paragraph": "{title}\n{opening}{sentence}{middle}\n{closing}",
    "as a paragraph": "{title}\n{opening}\n{sentence}\n{middle}{closing}",
    "as all of the text": "{title}\n{sentence}",
    "at the end": "{title}\n{opening}{middle}{closing}{sentence}",
}


def spun(chance: Random, article: Article, sentences: list[str], sign: str) -> str:
    """Return a page with sentences set behind others, and a sign that it was spun."""
    lines = list(article.paragraphs)
    for sentence in sentences:
        at = chance.randrange(len(lines))
        ends = [found.end() for found in re.finditer("。", lines[at])] or [0]
        cut = chance.choice(ends)
        lines[at] = f"{lines[at][:cut]}{sentence}{lines[at][cut:]}"
    return "\n\n".join((article.title, *lines[:-1], with_sign(lines[-1], sign)))


def with_sign(line: str, sign: str) -> str:
    """Set a sign behind the first character."""
    return line[:1] + sign + line[1:]


@cache
def prose() -> tuple[Article, ...]:
    """Return the articles whose paragraphs all are sentences."""
    return tuple(article for article in articles() if all("。" in line for line in article.paragraphs))


@pytest.mark.parametrize("number", FLOORS)
def test_most_sentences_of_other_pages_go_and_the_article_stays(number: int) -> None:
    gone = []
    for page in range(PAGES):
        chance = Random(f"{number}/{page}")  # noqa: S311 - no secret
        article = chance.choice(prose())
        sentences = chance.sample(FOREIGN, number)
        left = flat(clean(spun(chance, article, sentences, SIGN)))
        gone += [flat(sentence) not in left for sentence in sentences]
        for sentence in sentences:
            left = left.replace(flat(sentence), "")
        assert [line for line in article.paragraphs if flat(line) not in left] == []
    assert 100 * sum(gone) >= FLOORS[number] * len(gone)


@pytest.mark.parametrize("number", PLAIN_FLOORS)
def test_some_sentences_of_other_pages_go_where_nothing_else_tells_that_a_page_was_spun(number: int) -> None:
    gone: list[bool] = []
    for page in range(PAGES):
        chance = Random(f"{number}/{page}")  # noqa: S311 - no secret
        article = chance.choice(prose())
        sentences = chance.sample(FOREIGN, number)
        left = flat(clean(spun(chance, article, sentences, "")))
        gone += [flat(sentence) not in left for sentence in sentences]
    assert 100 * sum(gone) >= PLAIN_FLOORS[number] * len(gone)


@pytest.mark.parametrize("kind", UNSEEN_FLOORS)
def test_many_sentences_go_for_which_no_word_was_chosen(kind: str) -> None:
    unseen = SENTENCES["unseen"][kind]
    gone = 0
    for number in range(0, len(unseen), 4):
        chance = Random(f"unseen/{number}")  # noqa: S311 - no secret
        sentences = unseen[number : number + 4]
        left = flat(clean(spun(chance, chance.choice(prose()), sentences, SIGN)))
        gone += sum(flat(sentence) not in left for sentence in sentences)
    assert 100 * gone >= UNSEEN_FLOORS[kind] * len(unseen)


def test_most_paragraphs_of_other_pages_go_and_the_article_stays() -> None:
    gone = []
    for number in range(0, len(PARAGRAPHS), 2):
        chance = Random(f"paragraph/{number}")  # noqa: S311 - no secret
        article = chance.choice(prose())
        lines = list(article.paragraphs)
        for paragraph in PARAGRAPHS[number : number + 2]:
            lines.insert(chance.randrange(1, len(lines) + 1), paragraph)
        lines[0] = with_sign(lines[0], SIGN)
        left = flat(clean("\n\n".join((article.title, *lines))))
        gone += [
            all(flat(sentence) not in left for sentence in re.findall("[^。]+。", paragraph))
            for paragraph in PARAGRAPHS[number : number + 2]
        ]
        assert [line for line in article.paragraphs if flat(line) not in left] == []
    assert 100 * sum(gone) >= PARAGRAPH_FLOOR * len(gone)


@pytest.mark.parametrize("place", PLACES)
def test_honest_sentences_near_such_topics_stay(place: str) -> None:
    pages = {
        sentence: PLACES[place].format(title=TITLE, opening=OPENING, middle=MIDDLE, closing=CLOSING, sentence=sentence)
        for sentence in HONEST
    }
    assert [sentence for sentence, page in pages.items() if sentence not in clean(page)] == []


def test_two_honest_sentences_on_a_page_do_not_make_each_other_foreign() -> None:
    gone = set()
    for number in range(PAGES * 2):
        first, second = Random(f"two/{number}").sample(SENTENCES["honest"]["names_and_terms_of_other_topics"], 2)  # noqa: S311 - no secret
        text = clean(f"{TITLE}\n{OPENING}{first}{MIDDLE}\n{second}{CLOSING}")
        gone |= {sentence for sentence in (first, second) if sentence not in text}
    assert gone == set()
