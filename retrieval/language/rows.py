"""Lists and tables in print: short lines without a full stop, one below the other, mostly announced by a colon."""

from __future__ import annotations

from retrieval.domain import Span
from retrieval.language.characters import CLOSING, COLONS, SENTENCE_ENDS

LONGEST_ROW_CHARS = 60
"""Characters of a line that may be a row; by hand, 2026-11."""


def rows_around(text: str, line: Span) -> Span:
    """The list that a line of the text stands in, with the line that announces it; where there is none, the line."""
    start, end = line
    if _announces(text[start:end]):
        return start, _end_of_rows(text, end)
    if not _reads_as_row(text[start:end]):
        return line
    first = start
    while first > 0:
        above = text.rfind("\n", 0, first - 1) + 1
        if _announces(text[above : first - 1]):
            return above, _end_of_rows(text, end)
        if not _reads_as_row(text[above : first - 1]):
            break
        first = above
    return first, _end_of_rows(text, end)


def _end_of_rows(text: str, end: int) -> int:
    """The end of the last of the rows that follow a line which ends there."""
    while end < len(text):
        below = text.find("\n", end + 1)
        below = below if below >= 0 else len(text)
        if not _reads_as_row(text[end + 1 : below]):
            break
        end = below
    return end


def _announces(line: str) -> bool:
    return line.rstrip().endswith(tuple(COLONS))


def _reads_as_row(line: str) -> bool:
    bare = line.strip().rstrip(CLOSING)
    return 0 < len(bare) <= LONGEST_ROW_CHARS and not bare.endswith(tuple(SENTENCE_ENDS)) and not _announces(bare)
