"""Is it printed: word for word with its places, nearly with the difference, or not at all."""

from __future__ import annotations

from typing import TypeAlias

import pytest

from retrieval.lookup.quotes import QuoteVerdict, check_quote
from tests.lookup.conftest import Library
from tests.stores import withdrawals_of

Changes: TypeAlias = list[tuple[str, str]]


@pytest.mark.parametrize(
    ("quote", "excerpt"),
    [
        ("大桥全长860米，1987年建成。", "大桥全长860米，1987年建成。"),
        ("“大桥全长860米，1987年建成。”", "大桥全长860米，1987年建成。"),
        ("工期45天", "工期45天。"),
        ("大橋全長８６０米", "大桥全长860米，"),
        (" 票价 2.5元 不变", "票价2.5元不变。"),
        ("比原计划提前了一天", "比原计划提前了一天。”"),
    ],
)
def test_what_is_printed_has_its_place(library: Library, quote: str, excerpt: str) -> None:
    found = check_quote(library.view, quote)
    assert (found.verdict, [place.excerpt for place in found.places]) == (QuoteVerdict.PRINTED, [excerpt])
    assert found.same_signs
    place = found.places[0]
    assert library.view.passage(place.passage_id).text[place.start : place.end] == excerpt


def test_other_signs_are_told(library: Library) -> None:
    found = check_quote(library.view, "大桥全长860米；1987年建成")
    assert (found.verdict, found.same_signs) == (QuoteVerdict.PRINTED, False)


def test_every_place_is_told_the_oldest_first(library: Library) -> None:
    found = check_quote(library.view, "3路公交车")
    assert [place.headline for place in found.places] == ["西河大桥封闭", "绕行结束"]


@pytest.mark.parametrize(
    ("quote", "changes"),
    [
        ("大桥全长870米，1987年建成。", [("870", "860")]),
        ("票价3.5元不变。", [("3.5", "2.5")]),
        ("票价25元不变。", [("25", "2.5")]),
        ("西河大桥自本月15日起全面封闭维修，工期45天。", [("全面", "")]),
    ],
)
def test_what_is_nearly_printed_is_set_beside_the_print(
    library: Library, quote: str, changes: list[tuple[str, str]]
) -> None:
    found = check_quote(library.view, quote)
    assert found.verdict == QuoteVerdict.DIFFERS
    assert "".join(each.before for each in found.stretches) == found.quote
    assert "".join(each.after for each in found.stretches) == found.places[0].excerpt
    assert [change for change in changes if change not in [(e.before, e.after) for e in found.stretches]] == []


@pytest.mark.parametrize("quote", ["市长昨日宣布全市地铁免费乘坐。", "明年将新建三座体育馆。", "啊啊啊啊啊啊"])
def test_what_was_not_printed_is_said_not_to_be(library: Library, quote: str) -> None:
    found = check_quote(library.view, quote)
    assert (found.verdict, found.places) == (QuoteVerdict.NOT_PRINTED, ())


@pytest.mark.parametrize("quote", ["", "，。！", "大桥", "\ud800", "“”"])
def test_what_is_too_short_is_not_looked_up(library: Library, quote: str) -> None:
    assert check_quote(library.view, quote).verdict == QuoteVerdict.TOO_SHORT


def test_what_is_withdrawn_counts_as_not_printed(library: Library) -> None:
    withdrawals_of(library.archive).withdraw_article(library.article_id("西河大桥封闭"), "有误")
    assert check_quote(library.view, "大桥全长860米，1987年建成。").verdict == QuoteVerdict.NOT_PRINTED
