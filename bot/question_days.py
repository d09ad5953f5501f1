"""How many questions each day brought, by what became of them: counts without words, which outlast the process."""

from __future__ import annotations

import json
import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from bot.metrics import FOLDER
from retrieval.domain import AnswerStatus

KEPT_DAYS = 400
"""Days of which a process keeps its counts: a year, and some weeks to compare with; by hand, 2026-12."""
SUFFIX = ".days.json"

Counts = dict[str, dict[str, int]]
"""Day (ISO) → status → questions."""

log = logging.getLogger(__name__)


class QuestionDays:
    """The days of one process over a data folder, written at each question. Safe to call from several threads."""

    def __init__(self, data: Path, process: str, today: Callable[[], date]) -> None:
        self._file, self._today = data / FOLDER / f"{process}{SUFFIX}", today
        self._lock = threading.Lock()
        self._counts = _read(self._file)

    def count(self, status: AnswerStatus) -> None:
        """One question was answered so."""
        with self._lock:
            day = self._counts.setdefault(self._today().isoformat(), {})
            day[status.value] = day.get(status.value, 0) + 1
            for old in sorted(self._counts)[:-KEPT_DAYS]:
                del self._counts[old]
            try:
                self._write()
            except OSError as error:
                log.warning("figures could not be left in the data folder: %s", error.strerror)

    def _write(self) -> None:
        self._file.parent.mkdir(mode=0o700, exist_ok=True)
        written = self._file.with_suffix(".new")
        written.write_text(json.dumps(self._counts), encoding="utf-8")
        written.replace(self._file)


def question_days(data: Path) -> list[tuple[date, Mapping[str, int]]]:
    """The questions of each day by status, of all processes over a data folder, the newest day first."""
    days: dict[str, Counter[str]] = {}
    for path in sorted((data / FOLDER).glob(f"*{SUFFIX}")):
        for day, counts in _read(path).items():
            days.setdefault(day, Counter()).update(counts)
    return [(date.fromisoformat(day), days[day]) for day in sorted(days, reverse=True)]


def _read(file: Path) -> Counts:
    """What a file holds, as far as it is what was written; counting begins anew where it is not."""
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        return {date.fromisoformat(day).isoformat(): _by_status(counts) for day, counts in held.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _by_status(held: Mapping[str, int]) -> dict[str, int]:
    """The counts of a day. Raises ``ValueError``, ``AttributeError`` or ``TypeError`` for what is none."""
    return {AnswerStatus(status).value: int(count) for status, count in held.items()}
