"""Which newer reports go on about the matter of the one that is cited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from retrieval.answers.honesty.later import later_reports
from retrieval.answers.question.query import understand
from retrieval.domain import Article, ArticleKind, Byline
from tests.answers.support import ranked_of

BRIDGE = Article(
    1, 1, "晚报", date(2025, 3, 11), "3", "澄湖大桥夜间封闭维修17天", None, None, Byline(), ArticleKind.REPORT,
    None, None, "澄湖大桥从3月17日起夜间封闭维修,过江车辆可绕行北门大桥,工程由市桥隧养护中心负责。", (), 0, 1, "",
)  # fmt: skip
SHORTER = replace(
    BRIDGE, id=2, date=date(2025, 3, 13), headline="澄湖大桥封闭时间压缩到14天",
    body="经过优化施工方案,夜间封闭的时间由17天减少到14天,每晚封闭的时段不变,改走其他线路的公交车也会提前恢复。",
)  # fmt: skip


def changed(**values: object) -> Article:
    """The follow-up with some things otherwise."""
    return replace(SHORTER, **values)  # type: ignore[arg-type]  # each test names fields of an article


OTHERS = {
    "a follow-up": (SHORTER, True),
    "the same report on a later day": (changed(body=BRIDGE.body), False),
    "of the same day": (changed(date=BRIDGE.date), False),
    "of an earlier day": (changed(date=date(2025, 3, 10)), False),
    "of no day": (changed(date=None), False),
    "about another bridge": (changed(headline="北门大桥明年开工"), False),
    "about another line of like name": (changed(headline="澄湖大桥2号线夜间封闭维修"), False),
    "a correction, which stands beside the article": (changed(kind=ArticleKind.CORRECTION), False),
    "without a headline": (changed(headline=None), False),
}


@pytest.mark.parametrize(("other", "told"), OTHERS.values(), ids=OTHERS)
def test_what_is_told_as_a_follow_up(other: Article, told: bool) -> None:
    ranked = ranked_of(understand("澄湖大桥要封多久", date(2025, 3, 14)), [BRIDGE, other])
    assert [found.article_id for found in later_reports(ranked, 0, (0, 1))] == ([2] if told else [])


def test_the_newest_comes_first_and_what_was_not_looked_at_is_left_out() -> None:
    newest = changed(
        id=3,
        date=date(2025, 3, 20),
        headline="澄湖大桥封闭维修提前结束",
        body="昨天夜里大桥恢复通行,比计划早了两天,限高架也已拆除。",
    )
    ranked = ranked_of(understand("澄湖大桥要封多久", date(2025, 3, 21)), [BRIDGE, SHORTER, newest])
    assert [found.article_id for found in later_reports(ranked, 0, (0, 1, 2))] == [3, 2]
    assert [found.article_id for found in later_reports(ranked, 0, (0, 1))] == [2]
    assert later_reports(ranked, 2, (0, 1, 2)) == ()
