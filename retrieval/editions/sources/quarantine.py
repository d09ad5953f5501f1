"""Moves unreadable files of a watched folder into its quarantine, each with the reason beside it.

``FOLDER/2025-11-08/01.txt`` goes to ``FOLDER/quarantine/2025-11-08/01.txt``, and why stands in ``01.txt.reason.txt``
next to it. A file that could be read in part stays where it is, for citations lead there; only the reason is put down.
"""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from retrieval.editions.sources.files import REASON_SUFFIX
from retrieval.errors import StorageError

QUARANTINE_FOLDER = "quarantine"


class Quarantine:
    """The quarantine of one watched folder. Methods raise ``StorageError`` where it can't be written."""

    def __init__(self, watched: Path) -> None:
        self._watched, self.folder = watched, watched / QUARANTINE_FOLDER

    def put(self, name: str, reason: str) -> Path:
        """Move the file of that name below the folder, with the reason; where it is now.

        The same file once more takes its own place again; another one of the same name gets a number.
        """
        source = self._watched / name
        try:
            target = self._place(source, name)
            self._move(source, target, reason)
        except OSError as error:
            raise StorageError(f"{source} can't be put into {self.folder}: {error.strerror}") from error
        return target

    def note(self, name: str, reason: str) -> Path:
        """Put down what is wrong with a file that stays; where that stands."""
        path = self.folder / (name + REASON_SUFFIX)
        try:
            self._write(path, reason)
        except OSError as error:
            raise StorageError(f"{path} can't be written: {error.strerror}") from error
        return path

    def clear(self, name: str) -> None:
        """The file is all right now: what was noted of it goes. What was put here stays."""
        note = self.folder / (name + REASON_SUFFIX)
        if note.exists() and not (self.folder / name).exists():
            note.unlink(missing_ok=True)

    def reasons(self) -> Iterator[Path]:
        """The files that say why, sorted."""
        yield from sorted(self.folder.rglob("*" + REASON_SUFFIX))

    def _place(self, source: Path, name: str) -> Path:
        wanted = PurePosixPath(name)
        number = 1
        while True:
            numbered = wanted.with_stem(f"{wanted.stem}-{number}") if number > 1 else wanted
            target = self.folder / numbered
            if not target.exists() or filecmp.cmp(source, target, shallow=False):
                return target
            number += 1

    def _move(self, source: Path, target: Path, reason: str) -> None:
        """The reason first: whatever happens in between, no file lies here without one."""
        why = target.with_name(target.name + REASON_SUFFIX)
        self._write(why, reason)
        try:
            source.replace(target)
        except OSError:
            # The same file may lie here since an earlier time; then the reason is that one's.
            if not target.exists():
                why.unlink(missing_ok=True)
            raise

    def _write(self, path: Path, text: str) -> None:
        """Whoever may look into the watched folder may read this too."""
        allowed = self._watched.stat().st_mode & 0o777
        for folder in reversed([parent for parent in path.parents if parent.is_relative_to(self.folder)]):
            if not folder.is_dir():
                folder.mkdir()
                folder.chmod(allowed)
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(text, encoding="utf-8")
        beside.chmod(allowed & 0o666)
        beside.replace(path)
