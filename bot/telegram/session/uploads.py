"""Keeps the files that operators send: in the inbox until they are published or dropped, then among the sources.

An upload is a folder named by its key: the files, each in a folder of its own, and what is stated of each in
``stated.json``. So the button under a report still works after a restart. Before it is read into the archive the whole
folder moves to the sources, which nothing deletes: the archive can always be checked against what was sent.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from secrets import token_hex

from retrieval.editions.base.draft import EditionDefaults

FILES, STATED = "files", "stated.json"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was sent: its name, its bytes, and what its caption states."""

    name: str
    content: bytes
    stated: EditionDefaults


@dataclass(frozen=True, slots=True)
class Batch:
    """Files of one upload of which the same is stated."""

    paths: tuple[Path, ...]
    stated: EditionDefaults


class Inbox:
    """The folder of uploads, and the one of sources. All methods block."""

    def __init__(self, folder: Path, sources: Path) -> None:
        self._folder, self._sources = folder, sources

    def store(self, files: Sequence[SentFile]) -> str:
        """Keep files as one upload; its key. Raises ``OSError`` where there is no room."""
        key = token_hex(8)
        try:
            for number, file in enumerate(files):
                place = self.files_of(key) / str(number)
                place.mkdir(parents=True, mode=0o700)
                (place / file.name).write_bytes(file.content)
            stated = json.dumps([_record(file.stated) for file in files], ensure_ascii=False)
            self._stated_of(key).write_text(stated, encoding="utf-8")
        except BaseException:
            self.drop(key)
            raise
        return key

    def has(self, key: str) -> bool:
        """Whether an upload is there, and the archive does not have it yet."""
        return self._stated_of(key).is_file()

    def drop(self, key: str) -> None:
        """Delete an upload that nobody wants to publish."""
        shutil.rmtree(self._folder / key, ignore_errors=True)

    def move_to_sources(self, key: str) -> None:
        """Before an upload is read into the archive; it may have moved already. Raises ``OSError``."""
        if not (self._sources / key).exists():
            self._sources.mkdir(mode=0o700, exist_ok=True)
            (self._folder / key).rename(self._sources / key)

    def done(self, key: str) -> None:
        """The archive has an upload: its button does nothing any more, its files stay."""
        self._stated_of(key).unlink(missing_ok=True)

    def files_of(self, key: str) -> Path:
        """The folder that the files of an upload lie in."""
        return self._place(key) / FILES

    def _stated_of(self, key: str) -> Path:
        return self._place(key) / STATED

    def _place(self, key: str) -> Path:
        moved = self._sources / key
        return moved if moved.is_dir() else self._folder / key

    def batches(self, key: str) -> Iterator[Batch]:
        """The files of an upload in the order sent, those together of which the same is stated."""
        stated = json.loads(self._stated_of(key).read_text(encoding="utf-8"))
        paths = [next((self.files_of(key) / str(number)).iterdir()) for number in range(len(stated))]
        for record, group in groupby(zip(stated, paths, strict=True), key=lambda pair: pair[0]):
            yield Batch(tuple(path for _, path in group), _defaults(record))


def _record(stated: EditionDefaults) -> list[str | None]:
    return [stated.paper, stated.date.isoformat() if stated.date else None, stated.page]


def _defaults(record: list[str | None]) -> EditionDefaults:
    paper, day, page = record
    return EditionDefaults(paper, date.fromisoformat(day) if day else None, page)
