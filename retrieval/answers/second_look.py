"""Where the best articles are close, read the best excerpt of each before one of them is put first.

The ranking sees words and their places; the reader sees whether a stretch of the excerpt could be the answer. Reading
costs a few milliseconds an excerpt, so only leaders that are near each other are read.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from retrieval.answers.ranked import Quotation, Ranked, quotations
from retrieval.answers.reader import reader
from retrieval.answers.text import folded
from retrieval.answers.words import word_spans
from retrieval.index.tokenizer import Tokenizer

LEADERS = 4
"""Most articles that are read."""
CLOSE = 2.0
"""How far behind the best an article may lie to be read."""
SAY = 0.5
"""What the logarithm of the odds that an excerpt holds an answer adds to its article's score."""
SENTENCE = 0.3
"""What the score of the excerpt's best sentence adds."""
SUREST = 6.0
"""Odds beyond this, either way, say no more."""


def second_look(ranked: Ranked, tokenizer: Tokenizer) -> Ranked:
    """The same candidates, the leaders raised by what the reader makes of them."""
    best = float(ranked.scores[ranked.order[0]])
    leaders = [number for number in ranked.order[:LEADERS] if best - float(ranked.scores[number]) < CLOSE]
    if len(leaders) < 2:
        return ranked
    said = [_said(ranked, quotations(ranked, number)[0], tokenizer) for number in leaders]
    scores = ranked.scores.copy()
    # Nobody falls behind those that were not read.
    scores[leaders] += np.array(said, dtype=np.float32) - np.float32(min(said))
    ids = [document.article.id for document in ranked.pool.documents]
    order = sorted(range(len(ids)), key=lambda number: (-scores[number], ids[number]))
    return replace(ranked, order=tuple(order), scores=scores)


def _said(ranked: Ranked, quotation: Quotation, tokenizer: Tokenizer) -> float:
    text = folded(quotation.excerpt.text)
    reading = reader().read(ranked.query.folded, ranked.query.slot, text, word_spans(text, tokenizer))
    ranked.read[quotation.excerpt.passage.id, quotation.excerpt.span] = reading
    missing = min(max(float(np.exp(reading.nowhere)), 1e-6), 1 - 1e-6)
    odds = float(np.clip(np.log1p(-missing) - np.log(missing), -SUREST, SUREST))
    return SAY * odds + SENTENCE * quotation.score
