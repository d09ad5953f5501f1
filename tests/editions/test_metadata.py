from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.ingest import ingest
from retrieval.editions.sources.metadata import parse_date
from retrieval.editions.sources.paths import from_path
from retrieval.errors import BadInput
from retrieval.language.jump_labels import incoming, outgoing
from retrieval.language.page_names import page_name, page_order

DAY = date(2022, 12, 8)
PAGE = "本报讯（记者 安平）今天有雨。\n"


@pytest.mark.parametrize(
    ("path", "paper", "day", "page"),
    [
        ("e/2022-12-08/03.txt", None, DAY, "3"),
        ("e/2022-12-08/A03.txt", None, DAY, "A3"),
        ("e/2022-12-08-A03.txt", None, DAY, "A3"),
        ("e/2022-12-08_3.txt", None, DAY, "3"),
        ("e/20221208/3.txt", None, DAY, "3"),
        ("e/20221208-03.md", None, DAY, "3"),
        ("e/2022/12/08/12.txt", None, DAY, "12"),
        ("e/2022-12/08/12.txt", None, DAY, "12"),
        ("e/2022年12月8日/第3版.txt", None, DAY, "3"),
        ("北京晨报/2022-12-08/第三版.txt", "北京晨报", DAY, "3"),
        ("e/晨光日报-2022-12-08-A03.txt", "晨光日报", DAY, "A3"),
        ("e/2022-12-08/page-3.txt", None, DAY, "3"),
        ("e/2022-12-08/要闻.txt", None, DAY, None),
        ("e/2022-12-08.jsonl", None, DAY, None),
        ("e/第3版.txt", None, None, "3"),
        ("e/12.txt", None, None, None),
        ("e/beijing-daily-page.txt", None, None, None),
        ("e/page2.txt", None, None, None),
        ("e/news-12345678.txt", None, None, None),
    ],
)
def test_what_a_path_says(path, paper, day, page):
    assert from_path(Path(path), Path("/somewhere") / path).stated == EditionDefaults(paper, day, page)


@pytest.mark.parametrize("path", ["2022-02-30/1.txt", "2022-13-01-2.txt", "20220231/1.txt"])
def test_a_path_with_a_day_that_no_calendar_has(path):
    with pytest.raises(BadInput, match="no day of the calendar") as caught:
        from_path(Path("e") / path, Path("/e") / path)
    assert (caught.value.code, caught.value.key) == ("field", "date")


@pytest.mark.parametrize(
    "text", ["2022-12-08", "2022/12/8", "20221208", "2022年12月8日", "2022-12-08T10:30:00", " 2022.12.08 "]
)
def test_dates(text):
    assert parse_date(text, Path("x")) == DAY


@pytest.mark.parametrize("text", ["昨天", "12月8日", "2022-12", "2022-12-08abc", "0000-01-01", "2022-1-1-1"])
def test_what_is_no_date(text):
    with pytest.raises(BadInput):
        parse_date(text, Path("x"))


def test_page_names():
    raw = ("03", "A03", "a3", "第三版", "第12版", "十二", "头版", "0", "要闻", "Ａ０３", "二十一版")
    assert [page_name(text) for text in raw] == [
        "3", "A3", "A3", "3", "12", "12", "1", None, None, "A3", "21",
    ]  # fmt: skip

    def key(page: str) -> str:
        found = page_order(page)
        assert found is not None
        return found

    assert sorted(["10", "2", "A2", "A10", "1"], key=key) == ["1", "2", "10", "A2", "A10"]


def test_labels():
    first, second = incoming("(上接第1版) 支持"), incoming("（上接 A 1 版）")
    assert first
    assert second
    assert (first.label, second.page) == ("上接第1版", "A1")
    assert incoming("上接天气预报") is None
    assert [outgoing(t) for t in ("……（下转第4版）", "……(下转A4版)", "……下转第四版", "（转2版）", "上楼转弯")] == [
        "4", "A4", "4", "2", None,
    ]  # fmt: skip


def only(archive):
    (article,) = archive.articles()
    return article.paper, article.date, article.page


def test_front_matter_wins_over_flags_and_flags_over_the_path(archive, write):
    plain = write("晨光日报/2022-12-08/03.txt", PAGE)
    ingest(archive, [plain])
    assert only(archive) == ("晨光日报", DAY, "3")
    ingest(archive, [plain], defaults=EditionDefaults(None, date(2022, 12, 9), "A5"))
    assert only(archive) == ("晨光日报", date(2022, 12, 9), "A5")
    write("晨光日报/2022-12-08/03.txt", "---\npaper: 夕照晚报\ndate: 2022-12-07\n版面: 07\n---\n" + PAGE)
    ingest(archive, [plain], defaults=EditionDefaults("某报", date(2022, 12, 9), "A5"))
    assert only(archive) == ("夕照晚报", date(2022, 12, 7), "7")


def test_absent_means_unknown(archive, write):
    ingest(archive, [write("page.txt", "2022年12月8日，第3版。" + PAGE)])
    assert only(archive) == (None, None, None)


def test_the_given_folder_counts_but_nothing_above_it(archive, write, tmp_path):
    write("2021-01-01/editions/2022-12-08/03.txt", PAGE)
    ingest(archive, [tmp_path / "2021-01-01" / "editions" / "2022-12-08"])
    assert only(archive) == (None, DAY, "3")


def test_bad_front_matter_names_line_and_key(archive, write):
    report = ingest(archive, [write("p.txt", "---\npaper: x\ndate: 2022-02-30\n---\n" + PAGE)])
    error = report.files[0].error
    assert error
    assert (error.code, error.line, error.key) == ("field", 3, "date")
    assert "2022-02-30" in str(error)
