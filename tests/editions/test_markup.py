"""HTML that exports leave in text files: entities, tags and scripts; and that each character leads to its bytes."""

# ruff: noqa: E501 - lines of exports are read whole
from __future__ import annotations

import time
from pathlib import Path

import pytest

from retrieval.domain import Coding, source_bytes
from retrieval.editions.base.entities import entity_character, without_entities
from retrieval.editions.base.markup import has_markup, marked_lines
from retrieval.editions.base.source_text import SourceText
from retrieval.editions.ingest import ingest
from retrieval.editions.store.verify import disagreements

LEFT = """\
<h1>早市&ldquo;搬家&rdquo;</h1>
<p>　　本报讯&nbsp;(记者 柏念) 东门早市昨天搬进新棚&#65292;摊位由86个增加到120个&middot;全部免租。<br/>市场办说&#xFF0C;旧址月底拆除。</p>
<p><strong>手艺有人教，竹器有人收</strong></p><!-- 广告
--><script type="text/javascript">document.write('<p>广告</p>');</script>
<p style="text-indent:2em">&emsp;&emsp;摊主说：&amp;ldquo;好。&amp;rdquo;&lt;br/&gt;他<font color=red>笑</font>了。<img src="a.jpg" alt="早市"></p>
<table border=1><tr><td>东门</td><td>6:00</td></tr><tr><td>西门</td><td>旧车站</td></tr></table>
"""
PARAGRAPHS = (
    "本报讯\xa0(记者 柏念) 东门早市昨天搬进新棚，摊位由86个增加到120个·全部免租。",
    "市场办说，旧址月底拆除。",
    "手艺有人教，竹器有人收",
    "摊主说：“好。”",
    "他笑了。",
    "东门\t6:00",
    "西门\t旧车站",
)


@pytest.mark.parametrize("coding", ["utf-8", "gb18030", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_an_export_left(archive, write, coding, end):
    path = write("苇州日报/2025-04-08/03.txt", LEFT.replace("\n", end), coding)
    ingest(archive, [path])
    (article,) = archive.articles()
    assert article.headline == "早市“搬家”"
    assert article.paragraphs == PARAGRAPHS
    assert list(disagreements(archive)) == []


def test_the_bytes_of_an_entity_are_the_entity(archive, write):
    path = write("a.txt", LEFT)
    ingest(archive, [path])
    (article,) = archive.articles()
    at = article.body.index("，摊位")
    ranges = source_bytes(article.body, article.pieces, at - 1, at + 2)
    assert b"".join(path.read_bytes()[low:high] for low, high in ranges).decode() == "棚&#65292;摊"


ENTITIES = {
    "&ldquo;": "“",
    "&#12290;": "。",
    "&#xFF0C;": "，",
    "&#147;": "“",
    "&amp;": "&",
    "&amp;nbsp;": "\xa0",
    "&amp;amp;lt;": "<",
    "\\u0026ldquo;": "“",
    "&bogus;": None,
    "&#0;": None,
    "&#xD800;": None,
    "&#x110000;": None,
    "&NotEqualTilde;": None,
    "&" + "amp;" * 30 + "lt;": None,
}


@pytest.mark.parametrize(("written", "character"), ENTITIES.items(), ids=ENTITIES)
def test_entities(written, character):
    assert entity_character(written) == character


@pytest.mark.parametrize("text", ["AT&T", "x<5 且 y>3", "R&D", "?a=1&copy=2", "<早市>", "a<b", "&", "<", "<<br", "<3"])
def test_what_is_no_markup_stays(text):
    assert without_entities(SourceText.run(text, 0, Coding.UTF8)).text == text
    assert [line.source.text for line in marked_lines(SourceText.run(text, 0, Coding.UTF8))] == [text]


CUT = {
    "&amp;nb<img alt='&lt;'>sp;": "&nbsp;",
    "&ld<b>quo;</b>": "&ldquo;",
    "门票&am<!-- x -->p;": "门票&amp;",
    "<td>&ldquo;门<td>票&rdquo;": "“门\t票”",
}


@pytest.mark.parametrize(("text", "shown"), CUT.items())
def test_no_entity_goes_over_a_tag(text, shown):
    (line,) = marked_lines(SourceText.run(text, 0, Coding.UTF8))
    assert line.source.text == shown


def test_lines_keep_their_numbers():
    lines = marked_lines(SourceText.run("一<br>二\n<!-- \n -->三\n<b>四</b>", 0, Coding.UTF8))
    assert [(line.source.text, line.number, line.bold) for line in lines] == [
        ("一", 1, False),
        ("二", 1, False),
        ("三", 3, False),
        ("四", 4, True),
    ]


PRINTED = (
    "展出花灯<script>alert(1)</script>880盏。",
    "首页被人插入了<script>alert('你好')</script>这样的代码。",
    "首页被人插入了 <SCRIPT src=a.js> </SCRIPT > 这样的代码。",
    "<script>门票每人三十五元。</script>",
    "<style>门票每人三十五元。\n展期到十二月。</style>",
    "门票<style>三十五元</style>。",
    "<script>门票每人三十五元。",
    "<scripts>门票</scripts>",
)
CODE = (
    "<script>var a = '门票。';</script>",
    "展期到十二月。<script>stat('门票。')</script>",
    '<script type=\'application/ld+json\'>{"description": "门票三十五元。"}</script>展期到十二月。',
    "<p>灯会。</p><script>a</script><p>门票。</p>",
    "灯会。\n<Style\n>p {}\n</STYLE\n>\n门票。",
    "灯会<!-- 门票。 -->门票。",
    "<!-->灯会。",
)


@pytest.mark.parametrize("text", PRINTED)
def test_words_amid_a_page_are_no_script(text):
    shown = "\n".join(line.source.text for line in marked_lines(SourceText.run(text, 0, Coding.UTF8)))
    assert shown == text


@pytest.mark.parametrize("text", CODE)
def test_code_is_hidden(text):
    shown = "".join(line.source.text for line in marked_lines(SourceText.run(text, 0, Coding.UTF8)))
    assert not set("<>=") & set(shown)
    assert shown.count("门票") <= 1


@pytest.mark.parametrize("text", PRINTED)
def test_the_sentence_around_a_script_is_cited_whole(archive, write, text):
    ingest(archive, [write("a.txt", f"# 灯会开幕\n\n本报讯 灯会昨晚开幕。{text}展期到十二月。\n")])
    (article,) = archive.articles()
    assert article.body.replace("\n", "") == f"本报讯 灯会昨晚开幕。{text}展期到十二月。".replace("\n", "")
    assert list(disagreements(archive)) == []


@pytest.mark.parametrize(
    "text",
    [
        "<!--",
        "<!---->",
        "<!---->字\n",
        "<script>",
        "<script></script>",
        "<script>字。</script>字",
        "<style></script>",
        "&lt;p ",
        "<p ",
        "&amp;",
        "<br>",
        "<td>",
        "<p a=",
        "&lt;p a&lt;",
        "<b>",
    ],
)
def test_no_markup_takes_long(text):
    """Time by the square of the length would take minutes."""
    text *= 20_000
    start = time.process_time()
    has_markup(text)
    marked_lines(SourceText.run(text, 0, Coding.UTF8))
    assert time.process_time() - start < 4


def test_a_page_of_nothing_but_markup_is_refused_as_empty(archive, write):
    report = ingest(archive, [write("a.txt", "<p><br/></p><!-- x -->\n")])
    assert [error.code for error in report.errors] == ["empty"]
    assert Path(report.files[0].path).name == "a.txt"
