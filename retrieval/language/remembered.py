"""Remembers what a pattern said of a line: while a page is read each of its lines is asked about several times."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Remembered = TypeVar("Remembered")

LONGEST_REMEMBERED = 120
"""Characters of a line that is remembered: longer ones are paragraphs, and seldom the same; by hand, 2026-11."""
MOST_REMEMBERED = 1 << 14
"""Lines that are remembered of each pattern, some hundred bytes each; by hand, 2026-11."""


def remembered(pattern: Callable[[str], Remembered]) -> Callable[[str], Remembered]:
    """``pattern``, which looks at nothing but its text, asked once for each of the last short texts."""
    known = lru_cache(maxsize=MOST_REMEMBERED)(pattern)

    @wraps(pattern)
    def ask(text: str) -> Remembered:
        return known(text) if len(text) <= LONGEST_REMEMBERED else pattern(text)

    return ask
