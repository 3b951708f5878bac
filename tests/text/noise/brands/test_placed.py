"""Names that no list knows, told by the places in which a page has them; owners' names in the same places stay."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from clean_articles import clean, flat

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.noise.loading import load_noise
from unionstats.text.noise.remover import NoiseRemover

# {} is a name; what stands between ¦ must stay.
HACKED = {
    "farm": """¦“冬送暖”走进道班¦{}
近日,青石县总工会启动送年货活动{},3个小组走进6个乡镇,¦看望养路工97名¦。
{}
最远的一站是大榆树道班,带去棉手套40副{}。¦道班里养着一条黄狗¦。
县总工会表示,将推动送年货工作常态化{},¦每年至少走一趟最远的道班¦。""",
    "college": """{}召开第四届教代会
3月16日,{}召开第四届教代会,¦128名代表听取了校长工作报告¦。
会上,{}为五位退休教师颁发了纪念杯。¦其中一位教了三十八年木工¦。
{}(中国)官方网站 版权所有 地址:学府路6号""",
    "between": """{}电竞官网
东屿县总工会织补渔网
8月3日,东屿县总工会请来六位老渔工教织网。
{}
¦来学的有48名青年职工¦,最小的19岁。
{}
课上用掉尼龙线30公斤,{}补好旧网12张。¦老渔工说,网眼大小全凭拇指¦。
{}""",
    "commas": """{}体育官网
{}
清泉镇给环卫工修表
4月12日,{},清泉镇总工会请来修表匠,¦为环卫工修表46块¦。
修表匠老丘说,{},¦秒针走得比人心还稳¦。
活动持续三天,{},镇总工会还送去电池200粒。""",
    "brackets": """清泉镇给环卫工修表【{}】
4月12日,清泉镇总工会请来修表匠【{}】,¦为环卫工修表46块¦。
修表匠老丘说,¦秒针走得比人心还稳¦【{}】。
{} 网站地图 XML地图""",
    "doors": """{}注册-{}平台-{}登录
石桥林场修路记
3月2日,{}组织石桥林场职工修路。¦两天铺碎石六十方¦。
{}工会送去胶鞋46双,¦老场长说路比树难养¦。""",
    "page_of_login": """{}网页版登录工会开展护士节活动
5月12日,{}网页版登录工会开展护士节活动。¦68名护士比试静脉穿刺¦。
{}网页版登录门诊部的小池一针见血,¦蒙着眼也能摸到血管¦。
{}党委副书记到场颁奖。
{}网页版登录 版权所有""",
    "figures": """{}官网 - {}官网app下载
河滩镇总工会给稻农送凉茶
7月6日,河滩镇总工会设凉茶点12处,¦服务插秧工人560人次¦{}官网。
凉茶用去陈皮8公斤{}官网app,¦熬茶的是退休炊事员老阎¦。
镇总工会还为320名插秧工人投保{},¦每人保额三万元¦。""",
}
NAMES = ("赫沃", "岚锐城", "骁琅锐赫", "煊沃汇")
OWNED = {
    "foot": """{}
{}工会举办羽毛球赛
5月4日,¦{}工会举办羽毛球赛¦,46名职工参加。¦{}为每名参赛职工发了球拍¦。
¦来自{}的焊工小贾夺冠¦,他练球三年。
Copyright © 2023 {} 版权所有 网站地图""",
    "title": """慰问道班工 - {}
5月4日,¦{}职工走进道班¦,送去热水壶26个。¦{}还为道班修了屋顶¦。
¦道班长说,{},好样的¦!
¦{}“暖冬行动”已办六年¦。
{}官网 {}商城 {}app下载""",
    "congress": """{}召开第五届职代会
来源:{}工会
3月2日,¦{}召开第五届职代会¦,代表126人到会。¦{}“师带徒”方案获通过¦。
¦会后,{}党委慰问了劳模¦。¦{}职工食堂、{}家园、{}学院都派了人¦。
{}
2023年3月4日""",
    "spam_beside": """国产精品久久久久久无码_欧美一区二区三区免费_亚洲日韩中文字幕
{}
5月4日,¦{}工会举办羽毛球赛¦,46人参加。¦{}为每名参赛者发了球拍¦。
¦来自{}的焊工小贾夺冠¦。¦{}“暖冬行动”已办六年¦。
版权所有 {} 网站地图""",
}
OWNERS = ("海尔", "恒远针织", "昊天化工", "天博仪表", "南坪一中", "江北中医院", "粤工惠", "海潮新闻", "TCL", "58同城")


# Words and owners in places of machines: each with what must stay.
WORDS = {
    "妈妈": "{}的工装\n{}是纺织厂的挡车工。\n{}\n那时候我不懂事,¦嫌{}身上有机油味¦。\n{}\n后来,¦{}领了1.2万元补偿金¦。",
    "焊接": "工会送课\n{}\n¦第一课讲{},到课86人¦。{}分手工焊、气保焊。\n钳工\n第二课讲钳工。\n{}\n¦复训再讲{}¦。",
    "红帽子": "¦火车站的{}搬运队有46人¦。这些年,{},搬过猪、搬过钢琴。¦今年,{},一天走四万步¦。\n{}",
    "中芯国际": "{}\n{}工会办运动会\n¦9月6日,{}第九届职工运动会开幕¦。\n版权所有 {}集团有限公司 {}官网",
    "黔工宝": "{}\n8月3日,¦省里推出的“{}”上线满一年¦。¦打开{}首页,能看到三个入口¦。\n{}登录 {}注册 {}下载",
    "飞鹰电竞": "¦{}俱乐部工会成立¦,会员46人。\n¦{}的青训队员来了¦。¦{}官网公布了新的作息表¦。",
    "焊花": "{}班组\n¦{}班组有14个人¦。\n{}\n2019年,¦{}班组拿下进口阀体的焊接难题¦。\n{}\n¦去年,{}班组被命名¦。",
}


def filled(page: str, name: str) -> tuple[str, list[str]]:
    text = page.replace("{}", name)
    return text.replace("¦", ""), text.split("¦")[1::2]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("make", HACKED)
def test_a_name_that_machines_put_goes_everywhere(make: str, name: str) -> None:
    page, stays = filled(f"{HACKED[make]}\n雷竞技raybet官网", name)
    cleaned = flat(clean(page))
    assert name not in cleaned
    assert [part for part in stays if flat(part) not in cleaned] == []


@pytest.mark.parametrize("name", OWNERS)
@pytest.mark.parametrize("make", OWNED)
def test_an_owners_name_in_such_places_stays(make: str, name: str) -> None:
    page, stays = filled(OWNED[make], name)
    cleaned = flat(clean(page))
    assert [part for part in stays if flat(part) not in cleaned] == []


def test_two_characters_that_are_mostly_parts_of_words_stay_in_them() -> None:
    remover = NoiseRemover(RuleFolder.open())
    page = "澜岸网页版登录工会慰问86人。\n晚风吹过瑞澜岸边,长堤绕着瑞澜岸边,夜色里瑞澜岸边静。\n澜岸网页版登录"
    assert remover.remove(TrackedText.of(page)).text.count("瑞澜岸") == 3


@pytest.mark.parametrize(("key", "scope"), [("", "placed"), ("weight = 2", "line")])
def test_a_weight_is_of_places_and_of_them_alone(tmp_path: Path, key: str, scope: str) -> None:
    (tmp_path / "noise").mkdir()
    rule = f"""[[noise]]
id = "noise.own.place"
scope = "{scope}"
why = "a test"
pattern = '''甲(?<brand>乙)'''
{key}
strip = [{{ text = "甲乙", leaves = "" }}]
keep = [{{ text = "乙甲", why = "another order" }}]
"""
    (tmp_path / "noise" / "own.toml").write_text(rule, encoding="utf-8")
    with pytest.raises(RuleError, match="have a weight"):
        load_noise(RuleFolder.open(tmp_path))


@pytest.mark.parametrize("name", WORDS)
def test_words_and_owners_stay_where_the_page_says_what_they_are(name: str) -> None:
    page, stays = filled(WORDS[name], name)
    cleaned = flat(clean(page))
    assert [part for part in stays if flat(part) not in cleaned] == []


def test_a_name_behind_any_word_that_ends_a_clause_is_looked_for() -> None:
    folder = RuleFolder.open()
    rule = next(rule for rule in load_noise(folder) if rule.id == "noise.usage.clause_end")
    ended = regex.compile(f"(?:{folder.lexicon['name_ended']})\\Z", regex.VERBOSE | regex.VERSION1)
    words = regex.findall(r"\p{Han}+|%", folder.lexicon["name_ended"])
    found = {end for word in words for end in (word, f"8{word}") if ended.search(end)}
    assert len(found) > len(words) / 2
    assert [end for end in sorted(found) if not rule.pattern.search(f"{end}瑞澜坊,")] == []
