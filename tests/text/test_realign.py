"""Byte-shifted text is set right where that is certain; what is not is marked, and no damaged number passes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.realign import LOST, Realigner

GLOSSES = {"務": "wù", "聯": "lián", "產": "chǎn", "業": "yè", "創": "chuàng", "設": "shè", "動": "dòng", "寫": "xiě"}
SIGNS = {"！": "?！", "？": "?", "。": "?。"}


def damage(text: str) -> str:
    """Do to a page what the tool does: replace byte strings wherever they are found, then decode."""
    source = text.encode("gbk")
    glossed = {key.encode("gbk"): key.encode("gbk") + f"({gloss})".encode("gbk") for key, gloss in GLOSSES.items()}
    signed = {key.encode("gbk"): sign.encode("gbk") for key, sign in SIGNS.items()}
    starts, at = set(), 0
    while at < len(source):
        starts.add(at)
        at += 2 if source[at] > 0x80 else 1
    out, at = b"", 0
    while at < len(source):
        pair = source[at : at + 2]
        if pair in glossed or (pair in signed and at not in starts):
            out += glossed.get(pair) or signed[pair]
            at += 2
        else:
            out += source[at : at + 1]
            at += 1
    return decode(out)


def decode(content: bytes) -> str:
    """Decode as browsers of old did: a broken pair is a ?, a pair without a character is nothing."""
    out, at = "", 0
    while at < len(content):
        if content[at] < 0x80:
            out += chr(content[at])
            at += 1
            continue
        pair = content[at : at + 2]
        at += 2
        if len(pair) == 2 and pair[1] < 0x40:
            out += "?"
        else:
            out += pair.decode("gbk", "ignore")
    return out


@pytest.fixture(scope="module")
def realigner() -> Realigner:
    return Realigner(RuleFolder.open())


def realigned(realigner: Realigner, text: str) -> str:
    return realigner.realign(TrackedText.of(text)).text


@pytest.mark.parametrize(
    "text",
    ["榮獲全國五一勞動獎章等選樹活動", "他獲得獎章和工人先鋒號", "建成海口市江東驛站 12 個", "他是獎章獲得者"],
)
def test_what_is_certain_is_set_right(realigner: Realigner, text: str) -> None:
    damaged = re.sub(r"(?<=[\u4e00-\u9fff])\([a-zàáǎèéòù]+\)", "", damage(text))
    assert damaged != text
    assert realigned(realigner, damaged) == text


@pytest.mark.parametrize(
    ("damaged", "left"),
    [
        ("全縣獎?wù)?20個", "全縣獎⟦?⟧個"),
        ("全縣獎?wù)隆@得者6人", "全縣獎⟦?⟧得者6人"),
        ("下?lián)?560萬元", "下⟦?⟧萬元"),
        ("獎?wù)?20個，“很好?！\n他說", "獎⟦?⟧個，“很好。”\n他說"),
        ("新?lián)?dāng)作為", "新⟦?⟧作為"),
        ("共錄?。保担比耍瑑?yōu)秀", "共錄⟦?⟧１５１人，優秀"),
    ],
)
def test_a_number_that_lost_a_digit_is_marked(realigner: Realigner, damaged: str, left: str) -> None:
    assert realigned(realigner, damaged) == left


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("《討小?！返?3個節目", "《討小⟦?⟧》⟦?⟧個節目"),
        ("在“聽?！弊x書會上朗誦", "在“聽⟦?⟧”讀書會上朗誦"),
        ("“手藝不能丢?！崩顜煾嫡f了這話", "“手藝不能丢。”李師傅說了這話"),
        ("全縣獎?wù)?20個，“再來?！?月14日他來了", "全縣獎⟦?⟧個，“再來⟦?⟧月14日他來了"),
        ("晚會拉開帷幕?！堆a網謠》登場", "晚會拉開帷幕。《⟦?⟧網謠》登場"),
        ("他睡在床!逼胀訁^總工會借的房里", "他睡在床。”普陀區總工會借的房里"),
        ("說來不容易!拔覀men)走了很久", "說來不容易。“我們走了很久"),
        ("唱了《我們工人有力量?！泛汀都t船》兩首", "唱了《我們工人有力量⟦?⟧》和《紅船》兩首"),
        ("“我學會了這門手藝?!?/p>", "“我學會了這門手藝。”?/p>"),
    ],
)
def test_titles_and_quotations_that_lack_a_mark_get_it_back(realigner: Realigner, damaged: str, right: str) -> None:
    assert realigned(realigner, damaged) == right


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        # The decoder shows nothing for a broken pair: the shift ends where the text begins to read better as it stands.
        ("“把活干細！卑嚅L老段說。全班26人", "“把活干細。”班長老段說。全班26人"),
        ("船員在每zhī)l船上", "船員在每條船上"),
        ("工作室guī)6人，全縣獎章", "工作室⟦?⟧人，全縣獎章"),
        # Signs for pairs that are no characters stand within the shift.
        ("“夜里還亮著燈�?！睒穭咏】凳兹喂�曉說", "“夜里還亮著燈。”樂動健康首任⟦?⟧曉說"),
        # Nothing but a letter is left of the next character.
        ("慰問金86萬元?？h總工會", "慰問金86萬元⟦?⟧縣總工會"),
        # Not one of the words that a lost character may be of.
        ("投保勞?！\n獎?wù)碌冗x樹", "投保勞保。\n獎章等選樹"),
        ("他是省勞?！\n獎?wù)碌冗x樹", "他是省勞模。\n獎章等選樹"),
        ("試了86稿?？蛻粽f要“雨后”", "試了86稿⟦?⟧客戶說要“雨后”"),
        # A month whose day and number were eaten.
        ("全部本金！月16日，獎?wù)碌冗x樹", "全部本金⟦?⟧月16日，獎章等選樹"),
        # A semicolon was looked for, too, and signs of full width were narrowed later.
        ("舉辦聯誼會,青年到場?;顒釉谒吝M行", "舉辦聯誼會,青年到場⟦?⟧活動在⟦?⟧進行"),
        ("“因?yàn)槠匠V芤坏街芪寤旧习?,很難見面", "“因為平常周一到周五⟦?⟧上⟦?⟧很難見面"),
        # A gloss behind the letter that ends a stretch tells its last character.
        ("“師傅教得細?！杯h(huán)衛(wèi)班16人", "“師傅教得細。”環(huán)衛(wèi)班16人"),
        ("下?lián)芄?huì)補助款16萬元", "下⟦?⟧補助款16萬元"),
        # A gloss that no list has: only its own character is lost.
        ("花崗巖縫里?zzā)乙茨z結，獎?wù)碌冗x樹", "花崗巖縫里⟦?⟧乙茨z結，獎章等選樹"),
    ],
)
def test_each_make_of_the_damage_is_set_right_or_marked(realigner: Realigner, damaged: str, right: str) -> None:
    assert realigned(realigner, damaged) == right


@pytest.mark.parametrize(
    "text",
    [
        "《怎么办?》上演了!",
        "读作(音mā)的字",
        "加油！班长来了，他带徒16人。",
        "怎么办？快递小哥说了算。",
        "《小海的梦?!返乡记》讲了3个人的故事",
        "“你来不来?!”他问",
        "谁来办?大家办！",
        "有何变化？记者走访了3家企业。",
        "“行不行?”他问。",
        "共?300人",
        "真的?！",
        "参会⟦?⟧人",
        "报名(须知?ok)",
    ],
)
def test_question_marks_of_real_text_stay(realigner: Realigner, text: str) -> None:
    page = TrackedText.of(text)
    assert realigner.realign(page) is page


SENTENCES = st.lists(
    st.sampled_from(
        [*"全縣工會勞動獎章獲得者和先鋒號等選樹活動海口市客戶端產業設創聯務，。”“！？", "12", "350", "人", "萬元", "、"]
    ),
    min_size=1,
    max_size=40,
).map("".join)


@given(SENTENCES)
def test_numbers_of_damaged_pages_are_right_or_near_the_mark(realigner: Realigner, text: str) -> None:
    """Wrong is worse than missing: a figure that the page did not hold stands next to ⟦?⟧."""
    result = realigned(realigner, damage(text))
    figures = re.findall(r"\d+", text)
    for found in re.finditer(r"\d+", result):
        near = result[max(0, found.start() - 12) : found.end() + 12]
        assert found[0] in figures or LOST in near or "?" in near


@given(SENTENCES)
def test_realigning_twice_changes_nothing_more(realigner: Realigner, text: str) -> None:
    once = realigner.realign(TrackedText.of(damage(text)))
    again = realigner.realign(TrackedText.of(once.text))
    assert again.text == once.text


def test_a_word_that_vanished_in_the_shift_is_known_by_its_beginning(realigner: Realigner) -> None:
    # 海口市總工會舉辦: the shift leaves no trace of 會, and half of 舉.
    assert realigned(realigner, "悉,??谑锌偣e辦比武20場") == "悉,海口市總工會⟦?⟧辦比武20場"


def test_a_gloss_between_the_character_and_the_sign_is_looked_over(realigner: Realigner) -> None:
    assert realigned(realigner, "統計當(dāng)?shù)厥I(yè)者86名") == "統計當(dāng)地⟦?⟧業(yè)者86名"


def test_a_full_stop_before_an_opening_quotation_comes_back(realigner: Realigner) -> None:
    text = "代表到場。“匠心課堂”發放 12 份"
    damaged = damage(text)
    assert "?！" in damaged
    assert realigned(realigner, damaged) == text


@pytest.mark.parametrize("text", ["兩個孩子險些輟學。“秋日圓夢”送去 12 份", "前年他進了工人學校“焊花課堂”學藝 12 天"])
def test_a_word_that_is_whole_does_not_go_on_behind_the_sign(realigner: Realigner, text: str) -> None:
    damaged = damage(text)
    assert "?！" in damaged
    assert realigned(realigner, damaged) == text


@pytest.mark.parametrize("damage", ["?请", "\ufffd请", "?！币", "V芤", "?请V芤"])
def test_a_page_of_nothing_but_broken_pairs_is_read_to_its_end(realigner: Realigner, damage: str) -> None:
    """Each reading ends after a few broken pairs: a long page neither runs out of stack nor into quadratic work."""
    text = realigner.realign(TrackedText.of("县总工会慰问职工。" + damage * 3_000 + "\n86人参加。")).text
    assert text.startswith("县总工会慰问职工。")
    assert text.endswith("\n86人参加。")
