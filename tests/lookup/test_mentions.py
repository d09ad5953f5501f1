"""Every mention: complete, exact, in order of time; withdrawals count at once."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.domain import Filters
from retrieval.lookup.mentions import Mentions, mentions_of
from tests.lookup.conftest import Library
from tests.stores import withdrawals_of


def headlines(found: Mentions) -> list[str | None]:
    return [each.citation.headline for each in found.shown]


def test_all_are_listed_by_time_and_undated_ones_last(library: Library) -> None:
    found = mentions_of(library.view, "西河大桥")
    assert headlines(found) == ["西河大桥封闭", "西河大桥通车", "绕行结束", "旧事"]
    assert [each.first for each in found.shown] == [True, False, False, False]
    assert (found.total, found.articles) == (4, 4)
    assert found.by_month == (("2025-03", 1), ("2025-04", 2))
    assert found.by_day == (("2025-03-10", 1), ("2025-04-24", 2))
    newest = mentions_of(library.view, "西河大桥", order="newest")
    assert headlines(newest) == ["西河大桥通车", "绕行结束", "西河大桥封闭", "旧事"]
    assert [each.first for each in newest.shown] == [False, False, True, False]


def test_the_words_are_marked_where_they_are_printed(library: Library) -> None:
    for each in mentions_of(library.view, "西河大桥").shown:
        quoted = each.citation
        marked = [quoted.excerpt[start:end] for start, end in quoted.evidence]
        assert each.in_headline or marked == ["西河大桥"]
        assert library.view.passage(quoted.passage_id).text[quoted.start : quoted.end] == quoted.excerpt
    assert [each.in_headline for each in mentions_of(library.view, "西河大桥").shown] == [False, True, False, False]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3路", ["西河大桥封闭", "绕行结束"]),
        ("２．５元", ["绕行结束"]),
        ("5元", []),
        ("路公交車", ["西河大桥封闭", "花市开张", "绕行结束"]),
        ("3路 恢复", ["绕行结束"]),
        ("“封闭维修”", ["西河大桥封闭", "西河大桥通车"]),
        ("西河 大桥 接驳车", ["花市开张"]),
        ("“西河 大桥”", []),
        ("维修封闭", []),
        ("没有这个词", []),
        ("，。", []),
        ("", []),
    ],
)
def test_words_are_whole_and_side_by_side(library: Library, words: str, expected: list[str]) -> None:
    assert headlines(mentions_of(library.view, words)) == expected


def test_limits_hold_and_the_first_printing_is_of_the_whole_archive(library: Library) -> None:
    april = mentions_of(library.view, "西河大桥", Filters(date_from=date(2025, 4, 1)))
    assert headlines(april) == ["西河大桥通车", "绕行结束"]
    assert not any(each.first for each in april.shown)
    assert headlines(mentions_of(library.view, "西河大桥", Filters(people=("高远",), pages=("1",)))) == [
        "西河大桥封闭",
        "西河大桥通车",
    ]


def test_pages_make_up_the_whole(library: Library) -> None:
    whole = headlines(mentions_of(library.view, "西河大桥"))
    pages = [headlines(mentions_of(library.view, "西河大桥", start=start, most=3)) for start in (0, 3, 6)]
    assert pages == [whole[:3], whole[3:], []]


def test_what_is_withdrawn_is_mentioned_no_more(library: Library) -> None:
    withdrawals_of(library.archive).withdraw_article(library.article_id("西河大桥封闭"), "有误")
    found = mentions_of(library.view, "西河大桥")
    assert headlines(found) == ["西河大桥通车", "绕行结束", "旧事"]
    assert (found.shown[0].first, found.by_month) == (True, (("2025-04", 2),))
