"""Text → rows of an embedding table: the character n-grams of a text that a vocabulary knows, all texts of a batch at once.

A character is first folded (NFKC, lower case, traditional → simplified, one table baked at training time) to a small
integer; 0 is everything else and breaks n-grams. An n-gram's key packs its characters' integers, 13 bits each, so keys
of different lengths never collide and sort by length. Rows of the table stand in the order of the sorted keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BITS = 13
LONGEST = 4
"""Characters of the longest n-gram: four times 13 bits fit an int64."""
PLANE = 0x10000
"""Characters outside the basic plane are unknown."""


@dataclass(frozen=True, slots=True)
class Ngrams:
    """A vocabulary. ``fold``: (65536,) uint16, character → integer; ``keys``: (n,) int64, sorted, unigrams first."""

    fold: NDArray[np.uint16]
    keys: NDArray[np.int64]

    def rows(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """``(rows, offsets)``: rows of all texts behind each other; text *i* owns ``rows[offsets[i]:offsets[i + 1]]``."""
        folded, owner = self.fold_all(texts)
        found, owners = [], []
        for keys, start in ngram_keys(folded):
            at = np.searchsorted(self.keys, keys)
            at[at == len(self.keys)] = 0
            known = self.keys[at] == keys
            found.append(at[known])
            owners.append(owner[start[known]])
        rows, owned = np.concatenate(found), np.concatenate(owners)
        order = np.argsort(owned, kind="stable")
        counts = np.bincount(owned, minlength=len(texts))
        return rows[order].astype(np.int64), np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    def fold_all(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Folded characters of all texts, a 0 after each text, and for every character the text that it belongs to."""
        codes = np.frombuffer("\0".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        lengths = [len(text) + 1 for text in texts]
        owner = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
        return self.fold[np.where(codes < PLANE, codes, 0)].astype(np.int64), owner


def ngram_keys(folded: NDArray[np.int64]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """For each length: the keys of all n-grams without a break in them, and where each starts."""
    start = np.flatnonzero(folded)
    keys = folded[start]
    made = [(keys, start)]
    for length in range(2, LONGEST + 1):
        end = start + length - 1
        inside = end < len(folded)
        start, end, keys = start[inside], end[inside], keys[inside]
        last = folded[end]
        whole = last > 0
        start, keys = start[whole], (keys[whole] << BITS) | last[whole]
        made.append((keys, start))
    return made
