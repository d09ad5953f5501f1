"""The files of one generation: what goes in is found again, what is retired is not, and contents say what is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.index import row_batches
from retrieval.index.builder import Builder
from retrieval.index.contents import article_digest, contents_of, encoded_text, load_contents, passage_digest
from retrieval.index.dense import DenseIndex
from retrieval.index.engine import Changes, Contents, Row
from retrieval.index.lexical import FieldWeights, LexicalIndex
from retrieval.language.tokenizer import Tokenizer
from tests.index.support import DIM, HashedGrams, article, rows_of

LIBRARY = article(1, "城东图书馆新馆开门。\n馆内设有朗读亭。", headline="图书馆开门", kicker="民生服务")
BRIDGE = article(2, "西河大桥封闭维修。", headline="大桥维修")
MARKET = article(7, "北门花市设摊位。")
ROWS = rows_of([LIBRARY, BRIDGE, MARKET])


class Vectors:
    """Encodes rows, and remembers which were asked for together."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self._encoder = HashedGrams()

    def __call__(self, rows: Sequence[Row]) -> np.ndarray:
        self.asked.append([passage.id for passage, _ in rows])
        return self._encoder.encode_passages([encoded_text(*row) for row in rows])


@pytest.fixture
def build(tmp_path: Path, tokenizer: Tokenizer):
    """``build(changes)`` → contents; again: on what was built before."""

    def built(changes: Changes, vectors: Vectors | None = None) -> Contents:
        return Builder(tmp_path, tokenizer, DIM).run(changes, vectors or Vectors())

    return built


@pytest.fixture
def found(tmp_path: Path, tokenizer: Tokenizer):
    """``found("articles", text)`` → ids, ascending."""

    def search(part: str, text: str) -> list[int]:
        index = LexicalIndex(tmp_path / part, tokenizer, FieldWeights(1.0, 1.0, 0.5))
        return sorted(hit.id for hit in index.search(text, 10))

    return search


def same(one: Contents, other: Contents) -> bool:
    names = ("passage_ids", "passage_digests", "article_ids", "article_digests")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


def contents(rows: Sequence[Row]) -> Contents:
    articles = {each.id: article_digest(each) for _, each in rows}
    return contents_of([(passage.id, passage_digest(passage, each)) for passage, each in rows], articles.items())


def test_what_goes_in_is_held_and_found(build, found, tmp_path: Path) -> None:
    held = build(Changes(ROWS))
    assert same(held, contents(ROWS))
    assert same(load_contents(tmp_path), held)
    assert DenseIndex(tmp_path / "vectors", DIM).ids().tolist() == [1, 2, 3, 4]
    assert (found("passages", "朗读亭"), found("articles", "朗读亭")) == ([2], [1])
    assert (found("passages", "大桥"), found("articles", "大桥")) == ([3], [2])
    # What stands above an article is found with each of its passages, and with the article.
    assert (found("passages", "民生服务"), found("articles", "民生服务")) == ([1, 2], [1])


def test_nothing_makes_a_whole_generation_too(build, found, tmp_path: Path) -> None:
    held = build(Changes([]))
    assert same(held, contents([]))
    assert same(load_contents(tmp_path), held)
    assert (found("passages", "图书馆"), found("articles", "图书馆")) == ([], [])
    assert len(DenseIndex(tmp_path / "vectors", DIM)) == 0


def test_an_article_is_indexed_with_the_text_that_no_passage_holds(build, found) -> None:
    (first, _), *_ = ROWS
    build(Changes([(first, LIBRARY)]))
    assert (found("passages", "朗读亭"), found("articles", "朗读亭")) == ([], [1])


def test_what_is_retired_goes_and_what_changed_comes_again(build, found, tmp_path: Path) -> None:
    build(Changes(ROWS))
    changed = replace(MARKET, body="南湖灯会开幕。")
    (passage, _) = ROWS[3]
    anew = [(replace(passage, text=changed.body, end=len(changed.body)), changed)]
    held = build(Changes(anew, "base", retired=(1, 2, 4), retired_articles=(1, 7)))
    assert same(held, contents([ROWS[2], *anew]))
    assert same(load_contents(tmp_path), held)
    assert DenseIndex(tmp_path / "vectors", DIM).ids().tolist() == [3, 4]
    for part, number in (("passages", 4), ("articles", 7)):
        assert found(part, "花市") == []
        assert found(part, "灯会") == [number]
        assert found(part, "朗读亭") == []
    assert found("articles", "大桥") == [2]


def test_a_passage_more_does_not_add_its_article_twice(build, found) -> None:
    build(Changes([ROWS[0]]))
    held = build(Changes([ROWS[1]], "base"))
    assert same(held, contents(ROWS[:2]))
    assert found("articles", "图书馆") == [1]
    assert found("passages", "朗读亭") == [2]


def test_rows_are_encoded_together_and_no_article_is_parted(build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_batches, "BUILD_BATCH_ROWS", 3)
    long = article(3, "\n".join(f"第{number}段。" for number in range(5)))
    rows = rows_of([BRIDGE, LIBRARY, long, MARKET])
    vectors = Vectors()
    build(Changes(iter(rows)), vectors)
    assert vectors.asked == [[1, 2, 3], [4, 5, 6, 7, 8], [9]]
