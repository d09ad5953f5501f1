"""Finds the files to read (folders and zips too) and reads each into article drafts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from retrieval.editions.base.decoding import decode, detect, refuse_binary
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, FileReading, SourceFile
from retrieval.editions.base.zips import ZIP_SUFFIX, Zip
from retrieval.editions.layout.article_builder import Segmented
from retrieval.editions.layout.blocks import blocks_of, split_lines
from retrieval.editions.layout.segment import segment
from retrieval.editions.sources.jsonl import read_lines
from retrieval.editions.sources.metadata import first_known, from_path, front_matter
from retrieval.errors import BadInput

PAGE_SUFFIXES = frozenset({".txt", ".md"})
LINE_SUFFIXES = frozenset({".jsonl", ".ndjson"})
READ_SUFFIXES = PAGE_SUFFIXES | LINE_SUFFIXES
REASON_SUFFIX = ".reason.txt"
"""What a file is named, behind the name of one that can't be read, that says why; the two are in quarantine."""
LARGEST_PAGE = 4 * 1024 * 1024
"""Bytes of a page file; a printed page is some 30 kB; by hand, 2026-11."""
LARGEST_LINES = 2 * 1024 * 1024 * 1024
"""Bytes of a JSONL file; by hand, 2026-11."""
FRONT_MATTER_LINES = 40
"""Lines of a page in which its front matter must end; by hand, 2026-11."""


def find_files(paths: Sequence[Path], under: Path | None = None) -> Iterator[SourceFile | BadInput]:
    """The files to read, folders and zips searched in sorted order; a BadInput for each path that gives none.

    In folders, other kinds of files, hidden ones, what is in quarantine, and links that lead outside are passed over.
    ``under`` is a folder that the paths lie in: edition metadata is sought from there down.
    """
    seen: set[Path] = set()
    for found in chain.from_iterable(_below(path, under) for path in paths):
        if isinstance(found, BadInput):
            yield found
        elif found.absolute not in seen:
            seen.add(found.absolute)
            yield found


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
        known = "give .txt, .md, .jsonl or .zip"
        raise BadInput("unsupported", file.shown, f"{suffix or 'no suffix'} is not read; {known}")
    data = _file_bytes(file, LARGEST_PAGE if suffix in PAGE_SUFFIXES else LARGEST_LINES)
    stated = first_known(defaults, from_path(file.below, file.absolute))
    sha256 = hashlib.sha256(data).hexdigest()
    if suffix in LINE_SUFFIXES:
        items = _jsonl_items(data, Path(file.shown), stated)
        return FileReading(file, "jsonl", sha256, len(data), stated, items)
    stated, page = _segmented_page(data, Path(file.shown), stated)
    return FileReading(file, "page", sha256, len(data), stated, iter(page.drafts), page.bare_titles)


def _segmented_page(data: bytes, path: Path, stated: EditionDefaults) -> tuple[EditionDefaults, Segmented]:
    lines = split_lines(decode(data, path))
    inside, taken = front_matter([line.text for line in lines[:FRONT_MATTER_LINES]], path)
    stated = first_known(inside, stated)
    page = segment(blocks_of(lines[taken:]), stated)
    if not page.drafts:
        raise BadInput("empty", path, "no article text was found")
    return stated, page


def _jsonl_items(data: bytes, path: Path, stated: EditionDefaults) -> Iterator[ArticleDraft | BadInput]:
    refuse_binary(data, path)
    if not data.strip():
        raise BadInput("empty", path, "the file holds nothing but white space")
    coding, start = detect(data)
    return read_lines(data, start, coding, path, stated)


def _file_bytes(file: SourceFile, largest: int) -> bytes:
    try:
        size = file.size if file.container else file.absolute.stat().st_size
        if size > largest:
            raise BadInput("too_large", file.shown, f"{size} bytes; at most {largest} are read")
        return _bytes_of(file)
    except FileNotFoundError:
        raise BadInput("missing", file.shown, "there is no such file") from None
    except OSError as error:
        raise BadInput("missing", file.shown, f"can't be read: {error.strerror}") from None


def _bytes_of(file: SourceFile) -> bytes:
    if file.container is None:
        return file.absolute.read_bytes()
    return file.container.read(file.absolute.relative_to(file.container.path).as_posix())


def _below(path: Path, under: Path | None) -> Iterator[SourceFile | BadInput]:
    try:
        root = path.resolve(strict=True)
        if root.is_dir():
            yield from _in_folder(path, root)
        elif root.is_file():
            yield from _files(str(path), root, _placed(root, under))
        else:
            yield BadInput("unsupported", path, "neither a file nor a folder")
    except (OSError, RuntimeError):
        yield BadInput("missing", path, "there is no such file or folder")


def _placed(file: Path, under: Path | None) -> Path:
    """Where a file that was named itself is taken to lie."""
    top = under.resolve() if under is not None else None
    if top is not None and file.is_relative_to(top):
        return Path(top.name) / file.relative_to(top)
    return Path(*file.parts[1:][-3:]) if file.suffix.lower() == ZIP_SUFFIX else Path(file.name)


def _in_folder(path: Path, root: Path) -> Iterator[SourceFile | BadInput]:
    count = 0
    for found in sorted(root.rglob("*")):
        if _is_to_read(found, root):
            count += 1
            below = found.relative_to(root)
            yield from _files(str(path / below), found.resolve(), Path(root.name) / below)
    if not count:
        yield BadInput("empty", path, "the folder holds no .txt, .md or .jsonl file")


def _is_to_read(found: Path, root: Path) -> bool:
    """Whether it is a file of a kind that is read, in sight, below the folder, and not in quarantine."""
    if _is_out_of_sight(found.relative_to(root)) or not suffix_read(found.name):
        return False
    if found.is_symlink() and not found.resolve().is_relative_to(root):
        return False
    return found.is_file() and not found.with_name(found.name + REASON_SUFFIX).exists()


def _is_out_of_sight(below: Path) -> bool:
    return any(part.startswith((".", "~")) for part in below.parts)


def size_on_disk(path: Path) -> int:
    """Bytes of a file, -1 if there is none any more."""
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _files(shown: str, absolute: Path, below: Path) -> Iterator[SourceFile | BadInput]:
    """The file, or what a zip holds."""
    if absolute.suffix.lower() != ZIP_SUFFIX:
        yield SourceFile(shown, absolute, below, size=max(0, size_on_disk(absolute)))
        return
    container = Zip(absolute, shown, READ_SUFFIXES)
    try:
        for member in container.members():
            name = member.name
            yield SourceFile(f"{shown}/{name}", absolute / name, below.with_suffix("") / name, container, member.size)
    except BadInput as error:
        yield error
