from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.editions.base.decoding import decode
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults
from retrieval.editions.layout.blocks import blocks_of, split_lines
from retrieval.editions.layout.segment import segment
from retrieval.editions.store.archive import Archive


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "data" / "archive.sqlite", create=True) as opened:
        yield opened


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file below the temporary folder and give its path."""

    def written(name: str, content: str | bytes, coding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(coding))
        return path

    return written


@pytest.fixture
def drafts() -> Callable[[str], list[ArticleDraft]]:
    """What reading a page gives, without an archive."""

    def read(text: str, coding: str = "utf-8") -> list[ArticleDraft]:
        decoded = decode(text.encode(coding), Path("page.txt"))
        return list(segment(blocks_of(split_lines(decoded)), EditionDefaults()).drafts)

    return read
