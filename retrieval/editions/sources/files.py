"""Reads a file into article drafts: which kinds are read, and how large they may be."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from retrieval.editions.base.decoding import detect, refuse_binary
from retrieval.editions.base.draft import EditionDefaults, FileReading, ReadItem, SourceFile
from retrieval.editions.base.line_reading import Survey, raw_lines, survey
from retrieval.editions.base.plain_files import open_plain
from retrieval.editions.base.zips import ZIP_SUFFIX
from retrieval.editions.sources.html_files import HTML_SUFFIXES, LARGEST_HTML, read_html
from retrieval.editions.sources.jsonl import (
    LONGEST_LINE,
    goes_over_lines,
    read_lines,
    read_values,
    unless_hopeless,
)
from retrieval.editions.sources.metadata import first_known
from retrieval.editions.sources.page import read_page
from retrieval.editions.sources.paths import from_path
from retrieval.editions.sources.printed_pages import PDF_SUFFIXES, PICTURE_SUFFIXES, open_printed
from retrieval.errors import BadInput

PAGE_SUFFIXES = frozenset({".txt", ".md"})
LINE_SUFFIXES = frozenset({".jsonl", ".ndjson"})
ARRAY_SUFFIXES = frozenset({".json"})
READ_SUFFIXES = PAGE_SUFFIXES | HTML_SUFFIXES | LINE_SUFFIXES | ARRAY_SUFFIXES | PDF_SUFFIXES | PICTURE_SUFFIXES
REASON_SUFFIX = ".reason.txt"
"""What a file is named, behind the name of one that can't be read, that says why; the two are in quarantine."""
LARGEST_PAGE = 4 * 1024 * 1024
"""Bytes of a page file; a printed page is some 30 kB; by hand, 2026-11."""
LARGEST_PRINTED = 256 * 1024 * 1024
"""Bytes of a PDF or a picture; a page with large photos has some 20 MB; by hand, 2026-11."""
LARGEST_ARRAY = 32 * 1024 * 1024
"""Bytes of a JSON file, which is read whole; by hand, 2026-11."""
FIRST_OBJECT_WITHIN = 1024 * 1024
"""Bytes at the beginning of a JSONL file in which the end of its first object is sought; by hand, 2026-11."""
LARGEST_LINES = 2 * 1024 * 1024 * 1024
"""Bytes of a JSONL file; by hand, 2026-11."""


def suffix_read(name: str) -> bool:
    """Whether files of that name are read, alone or as zips."""
    return Path(name).suffix.lower() in READ_SUFFIXES | {ZIP_SUFFIX} and not name.endswith(REASON_SUFFIX)


def read_file(file: SourceFile, defaults: EditionDefaults) -> FileReading:
    """Open one file and tell what it is; its drafts are read while ``items`` is walked.

    Raises:
        BadInput: the file as a whole can't be read. Bad lines of a JSONL file come among its items instead.

    """
    suffix = file.absolute.suffix.lower()
    if suffix not in READ_SUFFIXES:
        known = " ".join(sorted(READ_SUFFIXES | {ZIP_SUFFIX}))
        raise BadInput("unsupported", file.shown, f"{suffix or 'no suffix'} is not read; give {known}")
    place = from_path(file.below, Path(file.stored))
    stated = first_known(defaults, place.stated)
    if suffix in LINE_SUFFIXES:
        return _read_lines(file, stated)
    data = file_bytes(file, _largest(suffix))
    if suffix in PDF_SUFFIXES | PICTURE_SUFFIXES:
        return open_printed(file, data, stated)
    if suffix in HTML_SUFFIXES:
        return read_html(file, data, stated)
    sha256 = hashlib.sha256(data).hexdigest()
    if suffix in ARRAY_SUFFIXES:
        return FileReading(file, "jsonl", sha256, len(data), stated, _array_items(data, Path(file.shown), stated))
    page = read_page(data, Path(file.shown), defaults, place)
    stands_for = None if page.one_report else page.stated
    return FileReading(
        file, "page", sha256, len(data), page.stated, iter(page.drafts), page.bare_titles, stands_for=stands_for
    )


def _largest(suffix: str) -> int:
    """Bytes of a file that is read whole."""
    limits = ((PAGE_SUFFIXES, LARGEST_PAGE), (HTML_SUFFIXES, LARGEST_HTML), (ARRAY_SUFFIXES, LARGEST_ARRAY))
    return next((limit for suffixes, limit in limits if suffix in suffixes), LARGEST_PRINTED)


def _array_items(data: bytes, path: Path, stated: EditionDefaults) -> Iterator[ReadItem]:
    refuse_binary(data, path)
    if not data.strip():
        raise BadInput("empty", path, "the file holds nothing but white space")
    coding, start = detect(data)
    return unless_hopeless(read_values(data, start, coding, path, stated), path)


def _read_lines(file: SourceFile, stated: EditionDefaults) -> FileReading:
    """Survey the file; its lines are read when ``items`` is walked."""
    path = Path(file.shown)
    with _opened_file(file, LARGEST_LINES) as stream:
        found = survey(stream, path)
    if file.container is not None:
        if found.size != file.size:
            raise BadInput("zip_damaged", path, f"{found.size} bytes, though the zip says {file.size}")
        file.container.charge(_member_name(file), found.lines)
    return FileReading(file, "jsonl", found.sha256, found.size, stated, _line_items(file, found, stated))


def _line_items(file: SourceFile, found: Survey, stated: EditionDefaults) -> Iterator[ReadItem]:
    path = Path(file.shown)
    try:
        whole = _whole_file(file, found)
        if whole is not None:
            yield from unless_hopeless(read_values(whole, found.start, found.coding, path, stated), path)
            return
        with _opened_file(file, LARGEST_LINES) as stream:
            lines = raw_lines(stream, found, LONGEST_LINE, path)
            yield from unless_hopeless(read_lines(lines, found.coding, path, stated), path)
    except BadInput as error:  # it changed, or went, since it was surveyed
        yield error.kept()


def _whole_file(file: SourceFile, found: Survey) -> bytes | None:
    """The bytes of a file whose objects go over several lines each; None for one with an object a line.

    Raises:
        BadInput: it is no longer what was surveyed.

    """
    if found.size > LARGEST_ARRAY:
        return None
    with _opened_file(file, LARGEST_LINES) as stream:
        data = stream.read(FIRST_OBJECT_WITHIN)
        if not goes_over_lines(data, found.start, found.coding):
            return None
        data += stream.read(LARGEST_ARRAY)
    if hashlib.sha256(data).hexdigest() != found.sha256:
        raise BadInput("changed", file.shown, "the file changed while it was read; read it again")
    return data


def file_bytes(file: SourceFile, largest: int) -> bytes:
    """The whole of a file. Raises ``BadInput`` where it can't be read or has more bytes."""
    if file.container is not None:
        _refuse_too_large(file, file.size, largest)
        data = file.container.read(_member_name(file))
        file.container.charge(_member_name(file), data.count(b"\n") + data.count(b"\r"))
        return data
    with _opened_file(file, largest) as stream:
        data = stream.read(largest + 1)
    _refuse_too_large(file, len(data), largest)  # it may grow while it is read
    return data


@contextmanager
def _opened_file(file: SourceFile, largest: int) -> Iterator[BinaryIO]:
    """The file, or the member of a zip, from its first byte on. Raises ``BadInput`` where it can't be read."""
    if file.container is not None:
        _refuse_too_large(file, file.size, largest)
        with file.container.opened(_member_name(file)) as member:
            yield member
        return
    try:
        with open_plain(file.absolute) as stream:
            _refuse_too_large(file, os.fstat(stream.fileno()).st_size, largest)
            yield stream
    except FileNotFoundError:
        raise BadInput("missing", file.shown, "there is no such file") from None
    except OSError as error:
        raise BadInput("missing", file.shown, f"can't be read: {error.strerror}") from None


def _member_name(file: SourceFile) -> str:
    return file.absolute.relative_to(file.container.path).as_posix() if file.container else ""


def _refuse_too_large(file: SourceFile, size: int, largest: int) -> None:
    if size > largest:
        raise BadInput("too_large", file.shown, f"{size} bytes; at most {largest} are read")
