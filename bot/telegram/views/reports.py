"""Puts the citations of an answer together by the report that they are from: a card shows one block for each."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.domain import Answer, Citation


@dataclass(frozen=True, slots=True)
class Report:
    """Citations of one report in their order; ``number`` counts the reports of the whole answer from 1."""

    number: int
    citations: tuple[Citation, ...]


def reports_from(answer: Answer, first: int = 1) -> tuple[Report, ...]:
    """The reports from citation number ``first`` on. One that was cited before keeps its number."""
    numbers: dict[int, int] = {}
    for citation in answer.citations:
        numbers.setdefault(citation.article_id, len(numbers) + 1)
    found: dict[int, tuple[Citation, ...]] = {}
    for citation in answer.citations[first - 1 :]:
        found[citation.article_id] = (*found.get(citation.article_id, ()), citation)
    return tuple(Report(numbers[article], citations) for article, citations in found.items())
