"""How sure the bot is: answered, related only, not found.

A logistic model looks at scale-free evidence of the first excerpt. It learned from questions with their article, from
the same questions with it taken away, and from questions that no article of the news answers; boosted trees over the
same evidence were measured to be worse on questions of other kinds than they had learned from.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.models.logistic import linear
from retrieval.answers.models.reader import UNREAD, Reading
from retrieval.answers.question.answer_types import VALUE, fits, new_numbers
from retrieval.answers.question.kinds import NUMERIC
from retrieval.answers.ranking.article_features import ARTICLE_FEATURES
from retrieval.answers.ranking.ranked import Quotation, Ranked
from retrieval.answers.ranking.sentence_features import asked_word
from retrieval.language.folding import folded
from retrieval.language.near_duplicates import same_report, shingles

_FROM_RANKING = (
    "pairs_wide", "pairs_narrow", "chars_wide", "words_wide", "pairs_document", "chars_document", "words_document",
    "pairs_sentence", "words_sentence", "in_order", "longest_run", "numbers", "top_word",
    "top_word_sentence", "second_word", "meaning_sentence", "meaning_document", "meaning_wide",
)  # fmt: skip
STATUS_FEATURES = (
    *_FROM_RANKING, "meaning_excerpt", "missing_word", "missing_in_excerpt", "missing_words", "asked_in_excerpt",
    "asked_in_document", "asked_weight", "sentence_score", "nowhere", "odds", "read",
    "ranking_score", "ranking_lead", "lead_of_five", "nearness",
)  # fmt: skip
"""Names of the columns, in order."""
_COLUMNS = [ARTICLE_FEATURES.index(name) for name in _FROM_RANKING]
_NEARNESS = ARTICLE_FEATURES.index("dense_spread")

TELLING = 0.1
"""Share of the question's weight from which the word asked about counts."""
UNSPOKEN = 2.0
"""What it takes from the log-odds that the article never speaks of what is counted (学费 in 学费是多少)."""
VALUELESS = 1.0
"""What it takes from the log-odds that the excerpt prints no value of the kind asked for (no sum of money for 多少钱).

Set by hand, as is ``UNSPOKEN``: questions made from what is printed hardly ever ask for what an article leaves out.
"""
SPOKEN_OF = 0.05
"""Share of the question's words that the article must hold, in whatever form, to have to do with it."""
RIVALS = 6
"""Candidates among which the best one that tells another story is looked for."""


def confidence(ranked: Ranked, first: Quotation, reading: Reading) -> float:
    """How likely the first excerpt answers the question, between 0 and 1."""
    if ranked.coverage.meaning_document[first.document] < SPOKEN_OF:
        return 0.0
    row = status_features(ranked, first, reading)
    logit = linear("status").logit(row) - _doubts(ranked, first, row)
    return float(1 / (1 + np.exp(-logit)))


def status_features(ranked: Ranked, first: Quotation, reading: Reading) -> NDArray[np.float32]:
    """Evidence of the first excerpt, shape ``(len(STATUS_FEATURES),)``."""
    terms, article = ranked.terms, ranked.pool.documents[first.document].article
    head = " ".join(part for part in (article.headline, article.kicker, article.subhead) if part)
    in_excerpt, in_document = (_held(ranked, folded(f"{head} {text}")) for text in (first.excerpt.text, article.body))
    weights = terms.word_weights
    asked = asked_word(ranked.query, terms)
    own = float(ranked.scores[first.document])
    extra = (
        float(weights @ in_excerpt),
        float((weights * ~in_document).max(initial=0.0)),
        float((weights * ~in_excerpt).max(initial=0.0)),
        float(sum(not held and len(word) > 1 for held, word in zip(in_document, terms.words, strict=True))),
        float(in_excerpt[asked]) if asked is not None else 0.5,
        float(in_document[asked]) if asked is not None else 0.5,
        float(weights[asked]) if asked is not None else 0.0,
        first.score,
        reading.nowhere,
        reading.odds,
        max((reading.score(span) for span in reading.best(1)), default=UNREAD),
        own,
        own - _rival(ranked, first.document),
        own - _following(ranked),
        float(ranked.rows[first.document, _NEARNESS]),
    )
    return np.array([*ranked.rows[first.document, _COLUMNS].tolist(), *extra], dtype=np.float32)


def _doubts(ranked: Ranked, first: Quotation, row: NDArray[np.float32]) -> float:
    """What speaks against an answer where a number is asked for."""
    query = ranked.query
    if query.kind not in NUMERIC:
        return 0.0
    new = new_numbers(query, folded(first.excerpt.text))
    valued = any(fits(each, query.kind, query.unit) >= VALUE for each in new)
    named = dict(zip(STATUS_FEATURES, row.tolist(), strict=True))
    unspoken = named["asked_weight"] >= TELLING and named["asked_in_document"] == 0.0
    return (0.0 if valued else VALUELESS) + (UNSPOKEN if unspoken else 0.0)


def _following(ranked: Ranked) -> float:
    """The mean score of the five articles after the first; the first one's own where it is alone."""
    following = ranked.scores[list(ranked.order[1:RIVALS])]
    return float(following.mean()) if len(following) else float(ranked.scores[ranked.order[0]])


def _rival(ranked: Ranked, document: int) -> float:
    """The best score of another article that is no reprint of this one."""
    own = shingles(ranked.pool.documents[document].article.body)
    for number in ranked.order[:RIVALS]:
        if number != document and not same_report(own, shingles(ranked.pool.documents[number].article.body)):
            return float(ranked.scores[number])
    return float(ranked.scores[ranked.order[-1]])


def _held(ranked: Ranked, text: str) -> NDArray[np.bool_]:
    terms = ranked.terms
    held = [
        word in text or any(form in text for form in forms)
        for word, forms in zip(terms.words, terms.printed, strict=True)
    ]
    return np.array(held, dtype=bool)
