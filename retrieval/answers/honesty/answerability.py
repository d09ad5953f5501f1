"""How likely the first excerpt answers the question: a logistic model over a few named pieces of evidence.

Fitted (``retrieval/training/decision.py``) on questions that the network never learned from: with their article, with
it taken away, and asked of an archive that has nothing on them. Where nothing was read there is a model without the
network's evidence.
"""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.answers.models.logistic import logistic
from retrieval.answers.ranking.article_features import ARTICLE_FEATURES
from retrieval.answers.ranking.ranked import Ranked
from retrieval.answers.ranking.rerank import Leaders, ReadQuotation
from retrieval.language.folding import folded
from retrieval.language.near_duplicates import same_report, shingles

SPOKEN_OF = 0.05
"""Share of the question's words that the article must hold, in whatever form, to have to do with it;
by hand, 2026-11."""
LEAD_ALONE = 4.0
"""The lead of an article beside which no other story was found; by hand, 2026-11."""
RIVALS = 6
"""Candidates among which the best one that tells another story is looked for; by hand, 2026-11."""
USUAL_NEARNESS, COMPARED_ARTICLES = 3.4, 12
"""Standard deviations by which the first article's vector is usually nearer than the others', and how many others it
takes to say: among fewer it can't be that far ahead, and nothing speaks against it; by hand, 2026-11."""
LIGHT_EVIDENCE = ("covered", "covered_wide", "pairs", "missing", "missing_in_excerpt", "nearness", "lead")
READ_EVIDENCE = (*LIGHT_EVIDENCE, "relevance", "odds", "likely")


def confidence(leaders: Leaders, first: ReadQuotation) -> float:
    """How likely the first excerpt answers the question, between 0 and 1."""
    if leaders.ranked.coverage.meaning_document[first.document] < SPOKEN_OF and first.reading is None:
        return 0.0
    name = "answered_light" if first.reading is None else "answered_read"
    return logistic(name).probability(evidence(leaders, first))


def evidence(leaders: Leaders, first: ReadQuotation) -> Mapping[str, float]:
    """What speaks for the excerpt and against it, by name.

    ``covered``, ``covered_wide``, ``pairs``: shares of the question in the article and around its best place;
    ``missing``, ``missing_in_excerpt``: weight of the most telling word that is not there; ``nearness``: the vector's,
    in standard deviations; ``lead``: over the best other story. Of the network: ``relevance``, ``odds`` that it
    answers, ``likely``: how clear the best stretch is.
    """
    ranked, document = leaders.ranked, first.document
    article = ranked.pool.documents[document].article
    head = " ".join(filter(None, (article.headline, article.kicker, article.subhead)))
    row = dict(zip(ARTICLE_FEATURES, ranked.rows[document].tolist(), strict=True))
    found = {
        "covered": float(ranked.coverage.meaning_document[document]),
        "covered_wide": float(ranked.coverage.meaning_wide[document]),
        "pairs": row["pairs_wide"],
        "missing": _missing(ranked, folded(f"{head} {article.body}")),
        "missing_in_excerpt": _missing(ranked, folded(f"{head} {first.quotation.excerpt.text}")),
        "nearness": _nearness(row["dense_spread"], len(ranked.pool.documents) - 1),
        "lead": _lead_over_rival(ranked, document),
    }
    if first.reading is not None:
        best = first.reading.best(1)
        found |= {
            "relevance": first.reading.relevance,
            "odds": first.reading.odds,
            "likely": best[0][1] if best else 0.0,
        }
    return found


def _nearness(spread: float, others: int) -> float:
    """``spread`` standard deviations above the mean of all candidates; the fewer ``others``, the more as is usual."""
    compared = min(1.0, others / COMPARED_ARTICLES)
    return compared * spread + (1.0 - compared) * USUAL_NEARNESS


def _missing(ranked: Ranked, text: str) -> float:
    """Weight of the most telling word of the question that a folded text does not hold in any form."""
    held = ranked.terms.held(text)
    return float((ranked.terms.word_weights * ~held).max(initial=0.0))


def _lead_over_rival(ranked: Ranked, document: int) -> float:
    """How far ahead of the best article that tells another story."""
    own = shingles(ranked.pool.documents[document].article.body)
    for number in ranked.order[:RIVALS]:
        if number != document and not same_report(own, shingles(ranked.pool.documents[number].article.body)):
            return float(ranked.scores[document] - ranked.scores[number])
    return LEAD_ALONE
