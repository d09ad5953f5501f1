"""Notices of correction are matched with the articles that they name."""

# ruff: noqa: E501 - rows of a table are read whole, line by line
from __future__ import annotations

import json

import pytest

from retrieval.editions.ingest import ingest
from retrieval.editions.store.notices import ProposalReason, proposals
from tests.stores import corrections_of

ARTICLES = [
    {"id": "canteen", "date": "2025-11-08", "page": "3", "headline": "社区食堂开张", "body": "柳荫街社区食堂昨天开张,早餐每份六元,设有座位六十个,七十岁以上老人可享优惠,食堂还提供送餐上门服务。"},
    {"id": "flowers", "date": "2025-11-08", "page": "3", "headline": "花木展周末开幕", "body": "花木展周末在东郊开幕,展出盆景四百件,门票免费,展期两周,主办方安排了免费的接驳车。"},
    {"id": "bridge", "date": "2025-11-07", "page": "1", "headline": "北桥封闭维修四十天", "body": "北桥自下周起封闭维修,工期四十天,过往车辆请绕行南环路,公交线路临时调整。"},
    {"id": "old", "date": "2024-11-08", "page": "3", "headline": "社区食堂开张", "body": "石桥社区食堂开张,供应早餐和午餐,居民排起长队,设有座位三十个,周末照常营业。"},
]  # fmt: skip


def proposed(archive, write, body, *, headline="更正", day="2025-11-10"):
    notice = {"id": "notice", "date": day, "page": "2", "headline": headline, "body": body}
    rows = [each | {"paper": "晚报"} for each in (*ARTICLES, notice)]
    ingest(archive, [write("a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))])
    return [(each.article.external_id, each.why) for each in proposals(archive, corrections_of(archive).links())]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("本报11月8日3版《社区食堂开张》一文中,“早餐每份六元”应为“八元”。特此更正。", ["canteen"]),
        ("本报2025年11月8日第3版刊登的《花木展周末开幕》有误,展期应为三周。特此更正。", ["flowers"]),
        ("本报11月7日1版“北桥封闭维修四十天”一文,工期应为五十天。特此更正。", ["bridge"]),
        ("《社区食堂开张》一文中早餐价格应为八元,特此更正。本报向读者致歉。", ["canteen", "old"]),
        ("本报前天第3版报道的花木展盆景件数有误,应为三百件,门票免费不变。特此更正。", ["flowers"]),
        ("本报11月7日1版报道北桥封闭维修工期四十天有误,应为五十天,绕行南环路不变。特此更正。", ["bridge"]),
        ("本报昨天第5版的一张照片说明有误,特此更正并致歉。", []),
        ("《没有登过的标题》一文作者姓名有误,本报特此更正。", []),
        ("本报11月8日3版《社区食堂开张》早餐应为八元。\n本报11月7日1版《北桥封闭维修四十天》工期应为五十天。特此更正。", ["canteen", "bridge"]),
    ],
)  # fmt: skip
def test_the_article_meant(archive, write, body, found):
    assert sorted(name for name, _ in proposed(archive, write, body)) == sorted(found)


def test_why_is_told(archive, write):
    ((_, why),) = proposed(archive, write, "本报11月8日3版《花木展周末开幕》中“盆景四百件”应为三百件。特此更正。")
    assert why[:3] == (ProposalReason.HEADLINE, ProposalReason.DATE, ProposalReason.PAGE)


def test_what_is_linked_is_not_proposed_again(archive, write):
    body = "本报11月8日3版《花木展周末开幕》一文展期有误。特此更正。"
    assert proposed(archive, write, body)
    (first,) = proposals(archive, corrections_of(archive).links())
    corrections_of(archive).link(first.notice.id, first.article.id)
    assert proposals(archive, corrections_of(archive).links()) == []


def test_a_notice_never_precedes_its_article(archive, write):
    assert proposed(archive, write, "《花木展周末开幕》一文展期有误,本报特此更正。", day="2025-11-01") == []
