"""The words that print has for days: of the week, of the lunar calendar, and counted from today."""

from __future__ import annotations

from retrieval.language.characters import COUNTED

WEEKDAYS = "一二三四五六日天"
"""What stands behind 星期, Monday first; Sunday has two names. The inside of a character class."""
WEEKDAY = f"(?:星期|周|礼拜)[{WEEKDAYS}]"
"""A day of the week; a regular expression."""

LUNAR_YEAR = "[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
"""A year of the cycle of sixty: 乙巳年; a regular expression."""
LUNAR_DAY = f"闰?[正{COUNTED}冬腊]{{1,2}}月(?:[初{COUNTED}廿]{{1,3}}|[大小])"
"""A day of the lunar calendar: 正月初九; a regular expression."""

CALENDAR_DAY = r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
"""2025年3月11日, also set apart; a regular expression."""

DAY_WORD = "(?:大前天|前天|昨[天日]|今[天日]|明天)"
"""A day counted from the one on which the word is said or printed; a regular expression."""
EVENING_WORD = "[昨今明][晚晨夜]"
"""A part of such a day; a regular expression."""
_DAYS_AHEAD = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1}


def days_ahead(word: str) -> int:
    """How many days after the one on which it is said or printed its day lies: -1 for 昨天 and 昨晚, -2 for 前日."""
    return _DAYS_AHEAD[word[:-1]]
