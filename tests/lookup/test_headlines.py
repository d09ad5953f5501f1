"""Headlines by what somebody types of them: characters, initials, in any spelling; withdrawals count at once."""

from __future__ import annotations

import pytest

from retrieval.domain import Headline
from retrieval.language.homophones import first_letters
from retrieval.lookup.headlines import HeadlineLookup, headline_table
from tests.lookup.conftest import Library
from tests.stores import withdrawals_of

HEADLINES = ("长江大桥“重新”开放", "银行行长谈Apple手机", "３路公交改線", "重庆路施工")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("大桥", [0]),
        ("桥重新开", [0]),
        ("cjdq", [0]),
        ("zjdq", [0]),
        ("yhhz", [1]),
        ("apple", [1]),
        ("APPLE 手", [1]),
        ("3路", [2]),
        ("改线", [2]),
        ("3lgj", []),
        ("cqlsg", [3]),
        ("x", []),
        ("、", []),
        ("", []),
        ("放\n银", []),
    ],
)
def test_what_is_typed_is_found(typed: str, expected: list[int]) -> None:
    table = headline_table(Headline(number, text, None, None, None) for number, text in enumerate(HEADLINES))
    assert [each.article_id for each in table.matching(typed)] == expected


def test_characters_come_before_sounds_and_each_headline_once() -> None:
    texts = ("大家大家", "DJ大赛")
    table = headline_table(Headline(number, text, None, None, None) for number, text in enumerate(texts))
    assert [each.article_id for each in table.matching("dj")] == [1, 0]


def test_many_readings_take_no_time() -> None:
    table = headline_table([Headline(1, "长" * 500, None, None, None)])
    assert [each.article_id for each in table.matching("cc")] == [1]


def test_the_newest_come_first_and_what_is_withdrawn_is_left_out(library: Library) -> None:
    lookup = HeadlineLookup()
    found = [each.headline for each in lookup.find(library.view, "西河", 5)]
    assert found == ["西河大桥通车", "西河大桥封闭"]
    assert [each.headline for each in lookup.find(library.view, "xhdq", 1)] == ["西河大桥通车"]
    withdrawals_of(library.archive).withdraw_article(library.article_id("西河大桥通车"), "有误")
    assert [each.headline for each in lookup.find(library.view, "xhdq", 1)] == ["西河大桥封闭"]


def test_characters_of_several_sounds_have_several_letters() -> None:
    assert (set(first_letters("长")), first_letters("桥"), first_letters("a")) == ({"c", "z"}, "q", "")
