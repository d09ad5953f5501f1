from __future__ import annotations

import pytest

from retrieval.domain import Coding
from retrieval.editions.base.source_text import SourceText
from retrieval.editions.layout.column_joins import BodyPart, repair


def part(text, *, fixed=False):
    return BodyPart(SourceText.run(text, 0, Coding.UTF8), fixed)


LONG = "为企业申请了期限九十天的应急转贷，有效解决了企业的资金周转问题，应急转贷资金以一个亿的"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LONG, "资金规模，累计为中小微企业提供支持。"),
        ("管线长约4.", "7公里，年底完工。"),
        ("他说：“今天很冷。明天更冷。", "后天还要冷。”说完就走了。"),
        ("街道两侧种了银杏、", "国槐和白蜡。"),
        (LONG + "《规划》", "明确了任务。"),
        (LONG + "社区（村）", "全覆盖。"),
        ("步道已经建成。", "”他补充说。"),
        ("全长六公里", "，设九处出入口。"),
        ("涉及一千户，", "其中老人四百户。"),
    ],
)
def test_cut(before, after):
    paragraphs, joins = repair([part(before), part(after)])
    assert (len(paragraphs), joins) == (1, 1)
    assert paragraphs[0].text == before + after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("今天有雨。", "明天有雪。"),
        ("他说：“今天很冷。”", "明天有雪。"),
        ("办法如下：", "一是减免租金。"),
        ("今天有雨！", "明天有雪。"),
        ("今天有雨……", "明天有雪。"),
        (LONG, "本报讯（记者 张三）昨天下雪。"),
        (LONG, "（上接第1版）昨天下雪。"),
        (LONG + "（下转第4版）", "昨天下雪。"),
        (LONG, "● 热线电话：12345"),
        (LONG, "第三条 本办法自公布之日起施行。"),
        ("冰场开放。（记者 张三）", "明天有雪。"),
        ("他说：“今天很冷。", "“明天更冷。”"),
    ],
)
def test_no_cut(before, after):
    paragraphs, joins = repair([part(before), part(after)])
    assert ([p.text for p in paragraphs], joins) == ([before, after], 0)


def test_fixed_parts_are_left_alone():
    texts = ["故宫 8:30—16:30", "天坛 8:00—17:00"]
    assert repair([part(text, fixed=True) for text in texts])[1] == 0
    assert repair([part(LONG), part("▲图为步道。", fixed=True), part("资金规模。")])[1] == 0


def test_three_parts_make_one_paragraph():
    paragraphs, joins = repair([part(LONG), part(LONG), part("资金规模。")])
    assert (len(paragraphs), joins) == (1, 2)
