"""Citations as rows of CSV, for spreadsheets."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence

from bot.render import one_line
from retrieval.domain import Citation

CITATION_COLUMNS = ("date", "paper", "page", "headline", "reporters", "excerpt", "citation")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Rows below their titles, to standard output."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(columns)
    for row in rows:
        out.writerow(map(cell, row))


def citation_row(quoted: Citation) -> tuple[str, ...]:
    """The values of ``CITATION_COLUMNS``."""
    return (
        str(quoted.date or ""),
        quoted.paper or "",
        quoted.page or "",
        quoted.headline or quoted.opening,
        "、".join(quoted.byline.names),
        quoted.excerpt,
        name_of(quoted),
    )


def name_of(quoted: Citation) -> str:
    """What ``baowen show`` opens a citation by."""
    return f"p{quoted.passage_id}:{quoted.start}-{quoted.end}"


def cell(text: str) -> str:
    """One line, and no formula to a spreadsheet."""
    line = one_line(text)
    return f"'{line}" if line.startswith(FORMULA_SIGNS) else line
