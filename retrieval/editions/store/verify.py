"""Verifies the archive against the source files: re-reads every piece of every live article."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from retrieval.domain import Article, Coding, Piece
from retrieval.editions.base.entities import entity_character
from retrieval.editions.base.file_names import on_disk
from retrieval.editions.base.plain_files import open_plain
from retrieval.editions.base.zips import Zip, member_of, source_exists
from retrieval.editions.sources.files import READ_SUFFIXES
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.rows import Source
from retrieval.errors import BadInput

CACHED_SOURCE_BYTES = 256 * 2**20
"""Bytes of source files that are kept at a time, about: the articles of a file may lie far apart; by hand, 2026-11."""


def disagreements(archive: Archive, kept_sources: str | None = None) -> Iterator[str]:
    """One short English sentence for each source that is gone or has changed, and each span that prints other text.

    ``kept_sources`` names the folder beside the archive in which sources are kept; they may have moved with it.
    """
    sources = KeptSources(archive, kept_sources)
    for article in archive.articles():
        yield from sources.look_at(article.source_id)
        if same := sources.bytes_of(article.source_id):
            yield from _misprinted(article, same, sources.extracted(article.source_id))
    sources.close()


class KeptSources:
    """The source files of the articles that are looked at now, as far as they are still what was read.

    Call ``look_at`` before ``bytes_of``.
    """

    def __init__(self, archive: Archive, folder: str | None) -> None:
        self._archive, self._folder = archive, folder
        self._kept: dict[int, bytes | None] = {}
        self._looked_at: set[int] = set()
        self._zip: Zip | None = None
        self._extracted: tuple[int, str] = (0, "")

    def look_at(self, source_id: int) -> Iterator[str]:
        """Keep a source; says what is wrong with it when it is met for the first time."""
        if source_id in self._kept:
            return
        source = self._archive.source(source_id)
        raw = self._source_bytes(source)
        is_same = raw is not None and _is_as_read(source, raw)
        self._keep(source_id, raw if is_same else None)
        if not is_same and source_id not in self._looked_at:
            yield _changed(source, raw)
        self._looked_at.add(source_id)

    def bytes_of(self, source_id: int) -> bytes | None:
        return self._kept[source_id]

    def extracted(self, source_id: int) -> str:
        """The text that was read off a source without a text of its own."""
        if self._extracted[0] != source_id:
            found = self._archive.extraction(source_id)
            self._extracted = source_id, found.text if found else ""
        return self._extracted[1]

    def close(self) -> None:
        if self._zip is not None:
            self._zip.close()
        self._zip = None

    def _source_bytes(self, source: Source) -> bytes | None:
        """What lies where the source was read; None where there is nothing any more."""
        path = self._moved(on_disk(source.absolute))
        try:
            with open_plain(path.resolve()) as file:
                return file.read()
        except (OSError, RuntimeError):
            found = member_of(path)
        return self._member(*found) if found else None

    def _moved(self, path: Path) -> Path:
        """Where a kept source lies now, if the data folder is not where it was when the source was read."""
        parts = path.parts
        if self._folder not in parts or source_exists(path, READ_SUFFIXES):
            return path
        last = len(parts) - 1 - parts[::-1].index(str(self._folder))
        return self._archive.path.parent.joinpath(*parts[last:])

    def _member(self, container: Path, name: str) -> bytes | None:
        """What lies in a zip; the one that was read last stays open."""
        if self._zip is None or self._zip.path != container:
            self.close()
            self._zip = Zip(container, str(container), READ_SUFFIXES)
        try:
            return self._zip.read(name)
        except BadInput:
            return None

    def _keep(self, source_id: int, raw: bytes | None) -> None:
        if sum(map(len, filter(None, self._kept.values()))) > CACHED_SOURCE_BYTES:
            self._kept.clear()
        self._kept[source_id] = raw


def _is_as_read(source: Source, raw: bytes) -> bool:
    return hashlib.sha256(raw).hexdigest() == source.sha256


def _changed(source: Source, raw: bytes | None) -> str:
    if raw is None:
        return f"{source.absolute}: the source file is gone; its articles still answer, but can't be checked"
    return f"{source.absolute}: the source file has changed since it was indexed; run index on it again"


def _misprinted(article: Article, raw: bytes, extracted: str) -> Iterator[str]:
    for piece in article.pieces:
        text = article.body[piece.start : piece.end]
        if _text_at(piece, text, raw, extracted) != text:
            where = f"characters {piece.start}-{piece.end}"
            yield f"article {article.id}: {where} are not what {article.source_file} prints"
            return


def _text_at(piece: Piece, text: str, raw: bytes, extracted: str) -> str | None:
    """What stands where a piece says that ``text`` is printed."""
    place = slice(piece.source_start, piece.source_start + piece.width(text))
    return extracted[place] if piece.coding is Coding.EXTRACTED else decoded(raw[place], piece)


def decoded(printed: bytes, piece: Piece) -> str | None:
    """The characters that bytes of a source file stand for; None if they are broken."""
    try:
        if piece.coding is Coding.ENTITY:
            return entity_character(printed.decode("ascii"))
        if piece.coding in {Coding.JSON_SHORT, Coding.JSON_UNICODE}:
            return str(json.loads(b'"' + printed + b'"'))
        return printed.decode(piece.coding.value)
    except ValueError:
        return None
