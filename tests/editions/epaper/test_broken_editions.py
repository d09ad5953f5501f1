"""Editions with something missing, doubled or broken: the report has a line of each, and no good article is lost."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from retrieval.editions.ingest import ingest
from retrieval.editions.report import FileOutcome, FileReport, IngestReport
from retrieval.editions.store.verify import disagreements
from tests.editions.epaper.conftest import DAY


def told(report: IngestReport) -> dict[str, FileReport]:
    """What is said of each file, by its name."""
    return {Path(file.path).name: file for file in report}


def words_of(file: FileReport) -> str:
    return " | ".join(file.warnings)


def test_an_article_that_no_page_lists_has_the_page_that_it_states(archive, article, page, tmp_path):
    article("p/content_1.htm", page="第A3版")
    page("p/node_2.htm", [])
    report = told(ingest(archive, [tmp_path / "p"]))
    assert [each.page for each in archive.articles()] == ["A3"]
    assert words_of(report["node_2.htm"]) == "page 1, without articles"


def test_an_article_without_a_page_is_read_and_told(archive, article, tmp_path):
    article("p/content_1.htm", page="")
    report = told(ingest(archive, [tmp_path / "p"]))
    assert [(each.date, each.page) for each in archive.articles()] == [(DAY, None)]
    assert words_of(report["content_1.htm"]) == "no page number was found"


def test_a_page_that_leads_to_articles_which_are_not_there(archive, article, page, tmp_path):
    article("p/content_1.htm")
    page("p/node_2.htm", ["content_1.htm", "content_2.htm", "../08/content_3.htm"])
    report = told(ingest(archive, [tmp_path / "p"]))
    assert words_of(report["node_2.htm"]) == (
        "page 1 of a digital edition, which lists 1 articles"
        " | 2 listed files are not among those given: content_2.htm, content_3.htm"
    )


def test_an_article_on_two_pages_counts_once_where_it_has_a_place(archive, article, page, tmp_path):
    article("p/content_1.htm", page="")
    page("p/node_2.htm", [], ["content_1.htm"], number="01")
    page("p/node_3.htm", ["content_1.htm", "content_1.htm"], number="02")
    report = told(ingest(archive, [tmp_path / "p"]))
    (found,) = archive.articles()
    assert (found.page, len(found.area.outlines)) == ("2", 2)
    assert words_of(report["content_1.htm"]) == "listed on pages 1, 2; taken for one of page 2"


def test_where_article_and_page_differ_the_article_is_believed(archive, article, page, tmp_path):
    article("p/content_1.htm", page="第3版")
    page("p/node_2.htm", ["content_1.htm"], number="01")
    report = told(ingest(archive, [tmp_path / "p"]))
    assert [each.page for each in archive.articles()] == ["3"]
    assert words_of(report["content_1.htm"]) == "it says page 3, the page that lists it says page 1"


def test_the_same_file_twice_is_one_article(archive, article, tmp_path):
    one = article("p/content_1.htm")
    (tmp_path / "p" / "content_2.htm").write_bytes(one.read_bytes())
    report = told(ingest(archive, [tmp_path / "p"]))
    assert len(list(archive.articles())) == 1
    assert words_of(report["content_2.htm"]) == "the same bytes as content_1.htm; it counts once"


@pytest.mark.parametrize("title", ["广告", "公益广告", "【广告】", "分类广告"])
def test_advertisements_are_told_and_are_no_articles(archive, article, tmp_path, title):
    article("p/content_1.htm", "<p>限时优惠。</p>", title=title)
    article("p/content_2.htm")
    report = told(ingest(archive, [tmp_path / "p"]))
    assert [each.headline for each in archive.articles()] == ["轮渡复航"]
    assert report["content_1.htm"].outcome is FileOutcome.PASSED_OVER
    assert words_of(report["content_1.htm"]).startswith(f"an advertisement ({title}) with 5 characters of text")


def test_a_picture_alone_is_no_article(archive, article, tmp_path):
    article("p/content_1.htm", "<p align=center><img src=a.jpg></p>", title="")
    article("p/content_2.htm", "", title="图片新闻")
    report = told(ingest(archive, [tmp_path / "p"]))
    assert not list(archive.articles())
    assert words_of(report["content_1.htm"]).startswith("neither a title nor text: a picture alone")
    assert words_of(report["content_2.htm"]).startswith("no text under the title '图片新闻'")


def test_an_imprint_alone_is_no_article(archive, article, tmp_path):
    article("p/content_1.htm", "<p>《 苇州日报 》（ 2026年04月08日 第 01 版）</p>", title="图片新闻")
    article("p/content_2.htm")
    report = told(ingest(archive, [tmp_path / "p"]))
    assert [each.headline for each in archive.articles()] == ["轮渡复航"]
    assert report["content_1.htm"].outcome is FileOutcome.PASSED_OVER
    assert words_of(report["content_1.htm"]).startswith("no text under the title '图片新闻'")


def test_a_headline_that_nothing_marks_is_known_by_the_title_of_the_file(archive, write):
    body = "<TR><TD><A href=/>苇州日报</A><TR><TD class=bt>东门渡船 复航<TR><TD>本报记者 林岚</TABLE>"
    text = "<FOUNDER-CONTENT><P>　　东门的渡船昨天开了。<P>　　票价两元。</FOUNDER-CONTENT>"
    head = "<HTML><HEAD><TITLE>东门渡船复航-苇州日报</TITLE></HEAD>"
    ingest(archive, [write("content_1.htm", f"{head}<BODY><TABLE>{body}{text}</BODY></HTML>")])
    (found,) = archive.articles()
    assert (found.headline, found.byline.reporters) == ("东门渡船 复航", ("林岚",))
    assert found.paragraphs == ("东门的渡船昨天开了。", "票价两元。")


def test_what_became_an_advertisement_is_no_more_in_the_paper(archive, article, tmp_path):
    article("p/content_1.htm")
    ingest(archive, [tmp_path / "p"])
    article("p/content_1.htm", title="广告")
    assert [file.outcome for file in ingest(archive, [tmp_path / "p"])] == [FileOutcome.CORRECTED]
    assert not list(archive.articles())


BROKEN = {
    "unclosed": "<p>　　渡船开了。<p>　　票价两元。",
    "crossed": "<b><p>　　渡船开了。</b></p><i><p>　　票价两元。</i></p>",
    "deep": f"{'<div><font>' * 400}<p>　　渡船开了。</p><p>　　票价两元。</p>",
    "half a tag": "<p>　　渡船开了。</p><p>　　票价两元。</p><a href=",
    "two bodies": "<p>　　渡船开了。</p></body></html><html><body><p>　　票价两元。</p>",
    "table in paragraph": "<p>　　渡船开了。<table><tr><td>　　票价两元。</td></tr></table></p>",
    "end tags of nothing": "</><p>　　渡船</>开了。</p></><p>　　票价</ p>两元。</p></>",
    "unknown tags": "<o:p>　　渡船开了。</o:p><st1:x>　　票价两元。</st1:x>",
    "comment inside": "<p>　　渡<!-- 断 -->船开了。</p><!-- <p>不是</p> --><p>　　票价两元。</p>",
    "script inside": "<p>　　渡船<script>if(a<b)'</p>'</script>开了。</p><p>　　票价两元。</p>",
    "entities": "<p>&nbsp;&#12288;渡船&#x5F00;了。</p><p>&emsp;票价&#20004;元。</p>",
    "line ends": "<p>\r\n　　渡船\r\n开了。\r\n</p>\r<p>票价两元。</p>",
    "breaks": "　　渡船开了。<br/><BR>　　票价两元。",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_markup(archive, article, tmp_path, kind):
    article("p/content_1.htm", BROKEN[kind])
    ingest(archive, [tmp_path / "p"])
    assert [each.paragraphs for each in archive.articles()] == [("渡船开了。", "票价两元。")]
    assert list(disagreements(archive)) == []


def test_a_first_sentence_that_says_what_the_headline_says_stays(archive, article, tmp_path):
    article("p/content_1.htm", "<p>轮渡复航</p><p>轮渡复航。</p><p>票价两元。</p>")
    ingest(archive, [tmp_path / "p"])
    assert [each.paragraphs for each in archive.articles()] == [("轮渡复航。", "票价两元。")]


def test_a_body_without_an_end_is_read_and_told(archive, write, tmp_path):
    write("p/content_1.htm", "<html><body><td><!--enpcontent--><p>渡船昨天开了，票价两元。</p></td><td>版权所有</td>")
    report = told(ingest(archive, [tmp_path / "p"]))
    assert [each.body for each in archive.articles()] == ["渡船昨天开了，票价两元。"]
    assert "nothing marks where the text ends" in words_of(report["content_1.htm"])


def test_a_file_that_cannot_be_read_stops_no_other(archive, article, page, tmp_path):
    article("p/content_1.htm")
    (tmp_path / "p/content_2.htm").write_bytes(b"\0\1\2")
    (tmp_path / "p/content_3.htm").write_bytes(b"")
    page("p/node_2.htm", ["content_1.htm", "content_2.htm"])
    (tmp_path / "p/node_3.htm").write_bytes(b"\0")
    report = told(ingest(archive, [tmp_path / "p"]))
    assert [each.headline for each in archive.articles()] == ["轮渡复航"]
    rejected = {name for name, file in report.items() if file.error}
    assert rejected == {"content_2.htm", "content_3.htm", "node_3.htm"}


def test_pictures_and_pdfs_of_pages_are_not_read_a_second_time(archive, article, write, tmp_path):
    article("p/html/content_1.htm")
    areas = '<map name=m><area coords="1,2,9,2,9,8" href="content_1.htm"></map><a href="../pdf/01.pdf">PDF</a>'
    write("p/html/node_2.htm", f"<body>01版：要闻<img usemap=#m src='../pic/01.jpg'>{areas}</body>")
    write("p/pic/01.jpg", b"\xff\xd8\xff")
    write("p/pdf/01.pdf", b"%PDF-1.4")
    report = told(ingest(archive, [tmp_path / "p"]))
    for name in ("01.jpg", "01.pdf"):
        assert report[name].outcome is FileOutcome.PASSED_OVER
        assert words_of(report[name]) == "the picture or PDF of a page whose articles are read from the digital edition"


def test_an_article_given_alone_asks_the_page_beside_it(archive, article, page):
    page("p/node_2.htm", ["content_1.htm"], number="02")
    path = article("p/content_1.htm", page="")
    ingest(archive, [path])
    assert [(each.page, each.area is not None) for each in archive.articles()] == [("2", True)]


def test_a_page_that_moves_an_article_is_noticed(archive, article, page, tmp_path):
    article("p/content_1.htm", page="")
    page("p/node_2.htm", ["content_1.htm"], number="02")
    ingest(archive, [tmp_path / "p"])
    page("p/node_2.htm", ["content_1.htm"], number="03")
    ingest(archive, [tmp_path / "p"])
    assert [each.page for each in archive.articles()] == ["3"]


def test_an_edition_that_is_delivered_again_keeps_its_articles(archive, article, tmp_path):
    first = article("p/content_1.htm", "<p>　　票价两元，学生一元，每天从早上六点开到晚上九点。</p>")
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as packed:
        packed.write(first, "2026-04-08/content_1.htm")
    longer = "<p>　　东门的渡船昨天开了。</p><p>　　票价两元，学生一元，每天从早上六点开到晚上九点。</p>"
    article("p/content_1.htm", longer)
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as packed:
        packed.write(first, "2026-04-08/content_1.htm")
    ingest(archive, [tmp_path / "one.zip"])
    ingest(archive, [tmp_path / "two.zip"])
    (found,) = archive.articles()
    assert found.paragraphs == ("东门的渡船昨天开了。", "票价两元，学生一元，每天从早上六点开到晚上九点。")
