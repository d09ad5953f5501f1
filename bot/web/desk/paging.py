"""Pages of results: which one is shown, and where the others begin."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PagesOfResults:
    """Where a page of results stands in the whole: results ``first`` to ``last`` (counted from 1) of ``total``.

    ``before`` and ``behind`` are the results (counted from 0) with which the neighbours begin, None where none is.
    """

    first: int
    last: int
    total: int
    before: int | None
    behind: int | None


def pages_of_results(start: int, total: int, size: int) -> PagesOfResults:
    """The page that begins with result ``start`` (0 is the first)."""
    last = min(start + size, total)
    before = max(0, min(start, total) - size) if start > 0 else None
    return PagesOfResults(start + 1, last, total, before, last if last < total else None)
