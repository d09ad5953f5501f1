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
from retrieval.answers.spans.values import PrintedValue, after_change, comparable, form, value_of
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


CHANGES = {
    "prolonged": ("期限多久", "转贷期限由60天延长至90天。", "60天", "90天"),
    "raised from": ("补贴多少", "补贴从每月300元提高到500元。", "每月300元", "每月300元"),
    "raised from a bare value": ("补贴多少", "补贴从300元提高到500元。", "300元", "500元"),
    "became": ("座位多少", "座位由800个增为1200个。", "800个", "1200个"),
    "what it was before": ("原来期限多久", "转贷期限由60天延长至90天。", "60天", "60天"),
    "what it used to be": ("以前的补贴多少", "补贴从300元提高到500元。", "300元", "300元"),
    "formerly stands in the report": ("期限多久", "转贷期限由原来的60天延长至90天。", "60天", "90天"),
    "at present stands in the report": ("期限多久", "转贷期限从现行60天延长到90天。", "60天", "90天"),
    "an estimate first": ("多少人", "队员由约30人增至45人。", "约30人", "45人"),
    "the value after already": ("期限多久", "转贷期限由60天延长至90天。", "90天", "90天"),
    "another form": ("期限多久", "转贷期限由60天延长至三个月。", "60天", "60天"),
    "a place behind it": ("几号线", "施工从3号线延伸至北桥。", "3号线", "3号线"),
    "a clause between": ("期限多久", "转贷由60天起，逐步延长至90天。", "60天", "60天"),
    "no change": ("期限多久", "转贷期限60天，展期至90天。", "60天", "60天"),
    "a whole phrase": ("期限怎么变", "转贷期限由60天延长至90天。", "由60天延长至90天", "由60天延长至90天"),
    "full-width": ("期限多久", "转贷期限由６０天延长至９０天。", "６０天", "９０天"),
}  # fmt: skip


@pytest.mark.parametrize(("question", "text", "part", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_came_of_a_change(question: str, text: str, part: str, expected: str) -> None:
    before = short(text, part)
    after = after_change(understand(question, TODAY), quotation(text), before)
    assert text[slice(*after.span)] == expected
    assert (after.confidence, after.type) == (before.confidence, before.type)


def value(text: str, part: str, *, question: str = "期限多久", day: date | None = DAY) -> PrintedValue | None:
    article = Article(
        1, 1, None, day, None, "转贷期限延长", None, None, Byline(), ArticleKind.REPORT, None, None, text, (), 0, 1, "",
    )  # fmt: skip
    ranked = ranked_of(understand(question, TODAY), [article])
    return value_of(ranked, ReadQuotation(quotation(text), None, 1.0), short(text, part))


VALUES = {
    "days": ("转贷期限为90天。", "90天", Type.DURATION, "90天"),
    "after a change": ("转贷期限由60天延长至90天。", "60天", Type.DURATION, "90天"),
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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("90天", "120天", True),
        ("三十天", "90天", True),
        ("2.4亿元", "3亿元", True),
        ("2.4亿元", "3元", False),
        ("500元", "500天", False),
        ("3月15日", "4月1日", True),
        ("由60天延长至90天", "由90天延长至120天", True),
    ],
)
def test_values_of_one_form(one: str, other: str, same: bool) -> None:
    assert (form(one) == form(other)) is same


@given(st.text(alphabet="0123456789.,零〇一二两三十百万半几天元 年月人", max_size=16))
def test_comparing_again_changes_nothing(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)
    assert form(form(text)) == form(text)
