"""Shapes of digital editions beside the four that ``shapes`` writes: other titles, labels, dates and indents."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.editions.ingest import ingest
from retrieval.editions.store.verify import disagreements

FIRST, SECOND = "自来水公司昨日启用新水厂，日供水三万五千吨。", "管网改造将在六月底前完成。"
FOUNDER = (
    "<html><head><title>新水厂供水</title>{head}</head><body><founder-introtitle>{kicker}</founder-introtitle>"
    "<founder-title>{title}</founder-title><founder-content>{text}</founder-content></body></html>"
)


def founder(text: str, *, title: str = "新水厂供水", kicker: str = "", head: str = "") -> str:
    return FOUNDER.format(text=text, title=title, kicker=kicker, head=head)


@pytest.mark.parametrize("indent", ["　　", "&nbsp;&nbsp;&nbsp;&nbsp;", "&nbsp; &nbsp; ", "&emsp;&emsp;"])
@pytest.mark.parametrize("before", ["", "\n"])
def test_paragraphs_that_only_indents_part(archive, write, indent, before):
    ingest(archive, [write("content_1.htm", founder(f"{indent}{FIRST}{before}{indent}{SECOND}"))])
    assert [each.paragraphs for each in archive.articles()] == [(FIRST, SECOND)]
    assert list(disagreements(archive)) == []


def test_a_heading_of_two_lines_is_one_headline_and_names_are_no_subhead(archive, write):
    above = "<h3>供水升级</h3><h1>新水厂<br>日供三万吨</h1><h2>管网月底完工</h2><h4>本报记者 卞岚</h4>"
    ingest(archive, [write("content_1.htm", f"<body>{above}<!--enpcontent--><p>{FIRST}</p><!--/enpcontent--></body>")])
    (found,) = archive.articles()
    assert (found.kicker, found.headline, found.subhead) == ("供水升级", "新水厂 日供三万吨", "管网月底完工")
    assert found.byline.reporters == ("卞岚",)


def test_titles_that_classes_name(archive, write):
    above = "<p class='yinti'>供水升级</p><p class='title'>新水厂<br>供水</p><p class='sub-title'>管网月底完工</p>"
    ingest(archive, [write("content_1.htm", f"<body>{above}<div id=ozoom><p>{FIRST}</p><p>{SECOND}</p></div></body>")])
    (found,) = archive.articles()
    assert (found.kicker, found.headline, found.subhead) == ("供水升级", "新水厂 供水", "管网月底完工")
    assert found.paragraphs == (FIRST, SECOND)


def test_titles_that_the_text_repeats_are_no_part_of_it(archive, write):
    text = f"<p>供水升级</p><p>新水厂供水</p><p>本报记者　卞岚</p><p>　　{FIRST}</p>"
    ingest(archive, [write("content_1.htm", founder(text, kicker="供水升级"))])
    (found,) = archive.articles()
    assert (found.paragraphs, found.byline.reporters) == ((FIRST,), ("卞岚",))


def test_a_title_in_elements_without_text_is_no_article(archive, write):
    ingest(archive, [write("content_1.htm", founder("", title="图片新闻")), write("content_2.htm", founder(FIRST))])
    assert [each.body for each in archive.articles()] == [FIRST]


@pytest.mark.parametrize("head", ["<link rel=canonical href={0}>", "<meta property='og:url' content='{0}'>"])
def test_the_address_that_a_page_states(archive, write, head):
    address = "https://epaper.example/202404/08/content_1.html"
    ingest(archive, [write("content_1.htm", founder(FIRST, head=head.format(address)))])
    assert [each.url for each in archive.articles()] == [address]


@pytest.mark.parametrize(
    ("label", "name"), [("A3：民生", "A3"), ("03：要闻", "3"), ("版次：A03", "A3"), ("第03版 民生", "3")]
)
def test_a_page_that_is_named_without_the_word(archive, article, write, label, name):
    article("p/content_1.htm", page="")
    link = '<a href="content_1.htm">标题</a>'
    ingest(
        archive, [write("p/node_9.htm", f"<body><table><tr><td>{label}<td>2026年4月8日</table>{link}</body>").parent]
    )
    assert [each.page for each in archive.articles()] == [name]


def test_a_reporter_of_a_media_centre(archive, article, tmp_path):
    article("p/content_1.htm", author="苇州融媒记者 林岚 通讯员 高宇")
    ingest(archive, [tmp_path / "p"])
    (found,) = archive.articles()
    assert (found.byline.reporters, found.byline.correspondents) == (("林岚",), ("高宇",))
    assert found.date == date(2026, 4, 8)


@pytest.mark.parametrize("name", ["page_02.html", "02.htm", "layout_2.html", "第02版.html"])
def test_a_page_of_any_name_whose_map_leads_to_articles(archive, article, page, tmp_path, name):
    article("p/article_1.htm", page="")
    page(f"p/{name}", ["article_1.htm"], number="02")
    page("p/03.htm", [], number="03")
    report = ingest(archive, [tmp_path / "p"])
    assert [(each.page, each.area is not None) for each in archive.articles()] == [("2", True)]
    said = {file.path.rpartition("/")[2]: file.warnings for file in report}
    assert said[name] == ("page 2 of a digital edition, which lists 1 articles",)


def test_no_title_is_no_headline(archive, article, tmp_path):
    article("p/content_1.htm", title="无标题")
    ingest(archive, [tmp_path / "p"])
    assert [each.headline for each in archive.articles()] == [None]


@pytest.mark.parametrize("first", ["<html><body>", ""])
def test_marks_before_the_first_element_count(archive, write, first):
    properties = "<!--enpproperty <title>新水厂供水</title><nodesearchname>第3版</nodesearchname>/enpproperty-->"
    ingest(archive, [write("content_1.htm", f"{properties}{first}<!--enpcontent--><p>{FIRST}</p><!--/enpcontent-->")])
    assert [(each.headline, each.page, each.body) for each in archive.articles()] == [("新水厂供水", "3", FIRST)]
    assert list(disagreements(archive)) == []


@pytest.mark.parametrize(
    ("page_name", "names"),
    [
        ("nbs.D110000wz_02.htm", ("nw.D110000wz_20260408_1-02.htm", "nw.D110000wz_20260408_2-02.htm")),
        ("node_2.htm", ("content_20260408_1.htm", "content_20260408_2.htm")),
        ("NODE_2.HTM", ("Content_1.HTM", "Content_2.HTM")),
    ],
)
def test_names_of_pages_and_articles(archive, write, page, page_name, names):
    """What is numbered by day and place has another id each; links mind no case."""
    for name, text in zip(names, (FIRST, SECOND), strict=True):
        write(f"p/{name}", f"<body><h1>{text[:4]}</h1><div id=ozoom><p>{text}</p></div></body>")
    ingest(archive, [page(f"p/{page_name}", [name.lower() for name in names], number="02").parent])
    found = list(archive.articles())
    assert [(each.page, each.area is not None, each.body) for each in found] == [
        ("2", True, FIRST),
        ("2", True, SECOND),
    ]
    assert len({each.external_id for each in found}) == 2
