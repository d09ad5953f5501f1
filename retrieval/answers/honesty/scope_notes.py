"""Scope notes: what the cited words leave open, in a few words for the reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.excerpt import touching
from retrieval.domain import Citation, Note, NoteCode, Span
from retrieval.language.calendar_words import DAY_WORD, EVENING_WORD, days_ahead
from retrieval.language.characters import CLAUSE_ENDS, HAN
from retrieval.language.sentences import sentences

OLD_DAYS = 30
"""Age of a report, in days, from which 现在 is no longer what it printed; by hand, 2026-11."""
MOST_NOTES = 3
"""Remarks on one answer; by hand, 2026-11."""

_ONE_CASE = re.compile(
    rf"一家(?:公司|企业|医院|店|单位|工厂)|一[名位](?:市民|居民|读者|患者|职工|学生|老人|业主|顾客)|某(?:公司|企业|医药|单位|小区|医院|学校|集团|[{HAN}]{{0,4}}公司)|有(?:位|名)(?:市民|居民)|例如|比如"
    r"|(?:该|这家|为)(?:公司|企业|店)"
)
_DONE = (
    "(?:建成|完成|完工|竣工|通车|开通|开放|开业|贯通|投用|投入|启用|实现|上市|到位|开工|动工|交付|推出|上线|办结|修复)"
)
_EVENT = "(?:举行|举办|开幕|闭幕|开赛|起跑|召开|进行|上演|演出|播出|开讲|开诊)"
# 5月31日前提交 is a deadline for the reader, 12月31日前建成 a plan; 将于周日起跑 is an appointment.
_PLAN = re.compile(
    rf"(?:20\d\d年|年底)(?:底|末)?(?:前|之前)|(?<!\d)\d+月(?:\d+[日号])?(?:底|末)?(?:前|之前)[^。;；]{{0,12}}?{_DONE}"
    r"|拟|计划|力争|预计|规划|目标|将(?:会|新建|建成|完成|实现|投入|开通|持续|达到)|到20\d\d年|有望"
    rf"|将(?:于|在)(?![^。;；]{{0,30}}?{_EVENT})"
)
_MUST = re.compile(r"(?:须|应当?|请)(?:于|在)?$")
_CLAIM = re.compile(r"据[^，,。]{0,12}介绍|[^，,。]{1,12}(?:表示|介绍|透露|认为|称)[，,:：]|[”\"][^。]{0,16}说|据称")
_NOW = re.compile(r"今天|今日|现在|目前|最近|最新|这几天|眼下|昨天|昨日|明天")
_WHO_IT_IS = re.compile(r"(?:是|叫)(?:谁|什么人|什么名字?|啥|哪位|干什么的|做什么的)|职务|职位|身份")
_DAY_WORD = re.compile(f"{DAY_WORD}|{EVENING_WORD}|明日")
_CALENDAR_DAY = re.compile(r"\d月|(?:19|20)\d\d年|\d[日号]")
_CLAUSE_END = re.compile(f"[{CLAUSE_ENDS}]|$")


def respelling_notes(query: Query) -> tuple[Note, ...]:
    """What was taken for a typing slip."""
    return tuple(Note(NoteCode.MEANT, word=each.typed, meant=each.meant) for each in query.corrections)


def scope_notes(query: Query, citation: Citation, today: date, *, answered: bool = True) -> tuple[Note, ...]:
    """Remarks on the first citation, at most three; where it answers nothing there is no scope to speak of."""
    told = _on_the_question(query, citation, today, answered)
    # A listing marks no evidence: what stands first in it answers nothing by itself.
    if answered and citation.evidence and not query.about_the_paper and not query.names_only_where:
        told += _on_the_words(query, citation)
    return tuple(told[:MOST_NOTES])


def _on_the_question(query: Query, citation: Citation, today: date, answered: bool) -> list[Note]:
    """What is to be said whatever the cited words are."""
    told: list[Note] = []
    if query.kind is Kind.YES_NO and answered:
        told.append(Note(NoteCode.YES_NO))
    if _NOW.search(query.folded) and citation.date and (today - citation.date).days > OLD_DAYS:
        told.append(Note(NoteCode.OLD, day=citation.date))
    return told


def _on_the_words(query: Query, citation: Citation) -> list[Note]:
    """What the sentences with the evidence leave open."""
    around = _with_evidence(citation)
    evidence = " ".join(citation.excerpt[slice(*span)] for span in around) or citation.excerpt
    day = _day_meant(query, citation, evidence)
    told = [day] if day else []
    if _WHO_IT_IS.search(query.folded):
        return told
    # Whose case it is often stands a sentence before the figure.
    until = citation.excerpt[: around[-1][1]] if around else citation.excerpt
    if _ONE_CASE.search(until):
        told.append(Note(NoteCode.ONE_CASE))
    if any(map(_planned, _up_to_the_answer(citation, around))):
        told.append(Note(NoteCode.PLAN))
    if _CLAIM.search(evidence):
        told.append(Note(NoteCode.CLAIM))
    return told


def _with_evidence(citation: Citation) -> list[Span]:
    """The sentences of the excerpt that hold evidence."""
    return [span for span in sentences(citation.excerpt) if _touched(span, citation.evidence)]


def _up_to_the_answer(citation: Citation, around: list[Span]) -> list[str]:
    """Each sentence with evidence, up to the end of the clause that answers: 预计 behind it says nothing of it."""
    parts = []
    for start, end in around:
        last = min(end, max(stop for _, stop in _touched((start, end), citation.evidence)))
        closed = _CLAUSE_END.search(citation.excerpt, last, end)
        parts.append(citation.excerpt[start : closed.start() if closed else end])
    return parts or [citation.excerpt]


def _touched(sentence: Span, evidence: Sequence[Span]) -> list[Span]:
    """The evidence in a sentence."""
    return [span for span in evidence if touching(sentence, span)]


def _names_its_day(citation: Citation) -> bool:
    """Whether the answer itself says on which day: 到3月25日."""
    return any(_CALENDAR_DAY.search(citation.excerpt[slice(*span)]) for span in citation.evidence)


def _planned(text: str) -> bool:
    return any(not _MUST.search(text, 0, found.start()) for found in _PLAN.finditer(text))


def _day_meant(query: Query, citation: Citation, evidence: str) -> Note | None:
    """Which day 昨天 is, where the question has such a word of its own, or asks for a time and the answer names none.

    ``evidence`` is the text of the sentences with the answer.
    """
    found = _DAY_WORD.search(evidence)
    if citation.date is None or found is None:
        return None
    asks = query.kind in {Kind.WHEN, Kind.TIME} and not _names_its_day(citation)
    if not asks and not _DAY_WORD.search(query.folded):
        return None
    day = citation.date + timedelta(days=days_ahead(found.group()))
    return Note(NoteCode.THAT_DAY, word=found.group(), day=day)
