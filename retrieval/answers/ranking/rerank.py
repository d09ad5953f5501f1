"""Where the best excerpts are close, read them before one of them is put first.

The ranking sees words and their places; the reader sees whether a stretch of the excerpt could be the answer. Reading
costs a few milliseconds an excerpt, so only those near the best are read: of the leading articles and within them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.answers.models.reader import reader
from retrieval.answers.question.answer_types import TYPES, VALUE, fits, new_numbers, unit_fit
from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.ranked import Quotation, Ranked, quotations
from retrieval.answers.timing import stage
from retrieval.language.folding import folded
from retrieval.language.numbers import Candidate
from retrieval.language.tokenizer import Tokenizer
from retrieval.language.words import word_spans

LEADERS = 4
"""Most articles that are looked at."""
NEAR = 2.0
"""How far behind the best an article may lie to be looked at."""
QUOTED = 3
"""Excerpts of an article that are compared."""
CLOSE = 1.0
"""How far behind the best an excerpt may lie to be read."""
SENTENCE = 0.7
"""What the score of the excerpt's best sentence adds to its article's."""
SAY = 0.6
"""What the logarithm of the odds that an excerpt holds an answer adds."""
UNIT = 1.0
"""What a number in the measure word asked for adds: 多少箱 is answered by 110箱 rather than by 180件."""
VALUED = 0.7
"""What any other value of the kind asked for adds: a sum of money for 多少钱."""
ENUMERATION = 2.0
"""What an enumeration adds where 哪些 is asked: all of it from ``ITEMS`` signs (、) on."""
ITEMS = 3


@stage("rerank")
def second_look(ranked: Ranked, tokenizer: Tokenizer) -> Ranked:
    """The same candidates, the leaders and their excerpts in the order that the reader makes of them."""
    best = float(ranked.scores[ranked.order[0]])
    leaders = [number for number in ranked.order[:LEADERS] if best - float(ranked.scores[number]) < NEAR]
    quoted = {number: quotations(ranked, number, QUOTED) for number in leaders}
    ranking = {each: worth(ranked, each) for own in quoted.values() for each in own}
    close = [each for each, value in ranking.items() if max(ranking.values()) - value < CLOSE]
    odds = _odds(ranked, close, tokenizer) if len(close) > 1 else []
    said = {each: SAY * own for each, own in zip(close, odds, strict=False)}
    # What was not read stays behind all that was.
    least = min(said.values(), default=0.0)
    value = {each: own + said.get(each, least) for each, own in ranking.items()}
    ordered = {number: sorted(own, key=lambda each: -value[each]) for number, own in quoted.items()}
    return _reordered(ranked, {number: value[own[0]] for number, own in ordered.items()}, ordered)


def worth(ranked: Ranked, quotation: Quotation) -> float:
    """What the ranking makes of an excerpt, and whether its form is the one asked for."""
    form = _form(ranked.query, folded(quotation.excerpt.text))
    return float(ranked.scores[quotation.document]) + SENTENCE * quotation.score + form


def _form(query: Query, text: str) -> float:
    """What a value of the kind asked for, or an enumeration where several things are asked, adds."""
    if query.kind is Kind.LIST:
        return ENUMERATION * min(text.count("、"), ITEMS) / ITEMS
    if query.kind not in TYPES:
        return 0.0
    return max((_value(query, each) for each in new_numbers(query, text)), default=0.0)


def _value(query: Query, printed: Candidate) -> float:
    """What a printed number adds; nothing where it counts other things than are asked for."""
    fit, same = fits(printed, query.kind, query.unit), unit_fit(query.unit, printed.unit)
    if fit > 0 and same > 0:
        return UNIT
    return VALUED if fit >= VALUE and same == 0 else 0.0


def _odds(ranked: Ranked, quoted: Sequence[Quotation], tokenizer: Tokenizer) -> list[float]:
    """Logarithms of the odds that these excerpts hold an answer; what was read is kept with the candidates."""
    texts = [folded(each.excerpt.text) for each in quoted]
    words = [word_spans(text, tokenizer) for text in texts]
    readings = reader().read_all(ranked.query.folded, ranked.query.slot, list(zip(texts, words, strict=True)))
    for each, reading in zip(quoted, readings, strict=True):
        ranked.read[each.excerpt.passage.id, each.excerpt.span] = reading
    return [reading.odds for reading in readings]


def _reordered(ranked: Ranked, values: dict[int, float], quoted: dict[int, list[Quotation]]) -> Ranked:
    """The leaders by their new scores, raised together so that none falls behind an article that was not looked at."""
    scores = ranked.scores.copy()
    raised = max(float(scores[number]) - value for number, value in values.items())
    for number, value in values.items():
        scores[number] = value + raised
    ids = [document.article.id for document in ranked.pool.documents]
    order = sorted(range(len(ids)), key=lambda number: (-scores[number], ids[number]))
    return replace(ranked, order=tuple(order), scores=scores, quoted=ranked.quoted | quoted)
