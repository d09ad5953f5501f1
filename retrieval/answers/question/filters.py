"""Dates in questions: which ones name an edition (a filter), which ones name an event (words to look for).

Relative words count from ``today``, which the caller gives: 昨天, 上周, 上个月, 去年年底, 12月8日.
"""

# ruff: noqa: E501 - tables of patterns are read whole, line by line
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from retrieval.domain import Filters, Span
from retrieval.language.characters import HAN
from retrieval.language.names import type_of
from retrieval.language.numbers import Type
from retrieval.language.page_names import page_names
from retrieval.language.word_classes import is_common_word

DateGroups: TypeAlias = dict[str, str | None]
"""Named groups of a match."""
DaySpan: TypeAlias = tuple[date, date]
"""The first and the last."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A stretch of the question that names days; ``of_edition`` where it speaks of the paper and not of an event."""

    span: Span
    first: date
    last: date
    of_edition: bool

    def touches(self, span: Span) -> bool:
        """Whether it has characters in common with a stretch of the question."""
        return span[0] < self.span[1] and self.span[0] < span[1]

    def moved(self, by: int) -> DateMention:
        """The same in a text that begins earlier."""
        return replace(self, span=(self.span[0] + by, self.span[1] + by))


_NEWS = r"(?:新闻(?!发布|发言|联播|学|中心)|消息|要闻|大事|头条)"
_PAPER = (
    r"(?:的)?(?:那(?:天|期)的?)?(?:报纸|报上|报道|报|日报|晚报|头版|第?[0-9a-z]{1,3}版|版面|见报|登报|登的|刊登|发表的|这期|那期|"
    rf"(?:重要|主要|本地|本市)?{_NEWS}|(?:都|还)?(?:有|登|刊|出)(?:了|过)?(?:些|没有)?(?:什么|哪些|啥)?(?:重要的?|新的?)?(?:{_NEWS}|报道|内容))"
)
_DAY = r"(?:(?P<year>(?:19|20)?\d\d)年)?(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])[日号]"
_BARE_DAY = r"(?<![\d月./-])(?P<day>3[01]|[12]\d|0?[1-9])[日号]"
_ISO = r"(?P<iso>(?:19|20)\d\d[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9]))(?!\d)"
_MONTH = r"(?:(?P<year>(?:19|20)\d\d|去|今|前|明)年)(?P<month>1[0-2]|0?[1-9])月(?:份)?(?!\d)"
_RELATIVE_DAY = r"(?P<word>大前天|前天|昨天|昨日|今天|今日|明天)"
_RELATIVE_WEEK = r"(?P<word>上上(?:个)?(?:周|星期|礼拜)|上(?:个)?(?:周|星期|礼拜)|这(?:个)?(?:周|星期|礼拜)|本(?:周|星期))(?P<weekday>[一二三四五六日天])?"
_RELATIVE_MONTH = r"(?P<word>上上个月|上个?月|这个月|本月)"
_YEAR_PART = r"(?P<year>(?:19|20)\d\d年|去年|今年|前年|明年)(?P<part>年初|年底|年末|岁末|上半年|下半年|春天|夏天|秋天|冬天|底|初)?"
_DATE_PATTERNS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("iso", _ISO), ("day", _DAY), ("bare_day", _BARE_DAY), ("month", _MONTH), ("relative_day", _RELATIVE_DAY),
        ("week", _RELATIVE_WEEK), ("relative_month", _RELATIVE_MONTH), ("year", _YEAR_PART),
    )
)  # fmt: skip
_OF_PAPER = re.compile(_PAPER)
_LATEST = re.compile(
    r"(?:最新|最近)的?(?:这|那)?一?期(?:的?报纸?)?(?:上|里)?|最新的报纸(?:上|里)?|最新的?一天|"
    rf"^(?:请问|最近|近期|近来|这几天)?(?:都|还)?有(?:些)?(?:什么|哪些|啥)(?:重要的?|新的?)?(?:{_NEWS}|报道)(?=[?。!呢吗啊呀\s]*$)"
)
_RECENT = re.compile(r"最近|近期|最新|近来|近日|这几天|眼下|目前|现在")
# 第九版 may be a version of a guideline: a page is only what something was printed on.
_PRINTED = r"(?=(?:面)?(?:的)?(?:报道|新闻|文章|头条|内容|消息|上|有|登|刊|都|讲|说了|写了|哪|什么|照片|[,。?!\s]|$))"
_PAGE = re.compile(
    rf"第(?P<page>\d{{1,3}}|[a-z]\d{{1,3}}|[一二三四五六七八九十]{{1,3}})版{_PRINTED}|(?<![a-z0-9])(?P<page2>[a-z]?\d{{1,3}})版{_PRINTED}|(?P<front>头版)"
)
_PEOPLE = re.compile(
    rf"(?:记者|通讯员|摄影记者)(?P<name>[{HAN}·]{{2,4}}?)(?=(?:采)?写|的(?:报道|文章|稿|新闻)|报道|拍|采访|发表|摄影)"
)
_WRITER = re.compile(
    rf"^(?P<name>[{HAN}·]{{2,4}}?)(?=(?:都|还|最近)?(?:(?:采?写|采访|报道|发表)(?:了|过)?(?:哪些|什么|啥|几篇|多少篇?)(?:报道|文章|稿子?|稿件|新闻)|(?:拍摄?|摄)(?:了|过)?(?:哪些|什么|啥|几张|多少张?)(?:照片|图片)))"
)
"""Who is asked about as a reporter without being called one; only what may be a person's name is taken for one."""
_ASKED_PERSON = re.compile(
    rf"(?:本报)?(?:记者|通讯员|摄影(?:记者|师)?)?(?P<name>[{HAN}·]{{2,4}}?)(?:是谁|的?(?:报道|文章|稿件?|稿子|新闻|照片|图片|作品)"
    rf"|(?:都|还|最近)?(?:采?写|采访|报道|发表|拍摄?|摄)(?:了|过|的)?(?:哪些|什么|啥|几篇|多少篇?|几张|多少张)?(?:报道|文章|稿子?|稿件|新闻|照片|图片)?)?[?。]?"
)
"""Nothing but a name, perhaps with what writers do; whether it is a writer's, the archive knows."""
_PARTS = {
    "年初": (1, 3), "初": (1, 3), "上半年": (1, 6), "下半年": (7, 12), "年底": (11, 12), "年末": (11, 12),
    "岁末": (11, 12), "底": (11, 12), "春天": (3, 5), "夏天": (6, 8), "秋天": (9, 11), "冬天": (11, 12),
}  # fmt: skip
_YEARS_ON = {"去": -1, "今": 0, "前": -2, "明": 1}
_DAYS_BACK = {"大前天": 3, "前天": 2, "昨天": 1, "昨日": 1, "今天": 0, "今日": 0, "明天": -1}


def mentions(folded: str, today: date) -> list[DateMention]:
    """Every date that the folded question names, in order, none inside another."""
    found: list[DateMention] = []
    for name, pattern in _DATE_PATTERNS:
        for match in pattern.finditer(folded):
            if any(other.touches(match.span()) for other in found):
                continue
            if mention := _mention_of(name, match, today):
                found.append(mention)
    return sorted(found, key=lambda mention: mention.span)


def _mention_of(name: str, match: re.Match[str], today: date) -> DateMention | None:
    """What a match of the pattern of this name names; None where that is no day."""
    of_edition = _OF_PAPER.match(match.string, match.end()) is not None
    if name == "bare_day" and not of_edition:
        return None  # the month is known of an edition only
    days = _days(name, match.groupdict(), today)
    return DateMention(match.span(), *days, of_edition) if days else None


def filters_of(folded: str, found: list[DateMention]) -> tuple[Filters, list[Span]]:
    """What the question says of edition, page and reporter as filters, and the spans that said so."""
    spans: list[Span] = []
    first = last = None
    for mention in found:
        if mention.of_edition:
            first, last = mention.first, mention.last
            spans.append(_with_paper_word(folded, mention.span))
    pages = list(_PAGE.finditer(folded))
    people = [*_PEOPLE.finditer(folded), *_writers(folded)]
    spans += map(re.Match.span, (*pages, *people, *_LATEST.finditer(folded)))
    return Filters(date_from=first, date_to=last, pages=_pages_named(pages), people=tuple(map(_name_in, people))), spans


def _with_paper_word(folded: str, span: Span) -> Span:
    """A date with the words behind it that say it is an edition's: 12号的报纸."""
    after = _OF_PAPER.match(folded, span[1])
    return span[0], after.end() if after else span[1]


def _pages_named(found: Iterable[re.Match[str]]) -> tuple[str, ...]:
    pages: list[str] = []
    for match in found:
        pages += page_names(match["page"] or match["page2"] or match["front"])
    return tuple(pages)


def _name_in(found: re.Match[str]) -> str:
    return found["name"]


def asked_person(folded: str) -> str | None:
    """The name that makes up a whole question (without spaces), if it can be a writer's."""
    found = _ASKED_PERSON.fullmatch(folded)
    return found["name"] if found else None


def wants_recent(folded: str) -> bool:
    """Whether newer reports should come before older ones that say the same."""
    return _RECENT.search(folded) is not None or _LATEST.search(folded) is not None


def wants_latest(folded: str) -> bool:
    """Whether the newest edition is meant, whatever its day."""
    return _LATEST.search(folded) is not None


def _writers(folded: str) -> list[re.Match[str]]:
    found = _WRITER.finditer(folded)
    return [match for match in found if type_of(match["name"]) is Type.PERSON and not is_common_word(match["name"])]


def _days(name: str, groups: DateGroups, today: date) -> DaySpan | None:
    try:
        return _READERS[name](groups, today)
    except (ValueError, OverflowError):
        return None  # 2月30日 and the like: words to look for, no day


def _iso_day(groups: DateGroups, today: date) -> DaySpan:
    year, month, day = map(int, re.split(r"[-/.]", str(groups["iso"])))
    return (date(year, month, day),) * 2


def _calendar_day(groups: DateGroups, today: date) -> DaySpan:
    month, day = int(str(groups["month"])), int(str(groups["day"]))
    if groups["year"]:
        year = int(groups["year"])
        named = date(year if year > 99 else 2000 + year, month, day)
    else:
        named = date(today.year, month, day)
        if named > today:  # a paper speaks of the last 12月8日, not of the next
            named = date(today.year - 1, month, day)
    return named, named


def _last_such_day(groups: DateGroups, today: date) -> DaySpan:
    """12号 of this month, or of the month before where that is still to come."""
    day = int(str(groups["day"]))
    month = today if day <= today.day else today.replace(day=1) - timedelta(days=1)
    return (month.replace(day=day),) * 2


def _whole_month(groups: DateGroups, today: date) -> DaySpan:
    month = int(str(groups["month"]))
    return _months(_year(str(groups["year"]), today), month, month)


def _part_of_year(groups: DateGroups, today: date) -> DaySpan:
    first, last = _PARTS.get(groups["part"] or "", (1, 12))
    return _months(_year(str(groups["year"]).removesuffix("年"), today), first, last)


def _year(text: str, today: date) -> int:
    return int(text) if text.isdigit() else today.year + _YEARS_ON[text]


def _months(year: int, first: int, last: int) -> DaySpan:
    end = date(year + 1, 1, 1) if last == 12 else date(year, last + 1, 1)
    return date(year, first, 1), end - timedelta(days=1)


def _relative_day(groups: DateGroups, today: date) -> DaySpan:
    day = today - timedelta(days=_DAYS_BACK[str(groups["word"])])
    return day, day


def _relative_month(groups: DateGroups, today: date) -> DaySpan:
    months = today.year * 12 + today.month - 1 - _units_back(str(groups["word"]))
    return _months(months // 12, months % 12 + 1, months % 12 + 1)


def _relative_week(groups: DateGroups, today: date) -> DaySpan:
    monday = today - timedelta(days=today.weekday() + 7 * _units_back(str(groups["word"])))
    if groups["weekday"]:
        day = monday + timedelta(days="一二三四五六日".find(groups["weekday"].replace("天", "日")))
        return day, day
    return monday, monday + timedelta(days=6)


def _units_back(word: str) -> int:
    """How many weeks or months before this one: 这周, 上周, 上上周."""
    if word[0] in "这本":
        return 0
    return 2 if word.startswith("上上") else 1


_READERS: Mapping[str, Callable[[DateGroups, date], DaySpan]] = {
    "iso": _iso_day,
    "day": _calendar_day,
    "bare_day": _last_such_day,
    "month": _whole_month,
    "relative_day": _relative_day,
    "week": _relative_week,
    "relative_month": _relative_month,
    "year": _part_of_year,
}
"""What tells the first and the last day from the groups of a match, for each of the patterns."""
