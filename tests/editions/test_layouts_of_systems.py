"""Pages as monitors, accounts, copies of web pages and other papers' systems lay them out."""

# ruff: noqa: E501 - lines of pages are read whole
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval.domain import ArticleKind, Byline
from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.layout.bylines import closing_byline, credit_line, signature
from retrieval.editions.layout.furniture import is_furniture
from retrieval.editions.sources.page import PageText, read_page
from retrieval.editions.sources.paths import PathStates, from_path

DAY = date(2025, 4, 8)


def page(text: str) -> PageText:
    return read_page(text.encode(), Path("page.txt"), EditionDefaults(), PathStates(EditionDefaults()))


COPIES = {
    "a monitor": "1.\n報章 | 葦州時報 | 2025-04-08\n報章 | A05 | 港聞 | 字數: 320 words | By 柏念\n\n早市搬家\n\n東門早市搬了。\n\n文章編號： 202504080010023\n\n版權所有 (c) 葦州時報有限公司。\n",
    "a monitor, paper above": "葦州時報\nA05 | 港聞 | By 柏念 | 2025-04-08\n\n早市搬家\n\n東門早市搬了。\n",
    "an account": "早市搬家\n\n原创 柏念 葦州時報 2025年04月08日 06:10 苇州\n\n点击上方蓝字关注我们\n\n東門早市搬了。\n\n阅读原文\n阅读 1.2万 在看 35\n",
    "an account in Markdown": "# 早市搬家\n\n原创 柏念 [葦州時報](javascript:void(0);) *2025-04-08 06:10* *苇州*\n\n![图片](https://a.example/1)\n\n東門早市搬了。\n",
    "a head of several lines": "早市搬家\n葦州時報\n2025-04-08 06:10\n来源：葦州時報\n作者：柏念\n\n東門早市搬了。\n",
    "a web page": "当前位置：首页 > 新闻 > 民生\n早市搬家\n发布时间：2025年04月08日 06:10　来源：葦州時報　作者：柏念　字体：[大] [中] [小]\n分享到：\n　　東門早市搬了。\n上一篇：夜校开班\n下一篇：花市开张\n",
    "a digital edition": "上一版 下一版\n2025年04月08日 星期二\n返回目录 放大 缩小 全文复制 上一篇 下一篇\n早市搬家\n本报记者 柏念\n《葦州時報》（2025年04月08日 第05版）\n東門早市搬了。\n版权声明：葦州時報版权所有，未经授权不得转载。\n",
    "a data base": "早市搬家\n\n【人民数据库资料】\n\n作者：柏念\n\n《葦州時報》（2025年04月08日 第05版）\n\n　　東門早市搬了。\n",
}


@pytest.mark.parametrize("text", COPIES.values(), ids=COPIES)
def test_copies_of_one_article(text: str) -> None:
    (article,) = page(text).drafts
    assert (article.kicker, article.headline, article.subhead) == (None, "早市搬家", None)
    assert (article.paper, article.date, article.byline) == ("葦州時報", DAY, Byline(("柏念",)))
    assert article.body == "東門早市搬了。"


@pytest.mark.parametrize(
    "line",
    [
        "上一篇：夜校开班",
        "往期推荐",
        "阅读 10万+",
        "扫码关注苇州发布",
        "放大 缩小 默认",
        "阅读原文",
        "本报评论员",
        "B叠·楼市周刊 B02版",
        "《苇州日报》创刊特刊 T03",
    ],
)
def test_what_systems_print_around_articles(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", ["评论", "收藏", "上一任市长卸任", "下一站：苇州", "阅读点亮小城", "编辑同志："])
def test_what_only_looks_so(line: str) -> None:
    assert not is_furniture(line)


NUMBERED = {
    "figures": "1. 早市搬家\n\n早市昨天搬进新棚。\n\n2. 夜校开班\n\n夜校昨天开学。\n",
    "words": "一、早市搬家\n\n本报讯 早市昨天搬进新棚。\n\n二、夜校开班\n\n本报讯 夜校昨天开学。\n",
    "under a name": "简讯\n\n1、早市搬家\n\n早市昨天搬进新棚。\n\n2、夜校开班\n\n夜校昨天开学。\n",
    "headings": "## 1. 早市搬家\n\n早市昨天搬进新棚。\n\n## 2. 夜校开班\n\n夜校昨天开学。\n",
}


@pytest.mark.parametrize("text", NUMBERED.values(), ids=NUMBERED)
def test_numbers_that_count_the_reports_of_a_page(text: str) -> None:
    assert [each.headline for each in page(text).drafts] == ["早市搬家", "夜校开班"]


def test_numbers_inside_of_a_report_are_those_of_its_crossheads() -> None:
    text = "电梯有了新办法\n\n本报讯 苇州昨天出台新办法。\n\n一、谁来出钱\n\n业主按楼层分摊。\n\n二、谁来维护\n\n前五年由企业维护。\n"
    (article,) = page(text).drafts
    assert article.body.split("\n")[1::2] == ["一、谁来出钱", "二、谁来维护"]


def test_authors_of_poems_and_of_what_follows_them() -> None:
    text = "七律·咏苇州\n柏念\n\n千顷芦花映晚霞，一湾春水绕人家。\n\n卜算子·早市\n乔一帆\n\n灯火未明时，担上清霜白。\n"
    assert [(each.headline, each.byline.reporters) for each in page(text).drafts] == [
        ("七律·咏苇州", ("柏念",)),
        ("卜算子·早市", ("乔一帆",)),
    ]
    (poem,) = page("## 老街\n\n柏念\n\n青石板上\n雨声很轻\n").drafts
    assert (poem.byline.reporters, poem.body) == (("柏念",), "青石板上\n雨声很轻")


def test_a_report_ends_with_its_reporters_names() -> None:
    text = "早市搬家\n\n早市昨天搬进新棚。\n\n（本报记者 柏念）\n\n夜校开班\n\n夜校昨天开学。（乔一帆）\n"
    assert [(each.headline, each.byline.reporters) for each in page(text).drafts] == [
        ("早市搬家", ("柏念",)),
        ("夜校开班", ("乔一帆",)),
    ]


def test_a_credit_in_lines_and_one_above_the_title() -> None:
    (article,) = page("竹器进了城\n□本报记者 柏念 乔一帆\n通讯员 郑洁\n文/图\n\n家家会编竹器。\n").drafts
    assert article.byline == Byline(("柏念", "乔一帆"), ("郑洁",), ("柏念", "乔一帆", "郑洁"))
    assert article.body == "家家会编竹器。"
    (article,) = page("葦州時報 記者柏念\n\n東門早市搬新棚\n\n東門早市昨日搬進新棚。\n").drafts
    assert (article.headline, article.byline.reporters) == ("東門早市搬新棚", ("柏念",))


CREDITS = {
    "文/本报记者 柏念 图/本报记者 孙妍": Byline(("柏念",), (), ("孙妍",)),
    "文 / 通讯员 郑 洁 图 / 本报记者 孙 妍": Byline((), ("郑洁",), ("孙妍",)),
    "本报记者 柏念 通讯员 郑洁 郝倩 文 本报记者 孙妍 摄": Byline(("柏念",), ("郑洁", "郝倩"), ("孙妍",)),
    "通讯员 郑洁 文/图": Byline((), ("郑洁",), ("郑洁",)),
    "大公報記者 柏念 葦州報道": Byline(("柏念",)),
    "乔一帆 摄（资料图片）": Byline((), (), ("乔一帆",)),
}


@pytest.mark.parametrize(("text", "says"), CREDITS.items(), ids=CREDITS)
def test_credits_of_several_people(text: str, says: Byline) -> None:
    assert credit_line(text) == says


def test_a_caption_is_no_credit_and_may_end_with_one() -> None:
    assert credit_line("▲新大棚 柏念 摄") is None
    assert closing_byline("▲新大棚 柏念 摄").photographers == ("柏念",)
    assert closing_byline("全長八百六十米。記者柏念／攝影").photographers == ("柏念",)
    assert signature("摊位增加三成。（柏念）").reporters == ("柏念",)
    assert not signature("摊位增加三成。（全文）").names
    assert not signature("摊位增加三成。（柏念摄）").names


def test_captions_with_numbers_and_lines_that_name_columns() -> None:
    (photos,) = page("图①：市民在选花。\n孙妍摄\n\n图②：孩子们在放风筝。\n乔一帆摄\n").drafts
    assert (photos.headline, len(photos.body.split("\n"))) == (None, 2)
    (table,) = page("## 今日菜价\n\n品种　　单价（元）　　较昨日\n白菜　　1.20　　↑0.10\n萝卜　　0.90　　持平\n").drafts
    assert (table.subhead, table.kind, len(table.body.split("\n"))) == (None, ArticleKind.TABLE, 3)


def test_a_bold_line_in_an_article_is_no_photo_story() -> None:
    (article,) = page(
        "# 早市搬家\n\n早市昨天搬进新棚。\n\n**摊主不怕下雨了**\n\n摊主说，再也不怕下雨了。\n\n![图](b.jpg)\n\n乔一帆 摄\n"
    ).drafts
    assert article.body == "早市昨天搬进新棚。\n摊主不怕下雨了\n摊主说，再也不怕下雨了。"


PATHS = {
    "苇州日报/2025-04-08/B叠02.txt": EditionDefaults("苇州日报", DAY, "B2"),
    "苇州日报_20250408_特刊T03.txt": EditionDefaults("苇州日报", DAY, "T3"),
    "苇州日报/20250408/B3版·教育周刊.txt": EditionDefaults("苇州日报", DAY, "B3"),
}


@pytest.mark.parametrize(("path", "says"), PATHS.items(), ids=PATHS)
def test_names_of_supplements(path: str, says: EditionDefaults) -> None:
    assert from_path(Path(path), Path("/in") / path).stated == says
