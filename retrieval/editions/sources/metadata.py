"""Paper, date and page as words state them, and which statement wins; what nobody states is unknown, never guessed.

What the file itself says (front matter, labels, keys, a printed imprint) wins over flags, and flags win over the path.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from retrieval.editions.base.draft import EditionDefaults
from retrieval.errors import BadInput
from retrieval.language.imprints import Imprint, first_said, items_in_head
from retrieval.language.page_names import stated_page
from retrieval.language.paper_names import is_paper_name
from retrieval.language.stated_dates import day_in_name, day_of_folders, stated_day

_TIME_BEHIND_DAY = re.compile(
    r"[T ](?:[01]\d|2[0-3])([-:.点时]?)[0-5]\d\1[0-5]\d(?!\d)|T(?:[01]\d|2[0-3])[-:.]?[0-5]\d(?!\d)"
)
"""The time in a name, which is no page: 2025-04-08 06-10-00."""


def parse_date(raw: str, path: Path, *, line: int | None = None, key: str = "date") -> date | None:
    """``2022-12-08``, ``2022/12/8``, ``20221208``, ``2022年12月8日`` and others of ``stated_day``; "" → None.

    Raises:
        BadInput: ``field``, for anything else and for days that no calendar has.

    """
    text = raw.strip()
    if not text:
        return None
    try:
        day = stated_day(text)
    except ValueError as error:
        raise BadInput("field", path, str(error), line=line, key=key) from None
    if day is None:
        raise BadInput("field", path, f"{raw[:40]!r} is no date like 2022-12-08", line=line, key=key)
    return day


def parse_page(raw: str, path: Path, *, line: int | None = None, key: str = "page") -> str | None:
    """``"03"`` → ``"3"``; a name that is no number (``"要闻"``) is kept as it is; "" → None."""
    text = " ".join(raw.split())
    if not text:
        return None
    if len(text) > 40:
        raise BadInput("field", path, f"{text[:40]!r}… is no page", line=line, key=key)
    return stated_page(text) or text


def edition_of_source(source: str | None) -> EditionDefaults:
    """What a source says that is a paper, with day and page or without: 《苇州日报》2025年4月8日 第03版."""
    if source is None:
        return EditionDefaults()
    name = source.strip().strip("《》")
    if is_paper_name(name):
        return EditionDefaults(name)
    said = items_in_head(source)
    return EditionDefaults(said.paper, said.day, said.page) if said.paper and said.items > 1 else EditionDefaults()


def first_known(*sources: EditionDefaults) -> EditionDefaults:
    """The first stated value of each kind."""
    said = first_said(Imprint(source.paper, source.date, source.page) for source in sources)
    return EditionDefaults(said.paper, said.day, said.page)


def text_value(row: Mapping[str, object], keys: tuple[str, ...], path: Path, line: int) -> tuple[str, str] | None:
    """The first of ``keys`` that holds a text or a number, with its key; None where all say nothing.

    Exports write nothing as null, as false, as NaN, and as an empty list.
    """
    for key in keys:
        value = _plainest(row.get(key))
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise BadInput("field", path, f"{str(value)[:40]!r} must be a text", line=line, key=key)
        text = str(value).strip()
        if text:
            return key, text
    return None


def _plainest(value: object) -> object:
    """A list of one text as that text; 3.0 as 3, as tables write pages where some are unknown; None for nothing."""
    if isinstance(value, list):
        return _only_text(value)
    if isinstance(value, float):
        return _plain_number(value)
    return None if value is False else value


def _only_text(values: list[object]) -> object:
    if len(values) == 1 and isinstance(values[0], str):
        return values[0]
    return values or None


def _plain_number(number: float) -> float | None:
    if math.isnan(number):
        return None
    return int(number) if number > 0 and number.is_integer() else number


def day_in(text: str, path: Path) -> tuple[date | None, str]:
    """The day that a name spells, and what is left of the name: 苇州日报_2025-04-08_A07, rmrb2025040803.

    Raises:
        BadInput: ``field``, for a day that no calendar has.

    """
    try:
        found = day_in_name(text)
    except ValueError as error:
        raise BadInput("field", path, str(error), key="date") from None
    if found is None:
        return None, text
    day, (start, end) = found
    time = _TIME_BEHIND_DAY.match(text, end)
    return day, f"{text[:start]} {text[time.end() if time else end :]}"


def day_below(folders: list[str], path: Path) -> date | None:
    """The day that folders spell together. Raises ``BadInput`` as ``day_in`` does."""
    try:
        return day_of_folders("/".join(folders))
    except ValueError as error:
        raise BadInput("field", path, str(error), key="date") from None
