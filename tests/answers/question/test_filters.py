"""Dates, pages and reporters in questions: which limit where to look, and which are words of an event."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.question.filters import DateMention, filters_of, mentions, wants_latest, wants_recent
from retrieval.domain import Filters
from retrieval.language.folding import folded

TODAY = date(2025, 3, 12)  # a Wednesday


def limits(question: str, today: date = TODAY) -> Filters:
    plain = folded(question)
    return filters_of(plain, mentions(plain, today))[0]


def days(first: date, last: date | None = None) -> Filters:
    return Filters(date_from=first, date_to=last or first)


EDITIONS = {
    "today": ("今日的头条", days(TODAY)),
    "yesterday": ("昨日的报纸有什么", days(date(2025, 3, 11))),
    "two days ago": ("前天的报纸", days(date(2025, 3, 10))),
    "three days ago": ("大前天的新闻", days(date(2025, 3, 9))),
    "tomorrow": ("明天的报纸", days(date(2025, 3, 13))),
    "this week": ("本周的报道", days(date(2025, 3, 10), date(2025, 3, 16))),
    "the week before last": ("上上周的报纸", days(date(2025, 2, 24), date(2025, 3, 2))),
    "a weekday of last week": ("上周三的报纸", days(date(2025, 3, 5))),
    "Sunday of last week": ("上周日的报纸", days(date(2025, 3, 9))),
    "Sunday of this week": ("这个星期天的报纸", days(date(2025, 3, 16))),
    "this month": ("本月的新闻", days(date(2025, 3, 1), date(2025, 3, 31))),
    "last month": ("上个月的报纸", days(date(2025, 2, 1), date(2025, 2, 28))),
    "the month before last": ("上上个月的报道", days(date(2025, 1, 1), date(2025, 1, 31))),
    "a month of a year": ("2024年2月的报纸", days(date(2024, 2, 1), date(2024, 2, 29))),
    "December of last year": ("去年12月的报纸", days(date(2024, 12, 1), date(2024, 12, 31))),
    "last year": ("去年的报道", days(date(2024, 1, 1), date(2024, 12, 31))),
    "the end of the year before last": ("前年底的报道", days(date(2023, 11, 1), date(2023, 12, 31))),
    "half a year": ("去年上半年的报道", days(date(2024, 1, 1), date(2024, 6, 30))),
    "a summer": ("去年夏天的新闻", days(date(2024, 6, 1), date(2024, 8, 31))),
    "a leap day": ("2024年2月29日的报纸", days(date(2024, 2, 29))),
    "a year of two digits": ("24年12月8日的报纸", days(date(2024, 12, 8))),
    "slashes": ("2025/3/1的报纸", days(date(2025, 3, 1))),
    "a day of this year": ("3月1日那天的报纸", days(date(2025, 3, 1))),
    "a day still to come is last year's": ("3月13日的报纸", days(date(2024, 3, 13))),
    "today's date is today": ("3月12日的报纸", days(TODAY)),
    "a day of this month": ("12号的报纸", days(TODAY)),
    "a day still to come is last month's": ("13号的报纸", days(date(2025, 2, 13))),
    "full-width": ("３月１日的报纸", days(date(2025, 3, 1))),
}


@pytest.mark.parametrize(("question", "expected"), EDITIONS.values(), ids=EDITIONS)
def test_days_of_editions(question: str, expected: Filters) -> None:
    assert limits(question) == expected


@pytest.mark.parametrize(
    ("question", "today", "expected"),
    [
        ("上个月的报纸", date(2025, 1, 31), days(date(2024, 12, 1), date(2024, 12, 31))),
        ("本月的报纸", date(2024, 12, 5), days(date(2024, 12, 1), date(2024, 12, 31))),
        ("上周的报纸", date(2025, 1, 1), days(date(2024, 12, 23), date(2024, 12, 29))),
        ("昨天的报纸", date(2024, 3, 1), days(date(2024, 2, 29))),
        ("31号的报纸", date(2025, 1, 5), days(date(2024, 12, 31))),
        ("本周的报纸", date(2025, 3, 16), days(date(2025, 3, 10), date(2025, 3, 16))),
    ],
    ids=["January", "December", "over the new year", "over the leap day", "the 31st before January", "on Sunday"],
)
def test_borders_of_months_and_years(question: str, today: date, expected: Filters) -> None:
    assert limits(question, today) == expected


@pytest.mark.parametrize(
    "question",
    [
        "昨天大桥封闭了吗",
        "3月15日起封闭到哪天",
        "去年修了几座桥",
        "上周三停水了吗",
        "昨天的新闻发布会谁主持",
        "12号线几点停运",
    ],
)
def test_days_of_events_limit_nothing(question: str) -> None:
    assert not limits(question)


@pytest.mark.parametrize("question", ["2025年2月29日的报纸", "2月30日的报纸", "31号的报纸", "2025-02-30的报纸"])
def test_days_that_never_were_limit_nothing(question: str) -> None:
    assert not limits(question)


def test_events_and_editions_are_told_apart_in_one_question() -> None:
    plain = folded("昨天的报纸说大桥3月15日封闭吗")
    assert mentions(plain, TODAY) == [
        DateMention((0, 2), date(2025, 3, 11), date(2025, 3, 11), of_edition=True),
        DateMention((8, 13), date(2024, 3, 15), date(2024, 3, 15), of_edition=False, yearless=True),
    ]
    assert limits(plain) == days(date(2025, 3, 11))


def test_a_mention_moves_with_its_text() -> None:
    mention = DateMention((0, 2), TODAY, TODAY, of_edition=True)
    assert mention.moved(5) == DateMention((5, 7), TODAY, TODAY, of_edition=True)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 28)), st.integers(0, 6), st.booleans())
def test_weekdays_of_this_and_last_week(today: date, weekday: int, last: bool) -> None:
    question = f"{'上' if last else '这'}周{'一二三四五六日'[weekday]}的报纸"
    day = limits(question, today).date_from
    assert day
    assert day.weekday() == weekday
    assert day == today - timedelta(days=today.weekday() - weekday + 7 * last)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 28)), st.dates(date(2000, 1, 1), date(2099, 12, 28)))
def test_a_full_date_does_not_depend_on_today(day: date, today: date) -> None:
    for question in (f"{day.year}年{day.month}月{day.day}日的报纸", f"{day.isoformat()}的报纸"):
        assert limits(question, today) == days(day)


@given(st.integers(1, 12), st.integers(1, 28), st.dates(date(2001, 1, 1), date(2099, 12, 28)))
def test_a_day_without_a_year_is_the_last_one(month: int, day: int, today: date) -> None:
    found = limits(f"{month}月{day}日的报纸", today).date_from
    assert found
    assert (found.month, found.day) == (month, day)
    assert found <= today < date(found.year + 1, month, day)


PAGES = {
    "digits": ("第3版有什么新闻", ("3",)),
    "leading zeros": ("第03版有什么新闻", ("3",)),
    "a part": ("B02版的文章", ("B2",)),
    "a part, with 第": ("第A03版有什么新闻", ("A3",)),
    "full-width": ("第０３版有什么新闻", ("3",)),
    "written out": ("第三版的文章", ("3",)),
    "written out beyond ten": ("第十二版的文章", ("12",)),
    "the front page": ("头版有什么", ("1", "A1")),
    "the front page's main story": ("头版头条是什么", ("1", "A1")),
    "nothing else": ("3版", ("3",)),
    "a version of a plan": ("第九版诊疗方案有什么变化", ()),
    "a longer number": ("第2025版的方案", ()),
    "no page": ("副刊有什么文章", ()),
}


@pytest.mark.parametrize(("question", "pages"), PAGES.values(), ids=PAGES)
def test_pages(question: str, pages: tuple[str, ...]) -> None:
    assert limits(question) == Filters(pages=pages)


PEOPLE = {
    "a reporter": ("记者涂小满采写的稿子有哪些", ("涂小满",)),
    "a correspondent": ("通讯员何苗写的文章", ("何苗",)),
    "a photographer": ("摄影记者白露拍的照片", ("白露",)),
    "a name alone": ("林小舟写了哪些报道", ("林小舟",)),
    "with a compound surname": ("上官云写了哪些报道", ("上官云",)),
    "who took pictures": ("白露拍了什么照片", ("白露",)),
    "no person": ("图书馆发表了哪些文章", ()),
    "a common word": ("高校发表了哪些文章", ()),
    "no name": ("居民都写了什么文章", ()),
    "who asks for the reporter": ("记者是谁", ()),
}


@pytest.mark.parametrize(("question", "people"), PEOPLE.values(), ids=PEOPLE)
def test_reporters(question: str, people: tuple[str, ...]) -> None:
    assert limits(question) == Filters(people=people)


def test_all_at_once() -> None:
    question = folded("昨天的报纸，第3版上记者林小舟写的报道")
    found, spans = filters_of(question, mentions(question, TODAY))
    assert found == Filters(date(2025, 3, 11), date(2025, 3, 11), ("3",), ("林小舟",))
    assert [question[slice(*span)] for span in spans] == ["昨天的报纸", "第3版", "记者林小舟"]


@pytest.mark.parametrize(
    "question", ["最新一期的报纸", "最近的一期有什么", "最新的报纸上有什么", "有什么新闻？", "最近有哪些报道"]
)
def test_the_newest_edition(question: str) -> None:
    assert wants_latest(folded(question))
    assert wants_recent(folded(question))


@pytest.mark.parametrize("question", ["最近大桥有什么进展", "目前工期还剩几天", "近日封闭的是哪座桥"])
def test_what_is_recent_is_in_no_single_edition(question: str) -> None:
    assert wants_recent(folded(question))
    assert not wants_latest(folded(question))


@pytest.mark.parametrize("question", ["大桥的工期多久", "大桥有什么新闻价值", "去年的报纸"])
def test_what_asks_for_nothing_recent(question: str) -> None:
    assert not wants_recent(folded(question))
    assert not wants_latest(folded(question))


@given(st.text(alphabet="昨今天上周个月年第三3版头记者林写的报纸新闻12日号-有什么", max_size=24))
def test_no_question_fails(question: str) -> None:
    plain = folded(question)
    found = mentions(plain, TODAY)
    assert all(0 <= each.span[0] < each.span[1] <= len(plain) and each.first <= each.last for each in found)
    assert all(left.span[1] <= right.span[0] for left, right in itertools.pairwise(found))
    limited, spans = filters_of(plain, found)
    assert all(0 <= start < end <= len(plain) for start, end in spans)
    assert not limited or spans
