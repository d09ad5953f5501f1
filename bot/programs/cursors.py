"""Cursors: where the next page of a list begins, in the generation that the list is of."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CURSOR = re.compile(r"(?P<generation>[0-9A-Za-z-]{1,64})\.(?P<start>[0-9]{1,9})")


class BadCursor(Exception):
    """A text that is no cursor of ours."""


class StaleCursor(Exception):
    """A cursor of a list that another publishing has replaced: it begins anew."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """``start`` counts from 0. Written ``20261126-002353.20``; to who pages it is one opaque word."""

    generation: str
    start: int

    def __str__(self) -> str:
        return f"{self.generation}.{self.start}"


def parse_cursor(text: str) -> Cursor:
    """What ``str`` wrote. Raises ``BadCursor``."""
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise BadCursor
    return Cursor(found["generation"], int(found["start"]))


def start_of(cursor: str | None, generation: str) -> int:
    """Where a page begins; 0 without a cursor. Raises ``BadCursor`` and ``StaleCursor``."""
    if not cursor:
        return 0
    known = parse_cursor(cursor)
    if known.generation != generation:
        raise StaleCursor
    return known.start


def next_cursor(generation: str, end: int, total: int) -> str | None:
    """The cursor behind ``end`` entries; None where there are no more."""
    return str(Cursor(generation, end)) if end < total else None
