"""Layouts that exports have beside those of ``sample_pages``: indents, bold lines, tables, sections, furniture."""

# ruff: noqa: E501 - lines of pages are read whole
from __future__ import annotations

import pytest

from retrieval.domain import ArticleKind, Byline
from retrieval.editions.layout.furniture import is_furniture, may_be_furniture

SET_IN = """\
竹器进了城
本报记者 柏念

　　青麦镇有320户人家。
　　手艺有人教，竹器有人收
　　村口的竹器社里，老匠人正在教徒弟编筐。
　　——这是今年的第三期
　　（作者系苇州大学教授）
　　拧开龙头，清水哗哗流。
"""


@pytest.mark.parametrize("indent", ["　　", "　", "    ", "\u2003\u2003", "\t", "\u3000 "])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_paragraph_that_is_set_in_is_never_the_rest_of_the_line_before(drafts, indent, gap):
    text = SET_IN.replace("　　", indent).replace("。\n", "。" + gap).replace("收\n", "收" + gap)
    (article,) = drafts(text)
    assert (article.headline, article.byline.reporters) == ("竹器进了城", ("柏念",))
    assert article.body.split("\n") == [
        "青麦镇有320户人家。",
        "手艺有人教，竹器有人收",
        "村口的竹器社里，老匠人正在教徒弟编筐。",
        "——这是今年的第三期",
        "（作者系苇州大学教授）",
        "拧开龙头，清水哗哗流。",
    ]


def test_a_summary_below_a_marked_headline_is_text(drafts):
    (article,) = drafts("## 夜校开班\n\n　　夜校开了42个班，报名的人多了三成\n\n　　昨天，青麦镇夜校开学。\n")
    assert (article.headline, article.subhead) == ("夜校开班", None)
    assert article.body.split("\n") == ["夜校开了42个班，报名的人多了三成", "昨天，青麦镇夜校开学。"]


def test_lines_that_are_all_shifted_alike_are_one_paragraph(drafts):
    (article,) = drafts(
        "## 夜校开班\n\n"
        "    昨天青麦镇的夜校开学，今年开了四十二个\n"
        "    班，报名的人比去年多了三成，老师来自全\n"
        "    市九所学校。\n"
    )
    assert article.body == "昨天青麦镇的夜校开学，今年开了四十二个班，报名的人比去年多了三成，老师来自全市九所学校。"


@pytest.mark.parametrize("bold", ["**{}**", "__{}__", "　　**{}**"])
def test_a_line_that_is_bold_as_a_whole_is_a_crosshead(drafts, bold):
    line = bold.format("报名的人多，老师不够用")
    (article,) = drafts(
        f"## 夜校办到家门口\n\n昨天，青麦镇夜校开学，报名的人\n\n{line}\n\n校长柏念说，今年开了42个班。\n"
    )
    assert article.body.split("\n") == [
        "昨天，青麦镇夜校开学，报名的人",
        "报名的人多，老师不够用",
        "校长柏念说，今年开了42个班。",
    ]


@pytest.mark.parametrize(
    "headline",
    [
        "“竹器，进了城，也进了校园。”",
        "水来了，灯亮了，人也回来了！",
        "“路通了；日子呢？”",
        "《竹器，竹器，竹器》（修订版）",
    ],
)
def test_the_first_line_is_the_headline_whatever_signs_it_holds(drafts, headline):
    (article,) = drafts(f"{headline}\n\n　　青麦镇有320户人家。\n　　村口的竹器社里，老匠人正在教徒弟编筐。\n")
    assert article.headline == headline
    (article,) = drafts(f"{headline}\n本报记者 柏念\n\n青麦镇有320户人家。\n")
    assert (article.headline, article.byline.reporters) == (headline, ("柏念",))


def test_a_first_line_that_is_text_stays_text(drafts):
    (article,) = drafts("青麦镇有320户人家，家家会编竹器。\n\n村口的竹器社里，老匠人正在教徒弟编筐。\n")
    assert article.headline is None
    assert len(article.body.split("\n")) == 2


PIPED = {
    "strokes around": ("| 站点 | 首班 |\n| --- | :---: |\n| 东门 | 6:00 |\n| 西门 | 旧车站，旁边 |", 3),
    "strokes between": ("站点 | 首班\n---|---\n东门 | 6:00\n西门 | 旧车站", 3),
    "full-width": ("｜站点｜首班｜\n｜东门｜六点｜", 2),
    "after words": ("各站时间如下：\n| 站点 | 首班 |\n|---|---|\n| 东门 | 首末班都停 |", 2),
}


@pytest.mark.parametrize(("table", "rows"), PIPED.values(), ids=PIPED)
def test_a_table_with_strokes_is_kept_row_by_row(drafts, table, rows):
    (article,) = drafts(f"## 公交首班时间\n\n本报讯（记者 柏念）时间有调整。\n\n{table}\n\n市民可以打电话询问\n")
    lines = [line for line in table.split("\n") if "--" not in line]
    assert article.body.split("\n") == ["本报讯（记者 柏念）时间有调整。", *lines, "市民可以打电话询问"]
    assert article.kind is ArticleKind.TABLE or rows < 3


def test_sections_with_reports_below_them(drafts):
    text = "## 本地新闻\n\n### 早市搬家\n\n东门早市昨天搬进新棚。\n\n### 鱼市开张\n\n东湖鱼市昨天开张。\n\n## 早晚\n\n### 花市\n\n花市也开了。\n\n### 书市\n\n书市也开了。\n"
    assert [(each.kicker, each.headline, each.subhead) for each in drafts(text)] == [
        (None, "早市搬家", None),
        (None, "鱼市开张", None),
        (None, "花市", None),
        (None, "书市", None),
    ]


def test_crossheads_below_a_headline_are_no_reports(drafts):
    text = "## 老楼加装电梯有了新办法\n\n### 付款可以分期\n\n最长分六十个月。\n\n### 谁来维护\n\n前五年由企业维护。\n"
    (article,) = drafts(text)
    assert article.headline == "老楼加装电梯有了新办法"


BEFORE = {
    "a caption with its credit": "▲图为东门早市的新棚。乔一帆 摄\n\n",
    "a caption, a credit": "东门早市的新棚。\n本报记者 乔一帆 摄\n\n",
    "a credit": "乔一帆 摄\n\n",
}


@pytest.mark.parametrize("title", ["## 早市搬家\n\n", "早市搬家\n\n"], ids=["marked", "plain"])
@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_a_picture_above_the_report_belongs_to_it(drafts, title, before):
    (article,) = drafts(title + before + "本报讯（记者 柏念）东门早市昨天搬进新棚。\n\n摊位增加三成。\n")
    assert (article.headline, article.kind) == ("早市搬家", ArticleKind.REPORT)
    assert article.byline == Byline(("柏念",), (), ("乔一帆",))
    assert article.body.endswith("本报讯（记者 柏念）东门早市昨天搬进新棚。\n摊位增加三成。")


FURNITURE = [
    "责编：柏念　版式：乔一帆",
    "責任編輯：柏念　美編：喬一帆",
    "责编 柏念 版式 乔一帆 热线 0510-1234567",
    "本版编辑：柏念、乔一帆",
    "值班编委 柏念 一审 乔一帆",
    "新闻热线：0510-1234567",
    "新闻热线：96111　投稿邮箱：a@weizhou.example",
    "責編郵箱：a@weizhou.example",
    "国内统一连续出版物号：CN32-0001",
    "刊号 CN32-0001　邮发代号 27-1",
    "零售价：1.00元　今日8版",
    "农历乙巳年三月十一",
    "2025年4月8日　星期二　农历三月十一",
    "乙巳年三月十一　总第12345期",
    "第05版：民生",
    "第02-03版：民生",
    "A02-A03版",
    "A03版　本地新闻",
    "民生·03版",
    "《 苇州日报 》（ 2025年04月08日 03 版）",
    "葦州時報",
    "社址：苇州市东门路1号　印刷：苇州印务公司",
    "|---|:---:|",
]
NO_FURNITURE = [
    "报名邮箱：a@b.example",
    "咨询电话：12345",
    "热线开通一年，接听电话二十万个",
    "编辑部的故事",
    "设计师柏念说，新馆明年开门。",
    "零售价上涨三成",
    "总编辑谈阅读",
    "第12345号文件公布",
    "2-3",
    "早市搬家",
    "农历新年的灯会",
]


@pytest.mark.parametrize("text", FURNITURE)
def test_what_the_page_says_of_itself(text):
    assert is_furniture(text)


@pytest.mark.parametrize("text", NO_FURNITURE)
def test_what_is_no_furniture(text):
    assert not is_furniture(text)


def test_what_is_furniture_beside_other_furniture(drafts):
    assert all(
        map(may_be_furniture, ["民生", "0510-1234567", "邮箱：a@b.example", "2025年4月8日", "www.weizhou.example"])
    )
    page = "民生\n苇州日报\n2025年4月8日 星期二\n责编：柏念\n\n# 早市搬家\n\n东门早市昨天搬进新棚。\n\n新闻热线：96111\n邮箱：a@b.example\n"
    (article,) = drafts(page)
    assert (article.headline, article.kicker, article.body) == ("早市搬家", None, "东门早市昨天搬进新棚。")


def test_lines_that_are_whole_without_a_stop_are_not_glued(drafts):
    (article,) = drafts("# 夜校报名\n\n夜校今天报名。\n\n报名邮箱：a@b.example\n\n联系电话：1234567\n")
    assert article.body.split("\n") == ["夜校今天报名。", "报名邮箱：a@b.example", "联系电话：1234567"]


def test_a_pointer_ends_its_paragraph(drafts):
    (article,) = drafts(
        "# 夜校报名\n\n夜校今天报名，地点在青麦镇的文化站里，报名的人可以带上身份证和一张照片前去（详见3版）\n\n夜校的老师来自全市。\n"
    )
    assert len(article.body.split("\n")) == 2
    assert article.to_page is None


def test_articles_with_imprints_of_their_own(drafts):
    imprint = "《 苇州日报 》（ 2025年04月0{0}日 0{0} 版）"
    text = "".join(
        f"# {title}\n\n{imprint.format(number)}\n\n{title}，昨天。\n\n"
        for number, title in ((3, "早市搬家"), (4, "鱼市开张"))
    )
    found = [(each.headline, each.paper, str(each.date), each.page) for each in drafts(text)]
    assert found == [("早市搬家", "苇州日报", "2025-04-03", "3"), ("鱼市开张", "苇州日报", "2025-04-04", "4")]


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("更正啟事", "本報4月8日A3版「早市搬家」一文，攤位「86個」應為「96個」，特此更正。"),
        ("【勘誤】", "早市攤位應為96個。"),
        ("致歉聲明", "早市攤位應為96個。"),
        ("更正與致歉", "早市攤位應為96個。"),
        ("刊誤", "早市攤位應為96個。"),
        ("本報更正", "早市攤位應為96個。"),
        ("勘误表", "早市摊位应为96个。"),
        ("早市攤位", "本報昨日A3版報導有誤，謹此更正。"),
    ],
)
def test_notices_of_correction_in_both_writings(drafts, headline, body):
    (article,) = drafts(f"## {headline}\n\n{body}\n")
    assert article.kind is ArticleKind.CORRECTION


def test_what_is_no_notice(drafts):
    (article,) = drafts("## 早市攤位更正規\n\n市場辦說，攤位比去年更正規了。\n")
    assert article.kind is ArticleKind.REPORT
