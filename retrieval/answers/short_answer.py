"""The short answer: one printed stretch of the excerpt that fits the question, or none."""

from __future__ import annotations

import math
from dataclasses import dataclass

from retrieval.answers.excerpt import Excerpt
from retrieval.answers.query import Query
from retrieval.answers.question_kinds import Kind
from retrieval.answers.spans_numbers import Candidate, Type, numbers
from retrieval.answers.terms import Terms
from retrieval.answers.text import folded
from retrieval.domain import Span

_TYPES: dict[Kind, tuple[Type, ...]] = {
    Kind.HOW_LONG: (Type.DURATION,),
    Kind.AMOUNT: (Type.MONEY,),
    Kind.RATIO: (Type.RATIO,),
    Kind.AGE: (Type.AGE,),
    Kind.COUNT: (Type.QUANTITY, Type.MONEY, Type.NUMBER, Type.RATIO, Type.DURATION),
    Kind.SIZE: (Type.QUANTITY, Type.MONEY),
    Kind.TIME: (Type.CLOCK,),
    Kind.WHEN: (Type.DATE, Type.CLOCK),
}
_SAME_UNIT = (
    {"个", "名", "位", "人", "人次", "口"},
    {"个", "所", "家", "座", "处", "项", "种", "类", "条", "件"},
    {"公里", "千米", "米"},
)
REACH = 12.0
"""Characters over which a word of the question beside a candidate loses 63 % of its say."""


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """``span`` counts characters of the excerpt; ``confidence`` is between 0 and 1."""

    span: Span
    confidence: float


def short_answer(query: Query, terms: Terms, excerpt: Excerpt) -> ShortAnswer | None:
    """The best candidate of the kind asked for."""
    wanted = _TYPES.get(query.kind, ())
    if not wanted:
        return None
    text = folded(excerpt.text)
    places = _places(terms, text)
    scored = [
        (_beside(candidate, places) + _fit(candidate, query, wanted), candidate)
        for candidate in numbers(text)
        if candidate.type in wanted and text[slice(*candidate.span)] not in query.folded
    ]
    if not scored:
        return None
    scored.sort(key=lambda each: (-each[0], each[1].span))
    best = scored[0][0]
    total = sum(math.exp(4 * (score - best)) for score, _ in scored)
    return ShortAnswer(scored[0][1].span, 1 / total)


def _places(terms: Terms, text: str) -> list[tuple[int, int, float]]:
    """Start, end and weight of every word of the question in the text."""
    found = []
    for word, weight in zip(terms.words, terms.word_weights.tolist(), strict=True):
        at = text.find(word)
        while at >= 0:
            found.append((at, at + len(word), weight))
            at = text.find(word, at + 1)
    return found


def _beside(candidate: Candidate, places: list[tuple[int, int, float]]) -> float:
    start, end = candidate.span
    return sum(
        weight * math.exp(-max(first - end, start - last, 0) / REACH)
        for first, last, weight in places
        if last <= start or first >= end
    )


def _fit(candidate: Candidate, query: Query, wanted: tuple[Type, ...]) -> float:
    score = 0.3 if candidate.type is wanted[0] else 0.0
    if query.unit and candidate.unit:
        if candidate.unit.startswith(query.unit):
            score += 0.5
        elif any(query.unit in units and candidate.unit in units for units in _SAME_UNIT):
            score += 0.2
        else:
            score -= 0.3
    return score
