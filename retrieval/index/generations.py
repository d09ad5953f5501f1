"""The folder of generations on disk: whole ones under their ids, one name in ``CURRENT``, one writer.

A generation is built in a folder whose name begins with a dot, flushed to the disk, and renamed when whole. Publishing
is one step: a new ``CURRENT`` is written beside the old one, flushed, put in its place with ``os.replace`` and the
folder flushed. That replacement is **the** commit point; a crash anywhere before it changes nothing for readers.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from retrieval.errors import Damaged, DiskFull, NothingPublished, StorageError, storage_error
from retrieval.index.engine import Manifest
from retrieval.index.write_lock import WriteLock

CURRENT = "CURRENT"
"""The file that names the published generation."""
MANIFEST = "manifest.json"
GATE = "gate-"
"""How the files begin that hold what the gate found; the rest of their name comes from their bytes."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class Generations:
    """Files under ``folder``: ``generations/<id>/``, ``CURRENT`` and ``write.lock``. Owner-only permissions."""

    def __init__(self, folder: Path) -> None:
        self._root, self._folder = folder, folder / "generations"
        self._current, self._lock = folder / CURRENT, WriteLock(folder)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer (re-entrant in a thread). The kernel drops the lock when the process ends, however it ends.

        Raises ``Busy`` if there is another writer, ``StorageError`` if the folder can't be written.
        """
        with self._lock.held():
            with _file_errors(self._root):
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            yield

    @contextmanager
    def building(self, generation_id: str) -> Iterator[Path]:
        """A new empty folder to build in; becomes ``generations/<id>`` at the end, or goes if there was an error."""
        if not _ID.fullmatch(generation_id):
            raise ValueError(f"not a generation id: {generation_id!r}")
        final, partial = self._folder / generation_id, self._folder / f".building-{generation_id}"
        with _file_errors(self._root):
            self.clean()
            if final.exists():
                raise StorageError(f"{final} is there already")
            partial.mkdir(mode=0o700)
            try:
                yield partial
                _flush_tree(partial)
                partial.rename(final)
                flush(self._folder)
            except BaseException:
                shutil.rmtree(partial, ignore_errors=True)
                raise

    def clean(self) -> None:
        """Remove what killed builds and removals left; for the one writer."""
        with _file_errors(self._root):
            for path in self._folder.glob(".*"):
                shutil.rmtree(path)
            self._current.with_name("CURRENT.new").unlink(missing_ok=True)

    def publish(self, generation_id: str) -> None:
        """The commit point. Raises ``NothingPublished`` if there is no such generation."""
        self.manifest(generation_id)
        with _file_errors(self._root):
            _put(self._current, f"{generation_id}\n".encode("ascii"))

    def current(self) -> str | None:
        """The published id, None before the first. Raises ``Damaged`` if ``CURRENT`` or what it names is not there."""
        try:
            text = self._current.read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as cause:
            raise Damaged(f"{self._current}: not a generation id") from cause
        except OSError as cause:
            raise storage_error(self._current, cause) from cause
        name = text.removesuffix("\n")
        if not _ID.fullmatch(name) or not text.endswith("\n"):
            raise Damaged(f"{self._current}: not a generation id")
        if not (self._folder / name / MANIFEST).is_file():
            raise Damaged(f"{self._current}: there is no generation {name}")
        return name

    def path(self, generation_id: str) -> Path:
        """Where a generation's files are. Raises ``NothingPublished`` if there is none of that id."""
        path = self._folder / generation_id
        if not _ID.fullmatch(generation_id) or not (path / MANIFEST).is_file():
            raise NothingPublished(f"no generation {generation_id!r} in {self._folder}")
        return path

    def manifest(self, generation_id: str) -> Manifest:
        """What the generation says of itself."""
        path = self.path(generation_id) / MANIFEST
        try:
            return Manifest(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError, RecursionError) as cause:
            raise Damaged(f"{path}: {cause}") from cause
        except OSError as cause:
            raise storage_error(path, cause) from cause

    def record(self, generation_id: str, gate: str | None, details: dict[str, Any]) -> Manifest:
        """Put a file with ``details`` beside the others, then the manifest that names it in place of the old one.

        A reader sees one manifest or the other, and whichever it sees, the files that it names are there.
        """
        folder, manifest = self.path(generation_id), self.manifest(generation_id)
        content = (json.dumps(details, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
        checksum = hashlib.sha256(content).hexdigest()
        name = f"{GATE}{checksum[:12]}.json"
        others = {known: value for known, value in manifest.files.items() if not known.startswith(GATE)}
        sizes = {known: value for known, value in manifest.sizes.items() if not known.startswith(GATE)}
        manifest = replace(manifest, gate=gate, files=others | {name: checksum}, sizes=sizes | {name: len(content)})
        with _file_errors(folder):
            _put(folder / name, content)
            _put(folder / MANIFEST, manifest_text(manifest).encode())
        return manifest

    def recorded(self, generation_id: str) -> dict[str, Any] | None:
        """What ``record`` stored last. Raises ``StorageError`` if it is not what was written."""
        files = self.manifest(generation_id).files
        name = next((known for known in files if known.startswith(GATE)), None)
        if name is None:
            return None
        path = self.path(generation_id) / name
        with _file_errors(path):
            content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != files[name]:
            raise Damaged(f"{path}: its bytes changed since it was written")
        details = json.loads(content)
        assert isinstance(details, dict)
        return details

    def all(self) -> list[Manifest]:
        """Every whole generation, oldest first. What has no readable manifest is none."""
        found = []
        for name in self._names():
            with suppress(StorageError, NothingPublished):
                found.append(self.manifest(name))
        return sorted(found, key=lambda manifest: (manifest.created, manifest.id))

    def unreadable(self) -> list[str]:
        """Folders that are no whole generation: their manifest is missing, damaged or of another program version."""
        whole = {manifest.id for manifest in self.all()}
        return [name for name in self._names() if name not in whole]

    def _names(self) -> list[str]:
        return sorted(path.name for path in self._folder.glob("*") if path.is_dir() and _ID.fullmatch(path.name))

    def remove(self, generation_id: str) -> None:
        """Delete a generation that is not published. Readers that have it open keep their files until they close."""
        gone = self._folder / f".removed-{generation_id}"
        with _file_errors(self._root):
            (self._folder / generation_id).rename(gone)
            shutil.rmtree(gone)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``manifest.json``, the last file of a build."""
    (folder / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")


def manifest_text(manifest: Manifest) -> str:
    """``manifest.json`` as it is written."""
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def checksums(folder: Path, known: dict[tuple[int, int], str] | None = None) -> dict[str, str]:
    """sha256 of every file of a generation but the manifest and tantivy's empty lock files, by relative path.

    ``known`` maps (device, inode) to a sum: files linked from another generation need not be read again.
    """
    sums = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST and path.suffix != ".lock":
            status = path.stat()
            sums[path.relative_to(folder).as_posix()] = (known or {}).get(
                (status.st_dev, status.st_ino)
            ) or file_checksum(path)
    return sums


def file_size(path: Path) -> int:
    """Bytes of a file, -1 if there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return -1


def file_checksum(path: Path) -> str:
    """sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _file_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        if cause.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(f"{folder}: {cause}") from cause
        raise storage_error(folder, cause) from cause


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: beside its place, flushed, then in its place."""
    beside = path.with_name(f"{path.name}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    flush(path.parent)


def flush(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        # A file that is linked elsewhere was flushed by the build that wrote it.
        if path.is_dir() or (path.suffix != ".lock" and path.stat().st_nlink == 1):
            flush(path)
    flush(folder)
