"""Text that a machine read from a picture of the page: what may be told of it.

It is quoted with how sure the machine was; a short answer, which readers take for a fact, has to be surer than that.
"""

from __future__ import annotations

from retrieval.answers.ranking.ranked import Ranked
from retrieval.answers.ranking.rerank import ReadQuotation
from retrieval.answers.spans.extract import ShortAnswer, short_of

SURELY_RECOGNISED = 0.97
"""Confidence that the least sure line of a short answer must have been recognised with; by hand, 2026-11."""


def legible_short(ranked: Ranked, read: ReadQuotation) -> ShortAnswer | None:
    """What a read excerpt answers in short; None also where its characters are not certain enough."""
    short = short_of(ranked.query, read)
    if short is None:
        return None
    excerpt = read.quotation.excerpt
    start = excerpt.passage.start + excerpt.span[0]
    article = ranked.pool.documents[read.document].article
    sure = article.recognition(start + short.span[0], start + short.span[1])
    return short if sure is None or sure >= SURELY_RECOGNISED else None
