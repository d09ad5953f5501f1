"""Days as files state them: 2025-04-08, 2025年4月8日 06:10, 20250408, 2025-04-07T22:10:00Z, seconds since 1970."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

CHINA = timezone(timedelta(hours=8))
"""Where Chinese papers come out; a moment told with its zone belongs to the day that it was there."""

_DAY_WITH_SIGNS = re.compile(
    r"(?<!\d)(\d{4})(?:\s*[-/._]\s*(\d{1,2})\s*[-/._]\s*(\d{1,2})(?!\d)|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日)"
)
_DAY_IN_DIGITS = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_DAY_AND_PAGE = re.compile(r"(?<=[A-Za-z])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?=\d{2}(?!\d))")
"""As codes of papers spell them: rmrb2025040803 is page 3 of that day."""
_DAY_OF_FOLDERS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-/._]?(0[1-9]|1[0-2])[-/._]?([0-2]\d|3[01])$|(?<!\d)(\d{4})[-/._](\d{1,2})[-/._](\d{1,2})$"
)
_BEHIND_DAY = re.compile(r"(?:[T\s,，(（星周].*|\d{1,2}[:：时点].*)?", re.DOTALL)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})", re.IGNORECASE
)
_SECONDS = re.compile(r"1[0-9]{9}(?:\.\d+)?")
_MILLISECONDS = re.compile(r"1[0-9]{12}")
_MAIL_DATE = re.compile(r"(?:[A-Z][a-z]{2},\s*)?\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}(?:\s+\d{1,2}:\d{2}.*)?")


def stated_day(text: str) -> date | None:
    """The day that a value states, a time behind it or not; None where it states none.

    Raises:
        ValueError: a day that no calendar has.

    """
    wide = unicodedata.normalize("NFKC", text).strip()
    moment = _moment(wide)
    if moment is not None:
        return moment.astimezone(CHINA).date()
    found = _DAY_WITH_SIGNS.match(wide) or _DAY_IN_DIGITS.match(wide)
    if found is None or not _BEHIND_DAY.fullmatch(wide, found.end()):
        return None
    return _day_of_match(found)


def day_in_name(text: str) -> tuple[date, tuple[int, int]] | None:
    """The day that a name spells, and where: 苇州日报_2025-04-08_A07, 2025年4月8日, rmrb2025040803.

    Raises:
        ValueError: a day that no calendar has.

    """
    found = _DAY_WITH_SIGNS.search(text) or _DAY_IN_DIGITS.search(text) or _DAY_AND_PAGE.search(text)
    return (_day_of_match(found), found.span()) if found else None


def day_of_folders(path: str) -> date | None:
    """The day that the last folders of a path spell together: 2025/04/08, 202504/08, 2025/0408.

    Raises:
        ValueError: a day that no calendar has.

    """
    found = _DAY_OF_FOLDERS.search(path)
    return _day_of_match(found) if found else None


def _moment(text: str) -> datetime | None:
    """A moment told with its zone, or in seconds or milliseconds since 1970."""
    try:
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text.upper().replace(" ", "T", 1).replace(" ", ""))
        if _SECONDS.fullmatch(text):
            return datetime.fromtimestamp(float(text), UTC)
        if _MILLISECONDS.fullmatch(text):
            return datetime.fromtimestamp(int(text) / 1000, UTC)
        if _MAIL_DATE.fullmatch(text):
            told = parsedate_to_datetime(text if ":" in text else text + " 12:00:00")
            return told if told.tzinfo else told.replace(tzinfo=CHINA)
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _day_of_match(found: re.Match[str]) -> date:
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{found[0]!r} is no day of the calendar") from None
