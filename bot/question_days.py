"""How many questions each day brought, by what became of them: counts without words, which outlast the process."""

from __future__ import annotations

import fcntl
import itertools
import json
import logging
import os
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from bot.metrics import FOLDER
from retrieval.domain import AnswerStatus

KEPT_DAYS = 400
"""Days of which a process keeps its counts: a year, and some weeks to compare with; by hand, 2026-12."""
SUFFIX, LOCK_SUFFIX = ".days.json", ".days.lock"

Counts = dict[str, dict[str, int]]
"""Day (ISO) → status → questions."""

log = logging.getLogger(__name__)


class QuestionDays:
    """The days of one process over a data folder, written at each question. Safe to call from several threads.

    Each process counts in a file of its own: two web processes over one data folder would write over what the other
    one counted. The lock on it ends with the process, and the next one goes on where it stopped.
    """

    def __init__(self, data: Path, process: str, today: Callable[[], date]) -> None:
        self._folder, self._process, self._today = data / FOLDER, process, today
        self._lock = threading.Lock()
        self._file: Path | None = None
        self._counts: Counts = {}

    def count(self, status: AnswerStatus) -> None:
        """One question was answered so."""
        with self._lock:
            _add(self._counts, {self._today().isoformat(): {status.value: 1}})
            try:
                self._write()
            except OSError as error:
                log.warning("figures could not be left in the data folder: %s", error.strerror)

    def _write(self) -> None:
        if self._file is None:
            self._file = self._own_file()
            _add(self._counts, _read(self._file))
        for old in sorted(self._counts)[:-KEPT_DAYS]:
            del self._counts[old]
        written = self._file.with_suffix(".new")
        written.write_text(json.dumps(self._counts), encoding="utf-8")
        written.replace(self._file)

    def _own_file(self) -> Path:
        """The first file of this kind of process that no other one counts in; from now on it is this one's."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        for number in itertools.count(1):
            name = self._process if number == 1 else f"{self._process}-{number}"
            handle = os.open(self._folder / f"{name}{LOCK_SUFFIX}", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
            except OSError:
                os.close(handle)
                raise
            else:
                weakref.finalize(self, os.close, handle)
                break
        return self._folder / f"{name}{SUFFIX}"


def _add(counts: Counts, more: Counts) -> None:
    for day, statuses in more.items():
        of_day = counts.setdefault(day, {})
        for status, questions in statuses.items():
            of_day[status] = of_day.get(status, 0) + questions


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
