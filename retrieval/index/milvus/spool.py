"""Rows on their way into the cluster, on the disk: what a term weighs is known when all of them were counted."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.index.milvus.cluster import Fields
from retrieval.index.milvus.collections import unsigned
from retrieval.index.milvus.terms import Averages, TermCounts, TermTally, document_vector


class Spool:
    """Rows of one collection in a file, and what is told of all of them: ids, digests and terms."""

    def __init__(self, path: Path, *, held: bool) -> None:
        """``held``: the grams stand in the vector besides (``terms.py``)."""
        self._path, self._held = path, held
        self._file = path.open("w", encoding="utf-8")
        self._digests: dict[int, int] = {}
        self.tally = TermTally()

    def __len__(self) -> int:
        return len(self._digests)

    def __contains__(self, number: object) -> bool:
        return number in self._digests

    def add(self, fields: Fields, terms: TermCounts, vector: NDArray[np.float32] | None = None) -> None:
        """Take a row; ``vector`` is its dense one."""
        self._digests[fields["id"]] = unsigned(fields["digest"])
        self.tally.add(terms)
        dims = np.fromiter(terms.counts.keys(), dtype=np.uint32)
        counts = np.fromiter(terms.counts.values(), dtype=np.uint32)
        line = fields | {"lengths": terms.lengths, "dims": _base64(dims), "counts": _base64(counts)}
        if vector is not None:
            line["dense"] = _base64(vector.astype(np.float16))
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def digests(self) -> Sequence[tuple[int, int]]:
        """(id, digest) of all rows."""
        return list(self._digests.items())

    def batches(self, averages: Averages, rows: int) -> Iterator[list[Fields]]:
        """The rows as the cluster takes them, so many at a time."""
        self._file.flush()
        batch: list[Fields] = []
        with self._path.open(encoding="utf-8") as lines:
            for line in lines:
                batch.append(self._row(json.loads(line), averages))
                if len(batch) == rows:
                    yield batch
                    batch = []
        if batch:
            yield batch

    def close(self) -> None:
        self._file.close()

    def _row(self, line: Fields, averages: Averages) -> Fields:
        dims, counts = (_from_base64(line.pop(name), np.uint32).tolist() for name in ("dims", "counts"))
        grams, words, names = line["lengths"]
        terms = TermCounts((grams, words, names), dict(zip(dims, counts, strict=True)))
        row = line | {"sparse": document_vector(terms, averages, held=self._held)}
        if "dense" in line:
            row["dense"] = _from_base64(line["dense"], np.float16).astype(np.float32).tolist()
        return row


def _base64(array: NDArray[np.generic]) -> str:
    return base64.b64encode(array.tobytes()).decode("ascii")


def _from_base64(text: str, kind: type[np.generic]) -> NDArray[np.generic]:
    return np.frombuffer(base64.b64decode(text), dtype=kind)
