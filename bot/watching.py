"""``baowen watch``: what arrives in a folder is read and published; what can't be read is put into quarantine.

Every round: look → read what is whole into the archive → quarantine the bad → remember what was taken → publish. Each
step is whole or not at all, and what was done is done: whenever the process ends, the next one goes on from there.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from bot.gating import verdict_lines
from bot.lang import Lang
from bot.messages import explain, told
from bot.other_kinds import other_kinds_line
from bot.render import escaped
from bot.status_notices import status_lines
from bot.turnovers import turnover_lines
from bot.watch_figures import FAILED, PARTLY, READ, REFUSED, WatchFigures
from bot.watch_memory import FILE, WatchMemory
from bot.watch_reports import WatchedFile
from bot.watch_texts import WatchLogText
from bot.wiring import Newsroom
from bot.wording import Wording, say
from retrieval.editions.base.file_names import shown_name
from retrieval.editions.report import FileReport
from retrieval.editions.sources.arrivals import Arrival, Arrivals
from retrieval.editions.sources.quarantine import Quarantine
from retrieval.errors import BaowenError, Busy, DiskFull, StorageError, Unreachable
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
        lang: Lang = "zh-hans",
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
        self._others: dict[str, int] = {}
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
        self._tell_other_kinds(self._arrivals.other_kinds)
        for start in range(0, len(batch), AT_ONCE):
            self._take(batch[start : start + AT_ONCE])
            if stop.is_set():
                return
        if self._unpublished:
            self._publish()

    def _tell_other_kinds(self, counts: Mapping[str, int]) -> None:
        """Say which files are not read, once for as long as they are the same."""
        if counts and counts != self._others:
            log.warning("%s", other_kinds_line(counts, self._lang))
        self._others = dict(counts)

    def _later(self, error: Exception) -> None:
        self._waits = min(max(1.0, 2 * self._waits), LONGEST_WAIT_S)
        self._not_before = self._clock() + self._waits
        kind = type(error).__name__  # what is free on the disk changes, what is in the way does not
        problem = kind if isinstance(error, Busy | DiskFull | Unreachable) else f"{kind} {error}"
        if problem != self._said:
            self._said = problem
            self._figures.in_the_way(kind)
            said = self._say(WatchLogText.WAITING, problem=told(error, self._lang))
            log.warning("%s", said, exc_info=_fault(error))

    def _say(self, text: Wording, /, **values: object) -> str:
        return say(self._lang, text, **values)

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
        if read.other_kinds:  # in zips
            log.warning("%s", other_kinds_line(read.other_kinds, self._lang))
        for line in status_lines(read.statuses, self._lang):
            log.warning("%s", escaped(line))
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
        said = self._say(WatchLogText.FILE_STAYS, file=shown, problem=told(error, self._lang))
        log.error("%s", said, exc_info=_fault(error))
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
            log.warning("%s", self._say(WatchLogText.STAYS, problem=explain(error, self._lang)))
        self._figures.file(READ if not file.errors else PARTLY if file.taken else REFUSED)
        self._arrivals.take(arrival)

    def _put(self, arrival: Arrival, file: WatchedFile) -> None:
        """Out of the way, or where a part was taken only the reason. Raises ``StorageError`` where that can't be."""
        if not file.errors:
            log.info("%s", file.counted(self._lang))
            self._quarantine.clear(arrival.name)
            return
        if file.taken:
            log.warning("%s", file.counted(self._lang))
        log.warning("%s", self._say(WatchLogText.REFUSED, problem=explain(file.errors[0], self._lang)))
        reason = file.reason(self._arrivals.folder, self._now(), self._lang)
        place = (self._quarantine.note if file.taken else self._quarantine.put)(arrival.name, reason)
        text = WatchLogText.REASON_AT if file.taken else WatchLogText.QUARANTINED
        log.warning("%s", self._say(text, path=escaped(shown_name(place))))

    # -- publishing --------------------------------------------------------------------------------------------------

    def _publish(self) -> None:
        """Publish what the archive holds. Where that can't be, it stays unpublished until more arrives.

        Raises ``Busy``, ``DiskFull`` and ``Unreachable``: those pass by themselves.
        """
        if not self._room.archive.passage_count():
            self._unpublished = False
            return
        try:
            report = self._room.publish()
        except (Busy, DiskFull, Unreachable):
            raise
        except BaowenError as error:
            self._unpublished = False
            self._tell_why_not(error)
            return
        self._unpublished = False
        if report.changed:
            made = report.manifest
            counts = {"articles": made.articles, "passages": made.passages, "seconds": report.seconds}
            log.info("%s", self._say(WatchLogText.PUBLISHED, generation=made.id, **counts))
            for line in turnover_lines(report.turnover, self._lang):
                log.info("%s", escaped(line))

    def _tell_why_not(self, error: BaowenError) -> None:
        log.error("%s", self._say(WatchLogText.NOT_PUBLISHED, problem=explain(error, self._lang)))
        if isinstance(error, Refused):
            for line in verdict_lines(error.verdict, self._lang):
                log.error("%s", line)


def _top(path: str, known: dict[str, Arrival]) -> str | None:
    """The file that arrived: ``path`` itself, or the zip that it names a member of."""
    return next((name for name in (path, *map(str, PurePath(path).parents)) if name in known), None)


def _fault(error: Exception) -> Exception | None:
    """The error where it is a fault of ours, whose places belong in the log."""
    return None if isinstance(error, BaowenError) else error
