"""Reads what stands behind /search: words, and limits such as 日期:2022-12-08 版面:3 记者:孙艳, 昨天, 去年12月."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from retrieval.answers.question.filters import mentions
from retrieval.domain import Filters
from retrieval.language.page_names import page_names

FIELD = re.compile(
    r"(?P<key>日期|时间|時間|版面|版次|版|记者|記者|作者|报纸|報紙|date|page|by|paper)"
    r"\s*[:：]\s*(?P<value>[^\s]+)",
    re.I,
)
KINDS = {
    "日期": "date", "时间": "date", "時間": "date", "date": "date",
    "版面": "page", "版次": "page", "版": "page", "page": "page",
    "记者": "by", "記者": "by", "作者": "by", "by": "by", "报纸": "paper", "報紙": "paper", "paper": "paper",
}  # fmt: skip
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """``words`` to look for, perhaps none, within ``filters``; ``refused`` are limits that make no sense."""

    words: str
    filters: Filters
    refused: tuple[str, ...] = ()


def parse_search(text: str, today: date) -> SearchRequest:
    """Read a search. Dates without a field name limit as well: a search is about the paper's pages."""
    values: dict[str, list[str]] = {"date": [], "page": [], "by": [], "paper": []}
    for match in FIELD.finditer(text):
        values[KINDS[match["key"].lower()]].append(match["value"])
    words, spans = without_dates(FIELD.sub(" ", text), today)
    refused: list[str] = []
    for value in values["date"]:
        found = days_in(value, today)
        spans += found
        if not found:
            refused.append(value)
    pages: list[str] = []
    for value in values["page"]:
        pages += page_names(value) or (value,)  # a page may have a name that is no number, such as 副刊
    filters = Filters(
        date_from=min((first for first, _ in spans), default=None),
        date_to=max((last for _, last in spans), default=None),
        pages=tuple(dict.fromkeys(pages)),
        people=tuple(dict.fromkeys(values["by"])),
        papers=tuple(dict.fromkeys(values["paper"])),
    )
    return SearchRequest(words, filters, tuple(refused))


def without_dates(text: str, today: date) -> tuple[str, list[tuple[date, date]]]:
    """The words of a text that name no date, and the spans of days that the others name."""
    spans: list[tuple[date, date]] = []
    last_first = sorted(mentions(text.lower(), today), key=lambda mention: -mention.span[0])
    for mention in last_first:
        spans.append((mention.first, mention.last))
        text = text[: mention.span[0]] + " " + text[mention.span[1] :]
    return " ".join(text.split()), spans


def days_in(text: str, today: date) -> list[tuple[date, date]]:
    """The spans of days that a text names: 2022-12-08, 20221208, 12月8日, 昨天, 上周, 去年12月."""
    found = [(mention.first, mention.last) for mention in mentions(text.lower(), today)]
    if not found and (match := COMPACT.fullmatch(text)):
        try:
            day = date(*map(int, match.groups()))
        except ValueError:
            return []
        return [(day, day)]
    return found
