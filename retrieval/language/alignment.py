"""Longest common subsequence and longest common run of two strings."""

from __future__ import annotations


class Pattern:
    """A question prepared for comparison with many sentences."""

    def __init__(self, text: str) -> None:
        self.text = "".join(text.split())
        self._places: dict[str, int] = {}
        for place, char in enumerate(self.text):
            self._places[char] = self._places.get(char, 0) | 1 << place
        self._all = (1 << len(self.text)) - 1

    def in_order(self, other: str) -> float:
        """Length of the longest common subsequence over that of the pattern.

        Bit-parallel (Hyyrö 2004, "Bit-parallel LCS-length computation revisited").
        """
        if not self.text:
            return 0.0
        row = self._all
        # Most characters are not in the pattern: they are passed over without a turn of the loop.
        for places in filter(None, map(self._places.get, other)):
            hit = row & places
            if hit:
                row = ((row + hit) | (row - hit)) & self._all
        return (len(self.text) - row.bit_count()) / len(self.text)

    def longest_run(self, other: str) -> float:
        """Length of the longest common substring over that of the pattern."""
        if not self.text:
            return 0.0
        return self._longest(other) / len(self.text)

    def _longest(self, other: str) -> int:
        best = 0
        for start in range(len(self.text)):
            while start + best < len(self.text) and self.text[start : start + best + 1] in other:
                best += 1
        return best
