"""Which lines of a text are the rows of one list."""

from __future__ import annotations

import pytest

from retrieval.language.rows import rows_around

HOURS = "市图书馆 9:00—21:00 周一闭馆\n市博物馆 9:00—17:30 周一闭馆\n少年宫 8:30—18:00"
ANNOUNCED = f"昨天公布了时间。\n开放时间如下：\n{HOURS}\n闭馆日遇节假日的，当天照常开放。"


def lines_around(text: str, line: str) -> str:
    at = text.index(line)
    start, end = rows_around(text, (at, at + len(line)))
    return text[start:end]


@pytest.mark.parametrize("line", ["开放时间如下：", *HOURS.split("\n")])
def test_every_row_has_the_whole_list_with_what_announces_it(line: str) -> None:
    assert lines_around(ANNOUNCED, line) == f"开放时间如下：\n{HOURS}"


@pytest.mark.parametrize("line", HOURS.split("\n"))
def test_a_list_that_nothing_announces(line: str) -> None:
    assert lines_around(HOURS, line) == HOURS
    assert lines_around(f"全年无休。\n{HOURS}", line) == HOURS


@pytest.mark.parametrize("line", ["昨天公布了时间。", "闭馆日遇节假日的，当天照常开放。"])
def test_a_paragraph_stays_alone(line: str) -> None:
    assert lines_around(ANNOUNCED, line) == line


def test_a_crosshead_takes_in_no_paragraph() -> None:
    text = "北岸通车。\n南岸还要等\n南岸引桥明年六月完工，届时两岸之间只要五分钟。"
    assert lines_around(text, "南岸还要等") == "南岸还要等"


def test_two_lists_stay_apart() -> None:
    text = "夏季：\n周二 9:00\n周三 10:00\n冬季：\n周二 9:30\n周三 10:30"
    assert lines_around(text, "周三 10:00") == "夏季：\n周二 9:00\n周三 10:00"
    assert lines_around(text, "周二 9:30") == "冬季：\n周二 9:30\n周三 10:30"
