"""How sure the bot is: answered, related only, not found.

A small model looks at scale-free evidence of the first excerpt; what it was trained on: questions with their article,
the same questions with it taken away, and questions with one of their words exchanged.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.features import ARTICLE_FEATURES
from retrieval.answers.question_kinds import NUMERIC, Kind
from retrieval.answers.ranked import Quotation, Ranked
from retrieval.answers.reader import UNREAD, Reading
from retrieval.answers.sentence_features import asked_word
from retrieval.answers.short_answer import ShortAnswer
from retrieval.answers.text import folded
from retrieval.answers.trees import trees
from retrieval.domain import AnswerStatus
from retrieval.editions.likeness import same_report, shingles

_FROM_RANKING = (
    "pairs_wide", "pairs_narrow", "chars_wide", "words_wide", "pairs_document", "chars_document", "words_document",
    "pairs_sentence", "words_sentence", "in_order", "longest_run", "headline_words", "numbers", "top_word",
    "top_word_sentence", "second_word", "meaning_sentence", "meaning_document", "meaning_wide",
)  # fmt: skip
STATUS_FEATURES = (
    *_FROM_RANKING, "meaning_excerpt", "missing_word", "missing_in_excerpt", "missing_words", "asked_in_excerpt",
    "asked_in_document", "asked_weight", "sentence_score", "short_confidence",
    "short_missing", "numeric", "short_fit", "headline_holds",
    "nowhere", "read", "ranking_score", "ranking_lead", "nearness",
)  # fmt: skip
"""Names of the columns, in order."""
_COLUMNS = [ARTICLE_FEATURES.index(name) for name in _FROM_RANKING]

ANSWERED = 0.28
"""Confidence from which the first excerpt counts as the answer."""
TELLING = 0.1
"""Share of the question's weight from which the word asked about counts."""
WITHOUT_ASKED = 0.15
"""The most confidence where the article never speaks of what is asked for (学费 in 学费是多少)."""
SPOKEN_OF = 0.05
"""Share of the question's words that the article must hold, in whatever form, to have to do with it."""
RIVALS = 6
"""Candidates among which the best one that tells another story is looked for."""
RELATED = 0.0035
"""Confidence from which excerpts are shown at all."""


def confidence(ranked: Ranked, first: Quotation, short: ShortAnswer | None, reading: Reading) -> float:
    """How likely the first excerpt answers the question, between 0 and 1."""
    if ranked.coverage.meaning_document[first.document] < SPOKEN_OF:
        return 0.0
    rows = status_features(ranked, first, short, reading)[None, :]
    sure = float(1 / (1 + np.exp(-float(trees("status").scores(rows)[0]))))
    return min(sure, WITHOUT_ASKED) if _lacks_asked(rows[0]) else sure


def band(value: float, answered: float = ANSWERED, related: float = RELATED) -> AnswerStatus:
    """The band of a confidence."""
    if value >= answered:
        return AnswerStatus.ANSWERED
    return AnswerStatus.RELATED_ONLY if value >= related else AnswerStatus.NOT_FOUND


def status_features(
    ranked: Ranked, first: Quotation, short: ShortAnswer | None, reading: Reading
) -> NDArray[np.float32]:
    """Evidence of the first excerpt, shape ``(len(STATUS_FEATURES),)``."""
    terms, document = ranked.terms, ranked.pool.documents[first.document]
    article = document.article
    head = " ".join(part for part in (article.headline, article.kicker, article.subhead) if part)
    near, whole = folded(f"{head} {first.excerpt.text}"), folded(f"{head} {article.body}")
    in_excerpt, in_document = _held(ranked, near), _held(ranked, whole)
    weights = terms.word_weights
    asked = asked_word(ranked.query, terms)
    extra = (
        float(weights @ in_excerpt),
        float((weights * ~in_document).max(initial=0.0)),
        float((weights * ~in_excerpt).max(initial=0.0)),
        float(sum(not held and len(word) > 1 for held, word in zip(in_document, terms.words, strict=True))),
        float(in_excerpt[asked]) if asked is not None else 0.5,
        float(in_document[asked]) if asked is not None else 0.5,
        float(weights[asked]) if asked is not None else 0.0,
        first.score,
        short.confidence if short else 0.0,
        float(short is None and ranked.query.kind in NUMERIC | {Kind.WHEN, Kind.TIME}),
        float(ranked.query.kind in NUMERIC),
        short.fit if short else 0.0,
        float(weights @ _held(ranked, folded(head))),
        reading.nowhere,
        max((reading.score(span) for span in reading.best(1)), default=UNREAD),
        float(ranked.scores[first.document]),
        float(ranked.scores[first.document] - _rival(ranked, first.document)),
        float(ranked.rows[first.document, ARTICLE_FEATURES.index("dense_spread")]),
    )
    return np.array([*ranked.rows[first.document, _COLUMNS].tolist(), *extra], dtype=np.float32)


def _rival(ranked: Ranked, document: int) -> float:
    """The best score of another article that is no reprint of this one."""
    own = shingles(ranked.pool.documents[document].article.body)
    for number in ranked.order[:RIVALS]:
        if number != document and not same_report(own, shingles(ranked.pool.documents[number].article.body)):
            return float(ranked.scores[number])
    return float(ranked.scores[ranked.order[-1]])


def _lacks_asked(row: NDArray[np.float32]) -> bool:
    named = dict(zip(STATUS_FEATURES, row.tolist(), strict=True))
    return named["asked_weight"] >= TELLING and named["asked_in_document"] == 0.0 and bool(named["numeric"])


def _held(ranked: Ranked, text: str) -> NDArray[np.bool_]:
    terms = ranked.terms
    held = [
        word in text or any(form in text for form in forms)
        for word, forms in zip(terms.words, terms.printed, strict=True)
    ]
    return np.array(held, dtype=bool)
