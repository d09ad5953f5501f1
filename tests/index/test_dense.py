"""Large segments are searched by coarse rows first: what comes out is what looking at every row gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from retrieval.domain import Filters, Hit
from retrieval.errors import StorageError
from retrieval.index import dense
from retrieval.index.columns import Traits
from retrieval.index.dense import DenseIndex, DenseWriter

DIM, ROWS, K = 256, 12_000, 24


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "LEAST_COARSE_ROWS", 4000)
    monkeypatch.setattr(dense, "LEAST_EXACT_ROWS", 800)


def unit(rows: np.ndarray) -> np.ndarray:
    found: np.ndarray = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return found


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    """Rows around a few topics, as texts are, with a common direction in all."""
    draw = np.random.default_rng(5)
    topics = draw.normal(size=(200, DIM))
    return unit(topics[draw.integers(200, size=ROWS)] + 0.8 * draw.normal(size=(ROWS, DIM)) + 0.3)


@pytest.fixture(scope="module")
def questions(vectors: np.ndarray) -> np.ndarray:
    """Some of the rows, each a little off."""
    draw = np.random.default_rng(6)
    return unit(vectors[::600] + 0.04 * draw.normal(size=(20, DIM)))


def write(folder: Path, vectors: np.ndarray, first: int = 0, gone: tuple[int, ...] = ()) -> None:
    writer = DenseWriter(folder, DIM)
    writer.delete(gone)
    numbers = list(range(first, first + len(vectors)))
    writer.add(numbers, vectors, [Traits(20221200 + number % 9, "", "", ()) for number in numbers])
    writer.finish()


def exact(vectors: np.ndarray, question: np.ndarray, gone: frozenset[int] = frozenset()) -> list[Hit]:
    scores = vectors.astype(np.float16).astype(np.float32) @ question
    order = np.argsort(-scores, kind="stable").tolist()
    return [Hit(number, float(scores[number])) for number in order if number not in gone]


def shares(index: DenseIndex, vectors: np.ndarray, questions: np.ndarray, gone: frozenset[int]) -> list[float]:
    """Of the nearest rows, the share that is found; scores of what is found are right in any case."""
    found = []
    for question in questions:
        hits, right = index.search(question, K), exact(vectors, question, gone)
        scores = {hit.id: hit.score for hit in right}
        assert [hit.score for hit in hits] == pytest.approx([scores[hit.id] for hit in hits], abs=5e-4)
        assert len(hits) == K
        assert not gone & {hit.id for hit in hits}
        found.append(len({hit.id for hit in hits} & {hit.id for hit in right[:K]}) / K)
    return found


def test_nothing_near_is_missed(tmp_path: Path, vectors: np.ndarray, questions: np.ndarray) -> None:
    write(tmp_path, vectors)
    assert (tmp_path / "000001.coarse").is_file()
    found = shares(DenseIndex(tmp_path, DIM), vectors, questions, frozenset())
    assert np.mean(found) >= 0.99
    assert min(found) >= 0.9


def test_what_was_retired_is_not_found(tmp_path: Path, vectors: np.ndarray, questions: np.ndarray) -> None:
    write(tmp_path, vectors)
    nearest = [hit.id for question in questions for hit in exact(vectors, question)[:12]]
    write(tmp_path, vectors[:0], ROWS, tuple(nearest))
    assert np.mean(shares(DenseIndex(tmp_path, DIM), vectors, questions, frozenset(nearest))) >= 0.99


def test_filters_look_at_every_row(tmp_path: Path, vectors: np.ndarray, questions: np.ndarray) -> None:
    write(tmp_path, vectors)
    where = Filters(date_from=date(2022, 12, 3), date_to=date(2022, 12, 3))
    outside = frozenset(number for number in range(ROWS) if number % 9 != 3)
    index = DenseIndex(tmp_path, DIM)
    for question in questions[:5]:
        assert [hit.id for hit in index.search(question, K, where)] == [
            hit.id for hit in exact(vectors, question, outside)[:K]
        ]


def test_ties_are_whole(tmp_path: Path, vectors: np.ndarray, questions: np.ndarray) -> None:
    """Of more equal rows than are looked at, those with the lowest ids come."""
    twins = vectors.copy()
    twins[2000:5000] = questions[0]
    write(tmp_path, twins)
    found = DenseIndex(tmp_path, DIM).search(questions[0], K)
    assert [hit.id for hit in found] == list(range(2000, 2000 + K))


def test_many_and_all(tmp_path: Path, vectors: np.ndarray, questions: np.ndarray) -> None:
    write(tmp_path, vectors)
    index = DenseIndex(tmp_path, DIM)
    assert len(index.search(questions[0], ROWS + 5)) == ROWS
    assert [hit.id for hit in index.search(questions[0], 500)] == [hit.id for hit in exact(vectors, questions[0])[:500]]


def test_small_segments_have_no_coarse_rows(tmp_path: Path, vectors: np.ndarray, questions: np.ndarray) -> None:
    write(tmp_path, vectors[:3000])
    assert not list(tmp_path.glob("*.coarse"))
    assert shares(DenseIndex(tmp_path, DIM), vectors[:3000], questions[:5], frozenset()) == [1.0] * 5


def test_a_folder_from_before_is_read_and_caught_up(tmp_path: Path, vectors: np.ndarray, questions: np.ndarray) -> None:
    write(tmp_path, vectors[:-10])
    (tmp_path / "000001.coarse").unlink()
    assert shares(DenseIndex(tmp_path, DIM), vectors[:-10], questions[:5], frozenset()) == [1.0] * 5
    write(tmp_path, vectors[-10:], ROWS - 10)
    assert sorted(path.name for path in tmp_path.glob("*.coarse")) == ["000001.coarse"]
    assert np.mean(shares(DenseIndex(tmp_path, DIM), vectors, questions, frozenset())) >= 0.99


def test_merged_segments_leave_nothing_behind(tmp_path: Path, vectors: np.ndarray) -> None:
    write(tmp_path, vectors[:5000])
    write(tmp_path, vectors[5000:], 5000)
    assert sorted(path.name for path in tmp_path.glob("*.coarse")) == ["000002.coarse"]


def test_the_same_rows_give_the_same_file(tmp_path: Path, vectors: np.ndarray) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, vectors)
    assert (tmp_path / "one" / "000001.coarse").read_bytes() == (tmp_path / "two" / "000001.coarse").read_bytes()


@pytest.mark.parametrize("other", ["000001.faiss", "noise", "fewer"])
def test_another_file_in_its_place_is_damage(tmp_path: Path, vectors: np.ndarray, other: str) -> None:
    write(tmp_path, vectors)
    coarse = tmp_path / "000001.coarse"
    if other == "fewer":
        write(tmp_path / "fewer", vectors[:9000])
        coarse.write_bytes((tmp_path / "fewer" / "000001.coarse").read_bytes())
    else:
        coarse.write_bytes(b"noise" if other == "noise" else (tmp_path / other).read_bytes())
    with pytest.raises(StorageError):
        DenseIndex(tmp_path, DIM)
