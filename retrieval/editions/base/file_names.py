"""Names of files: bytes on the disk, text in the archive and on screens.

Windows and many FTP programs in Chinese newsrooms write names in GBK. Where the system takes names for UTF-8, Python
gives such names with halves of characters in them, which can be neither stored nor shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

CODINGS = ("utf-8", "gb18030")
"""How names are spelt on the disk, likeliest first; GB18030 holds GBK."""


def readable(path: Path) -> str | None:
    """The path as text, each part in the coding that it is spelt in; None where a part is in none that is read."""
    parts = [_text_of(part) for part in path.parts]
    return None if None in parts else str(Path(*filter(None, parts)))


def shown_name(path: Path) -> str:
    r"""The path as text for people; bytes that are no text in any coding that is read stand there as ``\xff``."""
    return str(
        Path(*(_text_of(part) or _bytes_of_name(part).decode("utf-8", "backslashreplace") for part in path.parts))
    )


def on_disk(stored: str) -> Path:
    """The path that a stored text leads to; a file that is gone, or lies in a zip, keeps its text from there on."""
    path = Path(stored)
    if os.path.lexists(path):
        return path
    here, *parts = _growing(path)
    for part in parts:
        here = next((found for found in _spellings(here, part) if os.path.lexists(found)), here / part)
    return here


def has_twin(path: Path) -> bool:
    """Whether another file has the same name in another coding: the two could not be told apart."""
    text = readable(path)
    return text is not None and text != str(path) and os.path.lexists(text)


def _text_of(part: str) -> str | None:
    if part.isascii():
        return part
    raw = _bytes_of_name(part)
    for coding in CODINGS:
        try:
            text = raw.decode(coding)
        except UnicodeDecodeError:
            continue
        if text.encode(coding) == raw:
            return text
    return None


def _bytes_of_name(part: str) -> bytes:
    try:
        return os.fsencode(part)
    except UnicodeEncodeError:  # halves of characters that stand for no byte: from a program, not from the disk
        return part.encode("utf-8", "surrogatepass")


def _growing(path: Path) -> Iterator[Path]:
    yield Path(path.anchor)
    yield from map(Path, path.relative_to(path.anchor).parts)


def _spellings(folder: Path, part: Path) -> Iterator[Path]:
    """How a part may be spelt on the disk."""
    for coding in CODINGS:
        yield folder / os.fsdecode(str(part).encode(coding, "replace"))
