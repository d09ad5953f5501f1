"""What ``baowen watch`` has taken of each folder: kept in the data folder, derived, so that losing it is no loss."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from retrieval.editions.sources.arrivals import Stamp

FILE = "watching.json"
"""What was taken of each watched folder, in the data folder; without it all files are looked at again."""

log = logging.getLogger(__name__)


class WatchMemory:
    """What was taken of one folder. Names may be any bytes, which JSON holds as escapes."""

    def __init__(self, path: Path, folder: str) -> None:
        self._path, self._folder, self._saved = path, folder, False

    def lost(self) -> bool:
        """Whether somebody removed the file: after a restore everything is to be looked at again."""
        return self._saved and not self._path.exists()

    def load(self) -> dict[str, Stamp]:
        """What was taken, by name; nothing where the file says nothing that can be used."""
        try:
            return {name: Stamp(size, changed) for name, (size, changed) in self._all().get(self._folder, {}).items()}
        except (AttributeError, TypeError, ValueError) as error:
            self._tell_unreadable(error)
            return {}

    def save(self, taken: dict[str, Stamp]) -> None:
        """Keep what was taken; where that can't be, it is told, and read again after the next start."""
        kept = {name: [stamp.size, stamp.mtime_ns] for name, stamp in sorted(taken.items())}
        beside = self._path.with_name(f"{self._path.name}.new")
        try:
            beside.write_text(json.dumps(self._all() | {self._folder: kept}), encoding="utf-8")
            beside.replace(self._path)
            self._saved = True
        except OSError as error:
            log.warning("%s: %s", self._path, error.strerror)

    def _all(self) -> dict[str, dict[str, tuple[int, int]]]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            self._tell_unreadable(error)
            return {}
        return found if isinstance(found, dict) else {}

    def _tell_unreadable(self, error: Exception) -> None:
        log.warning("%s can't be read, all files are looked at again: %s", self._path, type(error).__name__)
