"""Bringing a backup back while the old content goes on answering.

The steps: check a copy → build a generation from it → keep what there is → put the copy in place → switch to the
generation. Whatever ends it before the last two, which follow each other at once, nothing changed; run again, it ends
well.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.backups import DATABASES, FILES, SOURCES, STATE, copy_missing, keep_aside, put
from bot.state_tables import state_schema_faults
from bot.watch_memory import FILE as WATCHING
from bot.wiring import VECTORS, Newsroom, Told
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.backups import continue_numbering, copied, keep_withdrawn, make_checked_copy, put_in_place
from retrieval.editions.store.opening import FILE_NAME
from retrieval.errors import StorageError
from retrieval.index.engine import Manifest
from retrieval.index.publish import PublishReport, publish
from retrieval.index.space import Space
from retrieval.index.vectors import VectorCache

STAGING, FRESH = "restoring", "fresh"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. ``manifest`` is None where the backup holds no text.

    ``replaced`` is where the old content is, ``parts`` are the files that came from the backup, ``withdrawn`` is how
    many of its articles are kept from readers because they were withdrawn since.
    """

    manifest: Manifest | None
    replaced: Path | None
    parts: tuple[str, ...]
    withdrawn: int


def occupied(data: Path) -> bool:
    """Whether the folder holds anything but a restore that did not end."""
    return data.is_dir() and any(data.iterdir()) and not (data / STAGING / FRESH).exists()


def restore(room: Newsroom, backup: Path, *, step: Callable[[str], None], encoding: Told | None = None) -> Restored:
    """Bring ``backup``, a file or a folder, back into the data folder of ``room``, and publish it.

    ``room`` need not have an archive. ``step`` is told the name of each step that is done: checked, built, kept,
    placed, published. Raises ``StorageError``, ``Busy``; then what was published still is.
    """
    data = room.settings.data
    source = backup / FILE_NAME if backup.is_dir() else backup
    if not source.is_file():
        raise StorageError(f"{source}: there is no such file")
    fresh = not (data / FILE_NAME).exists() or (data / STAGING / FRESH).exists()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    job = _Restore(room, data, None if fresh else _sound(data / FILE_NAME), fresh, _others(backup), step)
    held = 0 if fresh else (data / FILE_NAME).stat().st_size
    Space(data, room.look).for_bytes(3 * source.stat().st_size + held)
    with room.engine.writing(), _staging(data / STAGING, fresh=fresh) as staging:
        manifest = job.run(source, staging / FILE_NAME, encoding)
    step("published")
    return Restored(manifest, job.replaced, (FILE_NAME, *(part.name for part in job.others)), job.withdrawn)


@dataclass(slots=True)
class _Restore:
    """One restore. ``current`` is the archive in use, None where there is none that can be read."""

    room: Newsroom
    data: Path
    current: Path | None
    fresh: bool
    others: tuple[Path, ...]
    step: Callable[[str], None]
    replaced: Path | None = None
    withdrawn: int = 0

    def run(self, source: Path, copy: Path, encoding: Told | None) -> Manifest | None:
        make_checked_copy(source, copy)
        self.others = tuple(_checked_part(part, copy.parent) for part in self.others)
        continue_numbering(
            copy, self.current, max([each.revision for each in self.room.engine.generations()], default=0)
        )
        self._keep_withdrawn(copy)
        self.step("checked")
        room = self.room
        cache = VectorCache(self.data / VECTORS, room.encoder)
        try:
            with Archive.open(copy) as archive:
                if not archive.passage_count():
                    self._place(copy)
                    return None
                made = room.journal.kept(lambda: self._publish(archive, cache, copy, encoding))
                return made.manifest
        finally:
            cache.close()

    def _publish(self, archive: Archive, cache: VectorCache, copy: Path, encoding: Told | None) -> PublishReport:
        """From the copy, never gated: going back is not."""
        return publish(
            archive,
            self.room.engine,
            self.room.encoder,
            cache,
            progress=encoding,
            keep=self.room.settings.keep_generations,
            space=Space(self.data, self.room.look),
            before_switch=lambda: self._place(copy),
        )

    def _place(self, copy: Path) -> None:
        """Put everything in place, in files that others may have open."""
        self.step("built")
        if not self.fresh:
            self.replaced = keep_aside(self.data)
        self._keep_withdrawn(copy)  # what was withdrawn while the generation was built
        self.step("kept")
        put_in_place(copy, self.data / FILE_NAME)
        for part in self.others:
            if part.name == SOURCES:
                copy_missing(part, self.data / SOURCES)
            elif part.name in DATABASES:
                put_in_place(part, self.data / part.name)
            else:
                put(part, self.data / part.name)
        (self.data / WATCHING).unlink(missing_ok=True)  # what came since the backup is to be read again
        self.step("placed")

    def _keep_withdrawn(self, copy: Path) -> None:
        if self.current:
            self.withdrawn += keep_withdrawn(copy, self.current)


def _sound(archive: Path) -> Path | None:
    """The archive in use, with this program's schema; None where it is too damaged to say anything."""
    try:
        Archive.open(archive).close()
    except StorageError as error:
        log.warning("the archive in use can't be read, its withdrawals are lost: %s", error)
        return None
    return archive


def _others(backup: Path) -> tuple[Path, ...]:
    """What a folder holds beside the archive."""
    if not backup.is_dir():
        return ()
    return tuple(backup / name for name in (SOURCES, STATE, *FILES) if (backup / name).exists())


def _checked_part(part: Path, staging: Path) -> Path:
    """A file beside the archive, or of a database a checked copy. Raises ``StorageError`` where it is not ours."""
    if part.name not in DATABASES:
        return part
    copy = staging / part.name
    copied(part, copy, live=False)
    if found := state_schema_faults(copy):
        raise StorageError(f"{part} is not as this program wrote it: {found[0]}")
    return copy


@contextmanager
def _staging(folder: Path, *, fresh: bool) -> Iterator[Path]:
    """An empty folder to work in; ``fresh`` says that the data folder was empty before."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in folder.iterdir():
        if path.name != FRESH:
            path.unlink()
    if fresh:
        (folder / FRESH).touch(mode=0o600)
    try:
        yield folder
    except Exception:
        if not fresh:
            shutil.rmtree(folder)
        raise
    shutil.rmtree(folder)
