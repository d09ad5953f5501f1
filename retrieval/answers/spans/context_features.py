"""What tells the printed stretch that answers from every other stretch of the excerpt."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.models.reader import Reading
from retrieval.answers.question.answer_types import fits, unit_fit
from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.terms import Terms
from retrieval.domain import Span
from retrieval.language.numbers import Candidate, Type

SPAN_FEATURES = (
    "fit", "unit", "beside", "beside_before", "beside_after", "near", "sentence_holds", "clause_holds",
    "sentence_score", "sentence_best", "length", "words", "in_question", "chars_in_question", "rivals",
    "slot_before", "slot_after", "prefix_verb", "starts_clause", "ends_clause", "quoted", "repeats", "place",
    "type", "kind", "type_person", "type_org", "type_place", "type_title", "type_list", "type_phrase", "type_number",
    "kind_who", "kind_org", "kind_where", "kind_what", "kind_list", "kind_when", "after_is", "after_by", "role_beside",
    "read", "read_gap", "read_start", "read_end", "read_nowhere",
)  # fmt: skip
"""Names of the columns, in order."""

REACH = 12.0
"""Characters over which a word of the question beside a candidate loses 63 % of its say."""
_TYPE_NUMBER = {each: number for number, each in enumerate(Type)}
_KIND_NUMBER = {each: number for number, each in enumerate(Kind)}
_NAMED = (Type.PERSON, Type.ORG, Type.PLACE, Type.TITLE, Type.LIST, Type.PHRASE)
_IS = frozenset("是为叫即:：")
_BY = frozenset("由被让给向与和在于到从")
_CLAUSE_SIGNS = frozenset(',，。;；:：!！?？、()（）“”"《》\n …')
_ROLES = (
    "负责人",
    "主任",
    "书记",
    "长",
    "经理",
    "总裁",
    "教授",
    "专家",
    "医生",
    "民警",
    "队员",
    "导演",
    "作者",
    "记者",
    "总统",
    "先生",
    "女士",
    "说",
    "表示",
)


def span_features(
    query: Query,
    terms: Terms,
    text: str,
    sentences: Sequence[Span],
    scores: Sequence[float],
    candidates: Sequence[Candidate],
    reading: Reading,
) -> NDArray[np.float32]:
    """One row for each candidate of a folded text, shape ``(candidates, len(SPAN_FEATURES))``.

    ``sentences`` are the spans of its sentences, ``scores`` what the sentence ranking gave them, ``reading`` what the
    reader makes of the text.
    """
    places = _places(terms, text)
    holds = [_share(terms, text[slice(*span)]) for span in sentences]
    best = max(scores, default=0.0)
    owners = [_owner(sentences, candidate.span[0]) for candidate in candidates]
    fit = [fits(candidate, query.kind, query.unit) for candidate in candidates]
    rivals = sum(value > 0.5 for value in fit)
    read = [reading.score(candidate.span) for candidate in candidates]
    best_read = max(read, default=0.0)
    before, after = _slot(query)
    signs = [place for place, char in enumerate(text) if char in _CLAUSE_SIGNS]
    shares: dict[Span, float] = {}
    rows = []
    for candidate, owner, value, own_read in zip(candidates, owners, fit, read, strict=True):
        start, end = candidate.span
        own = text[start:end]
        clause = _clause(signs, candidate.span, len(text))
        if clause not in shares:  # most candidates share their clause with others
            shares[clause] = _share(terms, text[slice(*clause)])
        left, right = _beside(candidate.span, places, sentences[owner])
        rows.append(
            (
                value, unit_fit(query.unit, candidate.unit), left + right, left, right, _near(candidate.span, places),
                holds[owner], shares[clause], scores[owner], best - scores[owner],
                end - start, _word_like(own), float(own in query.folded), _chars_in(own, query.folded), rivals,
                _common(before, text[max(0, start - 12) : start]), _common(after, text[end : end + 12]),
                float(text[start - 1 : start] in _IS), float(start == clause[0]), float(end == clause[1]),
                float(text[start - 1 : start] in "“《\""), min(text.count(own), 4), start / max(len(text), 1),
                _TYPE_NUMBER[candidate.type], _KIND_NUMBER[query.kind], *(float(candidate.type is t) for t in _NAMED),
                float(candidate.type not in _NAMED), float(query.kind is Kind.WHO), float(query.kind is Kind.ORG),
                float(query.kind is Kind.WHERE), float(query.kind in {Kind.WHAT, Kind.WHICH}),
                float(query.kind is Kind.LIST), float(query.kind in {Kind.WHEN, Kind.TIME}),
                float(text[start - 1 : start] in _IS), float(text[start - 1 : start] in _BY),
                float(text.startswith(_ROLES, end) or text.endswith(_ROLES, 0, start)),
                own_read, best_read - own_read, reading.start(candidate.span), reading.end(candidate.span),
                reading.nowhere,
            )
        )  # fmt: skip
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(SPAN_FEATURES))


def _owner(sentences: Sequence[Span], place: int) -> int:
    """The sentence that a character stands in; the first one where it stands between two."""
    number = bisect_right(sentences, place, key=itemgetter(0)) - 1
    return number if number >= 0 and place < sentences[number][1] else 0


def _places(terms: Terms, text: str) -> list[tuple[int, int, float]]:
    """Start, end and weight of every word of the question in the text."""
    found = []
    for word, forms, weight in zip(terms.words, terms.printed, terms.word_weights.tolist(), strict=True):
        for form in (word, *forms):
            at = text.find(form)
            while at >= 0:
                found.append((at, at + len(form), weight))
                at = text.find(form, at + 1)
    return found


def _beside(span: Span, places: list[tuple[int, int, float]], sentence: Span) -> tuple[float, float]:
    """Weight of the question's words before and after, fading with distance, less beyond the sentence."""
    before = after = 0.0
    for first, last, weight in places:
        fade = 1.0 if sentence[0] <= first < sentence[1] else 0.4
        if last <= span[0]:
            before += fade * weight * math.exp((last - span[0]) / REACH)
        elif first >= span[1]:
            after += fade * weight * math.exp((span[1] - first) / REACH)
    return before, after


def _near(span: Span, places: list[tuple[int, int, float]]) -> float:
    """Characters to the nearest word of the question, at most 40."""
    gaps = [max(span[0] - last, first - span[1]) for first, last, _ in places if last <= span[0] or first >= span[1]]
    return float(min(gaps, default=40))


def _share(terms: Terms, text: str) -> float:
    held = [
        word in text or any(form in text for form in forms)
        for word, forms in zip(terms.words, terms.printed, strict=True)
    ]
    return float(np.dot(terms.word_weights, held)) if held else 0.0


def _clause(signs: Sequence[int], span: Span, size: int) -> Span:
    """From behind the last sign before a stretch to the first one after it; ``size`` is the length of the text."""
    first, last = bisect_left(signs, span[0]), bisect_left(signs, span[1])
    return signs[first - 1] + 1 if first else 0, signs[last] if last < len(signs) else size


def _slot(query: Query) -> tuple[str, str]:
    """What stands in the question before and after its asking words."""
    if query.slot is None:
        return "", ""
    return query.folded[max(0, query.slot[0] - 8) : query.slot[0]], query.folded[query.slot[1] : query.slot[1] + 8]


def _common(asked: str, printed: str) -> float:
    """Share of the characters beside the asking words that stand beside the candidate."""
    return sum(char in printed for char in asked) / len(asked) if asked else 0.0


def _chars_in(own: str, question: str) -> float:
    return sum(char in question for char in own) / max(len(own), 1)


def _word_like(own: str) -> float:
    return float(sum(char.isdigit() for char in own)) / max(len(own), 1)
