"""What a question says of edition, page and reporter (filters), and which of its dates name an event instead.

Relative words count from ``today``, which the caller gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from retrieval.domain import Filters, Span
from retrieval.language.characters import HAN
from retrieval.language.dates import named_days
from retrieval.language.names import type_of
from retrieval.language.numbers import Type
from retrieval.language.page_names import PAGE_DIGITS, PAGE_NUMBER, page_names
from retrieval.language.word_classes import is_common_word


@dataclass(frozen=True, slots=True)
class DateMention:
    """A stretch of the question that names days; ``of_edition`` where it speaks of the paper and not of an event."""

    span: Span
    first: date
    last: date
    of_edition: bool
    yearless: bool = False

    def moved(self, by: int) -> DateMention:
        """The same in a text that begins earlier."""
        return replace(self, span=(self.span[0] + by, self.span[1] + by))


_NEWS = r"(?:新闻(?!发布|发言|联播|学|中心)|消息|要闻|大事|头条)"
_PAPER = (
    r"(?:的)?(?:那(?:天|期)的?)?(?:报纸|报上|报道|报|日报|晚报|头版|第?[0-9a-z]{1,3}版|版面|见报|登报|登的|刊登|发表的|这期|那期|"
    rf"(?:重要|主要|本地|本市)?{_NEWS}|(?:都|还)?(?:有|登|刊|出)(?:了|过)?(?:些|没有)?(?:什么|哪些|啥)?(?:重要的?|新的?)?(?:{_NEWS}|报道|内容))"
)
_OF_PAPER = re.compile(_PAPER)
_LATEST = re.compile(
    r"(?:最新|最近)的?(?:这|那)?一?期(?:的?报纸?)?(?:上|里)?|最新的报纸(?:上|里)?|最新的?一天|"
    rf"^(?:请问|最近|近期|近来|这几天)?(?:都|还)?有(?:些)?(?:什么|哪些|啥)(?:重要的?|新的?)?(?:{_NEWS}|报道)(?=[?。!呢吗啊呀\s]*$)"
)
_RECENT = re.compile(r"最近|近期|最新|近来|近日|这几天|眼下|目前|现在")
# 第九版 may be a version of a guideline: a page is only what something was printed on.
_PRINTED = r"(?=(?:面)?(?:的)?(?:报道|新闻|文章|头条|内容|消息|上|有|登|刊|都|讲|说了|写了|哪|什么|照片|[,。?!\s]|$))"
_PAGE = re.compile(
    rf"第(?P<page>{PAGE_NUMBER})版{_PRINTED}|(?<![a-z0-9])(?P<page2>{PAGE_DIGITS})版{_PRINTED}|(?P<front>头版)"
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


def mentions(folded: str, today: date) -> list[DateMention]:
    """Every date that the folded question names, in order, none inside another."""
    found: list[DateMention] = []
    for days in named_days(folded, today):
        of_edition = _OF_PAPER.match(folded, days.span[1]) is not None
        if days.with_month or of_edition:  # which month is meant is known of an edition only
            found.append(DateMention(days.span, days.first, days.last, of_edition, days.yearless))
    return found


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
