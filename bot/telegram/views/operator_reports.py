"""Words the last publishings and the last failures, for operators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.journal import PUBLISHED, Entry
from bot.telegram.views.kinds import kind_text
from bot.telegram.views.operator_texts import OperatorText
from bot.telegram.views.texts import Lang, say


def published_lines(entries: Sequence[Entry], zone: tzinfo, lang: Lang = "zh-hans") -> list[str]:
    """The newest publishing, and the newest failure if there was one after it, by the clock of ``zone``."""
    lines = []
    done = next((entry for entry in reversed(entries) if entry.outcome == PUBLISHED), None)
    if done:
        lines.append(say(lang, OperatorText.LAST_PUBLISHED, at=_minute(done, zone), seconds=f"{done.seconds:.1f}"))
    if entries and entries[-1].outcome != PUBLISHED:
        kind = kind_text(entries[-1].kind or "", lang)
        lines.append(say(lang, OperatorText.LAST_FAILED, at=_minute(entries[-1], zone), kind=kind))
    return lines


def failure_lines(failures: Sequence[tuple[datetime, str]], lang: Lang) -> list[str]:
    """The last failures, by their time and kind, or that there were none."""
    told = [f"{at:%m-%d %H:%M} {kind_text(kind, lang)}" for at, kind in failures]
    if not told:
        return [say(lang, OperatorText.LAST_ERRORS, errors=say(lang, OperatorText.NO_ERRORS))]
    return [say(lang, OperatorText.LAST_ERRORS, errors=""), *(f"· {line}" for line in told)]


def _minute(entry: Entry, zone: tzinfo) -> str:
    return f"{datetime.fromisoformat(entry.at).astimezone(zone):%Y-%m-%d %H:%M}"
