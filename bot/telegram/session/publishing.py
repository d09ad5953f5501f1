"""Checks and publishes what operators send: one publishing after the other, and nothing sent is lost on the way."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from bot.backups import SOURCES
from bot.settings import Settings
from bot.telegram.session.uploads import FILES, Inbox, SentFile
from bot.telegram.session.workers import T, Workers
from bot.wiring import IndexReport, Newsroom, Told
from retrieval.editions.report import IngestReport, together
from retrieval.editions.store.rollbacks import HeldEdition
from retrieval.editions.store.turnover import Turnover
from retrieval.errors import Busy
from retrieval.index.publish import PublishReport
from retrieval.index.rollback import RolledBack, restorable, turnover_to

INBOX = "inbox"
BUSY_AGAIN_S = 2.0
BUSY_PATIENCE_S = 1800.0
"""Seconds that a publishing waits for another process, such as a large index of the whole archive."""

Waiting: TypeAlias = Callable[[int | None], None]
"""Told how many publishings come before, 0 for another process that writes, None when it is one's turn."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What an upload would change. ``unpublished``: the archive holds something that readers don't see yet."""

    read: IngestReport
    unpublished: bool

    @property
    def worth_publishing(self) -> bool:
        return self.read.changed or self.unpublished


class Publishing:
    """Uploads, publishing and going back, for operators."""

    def __init__(self, newsroom: Newsroom, workers: Workers) -> None:
        self._newsroom, self._workers = newsroom, workers
        self._inbox = Inbox(newsroom.settings.data / INBOX, newsroom.settings.data / SOURCES)
        self._turn = asyncio.Lock()
        self._line: list[Waiting] = []
        """Whose turn it is, and who waits."""
        self._begun: set[str] = set()

    @property
    def fetches_any_size(self) -> bool:
        """Whether the Bot API server is one's own, which gives files of any size."""
        return bool(self._newsroom.settings.telegram_api != Settings.model_fields["telegram_api"].default)

    # -- uploads -----------------------------------------------------------------------------------------------------

    async def receive(self, files: Sequence[SentFile]) -> str:
        """Keep files that were sent together; the key of the upload."""
        return await self._workers.run(self._inbox.store, files)

    async def check(self, key: str) -> Checked:
        """Read an upload without keeping anything of it."""
        return await self.in_turn(lambda: self._check(key))

    def _check(self, key: str) -> Checked:
        return Checked(self._read(key, dry_run=True), bool(self._newsroom.pending()))

    def _read(self, key: str, *, dry_run: bool = False) -> IngestReport:
        under = self._inbox.files_of(key)
        reports = [
            self._newsroom.read(batch.paths, defaults=batch.stated, dry_run=dry_run, under=under)
            for batch in self._inbox.batches(key)
        ]
        return together(reports)

    async def drop(self, key: str) -> None:
        await self._workers.run(self._inbox.drop, key)

    def has(self, key: str) -> bool:
        """Whether an upload is there to be published."""
        return self._inbox.has(key) and key not in self._begun

    def is_begun(self, key: str) -> bool:
        """Whether an upload is being published."""
        return key in self._begun

    def without_paths(self, text: str) -> str:
        """``text`` without where on the server files lie."""
        data = self._newsroom.settings.data
        for folder in dict.fromkeys((data.absolute(), data)):
            text = re.sub(
                rf"(?<![\w/]){re.escape(str(folder))}/(?:(?:{INBOX}|{SOURCES})/[0-9a-f]{{16}}/{FILES}/(?:\d+/)?)?",
                "",
                text,
            )
        return text

    # -- publishing --------------------------------------------------------------------------------------------------

    async def publish(self, key: str, progress: Told, waiting: Waiting) -> IndexReport:
        """Read an upload, which is a source from now on, and publish it; tried again until the archive has it.

        Raises ``Refused``, ``StorageError`` …
        """
        self._begun.add(key)
        try:
            return await self.in_turn(lambda: self._publish(key, progress), waiting)
        finally:
            self._begun.discard(key)

    def _publish(self, key: str, progress: Told) -> IndexReport:
        self._inbox.move_to_sources(key)
        read = self._read(key)
        self._inbox.done(key)
        if not self._newsroom.archive.passage_count():
            return IndexReport(read, None)
        return IndexReport(read, self._newsroom.publish(progress, asking=progress))

    async def publish_again(self, progress: Told, waiting: Waiting, *, force: bool = False) -> PublishReport:
        """Publish what the archive holds. ``force``: whatever the gate says. Raises ``Refused``, ``StorageError`` …"""
        publish = partial(self._newsroom.publish, progress, asking=progress, force=force)
        return await self.in_turn(publish, waiting)

    async def revision(self) -> int:
        """The archive's revision: it changes with its content."""
        return await self._workers.run(self._newsroom.archive.revision)

    # -- going back --------------------------------------------------------------------------------------------------

    async def generation_before(self) -> str | None:
        """The generation that was published before the present one."""
        return await self._workers.run(self._generation_before)

    def _generation_before(self) -> str | None:
        engine = self._newsroom.engine
        ids = [manifest.id for manifest in restorable(engine)]
        current = engine.current()
        before = ids[: ids.index(current)] if current in ids else ids
        return before[-1] if before else None

    async def turnover_to(self, generation: str) -> Turnover:
        """What going back to a generation would change for readers."""
        room = self._newsroom
        return await self._workers.run(turnover_to, room.archive, room.engine, generation)

    async def roll_back(self, generation: str) -> tuple[RolledBack, list[HeldEdition]]:
        """Publish an older generation again; what is kept out of later publishings from now on."""
        done = await self.in_turn(lambda: self._newsroom.roll_back(generation))
        return done, await self._workers.run(self._newsroom.rollbacks.held)

    async def release(self) -> PublishReport:
        """Let what was rolled back be published again, and publish. Raises ``UnknownRecord``, ``Refused`` …"""
        return await self.in_turn(self._newsroom.release)

    # -- turns -------------------------------------------------------------------------------------------------------

    async def in_turn(self, work: Callable[[], T], waiting: Waiting | None = None) -> T:
        """Work that writes, after what was asked for before; it waits for other processes, too.

        Raises ``Busy`` at last.
        """
        told = waiting or (lambda ahead: None)
        self._line.append(told)
        self._tell_line()
        try:
            async with self._turn:
                return await self._patiently(work, told)
        finally:
            self._line.remove(told)
            self._tell_line()

    def _tell_line(self) -> None:
        for ahead, told in enumerate(self._line[1:], 1):
            told(ahead)

    async def _patiently(self, work: Callable[[], T], told: Waiting) -> T:
        clock = asyncio.get_running_loop().time
        end = clock() + BUSY_PATIENCE_S
        told(None)
        while True:
            try:
                return await self._workers.run(work)
            except Busy:
                if clock() > end:
                    raise
                told(0)
                await asyncio.sleep(BUSY_AGAIN_S)
