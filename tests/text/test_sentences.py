"""Sentences and clauses: where they end, on invented articles."""

from hypothesis import given
from hypothesis import strategies as st

from unionstats.text.sentences import find_sentences
from unionstats.types import Article, Sentence, Span


def read(text: str, title: int = 0) -> tuple[Sentence, ...]:
    head = Span(0, title) if title else None
    return find_sentences(text, Article(0, Span(0, len(text)), head, Span(title, len(text))))


def texts(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in read(text)]


def clauses(text: str) -> list[str]:
    return [text[slice(*clause)] for sentence in read(text) for clause in sentence.clauses]


def test_a_sentence_ends_with_its_closing_quote() -> None:
    assert texts("“大家都来了。”会后，42人留下。") == ["“大家都来了。”", "会后，42人留下。"]


def test_a_semicolon_of_either_width_ends_a_statement() -> None:
    assert texts("建会26家；入会310人;培训2期。") == ["建会26家；", "入会310人;", "培训2期。"]


def test_each_line_is_a_paragraph_and_the_title_a_sentence() -> None:
    text = "南坪送清凉\n一线职工860人受益。"
    first, second = read(text, title=5)
    assert (first.is_title, first.paragraph) == (True, 0)
    assert (second.is_title, second.paragraph) == (False, 1)


def test_a_comma_within_a_number_ends_no_clause() -> None:
    assert clauses("发放1,234份,惠及86人") == ["发放1,234份,", "惠及86人"]


def test_a_time_of_day_is_no_clause_of_its_own() -> None:
    assert clauses("9:30开赛,12人到场") == ["9:30开赛,", "12人到场"]


@given(st.text(alphabet="工会3万人,，。；;：:、！？!?”\n ", max_size=60))
def test_clauses_cover_their_sentence_and_sentences_all_but_white_space(text: str) -> None:
    sentences = read(text)
    for sentence in sentences:
        assert sentence.start == sentence.clauses[0].start
        assert sentence.end == sentence.clauses[-1].end
        assert all(one.end == two.start for one, two in zip(sentence.clauses, sentence.clauses[1:], strict=False))
    left = text
    for sentence in reversed(sentences):
        left = left[: sentence.start] + left[sentence.end :]
    assert not left.strip()
