"""Whether two reports are about one matter."""

from __future__ import annotations

import pytest

from retrieval.answers.honesty.same_topic import akin, like_headlines, same_matter, told_apart
from retrieval.domain import Article, ArticleKind, Byline

BODY = "城东图书馆新馆将于下月开门迎客，设有阅览座位一千二百个，市民凭身份证可免费办理借书证。"
OTHER_BODY = "青少年篮球联赛昨天落幕，槐树街小学队获得冠军，比赛共有四十八支球队参加，为期一个月。"


def article(headline: str | None, body: str = BODY, number: int = 1) -> Article:
    return Article(
        number, 1, None, None, None, headline, None, None, Byline(), ArticleKind.REPORT, None, None, body, (), 0, 1, "",
    )  # fmt: skip


LIKE = {
    "the same": ("城东图书馆新馆下月开门", "城东图书馆新馆下月开门", True),
    "with a change": ("城东图书馆新馆下月开门", "城东图书馆新馆本月开门", True),
    "one contained in the other": ("青溪区应急转贷期限", "青溪区应急转贷期限由九十天延长至一百二十天", True),
    "little of the shorter one": ("城东图书馆", "北门花市在城东开张迎客", False),
    "two short ones that share too little": ("新馆开门", "新馆闭馆消息", False),
    "nothing": ("西河大桥封闭维修", "城东图书馆新馆下月开门", False),
}


@pytest.mark.parametrize(("left", "right", "like"), LIKE.values(), ids=LIKE)
def test_headlines_with_most_of_their_wording_in_common(left: str, right: str, like: bool) -> None:
    assert like_headlines(left, right) is like
    assert like_headlines(right, left) is like


MATTERS = {
    "like headlines over other words": (("西河大桥封闭维修", BODY), ("西河大桥今起封闭维修", OTHER_BODY), True),
    "traditional print": (("西河大桥封闭维修", BODY), ("西河大橋封閉維修", OTHER_BODY), True),
    "other headlines over the same words": (("新馆下月开门", BODY), ("阅览座位逾千", BODY), True),
    "no headlines over the same words": ((None, BODY), (None, BODY), True),
    "one headline over the same words": (("新馆下月开门", BODY), (None, BODY), True),
    "no headlines over other words": ((None, BODY), (None, OTHER_BODY), False),
    "empty headlines over other words": (("", BODY), ("", OTHER_BODY), False),
    "other headlines over other words": (("新馆下月开门", BODY), ("篮球联赛落幕", OTHER_BODY), False),
}


@pytest.mark.parametrize(("one", "other", "same"), MATTERS.values(), ids=MATTERS)
def test_one_matter(one: tuple[str | None, str], other: tuple[str | None, str], same: bool) -> None:
    assert same_matter(article(*one), article(*other, number=2)) is same
    assert same_matter(article(*other, number=2), article(*one)) is same


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("应急转贷期限延长", "应急转贷额度提高", True),
        ("应急转贷期限延长", "应急物资调拨", False),
        ("应急转贷期限延长", None, False),
        (None, None, False),
    ],
    ids=["three pairs", "one pair", "one headline", "none"],
)
def test_something_in_common(left: str | None, right: str | None, expected: bool) -> None:
    assert akin(article(left), article(right)) is expected


APART = {
    "two districts": ("青溪区转贷期限公布", "柳河区转贷期限公布", ("", ""), True),
    "one district": ("青溪区转贷期限公布", "青溪区转贷期限延长", ("", ""), False),
    "a district on one side only": ("青溪区转贷期限公布", "转贷期限延长", ("", ""), False),
    "districts in the sentences": ("转贷期限公布", "转贷期限公布", ("青溪区的期限为90天", "柳河区的期限为150天"), True),
    "a district in both sentences": ("转贷期限公布", "转贷期限延长", ("青溪区为90天", "青溪区为120天"), False),
    "no name of a district": ("本市转贷期限公布", "我省转贷期限公布", ("", ""), False),
    "two lines": ("1号线停运两日", "2号线停运两日", ("", ""), True),
    "one line": ("1号线停运两日", "1号线恢复运营", ("", ""), False),
    "a line on one side only": ("1号线停运两日", "地铁停运两日", ("", ""), True),
    "two years of a fair": ("第三届花市开幕", "第四届花市开幕", ("", ""), True),
    "lines in the sentences don't count": ("地铁停运", "地铁停运", ("1号线停运", "2号线停运"), False),
    "no headlines": (None, None, ("", ""), False),
}


@pytest.mark.parametrize(("left", "right", "beside", "apart"), APART.values(), ids=APART)
def test_names_tell_matters_apart(left: str | None, right: str | None, beside: tuple[str, str], apart: bool) -> None:
    assert told_apart(article(left), article(right), beside) is apart
    assert told_apart(article(right), article(left), beside[::-1]) is apart
