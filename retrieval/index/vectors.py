"""A cache of passage vectors: SQLite, keyed by what made the vector and by the text it was made from. Disposable.

Vectors are kept in half precision, which is also what the index keeps, each with a checksum behind it: a damaged one is
made again, and so is the whole file where SQLite can't read it. Each batch is committed on its own, so that a killed
run goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from retrieval.editions.store.database import can_be_written, reading_address
from retrieval.errors import storage_error

T = TypeVar("T")

log = logging.getLogger(__name__)

CACHE_BATCH_TEXTS = 512
"""Texts that are encoded and committed together; by hand, 2026-11."""

PAGES_BETWEEN_CHECKPOINTS = 16_384
"""Pages of 4 KiB that wait in the log before they are copied into the file: each batch touches half of a small file,
and SQLite's 1,000 would have it written anew after every batch; by hand, 2026-11."""

CHECKSUM_BYTES = 4
"""Bytes of the checksum (CRC-32) behind a vector."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    fingerprint TEXT NOT NULL, text_hash BLOB NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (fingerprint, text_hash)
) WITHOUT ROWID
"""


class VectorCache:
    """Vectors by (encoder fingerprint, text hash). For one thread. Owner-only permissions.

    ``encoded`` and ``reused`` count the texts since it was opened.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path, self._encoder = path, encoder
        self.encoded, self.reused = 0, 0
        with self._storage_errors():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                self._database = _opened(path)
            except sqlite3.DatabaseError as error:
                self._database = _opened(path, instead_of=error)

    def vectors(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Vectors of passage texts, shape ``(len(texts), dim)``; encodes what is missing.

        ``progress`` gets the number of texts that were settled in each step.
        """
        made = np.empty((len(texts), self._encoder.dim), dtype=np.float32)
        for start in range(0, len(texts), CACHE_BATCH_TEXTS):
            batch = texts[start : start + CACHE_BATCH_TEXTS]
            made[start : start + len(batch)] = self._batch(batch)
            if progress:
                progress(len(batch))
        return made

    def _batch(self, texts: Sequence[str]) -> NDArray[np.float32]:
        keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16] for text in texts]
        known = self._known(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            vectors = self._encoder.encode_passages(list(missing.values())).astype(np.float16)
            self._store(dict(zip(missing, vectors, strict=True)))
            known.update(zip(missing, vectors, strict=True))
        self.encoded += len(missing)
        self.reused += len(texts) - len(missing)
        return np.stack([known[key] for key in keys]).astype(np.float32)

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float16]]:
        marks = ",".join("?" * len(keys))
        query = f"SELECT text_hash, vector FROM vectors WHERE fingerprint = ? AND text_hash IN ({marks})"  # noqa: S608  # only marks are put in
        size = 2 * self._encoder.dim + CHECKSUM_BYTES
        rows = self._tried(lambda database: database.execute(query, (self._encoder.fingerprint, *keys)).fetchall())
        sound = ((key, blob) for key, blob in rows if len(blob) == size and _whole(blob))
        return {key: np.frombuffer(blob[:-CHECKSUM_BYTES], dtype=np.float16) for key, blob in sound}

    def _store(self, vectors: dict[bytes, NDArray[np.float16]]) -> None:
        rows = [(self._encoder.fingerprint, key, summed(vector.tobytes())) for key, vector in sorted(vectors.items())]

        def insert(database: sqlite3.Connection) -> None:
            with database:
                database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

        self._tried(insert)

    def _tried(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """Do something with the file; once more with a new one where the old one is damaged."""
        with self._storage_errors():
            try:
                return job(self._database)
            except sqlite3.DatabaseError as error:
                anew = _opened(self._path, instead_of=error)
                self._database.close()
                self._database = anew
                return job(anew)

    def forget_others(self) -> int:
        """Drop vectors that other encoders made; returns how many."""
        with self._storage_errors(), self._database:
            query = "DELETE FROM vectors WHERE fingerprint <> ?"
            return self._database.execute(query, (self._encoder.fingerprint,)).rowcount

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        self._database.close()

    @contextmanager
    def _storage_errors(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as cause:
            raise storage_error(self._path, cause) from cause


def summed(vector: bytes) -> bytes:
    """A vector with its checksum behind it."""
    return vector + zlib.crc32(vector).to_bytes(CHECKSUM_BYTES, "little")


def _whole(blob: bytes) -> bool:
    return summed(blob[:-CHECKSUM_BYTES]) == blob


def _opened(path: Path, instead_of: sqlite3.DatabaseError | None = None) -> sqlite3.Connection:
    """The cache's file; a new one in the place of one that SQLite finds damaged. Raises ``instead_of`` otherwise."""
    if instead_of is not None:
        if instead_of.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise instead_of
        log.warning("%s: %s; its vectors are made again", path, instead_of)
        for name in ("", "-wal", "-shm"):
            path.with_name(path.name + name).unlink(missing_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    database = sqlite3.connect(path, timeout=30)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    database.execute(f"PRAGMA wal_autocheckpoint={PAGES_BETWEEN_CHECKPOINTS}")
    database.execute(_SCHEMA)
    return database


def _cache_address(path: Path) -> str:
    """For a connection that, where it may, clears away what SQLite keeps beside the file."""
    return path.resolve().as_uri() if can_be_written(path) else reading_address(path)


def damaged_vectors(path: Path) -> int:
    """How many vectors of a cache file are not what was written. Raises sqlite3.Error where it can't be read."""
    with closing(sqlite3.connect(_cache_address(path), uri=True, timeout=30)) as database:
        blobs = (blob for (blob,) in database.execute("SELECT vector FROM vectors"))
        return sum(not _whole(blob) for blob in blobs)
