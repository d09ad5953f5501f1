from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest

from retrieval.domain import ArticleKind, Byline, Coding, source_bytes
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults
from retrieval.editions.base.line_reading import RawLine
from retrieval.editions.ingest import FileOutcome, ingest
from retrieval.editions.sources.jsonl import read_lines
from retrieval.editions.store.verify import disagreements

FULL = {
    "id": "a-1", "headline": "冰场开放", "date": "2022-12-08", "page": "A03", "paper": "晨光日报",
    "byline": "记者 张三 通讯员 李四", "url": "https://example.org/1",
    "body": "冰场今天开放。\n票价二十元。", "rating": 5,
}  # fmt: skip


def line(**changes):
    row = {**FULL, **changes}
    return json.dumps({k: v for k, v in row.items() if v is not ...}, ensure_ascii=False) + "\n"


def only(archive):
    (article,) = archive.articles()
    return article


def test_all_keys(archive, write):
    ingest(archive, [write("a.jsonl", line())])
    article = only(archive)
    assert (article.external_id, article.headline, article.url) == ("a-1", "冰场开放", "https://example.org/1")
    assert (article.paper, article.date, article.page) == ("晨光日报", date(2022, 12, 8), "A3")
    assert article.byline == Byline(("张三",), ("李四",))
    assert article.paragraphs == ("冰场今天开放。", "票价二十元。")
    assert article.kind is ArticleKind.REPORT


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"headline": ..., "title": "别名"}, "headline", "别名"),
        ({"headline": "", "title": "别名"}, "headline", "别名"),
        ({"headline": ""}, "headline", None),
        ({"headline": None}, "headline", None),
        ({"id": 7}, "external_id", "7"),
        ({"id": ...}, "external_id", None),
        ({"page": 3}, "page", "3"),
        ({"page": "第3版"}, "page", "3"),
        ({"page": "要闻"}, "page", "要闻"),
        ({"page": ""}, "page", None),
        ({"date": ""}, "date", None),
        ({"date": None}, "date", None),
        ({"date": "2022-12-08T08:00:00+08:00"}, "date", date(2022, 12, 8)),
        ({"byline": "张三"}, "byline", Byline(("张三",))),
        ({"byline": ..., "body": "本报讯（记者 王五）下雪了。"}, "byline", Byline(("王五",))),
        ({"byline": ..., "body": "本报记者 王五\n下雪了。"}, "byline", Byline(("王五",))),
        ({"byline": ..., "body": "下雪了。（记者 王五）"}, "byline", Byline(("王五",))),
        ({"body": "（上接第1版）下雪了。"}, "jump", "上接第1版"),
        ({"headline": "更正", "body": "本报昨天的报道有误，特此更正。"}, "kind", ArticleKind.CORRECTION),
        ({"headline": "关于《花市开张》一文的更正", "body": "报道有误。"}, "kind", ArticleKind.CORRECTION),
        ({"headline": "关于更正营业时间的通知", "body": "商场有新安排。"}, "kind", ArticleKind.REPORT),
        ({"body": "一。\r\n\r\n　　二。\t\n"}, "paragraphs", ("一。", "二。")),
    ],
)
def test_variants(archive, write, changes, field, value):
    report = ingest(archive, [write("a.jsonl", line(**changes))])
    assert report.complete
    assert getattr(only(archive), field) == value


def test_column_cuts_are_repaired_where_empty_lines_part_paragraphs(archive, write):
    body = "本报讯（记者 张三）滑冰的人比去年多，工作人员说周末要排\n\n队半小时。\n\n明天起加开夜场。"
    ingest(archive, [write("a.jsonl", line(body=body))])
    assert only(archive).joins == 1
    assert "周末要排队半小时。" in only(archive).body


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030"])
def test_places_in_the_file_through_escapes(archive, write, ascii_only, coding):
    body = '引号"与反斜杠\\，制表\t符。\n第二段有 emoji 🎿 与 \u2028 行分隔。\n第三/段。'
    text = (
        json.dumps({"body": "x。"})
        + "\r\n"
        + json.dumps({"title": "题", "body": body}, ensure_ascii=ascii_only)
        + "\r\n"
    )
    path = write("a.jsonl", text.replace("第三/段", r"第三\/段"), coding)
    ingest(archive, [path])
    article = list(archive.articles())[1]
    data = path.read_bytes()
    for start in range(len(article.body)):
        for end in range(start + 1, len(article.body) + 1):
            ranges = source_bytes(article.body, article.pieces, start, end)
            raw = b"".join(data[low:high] for low, high in ranges).decode(coding.removesuffix("-sig"))
            assert json.loads(f'"{raw}"') == article.body[start:end].replace("\n", "")


@pytest.mark.parametrize(
    ("raw", "code", "key"),
    [
        ('{"body": "没有完', "json", None),
        ('{"body": "x"', "json", None),
        ('{"body": "x",', "json", None),
        ('{"body": "x"} y', "json", None),
        ('{"body": "x" "y"}', "json", None),
        ('{"body"}', "json", None),
        ("[1]", "json", None),
        ("nonsense", "json", None),
        ('{"body": tru', "json", None),
        ('{"body": "\\ud800"}', "json", "body"),
        ('{"body": "x\\u0000"}', "json", "body"),
        ('{"title": "题"}', "field", "body"),
        ('{"body": null}', "field", "body"),
        ('{"body": "  "}', "field", "body"),
        ('{"body": "<p>&nbsp;</p>"}', "field", "body"),
        ('{"body": [3]}', "field", "body"),
        ('{"body": "x", "title": {}}', "field", "title"),
        ('{"body": "x", "date": "2022-02-30"}', "field", "date"),
        ('{"body": "x", "date": "soon"}', "field", "date"),
        ('{"body": "x", "page": [3]}', "field", "page"),
        ('{"body": "x", "id": true}', "field", "id"),
        ('{"body": ' + "[" * 100_000 + "}", "json", None),
        ('{"body": "x", "n": ' + "9" * 5000 + "}", "json", None),
    ],
)
def test_bad_lines_are_named_and_good_ones_kept(archive, write, raw, code, key):
    report = ingest(archive, [write("a.jsonl", line(id="1") + "\n" + raw + "\n" + line(id="2"))])
    (file,) = report.files
    assert (file.outcome, file.articles, report.complete) == (FileOutcome.ADDED, 2, False)
    (error,) = file.bad_lines
    assert (error.code, error.line, error.key) == (code, 3, key)
    assert file.warnings == ("1 unreadable lines were left out",)
    assert {a.external_id for a in archive.articles()} == {"1", "2"}


NOT_A_LINE_EACH = {
    "for people": lambda rows: "\n".join(json.dumps(row, indent=2) for row in rows),
    "an array for people": lambda rows: json.dumps(rows, indent=2),
    "an array on one line": lambda rows: json.dumps(rows),
    "an array over lines": lambda rows: "[" + ",\n".join(map(json.dumps, rows)) + "]\n",
    "commas": lambda rows: "".join(json.dumps(row) + ",\r\n" for row in rows),
    "a text sequence": lambda rows: "".join("\x1e" + json.dumps(row) + "\n" for row in rows),
}


@pytest.mark.parametrize("form", NOT_A_LINE_EACH.values(), ids=NOT_A_LINE_EACH)
@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_other_forms_of_the_same_articles(archive, write, form, name):
    rows = [{**FULL, "id": "1"}, {**FULL, "id": "2", "body": "雪停了。"}]
    report = ingest(archive, [write(name, form(rows))])
    assert report.complete
    assert {each.external_id: each.paragraphs[0] for each in archive.articles()} == {
        "1": "冰场今天开放。",
        "2": "雪停了。",
    }
    assert list(disagreements(archive)) == []


def test_a_broken_line_costs_itself_alone_in_a_json_file_too(archive, write):
    (file,) = ingest(archive, [write("a.json", line(id="1") + '{"body": "没有完\n' + line(id="3"))]).files
    assert [error.line for error in file.bad_lines] == [2]
    assert {each.external_id for each in archive.articles()} == {"1", "3"}


def test_a_bad_value_is_shown(archive, write):
    report = ingest(archive, [write("a.jsonl", line(date="2022-02-30"))])
    assert report.files[0].outcome is FileOutcome.REJECTED
    assert "a.jsonl:1" in str(report.files[0].error)
    assert "2022-02-30" in str(report.files[0].error)
    assert "'date'" in str(report.files[0].error)


def test_one_line_of_broken_encoding(archive, write):
    data = (line(id="1") + line(id="2") + line(id="3")).encode()
    broken = data.replace(b'"id": "2", "headline": "\xe5', b'"id": "2", "headline": "\xff')
    (file,) = ingest(archive, [write("a.jsonl", broken)]).files
    assert [(e.code, e.line) for e in file.bad_lines] == [("encoding", 2)]
    assert file.articles == 2


def test_flags_fill_what_a_line_does_not_say(archive, write):
    path = write("2020-01-01/a.jsonl", line(date=..., paper=..., page=...))
    ingest(archive, [path], defaults=EditionDefaults("夕照晚报", None, "5"))
    article = only(archive)
    assert (article.paper, article.date, article.page) == ("夕照晚报", date(2020, 1, 1), "5")


@pytest.mark.parametrize("line_end", ["\\n", "\\u000a"])
@pytest.mark.parametrize("character", ["桥", "\\u6865"])
def test_many_short_lines_take_time_by_their_length_only(line_end: str, character: str) -> None:
    """However it is escaped: a hostile line of 32 MB must not take hours."""
    lines = 60_000
    data = ('{"body": "' + f"{character}{line_end}" * lines + '"}').encode()
    begun = time.process_time()
    [draft] = read_lines([RawLine(0, 1, data)], Coding.UTF8, Path("a.jsonl"), EditionDefaults())
    assert time.process_time() - begun < 5.0
    assert isinstance(draft, ArticleDraft)
    assert draft.body == "\n".join("桥" * lines)
    assert raw(data, draft) == f"{character}" * lines


def raw(data, draft):
    ranges = source_bytes(draft.body, draft.pieces, 0, len(draft.body))
    return b"".join(data[start:end] for start, end in ranges).decode()
