"""The same report twice: what several editions or pages printed is cited once, with the others named beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.answers.honesty.citation import headline
from retrieval.answers.ranking.coverage import Document
from retrieval.answers.ranking.ranked import Ranked
from retrieval.domain import Headline
from retrieval.language.near_duplicates import Shingles, same_report, shingles


def grouped(documents: Sequence[Document], order: Sequence[int]) -> dict[int, list[int]]:
    """The different reports among these documents in their order, each with the numbers of those that repeat it."""
    kept: dict[int, list[int]] = {}
    known: dict[int, Shingles] = {}
    for number in order:
        own = shingles(documents[number].article.body)
        same = _repeated(own, known)
        if same is not None:
            kept[same].append(number)
        else:
            kept[number] = []
            known[number] = own
    return kept


def _repeated(own: Shingles, known: Mapping[int, Shingles]) -> int | None:
    """The number of the first known report that a report repeats."""
    return next((number for number, other in known.items() if same_report(own, other)), None)


def also(ranked: Ranked, repeats: Mapping[int, Sequence[int]]) -> dict[int, tuple[Headline, ...]]:
    """Article id → where else it was printed; articles printed once are left out."""
    documents = ranked.pool.documents
    found: dict[int, tuple[Headline, ...]] = {}
    for number, others in repeats.items():
        if others:
            found[documents[number].article.id] = tuple(headline(documents[other].article) for other in others)
    return found


def without_repeats(documents: Sequence[Document], order: Sequence[int], wanted: int) -> list[int]:
    """The first ``wanted`` of these documents in their order, leaving out those that repeat an earlier one."""
    known: dict[int, Shingles] = {}
    for number in order:
        own = shingles(documents[number].article.body)
        if _repeated(own, known) is None:
            known[number] = own
        if len(known) == wanted:
            break
    return list(known)
