"""All articles of one generation by when, where and by whom they were printed: what filters and counts look at."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import Filters
from retrieval.index.columns import Columns, Traits, date_number, filter_key, filter_keys
from retrieval.index.published import PrintedPlace, Published

Rows = NDArray[np.bool_]
"""Which articles of a table are meant, shape ``(articles,)``."""


@dataclass(frozen=True, slots=True, eq=False)
class ArticleTable:
    """Row *i* of the columns is the article ``ids[i]``; ids ascend.

    ``pages``, ``papers`` and ``people`` are names as they are printed most, in the order of the columns' names.
    """

    ids: NDArray[np.int64]
    columns: Columns
    pages: tuple[str, ...]
    papers: tuple[str, ...]
    people: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def rows_of(self, article_ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The rows of those of these articles that the table has."""
        places = np.searchsorted(self.ids, article_ids)
        places = places[places < len(self.ids)]
        return places[np.isin(self.ids[places], article_ids)]

    def marked(self, article_ids: Collection[int]) -> Rows:
        """The rows of these articles, as a mask."""
        rows = np.zeros(len(self), dtype=np.bool_)
        rows[self.rows_of(np.sort(np.fromiter(article_ids, dtype=np.int64, count=len(article_ids))))] = True
        return rows

    def allowed(self, where: Filters) -> Rows:
        """The rows that a filter lets through."""
        return self.columns.allowed(where)


def article_table(places: Iterable[PrintedPlace]) -> ArticleTable:
    """The table of these articles, given by ascending id."""
    printed = list(places)
    columns = Columns.of(list(map(_traits, printed)))
    return ArticleTable(
        ids=np.array([each.article_id for each in printed], dtype=np.int64),
        columns=columns,
        pages=_commonest_forms(columns.names["pages"], (each.page for each in printed)),
        papers=_commonest_forms(columns.names["papers"], (each.paper for each in printed)),
        people=_commonest_forms(columns.names["people"], (name for each in printed for name in each.byline.names)),
    )


def _traits(place: PrintedPlace) -> Traits:
    people = tuple(filter_keys(place.byline.names))
    return Traits(date_number(place.date), filter_key(place.page or ""), filter_key(place.paper or ""), people)


def _commonest_forms(keys: Sequence[str], names: Iterable[str | None]) -> tuple[str, ...]:
    """Of each key the form that is printed most: 陳晨 and 陈晨 are one reporter."""
    forms: dict[str, Counter[str]] = {}
    for name in names:
        if name:
            forms.setdefault(filter_key(name), Counter())[name] += 1
    return tuple(forms[key].most_common(1)[0][0] if key in forms else "" for key in keys)


class ArticleTables:
    """Keeps the table of the generation that was asked last. Safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[str, ArticleTable] | None = None

    def of(self, paper: Published) -> ArticleTable:
        """The table of what is published, made at the first call for a generation."""
        with self._lock:
            if self._kept is None or self._kept[0] != paper.id:
                self._kept = paper.id, article_table(paper.printed_places())
            return self._kept[1]
