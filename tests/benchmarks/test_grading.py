"""When a short answer counts, what an excerpt holds, and which grade comes of it."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.grading import Expected, Grade, accepted, grade, holds, normal
from retrieval.domain import Answer, AnswerStatus, Byline, Citation, Note, NoteCode


def citation(excerpt: str, headline: str = "澄湖大桥封闭时间压缩到14天") -> Citation:
    return Citation(
        1, 1, headline, None, "临江日报", date(2025, 3, 13), "1", Byline(), None, excerpt, 0, len(excerpt), (), None,
        "01.txt", (), 1.0,
    )  # fmt: skip


def answer(
    short: str | None, *cited: Citation, status: AnswerStatus = AnswerStatus.ANSWERED, notes: tuple[Note, ...] = ()
) -> Answer:
    return Answer("", status, short, cited, "g", None, 1.0, notes=notes)


BRIDGE = Expected("澄湖大桥封闭维修几天", ("14天",), "澄湖大桥封闭时间压缩到14天", outdated=("17天",))
PRINTED = citation("封闭维修的时间由17天减少到14天，从3月17日到3月30日")


@pytest.mark.parametrize(
    ("shown", "answers", "right"),
    [
        ("90天", ["90天"], True),
        ("期限90天", ["90天"], True),
        ("９０ 天", ["90天"], True),
        ("南浦", ["南浦区"], True),
        ("3.5元", ["5元"], False),
        ("1.2", ["1.2万名"], False),
        ("22:00", ["22:00至次日5:30"], False),
        ("17天", ["由17天减少到14天"], False),
        ("双向六车道", ["由双向六车道改为双向四车道"], False),
        ("不需要预约", ["需要预约"], False),
        ("文化馆", ["市文化馆和三处街道文化站"], False),
        ("9:00-21:00", ["9:00—21:00"], True),
        ("", ["90天"], False),
    ],
)
def test_a_short_answer_counts_if_nearly_accepted(shown: str, answers: list[str], right: bool) -> None:
    assert accepted(normal(shown), [normal(each) for each in answers]) is right


@pytest.mark.parametrize(
    ("text", "part", "right"),
    [
        ("每块3.5元", "5元", False),
        ("共13.5元、5元两种", "5元", True),
        ("本周六9:00开始", "9:00", True),
        ("一百二十人", "二十人", False),
    ],
)
def test_a_match_cuts_no_number(text: str, part: str, right: bool) -> None:
    assert holds(normal(text), normal(part)) is right


@pytest.mark.parametrize(
    ("given", "expected", "wanted"),
    [
        (answer("14天", PRINTED), BRIDGE, Grade.RIGHT),
        (answer(None, PRINTED), BRIDGE, Grade.EXCERPT),
        (answer("17天", PRINTED), BRIDGE, Grade.WRONG),
        (answer(None, citation("桥面封闭维修17天")), BRIDGE, Grade.WRONG),
        (answer(None, citation("白天不受影响")), BRIDGE, Grade.BESIDE),
        (answer(None, PRINTED, status=AnswerStatus.RELATED_ONLY), BRIDGE, Grade.REFUSED),
        (answer("14天", citation("专家号提前14天放号", "新院区开诊")), BRIDGE, Grade.BESIDE),
        (answer("900元", PRINTED), Expected("房价", (), None), Grade.WRONG),
        (answer(None, PRINTED), Expected("房价", (), None), Grade.WRONG),
        (answer(None, PRINTED, status=AnswerStatus.RELATED_ONLY), Expected("房价", (), None), Grade.HELD_BACK),
    ],
)
def test_grades(given: Answer, expected: Expected, wanted: Grade) -> None:
    assert grade(given, expected, None) is wanted


def test_names_of_a_note_are_a_short_answer() -> None:
    asked = Expected("谁写的", ("闻雅琴",), PRINTED.headline)
    told = answer(None, PRINTED, notes=(Note(NoteCode.BY, names=("闻雅琴",)),))
    assert grade(told, asked, None) is Grade.RIGHT


def test_a_long_answer_is_right_where_most_of_it_is_quoted() -> None:
    asked = Expected("为什么", ("投放点开放时间太短，上班族赶不上",), PRINTED.headline, short=False)
    assert grade(answer(None, citation("据说，投放点开放时间太短，上班族")), asked, None) is Grade.RIGHT
    assert grade(answer(None, citation("投放点不多")), asked, None) is Grade.BESIDE
