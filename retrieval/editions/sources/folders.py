"""Goes through a folder and those below it, following no link: every file in the order of the names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

MOST_FOLDER_LEVELS = 64
"""Folders within folders that are gone into; a year's editions lie four deep; by hand, 2026-11."""
TOO_DEEP = "the folders go deeper than {} levels"


def entries_below(
    root: Path, passed_over: Callable[[Path], bool], unreadable: Callable[[Path, str], None]
) -> Iterator[os.DirEntry[str]]:
    """Everything in ``root`` and below that is no folder, links included; ``passed_over`` names what is left out.

    A folder that can't be looked into is told to ``unreadable`` with the reason, and what lies beside it goes on.
    """
    # No recursion: a path may have two thousand levels.
    waiting = [iter(_sorted_entries(root, unreadable))]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif passed_over(Path(entry.path)):
            continue
        elif not _is_folder(entry):
            yield entry
        elif len(waiting) > MOST_FOLDER_LEVELS:
            unreadable(Path(entry.path), TOO_DEEP.format(MOST_FOLDER_LEVELS))
        else:
            waiting.append(iter(_sorted_entries(Path(entry.path), unreadable)))


def _sorted_entries(folder: Path, unreadable: Callable[[Path, str], None]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=_entry_name)
    except OSError as error:
        unreadable(folder, error.strerror or type(error).__name__)
        return []


def _entry_name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
