"""Zips: members within bounds and inside it, or one refusal."""

# ruff: noqa: E501 - lists of material are read whole
from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path, PurePosixPath
from random import Random

from retrieval.editions.base.zips import LARGEST_MEMBERS, MOST_MEMBERS, Zip
from retrieval.editions.sources.files import READ_SUFFIXES
from retrieval.errors import BadInput
from tests.fuzz import material
from tests.fuzz.accounting import check_refusal, written

NAMES = (
    "a.txt", "临江日报/2025-03-13-A04.txt", "../../etc/passwd", "../a.txt", "/tmp/x.txt", "..\\x.txt", "C:\\x.txt", "a/../b.txt", "a.txt/",
    "x" * 300 + ".txt", "a\n.txt", "__MACOSX/._a.txt", ".hidden.txt", "b.jsonl", "c.zip", "d.exe", "图/照片.jpg", "\u202etxt.a", "e.txt",
)  # fmt: skip
MODES = (0, 0, 0, 0o120777 << 16, 0o40755 << 16, 0o20666 << 16, 0xFFFFFFFF)


class Zips:
    """One zip after another, whole or wounded."""

    name = "zips"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def case(self, rng: Random) -> bytes:
        packed = io.BytesIO()
        method = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2))
        with zipfile.ZipFile(packed, "w", method) as file, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of two members with one name
            for name in rng.choices(NAMES, k=rng.randint(0, 5)):
                member = zipfile.ZipInfo(name)
                member.external_attr = rng.choice(MODES)
                file.writestr(member, _content(rng), method)
        data = packed.getvalue()
        for _ in range(rng.choice((0, 1, 2, 6))):
            data = material.spoiled(rng, data)
        return data

    def check(self, data: bytes, _rng: Random) -> str:
        path = written(self._folder, "case.zip", data)
        zipped = Zip(path, "a/case.zip", sorted(READ_SUFFIXES))
        try:
            members = zipped.members()
            assert len(members) <= MOST_MEMBERS
            assert sum(member.size for member in members) <= LARGEST_MEMBERS
            for member in members:
                inside = PurePosixPath(member.name)
                assert not inside.is_absolute() and ".." not in inside.parts, f"{member.name!r} leads outside"
                assert inside.suffix.lower() in READ_SUFFIXES
                assert len(zipped.read(member.name)) == member.size
        except BadInput as error:
            check_refusal(error, "a/case.zip")
            return error.code
        finally:
            zipped.close()
        return "read"


def _content(rng: Random) -> bytes:
    if rng.random() < 0.02:
        return b"\0" * 3_000_000  # packs to a thousandth
    return rng.choice(
        (b"", b"PK\x03\x04" * 50, b"PK\x05\x06" + bytes(18), "## 题\n\n文。\n".encode(), rng.randbytes(200))
    )
