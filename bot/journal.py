"""What became of each publishing: one JSON line in ``publishing.jsonl`` of the data folder, written where it happened.

Editions are published by commands that end; the web process, and operators, learn here how it went. The file is no part
of the data: it can be deleted at any time, and what can't be written to it is not worth failing for.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from retrieval.index.gate import Refused
from retrieval.index.publish import PublishReport

FILE = "publishing.jsonl"
PUBLISHED, REFUSED, FAILED = "published", "refused", "failed"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One publishing. ``at`` is when it ended (ISO, UTC); ``kind`` is the error's class where it did not succeed.

    ``seconds`` are those of the whole publishing; ``encoded`` passages were encoded for it, ``reused`` were not.
    """

    at: str
    outcome: str
    seconds: float
    generation: str | None = None
    kind: str | None = None
    encoded: int = 0
    reused: int = 0


class Journal:
    """The file's one writer and reader. Reading goes on where it ended the last time."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE
        self._read: list[Entry] = []
        self._place = (0, 0)
        """Inode, and bytes read."""

    def kept(self, publishing: Callable[[], PublishReport]) -> PublishReport:
        """What ``publishing`` returns or raises, with a line about it; none where nothing had to be published."""
        begun = time.monotonic()
        try:
            report = publishing()
        except Exception as error:
            outcome = REFUSED if isinstance(error, Refused) else FAILED
            self._write(Entry(_now(), outcome, round(time.monotonic() - begun, 3), kind=type(error).__name__))
            raise
        if report.changed:
            took, made = round(report.seconds, 3), report.manifest.id
            self._write(Entry(_now(), PUBLISHED, took, made, encoded=report.encoded, reused=report.reused))
        return report

    def _write(self, entry: Entry) -> None:
        line = json.dumps(asdict(entry)).encode() + b"\n"
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            try:
                os.write(handle, line)  # one call: lines of several processes don't mix
            finally:
                os.close(handle)
        except OSError as error:
            log.warning("%s: %s", self._path, error.strerror)

    def entries(self) -> list[Entry]:
        """All of them, oldest first. Lines that a crash cut short are passed over."""
        try:
            with self._path.open("rb") as file:
                found = os.fstat(file.fileno())
                if found.st_ino != self._place[0] or found.st_size < self._place[1]:
                    self._read, self._place = [], (found.st_ino, 0)
                file.seek(self._place[1])
                whole, end, _ = file.read().rpartition(b"\n")
        except FileNotFoundError:
            self._read, self._place = [], (0, 0)
            return []
        self._place = (found.st_ino, self._place[1] + len(whole) + len(end))
        self._read += [entry for line in whole.splitlines() if (entry := _entry(line))]
        return list(self._read)


def _entry(line: bytes) -> Entry | None:
    try:
        return Entry(**json.loads(line))
    except (ValueError, TypeError, RecursionError):
        return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
