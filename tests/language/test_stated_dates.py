"""Days as files and names state them."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.language.stated_dates import day_in_name, day_of_folders, stated_day

DAY = date(2025, 4, 8)


@pytest.mark.parametrize(
    "text",
    [
        "2025-04-08",
        "2025/4/8",
        "2025年4月8日",
        "２０２５年４月８日",
        "20250408",
        "2025-04-08 06:10:00",
        "2025年4月8日 星期二",
        "2025-04-07T22:10:00Z",
        "2025-04-08T06:10:00+08:00",
        "1744063800",
        "20250408061000",
        "Tue Apr 08 06:10:00 CST 2025",
        "Mon Apr 07 22:10:00 UTC 2025",
        "Tue Apr 08 2025 06:10:00 GMT+0800 (中国标准时间)",
        "Apr 8, 2025",
        "8 April 2025",
        "2025-04-07 22:10:00 UTC",
        "发布时间：2025-04-08 06:10",
        "1744063800000",
        "Tue, 8 Apr 2025 06:10:00 +0800",
        "二○二五年四月八日",
        "二零二五年四月八日 星期二",
        "中華民國114年4月8日",
        "民国一一四年四月八日",
    ],
)
def test_the_day_that_is_stated(text: str) -> None:
    assert stated_day(text) == DAY


@pytest.mark.parametrize("text", ["", "昨天", "4月8日", "2025-04-08号线", "202504081", "要闻"])
def test_what_states_no_day(text: str) -> None:
    assert stated_day(text) is None


@pytest.mark.parametrize("text", ["2025-02-30", "20251301", "2025年4月31日", "二〇二五年四月三十一日"])
def test_a_day_that_no_calendar_has(text: str) -> None:
    if text == "20251301":
        assert stated_day(text) is None
        return
    with pytest.raises(ValueError, match="no day of the calendar"):
        stated_day(text)


def test_the_day_in_a_name_and_where() -> None:
    assert day_in_name("苇州日报_2025-04-08_A07") == (DAY, (5, 15))
    assert day_in_name("rmrb2025040803") == (DAY, (4, 12))
    assert day_in_name("A07要闻") is None


@pytest.mark.parametrize("path", ["x/2025/04/08", "x/202504/08", "x/2025/0408", "x/2025-4-8"])
def test_the_day_that_folders_spell(path: str) -> None:
    assert day_of_folders(path) == DAY


def test_folders_that_spell_none() -> None:
    assert day_of_folders("2025/要闻") is None
