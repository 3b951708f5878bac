"""Big5 text that lost its backslashes is set right where words tell, and other text is left alone."""

from pathlib import Path

import pytest

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder
from unionstats.text.backslash import BackslashRepairer
from unionstats.text.edits import TrackedText

REPAIRER = BackslashRepairer(RuleFolder.open())


def damaged(text: str) -> str:
    return text.encode("big5").replace(b"\\", b"").decode("big5", "replace")


@pytest.mark.parametrize(
    "text",
    [
        "本會成功舉辦勞工教育46場,許多會員表示獲益良多。",
        "提供閱讀與休息空間26處",
        "餐飲業職業工會派員參加",
        "各區擺攤義賣46場,允許會員請假3天,涵蓋各行業共46家",
    ],
)
def test_words_tell_where_a_backslash_was_eaten(text: str) -> None:
    shown = damaged(text)
    assert shown != text
    assert REPAIRER.repair(TrackedText.of(shown)).text == text


@pytest.mark.parametrize(
    "text",
    [
        "成本降低3%,民眾打工賺錢,做B超檢查的會員有46人。",
        "嬝嬝炊煙裡,釵頭鳳一曲唱罷,蝓蛈無聲。",
        "通过A股上市,职工做B超检查,许多会员受益。",
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    tracked = TrackedText.of(text)
    assert REPAIRER.repair(tracked) is tracked


def test_what_no_word_tells_is_left_as_it_stands() -> None:
    shown = damaged("總工會許理事長致詞,會員成功爭取加薪3%。")
    assert "陴z事長" in REPAIRER.repair(TrackedText.of(shown)).text


def own(tmp_path: Path, word: str) -> BackslashRepairer:
    (tmp_path / "repair.toml").write_text(f"[backslash]\nwords = ['{word}']\n", encoding="utf-8")
    return BackslashRepairer(RuleFolder.open(tmp_path))


def test_a_word_of_ones_own_is_no_pattern(tmp_path: Path) -> None:
    """Signs that mean something in patterns stand for themselves."""
    assert own(tmp_path, "*)[功]能").repair(TrackedText.of("工會有46人")).text == "工會有46人"


@pytest.mark.parametrize("word", ["功能", "[功能]表", "[功", "也[许]"])
def test_a_word_without_one_character_of_big5_in_brackets_is_refused(tmp_path: Path, word: str) -> None:
    with pytest.raises(RuleError, match="needs one character in brackets"):
        own(tmp_path, word)
