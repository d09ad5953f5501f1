"""Which n-grams get a row: the commonest of each length in the training texts, longer ones if they stick together."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.ngrams import BITS, PLANE, Ngrams, ngram_keys

ROWS = {1: 6000, 2: 42000, 3: 13000, 4: 4000}
"""Rows for each n-gram length."""
BUCKETS = 8192
"""Rows that pairs of characters without one of their own share."""
BLOCK = 4000
"""Texts counted at a time; bounds the memory."""


def fold_table(texts: Sequence[str], count: int) -> NDArray[np.uint16]:
    """(65536,) uint16: the ``count`` commonest folded characters get 1…count, with all that folds to them."""
    import opencc

    simplify = opencc.OpenCC("t2s").convert
    folded = [_fold(chr(code), simplify) for code in range(PLANE)]
    weight: Counter[str] = Counter()
    for char, total in zip(folded, _character_counts(texts).tolist(), strict=True):
        if char:
            weight[char] += total
    chosen = sorted(weight, key=lambda char: (-weight[char], char))[:count]
    number = {char: index for index, char in enumerate(chosen, 1) if weight[char] > 0}
    return np.array([number.get(char, 0) for char in folded], dtype=np.uint16)


def _character_counts(texts: Sequence[str]) -> NDArray[np.int64]:
    """(65536,): how often each character of the basic plane occurs."""
    totals = np.zeros(PLANE, dtype=np.int64)
    for text in texts:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        totals += np.bincount(codes[codes < PLANE], minlength=PLANE)
    return totals


def _fold(char: str, simplify: Callable[[str], str]) -> str:
    """The folded form of a character if that is one letter, digit or ideograph of the basic plane; else nothing."""
    made = simplify(unicodedata.normalize("NFKC", char).lower()) if not 0xD800 <= ord(char) <= 0xDFFF else ""
    return made if len(made) == 1 and ord(made) < PLANE and made.isalnum() else ""


def build(texts: Sequence[str]) -> Ngrams:
    """Choose the n-grams. Deterministic: ties go to the smaller key."""
    fold = fold_table(texts, ROWS[1])
    counts = {length: (np.zeros(0, np.int64), np.zeros(0, np.int64)) for length in ROWS}
    empty = Ngrams(fold, np.zeros(0, np.int64))
    for at in range(0, len(texts), BLOCK):
        folded, _ = empty.fold_all(texts[at : at + BLOCK])
        for length, (keys, _start) in enumerate(ngram_keys(folded), 1):
            counts[length] = _merge(counts[length], np.unique(keys, return_counts=True), length)
    total = {length: dict(zip(*map(np.ndarray.tolist, counted), strict=True)) for length, counted in counts.items()}
    chosen = [np.sort(counts[1][0])]
    chosen += [_best(counts[length], total, length) for length in range(2, max(ROWS) + 1)]
    return Ngrams(fold, np.sort(np.concatenate(chosen)), BUCKETS)


Counted = tuple[NDArray[np.int64], NDArray[np.int64]]


def _merge(old: Counted, new: Counted, length: int) -> Counted:
    keys = np.concatenate([old[0], new[0]])
    totals = np.concatenate([old[1], new[1]])
    unique, inverse = np.unique(keys, return_inverse=True)
    summed = np.bincount(inverse, weights=totals).astype(np.int64)
    enough = summed >= (1 if length < 3 else 2)
    return unique[enough], summed[enough]


def _best(counted: Counted, total: dict[int, dict[int, int]], length: int) -> NDArray[np.int64]:
    """The commonest n-grams; among the longer ones those whose parts seldom stand alone."""
    keys, totals = counted
    frequent = np.argsort(-totals, kind="stable")[: 6 * ROWS[length]]
    keys, totals = keys[frequent], totals[frequent]
    if length == 2:
        score = totals.astype(float)
    else:
        shorter = total[length - 1]
        mask = (1 << (BITS * (length - 1))) - 1
        left = np.array([shorter.get(int(key) >> BITS, 1) for key in keys])
        right = np.array([shorter.get(int(key) & mask, 1) for key in keys])
        score = totals * (totals / np.minimum(left, right)) ** 0.5
    return keys[np.lexsort((keys, -score))[: ROWS[length]]]
