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
from retrieval.answers.reader import Reading, reader
from retrieval.answers.span_features import span_features
from retrieval.answers.spans_names import names, type_of
from retrieval.answers.spans_numbers import Candidate, Type, numbers
from retrieval.answers.terms import Terms
from retrieval.answers.text import folded, sentences
from retrieval.answers.trees import trees
from retrieval.answers.words import word_spans
from retrieval.domain import Span
from retrieval.index.tokenizer import Tokenizer

EXCERPT_ONLY = frozenset({Kind.YES_NO})
"""Kinds that a short stretch doesn't answer: the excerpt speaks alone."""
READ_ONLY = frozenset({Kind.WHY, Kind.HOW, Kind.STATEMENT})
"""Kinds whose answers have no form of their own: only the reader can point at one."""
_OF_MONEY = re.compile("[^,，。]{0,2}(?:钱|元|块|工资|薪|资金|补贴|补助|奖金|租金|罚款|押金|利息|货款|药费)")
"""What follows asking words that sums of money alone answer, where one is printed."""
SHOWN = {True: 0.85, False: 0.95}
"""Confidence from which a short answer is shown: of kinds that ask for a number or a time, and of all others."""
READ = 8
"""Stretches that the reader adds to the candidates."""
_NAMED_KIND = re.compile(
    "论坛|会议|大会|银行|法院|大学|学院|医院|学校|超市|酒店|机场|车站|景区|球队|俱乐部|公司|集团|热线|路线|线路|奖项?|市场"
)
"""What a name asked for ends with: 哪个论坛 is answered by nothing but a 论坛."""
_SIGNS = " ,，。.;；:：!！?？、\n"
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


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """What of an excerpt could answer; ``rows`` are ``span_features``, one for each candidate."""

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
    found = _typed(query, text, words)
    known = {each.span for each in found}
    if not (found and query.kind in TYPES):  # a number is whole as printed; the reader may leave its unit out
        found += [Candidate(span, _type_of(text, span)) for span in _read(query, text, reading) if span not in known]
    start = excerpt.span[0]
    parts = sentences(excerpt.text)
    by_end = {span[1]: score for span, score in scores.items()}
    values = [by_end.get(span[1] + start, 0.0) for span in parts]
    rows = span_features(query, terms, text, parts, values, found, reading)
    return Choices(tuple(found), rows, reading)


def _typed(query: Query, text: str, words: Sequence[Span]) -> list[Candidate]:
    """Everything printed in a form that could answer a question of this kind."""
    if query.kind in EXCERPT_ONLY | READ_ONLY:
        return []
    numeric = query.kind in TYPES
    found = [each for each in numbers(text) if numeric or each.type in {Type.DATE, Type.QUANTITY, Type.MONEY}]
    if not numeric:
        found += names(text, words)
    if query.kind is Kind.LIST:
        return [each for each in found if each.type is Type.LIST and _stands_free(text, each.span)]
    money = [each for each in found if each.type is Type.MONEY]
    if money and query.kind is Kind.AMOUNT and query.slot and _OF_MONEY.match(query.folded, query.slot[0] + 1):
        return money
    wanted = _ending(query, numeric)
    return [each for each in found if each.span[0] < each.span[1] and text[slice(*each.span)].endswith(wanted)]


def _read(query: Query, text: str, reading: Reading) -> list[Span]:
    """What the reader points at, without signs at its ends; nothing where only a printed form can answer."""
    if query.kind in EXCERPT_ONLY:
        return []
    wanted = _ending(query, query.kind in TYPES)
    spans = dict.fromkeys(_bare(text, span) for span in reading.best(READ))
    return [span for span in spans if span[0] < span[1] and text[slice(*span)].endswith(wanted)]


def _ending(query: Query, numeric: bool) -> str:
    found = _NAMED_KIND.match(query.folded, query.slot[1]) if query.slot and not numeric else None
    return found.group() if found else ""


def _bare(text: str, span: Span) -> Span:
    part = text[slice(*span)]
    return span[0] + len(part) - len(part.lstrip(_SIGNS)), span[1] - len(part) + len(part.rstrip(_SIGNS))


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
    """The best of the candidates."""
    if not found.candidates:
        return None
    ranked = trees("spans").scores(found.rows)
    order = sorted(range(len(ranked)), key=lambda number: (-ranked[number], found.candidates[number].span))
    best = found.candidates[order[0]]
    numeric = query.kind in TYPES
    fit = max(fits(each, query.kind, query.unit) for each in found.candidates) if numeric else 1.0
    return ShortAnswer(best.span, _confidence(ranked, order, found.candidates), best.type, fit)


def sure_enough(query: Query, sure: float) -> bool:
    """Whether a short answer is sure enough to be shown; reasons and ways are left to the excerpt."""
    return query.kind not in READ_ONLY and sure >= SHOWN[query.kind in TYPES]


def _confidence(ranked: NDArray[np.float32], order: Sequence[int], found: Sequence[Candidate]) -> float:
    """Squashed score of the best, and its margin over the next one elsewhere."""
    best = found[order[0]].span
    rival = next(
        (ranked[n] for n in order[1:] if not (found[n].span[0] < best[1] and best[0] < found[n].span[1])), None
    )
    top = float(ranked[order[0]])
    margin = top - float(rival) if rival is not None else 4.0
    return float(1 / (1 + np.exp(-(OPENNESS * margin + (1 - OPENNESS) * top))))
