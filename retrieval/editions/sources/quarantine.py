"""Moves unreadable files of a watched folder into its quarantine, each with the reason beside it.

``FOLDER/2025-11-08/01.txt`` goes to ``FOLDER/quarantine/2025-11-08/01.txt``, and why stands in ``01.txt.reason.txt``
next to it. A file that could be read in part stays where it is, for citations lead there; only the reason is put down.

Others may write to the watched folder: no link is followed, whatever stands in the way, and nothing is put into a
folder that somebody else made.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from retrieval.editions.base.plain_files import folder_at, open_in
from retrieval.editions.sources.files import REASON_SUFFIX
from retrieval.editions.sources.folders import entries_below
from retrieval.errors import StorageError

QUARANTINE_FOLDER = "quarantine"
MOST_OF_ONE_NAME = 1000
"""Files of one name that are kept, each with a number; by hand, 2026-11."""
READ_AND_ENTER, READ = 0o775, 0o644
"""What others may be allowed to do with folders of the quarantine, and with reasons."""
COMPARED_BYTES = 1 << 16


class Quarantine:
    """The quarantine of one watched folder. Methods raise ``StorageError`` where it can't be written."""

    def __init__(self, watched: Path) -> None:
        self._watched, self.folder = watched, watched / QUARANTINE_FOLDER

    def put(self, name: str, reason: str) -> Path:
        """Move the file of that name below the folder, with the reason; where it is now.

        The same file once more takes its own place again; another one of the same name gets a number.
        """
        path = PurePosixPath(name)
        refused = f"{self._watched / path} can't be put into {self.folder}"
        with _told(refused), folder_at((self._watched / path).parent) as here, self._place(path) as there:
            kept = _free_name(here, there, path.name)
            self._move(here, path.name, there, kept, reason)
        return self.folder / path.with_name(kept)

    def note(self, name: str, reason: str) -> Path:
        """Put down what is wrong with a file that stays; where that stands."""
        path = PurePosixPath(name + REASON_SUFFIX)
        with _told(f"{self.folder / path} can't be written"), self._place(path) as there:
            self._write(there, path.name, reason)
        return self.folder / path

    def clear(self, name: str) -> None:
        """The file is all right now: what was noted of it goes. What was put here stays."""
        path = PurePosixPath(name)
        told = _told(f"{self.folder / path}{REASON_SUFFIX} can't be removed")
        with told, suppress(FileNotFoundError, NotADirectoryError), folder_at((self.folder / path).parent) as there:
            if _status(there, path.name) is None:
                os.unlink(path.name + REASON_SUFFIX, dir_fd=there)

    def reasons(self) -> Iterator[Path]:
        """The files that say why, in order."""
        if not self.folder.is_symlink():
            found = entries_below(self.folder, lambda path: False, lambda path, reason: None)
            yield from (Path(entry.path) for entry in found if entry.name.endswith(REASON_SUFFIX))

    @contextmanager
    def _place(self, path: PurePosixPath) -> Iterator[int]:
        """The folder of the quarantine that a file of that path belongs in, made where it is missing."""
        with folder_at(self._watched) as watched:
            descriptor = os.dup(watched)
        try:
            for part in (QUARANTINE_FOLDER, *path.parent.parts):
                inner = self._own_folder(descriptor, part)
                os.close(descriptor)
                descriptor = inner
            yield descriptor
        finally:
            os.close(descriptor)

    def _own_folder(self, folder: int, name: str) -> int:
        """A folder within ``folder`` that we made, or whoever the watched folder belongs to."""
        above = self._watched.stat()
        made = True
        try:
            os.mkdir(name, 0o700, dir_fd=folder)
        except FileExistsError:
            made = False
        inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
        try:
            if os.fstat(inner).st_uid not in {os.geteuid(), above.st_uid}:
                raise PermissionError(errno.EPERM, "the folder belongs to somebody else", name)
            if made:
                os.fchmod(inner, above.st_mode & READ_AND_ENTER)
        except OSError:
            os.close(inner)
            raise
        return inner

    def _move(self, here: int, name: str, there: int, kept: str, reason: str) -> None:
        """The reason first: whatever happens in between, no file lies here without one."""
        self._write(there, kept + REASON_SUFFIX, reason)
        try:
            os.rename(name, kept, src_dir_fd=here, dst_dir_fd=there)
        except OSError:
            # The same file may lie here since an earlier time; then the reason is that one's.
            if _status(there, kept) is None:
                os.unlink(kept + REASON_SUFFIX, dir_fd=there)
            raise

    def _write(self, folder: int, name: str, text: str) -> None:
        """Whoever may look into the watched folder may read this too."""
        beside = f".{secrets.token_hex(8)}.new"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(beside, flags, 0o600, dir_fd=folder), "wb") as file:
            file.write(text.encode("utf-8", "replace"))
            os.fchmod(file.fileno(), self._watched.stat().st_mode & READ)
        try:
            os.rename(beside, name, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError:
            os.unlink(beside, dir_fd=folder)
            raise


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Turn the system's errors into ours."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"{what}: {error.strerror}") from error


def _free_name(here: int, there: int, name: str) -> str:
    """The name that a file gets in quarantine: its own, or one with a number where another file lies there."""
    wanted = PurePosixPath(name)
    for number in range(1, MOST_OF_ONE_NAME + 1):
        numbered = str(wanted.with_stem(f"{wanted.stem}-{number}")) if number > 1 else name
        if _status(there, numbered) is None or _same_content(here, name, there, numbered):
            return numbered
    raise OSError(errno.EEXIST, f"{MOST_OF_ONE_NAME} files of that name lie there already")


def _status(folder: int, name: str) -> os.stat_result | None:
    """None if nothing of that name lies there; a link is something."""
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None


def _same_content(here: int, name: str, there: int, other: str) -> bool:
    found = [_status(here, name), _status(there, other)]
    if any(each is None or not stat.S_ISREG(each.st_mode) for each in found):
        return False
    with open_in(here, name) as one, open_in(there, other) as two:
        return os.fstat(one.fileno()).st_size == os.fstat(two.fileno()).st_size and _equal(one, two)


def _equal(one: BinaryIO, other: BinaryIO) -> bool:
    while part := one.read(COMPARED_BYTES):
        if part != other.read(COMPARED_BYTES):
            return False
    return True
