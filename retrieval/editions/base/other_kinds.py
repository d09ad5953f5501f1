"""Which files of a folder are worth a word though they are not read: a .docx is, what systems leave behind is not."""

from __future__ import annotations

from pathlib import PurePosixPath

LITTER = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})
"""Files that Windows keeps in folders, in small letters."""
COMPANIONS = (".reason.txt", ".done", ".ready", ".part", ".tmp", ".crdownload", ".filepart")
"""How files end that only stand beside others: reasons of quarantine, markers, and what is not whole yet."""
NO_SUFFIX = ""


def other_kind(name: str) -> str | None:
    """The suffix that a file which is not read is counted under; None for one of which nothing need be said."""
    small = name.lower()
    if small in LITTER or small.endswith(COMPANIONS):
        return None
    return PurePosixPath(small).suffix or NO_SUFFIX
