"""Ranges of time: when something closes has the last end of a printed range for an answer, when it opens the first."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.answers.question.query import understand
from retrieval.answers.spans.ranges import End, end_asked, end_of, ranges
from retrieval.language.folding import folded


@pytest.mark.parametrize(
    ("question", "end"),
    [
        ("少儿馆几点关门", End.LAST),
        ("夜市幾點收攤", End.LAST),
        ("医保补缴什么时候截止", End.LAST),
        ("养犬登记到几号", End.LAST),
        ("展览闭馆时间", End.LAST),
        ("早上几点前要搬走", End.LAST),
        ("西桥啥时候修好啊", End.LAST),
        ("游泳馆几点开门", End.FIRST),
        ("年货节从哪天起", End.FIRST),
        ("话剧几点开演", End.FIRST),
        ("开馆时间是几点", End.FIRST),
        ("少儿馆几点开门几点关门", None),
        ("从几点停到几点", None),
        ("开放时间", None),
        ("哪天停水", None),
        ("什么时候收费", None),
        ("什么时候开放预约", None),
    ],
)
def test_which_end_is_asked_for(question: str, end: End | None) -> None:
    assert end_asked(understand(question, date(2025, 3, 12)).folded) is end


@pytest.mark.parametrize(
    ("text", "part", "first", "last"),
    [
        ("少儿馆 9:00—18:00 周一闭馆", "9:00—18:00", "9:00", "18:00"),
        ("少儿馆 9:00—18:00 周一闭馆", "9:00", "9:00", "18:00"),
        ("上午8时到下午5时半办理", "上午8时到下午5时半", "上午8时", "下午5时半"),
        ("登记从4月1日至6月30日进行", "4月1日至6月30日", "4月1日", "6月30日"),
        ("4月1日起至6月30日止", "6月30日", "4月1日", "6月30日"),
        ("周末14:30，平日19:00", "14:30", "14:30", "14:30"),
        ("9月1日至3日举行", "9月1日至3日", "9月1日至3日", "9月1日至3日"),
        ("9月1—3日举行", "9月1—3日", "9月1—3日", "9月1—3日"),
        ("票价30元至50元", "30元至50元", "30元至50元", "30元至50元"),
    ],
)
def test_the_ends_of_a_range(text: str, part: str, first: str, last: str) -> None:
    plain = folded(text)
    at = plain.index(folded(part))
    span = (at, at + len(part))
    assert text[slice(*end_of(plain, span, End.FIRST))] == first
    assert text[slice(*end_of(plain, span, End.LAST))] == last


def test_what_stands_beside_a_range_is_no_end_of_it() -> None:
    text = folded("3月5日开展，每天9:00至17:00开放")
    assert [(text[slice(*one)], text[slice(*other)]) for one, other in ranges(text)] == [("每天9:00", "17:00")]
    at = text.index("3月5日")
    assert end_of(text, (at, at + 4), End.LAST) == (at, at + 4)
