"""A small paper of two months, published, for all tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.publish import publish
from retrieval.index.published import Published
from retrieval.index.vectors import VectorCache
from retrieval.language.tokenizer import Tokenizer
from tests.index.support import HashedGrams, write_edition

ARTICLES = [
    {"headline": "西河大桥封闭", "date": "2025-03-10", "page": "1", "byline": "记者 高远",
     "body": "本报讯 西河大桥自本月15日起封闭维修，工期45天。3路公交车绕行。\n大桥全长860米，1987年建成。"},
    {"headline": "花市开张", "date": "2025-03-11", "page": "2", "byline": "记者 林小舟",
     "body": "北门花市昨天开张。市民可乘13路公交车前往，西河\n大桥另有接驳车。"},
    {"headline": "西河大桥通车", "date": "2025-04-24", "page": "1", "byline": "记者 高远",
     "body": "昨天零时，封闭维修的大桥恢复通行。“比原计划提前了一天。”施工负责人说。"},
    {"headline": "绕行结束", "date": "2025-04-24", "page": "3", "byline": "记者 林小舟",
     "body": "西河大桥通车后，3路公交车恢复原线。票价2.5元不变。"},
    {"headline": "旧事", "body": "老人记得西河大桥合龙的那个早晨。"},
]  # fmt: skip


class Library:
    """An archive, and what was published of it."""

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        self.archive = Archive.open(folder / "archive.sqlite", create=True)
        ingest(self.archive, [write_edition(folder / "晚报.jsonl", ARTICLES)])
        engine, encoder = EmbeddedEngine(folder, tokenizer), HashedGrams()
        cache = VectorCache(folder / "vectors.sqlite", encoder)
        generation = engine.open(publish(self.archive, engine, encoder, cache).manifest.id)
        cache.close()
        self.view = Published(self.archive, generation)

    def article_id(self, headline: str) -> int:
        return next(article.id for article in self.archive.articles() if article.headline == headline)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path, Tokenizer())
    yield made
    made.archive.close()
