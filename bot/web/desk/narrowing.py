"""What a search is limited to, as its address says it, and the addresses that narrow it, widen it or turn its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request

from retrieval.domain import Filters

LONGEST_QUESTION = 1000
"""Characters of a question; what is longer is cut."""
MOST_VALUES = 20
"""Values of one limit that are heeded; by hand, 2026-11."""
FURTHEST = 1_000_000
"""Results behind which nobody looks."""

Limit: TypeAlias = Literal["paper", "page", "reporter"]
LIMITS: tuple[Limit, ...] = ("paper", "page", "reporter")
Order: TypeAlias = Literal["relevance", "newest", "oldest"]


class BadAddress(Exception):
    """A value in an address that can't be read."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(name, value)
        self.name, self.value = name, value


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is looked for at ``path``, within which limits, in which order, from which result on (0 is the first)."""

    path: str
    words: str = ""
    date_from: date | None = None
    date_to: date | None = None
    papers: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ()
    order: Order | None = None
    start: int = 0

    @property
    def where(self) -> Filters:
        """The limits."""
        return Filters(self.date_from, self.date_to, self.pages, self.reporters, self.papers)

    @property
    def query(self) -> str:
        """All of it as the query of an address."""
        pairs = [
            ("q", self.words),
            ("from", self.date_from or ""),
            ("to", self.date_to or ""),
            *((name, value) for name in LIMITS for value in self.chosen(name)),
            ("order", self.order or ""),
            ("start", self.start or ""),
        ]
        return urlencode([(name, value) for name, value in pairs if value])

    @property
    def address(self) -> str:
        """Where it is found."""
        return f"{self.path}?{self.query}"

    def chosen(self, name: Limit) -> tuple[str, ...]:
        """The values of one limit."""
        return {"paper": self.papers, "page": self.pages, "reporter": self.reporters}[name]

    def toggled(self, name: Limit, value: str) -> Narrowing:
        """With a value that is not chosen, or without one that is."""
        old = self.chosen(name)
        new = tuple(each for each in old if each != value) if value in old else (*old, value)
        changed = {"paper": "papers", "page": "pages", "reporter": "reporters"}[name]
        return replace(self, start=0, **{changed: new})  # type: ignore[arg-type]  # all three are tuples of str

    def within(self, first: date | None, last: date | None) -> Narrowing:
        """Limited to these days, both inclusive."""
        return replace(self, date_from=first, date_to=last, start=0)

    def ordered(self, order: Order | None) -> Narrowing:
        """In another order."""
        return replace(self, order=order, start=0)

    def at(self, start: int) -> Narrowing:
        """From another result on."""
        return replace(self, start=start)

    def of(self, path: str) -> Narrowing:
        """The same words and limits at another page."""
        return replace(self, path=path, order=None, start=0)


def narrowing_of(request: Request, orders: Sequence[Order]) -> Narrowing:
    """What an address asks for; the first of ``orders`` goes without saying. Raises ``BadAddress``."""
    given = request.query_params
    order = next((each for each in orders[1:] if each == given.get("order")), None)
    papers, pages, reporters = (_values(given, name) for name in LIMITS)
    return Narrowing(
        path=request.url.path,
        words=" ".join(given.get("q", "").split())[:LONGEST_QUESTION],
        date_from=_day(given, "from"),
        date_to=_day(given, "to"),
        papers=papers,
        pages=pages,
        reporters=reporters,
        order=order,
        start=start_of(given),
    )


def _values(given: QueryParams, name: Limit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in given.getlist(name) if value.strip()))[:MOST_VALUES]


def _day(given: QueryParams, name: str) -> date | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    day = day_of(text)
    if day is None:
        raise BadAddress(name, text)
    return day


def start_of(given: QueryParams) -> int:
    """With which result (0 is the first) a page begins. Raises ``BadAddress``."""
    text = given.get("start", "0")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(FURTHEST))):
        raise BadAddress("start", text)
    return min(int(text), FURTHEST)


def day_of(text: str) -> date | None:
    """A day as addresses write it, 2025-03-11; None where it is none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
