"""Finds the files to read: those that are named, those in folders, and what zips hold."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from retrieval.editions.base.draft import SourceFile
from retrieval.editions.base.file_names import has_twin, readable, shown_name
from retrieval.editions.base.other_kinds import other_kind
from retrieval.editions.base.zips import ZIP_SUFFIX, Zip
from retrieval.editions.sources.files import READ_SUFFIXES, REASON_SUFFIX, suffix_read
from retrieval.editions.sources.folders import entries_below
from retrieval.editions.sources.illustrations import illustrations_marked
from retrieval.errors import BadInput


def find_files(
    paths: Sequence[Path], under: Path | None = None, other_kinds: Counter[str] | None = None
) -> Iterator[SourceFile | BadInput]:
    """The files to read, folders and zips searched in sorted order; a BadInput for each path that gives none.

    In folders, other kinds of files, hidden ones, what is in quarantine, and links that lead outside are passed over.
    ``under`` is a folder that the paths lie in: edition metadata is sought from there down, and no link is followed.
    ``other_kinds`` counts the files that are passed over because their kind is not read, by suffix.
    """
    seen: set[Path] = set()
    others = Counter[str]() if other_kinds is None else other_kinds
    groups = [list(_below(path, under, others)) for path in paths]
    if under is not None:  # what arrived together
        groups = [list(chain(*groups))]
    for found in chain.from_iterable(map(_marked, groups)):
        if isinstance(found, BadInput):
            yield found
        elif found.absolute not in seen:
            seen.add(found.absolute)
            yield found


def _marked(found: list[SourceFile | BadInput]) -> Iterator[SourceFile | BadInput]:
    """What was found in one folder, in order, with illustrations marked."""
    files = iter(illustrations_marked([each for each in found if isinstance(each, SourceFile)]))
    for each in found:
        yield each if isinstance(each, BadInput) else next(files)


def _below(path: Path, under: Path | None, others: Counter[str]) -> Iterator[SourceFile | BadInput]:
    root = _resolved(path)
    if root is None or (under is not None and _led_elsewhere(path, root, under)):
        yield BadInput("missing", shown_name(path), "there is no such file or folder")
    elif os.path.isdir(root):  # noqa: PTH112  # Path raises where it can't look
        yield from _in_folder(path, root, others)
    elif _is_plain(root):
        yield from _files(path, root, _placed(root, under), others)
    else:
        yield BadInput("unsupported", shown_name(path), "neither a file nor a folder")


def _resolved(path: Path) -> Path | None:
    """Where the path leads; None where it leads nowhere, or round in a circle."""
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return None


def _led_elsewhere(path: Path, root: Path, under: Path) -> bool:
    """Whether a link took the place of a file below ``under``, or of a folder on the way, since it was found there."""
    top = under.resolve()
    return path.is_relative_to(under) and root != top / path.relative_to(under)


def _placed(file: Path, under: Path | None) -> Path:
    """Where a file that was named itself is taken to lie."""
    top = under.resolve() if under is not None else None
    if top is not None and file.is_relative_to(top):
        return Path(top.name) / file.relative_to(top)
    return Path(*file.parts[1:][-3:]) if file.suffix.lower() == ZIP_SUFFIX else Path(file.name)


def _in_folder(path: Path, root: Path, others: Counter[str]) -> Iterator[SourceFile | BadInput]:
    """Every file of the folder; what can't be looked into is told, and only that is left out."""
    told: list[BadInput] = []
    here: Counter[str] = Counter()
    count = 0

    def unreadable(folder: Path, reason: str) -> None:
        told.append(BadInput("missing", shown_name(path / folder.relative_to(root)), f"can't be read: {reason}"))

    for entry in entries_below(root, _is_out_of_sight, unreadable):
        found = Path(entry.path)
        if target := _to_read(found, root):
            count += 1
            below = found.relative_to(root)
            yield from _files(path / below, target, Path(root.name) / below, others)
        elif not suffix_read(found.name) and (kind := other_kind(found.name)) is not None:
            here[kind] += 1
    others.update(here)
    yield from told
    if not count and not told:
        kinds = " ".join(sorted(READ_SUFFIXES))
        yield BadInput("no_files", shown_name(path), f"the folder holds no file of a kind that is read ({kinds})")


def _to_read(found: Path, root: Path) -> Path | None:
    """Where a file of a kind that is read lies, below the folder and not in quarantine; None for any other."""
    if not suffix_read(found.name) or os.path.lexists(f"{found}{REASON_SUFFIX}"):
        return None
    target = _resolved(found)
    return target if target is not None and target.is_relative_to(root) and _is_plain(target) else None


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _is_out_of_sight(path: Path) -> bool:
    return path.name.startswith((".", "~"))


def size_on_disk(path: Path) -> int:
    """Bytes of a file, -1 if there is none any more."""
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _files(path: Path, absolute: Path, below: Path, others: Counter[str]) -> Iterator[SourceFile | BadInput]:
    """The file, or what a zip holds."""
    shown, placed = shown_name(path), readable(below)
    if readable(absolute) is None or placed is None:
        yield BadInput("name", shown, "its name, or a folder's, is neither UTF-8 nor GB18030")
    elif has_twin(absolute):
        yield BadInput("name", shown, "another file has the same name, spelt in another coding")
    elif absolute.suffix.lower() != ZIP_SUFFIX:
        yield SourceFile(shown, absolute, Path(placed), size=max(0, size_on_disk(absolute)))
    else:
        yield from _members(shown, absolute, Path(placed), others)


def _members(shown: str, absolute: Path, below: Path, others: Counter[str]) -> Iterator[SourceFile | BadInput]:
    container = Zip(absolute, shown, READ_SUFFIXES)
    try:
        members = container.members()
    except BadInput as error:
        yield error
        return
    finally:
        others.update(container.other_kinds)
        container.close()  # a folder may hold more zips than a process may open files; reading opens it again
    for member in members:
        name = member.name
        yield SourceFile(f"{shown}/{name}", absolute / name, below.with_suffix("") / name, container, member.size)
