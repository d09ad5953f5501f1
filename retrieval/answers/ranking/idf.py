"""How telling a term is: idf from the archive, steadied by counts from a background of news.

A one-page archive says nothing of how common a word is; a large one knows better than any background. The background
therefore counts as ``IDF_BACKGROUND_WEIGHT`` articles beside those of the archive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.index.engine import Generation

BACKGROUND = Path(__file__).parents[1] / "models" / "weights" / "background.npz"
IDF_BACKGROUND_WEIGHT = 2000.0
"""Articles that the background counts for beside the archive's own; by hand, 2026-11."""
RAREST = 2.0**-16
"""Share of background articles that a term has which is not among those kept; by hand, 2026-11."""

Keys = NDArray[np.uint64]
CODE_BITS = 21
"""Bits of the largest code point, U+10FFFF (documented by Unicode)."""
PAIR = 2
"""Characters of the longest term that the background knows."""


def pair_key(first: Keys, second: Keys) -> Keys:
    """One number for a pair of neighbouring code points; a single character is its own code point."""
    return (first << np.uint64(CODE_BITS)) | second


def text_key(gram: str) -> int:
    """The key of a single character or of a pair."""
    return ord(gram) if len(gram) < PAIR else ord(gram[0]) << CODE_BITS | ord(gram[1])


def single_keys(pairs: Keys) -> tuple[Keys, Keys]:
    """The code points that ``pair_key`` made one number of."""
    return pairs >> np.uint64(CODE_BITS), pairs & np.uint64((1 << CODE_BITS) - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """Ascending keys, and the share of background articles that hold each."""

    keys: Keys
    shares: NDArray[np.float32]

    def share(self, wanted: Keys) -> NDArray[np.float32]:
        """Shares of these keys, ``RAREST`` for those not kept."""
        places = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[places] == wanted, self.shares[places], np.float32(RAREST))


@lru_cache(maxsize=1)
def background() -> Background:
    """The counts that ship."""
    with np.load(BACKGROUND, allow_pickle=False) as file:
        return Background(file["keys"], np.exp2(file["shares"].astype(np.float32) / -16.0))


def idf(generation: Generation, terms: Sequence[str], keys: Keys) -> NDArray[np.float32]:
    """Probabilistic idf, log(1 + (N - n + 0.5) / (n + 0.5)) (Robertson & Zaragoza 2009, eq. 3.15), of terms and keys.

    Counts are those of the archive plus ``IDF_BACKGROUND_WEIGHT`` times the background's shares.
    """
    if not terms:
        return np.zeros(0, dtype=np.float32)
    total = generation.manifest.articles + IDF_BACKGROUND_WEIGHT
    counts = np.array(
        generation.document_frequencies(terms), dtype=np.float32
    ) + IDF_BACKGROUND_WEIGHT * background().share(keys)
    counts = np.minimum(counts, total)
    return np.log1p((total - counts + 0.5) / (counts + 0.5)).astype(np.float32)
