"""``baowen watch``: what arrives in a folder is read and published; what can't be read is put into quarantine.

Every round: look → read what is whole into the archive → quarantine the bad → remember what was taken → publish. Each
step is whole or not at all, and what was done is done: whenever the process ends, the next one goes on from there.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from bot.gating import verdict_lines
from bot.messages import Lang, explain
from bot.wiring import Newsroom
from retrieval.editions.report import FileReport
from retrieval.editions.sources.arrivals import Arrival, Arrivals, Stamp
from retrieval.editions.sources.quarantine import Quarantine
from retrieval.errors import BadInput, BaowenError, Busy, DiskFull, StorageError
from retrieval.index.gate import Refused

FILE = "watching.json"
"""What was taken of each watched folder, in the data folder; without it all files are looked at again."""
AT_ONCE = 500
"""Files of one transaction."""
LOOK_EVERY_S = 1.0
LONGEST_WAIT_S = 60.0
MOST_REASONS = 100

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
        self._memory = _Memory(room.settings.data / FILE, str(folder))
        self._arrivals = Arrivals(folder, settle_s=pace.settle, patience_s=pace.patience, taken=self._memory.load())
        self._quarantine = Quarantine(folder)
        self._unpublished = True  # what an earlier run read and did not publish is published first
        self._waits, self._not_before, self._said = 0.0, 0.0, ""

    def run(self, stop: threading.Event) -> None:
        """Watch until ``stop`` is set; the step in hand is finished."""
        while not stop.is_set():
            began = self._clock()
            if began >= self._not_before:
                self.round(stop)
            looked_s = self._clock() - began
            stop.wait(max(self._pace.look, 10 * looked_s if looked_s < 1 else 0))

    def round(self, stop: threading.Event) -> None:
        """One round. What is in the way is told once, and the round is tried again, later each time."""
        try:
            if self._memory.lost():
                self._arrivals.taken.clear()
            batch = self._arrivals.look(self._clock())
            for start in range(0, len(batch), AT_ONCE):
                self._take(batch[start : start + AT_ONCE])
                if stop.is_set():
                    return
            if self._unpublished:
                self._publish()
        except BaowenError as error:
            self._later(error)
        else:
            self._waits = self._not_before = 0.0
            self._said = ""

    def _later(self, error: BaowenError) -> None:
        self._waits = min(max(1.0, 2 * self._waits), LONGEST_WAIT_S)
        self._not_before = self._clock() + self._waits
        kind = type(error).__name__  # what is free on the disk changes, what is in the way does not
        said = kind if isinstance(error, Busy | DiskFull) else str(error)
        if said != self._said:
            self._said = said
            log.warning("%s；等待中，会自动再试", explain(error, self._lang))

    # -- reading -----------------------------------------------------------------------------------------------------

    def _take(self, batch: Sequence[Arrival]) -> None:
        """Read files into the archive, put the bad ones away, and remember all of them."""
        by_path = {str(arrival.path): arrival for arrival in batch}
        read = self._room.read(list(map(Path, by_path)), under=self._arrivals.folder)
        self._unpublished = self._unpublished or read.changed
        reports: dict[str, list[FileReport]] = {path: [] for path in by_path}
        for file in read:
            reports[_top(file.path, by_path)].append(file)
        for path, files in reports.items():
            self._settle(by_path[path], files)
        self._memory.save(self._arrivals.taken)

    def _settle(self, arrival: Arrival, files: Sequence[FileReport]) -> None:
        """One file, and what a zip held, was read; where it goes."""
        errors = [error for file in files for error in _errors(file)]
        if not arrival.unchanged():
            return  # it went, or was written to while it was read: the next round sees it again
        if not errors:
            self._quarantine.clear(arrival.name)
            log.info("%s：%d 篇，新 %d，替换 %d", arrival.name, *_counts(files))
        elif all(file.error for file in files):
            self._put_away(arrival, errors, partly=False)
        else:
            log.warning("%s：%d 篇，新 %d，替换 %d；有 %d 处没有收录", arrival.name, *_counts(files), len(errors))
            self._put_away(arrival, errors, partly=True)
        self._arrivals.take(arrival)

    def _put_away(self, arrival: Arrival, errors: Sequence[BadInput], *, partly: bool) -> None:
        """Out of the way, or where a part was taken only the reason; what can't be moved is left alone."""
        log.warning("未收录：%s", explain(errors[0], self._lang))
        reason = self._reason(arrival, errors, partly=partly)
        try:
            where = (self._quarantine.note if partly else self._quarantine.put)(arrival.name, reason)
        except StorageError as error:
            log.warning("%s；文件留在原处，有变化才会再读", explain(error, self._lang))
        else:
            log.warning("原因写在 %s" if partly else "已隔离到 %s，原因写在旁边", where)

    def _reason(self, arrival: Arrival, errors: Sequence[BadInput], *, partly: bool) -> str:
        told = [f"- {explain(error)}" for error in errors[:MOST_REASONS]]
        if len(errors) > MOST_REASONS:
            told.append(f"- ……另有 {len(errors) - MOST_REASONS} 处")
        state = "有一部分没有收录，其余已收录，文件留在原处" if partly else "没有收录"
        mend = (
            "改正后直接覆盖原文件即可"
            if partly
            else f"改正后放回 {self._arrivals.folder}，会自动读入；原样放回仍会被隔离"
        )
        lines = [f"文件：{arrival.name}", f"时间：{self._now():%Y-%m-%d %H:%M:%S}", f"结果：{state}", "原因：", *told]
        return "\n".join([*lines, f"怎么办：{mend}。"]) + "\n"

    # -- publishing --------------------------------------------------------------------------------------------------

    def _behind(self) -> bool:
        engine, revision = self._room.engine, self._room.archive.revision()
        current = engine.current()
        return not any(each.id == current and each.revision == revision for each in engine.generations())

    def _publish(self) -> None:
        """Publish what the archive holds. Where that can't be, it stays unpublished until more arrives.

        Raises ``Busy`` and ``DiskFull``: those pass by themselves.
        """
        if not self._behind() or not self._room.archive.counts().passages:
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
        made = report.manifest
        log.info("已发布 %s：%d 篇，%d 段，用时 %.1f 秒", made.id, made.articles, made.passages, report.seconds)

    def _tell_why_not(self, error: BaowenError) -> None:
        log.error("没有发布，内容已收录，有新文件时再试：%s", explain(error, self._lang))
        if isinstance(error, Refused):
            for line in verdict_lines(error.verdict):
                log.error("%s", line)


class _Memory:
    """What was taken of one folder, in a file of its own kind; derived, so that losing it only costs reading again."""

    def __init__(self, path: Path, folder: str) -> None:
        self._path, self._folder, self._saved = path, folder, False

    def lost(self) -> bool:
        """Whether somebody removed the file: after a restore everything is to be looked at again."""
        return self._saved and not self._path.exists()

    def load(self) -> dict[str, Stamp]:
        taken = self._all().get(self._folder, {})
        return {name: Stamp(size, mtime_ns) for name, (size, mtime_ns) in taken.items()}

    def save(self, taken: dict[str, Stamp]) -> None:
        kept = {name: [stamp.size, stamp.mtime_ns] for name, stamp in sorted(taken.items())}
        beside = self._path.with_name(f"{self._path.name}.new")
        try:
            beside.write_text(json.dumps(self._all() | {self._folder: kept}, ensure_ascii=False), encoding="utf-8")
            beside.replace(self._path)
            self._saved = True
        except OSError as error:
            log.warning("%s: %s", self._path, error.strerror)

    def _all(self) -> dict[str, dict[str, tuple[int, int]]]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            log.warning("%s can't be read, all files are looked at again: %s", self._path, type(error).__name__)
            return {}
        return found if isinstance(found, dict) else {}


def _top(path: str, known: dict[str, Arrival]) -> str:
    """The file that arrived: ``path`` itself, or the zip that it names a member of."""
    return next(name for name in (path, *map(str, PurePath(path).parents)) if name in known)


def _errors(file: FileReport) -> Sequence[BadInput]:
    return (file.error,) if file.error else file.bad_lines


def _counts(files: Sequence[FileReport]) -> tuple[int, int, int]:
    """How many articles the files hold, how many of them are new, and how many were replaced."""
    articles = sum(file.articles for file in files)
    added = sum(file.added for file in files)
    replaced = sum(file.replaced for file in files)
    return articles, added, replaced
