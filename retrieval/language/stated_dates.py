"""Days as files state them: 2025-04-08, 2025年4月8日 06:10, 20250408, 2025-04-07T22:10:00Z, seconds since 1970."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from retrieval.language.characters import CHINESE_DIGITS, CIRCLES, COUNTED, DIGIT_VALUES

CHINA = timezone(timedelta(hours=8))
"""Where Chinese papers come out; a moment told with its zone belongs to the day that it was there."""

_DAY_WITH_SIGNS = re.compile(
    r"(?<!\d)(\d{4})(?:\s*[-/._]\s*(\d{1,2})\s*[-/._]\s*(\d{1,2})(?!\d)|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日)"
)
_YEAR_DIGIT, _DAY_DIGIT = rf"[{CHINESE_DIGITS}{CIRCLES}\d]", rf"[{COUNTED}元廿卅\d]"
_DAY_IN_WORDS = re.compile(
    rf"(?:(?P<republic>(?:中[华華])?民[国國])\s*(?P<short>{_YEAR_DIGIT}{{2,3}})|(?<!{_YEAR_DIGIT})(?P<year>{_YEAR_DIGIT}{{4}}))"
    rf"\s*年\s*(?P<month>{_DAY_DIGIT}{{1,3}})\s*月\s*(?P<day>{_DAY_DIGIT}{{1,3}})\s*日"
)
YEARS_BEFORE_REPUBLIC = 1911
"""Years to be added to one of the Republic's calendar, as papers of Taiwan print it: 民國114年 is 2025."""
_DAY_IN_DIGITS = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_DAY_AND_PAGE = re.compile(r"(?<=[A-Za-z])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?=\d{2}(?!\d))")
"""As codes of papers spell them: rmrb2025040803 is page 3 of that day."""
_DAY_OF_FOLDERS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-/._]?(0[1-9]|1[0-2])[-/._]?([0-2]\d|3[01])$|(?<!\d)(\d{4})[-/._](\d{1,2})[-/._](\d{1,2})$"
)
_ZEROS = str.maketrans(CIRCLES, "〇" * len(CIRCLES))
_BEHIND_DAY = re.compile(r"(?:[T\s,，(（星周].*|\d{1,2}[:：时点].*)?", re.DOTALL)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})", re.IGNORECASE
)
_SECONDS = re.compile(r"1[0-9]{9}(?:\.\d+)?")
_MILLISECONDS = re.compile(r"1[0-9]{12}")
_MAIL_DATE = re.compile(r"(?:[A-Z][a-z]{2},\s*)?\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}(?:\s+\d{1,2}:\d{2}.*)?")
_ENGLISH_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_ENGLISH_DATES = (
    re.compile(rf"(?:[A-Z][a-z]{{2,8}},?\s+)?(?P<day>\d{{1,2}})\s+{_ENGLISH_MONTH},?\s+(?P<year>\d{{4}})"),
    re.compile(
        rf"(?:[A-Z][a-z]{{2,8}},?\s+)?{_ENGLISH_MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})"
        r"(?:,?\s+(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:\s+GMT(?P<zone>[+-]\d{4}))?(?:\s*\(.*\))?)?"
    ),
    re.compile(
        rf"[A-Z][a-z]{{2}}\s+{_ENGLISH_MONTH}\s+(?P<day>\d{{1,2}})\s+(?P<time>\d{{1,2}}:\d{{2}}(?::\d{{2}})?)"
        r"(?:\s+(?P<zone>UTC|GMT|CST|[+-]\d{4}))?\s+(?P<year>\d{4})"
    ),
)
"""5 November 2024; Nov 5, 2024, and as browsers write it, Tue Nov 05 2024 06:10:00 GMT+0800 (中国标准时间); as Java
does, Tue Nov 05 06:10:00 CST 2024."""
_DIGITS_AND_TIME = re.compile(r"((?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d)(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\d{3})?)?")
"""20241105061000."""
_ZONES = {None: "+0800", "CST": "+0800", "UTC": "+0000", "GMT": "+0000"}
"""What a zone is in mails; where none is told, and by CST, that of China is meant."""
_LABEL_OF_DAY = re.compile(r"[\u4e00-\u9fff]{2,6}:\s*")
"""发布时间：2024-11-05."""


def with_days_in_digits(text: str) -> str:
    """二〇二五年四月八日, 民国114年4月8日 → 2025年4月8日; also in traditional characters."""
    return _DAY_IN_WORDS.sub(_day_in_digits, text) if "年" in text else text


def _day_in_digits(found: re.Match[str]) -> str:
    year = int((found["short"] or found["year"]).translate(_ZEROS).translate(DIGIT_VALUES))
    year += YEARS_BEFORE_REPUBLIC if found["republic"] else 0
    return f"{year}年{small_number(found['month'])}月{small_number(found['day'])}日"


def small_number(text: str) -> int:
    """The number of a day or of an item in a list: 二十八, 廿八, 28; of what reads as none, 0."""
    tens, is_ten, ones = text.replace("廿", "二十").replace("卅", "三十").replace("元", "一").partition("十")
    digits = (tens or "一") + (ones or "〇") if is_ten else tens
    digits = digits.translate(DIGIT_VALUES)
    return int(digits) if len(digits) < 4 and digits.isdecimal() else 0


def stated_day(text: str) -> date | None:
    """The day that a value states, a time behind it or not; None where it states none.

    Raises:
        ValueError: a day that no calendar has.

    """
    wide = with_days_in_digits(_LABEL_OF_DAY.sub("", unicodedata.normalize("NFKC", text).strip(), count=1))
    wide = _DIGITS_AND_TIME.sub(r"\1", wide) if _DIGITS_AND_TIME.fullmatch(wide) else _mail_date(wide)
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
            written = re.sub("UTC|GMT", "Z", text.upper())
            return datetime.fromisoformat(written.replace(" ", "T", 1).replace(" ", ""))
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


def _mail_date(text: str) -> str:
    """An English date as mails have it: 05 Nov 2024 06:10:00 +0800; any other text as it is."""
    found = next(filter(None, (pattern.fullmatch(text) for pattern in _ENGLISH_DATES)), None)
    if found is None:
        return text
    told = found.groupdict()
    day = f"{told['day']} {told['month']} {told['year']}"
    zone = told.get("zone")
    return f"{day} {told['time']} {_ZONES.get(zone, zone)}" if told.get("time") else day


def _day_of_match(found: re.Match[str]) -> date:
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{found[0]!r} is no day of the calendar") from None
