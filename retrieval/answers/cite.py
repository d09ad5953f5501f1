"""Citations: what is quoted, and where it stands in print and in the source file."""

from __future__ import annotations

from retrieval.answers.excerpt import Excerpt
from retrieval.domain import Article, Citation, Headline, Passage, Span, source_bytes


def citation(article: Article, excerpt: Excerpt, score: float) -> Citation:
    """The citation of an excerpt; ``source_bytes`` come from the body offsets of its passage."""
    start, end = excerpt.span
    body_start = excerpt.passage.start + start
    return Citation(
        article_id=article.id,
        passage_id=excerpt.passage.id,
        headline=article.headline,
        kicker=article.kicker,
        paper=article.paper,
        date=article.date,
        page=article.page,
        byline=article.byline,
        jump=article.jump,
        excerpt=excerpt.text,
        start=start,
        end=end,
        evidence=excerpt.evidence,
        source_id=article.external_id,
        source_file=article.source_file,
        source_bytes=source_bytes(article.body, article.pieces, body_start, body_start + end - start),
        score=round(score, 4),
    )


def whole_passage(article: Article, passage: Passage, evidence: tuple[Span, ...] = ()) -> Citation:
    """A passage quoted as a whole, where nothing was asked that could rank it."""
    return citation(article, Excerpt(passage, (0, len(passage.text)), evidence), 0.0)


def headline(article: Article) -> Headline:
    """A pointer to an article."""
    return Headline(article.id, article.headline, article.paper, article.date, article.page)
