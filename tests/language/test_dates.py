"""Days that a text names, by the calendar or from today."""

from __future__ import annotations

import itertools
import re
from datetime import date

import pytest

from retrieval.language.calendar_words import DAY_WORD, LUNAR_DAY, LUNAR_YEAR, WEEKDAY, WEEKDAYS, days_ahead
from retrieval.language.dates import named_days

TODAY = date(2025, 4, 8)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-03-11", date(2025, 3, 11), date(2025, 3, 11)),
        ("3月11日", date(2025, 3, 11), date(2025, 3, 11)),
        ("12月8日", date(2024, 12, 8), date(2024, 12, 8)),
        ("24年12月8号", date(2024, 12, 8), date(2024, 12, 8)),
        ("昨天", date(2025, 4, 7), date(2025, 4, 7)),
        ("大前天", date(2025, 4, 5), date(2025, 4, 5)),
        ("明天", date(2025, 4, 9), date(2025, 4, 9)),
        ("上周", date(2025, 3, 31), date(2025, 4, 6)),
        ("上周日", date(2025, 4, 6), date(2025, 4, 6)),
        ("上上星期天", date(2025, 3, 30), date(2025, 3, 30)),
        ("本周一", date(2025, 4, 7), date(2025, 4, 7)),
        ("上个月", date(2025, 3, 1), date(2025, 3, 31)),
        ("去年", date(2024, 1, 1), date(2024, 12, 31)),
        ("去年底", date(2024, 11, 1), date(2024, 12, 31)),
        ("2024年2月", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_the_days_that_are_named(text: str, first: date, last: date) -> None:
    (days,) = named_days(f"在{text},", TODAY)
    assert (days.first, days.last, days.span, days.with_month) == (first, last, (1, 1 + len(text)), True)


def test_a_day_whose_month_is_left_open() -> None:
    (days,) = named_days("12号的报纸", TODAY)
    assert (days.first, days.with_month) == (date(2025, 3, 12), False)


def test_several_days_stand_in_order_and_none_inside_another() -> None:
    found = named_days("去年12月8日和昨天", TODAY)
    assert [days.span for days in found] == sorted(days.span for days in found)
    assert all(one.span[1] <= two.span[0] for one, two in itertools.pairwise(found))
    assert found[-1].touches((8, 9)) or found[-1].span[1] == 9


@pytest.mark.parametrize("text", ["2月30日", "13月1日", "113月1日", "北京", ""])
def test_what_names_no_day(text: str) -> None:
    assert named_days(text, TODAY) == []


@pytest.mark.parametrize(("word", "days"), [("前天", -2), ("前日", -2), ("昨晚", -1), ("今晨", 0), ("明日", 1)])
def test_words_count_from_the_day_of_print(word: str, days: int) -> None:
    assert days_ahead(word) == days


def test_words_for_days_are_patterns() -> None:
    assert re.fullmatch(WEEKDAY, "星期天")
    assert re.fullmatch(DAY_WORD, "昨日")
    assert re.fullmatch(LUNAR_YEAR + LUNAR_DAY, "乙巳年正月初九")
    assert len(WEEKDAYS) == 8
