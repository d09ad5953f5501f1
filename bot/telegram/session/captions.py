"""Reads what operators write beside a file: 「临江日报 2025-03-16 第3版」 says what its pages don't."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.search_syntax import parse_search
from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.sources.paths import from_words

CAPTION = Path("caption")
"""What a caption is called in errors."""


def stated_in(caption: str, today: date) -> EditionDefaults:
    """Paper, day and page that a caption states; None for each that it does not.

    Fields may be named (报纸:城市快讯), days may be 今天 or 3月16日; a stretch of days is none. Raises ``BadInput``
    for a day that no calendar has.
    """
    if not caption.strip():
        return EditionDefaults()
    written = from_words(caption, CAPTION)
    found = parse_search(caption, today).filters
    day = found.date_from if found.date_from == found.date_to else None
    return EditionDefaults(
        paper=found.papers[0] if found.papers else written.paper,
        date=written.date or day,
        page=written.page or (found.pages[0] if found.pages else None),
    )
