"""What files state of themselves: front matter, labels, the line under a headline, imprints, and names of exports."""

# ruff: noqa: E501 - lines of pages are read whole
from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.ingest import ingest
from retrieval.editions.sources.paths import from_path

DAY = date(2025, 4, 8)

PATHS = {
    "20250408/20250408-03-02.txt": (None, DAY, "3", True),
    "x/20250408_A03_02.txt": (None, DAY, "A3", True),
    "node_20250408_06.txt": (None, DAY, "6", False),
    "苇州日报/2025-04-08/第05版：民生/02 夜校.txt": ("苇州日报", DAY, "5", True),
    "苇州日报/2025年4月8日/A03版-民生/1.txt": ("苇州日报", DAY, "A3", True),
    "x/20250408/05/1.txt": (None, DAY, "5", True),
    "x/20250408/A05/早市.txt": (None, DAY, "A5", True),
    "x/2025-04-08/第一版/早市.txt": (None, DAY, "1", True),
    "x/2025/04/08/03/2.txt": (None, DAY, "3", True),
    "苇州晚报/weizhou_20250408_A07.txt": ("苇州晚报", DAY, "A7", False),
    "苇州日报_2025-04-08_A07.txt": ("苇州日报", DAY, "A7", False),
    "苇州日报20250408第3版.txt": ("苇州日报", DAY, "3", False),
    "x/苇州日报 2025-04-08 第03版 民生.txt": ("苇州日报", DAY, "3", False),
    "苇州日报/2025-04-08/第02-03版：要闻/早市.txt": ("苇州日报", DAY, "2", True),
    "x/苇州日报_2025-04-08_A02-A03版.txt": ("苇州日报", DAY, "A2", False),
    "x/《苇州日报》2025年04月08日03版.txt": ("苇州日报", DAY, "3", False),
    "葦州時報/2025-04-08/A03.txt": ("葦州時報", DAY, "A3", False),
    "大公報/2025.04.08/A3.txt": ("大公報", DAY, "A3", False),
    "苇州都市报/2025/0408/A3.txt": ("苇州都市报", DAY, "A3", False),
    "苇州日报数字报/202504/08/03.txt": ("苇州日报", DAY, "3", False),
    "人民日报海外版/2025-04-08/3.txt": ("人民日报海外版", DAY, "3", False),
    "x/rmrb2025040803.txt": (None, DAY, "3", False),
    "x/nw.D110000renmrb_20250408_2-03.txt": (None, DAY, "3", True),
    "x/2025-04-08/03 民生.txt": (None, DAY, "3", False),
    "x/2025-04-08/A03 早市搬家.txt": (None, DAY, "A3", True),
    "x/2025-04-08/第3版_早市.txt": (None, DAY, "3", True),
    "x/03版：要闻.txt": (None, None, "3", False),
    "x/2025-04-08/02 夜校.txt": (None, DAY, None, False),
    "x/content_20250408_12345.txt": (None, DAY, None, False),
    "x/content_20250408_12.txt": (None, DAY, None, False),
    "x/天气预报/2025-04-08/1.txt": (None, DAY, "1", False),
    "x/工作简报/海报.txt": (None, None, None, False),
}


@pytest.mark.parametrize(("path", "says"), PATHS.items(), ids=PATHS)
def test_names_that_exporters_use(path, says):
    found = from_path(Path(path), Path("/somewhere") / path)
    assert (found.stated.paper, found.stated.date, found.stated.page, found.one_report) == says


def only(archive):
    (article,) = archive.articles()
    return article


def test_files_of_one_page_stand_beside_each_other(archive, write, tmp_path):
    """One call for each file, as a watched folder reads them: none takes the place of another."""
    for number, title in enumerate(("早市搬家", "鱼市开张", "花市开张"), 1):
        report = ingest(archive, [write(f"20250408/20250408-03-0{number}.txt", f"{title}\n\n{title}，昨天。\n")])
        assert report.warnings == ()
    assert {article.headline for article in archive.articles()} == {"早市搬家", "鱼市开张", "花市开张"}
    ingest(archive, [write("20250408/20250408-03-02.txt", "鱼市改期\n\n鱼市改期，昨天。\n")])
    assert {article.headline for article in archive.articles()} == {"早市搬家", "鱼市改期", "花市开张"}


def test_a_file_of_one_report_is_never_parted(archive, write):
    text = "“早市，搬家。”\n\n东门早市搬了。\n\n手艺有人教\n\n本报讯（记者 柏念）摊位多了。\n\n乔一帆 摄\n"
    ingest(archive, [write("20250408/20250408-03-02.txt", text)])
    article = only(archive)
    assert article.headline == "“早市，搬家。”"
    assert article.paragraphs == ("东门早市搬了。", "手艺有人教", "本报讯（记者 柏念）摊位多了。")
    assert (article.byline.reporters, article.byline.photographers) == (("柏念",), ("乔一帆",))


YAML = """\
---
title: "早市：搬进新棚"
subtitle: 摊位多了三成
date: 2025-04-08T06:10:00+08:00
author:
  - name: 柏念
  - 乔一帆
source: 苇州日报
url: http://weizhou.example/1
page: 03
categories:
  - 民生
tags: ["早市", '搬家']
draft: false
params: {a: [1, 2], b: {c: d}}
---

# 早市：搬进新棚

东门早市昨天搬进新棚。（卢禾 摄）

## 手艺有人教

市场办说，旧址月底拆除。
"""


def test_front_matter_is_yaml(archive, write):
    ingest(archive, [write("notes/a.md", YAML)])
    article = only(archive)
    assert (article.headline, article.kicker, article.subhead) == ("早市：搬进新棚", None, "摊位多了三成")
    assert (article.paper, article.date, article.page) == ("苇州日报", DAY, "3")
    assert article.byline.reporters == ("柏念", "乔一帆")
    assert article.byline.photographers == ("卢禾",)
    assert article.url == "http://weizhou.example/1"
    assert len(article.paragraphs) == 3


OTHER_HEADS = {
    "TOML": '+++\ntitle = "早市"\ndate = 2025-04-08\nauthor = ["柏念"]\npaper = "苇州日报"\ntags = ["a"]\n+++\n',
    "a block": "---\ntitle: >-\n  早市\ndate: '2025-04-08'\nauthor: 柏念\npaper: 苇州日报\ndescription: |\n  一\n  二\n---\n",
    "no YAML": "---\ntitle: 早市\ndate: 2025-04-08\nauthor: 柏念\ncover: [图] a: b\ntags:\n- x\npaper: 苇州日报\n---\n",
    "Chinese": "---\n标题：早市\n日期：2025年4月8日\n作者：柏念\n报纸：苇州日报\n---\n",
    "traditional": "---\n標題: 早市\n日期: 2025-04-08\n作者: 柏念\n報紙: 苇州日报\n...\n",
    "long": "---\ntitle: 早市\ndate: 2025-04-08\nauthor: 柏念\npaper: 苇州日报\ntags:\n" + "  - 词\n" * 120 + "---\n",
}


@pytest.mark.parametrize("head", OTHER_HEADS.values(), ids=OTHER_HEADS)
def test_front_matter_in_other_writings(archive, write, head):
    ingest(archive, [write("notes/a.md", head + "\n东门早市昨天搬进新棚。\n")])
    article = only(archive)
    assert (article.headline, article.date, article.paper) == ("早市", DAY, "苇州日报")
    assert article.byline.reporters == ("柏念",)
    assert article.body == "东门早市昨天搬进新棚。"


@pytest.mark.parametrize("head", ["---\n早市开张了\n---\n", "---\n\n---\n", "---\n- 一\n- 二\n---\n"])
def test_dashes_that_are_no_front_matter(archive, write, head):
    ingest(archive, [write("a.txt", head + "\n早市搬家\n\n本报讯（记者 柏念）东门早市搬了。\n")])
    assert "东门早市搬了" in only(archive).body


def test_front_matter_that_expands_without_end_is_not_followed(archive, write):
    bomb = (
        "---\na: &a [x,x]\n"
        + "".join(f"k{n}: &k{n} [*a,*a,*a,*a,*a,*a]\n" for n in range(60))
        + "---\n\n东门早市搬了。\n"
    )
    report = ingest(archive, [write("a.md", bomb)])
    assert report.complete


def test_front_matter_of_a_page_with_several_articles(archive, write):
    text = "---\npaper: 苇州日报\ndate: 2025-04-08\nurl: http://a.example\n---\n# 早市\n\n早市搬了。\n\n# 鱼市\n\n鱼市开了。\n"
    ingest(archive, [write("a.md", text)])
    assert [(each.headline, each.url) for each in archive.articles()] == [("早市", None), ("鱼市", None)]


LABELLED = """\
标题：东门早市搬进新棚
副标题：摊位多了三成
作者：柏念 乔一帆
来源：苇州日报
时间：2025-04-08 06:10:00
版面：第03版：民生
关键词：早市；搬家
正文：
　　东门早市昨天搬进新棚。
　　时间：每天六点。
责任编辑：卢禾
原文链接：http://weizhou.example/1
"""
IN_OTHER_WORDS = (
    {"标题：": "標題:", "作者：": "記者:", "来源：": "來源:", "正文：": "內文:"},
    {"标题：": "【标题】", "作者：": "【作者】", "来源：": "【来源】", "正文：": "【正文】", "时间：2": "【日期】2"},
    {"标题：": "标　题：", "时间：2": "发布时间：2", "正文：\n": "\n"},
    {"标题：": "Title: ", "作者：": "Author: ", "来源：": "Source: ", "正文：": "Content:"},
)


@pytest.mark.parametrize(
    "words", [{}, *IN_OTHER_WORDS], ids=["simplified", "traditional", "brackets", "spaced", "Latin"]
)
def test_labelled_files(archive, write, words):
    text = LABELLED
    for plain, other in words.items():
        text = re.sub(f"^{plain}", other, text, flags=re.MULTILINE)
    ingest(archive, [write("t/a.txt", text)])
    article = only(archive)
    assert (article.headline, article.subhead) == ("东门早市搬进新棚", "摊位多了三成")
    assert (article.paper, article.date, article.page) == ("苇州日报", DAY, "3")
    assert article.byline.reporters == ("柏念", "乔一帆")
    assert article.url == "http://weizhou.example/1"
    assert article.paragraphs == ("东门早市昨天搬进新棚。", "时间：每天六点。")


EXPORTS = {
    "labels of other names": "标题：早市搬家\n媒体名称：苇州日报\n媒体类型：平面媒体\n情感：正面\n日期：2025-04-08\n版面：A05\n记者：柏念\n内容：\n早市搬了。\n",
    "brackets": "【篇名】早市搬家\n【作者】柏念\n【报纸中文名】苇州日报\n【报纸日期】2025-04-08\n【版号】A05\n【正文快照】早市搬了。\n",
    "values below": "【标题】\n早市搬家\n【作者】\n柏念\n【报纸】\n苇州日报\n【见报日期】\n2025-04-08\n【版次】\nA05\n【正文】\n早市搬了。\n",
    "TRS": "<REC>\n<标题>=早市搬家\n<作者>=柏念\n<报纸>=苇州日报\n<日期>=2025.04.08\n<版次>=A05\n<正文>=　　早市搬了。\n<REC>\n",
    "tags": "<标题>早市搬家</标题>\n<作者>柏念</作者>\n<报纸>苇州日报</报纸>\n<日期>20250408</日期>\n<版次>A05</版次>\n<正文>\n早市搬了。\n</正文>\n",
    "an imprint above": "苇州日报 2025年4月8日 A05版：民生\n\n标题：早市搬家\n作者：柏念\n\n早市搬了。\n",
    "a summary of two lines": "标题：早市搬家\n报纸：苇州日报\n日期：二〇二五年四月八日\n版次：A05\n作者：柏念\n摘要：早市搬家，\n摊位多了。\n正文：早市搬了。\n",
    "Markdown": "**标题：** 早市搬家\n**作者：** 柏念\n**报纸：** 苇州日报\n**日期：** 2025-04-08\n**版次：** A05\n\n早市搬了。\n",
}


@pytest.mark.parametrize("text", EXPORTS.values(), ids=EXPORTS)
def test_labels_as_exports_write_them(archive, write, text):
    ingest(archive, [write("t/a.txt", text)])
    article = only(archive)
    assert (article.headline, article.paper, article.date, article.page) == ("早市搬家", "苇州日报", DAY, "A5")
    assert (article.byline.reporters, article.paragraphs) == (("柏念",), ("早市搬了。",))


def test_questions_behind_labels_are_text(archive, write):
    ingest(archive, [write("t/a.txt", "标题：早市两问\n作者：柏念\n\n问：几点开门？\n答：六点。\n")])
    assert only(archive).paragraphs == ("问：几点开门？", "答：六点。")


def test_a_labelled_file_with_several_articles(archive, write):
    text = "标题：早市\n作者：柏念\n正文：早市搬了。\n花市也搬了。\n\n------\n标题：鱼市\n正文：\n鱼市开了。\n"
    ingest(archive, [write("t/a.txt", text)])
    found = {(each.headline, each.byline.reporters, each.paragraphs) for each in archive.articles()}
    assert found == {("早市", ("柏念",), ("早市搬了。", "花市也搬了。")), ("鱼市", (), ("鱼市开了。",))}


def test_labels_in_a_text_make_no_labelled_file(archive, write):
    text = "# 早市搬家\n\n本报记者 柏念\n\n时间：每天六点\n\n地点：东门\n\n早市搬了。\n"
    ingest(archive, [write("t/a.txt", text)])
    assert only(archive).headline == "早市搬家"
    assert only(archive).paragraphs == ("时间：每天六点", "地点：东门", "早市搬了。")


def test_a_label_with_a_day_that_is_none_names_line_and_key(archive, write):
    report = ingest(archive, [write("t/a.txt", "标题：早市\n时间：2025-02-30\n正文：早市搬了。\n")])
    (error,) = report.errors
    assert (error.code, error.line, error.key) == ("field", 2, "时间")


UNDER_HEADLINES = {
    "2025-04-08 06:10:00　来源：苇州日报　作者：柏念": ("苇州日报", DAY, ("柏念",)),
    "2025年04月08日06:10 来源：苇州日报": ("苇州日报", DAY, ()),
    "来源：苇州日报 2025-04-08 06:10": ("苇州日报", DAY, ()),
    "发布时间：2025-04-08 06:10:00 来源：苇州日报 编辑：卢禾": ("苇州日报", DAY, ()),
    "苇州日报 2025-04-08 06:10": ("苇州日报", DAY, ()),
    "2025-04-08 06:10 苇州新闻网": ("苇州新闻网", DAY, ()),
    "2025-04-08 06:10 | 来源：苇州日报 | 字号：大 中 小": ("苇州日报", DAY, ()),
    "来源：苇州日报　作者：柏念 乔一帆": ("苇州日报", None, ("柏念", "乔一帆")),
    "2025-04-08 06:10:00 來源：葦州時報": ("葦州時報", DAY, ()),
    "《 苇州日报 》（ 2025年04月08日 03 版）": ("苇州日报", DAY, ()),
}


@pytest.mark.parametrize(("line", "says"), UNDER_HEADLINES.items(), ids=UNDER_HEADLINES)
@pytest.mark.parametrize("title", ["早市搬家", "# 早市搬家"], ids=["plain", "marked"])
def test_the_line_under_a_headline(archive, write, title, line, says):
    ingest(archive, [write("t/a.txt", f"{title}\n{line}\n\n东门早市搬了。\n\n手艺有人教\n\n摊位多了。\n")])
    article = only(archive)
    assert (article.paper, article.date, article.byline.reporters) == says
    assert (article.headline, article.subhead, len(article.paragraphs)) == ("早市搬家", None, 3)


@pytest.mark.parametrize("line", ["2025年4月8日，东门早市搬了家。", "早市的新棚", "时间：每天六点"])
def test_other_lines_under_a_headline_are_none(archive, write, line):
    ingest(archive, [write("t/a.txt", f"# 早市搬家\n\n{line}\n\n东门早市搬了。\n")])
    assert only(archive).date is None


def test_a_source_is_the_paper_only_where_nobody_says_which(archive, write):
    text = "# 早市\n\n2025-04-08 06:10 来源：新华社\n\n早市搬了。\n"
    ingest(archive, [write("苇州日报/2025-04-09/03.txt", text)])
    assert (only(archive).paper, only(archive).date) == ("苇州日报", DAY)


IMPRINTS = {
    "《 苇州日报 》（ 2025年04月08日 03 版）": EditionDefaults("苇州日报", DAY, "3"),
    "《苇州日报》(2025年04月08日 第 03 版)": EditionDefaults("苇州日报", DAY, "3"),
    "《苇州日报》2025年4月8日第三版": EditionDefaults("苇州日报", DAY, "3"),
    "来源：《苇州日报》（2025年04月08日 A03版）": EditionDefaults("苇州日报", DAY, "A3"),
    "苇州日报/2025年/4月/8日/第003版": EditionDefaults("苇州日报", DAY, "3"),
    "《葦州時報》（2025年4月8日 A3版）": EditionDefaults("葦州時報", DAY, "A3"),
    "苇州日报 2025年4月8日 星期二 第2版 要闻": EditionDefaults("苇州日报", DAY, "2"),
    "2025年4月8日　星期二　农历三月十一　第4版": EditionDefaults(None, DAY, "4"),
    "二〇二五年四月八日 星期二 第三版": EditionDefaults(None, DAY, "3"),
    "苇州日报　二○二五年四月八日　农历乙巳年三月十一　第十二版　民生新闻": EditionDefaults("苇州日报", DAY, "12"),
    "葦州時報 中華民國114年4月8日 星期二 A3版": EditionDefaults("葦州時報", DAY, "A3"),
    "2025年4月8日": EditionDefaults(),
    "苇州日报 2025年2月30日 3版": EditionDefaults(),
    "2025年4月8日3版《早市搬家》一文": EditionDefaults(),
}


@pytest.mark.parametrize(("line", "says"), IMPRINTS.items(), ids=IMPRINTS)
@pytest.mark.parametrize("where", ["above", "below"])
def test_imprints(archive, write, where, line, says):
    text = (
        f"# 早市搬家\n\n{line}\n\n东门早市搬了。\n" if where == "above" else f"# 早市搬家\n\n东门早市搬了。\n\n{line}\n"
    )
    ingest(archive, [write("t/a.txt", text)])
    article = only(archive)
    assert EditionDefaults(article.paper, article.date, article.page) == says


def test_an_imprint_wins_over_flags_and_path(archive, write):
    path = write("苇州晚报/2025-04-09/A01.txt", "# 早市\n\n《苇州日报》（2025年4月8日 03版）\n\n早市搬了。\n")
    ingest(archive, [path], defaults=EditionDefaults("某报", date(2025, 4, 10), "5"))
    assert (only(archive).paper, only(archive).date, only(archive).page) == ("苇州日报", DAY, "3")
