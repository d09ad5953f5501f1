"""The one day or page that an answer is limited to, and how buttons write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from retrieval.domain import Filters

PAGE_BYTES = 16
"""Bytes of a page's name that a button can carry; longer names get no button."""


def page_fits(page: str | None) -> bool:
    """Whether a page has a name that a button can carry."""
    return bool(page) and len(str(page).encode()) <= PAGE_BYTES


def page_code(page: str | None) -> str:
    """How a button names a page: by its name, or where that is too long by a digest of it; empty for no page."""
    if not page or page_fits(page):
        return page or ""
    return "#" + blake2b(page.encode(), digest_size=7).hexdigest()


@dataclass(frozen=True, slots=True)
class Limit:
    """The one day or the one page that an answer is limited to; without either it is not."""

    day: date | None = None
    page: str | None = None

    def __bool__(self) -> bool:
        return self.day is not None or self.page is not None

    @property
    def code(self) -> str:
        """How buttons write it: ``d20221208``, ``p3``, or nothing."""
        if self.day:
            return "d" + self.day.isoformat().replace("-", "")
        return f"p{self.page}" if self.page else ""

    @property
    def filters(self) -> Filters:
        """The same for the engine."""
        return Filters(self.day, self.day, pages=(self.page,) if self.page else ())


NO_LIMIT = Limit()


def limit_of(code: str) -> Limit | None:
    """The limit that a code stands for; None if it is none of ours. The empty code is no limit."""
    if not code:
        return NO_LIMIT
    if code[0] == "p" and page_fits(code[1:]):
        return Limit(page=code[1:])
    found = re.fullmatch(r"d([0-9]{4})([0-9]{2})([0-9]{2})", code)
    try:
        return Limit(date(*map(int, found.groups()))) if found else None
    except ValueError:
        return None
