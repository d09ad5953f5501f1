"""Zip files read as folders of source files, in memory and within limits of size, number and paths.

A member is read in memory, up to its declared size, when its articles are; its path is that of the zip with the name of
the member behind it (``2025-11-08.zip/01.txt``). A zip with one hostile member is refused as a whole.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from retrieval.editions.base.other_kinds import other_kind
from retrieval.editions.base.plain_files import open_plain
from retrieval.errors import BadInput

ZIP_SUFFIX = ".zip"
LARGEST_ZIP = 256 << 20
"""Bytes of a zip; by hand, 2026-11."""
LARGEST_MEMBERS = 512 << 20
"""Bytes of all members together, unpacked; by hand, 2026-11."""
MOST_MEMBERS = 5000
"""Files in a zip; by hand, 2026-11."""
LARGEST_DIRECTORY = 2 << 20
"""Bytes of the list of members: reading one entry takes some hundred times its space; by hand, 2026-11."""
LONGEST_MEMBER_NAME, LONGEST_ZIP_ERROR = 1000, 200
"""Characters of a member's path, and of what the library says of a damaged one: both are shown to people; by hand,
2026-11."""
HIGHEST_RATIO, RATIO_FREE_BYTES = 200, 1 << 20
"""Unpacked to packed bytes of one member (print packs to a third); up to ``RATIO_FREE_BYTES`` bytes it does not
matter; by hand, 2026-11."""

HIGHEST_RATIO_OF_ALL, FREE_BYTES_OF_ALL = 50, 16 << 20
"""Unpacked to packed bytes of all members together, so that a small zip makes little work; up to ``FREE_BYTES_OF_ALL``
bytes it does not matter; by hand, 2026-11."""
MOST_LINES = 1_000_000
"""Lines of all members together: what reading takes time for; a year of pages has some 600,000; by hand, 2026-11."""

ENCRYPTED_FLAG = 0x1
"""Bit of a member's flags in the zip format."""
_END = struct.Struct("<4s4H2LH")
_NAME_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_END_SIGN, _END64_SIGN, _LONGEST_COMMENT = b"PK\x05\x06", b"PK\x06\x07", 1 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip: its name with slashes, and its bytes when unpacked."""

    name: str
    size: int


class Zip:
    """One zip file, opened when first needed. Raises ``BadInput`` for whatever is wrong with it.

    ``shown`` is its path for messages. Members with other suffixes than ``suffixes``, hidden ones, and macOS's own are
    passed over; ``other_kinds`` counts the former by suffix, when the members are known.
    """

    def __init__(self, path: Path, shown: str, suffixes: Iterable[str]) -> None:
        self.path, self.shown, self._suffixes = path, shown, tuple(suffixes)
        self.other_kinds: Counter[str] = Counter()
        self._opened: BinaryIO | None = None
        self._size = 0
        self._lines = 0
        self._file: zipfile.ZipFile | None = None
        self._members: dict[str, zipfile.ZipInfo] | None = None

    def members(self) -> list[Member]:
        """The files to read, sorted by name."""
        return [Member(name, info.file_size) for name, info in sorted(self._checked().items())]

    def read(self, name: str) -> bytes:
        """The bytes of a member."""
        with self.opened(name) as member:
            data = member.read()  # never more than the declared size, which was checked
        declared = self._checked()[name].file_size
        if len(data) != declared:
            raise BadInput("zip_damaged", f"{self.shown}/{name}", f"{len(data)} bytes, though the zip says {declared}")
        return data

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A member, to be read from its first byte on; it may end before it has as many bytes as the zip says."""
        info = self._checked().get(name)
        if info is None:
            raise BadInput("missing", f"{self.shown}/{name}", "the zip has no such file")
        try:
            with self._open().open(info) as member:
                yield cast("BinaryIO", member)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            said = str(error)[:LONGEST_ZIP_ERROR] or type(error).__name__  # it may quote names that others chose
            raise BadInput("zip_damaged", f"{self.shown}/{name}", said) from None

    def charge(self, name: str, lines: int) -> None:
        """Count the lines of a member that is read. Raises ``BadInput`` from the one on that makes too many."""
        self._lines += lines
        if self._lines > MOST_LINES:
            detail = f"with this file the zip has more than {MOST_LINES} lines, which are read at most"
            raise BadInput("zip_limits", f"{self.shown}/{name}", detail)

    def close(self) -> None:
        """Let go of the file. It opens again when it is needed again."""
        for opened in (self._file, self._opened):
            if opened is not None:
                opened.close()
        self._file = self._opened = self._members = None

    def _open(self) -> zipfile.ZipFile:
        if self._file is None:
            try:
                self._opened = open_plain(self.path)
                self._size = _size_of(self._opened)
                _refuse_large(self._opened, self._size, self.shown)
                self._file = _open_zip(self._opened)
            except FileNotFoundError:
                raise BadInput("missing", self.shown, "there is no such file") from None
            except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
                self.close()
                raise BadInput("zip_damaged", self.shown, str(error)[:LONGEST_ZIP_ERROR]) from None
            except OSError as error:
                self.close()
                raise BadInput("missing", self.shown, f"can't be read: {error.strerror}") from None
        return self._file

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        if self._members is None:
            try:
                found = self._wanted_members()
                self._refuse_explosion(found)
            except BadInput:
                self.close()
                raise
            self._members = found
        return self._members

    def _wanted_members(self) -> dict[str, zipfile.ZipInfo]:
        found: dict[str, zipfile.ZipInfo] = {}
        self.other_kinds.clear()
        for info in self._listed():
            name = self._name(info)
            if self._wanted(name):
                self._add(found, name, info)
        if not found:
            kinds = " ".join(sorted(self._suffixes))
            raise BadInput("no_files", self.shown, f"the zip holds no file of a kind that is read ({kinds})")
        return found

    def _listed(self) -> list[zipfile.ZipInfo]:
        # A member without a name, which the library's own question for folders falls over, is left out.
        listed = [info for info in self._open().infolist() if info.filename and not info.is_dir()]
        if len(listed) > MOST_MEMBERS:
            raise BadInput("zip_limits", self.shown, f"{len(listed)} files; at most {MOST_MEMBERS} are read")
        return listed

    def _name(self, info: zipfile.ZipInfo) -> str:
        """The name with slashes. Raises ``BadInput`` if it leads out of the zip."""
        name = info.filename.replace("\\", "/")
        if _leads_out(name):
            raise BadInput("zip_unsafe", self.shown, f"{name[:80]!r} does not lie inside of the zip")
        if len(name) > LONGEST_MEMBER_NAME:
            raise BadInput(
                "zip_limits", self.shown, f"a name of {len(name)} characters; at most {LONGEST_MEMBER_NAME} are read"
            )
        if stat.S_ISLNK(info.external_attr >> 16):
            raise BadInput("zip_unsafe", self.shown, f"{name[:80]!r} is a link")
        return str(PurePosixPath(name))

    def _wanted(self, name: str) -> bool:
        path = PurePosixPath(name)
        if any(_is_hidden(part) for part in path.parts):
            return False
        suffix = path.suffix.lower()
        if suffix == ZIP_SUFFIX:
            raise BadInput("zip_nested", self.shown, f"{name[:80]!r} is a zip in a zip")
        if suffix in self._suffixes:
            return True
        if (kind := other_kind(path.name)) is not None:
            self.other_kinds[kind] += 1
        return False

    def _add(self, found: dict[str, zipfile.ZipInfo], name: str, info: zipfile.ZipInfo) -> None:
        if name in found:
            raise BadInput("zip_unsafe", self.shown, f"two files are named {name[:80]!r}")
        if info.flag_bits & ENCRYPTED_FLAG:
            raise BadInput("zip_encrypted", self.shown, f"{name[:80]!r} needs a password")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BadInput("zip_damaged", self.shown, f"{name[:80]!r} is packed in an unusual way; use plain zip")
        if _grows_too_much(info):
            ratio = info.file_size // max(1, info.compress_size)
            raise BadInput("zip_limits", self.shown, f"{name[:80]!r} grows {ratio} times; at most {HIGHEST_RATIO}")
        found[name] = info

    def _refuse_explosion(self, found: dict[str, zipfile.ZipInfo]) -> None:
        unpacked = sum(info.file_size for info in found.values())
        if unpacked > LARGEST_MEMBERS:
            raise BadInput("zip_limits", self.shown, f"{unpacked} bytes unpacked; at most {LARGEST_MEMBERS} are read")
        if unpacked > max(FREE_BYTES_OF_ALL, HIGHEST_RATIO_OF_ALL * self._size):
            ratio = unpacked // max(1, self._size)
            raise BadInput("zip_limits", self.shown, f"it grows {ratio} times; at most {HIGHEST_RATIO_OF_ALL}")
        if sum(info.compress_size for info in found.values()) > self._size:
            raise BadInput("zip_unsafe", self.shown, "its files lie on top of each other")


def member_of(path: Path) -> tuple[Path, str] | None:
    """The zip and the name of the member that a source's path names; None for a plain file."""
    for parent in path.parents:
        if parent.suffix.lower() == ZIP_SUFFIX and os.path.isfile(parent):  # noqa: PTH113  # Path raises for long names
            return parent.resolve(), path.relative_to(parent).as_posix()
    return None


def source_exists(path: Path, suffixes: Iterable[str]) -> bool:
    """Whether the file, or the member of a zip, that a source was read from is still to be had."""
    if os.path.isfile(path):  # noqa: PTH113  # Path raises for long names
        return True
    found = member_of(path)
    if found is None:
        return False
    container = Zip(found[0], str(found[0]), suffixes)
    try:
        return any(member.name == found[1] for member in container.members())
    except BadInput:
        return False
    finally:
        container.close()


def _leads_out(name: str) -> bool:
    """Whether a member's name could place it somewhere else than below the zip."""
    path = PurePosixPath(name)
    drive = len(name) > 1 and name[1] == ":"
    return path.is_absolute() or drive or ".." in path.parts or bool(_NAME_CONTROLS.search(name))


def _is_hidden(part: str) -> bool:
    return part.startswith((".", "~")) or part == "__MACOSX"


def _grows_too_much(info: zipfile.ZipInfo) -> bool:
    return info.file_size > RATIO_FREE_BYTES and info.file_size > HIGHEST_RATIO * info.compress_size


def _refuse_large(file: BinaryIO, size: int, shown: str) -> None:
    """Raise ``BadInput`` where already the list of members would take much memory to read."""
    if size > LARGEST_ZIP:
        raise BadInput("too_large", shown, f"{size} bytes; at most {LARGEST_ZIP} are read")
    file.seek(max(0, size - _END.size - _LONGEST_COMMENT - 20))
    tail = file.read()
    at = _end_record(tail)
    directory = _END.unpack_from(tail, at)[5]
    if directory > LARGEST_DIRECTORY or tail[max(0, at - 20) : at].startswith(_END64_SIGN):
        raise BadInput("zip_limits", shown, f"its list of files is too long; at most {MOST_MEMBERS} files are read")


def _end_record(tail: bytes) -> int:
    """Where the record begins that ends the zip and says where its list of members is."""
    at = len(tail) - _END.size  # where zipfile looks first
    if not (tail[-_END.size :].startswith(_END_SIGN) and tail.endswith(b"\0\0")):
        at = tail.rfind(_END_SIGN)
    if at < 0 or len(tail) - at < _END.size:
        raise zipfile.BadZipFile("not a zip, or cut off")
    return at


def _size_of(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size


def _open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """The zip, with names that carry no mark of their coding read as UTF-8 (macOS), else GB18030 (Windows)."""
    for coding in ("utf-8", "gb18030"):
        try:
            return zipfile.ZipFile(file, metadata_encoding=coding)
        except UnicodeDecodeError:
            continue
    return zipfile.ZipFile(file)
