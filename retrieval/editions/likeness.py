"""Whether two texts are the same report: printed twice, in two editions, or read anew after a small change."""

from __future__ import annotations

SAME = 0.6
"""Jaccard share of four-character shingles above which two reports are one."""
CONTAINED, LEAST_CONTAINED = 0.8, 60
"""Share of the shorter report that must stand in the longer one, and the least shingles for that to mean anything."""
LOOKED_AT = 1500
"""Characters of each report that are compared."""


def shingles(text: str) -> frozenset[str]:
    """Runs of four characters of the text, without white space."""
    plain = "".join(text[:LOOKED_AT].split())
    return frozenset(plain[at : at + 4] for at in range(max(1, len(plain) - 3)))


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Jaccard share, 0 … 1."""
    shared = len(left & right)
    whole = len(left) + len(right) - shared
    return shared / whole if whole else 0.0


def same_report(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two reports are (nearly) the same, or one is contained in the other."""
    smaller = min(len(left), len(right))
    if not smaller:
        return False
    contained = smaller >= LEAST_CONTAINED and len(left & right) / smaller >= CONTAINED
    return contained or overlap(left, right) >= SAME
