"""What filters look at, in one place for every kind of index: date, page, people and paper of a row.

Dates are ``yyyymmdd`` numbers, 0 where unknown; an unknown date lies outside every limited period. Pages, papers and
names are compared folded and without spaces, so 陳 matches 陈 and a3 matches A3. All filled-in filters must hold;
within one filter any of its values may.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import Article, Filters
from retrieval.language.tokenizer import fold

LAST_DAY = 99991231


def date_number(day: date | None) -> int:
    """``yyyymmdd``, 0 for None."""
    return day.year * 10000 + day.month * 100 + day.day if day else 0


@lru_cache(maxsize=10_000)
def filter_key(value: str) -> str:
    """The form in which pages, papers and names are compared; may be empty, which matches nothing."""
    return fold(value).replace(" ", "")


def filter_keys(values: Iterable[str]) -> list[str]:
    """Distinct non-empty keys, sorted."""
    return sorted({filter_key(value) for value in values} - {""})


@dataclass(frozen=True, slots=True)
class Traits:
    """What filters can ask of one article."""

    date: int
    page: str
    paper: str
    people: tuple[str, ...]

    @classmethod
    def of(cls, article: Article) -> Traits:
        return cls(
            date_number(article.date),
            filter_key(article.page or ""),
            filter_key(article.paper or ""),
            tuple(filter_keys(article.byline.names)),
        )


def period(where: Filters) -> tuple[int, int] | None:
    """First and last date number that the filter allows, None where it does not limit dates."""
    if where.date_from is None and where.date_to is None:
        return None
    return max(1, date_number(where.date_from)), date_number(where.date_to) or LAST_DAY


def _codes_in(names: Sequence[str], values: Sequence[str]) -> NDArray[np.int32]:
    """The place of each value among the names, shape ``(len(values),)``."""
    code = dict(zip(names, range(len(names)), strict=True))
    return np.array([code[value] for value in values], dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Columns:
    """Traits of many rows as arrays; row *i* here is row *i* of the vectors beside it.

    ``pages``/``papers`` index ``names["pages"]``/``names["papers"]``; ``people`` is an ``(m, 2)`` int32 array of
    (row, index into ``names["people"]``).
    """

    dates: NDArray[np.int32]
    pages: NDArray[np.int32]
    papers: NDArray[np.int32]
    people: NDArray[np.int32]
    names: dict[str, list[str]]

    @classmethod
    def of(cls, traits: Sequence[Traits]) -> Columns:
        pages = [row.page for row in traits]
        papers = [row.paper for row in traits]
        rows: list[int] = []
        people: list[str] = []
        for number, row in enumerate(traits):
            rows += [number] * len(row.people)
            people += row.people
        names = {"pages": sorted(set(pages)), "papers": sorted(set(papers)), "people": sorted(set(people))}
        return cls(
            np.array([row.date for row in traits], dtype=np.int32),
            _codes_in(names["pages"], pages),
            _codes_in(names["papers"], papers),
            np.stack([np.array(rows, dtype=np.int32), _codes_in(names["people"], people)], axis=1),
            names,
        )

    def __len__(self) -> int:
        return len(self.dates)

    def traits(self) -> list[Traits]:
        """The rows again."""
        people: list[list[str]] = [[] for _ in range(len(self))]
        for row, code in self.people.tolist():
            people[row].append(self.names["people"][code])
        pages, papers = self.names["pages"], self.names["papers"]
        columns = zip(self.dates.tolist(), self.pages.tolist(), self.papers.tolist(), people, strict=True)
        return [Traits(day, pages[page], papers[paper], tuple(who)) for day, page, paper, who in columns]

    def allowed(self, where: Filters) -> NDArray[np.bool_]:
        """Which rows the filter lets through, shape ``(rows,)``."""
        mask = np.ones(len(self), dtype=np.bool_)
        if limits := period(where):
            mask &= (self.dates >= limits[0]) & (self.dates <= limits[1])
        if where.pages:
            mask &= np.isin(self.pages, self._codes("pages", where.pages))
        if where.papers:
            mask &= np.isin(self.papers, self._codes("papers", where.papers))
        if where.people:
            wanted = np.isin(self.people[:, 1], self._codes("people", where.people))
            named = np.zeros(len(self), dtype=np.bool_)
            named[self.people[wanted, 0]] = True
            mask &= named
        return mask

    def _codes(self, kind: str, values: Iterable[str]) -> list[int]:
        wanted = set(filter_keys(values))
        return [code for code, name in enumerate(self.names[kind]) if name in wanted]

    def save(self, stem: Path) -> None:
        """Write ``<stem>.columns.npz`` and ``<stem>.names.json``."""
        with stem.with_name(stem.name + ".columns.npz").open("wb") as file:
            np.savez(file, dates=self.dates, pages=self.pages, papers=self.papers, people=self.people)
        text = json.dumps(self.names, ensure_ascii=False)
        stem.with_name(stem.name + ".names.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, stem: Path) -> Columns:
        """Read what ``save`` wrote."""
        names = json.loads(stem.with_name(stem.name + ".names.json").read_text(encoding="utf-8"))
        if not (isinstance(names, dict) and names.keys() == {"pages", "papers", "people"}):
            raise ValueError(f"{stem}: not the names of filter columns")
        with np.load(stem.with_name(stem.name + ".columns.npz"), allow_pickle=False) as arrays:
            return cls(arrays["dates"], arrays["pages"], arrays["papers"], arrays["people"], names)
