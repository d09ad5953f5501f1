"""Limits: the number that a sentence calls the highest or the least, where a question asks for that."""

from __future__ import annotations

import pytest

from retrieval.answers.spans.limits import limit_asked, limit_of

SUBSIDY = "市级每部补贴12万元,区级补贴不超过6万元,合计最高18万元,比去年增加3万元。"
CASES = {
    "the highest": ("每部最高补贴多少钱", SUBSIDY, "12万元", "18万元"),
    "the most": ("最多能补多少", SUBSIDY, "6万元", "18万元"),
    "it is the limit already": ("最高补贴多少", SUBSIDY, "18万元", "18万元"),
    "the least": ("最低要交多少钱", "全年缴费400元,最低缴费200元,困难户免缴。", "400元", "200元"),
    "two limits": ("最高多少", "单人最高65万元,双人最高100万元,此前为50万元。", "50万元", "50万元"),
    "another form": ("最高补贴多少", "补贴12万元,最高上浮20%。", "12万元", "12万元"),
    "another sentence": ("最高补贴多少", "补贴12万元。贷款最高18万元。", "12万元", "12万元"),
    "nothing is called so": ("最高补贴多少", "补贴12万元,比去年多3万元。", "12万元", "12万元"),
}


@pytest.mark.parametrize(("question", "text", "part", "expected"), CASES.values(), ids=CASES)
def test_the_number_that_is_called_the_limit(question: str, text: str, part: str, expected: str) -> None:
    before = limit_asked(question)
    assert before is not None
    span = limit_of(text, (text.index(part), text.index(part) + len(part)), before)
    assert text[slice(*span)] == expected


@pytest.mark.parametrize("question", ["每部补贴多少钱", "高峰时段多少人", "有多少至今没有答复"])
def test_who_asks_for_no_limit_gets_none(question: str) -> None:
    assert limit_asked(question) is None
