"""``baowen watch``: what arrives in a folder is read and published; what can't be read is put into quarantine.

Every round: look → read what is whole into the archive → quarantine the bad → remember what was taken → publish. Each
step is whole or not at all, and what was done is done: whenever the process ends, the next one goes on from there.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from bot.gating import verdict_lines
from bot.messages import Lang, explain, told
from bot.render import escaped
from bot.turnovers import turnover_lines
from bot.watch_figures import FAILED, PARTLY, READ, REFUSED, WatchFigures
from bot.watch_memory import FILE, WatchMemory
from bot.watch_reports import WatchedFile
from bot.wiring import Newsroom
from retrieval.editions.base.file_names import shown_name
from retrieval.editions.report import FileReport
from retrieval.editions.sources.arrivals import Arrival, Arrivals
from retrieval.editions.sources.quarantine import Quarantine
from retrieval.errors import BaowenError, Busy, DiskFull, StorageError
from retrieval.index.gate import Refused

AT_ONCE = 500
"""Files of one transaction."""
LOOK_EVERY_S = 1.0
LONGEST_WAIT_S = 60.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. ``settle`` a file must stay the same; whole ones wait ``patience`` for others; ``look`` is how often."""

    settle: float = 5.0
    patience: float = 60.0
    look: float = LOOK_EVERY_S


def lie_apart(folder: Path, data: Path) -> bool:
    """Whether neither folder lies in the other, as a watched folder and the data folder must."""
    folder, data = folder.resolve(), data.resolve()
    return not folder.is_relative_to(data) and not data.is_relative_to(folder)


class Watcher:
    """One folder and the newsroom that its files go to."""

    def __init__(
        self,
        room: Newsroom,
        folder: Path,
        pace: Pace,
        *,
        lang: Lang = "zh",
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._room, self._lang, self._clock, self._now, self._pace = room, lang, clock, now, pace
        folder = folder.resolve()
        self._memory = WatchMemory(room.settings.data / FILE, str(folder))
        self._arrivals = Arrivals(folder, settle_s=pace.settle, patience_s=pace.patience, taken=self._memory.load())
        self._quarantine = Quarantine(folder)
        self._unpublished = True  # what an earlier run read and did not publish is published first
        self._waits, self._not_before, self._said = 0.0, 0.0, ""
        self._figures = WatchFigures(room.settings.data, str(folder))

    def run(self, stop: threading.Event) -> None:
        """Watch until ``stop`` is set; the step in hand is finished."""
        while not stop.is_set():
            began = self._clock()
            if began >= self._not_before:
                self.round(stop)
            looked_s = self._clock() - began
            stop.wait(max(self._pace.look, 10 * looked_s if looked_s < 1 else 0))

    def round(self, stop: threading.Event) -> None:
        """One round. What is in the way is told once, and the round is tried again, later each time.

        A fault of ours is in the way too: it ends no watch, and may be gone when other files lie there.
        """
        try:
            self._look_and_publish(stop)
        except Exception as error:
            self._later(error)
        else:
            self._waits = self._not_before = 0.0
            self._said = ""
        self._figures.leave()

    def _look_and_publish(self, stop: threading.Event) -> None:
        if self._memory.lost():
            self._arrivals.taken.clear()
        batch = self._arrivals.look(self._clock())
        for start in range(0, len(batch), AT_ONCE):
            self._take(batch[start : start + AT_ONCE])
            if stop.is_set():
                return
        if self._unpublished:
            self._publish()

    def _later(self, error: Exception) -> None:
        self._waits = min(max(1.0, 2 * self._waits), LONGEST_WAIT_S)
        self._not_before = self._clock() + self._waits
        kind = type(error).__name__  # what is free on the disk changes, what is in the way does not
        said = kind if isinstance(error, Busy | DiskFull) else f"{kind} {error}"
        if said != self._said:
            self._said = said
            self._figures.in_the_way(kind)
            log.warning("%s；等待中，会自动再试", told(error, self._lang), exc_info=_fault(error))

    # -- reading -----------------------------------------------------------------------------------------------------

    def _take(self, batch: Sequence[Arrival]) -> None:
        """Read files into the archive, put the bad ones away, and remember all of them."""
        known = {shown_name(arrival.path): arrival for arrival in batch}
        try:
            read = self._room.read([arrival.path for arrival in batch], under=self._arrivals.folder)
        except BaowenError:
            raise
        except Exception as error:  # a fault of ours that one of the files brings out
            self._search(batch, error)
            return
        self._unpublished = self._unpublished or read.changed
        reports: dict[str, list[FileReport]] = {path: [] for path in known}
        for file in read:
            if (path := _top(file.path, known)) is not None:
                reports[path].append(file)
        for path, files in reports.items():
            self._settle(known[path], WatchedFile(known[path].name, files))
        self._memory.save(self._arrivals.taken)

    def _search(self, batch: Sequence[Arrival], error: Exception) -> None:
        """Take the halves of a batch that could not be taken; a single file is told and left where it is."""
        if len(batch) > 1:
            middle = len(batch) // 2
            self._take(batch[:middle])
            self._take(batch[middle:])
            return
        (arrival,) = batch
        shown = WatchedFile(arrival.name, ()).shown
        log.error("%s：%s；文件留在原处，有变化才会再读", shown, told(error, self._lang), exc_info=_fault(error))
        self._figures.file(FAILED)
        self._arrivals.take(arrival)
        self._memory.save(self._arrivals.taken)

    def _settle(self, arrival: Arrival, file: WatchedFile) -> None:
        """One file, and what a zip held, was read; where it goes."""
        if not arrival.unchanged():
            return  # it went, or was written to while it was read: the next round sees it again
        try:
            self._put(arrival, file)
        except StorageError as error:
            log.warning("%s；文件留在原处，有变化才会再读", explain(error, self._lang))
        self._figures.file(READ if not file.errors else PARTLY if file.taken else REFUSED)
        self._arrivals.take(arrival)

    def _put(self, arrival: Arrival, file: WatchedFile) -> None:
        """Out of the way, or where a part was taken only the reason. Raises ``StorageError`` where that can't be."""
        if not file.errors:
            log.info("%s", file.counted())
            self._quarantine.clear(arrival.name)
            return
        if file.taken:
            log.warning("%s", file.counted())
        log.warning("未收录：%s", explain(file.errors[0], self._lang))
        reason = file.reason(self._arrivals.folder, self._now())
        place = (self._quarantine.note if file.taken else self._quarantine.put)(arrival.name, reason)
        log.warning("原因写在 %s" if file.taken else "已隔离到 %s，原因写在旁边", escaped(shown_name(place)))

    # -- publishing --------------------------------------------------------------------------------------------------

    def _publish(self) -> None:
        """Publish what the archive holds. Where that can't be, it stays unpublished until more arrives.

        Raises ``Busy`` and ``DiskFull``: those pass by themselves.
        """
        if not self._room.archive.counts().passages:
            self._unpublished = False
            return
        try:
            report = self._room.publish()
        except (Busy, DiskFull):
            raise
        except BaowenError as error:
            self._unpublished = False
            self._tell_why_not(error)
            return
        self._unpublished = False
        if report.changed:
            made = report.manifest
            log.info("已发布 %s：%d 篇，%d 段，用时 %.1f 秒", made.id, made.articles, made.passages, report.seconds)
            for line in turnover_lines(report.turnover):
                log.info("%s", escaped(line))

    def _tell_why_not(self, error: BaowenError) -> None:
        log.error("没有发布，内容已收录，有新文件时再试：%s", explain(error, self._lang))
        if isinstance(error, Refused):
            for line in verdict_lines(error.verdict):
                log.error("%s", line)


def _top(path: str, known: dict[str, Arrival]) -> str | None:
    """The file that arrived: ``path`` itself, or the zip that it names a member of."""
    return next((name for name in (path, *map(str, PurePath(path).parents)) if name in known), None)


def _fault(error: Exception) -> Exception | None:
    """The error where it is a fault of ours, whose places belong in the log."""
    return None if isinstance(error, BaowenError) else error
