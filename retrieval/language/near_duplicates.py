"""Whether two texts are the same report: printed twice, in two editions, or read anew after a small change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SAME_REPORT_SHARE = 0.6
"""Jaccard share of shingles from which two reports are one; by hand, 2026-11."""
CONTAINED_SHARE, LEAST_CONTAINED_SHINGLES = 0.8, 60
"""Share of the shorter report that must stand in the longer one, and the least shingles for that to mean anything; by
hand, 2026-11."""
LONGEST_COMPARED_CHARS = 1500
"""Characters of each report that are compared; by hand, 2026-11."""
SHINGLE_CHARS = 4
"""Characters of a shingle: four of 16 bits fill one number."""
CACHED_SHINGLES = 64
"""Texts whose shingles are kept, at most 40 kB each: one question compares the same reports several times; by hand,
2026-11."""
HASH_SLOTS = 1 << 14
"""Places that shingles are scattered over: so many more than a report has that two seldom meet in one; by hand,
2026-11."""
_SCATTER, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(50)
"""Multiplicative hashing (Knuth 1973): the highest 14 bits of the product are the place."""


@dataclass(frozen=True, slots=True, eq=False)
class Shingles:
    """Distinct shingles of a text as ascending ``numbers``, shape ``(shingles,)``: their UTF-16 units, 16 bits each.

    ``places`` says where each is scattered to, and ``held``, shape ``(PLACES,)``, which places hold any. Read-only.
    """

    numbers: NDArray[np.uint64]
    places: NDArray[np.intp]
    held: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.numbers)


@lru_cache(maxsize=CACHED_SHINGLES)
def shingles(text: str) -> Shingles:
    """Runs of four characters of the text, without white space; one run where there are fewer."""
    plain = "".join(text[:LONGEST_COMPARED_CHARS].split()).ljust(SHINGLE_CHARS, "\0")
    units = np.frombuffer(plain.encode("utf-16-le", "surrogatepass"), dtype="<u2").astype(np.uint64)
    numbers = units[: 1 - SHINGLE_CHARS].copy()
    for place in range(1, SHINGLE_CHARS):
        numbers |= units[place : len(units) - SHINGLE_CHARS + 1 + place] << np.uint64(16 * place)
    numbers.sort()
    distinct = numbers[np.concatenate([[True], numbers[1:] != numbers[:-1]])]
    places = (distinct * _SCATTER >> _SHIFT).astype(np.intp)
    held = np.zeros(HASH_SLOTS, dtype=np.bool_)
    held[places] = True
    for array in (distinct, places, held):
        array.setflags(write=False)
    return Shingles(distinct, places, held)


def overlap(left: Shingles, right: Shingles) -> float:
    """Jaccard share, 0 … 1."""
    shared = _shared_shingles(left, right)
    return shared / (len(left) + len(right) - shared)


def same_report(left: Shingles, right: Shingles) -> bool:
    """Whether two reports are (nearly) the same, or one is contained in the other."""
    # Most reports have so little in common that what they may share at most tells them apart.
    return _is_same_report(left, right, _at_most(left, right)) and _is_same_report(
        left, right, _shared_shingles(left, right)
    )


def _is_same_report(left: Shingles, right: Shingles, shared: int) -> bool:
    """``same_report`` of two that have so many in common."""
    smaller = min(len(left), len(right))
    contained = smaller >= LEAST_CONTAINED_SHINGLES and shared / smaller >= CONTAINED_SHARE
    return contained or shared / (len(left) + len(right) - shared) >= SAME_REPORT_SHARE


def _at_most(left: Shingles, right: Shingles) -> int:
    """No fewer than ``_shared_shingles``, in a tenth of its time: a shingle of both lies in a place that both hold."""
    smaller, larger = (left, right) if len(left) <= len(right) else (right, left)
    return int(np.count_nonzero(larger.held.take(smaller.places)))


def _shared_shingles(left: Shingles, right: Shingles) -> int:
    """How many numbers both have; sorting them together takes a fifth of the time of intersecting sets of strings."""
    both = np.concatenate([left.numbers, right.numbers])
    both.sort()
    return int(np.count_nonzero(both[1:] == both[:-1]))
