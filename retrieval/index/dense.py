"""Vectors: inner product over half-precision rows, kept by FAISS. The only place that knows FAISS.

A folder holds numbered segments, each ``<n>.faiss`` (flat, fp16), ``<n>.ids.npy`` (ascending int64 passage ids) and the
filter columns. A segment is never changed: what was retired since is listed in ``retired.npz`` (segment → row numbers),
so that the next generation can link the same files. Small segments are merged as they pile up.

Large segments have ``<n>.coarse`` besides, one bit a dimension (RaBitQ, Gao & Long 2024): by these the rows are chosen
that are looked at exactly. Scores are always those of the fp16 rows. Small segments, those written before there were
coarse rows, and searches within filters look at every row.

Files are opened memory-mapped (``IO_FLAG_MMAP_IFC``): nothing is read before it is searched, and processes share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.domain import NO_FILTERS, Filters, Hit
from retrieval.errors import Damaged, StorageError
from retrieval.index.columns import Columns, Traits

RETIRED = "retired.npz"
MERGE_CHUNK_ROWS = 16384
"""Rows copied at a time when segments are merged; by hand, 2026-11."""
LEAST_COARSE_ROWS = 32_768
"""Rows from which a segment has a coarse file; measured: up to there looking at all of them takes 3 ms."""
LEAST_EXACT_ROWS, ROWS_PER_EXACT_ROW, EXACT_ROWS_PER_HIT = 1600, 100, 64
"""Rows that are looked at exactly: at least so many, one of so many of the segment, so many for each one asked for.

Measured: of the 24 nearest of 189,374 rows 99.96 % are among them, in 5 ms instead of 16.
"""
QUERY_BITS = 4
"""Bits of each dimension of a question where it meets the coarse rows; by hand, 2026-11."""
ROTATION_SEED = 1
"""Of the random rotation of coarse rows; any number does."""

POLICY: dict[str, str | int] = {"rows": "fp16", "coarse_rows": "RaBitQ", "coarse_from": LEAST_COARSE_ROWS}
"""How vectors are kept, whatever their dimension: what a generation's manifest tells of it."""


@contextmanager
def _faiss_errors(folder: Path) -> Iterator[None]:
    """FAISS reports a failed read or write as RuntimeError."""
    try:
        yield
    except (OSError, RuntimeError, ValueError, KeyError, EOFError, BadZipFile) as cause:
        raise StorageError(f"{folder}: {cause}") from cause


def _empty(dim: int) -> faiss.IndexScalarQuantizer:
    index = faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index.is_trained = True  # fp16 has nothing to learn
    return index


def _coarse(index: faiss.IndexScalarQuantizer) -> faiss.IndexPreTransform:
    """The rows of an index, turned at random and kept as signs of their distance from the middle."""
    faiss.omp_set_num_threads(1)  # turning takes 50 ms; threads that wait for a busy core made it 800
    bits = faiss.IndexRaBitQ(index.d, faiss.METRIC_INNER_PRODUCT)
    turn = faiss.RandomRotationMatrix(index.d, index.d)
    turn.init(ROTATION_SEED)
    coarse = faiss.IndexPreTransform(turn, bits)
    sample = np.unique(np.linspace(0, index.ntotal - 1, MERGE_CHUNK_ROWS).astype(np.int64))
    coarse.train(index.reconstruct_batch(sample))
    for start in range(0, index.ntotal, MERGE_CHUNK_ROWS):
        coarse.add(index.reconstruct_n(start, min(MERGE_CHUNK_ROWS, index.ntotal - start)))
    return coarse


@dataclass(frozen=True, slots=True, eq=False)
class _Segment:
    """One opened segment; ``gone`` are the ascending rows that were retired, ``coarse`` the coarse rows, if any."""

    name: str
    index: Any
    ids: NDArray[np.int64]
    columns: Columns
    gone: NDArray[np.int64]
    coarse: Any = None

    @classmethod
    def open(cls, folder: Path, name: str, gone: NDArray[np.int64], dim: int) -> _Segment:
        stem = folder / name
        index: Any = faiss.read_index(f"{stem}.faiss", faiss.IO_FLAG_MMAP_IFC)
        ids = np.load(f"{stem}.ids.npy", mmap_mode="r", allow_pickle=False)
        columns = Columns.load(stem)
        if not index.ntotal == len(ids) == len(columns):
            raise Damaged(f"{stem}: {index.ntotal} vectors, {len(ids)} ids, {len(columns)} rows of columns")
        if not (index.d == dim and index.code_size == 2 * dim and index.codes.size() == 2 * dim * len(ids)):
            raise Damaged(f"{stem}: not half-precision vectors of dimension {dim}")
        return cls(name, index, ids, columns, gone, _open_coarse(stem, index))

    def __len__(self) -> int:
        return len(self.ids) - len(self.gone)

    def rows_of(self, wanted: NDArray[np.int64]) -> NDArray[np.int64]:
        """Rows that hold these ids and were not retired."""
        rows = np.searchsorted(self.ids, wanted)
        there = rows < len(self.ids)
        rows = rows[there]
        rows = rows[self.ids[rows] == wanted[there]]
        live: NDArray[np.int64] = rows[~np.isin(rows, self.gone)]
        return live

    def live(self, where: Filters) -> NDArray[np.bool_] | None:
        """Which rows may be found; None for all."""
        if not where and not len(self.gone):
            return None
        mask = self.columns.allowed(where)
        mask[self.gone] = False
        return mask


def _open_coarse(stem: Path, index: faiss.IndexScalarQuantizer) -> faiss.Index | None:
    """The coarse rows beside a segment, None where it has none."""
    path = Path(f"{stem}.coarse")
    if not path.is_file():
        return None
    coarse = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    bits = faiss.downcast_index(coarse.index) if isinstance(coarse, faiss.IndexPreTransform) else None
    if not isinstance(bits, faiss.IndexRaBitQ) or not (coarse.ntotal == index.ntotal and coarse.d == index.d):
        raise Damaged(f"{path}: not the coarse rows of {index.ntotal} vectors")
    bits.qb, bits.centered = QUERY_BITS, True
    return coarse


def _segment_names(folder: Path) -> list[str]:
    return sorted(path.name.removesuffix(".faiss") for path in folder.glob("*.faiss"))


def _open_segments(folder: Path, dim: int) -> list[_Segment]:
    with _faiss_errors(folder), np.load(folder / RETIRED, allow_pickle=False) as retired:
        none = np.empty(0, dtype=np.int64)
        return [_Segment.open(folder, name, retired.get(name, none), dim) for name in _segment_names(folder)]


class DenseWriter:
    """Adds and retires vectors in a folder that may hold segments already; nothing counts before ``finish``."""

    def __init__(self, folder: Path, dim: int) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder, self._dim = folder, dim
        self._segments = _open_segments(folder, dim) if (folder / RETIRED).is_file() else []
        self._names = _segment_names(folder)
        self._new = _empty(dim)
        self._ids: list[int] = []
        self._traits: list[Traits] = []

    def delete(self, ids: Sequence[int]) -> None:
        """Retire vectors that were there before this writer was opened."""
        wanted = np.array(sorted(ids), dtype=np.int64)
        for place, segment in enumerate(self._segments):
            self._segments[place] = replace(segment, gone=np.union1d(segment.gone, segment.rows_of(wanted)))

    def add(self, ids: Sequence[int], vectors: NDArray[np.float32], traits: Sequence[Traits]) -> None:
        """Add rows; over all calls ids must ascend. ``vectors`` has shape ``(len(ids), dim)``."""
        if vectors.shape != (len(ids), self._dim):
            raise ValueError(f"{len(ids)} ids, but vectors of shape {vectors.shape} for dimension {self._dim}")
        self._new.add(np.ascontiguousarray(vectors, dtype=np.float32))
        self._ids.extend(ids)
        self._traits.extend(traits)

    def finish(self) -> None:
        """Write the new rows as a segment, merged with the last ones while those are no more than twice as large."""
        with _faiss_errors(self._folder):
            merged = self._take_small_segments()
            self._write(merged)
            self._segments = [segment for segment in self._segments if len(segment) or self._remove(segment)]
            for segment in self._segments:
                self._write_coarse(segment.name, segment.index)
            retired = {segment.name: segment.gone for segment in self._segments if len(segment.gone)}
            partial = self._folder / (RETIRED + ".new")
            with partial.open("wb") as file:
                np.savez(file, **retired)  # type: ignore[arg-type]  # numpy's stub takes keyword arrays for its flag
            partial.replace(self._folder / RETIRED)

    def _take_small_segments(self) -> list[_Segment]:
        """Segments to merge with the new rows: the small last ones, and any that is mostly retired."""
        size, taken = len(self._ids), []
        for segment in reversed(self._segments):
            if len(segment) <= 2 * size or len(segment.gone) > len(segment):
                taken.append(segment)
                size += len(segment)
        self._segments = [segment for segment in self._segments if segment not in taken]
        return taken

    def _write(self, merged: Sequence[_Segment]) -> None:
        ids, traits, index = self._ids, self._traits, self._new
        if merged:
            ids, traits, index = self._merge(merged)
        for segment in merged:
            self._remove(segment)
        if not ids:
            return
        name = f"{int(self._names[-1]) + 1 if self._names else 1:06d}"
        stem = self._folder / name
        with Path(f"{stem}.ids.npy").open("wb") as file:
            np.save(file, np.array(ids, dtype=np.int64))
        Columns.of(traits).save(stem)
        faiss.write_index(index, f"{stem}.faiss")
        self._write_coarse(name, index)

    def _write_coarse(self, name: str, index: faiss.IndexScalarQuantizer) -> None:
        """Coarse rows beside a large segment that has none yet."""
        path = self._folder / f"{name}.coarse"
        if index.ntotal >= LEAST_COARSE_ROWS and not path.exists():
            faiss.write_index(_coarse(index), str(path))

    def _merge(self, merged: Sequence[_Segment]) -> tuple[list[int], list[Traits], Any]:
        """All live rows of these segments and the new ones, by ascending id."""
        parts = [*merged, _Segment("", self._new, np.array(self._ids, dtype=np.int64), Columns.of(self._traits), _NONE)]
        keep = [np.setdiff1d(np.arange(len(part.ids)), part.gone) for part in parts]
        ids = np.concatenate([part.ids[rows] for part, rows in zip(parts, keep, strict=True)])
        all_traits = [part.columns.traits() for part in parts]
        traits = [known[row] for known, kept in zip(all_traits, keep, strict=True) for row in kept.tolist()]
        owner = np.repeat(np.arange(len(parts)), [len(kept) for kept in keep])
        rows = np.concatenate(keep)
        order = np.argsort(ids, kind="stable")
        index = _empty(self._dim)
        for start in range(0, len(order), MERGE_CHUNK_ROWS):
            chunk = order[start : start + MERGE_CHUNK_ROWS]
            vectors = np.empty((len(chunk), self._dim), dtype=np.float32)
            for number, part in enumerate(parts):
                here = owner[chunk] == number
                if np.any(here):
                    vectors[here] = part.index.reconstruct_batch(rows[chunk[here]])
            index.add(vectors)
        return ids[order].tolist(), [traits[row] for row in order.tolist()], index

    def _remove(self, segment: _Segment) -> bool:
        """Unlink a segment's files; always False, so that it can end a filter."""
        for ending in (".faiss", ".ids.npy", ".columns.npz", ".names.json"):
            Path(f"{self._folder / segment.name}{ending}").unlink()
        Path(f"{self._folder / segment.name}.coarse").unlink(missing_ok=True)
        return False


_NONE = np.empty(0, dtype=np.int64)


class DenseIndex:
    """Searches one folder of vectors."""

    def __init__(self, folder: Path, dim: int) -> None:
        # One thread a search: a scan is bound by memory, and more threads on shared cores were measured slower.
        faiss.omp_set_num_threads(1)
        self._segments = _open_segments(folder, dim)

    def __len__(self) -> int:
        return sum(len(segment) for segment in self._segments)

    def ids(self) -> NDArray[np.int64]:
        """All live ids, ascending."""
        live = [np.delete(np.asarray(segment.ids), segment.gone) for segment in self._segments]
        return np.sort(np.concatenate(live)) if live else _NONE

    def vector(self, number: int) -> NDArray[np.float32]:
        """The row of one id, shape ``(dim,)``. Raises ``KeyError`` if there is none."""
        for segment in self._segments:
            if len(rows := segment.rows_of(np.array([number], dtype=np.int64))):
                vector: NDArray[np.float32] = segment.index.reconstruct(int(rows[0]))
                return vector
        raise KeyError(number)

    def search(self, vector: NDArray[np.float32], k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        """The ``k`` nearest rows; see the engine seam for the contract."""
        question = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        if k <= 0 or not np.any(question):
            return []
        hits = [hit for segment in self._segments for hit in _nearest_rows(segment, question, k, where)]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:k]

    def similarities(self, vector: NDArray[np.float32], ids: Sequence[int]) -> dict[int, float]:
        """Cosine with the rows of these ids, those that are there."""
        wanted = np.array(sorted(set(ids)), dtype=np.int64)
        found: dict[int, float] = {}
        for segment in self._segments:
            rows = segment.rows_of(wanted)
            if len(rows):
                scores = segment.index.reconstruct_batch(rows) @ np.asarray(vector, dtype=np.float32)
                found.update(zip(segment.ids[rows].tolist(), np.clip(scores, -1.0, 1.0).tolist(), strict=True))
        return found


def _nearest_rows(segment: _Segment, question: NDArray[np.float32], k: int, where: Filters) -> list[Hit]:
    """The ``k`` nearest rows of a segment, and more where they tie; ``question`` has shape ``(1, dim)``."""
    mask = segment.live(where)
    found = _scan_nearest(segment, question, k, mask) if segment.coarse is not None and not where else None
    scores, rows = _scan(segment.index, question, k, mask) if found is None else found
    ids, kept = segment.ids[rows].tolist(), np.clip(scores, -1.0, 1.0).tolist()
    return [Hit(number, score) for number, score in zip(ids, kept, strict=True)]


def _scan_nearest(
    segment: _Segment, question: NDArray[np.float32], k: int, mask: NDArray[np.bool_] | None
) -> tuple[NDArray[np.float32], NDArray[np.int64]] | None:
    """``_scan`` of the rows that look near, None where all have to be looked at."""
    size = len(segment.ids)
    wanted = max(LEAST_EXACT_ROWS, size // ROWS_PER_EXACT_ROW, EXACT_ROWS_PER_HIT * k)
    if 4 * wanted > size:
        return None
    (rough,), (near,) = segment.coarse.search(question, wanted)
    looked_at = np.sort(near if mask is None else near[mask[near]])
    scores, places = _scan(_rows_alone(segment.index, looked_at), question, k)
    rows = looked_at[places]
    # Rows that are equal look equally near: of a best one that stands at the edge, twins may lie beyond it.
    if len(rows) < k or rough[np.isin(near, rows)].min() <= rough[-1]:
        return None
    return scores, rows


def _rows_alone(index: faiss.IndexScalarQuantizer, rows: NDArray[np.int64]) -> faiss.IndexScalarQuantizer:
    """An index of these rows only: copying a hundredth of the rows takes less time than passing over the others."""
    codes = faiss.rev_swig_ptr(index.codes.data(), index.codes.size()).reshape(-1, index.code_size)
    alone = _empty(index.d)
    alone.add_sa_codes(codes[rows])
    return alone


def _scan(
    index: faiss.IndexScalarQuantizer, question: NDArray[np.float32], k: int, mask: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Scores and rows of the ``k`` nearest of those in ``mask`` (None: of all), with all that tie with the last."""
    size = index.ntotal if mask is None else int(mask.sum())
    limit = min(k + 1, size)
    params, bits = None, None
    if mask is not None:
        bits = np.packbits(mask, bitorder="little")
        selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
        params = faiss.SearchParameters()
        params.sel = selector
    while limit:
        found, places = index.search(question, limit, params=params)
        there = places[0] >= 0  # FAISS pads with -1
        scores, rows = found[0][there], places[0][there]
        # What ties with the last place may have been left out: ask for more until the ties are whole.
        if limit >= size or scores[-1] < scores[min(k, len(scores)) - 1]:
            return scores, rows
        limit = min(size, limit * 2 + 8)
    return np.empty(0, dtype=np.float32), _NONE
