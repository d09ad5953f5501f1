"""Facets: how many of the articles found are of each day and month, paper, page and reporter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import Filters
from retrieval.language.page_names import page_order
from retrieval.lookup.article_table import ArticleTable, Rows

MOST_REPORTERS = 50
"""Reporters that are told, those with the most articles; by hand, 2026-11."""

Counts: TypeAlias = tuple[tuple[str, int], ...]
"""(value, articles); a value counts where it has any."""


@dataclass(frozen=True, slots=True)
class Facets:
    """Articles by each of their traits.

    Each facet counts what the other filters leave, its own apart: the counts say what choosing another value would
    give. ``days`` (``yyyy-mm-dd``) and ``months`` (``yyyy-mm``) go by time and ``pages`` as they are printed,
    ``papers`` and ``people`` by count. Articles without a date, page, paper or byline are in none of the values.
    """

    months: Counts = ()
    papers: Counts = ()
    pages: Counts = ()
    people: Counts = ()
    days: Counts = ()


def facets_of(table: ArticleTable, matching: Rows, where: Filters) -> Facets:
    """The facets of matching articles within limits; ``matching`` are those found whatever the limits."""
    columns = table.columns
    in_any_month = matching & table.allowed(replace(where, date_from=None, date_to=None))
    in_any_paper = matching & table.allowed(replace(where, papers=()))
    on_any_page = matching & table.allowed(replace(where, pages=()))
    by_anybody = matching & table.allowed(replace(where, people=()))
    written = columns.people[by_anybody[columns.people[:, 0]], 1]
    return Facets(
        months=_month_counts(columns.dates[in_any_month]),
        papers=_most_first(_counts(table.papers, columns.papers[in_any_paper])),
        pages=tuple(sorted(_counts(table.pages, columns.pages[on_any_page]), key=_printed_order)),
        people=_most_first(_counts(table.people, written))[:MOST_REPORTERS],
        days=_day_counts(columns.dates[in_any_month]),
    )


def _day_counts(dates: NDArray[np.int32]) -> Counts:
    days, counts = np.unique(dates[dates > 0], return_counts=True)
    pairs = zip(map(str, days.tolist()), counts.tolist(), strict=True)
    return tuple((f"{day[:-4]:0>4}-{day[-4:-2]}-{day[-2:]}", count) for day, count in pairs)


def _month_counts(dates: NDArray[np.int32]) -> Counts:
    months, counts = np.unique(dates[dates > 0] // 100, return_counts=True)
    pairs = zip(months.tolist(), counts.tolist(), strict=True)
    return tuple((f"{month // 100:04}-{month % 100:02}", count) for month, count in pairs)


def _counts(names: Sequence[str], codes: NDArray[np.int32]) -> list[tuple[str, int]]:
    counts = np.bincount(codes, minlength=len(names)).tolist()
    return [(name, count) for name, count in zip(names, counts, strict=True) if name and count]


def _most_first(counts: Iterable[tuple[str, int]]) -> Counts:
    return tuple(sorted(counts, key=lambda each: (-each[1], each[0])))


def _printed_order(count: tuple[str, int]) -> str:
    return page_order(count[0]) or ""
