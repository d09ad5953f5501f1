"""Articles of web sites, which no digital edition marks: by JSON-LD or trafilatura, and told as such."""

from __future__ import annotations

import json
from datetime import date

import pytest

from retrieval.editions.ingest import ingest
from retrieval.editions.report import FileOutcome
from retrieval.editions.store.verify import disagreements

PARAGRAPHS = (
    "东门的渡船昨天开了，票价两元，学生一元，每天从早上六点开到晚上九点，周末照常。",
    "“等了三年。”住在北岸的方圆说，“以前过河要绕到大桥，坐车得四十分钟，现在十分钟就到对岸。”",
    "码头新建了候船室，装了四台自动售票机，可以刷公交卡，也可以在窗口买票；老人凭证免费。",
)
AROUND = '<nav><a href="/">首页</a><a href="/news">新闻</a></nav>'
FOOT = "<footer><p>版权所有，未经许可不得转载。</p><p>联系我们</p></footer>"
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "苇州网"},
        {
            "@type": ["NewsArticle"],
            "headline": "东门渡船复航",
            "datePublished": "2026-04-08T06:10:00+08:00",
            "author": [{"@type": "Person", "name": "林岚"}, {"@type": "Person", "name": "高翔"}],
            "publisher": {"@type": "Organization", "name": "苇州日报"},
            "articleBody": "\n".join(PARAGRAPHS),
            "mainEntityOfPage": {"@id": "https://news.example/1.html"},
        },
    ],
}


def html(head: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html><head><title>东门渡船复航 - 苇州网</title>{head}</head><body>{AROUND}"
        f"<article><h1>东门渡船复航</h1>{text}</article>{FOOT}</body></html>"
    )


def test_json_ld_says_which_text_is_the_article(archive, write):
    head = f'<script type="application/ld+json">{json.dumps(LINKED, ensure_ascii=False)}</script>'
    (file,) = ingest(archive, [write("1.html", html(head))])
    (found,) = archive.articles()
    assert (found.headline, found.paper, found.date) == ("东门渡船复航", "苇州日报", date(2026, 4, 8))
    assert (found.byline.reporters, found.url) == (("林岚", "高翔"), "https://news.example/1.html")
    assert found.paragraphs == PARAGRAPHS
    assert archive.source(found.source_id).format == "web"
    assert file.warnings[0] == "a web article, told from its page by JSON-LD"
    assert list(disagreements(archive)) == []


def test_trafilatura_tells_the_article_from_its_page(archive, write):
    head = '<meta property="article:published_time" content="2026-04-08">'
    (file,) = ingest(archive, [write("1.html", html(head))])
    (found,) = archive.articles()
    assert (found.date, found.paragraphs) == (date(2026, 4, 8), PARAGRAPHS)
    assert file.warnings[0] == "a web article, told from its page by trafilatura"
    assert list(disagreements(archive)) == []


def test_what_json_ld_holds_and_the_page_does_not_show_is_told(archive, write):
    head = f'<script type="application/ld+json">{json.dumps(LINKED, ensure_ascii=False)}</script>'
    (file,) = ingest(archive, [write("1.html", html(head, PARAGRAPHS[:2]))])
    assert [found.paragraphs for found in archive.articles()] == [PARAGRAPHS[:2]]
    missing = f"{len(PARAGRAPHS[2])} characters of the article are not among what the page shows"
    assert missing in file.warnings


def test_broken_json_ld_is_as_good_as_none(archive, write):
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    ingest(archive, [write("1.html", html(head))])
    assert [found.paragraphs for found in archive.articles()] == [PARAGRAPHS]


def test_a_page_of_links_is_passed_over(archive, write):
    links = "".join(f'<li><a href="{number}.html">新闻之{number}</a></li>' for number in range(9))
    (file,) = ingest(archive, [write("index.html", f"<html><body><ul>{links}</ul></body></html>")])
    assert (file.outcome, file.error) == (FileOutcome.PASSED_OVER, None)
    assert not list(archive.articles())


def test_markup_that_the_extracting_library_fails_on_costs_its_page_alone(archive, write):
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    bad, good = write("1.html", f"<svg>{text}<article>{text}</article>"), write("2.html", html(""))
    first, second = ingest(archive, [bad, good])
    assert first.error is not None
    assert first.error.code == "no_text"
    assert second.articles == 1


def test_the_line_under_the_headline_is_read(archive, write):
    line = "<div>2026-04-08 06:10　来源：苇州日报　作者：林岚</div>"
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    page = f"<html><body><h1>东门渡船复航</h1>{line}<div>{text}</div><p><a href=#>打印本页</a></p></body></html>"
    ingest(archive, [write("1.html", page)])
    (found,) = archive.articles()
    assert (found.paper, str(found.date), found.byline.reporters) == ("苇州日报", "2026-04-08", ("林岚",))
    assert found.paragraphs == PARAGRAPHS


def test_a_page_without_anything_is_refused(archive, write):
    (file,) = ingest(archive, [write("1.html", "<html><body><div></div></body></html>")])
    assert file.error is not None
    assert file.error.code == "no_text"


SHORT = ("东门的渡船昨天开了，票价两元。", "码头新建了候船室。")
LINE_BELOW = "<div>2026-04-08 08:31 来源：苇州在线 作者：林岚</div>"


@pytest.mark.parametrize("stated", [True, False])
def test_a_short_article_is_without_what_stands_around_it(archive, write, stated):
    """Of short pages trafilatura gives all that is seen."""
    meta = {"og:title": "东门渡船复航_苇州在线", "og:url": "https://news.example/1.html", "author": "林岚"}
    meta |= {"og:site_name": "苇州在线", "article:published_time": "2026-04-08T08:31:00+08:00"}
    head = "".join(f'<meta property="{name}" content="{value}">' for name, value in meta.items()) if stated else ""
    text = "".join(f"<p>{each}</p>" for each in SHORT) + '<div>标签：<a href="/t">渡船</a></div>'
    line = "" if stated else LINE_BELOW
    page = f"<head><title>东门渡船复航</title>{head}</head><body>{AROUND}<h1>东门渡船复航</h1>{line}{text}</body>"
    ingest(archive, [write("1.html", f"<html>{page}</html>")])
    (found,) = archive.articles()
    assert (found.headline, found.date, found.paper) == ("东门渡船复航", date(2026, 4, 8), "苇州在线")
    assert (found.byline.reporters, found.paragraphs) == (("林岚",), SHORT)
    assert found.url == ("https://news.example/1.html" if stated else None)
    assert list(disagreements(archive)) == []


def test_a_list_of_links_with_days_beside_them_is_no_article(archive, write):
    items = "".join(f'<li><a href="/{at}.html">第{at}条新闻的标题在这里</a> 04-0{at}</li>' for at in range(1, 9))
    (file,) = ingest(archive, [write("1.html", f"<html><title>新闻列表</title><body><ul>{items}</ul></body></html>")])
    assert file.outcome is FileOutcome.PASSED_OVER and not list(archive.articles())


def test_a_headline_that_only_the_title_of_the_page_tells(archive, write):
    text = "".join(f"<p>{each}</p>" for each in SHORT)
    ingest(
        archive, [write("1.html", f"<title>渡船复航_苇州在线</title><body><div class=bt1>渡船复航</div>{text}</body>")]
    )
    assert [(each.headline, each.paragraphs) for each in archive.articles()] == [("渡船复航", SHORT)]


def test_where_nothing_but_the_headline_and_a_link_is_left_that_is_kept(archive, write):
    stated = {"@type": "NewsArticle", "headline": "东门渡船复航", "articleBody": "东门渡船复航\n更多"}
    told = f'<script type="application/ld+json">{json.dumps(stated, ensure_ascii=False)}</script>'
    body = '<h1>东门渡船复航</h1><p><a href="/x">更多</a></p>'
    report = ingest(archive, [write("1.html", f"<html><head>{told}</head><body>{body}</body></html>")])
    assert not report.errors
