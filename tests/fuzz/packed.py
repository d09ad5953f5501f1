"""Editions as zips: members of all names, packed in all ways, the list of members lying. Refused, or read as packed."""

# ruff: noqa: E501 - lists of material are read whole
from __future__ import annotations

import io
import re
import stat
import struct
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from random import Random

from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, SourceFile
from retrieval.editions.base.zips import HIGHEST_RATIO, LARGEST_MEMBERS, RATIO_FREE_BYTES, Zip
from retrieval.editions.sources.files import READ_SUFFIXES, read_file
from retrieval.editions.sources.finding import find_files
from retrieval.errors import BadInput
from tests.fuzz import material
from tests.fuzz.accounting import check_draft, check_refusal, written

NAMES = (
    "01.txt",
    "02.TXT",
    "a/01.txt",
    "b.jsonl",
    "晨光日报/2025-11-08/03.md",
    "2025-11-08/02.txt",
    "2025-02-30/01.txt",
    "dir/",
    "图/a.jpg",
)
HOSTILE = (
    "../x.txt", "a/../../x.txt", "/etc/x.txt", "C:\\x.txt", "..\\x.txt", "\\\\h\\x.txt", "a\nb.txt", "a\x00b.txt", "\u202etxt.01.txt", ".hidden.txt",
    "__MACOSX/._01.txt", "inner.zip", "a" * 300 + ".txt", "a/" * 200 + "x.txt", "x", ".", "./01.txt", "a//01.txt", "CON.txt", "x.txt/", "~x.txt",
    "//01.txt", "a\\01.txt", "..txt", "01.txt ", "x.TxT", "\x7f.txt", "a:b.txt", "a/./b.txt", ".txt", "..", "/", "\\", " ", "a/..", "zip.ZIP",
)  # fmt: skip
USUAL, UNUSUAL = (zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED), (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
CENTRAL, LOCAL, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
ENTRY = (
    (4, "H"),
    (6, "H"),
    (8, "H"),
    (10, "H"),
    (16, "L"),
    (20, "L"),
    (24, "L"),
    (28, "H"),
    (30, "H"),
    (32, "H"),
    (34, "H"),
    (38, "L"),
    (42, "L"),
)
"""Where and in which format an entry of the list says versions, flags, method, CRC, sizes, lengths, attributes, place."""
HEAD = ((4, "H"), (6, "H"), (8, "H"), (14, "L"), (18, "L"), (22, "L"), (26, "H"), (28, "H"))
TAIL = ((4, "H"), (6, "H"), (8, "H"), (10, "H"), (12, "L"), (16, "L"), (20, "H"))
VALUES = (0, 1, 9, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
BOMB = b"\n" * (RATIO_FREE_BYTES + (1 << 20))
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Case:
    """A zip and what was packed by name; ``sound`` says that there is no reason to refuse it."""

    data: bytes
    files: dict[str, bytes]
    sound: bool


class Packed:
    """One zip after another, found and read as the program does it."""

    name = "editions in zips"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        rng = Random(3)
        self._contents = [material.encoded(rng, material.page(rng)) for _ in range(200)]

    def case(self, rng: Random) -> Case:
        hostile = rng.random() < 0.3
        names = [self._member_name(rng, hostile) for _ in range(rng.choice((0, 1, 1, 2, 3, 6)))]
        data, files, usual = self._pack(rng, names)
        if rng.random() < 0.45:
            return Case(data, files, usual and not hostile and len(files) == len(names))
        for _ in range(rng.randint(1, 3)):
            data = _wounded(rng, data)
        return Case(data, files, sound=False)

    def check(self, case: Case, rng: Random) -> str:
        """Find and read what it holds. Returns what came of it."""
        path = written(self._folder, "case.zip", case.data)
        found = list(find_files([path]))
        members = [item for item in found if isinstance(item, SourceFile)]
        refusals = [item for item in found if isinstance(item, BadInput)]
        for refusal in refusals:
            check_refusal(refusal, str(path))
        assert not (members and refusals), "a zip is refused as a whole"
        try:
            well = sum(self._check_member(member, case, path, rng) for member in members)
        finally:
            if members and members[0].container:
                members[0].container.close()
        assert [each.name for each in self._folder.iterdir()] == ["case.zip"], "nothing is unpacked to the disk"
        if case.sound and any(Path(name).suffix.lower() in READ_SUFFIXES for name in case.files):
            assert not refusals, f"refused, though nothing is wrong with it: {refusals[0]}"
        return refusals[0].code if refusals else "read" if well == len(members) else "some files"

    def _check_member(self, member: SourceFile, case: Case, path: Path, rng: Random) -> bool:
        name = member.absolute.relative_to(path).as_posix()
        assert ".." not in PurePosixPath(name).parts and not PurePosixPath(name).is_absolute(), name
        assert not _CONTROL.search(name) and member.shown == f"{path}/{name}"
        assert member.size <= min(LARGEST_MEMBERS, max(RATIO_FREE_BYTES, HIGHEST_RATIO * len(case.data))), (
            "it would explode"
        )
        container = member.container or Zip(path, str(path), READ_SUFFIXES)
        try:
            data = container.read(name)
            assert len(data) <= member.size, "never more than is said"
            assert not case.sound or data == case.files[name], "a member is what was packed"
            for item in read_file(member, EditionDefaults()).items:
                if isinstance(item, ArticleDraft):
                    check_draft(item, data, rng)
        except BadInput as error:
            check_refusal(error, member.shown)
            assert not case.sound or error.code != "zip_damaged", "a whole zip is not damaged"
            return False
        return True

    def _member_name(self, rng: Random, hostile: bool) -> str:
        return rng.choice(HOSTILE if hostile and rng.random() < 0.4 else NAMES)

    def _pack(self, rng: Random, names: list[str]) -> tuple[bytes, dict[str, bytes], bool]:
        """The zip, what is in it, and whether it is packed in the usual way."""
        target, files, usual = io.BytesIO(), {}, True
        with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as archive:
            warnings.simplefilter("ignore", UserWarning)  # of two members with one name
            for name in names:
                info = zipfile.ZipInfo()
                info.filename = name  # set afterwards: ZipInfo cuts names at NUL, a hostile packer does not
                info.compress_type = rng.choice(USUAL if rng.random() < 0.98 else UNUSUAL)
                linked = rng.random() < 0.03
                if linked:
                    info.external_attr = (stat.S_IFLNK | 0o777) << 16
                files[name] = self._content(rng, name)
                archive.writestr(info, files[name])
                usual &= info.compress_type not in UNUSUAL and not linked and files[name] is not BOMB
            if rng.random() < 0.03:
                archive.comment = END * rng.randint(1, 900)
                usual = False
        return target.getvalue(), files, usual

    def _content(self, rng: Random, name: str) -> bytes:
        chance = rng.random()
        if name.lower().endswith(".zip") and chance < 0.8:
            return self._pack(rng, ["01.txt"])[0]
        if chance < 0.001:
            return BOMB
        return b"" if chance < 0.05 else rng.choice(self._contents)


def _wounded(rng: Random, data: bytes) -> bytes:
    """The list of members lies, or the bytes are spoiled."""
    chance = rng.random()
    places = [found.start() for found in re.finditer(re.escape(CENTRAL), data)]
    if chance < 0.4 and places:
        return _lie(rng, data, rng.choice(places), ENTRY)
    if chance < 0.5 and places and len(data) >= places[0] + 46:  # both places say that it is encrypted
        (start,) = struct.unpack_from("<L", data, places[0] + 42)
        return _put(_put(data, places[0] + 8, "H", 1), start + 6, "H", 1)
    if chance < 0.6 and END in data:
        return _lie(rng, data, data.rindex(END), TAIL)
    if chance < 0.68 and LOCAL in data:
        return _lie(rng, data, data.index(LOCAL), HEAD)
    if chance < 0.74:
        before, behind = (b"", b"MZ", b"\0" * 40, data[-22:]), (b"", b"\0", data[:50], b"PK\x06\x07" + bytes(16))
        return rng.choice(before) + data + rng.choice(behind)
    return data[: rng.randint(0, len(data))] if chance < 0.84 else material.spoiled(rng, data)


def _lie(rng: Random, data: bytes, start: int, fields: tuple[tuple[int, str], ...]) -> bytes:
    at, code = rng.choice(fields)
    return _put(data, start + at, code, rng.choice((*VALUES, rng.randrange(1 << 16))))


def _put(data: bytes, at: int, code: str, value: int) -> bytes:
    size = struct.calcsize("<" + code)
    if at + size > len(data):
        return data
    return data[:at] + struct.pack("<" + code, value & ((1 << (8 * size)) - 1)) + data[at + size :]
