"""How sure the bot is: what is evidence, and what speaks against an answer."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.domain import AnswerStatus

TODAY = date(2025, 3, 12)


def sure(asker, question: str) -> float:
    return float(asker.ask(question, today=TODAY).confidence)


@pytest.mark.parametrize(
    ("printed", "left_out"),
    [
        ("加装电梯每部补贴多少钱", "西河大桥过桥多少钱"),
        ("城东图书馆总建筑面积多少平方米", "城东图书馆有几部电梯"),
        ("西河大桥维修工期多少天", "西河大桥过桥费是多少"),
    ],
)
def test_what_an_article_leaves_out_is_doubted(own_page, printed: str, left_out: str) -> None:
    asker, _, _ = own_page
    assert asker.ask(printed, today=TODAY).status is AnswerStatus.ANSWERED
    assert asker.ask(left_out, today=TODAY).status is not AnswerStatus.ANSWERED
