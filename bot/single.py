"""One bot per token: Telegram gives updates to one poller only, so a second one on this machine does not start.

The lock lies with the user's state, not in a data folder: two bots over two data folders may hold the same token. The
kernel drops it when the process ends, however it ends. A poller on another machine is told by Telegram (409) instead.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import Busy

log = logging.getLogger(__name__)


class AlreadyRunning(Busy):
    """Another process of this machine runs the bot of this token; ``pid`` is its number, None if unknown."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(
            "another process on this machine runs a bot with this token" + (f" (pid {pid})" if pid else "")
        )
        self.pid = pid


@contextmanager
def only_one(token: str, server: str, folders: Sequence[Path]) -> Iterator[None]:
    """Be the one bot of ``token`` at the Bot API ``server`` while inside. Raises ``AlreadyRunning``.

    ``folders`` are tried one after the other until one can be used; where none can, the bot runs unguarded.
    """
    name = hashlib.sha256(f"{server} {token}".encode()).hexdigest()[:32]
    handle = opened([folder / f"bot-{name}.lock" for folder in folders])
    if handle is None:
        log.warning(
            "can't make sure that no other bot has this token: no private folder among %s", [*map(str, folders)]
        )
        yield
        return
    try:
        hold(handle)
        yield
    finally:
        os.close(handle)


def hold(handle: int) -> None:
    """Lock the file and leave this process's number in it. Raises ``AlreadyRunning``."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(handle, 20, 0).decode("ascii", "replace")
        raise AlreadyRunning(int(holder) if holder.isdecimal() else None) from None
    os.truncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)


def opened(paths: Sequence[Path]) -> int | None:
    """A descriptor of the first lock file whose folder is this user's alone, so that nobody else can hold the lock."""
    for path in paths:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _ours_alone(path.parent):
                return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            log.debug("no lock at %s: %s", path, error.strerror)
    return None


def _ours_alone(folder: Path) -> bool:
    """Whether it is a folder of this user, no link to one, that nobody else can write to."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
