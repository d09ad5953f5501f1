"""What is said of days that somebody wrote behind an option."""

from __future__ import annotations

from bot.wording import Wording


class DayText(Wording):
    """Days that can't be read, that may be two, and of which there is no edition."""

    NO_DAY = (
        "看不懂 {value} 这个日期，可以写 2025-03-12、3月12日、昨天、上周三",
        "看不懂 {value} 這個日期，可以寫 2025-03-12、3月12日、昨天、上週三",
        "{value} can't be read as a date; write 2025-03-12, 3月12日, 昨天 (yesterday), 上周三 (Wednesday last week)",
    )
    ONE_DAY = (
        "{value} 不止一天，请写明是哪一天",
        "{value} 不止一天，請寫明是哪一天",
        "{value} is more than one day; write a single one",
    )
    WHICH_YEAR = (
        "{value} 可能是 {day}，也可能是已收录的 {printed}，请写明年份",
        "{value} 可能是 {day}，也可能是已收錄的 {printed}，請寫明年份",
        "{value} may be {day}, or the edition of {printed} in the archive; write the year",
    )
    BACKWARDS = (
        "--since 晚于 --until：{since}、{until}",
        "--since 晚於 --until：{since}、{until}",
        "--since is later than --until: {since}, {until}",
    )
    NO_EDITION = (
        "没有收录 {days}的报纸，最新一期是 {newest}：{again}",
        "沒有收錄 {days}的報紙，最新一期是 {newest}：{again}",
        "there is no edition of {days}, the newest is of {newest}: {again}",
    )
    ASK_NEWEST = (
        "最新一期可以问：“{question}”",
        "最新一期可以問：「{question}」",
        "Of the newest edition, ask: “{question}”",
    )
    FROM = ("{day}及以后", "{day}及以後", "{day} or later")
    UP_TO = ("{day}及以前", "{day}及以前", "{day} or earlier")
    BETWEEN = ("{first}至{last}", "{first}至{last}", "{first} to {last}")
