"""One invented article in the templates that much of the Chinese web is served in: clean text, day and publisher."""

from datetime import date

import pytest

from unionstats.reading import read

TITLE = "戊市总工会举办职工厨艺大赛"
BODY = [
    "12月4日，戊市总工会举办首届职工厨艺大赛，58支代表队、232名选手参加。",
    "大赛设热菜、面点等6个项目，前三名选手将获颁“戊市技术能手”称号。",
    "灶台前的较量",
    "“同台比一比，才知道差在哪里。”面点师任某说。",
    "近三年，全市各级工会共举办技能竞赛640场次，参与职工9.8万人次。",
]
TEXT = "".join(f"<p>{line}</p>" for line in BODY)
NAV = "".join(f"<a href='/{n}'>频道{n}</a>" for n in range(12))
LIST = "".join(f"<li><a href='/a{n}'>己县第{n}届职工运动会开幕</a><span>2023-11-{n + 10}</span></li>" for n in range(8))
FOOT = "<div>版权所有：戊市新闻网 未经授权不得转载 ICP备00000号</div>"

PORTAL = f"""<title>{TITLE}_选手_厨艺_工会</title><div class=nav>{NAV}</div>
<div class=text-title><h1>{TITLE}</h1><div class=article-info><span class=time>2023-12-04 18:20</span>
<span>来源：<a href=x>戊市日报</a></span></div></div>
<article class=article id=mp-editor><p data-role=original-title style="display:none">原标题：{TITLE}</p>{TEXT}
<p>返回首页，查看更多<a href="//s"></a></p><p data-role=editor-name>责任编辑：<span></span></p></article>
<div class=statement>平台声明：该文观点仅代表作者本人，本平台仅提供信息存储空间服务。</div>
<div class=oper>阅读 (<em>23</em>)</div><div class=right>{LIST}</div>"""

PARTY_PAPER = f"""<title>{TITLE}--地方--戊省网</title><meta name=publishdate content=2023-12-04>
<div class=head>{NAV}</div><div class="layout rm_txt cf"><div class="col col-1 fl"><div class=pre>相关活动</div>
<h1>{TITLE}</h1><div class=channel><div class=col-1-1>2023年12月04日18:20 | 来源：<a href=x>戊市日报</a></div>
<div class=fr><span>小字号</span></div></div><div class="rm_txt_con cf">{TEXT.replace("<p>", "<p>　　")}
<p class=paper_num></p><div class=edit>(责编：庚某、辛某)</div></div><div class=share>分享让更多人看到</div></div>
<div class="col col-2 fr"><h2>热门排行</h2><ul>{LIST}</ul></div></div>{FOOT}"""

OFFICE = f"""<title>{TITLE}_政务要闻_戊市人民政府</title><meta name=PubDate content="2023-12-04 18:20">
<div class=bread>当前位置：<a href=/>首页</a> &gt; <a href=/x>政务要闻</a></div><div class="article pub_border">
<h1 id=ti>{TITLE}</h1><div class=pages-date>2023-12-04 18:20 <span>来源： 戊市日报</span><div class=pages_print>
<span>字号：默认 大 超大</span>|<span>打印</span></div></div><div class=pages_content id=UCAP-CONTENT>
<div class="view TRS_UEDITOR">{TEXT}</div></div><div class=editor>责任编辑：庚某</div></div>
<div class=related><h2>相关稿件</h2>{LIST}</div>{FOOT}"""

DIGITAL_PAPER = f"""<title>戊市日报数字报-{TITLE}</title><table><tr><td><table><tr><td>第02版：要闻</td>
<td><a href=p>上一版</a>3 4<a href=n>下一版</a></td></tr>
{"".join(f"<tr><td><a href=c{n}>标题{n}职工风采</a></td></tr>" for n in range(6))}</table>
</td><td><table><tr><td>2023年12月04日 星期一</td></tr>
<tr><td class=font01><founder-title>{TITLE}</founder-title></td></tr>
<tr><td class=font02><founder-author></founder-author></td></tr><tr><td><div id=ozoom><founder-content>
{"".join(f"<P>　　{line}" for line in BODY)}</founder-content></div></td></tr>
<tr><td><a href=p>上一篇</a> <a href=n>下一篇</a></td></tr></table></td></tr></table>{FOOT}"""

FORUM = f"""<title>{TITLE} - 工会论坛 - Powered by Discuz!</title><div id=hd>{NAV}</div><table><tr><td class=pls>
<a href=u>甲某</a><p>积分 120</p></td>
<td class=plc><div class=authi>发表于 2023-12-4 18:20 | <a href=o>只看该作者</a></div>
<h1 class=ts>{TITLE}</h1><table>
<tr><td class=t_f id=postmessage_1><i class=pstatus> 本帖最后由 甲某 于 2023-12-4 18:25 编辑
</i><br><br>{"<br><br>".join(BODY)}<br></td></tr></table>
<div class=po><a href=r>回复</a> <a href=j>举报</a></div></td></tr>
</table><table><tr><td class=t_f id=postmessage_2>学习了，点赞，为选手们加油！</td></tr></table>
<div>您需要登录后才可以回帖 登录 | 立即注册</div>"""

BLOG = f"""<title>{TITLE} &#8211; 戊市工会博客</title><header>{NAV}</header><article class=post><header><h1>{TITLE}</h1>
<div class=entry-meta>作者：甲某 | 2023年12月4日 | 分类：动态 | 1,024 次阅读</div></header>
<div class=entry-content>{TEXT}
<p>本文链接：http://a.cn/1.html</p></div><footer>标签：<a href=t>技能</a></footer></article>
<div id=comments><h3>1 条评论</h3><ol><li><p>丙某：写得真好，支持一线职工，希望多办这样的活动。</p></li></ol></div>
{LIST}"""

ACCOUNT = f"""<title></title><meta property=og:title content="{TITLE}"><div id=js_article>
<h1 class=rich_media_title id=activity-name>{TITLE}</h1><div id=meta_content><span class=rich_media_meta>庚某</span>
<a id=js_name>戊市工会</a><em id=publish_time></em></div>
<div class=rich_media_content id=js_content style="visibility: hidden; opacity: 0;">
<section><p><span>点击上方</span><span>蓝字</span><span>关注我们</span></p></section>
{"".join(f"<section><p><span>{line[:5]}</span><span>{line[5:]}</span></p></section>" for line in BODY)}
<section><p>编辑 | 庚某</p><p>审核 | 辛某</p></section><p>点个“在看”分享给更多人</p></div></div>
<script>var ct = "1701685200"; var nickname = htmlDecode("戊市工会");</script>"""

OLD_SITE = f"""<title>戊市总工会</title><table width=778><tr><td>{NAV}</td></tr></table><table><tr><td width=180><table>
{LIST.replace("<li>", "<tr><td>").replace("</li>", "</td></tr>")}</table></td><td><table>
<tr><td align=center><font size=4><b>{TITLE}</b></font></td></tr>
<tr><td align=center>作者：佚名 文章来源：本站 点击数：<script></script> 更新时间：2023-12-4</td></tr>
<tr><td>{"<br><br>".join("&nbsp;&nbsp;&nbsp;&nbsp;" + line for line in BODY)}</td></tr>
<tr><td align=right>【<a href=p>打印</a>】【<a href=c>关闭</a>】</td></tr></table></td></tr></table>{FOOT}"""

TELEPHONE = f"""<title>{TITLE}</title><div class=top-bar>打开戊市新闻客户端 <a href=o>立即打开</a></div><h1>{TITLE}</h1>
<div class=from><span>戊市日报</span> <span>2023-12-04 18:20</span></div><div id=content>{TEXT}</div>
<div class=open>打开APP阅读全文</div><div>展开全文</div><div class=hot><h3>热门推荐</h3><a href=x>己县举办运动会</a>
<p>己县日报 · 12评论</p></div>"""

HACKED = f"""<title>久久精品国产一区二区三区_欧美日韩在线观看免费</title><h1 style="display:none">久久精品国产</h1>
<div style="display:none"><p>{"在线看片，免费无码，国产精品，天天更新，欢迎收藏。" * 20}</p></div>
<div class=nav>{NAV}</div><div class=main><h1>{TITLE}</h1><div>2023-12-04 来源：戊市日报</div>{TEXT}</div>{FOOT}
<div>主站蜘蛛池模板：{" | ".join(f"<a href=h{n}>己县二手房{n}</a>" for n in range(20))}</div>"""

TEMPLATES = {
    "portal": (PORTAL, "戊市日报"),
    "party paper": (PARTY_PAPER, "戊市日报"),
    "office": (OFFICE, "戊市日报"),
    "digital paper": (DIGITAL_PAPER, None),
    "forum": (FORUM, None),
    "blog": (BLOG, None),
    "account": (ACCOUNT, "戊市工会"),
    "old site": (OLD_SITE, None),
    "telephone": (TELEPHONE, "戊市日报"),
    "hacked": (HACKED, "戊市日报"),
}


@pytest.mark.parametrize(("source", "publisher"), TEMPLATES.values(), ids=TEMPLATES)
def test_the_article_comes_out_of_each_template(source: str, publisher: str | None) -> None:
    reading = read(f"<html><body>{source}</body></html>", html=True)
    row = reading.result.page
    assert reading.clean_text.rstrip().split("\n") == [TITLE, *BODY]
    assert (row.title, row.published, row.publisher) == (TITLE, date(2023, 12, 4), publisher)
