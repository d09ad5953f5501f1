from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from retrieval.index.vectors import CACHE_BATCH_TEXTS, VectorCache, damaged_vectors
from tests.index.support import DIM, HashedGrams


def test_a_text_is_encoded_once(tmp_path: Path) -> None:
    encoder = HashedGrams()
    cache = VectorCache(tmp_path / "v.sqlite", encoder)
    first = cache.vectors(["公园", "公交", "公园"])
    again = cache.vectors(["公交", "冰场"])
    assert encoder.encoded == ["公园", "公交", "冰场"]
    assert (cache.encoded, cache.reused) == (3, 2)
    assert first.dtype == np.float32
    assert np.array_equal(first[0], first[2])
    assert np.array_equal(first[1], again[0])
    assert np.allclose(first, HashedGrams().encode_passages(["公园", "公交", "公园"]), atol=1e-3)
    cache.close()


def test_no_texts(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.sqlite", HashedGrams())
    assert cache.vectors([]).shape == (0, DIM)
    cache.close()


def test_vectors_of_another_encoder_are_not_taken(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.sqlite", HashedGrams("one"))
    cache.vectors(["公园", "公交"])
    cache.close()
    other = HashedGrams("two")
    cache = VectorCache(tmp_path / "v.sqlite", other)
    cache.vectors(["公园"])
    assert other.encoded == ["公园"]
    assert cache.forget_others() == 2
    cache.close()


def test_what_a_failed_run_encoded_is_kept(tmp_path: Path) -> None:
    class Fails(HashedGrams):
        def encode_passages(self, texts):
            if self.encoded:
                raise RuntimeError("the power went")
            return super().encode_passages(texts)

    texts = [f"第{number}篇" for number in range(2 * CACHE_BATCH_TEXTS)]
    cache = VectorCache(tmp_path / "v.sqlite", Fails())
    with pytest.raises(RuntimeError):
        cache.vectors(texts)
    cache.close()
    encoder = HashedGrams()
    cache = VectorCache(tmp_path / "v.sqlite", encoder)
    steps: list[int] = []
    cache.vectors(texts, steps.append)
    assert len(encoder.encoded) == CACHE_BATCH_TEXTS
    assert steps == [CACHE_BATCH_TEXTS, CACHE_BATCH_TEXTS]
    cache.close()


def test_a_vector_of_the_wrong_length_is_made_again(tmp_path: Path) -> None:
    encoder = HashedGrams()
    cache = VectorCache(tmp_path / "v.sqlite", encoder)
    cache.vectors(["公园"])
    with sqlite3.connect(tmp_path / "v.sqlite") as database:
        database.execute("UPDATE vectors SET vector = x'00'")
    database.close()
    cache.vectors(["公园"])
    assert len(encoder.encoded) == 2
    cache.close()


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "v.sqlite").write_bytes(b"not a database" * 100)
    cache = VectorCache(tmp_path / "v.sqlite", HashedGrams())
    assert np.allclose(cache.vectors(["湖区步道"]), HashedGrams().encode_passages(["湖区步道"]), atol=1e-3)
    assert cache.encoded == 1
    cache.close()


def test_a_damaged_vector_is_made_anew(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.sqlite", HashedGrams())
    right = cache.vectors(["湖区步道", "旧书市"])
    cache.close()
    with closing(sqlite3.connect(tmp_path / "v.sqlite")) as database, database:
        key, blob = database.execute("SELECT text_hash, vector FROM vectors LIMIT 1").fetchone()
        database.execute("UPDATE vectors SET vector = ? WHERE text_hash = ?", (blob[:7] + b"x" + blob[8:], key))
    assert damaged_vectors(tmp_path / "v.sqlite") == 1
    again = VectorCache(tmp_path / "v.sqlite", HashedGrams())
    assert np.array_equal(again.vectors(["湖区步道", "旧书市"]), right)
    assert (again.encoded, again.reused) == (1, 1)
    again.close()
    assert damaged_vectors(tmp_path / "v.sqlite") == 0


def test_hostile_texts(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.sqlite", HashedGrams())
    assert np.isfinite(cache.vectors(["", "\ud800", "\x00", "x" * 100_000])).all()
    cache.close()
