"""The short answer: one printed stretch of the excerpt that fits the question, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.models.reader import Reading, reader
from retrieval.answers.models.trees import trees
from retrieval.answers.question.answer_types import TYPES
from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.excerpt import Excerpt
from retrieval.answers.ranking.terms import Terms
from retrieval.answers.spans.border_features import border_features
from retrieval.answers.spans.confidence import rival, sureness, sureness_features
from retrieval.answers.spans.context_features import span_features
from retrieval.answers.spans.extend import together, whole, with_noun
from retrieval.answers.spans.reject import says_half
from retrieval.answers.spans.trim import named, tidy
from retrieval.domain import Span
from retrieval.language.folding import folded
from retrieval.language.names import names, type_of
from retrieval.language.numbers import Candidate, Type, numbers
from retrieval.language.sentences import sentences
from retrieval.language.tokenizer import Tokenizer
from retrieval.language.words import word_spans

EXCERPT_ONLY = frozenset({Kind.YES_NO})
"""Kinds that a short stretch doesn't answer: the excerpt speaks alone."""
READ_ONLY = frozenset({Kind.WHY, Kind.HOW, Kind.STATEMENT})
"""Kinds whose answers have no form of their own: only the reader can point at one."""
_OF_MONEY = re.compile("[^,，。]{0,2}(?:钱|元|块|工资|薪|资金|补贴|补助|奖金|租金|罚款|押金|利息|货款|药费)")
"""What follows asking words that sums of money alone answer, where one is printed."""
READ = 16
"""Stretches that the reader adds to the candidates."""
LIKELY = 64
"""Candidates that are looked at: those that the reader likes best."""
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
    """``span`` counts characters of the excerpt.

    ``confidence`` is how far it leads the other candidates (0 to 1; kinds of questions differ), ``sure`` how likely
    readers would give the same answer if the excerpt is the right one: 0 where it would say half of it.
    """

    span: Span
    confidence: float
    type: Type
    sure: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """What of an excerpt could answer; ``text`` is folded, ``rows`` are span and border features of each candidate."""

    text: str
    candidates: tuple[Candidate, ...]
    rows: NDArray[np.float32]
    reading: Reading


def choices(
    query: Query,
    terms: Terms,
    excerpt: Excerpt,
    scores: dict[Span, float],
    tokenizer: Tokenizer,
    reading: Reading | None = None,
) -> Choices:
    """Candidates of an excerpt; ``scores`` are those of the sentences of its passage, ``reading`` if it was read."""
    text = folded(excerpt.text)
    words = word_spans(text, tokenizer)
    if reading is None:
        reading = reader().read(query.folded, query.slot, text, words)
    found = candidates_of(query, text, words, reading)
    start = excerpt.span[0]
    parts = sentences(excerpt.text)
    by_end = {span[1]: score for span, score in scores.items()}
    values = [by_end.get(span[1] + start, 0.0) for span in parts]
    inner = span_features(query, terms, text, parts, values, found, reading)
    rows = np.hstack([inner, border_features(query, text, words, found, reading)])
    return Choices(text, tuple(found), rows, reading)


def candidates_of(query: Query, text: str, words: Sequence[Span], reading: Reading) -> list[Candidate]:
    """What of a folded text could answer, each stretch once: printed forms, and what the reader points at."""
    if query.kind in EXCERPT_ONLY:
        return []
    found = _ended(query, text, _typed(query, text, words))
    if not (found and query.kind in TYPES):  # a number is whole as printed; the reader may leave its unit out
        found += _ended(query, text, [Candidate(span, _type_of(text, span)) for span in _read(query, text, reading)])
    if query.kind not in TYPES:
        found = named(query, text, words, found)
    once = list({each.span: each for each in reversed(found)}.values())[::-1]
    if len(once) <= LIKELY:
        return once
    likely = sorted(once, key=lambda each: -reading.score(each.span))[:LIKELY]
    return sorted(likely, key=lambda each: each.span)


def _typed(query: Query, text: str, words: Sequence[Span]) -> list[Candidate]:
    """Everything printed in a form that could answer a question of this kind."""
    if query.kind in EXCERPT_ONLY | READ_ONLY:
        return []
    numeric = query.kind in TYPES
    found = [each for each in numbers(text) if numeric or each.type in {Type.DATE, Type.QUANTITY, Type.MONEY}]
    found = together(text, found, query.kind)
    if not numeric:
        found += names(text, words)
    if query.kind is Kind.LIST:
        return [each for each in found if each.type is Type.LIST and _stands_free(text, each.span)]
    money = [each for each in found if each.type is Type.MONEY]
    if money and query.kind is Kind.AMOUNT and query.slot and _OF_MONEY.match(query.folded, query.slot[0] + 1):
        return money
    return [each for each in found if each.span[0] < each.span[1]]


def _read(query: Query, text: str, reading: Reading) -> list[Span]:
    """What the reader points at, without signs at its ends, and the same with the noun asked for after it."""
    spans = tidy(query, text, reading.best(READ))
    return [*spans, *((start, longer) for start, end in spans if (longer := with_noun(query, text, end)) > end)]


def _ended(query: Query, text: str, found: list[Candidate]) -> list[Candidate]:
    """Only those that end as a name asked for does, where there are any."""
    wanted = _ending(query)
    return [each for each in found if text[slice(*each.span)].endswith(wanted)] or found


def _ending(query: Query) -> str:
    found = _NAMED_KIND.match(query.folded, query.slot[1]) if query.slot and query.kind not in TYPES else None
    return found.group() if found else ""


def _type_of(text: str, span: Span) -> Type:
    own = text[slice(*span)]
    numeral = next((each.type for each in numbers(own) if each.span == (0, len(own))), None)
    if numeral is not None:
        return numeral
    return Type.LIST if "、" in own else type_of(own)


def _stands_free(text: str, span: Span) -> bool:
    """Whether an enumeration is whole: begun after a sign or a verb of listing, ended before a sign, 等 or a count."""
    before, after = text[: span[0]][-1:], text[span[1] :][:1]
    begun = not before or before in _BEFORE_LIST or not before.isalnum()
    return begun and (not after or after in _AFTER_LIST or not after.isalnum() or after.isdigit())


def short_answer(query: Query, found: Choices) -> ShortAnswer | None:
    """The best of the candidates, with all that belongs to it as printed."""
    if not found.candidates:
        return None
    ranked = trees("spans").scores(found.rows)
    order = sorted(range(len(ranked)), key=lambda number: (-ranked[number], found.candidates[number].span))
    best = found.candidates[order[0]]
    span = whole(query, found.text, best)
    half = says_half(query, found.text, span, best.type)
    sure = 0.0 if half else sureness(sureness_features(found.rows, ranked, order, found.candidates))
    return ShortAnswer(span, _lead(ranked, order, found.candidates), best.type, sure)


def _lead(ranked: NDArray[np.float32], order: Sequence[int], found: Sequence[Candidate]) -> float:
    """Squashed score of the best, and its margin over the next one elsewhere."""
    elsewhere = rival(order, found)
    top = float(ranked[order[0]])
    margin = top - float(ranked[elsewhere]) if elsewhere is not None else 4.0
    return float(1 / (1 + np.exp(-(OPENNESS * margin + (1 - OPENNESS) * top))))
