"""JSON as tables and search engines write it, and values where others have a text: columns, typed keys, page objects."""

# ruff: noqa: E501 - objects are read whole
from __future__ import annotations

import json
from datetime import date

import pytest

from bot.sentences.recognise import in_language
from retrieval.editions.ingest import ingest
from retrieval.editions.sources.field_names import field_called
from retrieval.editions.store.verify import disagreements

DAY = date(2025, 4, 8)
SENTENCES = ("图书馆昨日恢复夜间开放。", "自习座位增加了一百二十个。")
TEXT = "\n".join(SENTENCES)

TABLES = {
    "lists": '{"paper": "苇州日报", "title": ["夜读", "早市"], "content": ["夜读开了。\\n座位\\u4e00百。", "早市搬了。"], "page": [3, "A2"]}',
    "numbered rows": '{"title": {"0": "夜读", "7": "早市"}, "content": {"0": "夜读开了。\\n座位一百。", "7": "早市搬了。"},'
    '\n "paper": {"0": "苇州日报", "7": "苇州日报"}, "page": {"0": 3, "7": {"no": "A02", "name": "民生"}}}',
    "rows under names": '{"columns": ["title", "page", "content"], "index": [0, 1], "paper": "苇州日报",\n'
    ' "data": [["夜读", 3, "夜读开了。\\n座位一百。"], ["早市", "A02版", "早市搬了。"]]}',
    "in a server's answer": '{"code": 0, "newspaper": "苇州日报", "data": {"page": ["3", "A2"], "title": ["夜读", "早市"],'
    ' "paragraphs": [["夜读开了。", "座位一百。"], ["早市搬了。"]]}}',
}  # fmt: skip


@pytest.mark.parametrize("coding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("kind", TABLES)
def test_a_table_written_by_columns(archive, write, kind, coding):
    report = ingest(archive, [write("a.json", f"[{TABLES[kind]}]", coding)])
    assert report.complete
    found = {each.headline: (each.paper, each.page, each.paragraphs) for each in archive.articles()}
    assert found == {
        "夜读": ("苇州日报", "3", ("夜读开了。", "座位一百。")),
        "早市": ("苇州日报", "A2", ("早市搬了。",)),
    }
    assert list(disagreements(archive)) == []


def test_columns_of_different_rows_are_refused_and_rows_without_a_text_told(archive, write):
    lines = [
        {"title": ["夜读", "早市"], "content": ["夜读开了。", "早市搬了。", "？"]},
        {"title": {"0": "夜读", "1": "早市"}, "content": {"0": "夜读开了。", "2": "早市搬了。"}},
        {"title": ["夜读", "早市"], "content": ["夜读开了。", None], "desc": "三则"},
    ]
    report = ingest(archive, [write("a.jsonl", "\n".join(map(json.dumps, lines)))])
    assert [error.line for error in report.errors] == [1, 2, 3]
    assert "columns of a table with different rows: title 2, content 3" in str(report.errors[0])
    assert "title 2, content 2" in str(report.errors[1]) and "there is no body" in str(report.errors[2])
    assert in_language(report.errors[0].detail, "zh-hans") == "是按列写的表，各列的行不一致：title 2, content 3"
    assert [each.headline for each in archive.articles()] == ["夜读"]


TYPED = {
    "Solr": {"id_s": "7", "title_s": "夜读", "content_txt_cjk": TEXT, "pubdate_dt": "2025-04-08T06:10:00+08:00", "page_i": 3, "author_ss": ["林岚"]},
    "Solr, dynamic": {"title_t": ["夜读"], "Content_TXT": [TEXT], "publish_date_tdt": "2025-04-08", "page_no_s": "03", "reporter_s": "林岚"},
}  # fmt: skip


@pytest.mark.parametrize("kind", TYPED)
def test_fields_of_search_engines_that_say_their_type(archive, write, kind):
    ingest(archive, [write("a.json", json.dumps({"response": {"docs": [TYPED[kind]]}}, ensure_ascii=False))])
    (found,) = archive.articles()
    assert (found.headline, found.paragraphs, found.byline.reporters) == ("夜读", SENTENCES, ("林岚",))
    assert (found.date, found.page) == (DAY, "3")


@pytest.mark.parametrize("key", ["source_id", "author_id", "page_ids", "title_en_s", "views_i"])
def test_what_no_type_stands_behind_is_another_field(key):
    assert field_called(key) is None


DESCRIBED = {
    "alone": {"title": "夜读", "desc": TEXT},
    "empty text": {"title": "夜读", "content": "", "description": "".join(f"<p>{each}</p>" for each in SENTENCES)},
    "feed": {"channel": {"title": "新闻", "description": "苇州网", "item": [{"title": "夜读", "description": TEXT}]}},
    "beside its text": {"title": "夜读", "content": TEXT, "desc": "摘要。"},
}


@pytest.mark.parametrize("kind", DESCRIBED)
def test_a_description_is_the_text_where_there_is_no_other(archive, write, kind):
    ingest(archive, [write("a.json", json.dumps(DESCRIBED[kind], ensure_ascii=False))])
    assert [(each.headline, each.paragraphs) for each in archive.articles()] == [("夜读", SENTENCES)]
    assert list(disagreements(archive)) == []


NO_TEXTS: tuple[dict[str, object], ...] = (
    {"code": 500, "desc": "系统错误"},
    {"list": [{"title": "早市", "content": "早市搬了。"}, {"title": "夜读", "desc": "夜读开了"}]},
    {
        "hot": {"items": [{"title": "夜读", "desc": "夜读开了"}]},
        "data": {"list": [{"title": "早市", "content": "早市搬了。"}]},
    },
)


@pytest.mark.parametrize("row", NO_TEXTS)
def test_a_description_without_a_headline_or_beside_articles_is_no_text(archive, write, row):
    ingest(archive, [write("a.json", json.dumps(row))])
    assert [each.headline for each in archive.articles()] == ["早市"] * ("code" not in row)


PAGES: dict[str, dict[str, object]] = {
    "object": {"page": {"no": "03", "name": "要闻"}},
    "number": {"page": {"number": 3, "name": "要闻"}},
    "name": {"page": {"no": "", "name": "03版：要闻"}},
    "list": {"page": ["03", "04"]},
    "list of objects": {"版面": [{"no": 3, "name": "要闻"}, {"no": 4, "name": "要闻"}]},
    "both pages": {"page": "第03-04版"},
}


@pytest.mark.parametrize("kind", PAGES)
def test_pages_that_are_objects_or_two(archive, write, kind):
    ingest(archive, [write("a.json", json.dumps({"title": "夜读", "text": TEXT} | PAGES[kind]))])
    assert [each.page for each in archive.articles()] == ["3"]


def test_articles_in_a_page_or_paper_that_has_a_name(archive, write):
    page = {"page": {"no": 3, "name": "要闻", "list": [{"title": "夜读", "text": TEXT}]}}
    paper = {"paper": {"name": "苇州日报", "date": "2025-04-08", "pages": [page]}}
    paging = {"page": {"size": 20, "number": 1}, "list": [{"title": "早市", "text": "早市搬了。"}]}
    ingest(archive, [write("a.jsonl", f"{json.dumps(paper)}\n{json.dumps(paging)}")])
    found = {(each.headline, each.paper, each.date, each.page) for each in archive.articles()}
    assert found == {("夜读", "苇州日报", DAY, "3"), ("早市", None, None, None)}
    assert list(disagreements(archive)) == []


def test_questions_with_their_answers_are_no_articles(archive, write):
    asked = {"question": "图书馆几点关门", "answers": ["21:00"], "article": "图书馆昨日恢复夜间开放"}
    lines = [json.dumps(row, ensure_ascii=False) for row in (asked, {"title": "夜读", "article": SENTENCES[0]})]
    report = ingest(archive, [write("questions.jsonl", "\n".join(lines))])
    assert [each.headline for each in archive.articles()] == ["夜读"]
    assert ["question, answers, article" in str(each) for each in report.errors] == [True]
