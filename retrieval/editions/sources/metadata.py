"""Paper, date and page of a file, as the file itself, flags or its path state them; else unknown, never guessed.

What the file itself says (front matter, keys of a JSONL line) wins over flags, and flags win over the path.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from retrieval.editions.base.draft import EditionDefaults
from retrieval.errors import BadInput
from retrieval.language.characters import HAN
from retrieval.language.page_names import page_name

_ANY_DATE = re.compile(r"(?<!\d)(\d{4})(?:[-/._](\d{1,2})[-/._](\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?!\d)")
_COMPACT_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_PAPER_NAME = re.compile(rf"[{HAN}]{{1,12}}[报刊]")
_EXPLICIT_PAGE = re.compile(
    r"第\s*(?:[A-Za-z]?\d{1,3}|[一二三四五六七八九十]{1,3})\s*版|(?<![A-Za-z0-9])[A-Za-z]?\d{1,3}\s*版"
)
_BARE_PAGE = re.compile(r"(?:page|p|版)?[-_ ]?([A-Za-z]?\d{1,3})", re.IGNORECASE)
_TIME_OR_NOTHING = re.compile(r"(?:[T\s].*)?", re.DOTALL)
_NOTHING_STATED = ("", 0)

FRONT_MATTER_KEYS = {
    "paper": "paper", "报纸": "paper", "报名": "paper",
    "date": "date", "日期": "date",
    "page": "page", "版面": "page", "版次": "page", "版": "page",
}  # fmt: skip


def parse_date(raw: str, path: Path, *, line: int | None = None, key: str = "date") -> date | None:
    """``2022-12-08``, ``2022/12/8``, ``20221208``, ``2022年12月8日``, each with a time behind it or not; "" → None.

    Raises:
        BadInput: ``field``, for anything else and for days that no calendar has.

    """
    text = raw.strip()
    if not text:
        return None
    found = _ANY_DATE.match(text) or _COMPACT_DATE.match(text)
    if found is None or not _TIME_OR_NOTHING.fullmatch(text, found.end()):
        raise BadInput("field", path, f"{raw[:40]!r} is no date like 2022-12-08", line=line, key=key)
    return _valid_day(found, path, line=line, key=key)


def parse_page(raw: str, path: Path, *, line: int | None = None, key: str = "page") -> str | None:
    """``"03"`` → ``"3"``; a name that is no number (``"要闻"``) is kept as it is; "" → None."""
    text = " ".join(raw.split())
    if not text:
        return None
    if len(text) > 40:
        raise BadInput("field", path, f"{text[:40]!r}… is no page", line=line, key=key)
    return page_name(text) or text


def from_path(below: Path, absolute: Path) -> EditionDefaults:
    """What folders and file name say, nearest first. ``below`` limits how far up is looked: never above it,
    except for the two folders around a file that was named itself.

    Raises:
        BadInput: ``field``, where the path spells a day that no calendar has.

    """
    folders = list(below.parent.parts[-4:]) if len(below.parts) > 1 else list(absolute.parent.parts[-3:])
    stem = absolute.stem
    day, rest = _take_date(stem, absolute)
    if day is None:
        day = _date_in_folders(folders, absolute)
    return EditionDefaults(_paper_in([stem, *reversed(folders)]), day, _page_in(rest, dated=day is not None))


def from_words(text: str, path: Path) -> EditionDefaults:
    """What a line such as 「临江日报 2025-03-16 第3版」 says. ``path`` is what errors call it.

    Raises:
        BadInput: ``field``, where it spells a day that no calendar has.

    """
    day, rest = _take_date(text, path)
    page = _EXPLICIT_PAGE.search(rest)
    return EditionDefaults(_paper_in([rest]), day, page_name(page[0]) if page else None)


def front_matter(lines: list[str], path: Path) -> tuple[EditionDefaults, int]:
    """``--- paper: … date: … page: … ---`` at the start of a page, and how many lines it takes (0 if absent)."""
    close = _front_matter_end(lines)
    fields = _front_matter_fields(lines[1:close])
    if not close or fields is None:
        return EditionDefaults(), 0
    paper, _ = fields.get("paper", _NOTHING_STATED)
    day, day_line = fields.get("date", _NOTHING_STATED)
    page, page_line = fields.get("page", _NOTHING_STATED)
    stated = EditionDefaults(
        paper or None, parse_date(day, path, line=day_line), parse_page(page, path, line=page_line)
    )
    return stated, close + 1


def _front_matter_end(lines: list[str]) -> int:
    """The position of the line that closes the front matter; 0 where there is none."""
    if not lines or lines[0].strip() != "---":
        return 0
    for number, text in enumerate(lines[1:40], 1):
        if text.strip() in {"---", "..."}:
            return number
    return 0


def _front_matter_fields(lines: list[str]) -> dict[str, tuple[str, int]] | None:
    """The value of each known key, and the number of its line; None where a line states nothing."""
    fields: dict[str, tuple[str, int]] = {}
    for number, text in enumerate(lines, 2):
        name, colon, value = text.replace("：", ":", 1).partition(":")
        if text.strip() and not colon:
            return None
        key = FRONT_MATTER_KEYS.get(name.strip().lower())
        if key:
            fields[key] = (value.strip().strip("\"'"), number)
    return fields


def first_known(*sources: EditionDefaults) -> EditionDefaults:
    """The first stated value of each kind."""
    paper = next((source.paper for source in sources if source.paper), None)
    day = next((source.date for source in sources if source.date), None)
    page = next((source.page for source in sources if source.page), None)
    return EditionDefaults(paper, day, page)


def text_value(row: Mapping[str, object], keys: tuple[str, ...], path: Path, line: int) -> tuple[str, str] | None:
    """The first of ``keys`` that holds a text or a number, with its key; None where all are absent, null or blank."""
    for key in keys:
        value = row.get(key)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise BadInput("field", path, f"{str(value)[:40]!r} must be a text", line=line, key=key)
        text = str(value).strip()
        if text:
            return key, text
    return None


def _date_in_folders(folders: list[str], path: Path) -> date | None:
    """The date that the nearest folder spells, alone or with the two above it (2022/12/08)."""
    for depth in range(len(folders), 0, -1):
        for spelt in (folders[depth - 1], "/".join(folders[max(0, depth - 3) : depth])):
            day, _ = _take_date(spelt, path)
            if day is not None:
                return day
    return None


def _take_date(text: str, path: Path) -> tuple[date | None, str]:
    found = _ANY_DATE.search(text) or _COMPACT_DATE.search(text)
    if not found:
        return None, text
    return _valid_day(found, path), text[: found.start()] + " " + text[found.end() :]


def _valid_day(found: re.Match[str], path: Path, *, line: int | None = None, key: str = "date") -> date:
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput("field", path, f"{found[0]!r} is no day of the calendar", line=line, key=key) from None


def _page_in(stem: str, *, dated: bool) -> str | None:
    explicit = _EXPLICIT_PAGE.search(stem)
    if explicit:
        return page_name(explicit[0])
    if not dated:
        return None
    bare = _BARE_PAGE.fullmatch(_PAPER_NAME.sub(" ", stem).strip(" -_."))
    return page_name(bare[1]) if bare else None


def _paper_in(names: list[str]) -> str | None:
    for name in names:
        for word in re.split(r"[-_\s.]+", name):
            if _PAPER_NAME.fullmatch(word):
                return word
    return None
