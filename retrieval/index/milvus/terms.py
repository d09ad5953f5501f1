"""Our terms as sparse vectors: what a document weighs in each term stands in it, how rare a term is in the question.

The inner product of both is BM25 as the embedded engine computes it (``lexical.py``): the part that looks at how often
a term occurs in a document of its length is the document's, weight of the field times idf is the question's. A
dimension is a hash of 30 bits of the term, and two bits for its field; of a million terms one in a thousand shares its
dimension with another.
"""

from __future__ import annotations

import io
import math
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from retrieval.index.lexical import FieldWeights

Sparse: TypeAlias = dict[int, float]
"""Dimension → weight, as Milvus takes sparse vectors."""
Averages: TypeAlias = tuple[float, float, float]
"""Mean number of terms of a document in grams, words and names."""

SATURATION, LENGTH_NORM = 1.2, 0.75
"""BM25's k1 and b: those that tantivy has."""
HASHES = 2**30 - 1
NO_TERM = 2**32 - 2
"""The dimension of documents without any term, for Milvus wants at least one; no term has it."""


class TermField(IntEnum):
    """The field that a dimension stands for. ``HELD`` is 1 for each gram of a document, however often it occurs."""

    GRAMS = 0
    WORDS = 1
    NAMES = 2
    HELD = 3


SCORED = (TermField.GRAMS, TermField.WORDS, TermField.NAMES)


def dimension(term: str, of: TermField) -> int:
    """The dimension of a term in a field."""
    return zlib.crc32(term.encode("utf-8", "replace")) % HASHES << 2 | of


@dataclass(frozen=True, slots=True)
class TermCounts:
    """The terms of one passage or article: how many each field has, and how often each dimension occurs."""

    lengths: tuple[int, int, int]
    counts: dict[int, int]


def term_counts(grams: Sequence[str], words: Sequence[str], names: Sequence[str]) -> TermCounts:
    """Count the terms of a document. A name counts once."""
    counts = Counter(dimension(term, TermField.GRAMS) for term in grams)
    counts.update(dimension(term, TermField.WORDS) for term in words)
    counts.update({dimension(name, TermField.NAMES): 1 for name in names})
    return TermCounts((len(grams), len(words), len(names)), dict(counts))


def _kept_length(length: int) -> int:
    """The length that one byte keeps: exact up to 40, then to four significant bits (Lucene's SmallFloat)."""
    if length < 40:
        return length
    rest = length - 24
    shift = rest.bit_length() - 4
    return 24 + ((rest >> shift) << shift)


def _length_parts(lengths: Sequence[int], averages: Averages) -> list[float]:
    """What stands beside the term's count in BM25's denominator, for each field."""
    return [
        SATURATION * (1 - LENGTH_NORM + LENGTH_NORM * _kept_length(length) / average) if average else SATURATION
        for length, average in zip(lengths, averages, strict=True)
    ]


def document_vector(document: TermCounts, averages: Averages, *, held: bool) -> Sparse:
    """What a document weighs in each of its terms; with ``held``, its grams besides."""
    beside = _length_parts(document.lengths, averages)
    vector = {dim: (SATURATION + 1) * tf / (tf + beside[dim & 3]) for dim, tf in document.counts.items()}
    if held:
        vector |= {dim | TermField.HELD: 1.0 for dim in document.counts if dim & 3 == TermField.GRAMS}
    return vector or {NO_TERM: 1.0}


def counts_again(vector: Mapping[int, float], lengths: Sequence[int], averages: Averages) -> TermCounts:
    """What ``document_vector`` made a vector from."""
    grams, words, names = lengths
    beside = _length_parts(lengths, averages)
    counts = {
        int(dim): round(weight * beside[dim & 3] / (SATURATION + 1 - weight))
        for dim, weight in vector.items()
        if dim & 3 != TermField.HELD and dim != NO_TERM
    }
    return TermCounts((grams, words, names), counts)


@dataclass(frozen=True, slots=True)
class TermTable:
    """In how many documents each dimension occurs, ascending, and how many terms there are in each field."""

    documents: int
    lengths: tuple[int, int, int]
    dims: NDArray[np.uint32]
    frequencies: NDArray[np.uint32]

    @property
    def averages(self) -> Averages:
        grams, words, names = (length / max(1, self.documents) for length in self.lengths)
        return grams, words, names

    def frequencies_of(self, dims: Sequence[int]) -> list[int]:
        """In how many documents each of these dimensions occurs."""
        wanted = np.array(dims, dtype=np.uint32)
        places = np.searchsorted(self.dims, wanted)
        inside = places < len(self.dims)
        found = np.zeros(len(wanted), dtype=np.int64)
        there = np.flatnonzero(inside)[self.dims[places[inside]] == wanted[inside]]
        found[there] = self.frequencies[places[there]]
        return [int(each) for each in found]

    def packed(self) -> bytes:
        """The table as bytes that ``unpacked_terms`` reads."""
        file = io.BytesIO()
        head = np.array([self.documents, *self.lengths], dtype=np.int64)
        np.savez(file, head=head, dims=self.dims, frequencies=self.frequencies)
        return file.getvalue()


def unpacked_terms(content: bytes) -> TermTable:
    """The other way round of ``TermTable.packed``."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        documents, grams, words, names = arrays["head"].tolist()
        return TermTable(documents, (grams, words, names), arrays["dims"], arrays["frequencies"])


class TermTally:
    """Counts up the table of documents, one after the other."""

    def __init__(self) -> None:
        self._documents, self._lengths, self._seen = 0, [0, 0, 0], Counter[int]()

    def add(self, document: TermCounts) -> None:
        self._documents += 1
        self._lengths = [sum(pair) for pair in zip(self._lengths, document.lengths, strict=True)]
        self._seen.update(document.counts.keys())

    def table(self) -> TermTable:
        """The table of what was added so far."""
        grams, words, names = self._lengths
        dims = sorted(self._seen)
        frequencies = np.array([self._seen[dim] for dim in dims], dtype=np.uint32)
        return TermTable(self._documents, (grams, words, names), np.array(dims, dtype=np.uint32), frequencies)


def merged_terms(tables: Iterable[TermTable]) -> TermTable:
    """Several tables of different documents as one."""
    every = list(tables)
    if len(every) == 1:
        return every[0]
    dims, places = np.unique(
        np.concatenate([table.dims for table in every] or [np.zeros(0, np.uint32)]), return_inverse=True
    )
    frequencies = np.zeros(len(dims), dtype=np.uint32)
    np.add.at(frequencies, places, np.concatenate([table.frequencies for table in every] or [np.zeros(0, np.uint32)]))
    grams, words, names = np.sum([table.lengths for table in every] or [(0, 0, 0)], axis=0).tolist()
    return TermTable(sum(table.documents for table in every), (grams, words, names), dims, frequencies)


def question_vector(terms: Mapping[TermField, Sequence[str]], table: TermTable, weights: FieldWeights) -> Sparse:
    """What the terms of a question weigh: their field's weight times their idf. Terms that nothing has are left out.

    idf is Lucene's, as tantivy has it: ln(1 + (N - df + 0.5) / (df + 0.5)).
    """
    weight = {
        TermField.GRAMS: weights.grams,
        TermField.WORDS: weights.words,
        TermField.NAMES: weights.names,
    }
    vector: Sparse = {}
    for of in SCORED:
        dims = [dimension(term, of) for term in dict.fromkeys(terms[of])] if weight[of] > 0 else []
        for dim, df in zip(dims, table.frequencies_of(dims), strict=True):
            if df:
                idf = math.log(1 + (table.documents - df + 0.5) / (df + 0.5))
                vector[dim] = vector.get(dim, 0.0) + weight[of] * idf
    return vector
