"""Folders that others write to: names of any bytes, links, pipes, sockets. Good files are read, nothing else is touched."""

# ruff: noqa: E501 - lists of material are read whole
from __future__ import annotations

import os
import shutil
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, SourceFile
from retrieval.editions.base.file_names import has_twin, readable
from retrieval.editions.sources.files import READ_SUFFIXES, read_file
from retrieval.editions.sources.finding import find_files
from retrieval.editions.sources.quarantine import QUARANTINE_FOLDER, Quarantine
from retrieval.errors import BadInput, StorageError
from tests.fuzz.accounting import CODES

NAMES = (
    b"01.txt", b"02.txt", b"A04.txt", "头版.txt".encode(), "头版.txt".encode("gb18030"), b"\xb0\xd7.txt", b"bad\xff\xfe.txt", b"caf\xe9.txt", b"\x81.txt",
    b"a\n\xd0\xc2.txt", b"a\nb.txt", b"\x1b[31m.txt", "\u202etxt.exe.txt".encode(), "\u2028.txt".encode(), b" .txt", b"a .txt ", b"-rf.txt", b"--data.txt",
    b"$(id).txt", b"`id`.txt", b"'; --.txt", b"\\x.txt", b"%s{0}.txt", b"a.jsonl", b"a.md", b"a.zip", b"a.pdf", b"a.exe", b".hidden.txt", b"~a.txt", b"a.txt.part",
    b"a.txt.reason.txt", b"x" * 251 + b".txt", "字".encode() * 83 + b".txt", b"quarantine", b"quarantine.txt", b"..txt", b"...", b"CON.txt", b"a:b.txt", b".env",
)  # fmt: skip
FOLDERS = (
    b"2025-03-11", "晨光日报".encode(), "晨光日报".encode("gb18030"), b"\xff\xfe", b"a\nb", b"quarantine", b".hidden", b" ", b"-", b"x" * 255, b"archive.zip",
)  # fmt: skip
SECRET = "此件机密不得登载"
GOOD = "# 冰场开放\n\n本报讯 什刹海冰场今天开放，票价{}元。\n"
CONTENTS = (
    b"",
    b"\0",
    b"\xff\xfe" * 9,
    b"# ",
    b"{",
    b"PK\x03\x04",
    b"%PDF-1.7",
    "中".encode("utf-16"),
    b"---\n: [\n---\n",
)
TARGETS = (
    "outside/victim.txt", "outside", "outside/none.txt", ".", "..", "/etc/passwd", "/dev/zero", "/proc/self/environ", "/", "loop", "\n", "quarantine", "01.txt",
)  # fmt: skip
KINDS = ("good",) * 6 + ("bad",) * 3 + ("link",) * 4 + ("pipe", "socket", "folder", "hard link")

Listing = dict[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the folder: its path below it as bytes, what it is, and what a link leads to or a file holds."""

    path: bytes
    kind: str
    target: str = ""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Case:
    """What lies in a folder. ``watched``: each file is named by itself, as ``baowen watch`` does; ``swapped``: files
    become links between a look at them and their reading.
    """

    entries: tuple[Entry, ...]
    watched: bool
    swapped: bool


class Folders:
    """One folder after another, beside one that nothing may touch."""

    name = "folders"
    unavailable = None if sys.platform == "linux" else "names that are any bytes, and /proc: Linux only"

    def __init__(self, folder: Path) -> None:
        self._inbox, self._outside = folder.resolve() / "inbox", folder.resolve() / "outside"
        self._outside.mkdir()
        (self._outside / "victim.txt").write_text(GOOD.format(SECRET), encoding="utf-8")
        (self._outside / "victim.txt").chmod(0o600)
        (self._outside / "a.reason.txt").symlink_to("victim.txt")
        self._before = listing(self._outside)

    def case(self, rng: Random) -> Case:
        entries = tuple(_entry(rng, number) for number in range(rng.choice((1, 2, 4, 8, 12))))
        return Case((*_quarantined(rng, entries), *entries), rng.random() < 0.5, rng.random() < 0.2)

    def check(self, case: Case, rng: Random) -> str:
        """Find, read, and put away what can't be read; then hold everything against what it was before."""
        self._inbox.mkdir()
        try:
            made = {entry.path: entry for entry in case.entries if make(self._inbox, entry)}
            return self._check(case, made, rng)
        finally:
            shutil.rmtree(os.fsencode(self._inbox))
            assert listing(self._outside) == self._before, "the folder beside it was touched"

    def _check(self, case: Case, made: dict[bytes, Entry], rng: Random) -> str:
        inside = listing(self._inbox)
        files = [each for each in self._found(case) if isinstance(each, SourceFile)]
        if case.swapped:
            self._swap(files, rng)
        bodies = {os.fsencode(file.absolute): _bodies(file) for file in files}
        assert SECRET not in "".join("".join(texts) for texts in bodies.values()), "a text from outside was read"
        if not case.swapped:
            assert listing(self._inbox) == inside, "reading changes nothing"
            self._check_good(made, bodies)
        self._put_away(made, rng)
        return f"{'watched, ' if case.watched else ''}{'swapped' if case.swapped else 'read' if bodies else 'nothing'}"

    def _found(self, case: Case) -> list[SourceFile | BadInput]:
        root = self._inbox
        paths = sorted(_below(root)) if case.watched else [root]
        found = list(find_files(paths, root if case.watched else None))
        for each in found:
            if isinstance(each, BadInput):
                assert each.code in CODES, each.code
                str(each).encode("utf-8")
            else:
                f"{each.shown}{each.below}".encode()
                assert each.absolute.is_relative_to(root), "a file outside"
        return found

    def _check_good(self, made: dict[bytes, Entry], bodies: dict[bytes, list[str]]) -> None:
        """Whatever lies beside them, good files are read."""
        for entry in made.values():
            path = Path(os.fsdecode(os.path.join(os.fsencode(self._inbox), entry.path)))  # noqa: PTH118  # bytes
            if entry.kind == "good" and _is_to_be_read(path, self._inbox):
                texts = bodies.get(os.fsencode(path))
                assert texts is not None and "票价" in "".join(texts), f"{entry.path!r} was not read"

    def _swap(self, files: list[SourceFile], rng: Random) -> None:
        """Files, or the folders on the way, become links to the text outside."""
        for file in files:
            path = rng.choice((file.absolute, file.absolute.parent))
            if path == self._inbox or not os.path.lexists(path):
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(os.fsencode(path))
                path.symlink_to(self._outside)
            else:
                path.unlink()
                path.symlink_to(self._outside / "victim.txt")

    def _put_away(self, made: dict[bytes, Entry], rng: Random) -> None:
        """Every name may be asked to be put away: it is, or it is told why not, and good files keep what they say."""
        quarantine = Quarantine(self._inbox)
        for entry in made.values():
            name, does = os.fsdecode(entry.path), rng.choice((quarantine.put, quarantine.note, _cleared(quarantine)))
            with suppress(StorageError):
                does(name, f"原因\n{name}".encode("utf-8", "backslashreplace").decode())
        list(quarantine.reasons())


def _cleared(quarantine: Quarantine) -> Callable[[str, str], object]:
    return lambda name, reason: quarantine.clear(name)


def _entry(rng: Random, number: int) -> Entry:
    depth = 70 if rng.random() < 0.005 else rng.choice((0, 0, 0, 1, 1, 2, 5))  # the deep ones take most of the time
    path = b"/".join([*(rng.choice(FOLDERS[:9] if depth > 2 else FOLDERS) for _ in range(depth)), rng.choice(NAMES)])
    kind = rng.choice(KINDS)
    content = GOOD.format(number).encode() if kind == "good" else rng.choice(CONTENTS)
    return Entry(path, kind, rng.choice(TARGETS), content)


def _quarantined(rng: Random, entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """What somebody prepared where the program will write."""
    chance = rng.random()
    if chance < 0.15:
        yield Entry(QUARANTINE_FOLDER.encode(), "link", rng.choice(TARGETS))
    elif chance < 0.2:
        yield Entry(QUARANTINE_FOLDER.encode(), "bad", content=b"a file")
    elif chance < 0.5:
        for _ in range(rng.randint(1, 4)):
            path = rng.choice(entries).path + rng.choice((b"", b".reason.txt", b".reason.txt", b".reason.txt.new"))
            yield Entry(b"quarantine/" + path, "link", rng.choice(("outside/victim.txt", "outside", "/dev/full")))


def make(inbox: Path, entry: Entry) -> bool:
    """Put it there, as far as the system allows; whether it stands there now as it is meant."""
    path = os.path.join(os.fsencode(inbox), entry.path)  # noqa: PTH118  # bytes
    if os.path.lexists(path):
        return False
    try:
        _make_folders(os.fsencode(inbox), entry.path.split(b"/")[:-1])
        _create(path, entry, inbox)
    except OSError:  # a file or a link where a folder is wanted, a name or a path that is too long
        return False
    return True


def _make_folders(at: bytes, parts: list[bytes]) -> None:
    """Step by step: nothing is made behind a link."""
    for part in parts:
        at = os.path.join(at, part)  # noqa: PTH118  # bytes
        if not os.path.lexists(at):
            os.mkdir(at)  # noqa: PTH102  # bytes
        elif os.path.islink(at):  # noqa: PTH114  # bytes
            raise OSError("a link is on the way")


def _create(path: bytes, entry: Entry, inbox: Path) -> None:
    if entry.kind == "link":
        target = str(inbox.parent / entry.target) if entry.target.startswith("outside") else entry.target
        os.symlink(os.fsencode(target), path)  # noqa: PTH211  # bytes
    elif entry.kind == "pipe":
        os.mkfifo(path)
    elif entry.kind == "folder":
        os.mkdir(path)  # noqa: PTH102  # bytes
    elif entry.kind == "socket":
        with closing(socket.socket(socket.AF_UNIX)) as made:
            made.bind(path)
    else:
        with open(path, "xb") as file:  # noqa: PTH123  # bytes
            file.write(entry.content)
        if entry.kind == "hard link":
            os.link(path, path + b".txt")


def _below(root: Path) -> Iterator[Path]:
    """Everything that is no folder."""
    for folder, _, names in os.walk(root):
        yield from (Path(folder) / name for name in names)


def _is_to_be_read(path: Path, root: Path) -> bool:
    """Whether a good page of that name is one that the program promises to read."""
    parts = path.relative_to(root).parts
    in_sight = not any(part.startswith((".", "~")) for part in parts) and len(parts) <= 60
    text = readable(path)
    if text is None or not in_sight or has_twin(path) or path.suffix.lower() not in {".txt", ".md"}:
        return False
    assert path.suffix.lower() in READ_SUFFIXES
    told = path.name.endswith(".reason.txt") or os.path.lexists(f"{path}.reason.txt")
    return not told and stat.S_ISREG(path.lstat().st_mode)


def _bodies(file: SourceFile) -> list[str]:
    try:
        items = read_file(file, EditionDefaults()).items
        return [item.body if isinstance(item, ArticleDraft) else "" for item in items]
    except BadInput as error:
        assert error.code in CODES, error.code
        str(error).encode("utf-8")
        return []


def listing(folder: Path) -> Listing:
    """Everything in a folder and below it: kind, owner, rights, size, time of the last change, content or target."""
    found: Listing = {}
    for at, folders, names in os.walk(folder):
        for name in (".", *folders, *names):
            path = os.path.join(at, name)  # noqa: PTH118  # may be no text
            status = os.lstat(path)
            content: object = None
            if stat.S_ISLNK(status.st_mode):
                content = os.readlink(path)  # noqa: PTH115
            elif stat.S_ISREG(status.st_mode):
                content = Path(path).read_bytes()
            found[path] = (status.st_mode, status.st_uid, status.st_nlink, status.st_size, status.st_mtime_ns, content)
    return found
