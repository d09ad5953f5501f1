"""How likely the first excerpt answers the question: a logistic model over a few named pieces of evidence.

Fitted (``retrieval/training/decision.py``) on questions that the network never learned from: with their article, with
it taken away, and asked of an archive that has nothing on them. Where nothing was read there is a model without the
network's evidence.
"""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.answers.models.logistic import logistic
from retrieval.answers.question.kinds import Kind
from retrieval.answers.ranking.ranked import Ranked
from retrieval.answers.ranking.rerank import Leaders, ReadQuotation
from retrieval.language.folding import folded
from retrieval.language.near_duplicates import same_report, shingles

SPOKEN_OF = 0.05
"""Share of the question's words that the article must hold, in whatever form, to have to do with it;
by hand, 2026-11."""
MOST_LEAD = 6.0
"""The lead beyond which more says no more, and that of an article beside which no other story was found: in an archive
of three reports any lead is large; by hand, 2026-11."""
LEAST_WORDS_CHARS = 2
"""Characters of words that are looked up by themselves; by hand, 2026-11."""
RIVALS = 6
"""Candidates among which the best one that tells another story is looked for; by hand, 2026-11."""
LIGHT_EVIDENCE = ("light", "lead", "covered")
READ_EVIDENCE = (*LIGHT_EVIDENCE, "odds")
"""Seven shares and gaps more, and the network's relevance, told near-topic questions of our own from answered ones no
better: AUROC .85 with them and .85 with these over news, .84 and .84 over local news (cross-fitted, 2026-11)."""


def confidence(leaders: Leaders, first: ReadQuotation) -> float:
    """How likely the first excerpt is what is wanted, between 0 and 1: it answers, or prints the words looked up."""
    answers = answer_confidence(leaders, first)
    if not _looks_up_words(leaders, first):
        return answers
    return max(answers, logistic("answered_light").probability(evidence(leaders, first)))


def answer_confidence(leaders: Leaders, first: ReadQuotation) -> float:
    """How likely the first excerpt answers the question, between 0 and 1."""
    if leaders.ranked.coverage.meaning_document[first.document] < SPOKEN_OF and first.reading is None:
        return 0.0
    name = "answered_light" if first.reading is None else "answered_read"
    return logistic(name).probability(evidence(leaders, first))


def _looks_up_words(leaders: Leaders, first: ReadQuotation) -> bool:
    """Whether the question asks nothing, and is printed as it stands: 大桥. The network knows of questions only."""
    query = leaders.ranked.query
    words = "".join(query.folded.split())
    if query.kind is not Kind.STATEMENT or len(words) < LEAST_WORDS_CHARS:
        return False
    headline = leaders.ranked.pool.documents[first.document].article.headline
    return words in first.quotation.folded or words in folded(headline or "")


def evidence(leaders: Leaders, first: ReadQuotation) -> Mapping[str, float]:
    """What speaks for the excerpt and against it, by name.

    ``light``: its article's score before anything was read; ``lead``: over the best other story; ``covered``: the share
    of the question in the article; ``odds``: the network's log-odds that the excerpt answers.
    """
    ranked, document = leaders.ranked, first.document
    found = {
        "light": first.light,
        "lead": _lead_over_rival(ranked, document),
        "covered": float(ranked.coverage.meaning_document[document]),
    }
    if first.reading is not None:
        found["odds"] = first.reading.odds
    return found


def _lead_over_rival(ranked: Ranked, document: int) -> float:
    """How far ahead of the best article that tells another story, ``MOST_LEAD`` at most."""
    own = shingles(ranked.pool.documents[document].article.body)
    for number in ranked.order[:RIVALS]:
        if number != document and not same_report(own, shingles(ranked.pool.documents[number].article.body)):
            return min(float(ranked.scores[document] - ranked.scores[number]), MOST_LEAD)
    return MOST_LEAD
