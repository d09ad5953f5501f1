"""Finds files that have arrived whole in a watched folder, by polling.

A file is whole when its size and time of change have stayed the same for a while, or when a marker lies beside it
(``01.txt.done``, ``01.txt.ready``) that is not older than the file. Looking, not events: network shares send none, and
that a file has stopped growing can only be seen by looking twice.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.editions.base.file_names import shown_name
from retrieval.editions.base.other_kinds import other_kind
from retrieval.editions.sources.digital_editions import articles_of_pages
from retrieval.editions.sources.files import suffix_read
from retrieval.editions.sources.folders import entries_below
from retrieval.editions.sources.quarantine import QUARANTINE_FOLDER
from retrieval.errors import StorageError

MARKERS = (".done", ".ready")
TEMPORARY = (".part", ".tmp", ".crdownload", ".filepart")
EMPTY_WAITS = 6
"""How many times longer an empty file is waited for: some senders make the file first and fill it later; by hand,
2026-11."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What shows that a file has changed: bytes, and nanoseconds since 1970."""

    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that is whole. ``name`` is its path below the folder, with slashes."""

    name: str
    path: Path
    stamp: Stamp

    def unchanged(self) -> bool:
        """Whether the file is still the one that was seen."""
        return stamp_of(self.path) == self.stamp


@dataclass(frozen=True, slots=True)
class _SeenFile:
    stamp: Stamp
    since: float


class Arrivals:
    """The files of ``folder`` that have not been taken yet.

    ``settle_s`` is how long a file must stay the same. Files that arrive together are given together: while one is
    still growing the whole ones wait for it, up to ``patience_s``. ``taken`` maps names to what was taken before;
    ``other_kinds`` counts by suffix the files that lay there at the last look and are not read.
    """

    def __init__(self, folder: Path, *, settle_s: float, patience_s: float, taken: Mapping[str, Stamp]) -> None:
        self.folder = folder
        self.taken = dict(taken)
        self._settle_s, self._patience_s = settle_s, patience_s
        self._seen: dict[str, _SeenFile] = {}
        self._told: set[tuple[Path, str]] = set()
        self.other_kinds: Counter[str] = Counter()

    def look(self, now: float) -> list[Arrival]:
        """What is to be taken now, by name. Raises ``StorageError`` if the folder can't be looked into."""
        files: dict[str, Stamp] = {}
        markers: dict[str, Stamp] = {}
        for name, stamp in self._files():
            (markers if name.endswith(MARKERS) else files)[name] = stamp
        if files or markers:  # a share that is not mounted looks empty; what it held was taken nevertheless
            self.taken = {name: stamp for name, stamp in self.taken.items() if name in files}
        self._seen = self._seen_now(files, now)
        return self._arrived(markers, now)

    def _arrived(self, markers: Mapping[str, Stamp], now: float) -> list[Arrival]:
        """The files that are whole; none while one that may belong with them is still growing."""
        whole = {name: seen for name, seen in self._seen.items() if self._is_whole(name, seen, markers, now)}
        if len(whole) < len(self._seen) and self._may_wait(whole.values(), now):
            return []
        arrived = [Arrival(name, self.folder / name, seen.stamp) for name, seen in sorted(whole.items())]
        return [*arrived, *self._listed_by(arrived)] if arrived else []

    def _listed_by(self, arrived: Sequence[Arrival]) -> Iterator[Arrival]:
        """Articles that were taken before the page of their digital edition arrived, which tells where they stand."""
        taken = {self.folder / name: name for name in self.taken if name not in self._seen}
        for path in articles_of_pages([arrival.path for arrival in arrived], taken):
            yield Arrival(taken[path], path, self.taken[taken[path]])

    def _may_wait(self, whole: Iterable[_SeenFile], now: float) -> bool:
        return all(now - seen.since < self._patience_s for seen in whole)

    def _seen_now(self, files: Mapping[str, Stamp], now: float) -> dict[str, _SeenFile]:
        """The files that were not taken as they are, each with the time since when it has been so."""
        return {name: self._sight(name, stamp, now) for name, stamp in files.items() if self.taken.get(name) != stamp}

    def _sight(self, name: str, stamp: Stamp, now: float) -> _SeenFile:
        known = self._seen.get(name)
        return known if known is not None and known.stamp == stamp else _SeenFile(stamp, now)

    def take(self, arrival: Arrival) -> None:
        """It need not be given again while it stays as it is."""
        self.taken[arrival.name] = arrival.stamp
        self._seen.pop(arrival.name, None)

    def _is_whole(self, name: str, seen: _SeenFile, markers: Mapping[str, Stamp], now: float) -> bool:
        if any(_vouches(markers.get(name + ending), seen.stamp) for ending in MARKERS):
            return True
        waits = self._settle_s * (1 if seen.stamp.size else EMPTY_WAITS)
        return now - seen.since >= waits

    def _files(self) -> Iterator[tuple[str, Stamp]]:
        """Every file to be read, and every marker, with links, hidden and temporary names left out."""
        if not self.folder.is_dir():
            raise StorageError(f"{self.folder}: there is no such folder")
        self.other_kinds.clear()
        for entry in entries_below(self.folder, self._is_passed_over, self._unreadable):
            path = Path(entry.path)
            if entry.is_symlink():
                continue
            if not _is_awaited(entry.name):
                self._count_other(entry.name)
            elif stamp := stamp_of(path):
                yield path.relative_to(self.folder).as_posix(), stamp

    def _count_other(self, name: str) -> None:
        if (kind := other_kind(name)) is not None:
            self.other_kinds[kind] += 1

    def _is_passed_over(self, path: Path) -> bool:
        hidden = path.name.startswith((".", "~")) or path.name.endswith((*TEMPORARY, "~"))
        return hidden or path == self.folder / QUARANTINE_FOLDER

    def _unreadable(self, folder: Path, reason: str) -> None:
        """Told once: the folder stays as it is until somebody does something about it."""
        if folder == self.folder:
            raise StorageError(f"{self.folder}: {reason}")
        if (folder, reason) not in self._told:
            self._told.add((folder, reason))
            log.warning("%s: %s", shown_name(folder), reason)


def stamp_of(path: Path) -> Stamp | None:
    """None if there is no such file any more. A link has a stamp of its own."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return Stamp(found.st_size, found.st_mtime_ns)


def _vouches(marker: Stamp | None, file: Stamp) -> bool:
    """Whether a marker says that the file is whole as it is now."""
    return marker is not None and marker.mtime_ns >= file.mtime_ns


def _is_awaited(name: str) -> bool:
    for ending in MARKERS:
        if name.endswith(ending):
            return suffix_read(name.removesuffix(ending))
    return suffix_read(name)
