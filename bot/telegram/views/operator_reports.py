"""Words the last publishings, for operators."""

from __future__ import annotations

from collections.abc import Sequence

from bot.journal import PUBLISHED, Entry
from bot.telegram.views.operator_texts import OperatorText
from bot.telegram.views.texts import Lang, say


def published_lines(entries: Sequence[Entry], lang: Lang = "zh-hans") -> list[str]:
    """The newest publishing, and the newest failure if there was one after it."""
    lines = []
    done = next((entry for entry in reversed(entries) if entry.outcome == PUBLISHED), None)
    if done:
        lines.append(say(lang, OperatorText.LAST_PUBLISHED, at=_minute(done), seconds=f"{done.seconds:.1f}"))
    if entries and entries[-1].outcome != PUBLISHED:
        lines.append(say(lang, OperatorText.LAST_FAILED, at=_minute(entries[-1]), kind=entries[-1].kind))
    return lines


def _minute(entry: Entry) -> str:
    return entry.at[:16].replace("T", " ")
