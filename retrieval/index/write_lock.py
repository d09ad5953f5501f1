"""One writer at a time: a lock on a file of the data folder, which the kernel drops when its process ends."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import Busy, storage_error


class WriteLock:
    """The lock ``write.lock`` in a folder, re-entrant in a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "write.lock"
        self._thread_lock, self._depth = threading.RLock(), 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Be the one writer while inside. Raises ``Busy`` at once if another is, ``StorageError`` without a folder."""
        if not self._thread_lock.acquire(blocking=False):
            raise Busy(f"{self._folder}: another thread is writing")
        try:
            if self._depth:
                yield
                return
            with self._file_lock():
                self._depth = 1
                try:
                    yield
                finally:
                    self._depth = 0
        finally:
            self._thread_lock.release()

    @contextmanager
    def _file_lock(self) -> Iterator[None]:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as cause:
            raise storage_error(self._folder, cause) from cause
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as cause:
                raise Busy(f"{self._folder}: another process is writing") from cause
            yield
        finally:
            os.close(handle)
