"""The short answer: one printed stretch of the excerpt that fits the question, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.excerpt import Excerpt
from retrieval.answers.fitting import TYPES, fits
from retrieval.answers.query import Query
from retrieval.answers.question_kinds import Kind
from retrieval.answers.span_features import span_features
from retrieval.answers.spans_names import names
from retrieval.answers.spans_numbers import Candidate, Type, numbers
from retrieval.answers.terms import Terms
from retrieval.answers.text import folded, sentences
from retrieval.answers.trees import trees
from retrieval.answers.words import word_spans
from retrieval.domain import Span
from retrieval.index.tokenizer import Tokenizer

EXCERPT_ONLY = frozenset({Kind.YES_NO, Kind.WHY, Kind.HOW, Kind.STATEMENT})
"""Kinds that a short stretch doesn't answer: the excerpt speaks alone."""
_NAMED_KIND = re.compile(
    "论坛|会议|大会|银行|法院|大学|学院|医院|学校|超市|酒店|机场|车站|景区|球队|俱乐部|公司|集团|热线|路线|线路|奖项?|市场"
)
"""What a name asked for ends with: 哪个论坛 is answered by nothing but a 论坛."""
_BEFORE_LIST = "是为即括于在有从由了含达及日天自的盖"
_AFTER_LIST = "等两三四五六七八九十共均都"
OPENNESS = 0.5
"""Of the margin over the next candidate in the confidence; the rest is the candidate's own score."""


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """``span`` counts characters of the excerpt; ``confidence`` is between 0 and 1.

    ``fit`` is how well the best candidate of the excerpt fits the kind asked for (1 where no number is asked for).
    """

    span: Span
    confidence: float
    type: Type
    fit: float


def candidates(query: Query, text: str, tokenizer: Tokenizer) -> list[Candidate]:
    """Everything in a folded text that could answer a question of this kind."""
    if query.kind in EXCERPT_ONLY:
        return []
    numeric = query.kind in TYPES
    found = [each for each in numbers(text) if numeric or each.type in {Type.DATE, Type.QUANTITY, Type.MONEY}]
    if not numeric:
        found += names(text, word_spans(text, tokenizer))
    if query.kind is Kind.LIST:
        return [each for each in found if each.type is Type.LIST and _stands_free(text, each.span)]
    ending = _NAMED_KIND.match(query.folded, query.slot[1]) if query.slot and not numeric else None
    wanted = ending.group() if ending else ""
    return [each for each in found if each.span[0] < each.span[1] and text[slice(*each.span)].endswith(wanted)]


def _stands_free(text: str, span: Span) -> bool:
    """Whether an enumeration is whole: begun after a sign or a verb of listing, ended before a sign, 等 or a count."""
    before, after = text[: span[0]][-1:], text[span[1] :][:1]
    begun = not before or before in _BEFORE_LIST or not before.isalnum()
    return begun and (not after or after in _AFTER_LIST or not after.isalnum() or after.isdigit())


def short_answer(
    query: Query, terms: Terms, excerpt: Excerpt, scores: dict[Span, float], tokenizer: Tokenizer
) -> ShortAnswer | None:
    """The best candidate of an excerpt; ``scores`` are those of the sentences of its passage."""
    text = folded(excerpt.text)
    found = candidates(query, text, tokenizer)
    if not found:
        return None
    rows = features_of(query, terms, excerpt, text, scores, found)
    ranked = trees("spans").scores(rows)
    order = sorted(range(len(found)), key=lambda number: (-ranked[number], found[number].span))
    best = found[order[0]]
    numeric = query.kind in TYPES
    fit = max(fits(each, query.kind, query.unit) for each in found) if numeric else 1.0
    return ShortAnswer(best.span, _confidence(ranked, order, found), best.type, fit)


def features_of(
    query: Query,
    terms: Terms,
    excerpt: Excerpt,
    text: str,
    scores: dict[Span, float],
    found: Sequence[Candidate],
) -> NDArray[np.float32]:
    """Rows of ``span_features`` for candidates of an excerpt whose folded text is ``text``."""
    start = excerpt.span[0]
    parts = sentences(excerpt.text)
    by_end = {span[1]: score for span, score in scores.items()}
    values = [by_end.get(span[1] + start, 0.0) for span in parts]
    return span_features(query, terms, text, parts, values, found)


def _confidence(ranked: NDArray[np.float32], order: Sequence[int], found: Sequence[Candidate]) -> float:
    """Squashed score of the best, and its margin over the next one elsewhere."""
    best = found[order[0]].span
    rival = next(
        (ranked[n] for n in order[1:] if not (found[n].span[0] < best[1] and best[0] < found[n].span[1])), None
    )
    top = float(ranked[order[0]])
    margin = top - float(rival) if rival is not None else 4.0
    return float(1 / (1 + np.exp(-(OPENNESS * margin + (1 - OPENNESS) * top))))
