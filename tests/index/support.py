"""Helpers of these tests: a small encoder with behaviour, rows of our own, and an archive made through ingest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.domain import Article, ArticleKind, Byline, Passage
from retrieval.language.tokenizer import Tokenizer

DIM = 64


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer()


class HashedGrams:
    """Sums a fixed random direction for each gram: texts that share grams are near."""

    name = "hashed-grams"
    dim = DIM

    def __init__(self, fingerprint: str = "hashed-grams-1") -> None:
        self.fingerprint = fingerprint
        self._grams = _tokenizer().grams
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.stack([self._row(text) for text in texts]) if texts else np.empty((0, DIM))
        return np.ascontiguousarray(rows, dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        self.encoded.extend(texts)
        return self.encode_queries(texts)

    def _row(self, text: str) -> np.ndarray:
        row = np.zeros(DIM)
        for gram in self._grams(text):
            seed = hashlib.blake2b(gram.encode(), digest_size=DIM).digest()
            row += np.frombuffer(seed, dtype=np.uint8) / 127.5 - 1
        norm = np.linalg.norm(row)
        return row / norm if norm else row


def article(number: int, body: str, **more: object) -> Article:
    """An article with everything unknown but its text."""
    fields: dict[str, Any] = {
        "id": number, "edition_id": 1, "paper": None, "date": None, "page": None, "headline": None, "kicker": None,
        "subhead": None, "byline": Byline(), "kind": ArticleKind.REPORT, "jump": None, "continues": None, "body": body,
        "pieces": (), "joins": 0, "source_id": 1, "source_file": "own.txt",
    }  # fmt: skip
    return Article(**(fields | more))


def rows_of(articles: Sequence[Article], first_passage: int = 1) -> list[tuple[Passage, Article]]:
    """One passage a paragraph, with ids in order."""
    rows: list[tuple[Passage, Article]] = []
    for item in articles:
        at = 0
        for ordinal, text in enumerate(item.paragraphs):
            rows.append((Passage(first_passage + len(rows), item.id, ordinal, at, at + len(text), text), item))
            at += len(text) + 1
    return rows


def write_edition(path: Path, articles: Sequence[Mapping[str, object]]) -> Path:
    """A JSONL edition."""
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in articles), encoding="utf-8")
    return path


def day(text: str) -> date:
    return date.fromisoformat(text)
