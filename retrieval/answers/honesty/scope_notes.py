"""Scope notes: what the cited words leave open, in a few words for the reader."""

from __future__ import annotations

import re
from datetime import date, timedelta

from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
from retrieval.domain import Citation, Note, NoteCode, Span
from retrieval.language.characters import CLAUSE_ENDS, HAN
from retrieval.language.sentences import sentences

OLD_DAYS = 30
"""Age of a report, in days, from which 现在 is no longer what it printed."""

_ONE_CASE = re.compile(
    rf"一家(?:公司|企业|医院|店|单位|工厂)|一[名位](?:市民|居民|读者|患者|职工|学生|老人|业主|顾客)|某(?:公司|企业|医药|单位|小区|医院|学校|集团|[{HAN}]{{0,4}}公司)|有(?:位|名)(?:市民|居民)|例如|比如"
    r"|(?:该|这家|为)(?:公司|企业|店)"
)
_DONE = (
    "(?:建成|完成|完工|竣工|通车|开通|开放|开业|贯通|投用|投入|启用|实现|上市|到位|开工|动工|交付|推出|上线|办结|修复)"
)
# 5月31日前提交 is a deadline for the reader, 12月31日前建成 a plan.
_PLAN = re.compile(
    rf"(?:20\d\d年|年底)(?:底|末)?(?:前|之前)|(?<!\d)\d+月(?:\d+[日号])?(?:底|末)?(?:前|之前)[^。;；]{{0,12}}?{_DONE}"
    r"|拟|计划|力争|预计|规划|目标|将(?:于|在|会|新建|建成|完成|实现|投入|开通|持续|达到)|到20\d\d年|有望"
)
_MUST = re.compile(r"(?:须|应当?|请)(?:于|在)?$")
_CLAIM = re.compile(r"据[^，,。]{0,12}介绍|[^，,。]{1,12}(?:表示|介绍|透露|认为|称)[，,:：]|[”\"][^。]{0,16}说|据称")
_NOW = re.compile(r"今天|今日|现在|目前|最近|最新|这几天|眼下|昨天|昨日|明天")
_WHO_IT_IS = re.compile(r"(?:是|叫)(?:谁|什么人|什么名字?|啥|哪位|干什么的|做什么的)|职务|职位|身份")
_DAY_WORD = re.compile(r"(?P<back2>前天)|(?P<back1>昨[天日晚晨夜])|(?P<same>今[天日晚晨夜])|(?P<next1>明[天日晚晨])")
_FROM_PRINT = {"back2": -2, "back1": -1, "same": 0, "next1": 1}
_CLAUSE_END = re.compile(f"[{CLAUSE_ENDS}]|$")


def respelling_notes(query: Query) -> tuple[Note, ...]:
    """What was taken for a typing slip."""
    return tuple(Note(NoteCode.MEANT, word=each.typed, meant=each.meant) for each in query.corrections)


def scope_notes(query: Query, citation: Citation, today: date, *, answered: bool = True) -> tuple[Note, ...]:
    """Remarks on the first citation, at most three; where it answers nothing there is no scope to speak of."""
    told: list[Note] = []
    around = [span for span in sentences(citation.excerpt) if any(_touch(span, other) for other in citation.evidence)]
    evidence = " ".join(citation.excerpt[start:end] for start, end in around) or citation.excerpt
    if query.kind is Kind.YES_NO:
        told.append(Note(NoteCode.YES_NO))
    if _NOW.search(query.folded) and citation.date and (today - citation.date).days > OLD_DAYS:
        told.append(Note(NoteCode.OLD, day=citation.date))
    # A listing marks no evidence: what stands first in it answers nothing by itself.
    if query.about_the_paper or query.names_only_where or not answered or not citation.evidence:
        return tuple(told)
    if day := _day_meant(query, evidence, citation.date):
        told.append(day)
    if _WHO_IT_IS.search(query.folded):
        return tuple(told)
    # Whose case it is often stands a sentence before the figure.
    until = citation.excerpt[: max((end for _, end in around), default=len(citation.excerpt))]
    told += [Note(NoteCode.ONE_CASE)] if _ONE_CASE.search(until) else []
    told += [Note(NoteCode.PLAN)] if any(_planned(part) for part in _up_to_the_answer(citation, around)) else []
    told += [Note(NoteCode.CLAIM)] if _CLAIM.search(evidence) else []
    return tuple(told[:3])


def _up_to_the_answer(citation: Citation, around: list[Span]) -> list[str]:
    """Each sentence with evidence, up to the end of the clause that answers: 预计 behind it says nothing of it."""
    parts = []
    for start, end in around:
        last = max(min(stop, end) for begin, stop in citation.evidence if _touch((start, end), (begin, stop)))
        closed = _CLAUSE_END.search(citation.excerpt, last, end)
        parts.append(citation.excerpt[start : closed.start() if closed else end])
    return parts or [citation.excerpt]


def _planned(text: str) -> bool:
    return any(not _MUST.search(text, 0, found.start()) for found in _PLAN.finditer(text))


def _day_meant(query: Query, evidence: str, printed: date | None) -> Note | None:
    """Which day 昨天 is, where a time is asked for, or where the question has such a word of its own."""
    if printed is None or not (query.kind in {Kind.WHEN, Kind.TIME} or _DAY_WORD.search(query.folded)):
        return None
    found = _DAY_WORD.search(evidence)
    if found is None:
        return None
    day = printed + timedelta(days=_FROM_PRINT[str(found.lastgroup)])
    return Note(NoteCode.THAT_DAY, word=found.group(), day=day)


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
