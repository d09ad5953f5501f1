"""Helpers of these tests: blocks of a page, drafts as reading gives them, and articles put into an archive by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from retrieval.domain import ArticleKind, Byline, Coding, Piece
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, FileReading, SourceFile
from retrieval.editions.base.source_text import SourceText
from retrieval.editions.layout.blocks import Block
from retrieval.editions.store.archive import Archive

NOTHING_STATED = EditionDefaults()
PAGE = Path("/papers/2025-11-08/01.txt")


def block(text: str, *, level: int = 0, gap: int = 1, row: bool = False) -> Block:
    """A block as ``blocks_of`` gives it: ``# 标题`` is a heading of rank 1."""
    bare = text.lstrip("#")
    return Block(
        SourceText.run(bare.strip(), 0, Coding.UTF8), 1, gap=gap, level=level or len(text) - len(bare), row=row
    )


def blocks(*texts: str) -> list[Block]:
    return list(map(block, texts))


def draft(headline: str | None, body: str, **more: Any) -> ArticleDraft:
    """An article with everything unknown but its headline and text."""
    fields: dict[str, Any] = {
        "kicker": None, "subhead": None, "byline": Byline(), "kind": ArticleKind.REPORT,
        "pieces": (Piece(0, len(body), 0, Coding.UTF8),), "joins": 0, "paper": None, "date": None, "page": None,
    }  # fmt: skip
    return ArticleDraft(headline=headline, body=body, **(fields | more))


def reading(
    path: Path = PAGE, content: str = "page", *, kind: str = "page", stated: EditionDefaults = NOTHING_STATED
) -> FileReading:
    """A file that was read, without its items."""
    data = content.encode()
    file = SourceFile(path.name, path, Path(path.name), size=len(data))
    return FileReading(file, kind, hashlib.sha256(data).hexdigest(), len(data), stated, iter(()))


def put(
    archive: Archive,
    drafts: Sequence[ArticleDraft],
    read: FileReading | None = None,
    joined: Mapping[int, int] | None = None,
) -> list[int]:
    """Insert articles under one source, as an ingest would; their ids. ``joined``: number of a part → of the first."""
    with archive.writing() as writer:
        source = writer.source(read or reading())
        ids = [writer.insert(each, writer.hash(each), source, number) for number, each in enumerate(drafts, 1)]
        for part, first in (joined or {}).items():
            assert writer.join(ids[part], ids[first], ids[first]) == ids[part]
        writer.finish()
    return ids
