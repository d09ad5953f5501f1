"""Text → rows of an embedding table: the character n-grams that a vocabulary knows, for a whole batch at once.

A character is first folded (NFKC, lower case, traditional → simplified, one table baked at training time) to a small
integer; 0 is everything else and breaks n-grams. An n-gram's key packs its characters' integers, 13 bits each, so keys
of different lengths never collide and sort by length. Rows of the table stand in the order of the sorted keys; behind
them lie the buckets that pairs of characters without a row of their own share (names, mostly).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

BITS = 13
LONGEST = 4
"""Characters of the longest n-gram: four times 13 bits fit an int64."""
HASHED = 2
"""Length of the n-grams that fall into a bucket when the vocabulary lacks them."""
PLANE = 0x10000
"""Characters outside the basic plane are unknown."""
SLOT_BITS = 21
FEW_KEYS = 512
"""Keys that are searched for one by one: a question has few, and the table of slots takes 5 ms and 10 MB."""
MIX = np.uint64(0x9E3779B97F4A7C15)
"""2⁶⁴ / golden ratio: Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4)."""


class Ngrams:
    """A vocabulary.

    ``fold``: (65536,) uint16, character → integer; ``keys``: (n,) int64, sorted, unigrams first; ``buckets``: rows
    behind those of the keys, shared by unknown pairs of characters.
    """

    def __init__(self, fold: NDArray[np.uint16], keys: NDArray[np.int64], buckets: int = 0) -> None:
        self.fold, self.keys, self.buckets = fold, keys, buckets

    @cached_property
    def _slots(self) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """The row in each slot, and whether other keys lost it: shapes ``(1 << SLOT_BITS,)``.

        One look at this sparse table answers for nearly every key; those that lost their slot are searched for.
        """
        row_at = np.full(1 << SLOT_BITS, -1, dtype=np.int32)
        slots = _slot(self.keys)
        row_at[slots] = np.arange(len(self.keys), dtype=np.int32)
        contested = np.zeros(1 << SLOT_BITS, dtype=bool)
        contested[slots[row_at[slots] != np.arange(len(self.keys))]] = True
        return row_at, contested

    def __len__(self) -> int:
        """Rows of the embedding table."""
        return len(self.keys) + self.buckets

    def rows(self, texts: Sequence[str], first: int | None = None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """``(rows, offsets)``: all texts' rows behind each other; text *i* owns ``rows[offsets[i]:offsets[i + 1]]``.

        With ``first`` only the n-grams that begin among the first so many characters of a text.
        """
        folded, owner = self.fold_all(texts)
        if first is not None:
            begins = np.concatenate([[0], np.cumsum([len(text) + 1 for text in texts])])[owner] + first
        found, owners = [], []
        for length, (keys, start) in enumerate(ngram_keys(folded), 1):
            rows = self._find(keys)
            if length == HASHED and self.buckets:
                strange = np.flatnonzero(rows < 0)
                rows[strange] = len(self.keys) + _slot(keys[strange]) % self.buckets
            known = np.flatnonzero((rows >= 0) if first is None else (rows >= 0) & (start < begins[start]))
            found.append(rows[known])
            owners.append(owner[start[known]])
        owned = np.concatenate(owners)
        order = np.argsort(owned, kind="stable")
        counts = np.bincount(owned, minlength=len(texts))
        return np.concatenate(found)[order].astype(np.int64), np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    def _find(self, keys: NDArray[np.int64]) -> NDArray[np.int32]:
        """The row of each key, -1 for unknown ones."""
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int32)
        if len(keys) <= FEW_KEYS:
            rows = self._search(keys)
        else:
            row_at, contested = self._slots
            slots = _slot(keys)
            rows = row_at[slots]
            doubtful = np.flatnonzero(contested[slots])
            rows[doubtful] = self._search(keys[doubtful])
        rows[self.keys[rows] != keys] = -1
        return rows

    def _search(self, keys: NDArray[np.int64]) -> NDArray[np.int32]:
        """Where each key stands, or would stand, in order."""
        return np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1).astype(np.int32)

    def fold_all(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Folded characters of all texts, a 0 after each text, and for every character the text that it belongs to."""
        codes = np.frombuffer("\0".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        lengths = [len(text) + 1 for text in texts]
        owner = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
        return self.fold[np.where(codes < PLANE, codes, 0)].astype(np.int64), owner


def ngram_keys(folded: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """For each length from 1: the keys of all n-grams without a break in them, and where each starts."""
    start = np.flatnonzero(folded)
    keys = folded[start]
    yield keys, start
    for length in range(2, LONGEST + 1):
        # A 0 stands behind every text, so the next character is always there.
        last = folded[np.minimum(start + length - 1, len(folded) - 1)]
        whole = last > 0
        start, keys = start[whole], (keys[whole] << BITS) | last[whole]
        yield keys, start


def _slot(keys: NDArray[np.int64]) -> NDArray[np.intp]:
    return ((keys.astype(np.uint64) * MIX) >> np.uint64(64 - SLOT_BITS)).astype(np.intp)
