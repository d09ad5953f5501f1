"""JSON as crawlers and databases write it: arrays, objects over several lines, and other keys than ours."""

from __future__ import annotations

import json
from datetime import date

import pytest

from retrieval.editions.ingest import ingest
from retrieval.editions.store.verify import disagreements

DAY = date(2025, 4, 8)
ROWS = [
    {"title": "早市搬家", "date": "2025-04-08 06:10", "content": "东门早市搬了。\n旧址拆除。", "website": "苇州日报"},
    {"标题": "苇塘放水", "日期": "2025年4月8日", "版面": "03版：要闻", "正文": "苇塘昨天放水。", "作者": "柏念"},
    {
        "headline": "夜校开班",
        "publish_time": "2025-04-07T22:10:00Z",
        "text": "夜校开班。",
        "author": ["柏念", "乔一帆"],
    },
    {"Title": "花市", "pubDate": "Tue, 08 Apr 2025 06:10:00 +0800", "body": "", "content": "花市开了。", "link": "x"},
    {"标题": "书市", "time": 1744063800, "內文": "书市开了。", "报纸": "苇州晚报", "source": "新华社"},
]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_array(archive, write, ascii_only, indent, coding):
    ingest(archive, [write("a.json", json.dumps(ROWS, ensure_ascii=ascii_only, indent=indent), coding)])
    found = {each.headline: each for each in archive.articles()}
    assert set(found) == {"早市搬家", "苇塘放水", "夜校开班", "花市", "书市"}
    assert {each.date for each in found.values()} == {DAY}
    assert (found["早市搬家"].paper, found["早市搬家"].paragraphs) == ("苇州日报", ("东门早市搬了。", "旧址拆除。"))
    assert (found["苇塘放水"].page, found["苇塘放水"].byline.reporters) == ("3", ("柏念",))
    assert found["夜校开班"].byline.reporters == ("柏念", "乔一帆")
    assert found["花市"].url == "x"
    assert found["书市"].paper == "苇州晚报"
    assert list(disagreements(archive)) == []


def test_one_object_over_several_lines_and_lines_in_a_json_file(archive, write):
    ingest(
        archive,
        [write("a.json", json.dumps(ROWS[0], indent=2)), write("b.json", "\n".join(map(json.dumps, ROWS[1:3])))],
    )
    assert {each.headline for each in archive.articles()} == {"早市搬家", "苇塘放水", "夜校开班"}


def test_bad_elements_are_told_and_good_ones_kept(archive, write):
    text = json.dumps([ROWS[0], {"title": "空", "url": "x"}, 7, ROWS[1]], indent=1)
    report = ingest(archive, [write("a.json", text)])
    assert [(error.code, error.line) for error in report.errors] == [("field", 8), ("json", 12)]
    assert "title, url" in str(report.errors[0]) and "正文" in str(report.errors[0])
    assert {each.headline for each in archive.articles()} == {"早市搬家", "苇塘放水"}


BODY = "东门早市昨天搬到了北岸。"
OTHERS = {
    "prefixes": {"newsTitle": "早市搬家", "news_content": BODY, "docDate": "2025-04-08", "paper_name": "苇州日报"},
    "WordPress": {
        "title": {"rendered": "早市搬家"}, "content": {"rendered": f"<p>{BODY}</p>"}, "date": "2025-04-08T06:10:00",
        "source": "苇州日报",
    },
    "Drupal": {"title": "早市搬家", "body": {"value": f"<p>{BODY}</p>", "format": "html"}, "created": "2025-04-08",
               "source": {"name": "苇州日报"}},
    "MongoDB": {"_id": {"$oid": "65"}, "title": "早市搬家", "text": BODY, "date": {"$date": "2025-04-07T22:10:00Z"},
                "media": "苇州日报"},
    "languages": {"title": {"zh": "早市搬家"}, "content": {"zh": BODY}, "date": "2025-04-08", "paper": "苇州日报"},
    "blocks": {
        "title": "早市搬家", "date": "2025-04-08", "paper": "苇州日报",
        "content": [{"type": "image", "url": "a.jpg"}, {"type": "text", "text": BODY}, {"type": "text", "text": ""}],
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_values_that_are_objects_and_keys_that_say_of_what(archive, write, kind):
    report = ingest(archive, [write("a.json", json.dumps([OTHERS[kind]], ensure_ascii=False))])
    assert report.complete
    (found,) = archive.articles()
    assert (found.headline, found.paragraphs) == ("早市搬家", (BODY,))
    assert (found.paper, found.date) == ("苇州日报", DAY)
    assert list(disagreements(archive)) == []


def test_authors_that_are_objects(archive, write):
    row = {"title": "早市", "text": BODY, "authors": [{"name": "柏念", "id": 3}, {"name": "乔一帆"}]}
    ingest(archive, [write("a.json", json.dumps(row, ensure_ascii=False))])
    assert [each.byline.reporters for each in archive.articles()] == [("柏念", "乔一帆")]


def test_blocks_are_paragraphs_and_articles_in_a_list_are_not_blocks(archive, write):
    blocks = [{"type": "p", "text": "第一段。"}, {"type": "p", "text": "第二段。"}]
    articles = [
        {"type": "p", "title": "花市", "text": "花市开了。"},
        {"type": "p", "title": "书市", "text": "书市开了。"},
    ]
    ingest(archive, [write("a.json", json.dumps([{"title": "早市", "content": blocks}, {"content": articles}]))])
    found = {each.headline: each.paragraphs for each in archive.articles()}
    assert found == {"早市": ("第一段。", "第二段。"), "花市": ("花市开了。",), "书市": ("书市开了。",)}
    assert list(disagreements(archive)) == []


def test_lines_for_a_search_engine(archive, write):
    lines = [{"index": {"_index": "news", "_id": "7"}}, {"title": "花市", "text": "花市开了。"}]
    report = ingest(archive, [write("a.jsonl", "\n".join(map(json.dumps, lines)))])
    assert report.complete
    assert [each.headline for each in archive.articles()] == ["花市"]


EDITION = {
    "title": "苇州日报数字版",
    "newspaper": "苇州日报",
    "日期": "2025-04-08",
    "版面列表": [
        {"page_no": "01", "page_name": "要闻", "文章": [{"标题": "早市搬家", "内容": "东门早市搬了。"}]},
        {"版次": "A02", "版名": "民生", "文章": [
            {"标题": "苇塘放水", "内容": "苇塘放水。", "日期": "2025-04-07", "版次": "B3", "报纸": "苇州晚报"},
        ]},
    ],
}  # fmt: skip


def test_objects_around_articles_say_paper_day_and_page_and_no_headline(archive, write):
    ingest(archive, [write("a.json", json.dumps(EDITION, ensure_ascii=False))])
    found = {each.headline: (each.paper, each.date, each.page) for each in archive.articles()}
    assert found == {"早市搬家": ("苇州日报", DAY, "1"), "苇塘放水": ("苇州晚报", date(2025, 4, 7), "B3")}
    assert list(disagreements(archive)) == []


@pytest.mark.parametrize(
    "said",
    [
        {"page": 1, "page_no": "2", "total": 9},
        {"time": "2025-04-09 10:00:00", "created": 1744063800},
        {"date": "2025-13-45", "page": {"size": 20}, "source": ["x"]},
        {"source": "某某接口", "版名": "要闻"},
    ],
)
def test_what_a_servers_answer_says_of_itself_is_not_said_of_its_articles(archive, write, said):
    rows = [{"title": "花市", "content": "花市开了。"}]
    report = ingest(archive, [write("a.json", json.dumps({"code": 0, **said, "data": rows}, ensure_ascii=False))])
    assert report.complete
    assert [(each.paper, each.date, each.page) for each in archive.articles()] == [(None, None, None)]


def test_what_stands_before_a_break_is_read(archive, write):
    report = ingest(archive, [write("a.json", json.dumps(ROWS)[:-30])])
    assert len(report.errors) == 1
    assert len(list(archive.articles())) == len(ROWS) - 1


SENTENCES = ("图书馆昨日恢复夜间开放。", "自习座位增加了一百二十个。")
TEXT = "\n".join(SENTENCES)
SHAPES = {
    "text in a part": {"title": "夜读", "detail": {"content": TEXT}, "date": "2025-04-08", "page": "A02"},
    "metadata in a part": {
        "title": "夜读",
        "body": TEXT,
        "meta": {"date": "2025-04-08", "page": "A02", "title_size": 3},
    },
    "HTML in an object": {"title": "夜读", "body": {"html": f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>"}},
    "paragraphs as objects": {"title": "夜读", "paragraphs": [{"text": each, "n": 1} for each in SENTENCES]},
    "values without roles": {"title": "夜读", "content": [{"text": each} for each in SENTENCES]},
    "line ends escaped twice": {"title": "夜读", "content": "\\n".join(SENTENCES)},
    "one line with indents": {"title": "夜读", "content": "　　" + "　　".join(SENTENCES)},
    "no-break spaces": {"title": "夜读", "content": "".join("\xa0" * 4 + each for each in SENTENCES)},
    "initials": {"bt": "夜读", "zw": TEXT, "rq": "20250408", "bc": "A02"},
    "nothing as false": {"title": "夜读", "content": TEXT, "url": False, "author": [], "page": 2.0},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_of_crawlers(archive, write, shape):
    text = json.dumps([SHAPES[shape]], ensure_ascii=False)
    ingest(archive, [write("a.json", text)])
    (found,) = archive.articles()
    assert (found.headline, found.paragraphs) == ("夜读", SENTENCES)
    assert found.date == (DAY if "04" in text else None)
    assert found.page == ("A2" if "A02" in text else "2" if "2.0" in text else None)
    assert list(disagreements(archive)) == []


def test_metadata_do_not_count_against_what_an_article_states(archive, write):
    row = {"title": "夜读", "body": TEXT, "date": "2025-04-08", "info": {"date": "2025-04-01", "author": "林岚"}}
    row["related"] = {"title": "早市", "url": "https://news.example/2"}
    ingest(archive, [write("a.json", json.dumps(row, ensure_ascii=False))])
    (found,) = archive.articles()
    assert (found.date, found.byline.reporters, found.url) == (DAY, ("林岚",), None)


def test_a_text_line_names_people_before_a_list_does(archive, write):
    row = {"title": "夜读", "content": TEXT, "byline": "By 林岚 通讯员 高宇", "reporters": ["林岚"]}
    ingest(archive, [write("a.json", json.dumps(row, ensure_ascii=False))])
    (found,) = archive.articles()
    assert (found.byline.reporters, found.byline.correspondents) == (("林岚",), ("高宇",))


def test_a_title_without_text_among_wrapped_articles_is_told(archive, write):
    rows = {"data": {"list": [ROWS[0], {"title": "只有标题"}], "related": {"more": [{"title": "另一篇", "url": "x"}]}}}
    report = ingest(archive, [write("a.json", json.dumps(rows, ensure_ascii=False)), write("b.json", "[{}]")])
    assert [each.headline for each in archive.articles()] == ["早市搬家"]
    assert [error.code for error in report.errors] == ["field", "field"]
    said = " ".join(map(str, report.errors))
    assert "keys here: title;" in said and "the object has no keys" in said


FEEDS: dict[str, dict[str, object]] = {
    "feed": {"channel": {"title": "新闻", "item": [{"title": "夜读", "content:encoded": TEXT, "dc:creator": "林岚"}]}},
    "lists of one": {"response": {"docs": [{"title": ["夜读"], "content": SENTENCES, "author": ["林岚"]}]}},
    "titles in the text": {"title": "夜读", "author": "林岚", "content": f"夜读\n{TEXT}"},
    "a whole page": {
        "title": "夜读",
        "by": "林岚",
        "html": f"<html><body><h1>夜读</h1><p>{'<p>'.join(SENTENCES)}</body></html>",
    },
    "day of a database": {
        "title": "夜读",
        "content": TEXT,
        "by": "林岚",
        "date": {"$date": {"$numberLong": "1744063800000"}},
    },
    "source with the page": {
        "title": "夜读",
        "content": TEXT,
        "by": "林岚",
        "source": "《苇州日报》2025年4月8日 第A02版",
    },
}


@pytest.mark.parametrize("shape", FEEDS)
def test_feeds_and_databases(archive, write, shape):
    ingest(archive, [write("a.json", json.dumps(FEEDS[shape], ensure_ascii=False))])
    (found,) = archive.articles()
    assert (found.headline, found.paragraphs, found.byline.reporters) == ("夜读", SENTENCES, ("林岚",))
    assert found.date == (DAY if "date" in FEEDS[shape] or "source" in FEEDS[shape] else None)
    assert (found.paper, found.page) == (("苇州日报", "A2") if "source" in FEEDS[shape] else (None, None))
    assert list(disagreements(archive)) == []


def test_texts_in_which_nothing_is_escaped(archive, write):
    ingest(archive, [write("a.json", json.dumps([{"title": "夜读", "content": TEXT}]).replace("\\n", "\n"))])
    assert [each.paragraphs for each in archive.articles()] == [SENTENCES]
    assert list(disagreements(archive)) == []


WRAPPED = {
    "text that wraps one": '{"title": "全部", "detail": {"content": {"title": "夜读", "text": "夜读开了。"}}}',
    "a key twice": '{"body": {"共": 1}, "其他": {"title": "夜读", "text": "夜读开了。"}, "body": {"共": {}}}',
}


@pytest.mark.parametrize("kind", WRAPPED)
def test_an_article_within_is_read_once_where_it_stands(archive, write, kind):
    report = ingest(archive, [write("a.jsonl", WRAPPED[kind])])
    assert report.complete
    assert [(each.headline, each.body) for each in archive.articles()] == [("夜读", "夜读开了。")]
    assert list(disagreements(archive)) == []


@pytest.mark.parametrize(
    "title", ["夜读开了", "&ldquo;夜读&rdquo;<br/>开了", "&lt;b&gt;夜读开了&lt;/b&gt;", "<img alt='&lt;'>夜读开了"]
)
def test_a_title_with_markup_that_the_text_repeats_is_no_part_of_it(archive, write, title):
    ingest(archive, [write("a.jsonl", json.dumps({"subhead": title, "body": f"夜读开了\n{TEXT}"}))])
    assert [each.paragraphs for each in archive.articles()] == [SENTENCES]
