"""Scope notes: what the cited words leave open, in a few words for the reader."""

from __future__ import annotations

import re
from datetime import date

from retrieval.answers.query import Query
from retrieval.answers.question_kinds import Kind
from retrieval.answers.text import sentences
from retrieval.domain import Citation, Span

ONE_CASE = "报道说的是一个具体例子，不一定适用于所有情况。"
PLAN = "这是计划或目标，报道时尚未实现。"
CLAIM = "这是报道中当事方的说法。"
YES_NO = "请以报道原文为准，本程序不作是非判断。"
OLD = "报道日期是{day}，离现在已有一段时间，情况可能有变。"
OLD_DAYS = 30
MEANT = "报道里没有“{typed}”，按“{meant}”理解。"

_ONE_CASE = re.compile(
    r"一家(?:公司|企业|医院|店|单位|工厂)|一名|一位(?:市民|居民|读者|患者)|某(?:公司|企业|医药|单位|小区|医院|学校|集团|[一-龥]{0,4}公司)|有(?:位|名)(?:市民|居民)|例如|比如"
    r"|(?:该|这家|为)(?:公司|企业|店)"
)
_PLAN = re.compile(
    r"(?:20\d\d年|年底|月底|\d+月\d*日?)(?:底|末)?(?:前|之前)|拟|计划|力争|预计|规划|目标|将(?:于|在|会|新建|建成|完成|实现|投入|开通|持续|达到)|到20\d\d年|有望"
)
_CLAIM = re.compile(r"据[^，,。]{0,12}介绍|[^，,。]{1,12}(?:表示|介绍|透露|认为|称)[，,:：]|[”\"][^。]{0,16}说|据称")
_NOW = re.compile(r"今天|今日|现在|目前|最近|最新|这几天|眼下|昨天|昨日|明天")


def corrected(query: Query) -> tuple[str, ...]:
    """What was taken for a typing slip."""
    return tuple(MEANT.format(typed=each.typed, meant=each.meant) for each in query.corrections)


def notes(query: Query, citation: Citation, today: date) -> tuple[str, ...]:
    """Remarks on the first citation, at most three."""
    told: list[str] = []
    around = [span for span in sentences(citation.excerpt) if any(_touch(span, other) for other in citation.evidence)]
    evidence = " ".join(citation.excerpt[start:end] for start, end in around) or citation.excerpt
    if query.kind is Kind.YES_NO:
        told.append(YES_NO)
    if _NOW.search(query.folded) and citation.date and (today - citation.date).days > OLD_DAYS:
        told.append(OLD.format(day=f"{citation.date.year}年{citation.date.month}月{citation.date.day}日"))
    if query.about_the_paper:
        return tuple(told)
    # Whose case it is often stands a sentence before the figure.
    until = citation.excerpt[: max((end for _, end in around), default=len(citation.excerpt))]
    for pattern, text, note in ((_ONE_CASE, until, ONE_CASE), (_PLAN, evidence, PLAN), (_CLAIM, evidence, CLAIM)):
        if pattern.search(text):
            told.append(note)
    return tuple(told[:3])


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
