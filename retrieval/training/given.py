"""The right text given: what sentences, excerpt, reader and candidates make of a passage that holds the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from retrieval.answers.question.query import Query, understand
from retrieval.answers.ranking.coverage import Document, cover, lay_out
from retrieval.answers.ranking.excerpt import Excerpt, grow
from retrieval.answers.ranking.scores import sentence_scores
from retrieval.answers.ranking.terms import terms_of
from retrieval.answers.spans.extract import Choices, choices
from retrieval.domain import Article, ArticleKind, Byline, Passage
from retrieval.editions.layout.passages import passages
from retrieval.index.engine import Generation
from retrieval.language.tokenizer import Tokenizer

TODAY = date(2023, 8, 20)


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """A question, the excerpt of its text that would be shown, and what in it could answer."""

    query: Query
    excerpt: Excerpt
    choices: Choices


def given(question: str, passage: str, generation: Generation, tokenizer: Tokenizer) -> Given | None:
    """What is made of a passage; None where the question has no words. The generation says how rare words are."""
    query = understand(question, TODAY)
    found = document(passage)
    if not query.terms or not found.passages:
        return None
    terms = terms_of(query, tokenizer, generation)
    layout = lay_out([found])
    scores = sentence_scores(query, terms, layout, cover(terms, layout), [0])
    best = layout.sentences[max(scores, key=lambda each: (scores[each], -each))]
    beside = {
        layout.sentences[other].span: score
        for other, score in scores.items()
        if layout.sentences[other].passage.id == best.passage.id
    }
    excerpt = grow(best.passage, best.span, beside)
    return Given(query, excerpt, choices(query, terms, excerpt, beside, tokenizer))


def document(body: str) -> Document:
    """A text cut into passages as an article is."""
    article = Article(
        1, 1, None, None, None, None, None, None, Byline(), ArticleKind.REPORT, None, None, body, (), 0, 1, "passage"
    )  # fmt: skip
    parts = (Passage(n, 1, n, start, end, body[start:end]) for n, (start, end) in enumerate(passages(body), 1))
    return Document(article, tuple(parts))
