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


EDITION = {
    "title": "苇州日报数字版",
    "newspaper": "苇州日报",
    "日期": "2025-04-08",
    "版面列表": [
        {"版次": "01", "版名": "要闻", "文章": [{"标题": "早市搬家", "内容": "东门早市搬了。"}]},
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
