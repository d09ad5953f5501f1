"""The same report twice: wire copy that several editions printed is cited once."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.answers.evidence import Document

SAME = 0.6
"""Jaccard share of four-character shingles above which two reports are one."""
LOOKED_AT = 1500
"""Characters of each report that are compared."""


def shingles(text: str) -> frozenset[str]:
    """Runs of four characters of the text, without white space."""
    plain = "".join(text[:LOOKED_AT].split())
    return frozenset(plain[at : at + 4] for at in range(max(1, len(plain) - 3)))


def same_report(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two reports are (nearly) the same, or one is contained in the other."""
    shared = len(left & right)
    smaller, larger = sorted((len(left), len(right)))
    return smaller > 0 and (shared / (smaller + larger - shared) >= SAME or (shared / smaller >= 0.8 and smaller >= 60))


def without_repeats(documents: Sequence[Document], order: Sequence[int], wanted: int) -> list[int]:
    """The first ``wanted`` of these documents in their order, leaving out those that repeat an earlier one."""
    kept: list[int] = []
    known: list[frozenset[str]] = []
    for number in order:
        own = shingles(documents[number].article.body)
        if not any(same_report(own, other) for other in known):
            kept.append(number)
            known.append(own)
        if len(kept) == wanted:
            break
    return kept
