"""What a backup holds, and making one while everything runs: it appears under its name when it is whole."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.wiring import QUESTIONS
from retrieval.answers.tuning import FILE as TUNING
from retrieval.editions.store.backups import copied
from retrieval.editions.store.database import OWNER_FILE
from retrieval.editions.store.opening import FILE_NAME
from retrieval.errors import StorageError
from retrieval.index.generations import flush

STATE = "telegram.sqlite"
SOURCES = "sources"
"""The folder of the files that arrived by Telegram; all other sources lie where the operator keeps them."""
DATABASES, FILES = (FILE_NAME, STATE), (QUESTIONS, TUNING)
REPLACED = "replaced"
"""Where in the data folder a restore keeps what there was."""

log = logging.getLogger(__name__)


def save(data: Path, target: Path, *, everything: bool) -> tuple[str, ...]:
    """Copy the archive to the file ``target``, or with ``everything`` what is worth keeping to the folder ``target``.

    It appears under its name when it is whole. Raises ``StorageError``.
    """
    if not everything:
        with _whole(target) as part:
            part.touch(OWNER_FILE)  # SQLite would blame the archive where the target can't be written
            copied(data / FILE_NAME, part, live=True)
        return (FILE_NAME,)
    with _whole(target) as part:
        part.mkdir(mode=0o700)
        return _copy_parts(data, part)


def keep_aside(data: Path) -> Path:
    """A copy of what there is, in a folder of its own. What is damaged is copied as it lies there."""
    folder = data / REPLACED
    folder.mkdir(mode=0o700, exist_ok=True)
    target = _unused(folder, f"{datetime.now():%Y%m%d-%H%M%S}")
    with _whole(target) as part:
        part.mkdir(mode=0o700)
        try:
            _copy_parts(data, part)
        except StorageError as error:
            log.warning("the old content is kept as it is: %s", error)
            _copy_as_it_lies(data, part)
    return target


def _unused(folder: Path, name: str) -> Path:
    """A path in ``folder`` that nothing has: the name itself, else one with a number."""
    names = (name, *(f"{name}-{number}" for number in range(2, 100)))
    return next(folder / each for each in names if not (folder / each).exists())


def _copy_as_it_lies(data: Path, folder: Path) -> None:
    """The files with what databases leave beside them, sound or not."""
    if (data / SOURCES).is_dir():
        copy_missing(data / SOURCES, folder / SOURCES)
    for path in sorted(data.iterdir()):
        if path.is_file() and path.name.startswith((*DATABASES, *FILES)):
            shutil.copy2(path, folder / path.name)


def _copy_parts(data: Path, folder: Path) -> tuple[str, ...]:
    names = []
    for name in (*DATABASES, *FILES):
        if not (data / name).is_file():
            continue
        if name in DATABASES:
            copied(data / name, folder / name, live=True)
        else:
            put(data / name, folder / name)
        names.append(name)
    if (data / SOURCES).is_dir():
        copy_missing(data / SOURCES, folder / SOURCES)
        names.append(SOURCES)
    return tuple(names)


def copy_missing(source: Path, target: Path) -> None:
    """Copy the files of a folder that ``target`` lacks: sources are never changed once they are there. No links."""
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_file() and not path.is_symlink() and not place.exists():
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            put(path, place)


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A path beside ``target`` to write a file or folder to, which then gets its name. Raises ``StorageError``."""
    part = target.with_name(f".{target.name}.part")
    try:
        _remove(part)
        yield part
        for path in sorted(part.rglob("*")) if part.is_dir() else [part]:
            flush(path)
        part.rename(target)
        flush(target.parent)
    except OSError as error:
        raise StorageError(f"{target}: {error.strerror}") from error
    finally:
        _remove(part)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    for name in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + name).unlink(missing_ok=True)


def put(source: Path, target: Path) -> None:
    """Copy a small file, whole or not at all."""
    beside = target.with_name(f".{target.name}.new")
    beside.write_bytes(source.read_bytes())
    flush(beside)
    beside.replace(target)
