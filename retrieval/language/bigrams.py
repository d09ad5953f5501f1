"""Pairs of neighbouring characters, and how many of them two texts have in common."""

from __future__ import annotations

from collections.abc import Set as AbstractSet


def bigrams(text: str) -> frozenset[str]:
    """Distinct pairs of neighbouring characters."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def dice(left: AbstractSet[str], right: AbstractSet[str]) -> float:
    """Share in common (Dice 1945), 0 … 1; 0 where one of them is empty."""
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0
