"""Values as reports give them: what came of a change, and forms that can be compared."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.question.query import understand
from retrieval.answers.ranking.excerpt import Excerpt
from retrieval.answers.ranking.ranked import Quotation
from retrieval.answers.ranking.rerank import ReadQuotation
from retrieval.answers.spans.extract import ShortAnswer
from retrieval.answers.spans.values import PrintedValue, comparable, value_of
from retrieval.domain import Article, ArticleKind, Byline, Passage
from retrieval.language.folding import folded
from retrieval.language.numbers import Type
from tests.answers.support import ranked_of

TODAY = date(2025, 3, 12)
DAY = date(2025, 3, 11)


def quotation(text: str) -> Quotation:
    return Quotation(0, 0, 1.0, Excerpt(Passage(1, 1, 0, 0, len(text), text), (0, len(text)), ()), folded(text))


def short(text: str, part: str) -> ShortAnswer:
    return ShortAnswer((text.index(part), text.index(part) + len(part)), 0.9)


def value(text: str, part: str, *, question: str = "期限多久", day: date | None = DAY) -> PrintedValue | None:
    article = Article(
        1, 1, None, day, None, "转贷期限延长", None, None, Byline(), ArticleKind.REPORT, None, None, text, (), 0, 1, "",
    )  # fmt: skip
    ranked = ranked_of(understand(question, TODAY), [article])
    return value_of(ranked, ReadQuotation(quotation(text), None, 1.0, 1.0), short(text, part))


VALUES = {
    "days": ("转贷期限为90天。", "90天", Type.DURATION, "90天"),
    "the whole change": ("转贷期限由60天延长至90天。", "由60天延长至90天", Type.DURATION, "90天"),
    "money": ("补贴500元。", "补贴500元", Type.MONEY, "500元"),
    "a numeral": ("历时三天。", "三天", Type.DURATION, "3天"),
    "a share": ("上涨3.5%。", "3.5%", Type.RATIO, "3.5%"),
    "a day": ("自3月15日施行。", "3月15日", Type.DATE, "3月15日"),
}


@pytest.mark.parametrize(("text", "part", "type_", "expected"), VALUES.values(), ids=VALUES)
def test_the_one_value(text: str, part: str, type_: Type, expected: str) -> None:
    found = value(text, part)
    assert found
    assert (found.type, found.value, found.day) == (type_, expected, DAY)


@pytest.mark.parametrize(
    ("text", "part", "day"),
    [
        ("转贷期限为90天。", "转贷期限", DAY),
        ("期限90天，额度500元。", "90天，额度500元", DAY),
        ("昨天施行。", "昨天", DAY),
        ("今年施行。", "今年", DAY),
        ("转贷期限为90天。", "90天", None),
    ],
    ids=["no number", "two values", "yesterday", "this year", "no day known"],
)
def test_no_one_value(text: str, part: str, day: date | None) -> None:
    assert value(text, part, day=day) is None


def test_the_words_around_a_value() -> None:
    text = "昨天公布新规。转贷期限为90天，利率不变；额度500元。"
    found, other = value(text, "90天"), value(text, "500元")
    assert found
    assert other
    assert found.sentence == "转贷期限为90天,利率不变;额度500元。"
    assert found.clause == "转贷期限为90天"
    assert found.around == "转贷期限延长 转贷期限为90天,利率不变;额度500元。"
    assert other.clause == "额度500元"


@pytest.mark.parametrize(
    ("printed", "compared"),
    [
        ("三天", "3天"),
        ("3 天", "3天"),
        ("两个月", "2个月"),
        ("十天", "十天"),
        ("三十天", "三十天"),
        ("二〇二五年", "二〇二五年"),
        ("1,200人", "1,200人"),
        ("", ""),
    ],
)
def test_forms_that_can_be_compared(printed: str, compared: str) -> None:
    assert comparable(printed) == compared


@given(st.text(alphabet="0123456789.,零〇一二两三十百万半几天元 年月人", max_size=16))
def test_comparing_again_changes_nothing(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)
