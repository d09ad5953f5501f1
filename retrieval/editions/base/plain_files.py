"""Reaches files without following a link, and opens only plain ones.

Whoever may write to a folder that is read can put a link, a pipe or a device in the place of a file at any time, also
between a look at it and its opening. Here every step of the way is opened from the one before.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

# O_PATH (Linux) asks for no right to list a folder that is only passed through.
FOLDER_FLAGS = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@contextmanager
def folder_at(path: Path) -> Iterator[int]:
    """A descriptor of the folder at an absolute path. Raises ``OSError`` where a link or no folder is on the way."""
    descriptor = os.open(path.anchor, FOLDER_FLAGS)
    try:
        for part in path.relative_to(path.anchor).parts:
            inner = os.open(part, FOLDER_FLAGS, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)


def open_plain(path: Path) -> BinaryIO:
    """The file at an absolute path, for reading. Raises ``OSError`` for a link, on the way too, and what is no file."""
    with folder_at(path.parent) as folder:
        return open_in(folder, path.name)


def open_in(folder: int, name: str) -> BinaryIO:
    """The file of that name in a folder given as a descriptor, for reading."""
    descriptor = os.open(name, FILE_FLAGS, dir_fd=folder)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a plain file", name)
    return os.fdopen(descriptor, "rb")
