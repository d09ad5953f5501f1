"""What is said of expected editions that are not there, on every surface."""

from __future__ import annotations

from bot.lang import Lang
from bot.schedule import Missing
from bot.wording import Wording, say


class ScheduleText(Wording):
    """Sentences without the full stop."""

    WARNING = ("⚠ {text}。{hint}", "⚠ {text}。{hint}", "⚠ {text}. {hint}")
    ANY_PAPER = ("报纸", "報紙", "The paper of")
    MISSING_UNPUBLISHED = (
        "{paper} {day} 这一期已收录，还没有发布",
        "{paper} {day} 這一期已收錄，還沒有發布",
        "{paper} {day} is in the archive but not published",
    )
    MISSING = (
        "{paper} {day} 这一期还没有到（最新是 {newest}）",
        "{paper} {day} 這一期還沒有到（最新是 {newest}）",
        "{paper} {day} has not arrived (the newest is of {newest})",
    )
    MISSING_ALL = (
        "{paper} {day} 这一期还没有到（还没有任何一期）",
        "{paper} {day} 這一期還沒有到（還沒有任何一期）",
        "{paper} {day} has not arrived (there is no edition at all)",
    )


def missing_text(missing: Missing, lang: Lang) -> str:
    """That an expected edition is not there, or waits to be published."""
    paper = missing.paper or say(lang, ScheduleText.ANY_PAPER)
    if missing.unpublished:
        return say(lang, ScheduleText.MISSING_UNPUBLISHED, paper=paper, day=missing.day)
    if missing.newest is None:
        return say(lang, ScheduleText.MISSING_ALL, paper=paper, day=missing.day)
    return say(lang, ScheduleText.MISSING, paper=paper, day=missing.day, newest=missing.newest)


def warning_text(missing: Missing, lang: Lang, hint: str = "") -> str:
    """The same as a warning of its own, with ``hint`` what to do."""
    return say(lang, ScheduleText.WARNING, text=missing_text(missing, lang), hint=hint).rstrip()
