"""Texts that repeat an article kept for the evaluation: other papers print the same report under another mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

RUN = 24
"""Characters in a row that two texts must share; shorter ones are set phrases and names."""
REPEATED = 0.3
"""Share of an article's runs that make another text a repost of it."""
BASE = np.uint64(0x100000001B3)
"""Multiplier of the polynomial hash (the FNV prime), modulo 2⁶⁴."""


def runs(text: str) -> NDArray[np.uint64]:
    """Distinct hashes of all runs of ``RUN`` letters, digits and ideographs of a text; spaces and marks don't count."""
    letters = "".join(filter(str.isalnum, text))
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    count = len(codes) - RUN + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for at in range(RUN):
        hashes = hashes * BASE + codes[at : at + count]
    return np.unique(hashes)


class Kept:
    """The articles kept for the evaluation, by the runs of characters in them."""

    def __init__(self, articles: Iterable[str]) -> None:
        each = [found for found in map(runs, articles) if len(found)]
        self._sizes = np.array([len(found) for found in each], dtype=np.int64)
        hashes = np.concatenate(each) if each else np.zeros(0, dtype=np.uint64)
        order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[order]
        self._owners = np.repeat(np.arange(len(each)), self._sizes)[order]

    def repeated_by(self, text: str) -> bool:
        """Whether a text holds at least ``REPEATED`` of the runs of one of the articles."""
        found = runs(text)
        low, high = (np.searchsorted(self._hashes, found, side) for side in ("left", "right"))
        owners = [self._owners[start:end] for start, end in zip(low[low < high], high[low < high], strict=True)]
        if not owners:
            return False
        shared = np.bincount(np.concatenate(owners), minlength=len(self._sizes))
        return bool((shared >= REPEATED * self._sizes).any())

    def without_reposts(self, texts: Sequence[str]) -> list[str]:
        """The texts that repeat none of the articles."""
        return [text for text in texts if not self.repeated_by(text)]
