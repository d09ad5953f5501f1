"""Is there room on the disk for what a publishing will write? Asked before anything is written.

Needed are: two bytes a dimension for each passage to be indexed, once in the generation and once in the vector cache;
a bit a dimension for its coarse row; its postings; and room for merging what lies in small files into larger ones.
Files that are linked from the generation before cost nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeAlias

from retrieval.errors import DiskFull

POSTINGS = 1700
"""Bytes of postings, digests and filter columns of one passage; 1623 to 1648 were measured on 12,000 to 70,000."""
COARSE_ROW_BYTES = 8
"""Bytes of one coarse row beside its bits."""
CACHE_ROW_BYTES = 100
"""Bytes of one row of the vector cache beside its vector; by hand, 2026-11."""
MERGING_FACTOR = 2
"""How many times what is written must fit, while small files are merged into larger ones; by hand, 2026-11."""
RESERVE_BYTES = 64 << 20
"""Bytes for manifests, SQLite's logs, and others who write at the same time; by hand, 2026-11."""
WAYS_OUT = "free some space (baowen prune removes older generations) or move the data folder, then try again"


class Usage(Protocol):
    """What ``shutil.disk_usage`` returns."""

    @property
    def free(self) -> int: ...


Look: TypeAlias = Callable[[Path], Usage]


class Space:
    """Refuses what would not fit into ``folder``; ``look`` asks the file system."""

    def __init__(self, folder: Path, look: Look = shutil.disk_usage) -> None:
        self._folder, self._look = folder, look

    def for_passages(self, passages: int, dim: int) -> None:
        """Raise ``DiskFull`` unless that many passages can be indexed."""
        self.for_bytes(needed(passages, dim))

    def for_bytes(self, wanted: int) -> None:
        """Raise ``DiskFull`` unless so many bytes can be written."""
        there = next(path for path in (self._folder.absolute(), *self._folder.absolute().parents) if path.exists())
        free = self._look(there).free
        if free < wanted:
            short = f"{_mib(wanted)} MiB are needed, {_mib(free)} MiB are free; nothing was written"
            raise DiskFull(f"{self._folder}: {short}; {WAYS_OUT}", needed=wanted, free=free)


def needed(passages: int, dim: int) -> int:
    """Bytes that indexing so many passages takes at most; none where there are none."""
    if not passages:
        return 0
    written = passages * (2 * dim + dim // 8 + COARSE_ROW_BYTES + POSTINGS)
    return MERGING_FACTOR * written + passages * (2 * dim + CACHE_ROW_BYTES) + RESERVE_BYTES


def _mib(size: int) -> str:
    return f"{size / 2**20:.1f}"
