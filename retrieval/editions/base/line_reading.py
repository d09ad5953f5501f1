"""Reads a large file in constant memory: one pass for its coding and hash, another for its lines."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from retrieval.domain import Coding
from retrieval.editions.base.decoding import CONTROL_SAMPLE_BYTES, coding_by_mark, likely_coding, refuse_binary
from retrieval.errors import BadInput

CHUNK_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over a file tells: bytes, line breaks, hash, coding, and the bytes of its byte order mark."""

    size: int
    lines: int
    sha256: str
    coding: Coding
    start: int


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line without its line break, that begins at byte ``at``; None where it is longer than was asked for."""

    at: int
    number: int
    raw: bytes | None


def survey(file: BinaryIO, path: Path) -> Survey:
    """Look at a file from its beginning to its end.

    Raises:
        BadInput: ``empty``, or ``binary``, naming byte and line.

    """
    head = file.read(CONTROL_SAMPLE_BYTES)
    refuse_binary(head, path)
    marked, start = coding_by_mark(head)
    digest, utf8 = hashlib.sha256(), _Utf8Share()
    size = newlines = 0
    filled = False
    chunk = head
    while chunk:
        _refuse_zero(chunk, path, size, newlines)
        digest.update(chunk)
        utf8.add(chunk)
        filled = filled or bool(chunk[start if size == 0 else 0 :].strip())
        size += len(chunk)
        newlines += chunk.count(b"\n")
        chunk = file.read(CHUNK_BYTES)
    if not filled:
        raise BadInput("empty", path, "the file holds nothing but white space")
    return Survey(size, newlines, digest.hexdigest(), marked or utf8.coding(), start)


def raw_lines(file: BinaryIO, found: Survey, longest: int, path: Path) -> Iterator[RawLine]:
    """The lines of a file, each read when it is asked for; ``longest`` is in bytes.

    Raises:
        BadInput: ``changed``, behind the last line, where the file is no longer what was surveyed.

    """
    digest = hashlib.sha256(file.read(found.start))
    at, number = found.start, 1
    while part := file.readline(longest + 1):
        digest.update(part)
        size = len(part)
        whole = part.endswith(b"\n") or size <= longest
        yield RawLine(at, number, part.removesuffix(b"\n") if whole else None)
        while not part.endswith(b"\n") and (part := file.readline(CHUNK_BYTES)):
            digest.update(part)
            size += len(part)
        at, number = at + size, number + 1
    if digest.hexdigest() != found.sha256:
        raise BadInput("changed", path, "the file changed while it was read; read it again")


class _Utf8Share:
    """Counts how much of a file's characters beyond ASCII is whole in UTF-8."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._strict = codecs.getincrementaldecoder("utf-8")()
        self._is_utf8 = True
        self._broken = self._beyond = 0

    def add(self, chunk: bytes) -> None:
        """The next bytes."""
        self._check(chunk, final=False)
        text = self._decoder.decode(chunk)
        self._broken += text.count("\ufffd")
        self._beyond += len(text) - len(text.encode("ascii", "ignore"))

    def coding(self) -> Coding:
        """The likeliest coding of all that was added."""
        self._check(b"", final=True)
        self._broken += self._decoder.decode(b"", final=True).count("\ufffd")
        return Coding.UTF8 if self._is_utf8 else likely_coding(self._broken, self._beyond - self._broken)

    def _check(self, chunk: bytes, *, final: bool) -> None:
        if self._is_utf8:
            try:
                self._strict.decode(chunk, final)
            except UnicodeDecodeError:
                self._is_utf8 = False


def _refuse_zero(chunk: bytes, path: Path, before: int, newlines: int) -> None:
    zero = chunk.find(b"\0")
    if zero >= 0:
        line = newlines + chunk.count(b"\n", 0, zero) + 1
        raise BadInput("binary", path, f"binary data (NUL at byte {before + zero})", line=line)
