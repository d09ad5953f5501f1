"""Reads what stands behind /search: words, and limits such as 日期:2022-12-08 版面:3 记者:孙艳, 昨天, 去年12月."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.days import DaySpan, dated, days_in
from retrieval.domain import Filters
from retrieval.language.folding import folded
from retrieval.language.page_names import PAGE_LABEL, page_names

_KEYS = r"日期|时间|時間|版面|版次|版|记者|記者|作者|报纸|報紙|date|page|by|paper"
_NO_FIELD = rf"(?!(?:{_KEYS})\s*[:：])"
FIELD = re.compile(rf"(?P<key>{_KEYS})\s*[:：]\s*{_NO_FIELD}(?P<value>[^\s]+)", re.I)
EMPTY_FIELD = re.compile(rf"(?:{_KEYS})\s*[:：]\s*(?:$|(?=(?:{_KEYS})\s*[:：]))", re.I)
"""A field with nothing behind it."""
_PAGE = re.compile(
    rf"的?(?P<page>{PAGE_LABEL})(?:的?(?:都?(?:有(?:什么|哪些|啥)|[登讲]了什么))?(?:新闻|报道|报导|内容|消息|文章|标题)?)?"
)
"""A page among the words of a search, or what stands on it: 第三版, 的头版, A3版有哪些新闻."""
KINDS = {
    "日期": "date", "时间": "date", "時間": "date", "date": "date",
    "版面": "page", "版次": "page", "版": "page", "page": "page",
    "记者": "by", "記者": "by", "作者": "by", "by": "by", "报纸": "paper", "報紙": "paper", "paper": "paper",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """``words`` to look for, perhaps none, within ``filters``.

    ``refused`` are limits that make no sense; ``unfinished``: a limit was begun and nothing stands behind it.
    """

    words: str
    filters: Filters
    refused: tuple[str, ...] = ()
    unfinished: bool = False


def parse_search(text: str, today: date, editions: Sequence[date] = ()) -> SearchRequest:
    """Read a search. Dates and pages without a field name limit as well: a search is about the paper's pages.

    ``editions`` are the days of the archive's editions, of which a day without its year is the newest such one.
    """
    values: dict[str, list[str]] = {"date": [], "page": [], "by": [], "paper": []}
    for match in FIELD.finditer(text):
        values[KINDS[match["key"].lower()]].append(match["value"])
    words, spans = without_dates(EMPTY_FIELD.sub(" ", FIELD.sub(" ", text)), today, editions)
    refused: list[str] = []
    for value in values["date"]:
        found = days_in(value, today, editions)
        spans += found
        if not found:
            refused.append(value)
    words, pages = _without_pages(words)
    for value in values["page"]:
        pages += page_names(value) or (value,)  # a page may have a name that is no number, such as 副刊
    filters = Filters(
        date_from=min((first for first, _ in spans), default=None),
        date_to=max((last for _, last in spans), default=None),
        pages=tuple(dict.fromkeys(pages)),
        people=tuple(dict.fromkeys(values["by"])),
        papers=tuple(dict.fromkeys(values["paper"])),
    )
    return SearchRequest(words, filters, tuple(refused), EMPTY_FIELD.search(FIELD.sub(" ", text)) is not None)


def names_a_page_of_a_day(text: str, today: date) -> bool:
    """Whether a text says nothing but which page of which day: 3月12日第三版, 昨天的头版有什么新闻."""
    found = parse_search(text, today)
    limits = found.filters
    return bool(limits.date_from and limits.pages) and not (found.words or found.refused or FIELD.search(text))


def _without_pages(words: str) -> tuple[str, list[str]]:
    """The words of a search that name no page, and the pages that the others name."""
    kept: list[str] = []
    pages: list[str] = []
    for word in words.split():
        found = _PAGE.fullmatch(folded(word))
        named = page_names(found["page"]) if found else ()
        pages += named
        if not named:
            kept.append(word)
    return " ".join(kept), pages


def without_dates(text: str, today: date, editions: Sequence[date] = ()) -> tuple[str, list[DaySpan]]:
    """The words of a text that name no date, and the spans of days that the others name."""
    spans: list[DaySpan] = []
    for (start, end), days in reversed(list(dated(text, today, editions))):
        spans.append(days)
        text = text[:start] + " " + text[end:]
    return " ".join(text.split()), spans
