"""Which articles might answer: the best of three searches, kept with what each search said of them.

The searches are not fused by rank (plain reciprocal rank fusion with a weak encoder was measured to lower recall);
their scores go on as features of the ranking.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.question.query import Query
from retrieval.answers.ranking.coverage import Document
from retrieval.answers.ranking.terms import search_text
from retrieval.domain import Article, Filters, Hit, Passage
from retrieval.index.published import Published

ARTICLE_HITS, PASSAGE_HITS, DENSE_HITS = 40, 40, 24
"""Hits of the search by words in articles and in passages, and of the search by vectors; by hand, 2026-11."""
POOL_SIZE = 50
"""Articles of all three together that are ranked; by hand, 2026-11."""
DEEPEST = 20_000
"""Hits asked for at most, where many of the best were withdrawn; by hand, 2026-11."""
DEEPER = 8
"""How many times as many are asked for, where too few are left; by hand, 2026-11."""

ScoresById: TypeAlias = dict[int, float]
"""Article id → score, best first."""


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Candidates in a fixed order, and the scores of the searches, each shape ``(documents,)``.

    ``article_score`` and ``passage_score`` are BM25 divided by the best, 0 where the search did not find the article;
    ``dense_score`` is the cosine of the article's nearest passage found, 0 where none was; ``similarities`` are cosines
    of passages by id.
    """

    documents: tuple[Document, ...]
    article_score: NDArray[np.float32]
    passage_score: NDArray[np.float32]
    dense_score: NDArray[np.float32]
    similarities: dict[int, float]

    @property
    def article_ids(self) -> list[int]:
        """Of the candidates, in their order."""
        return [document.article.id for document in self.documents]

    def articles(self, numbers: Iterable[int]) -> list[Article]:
        """The articles of these documents."""
        return [self.documents[number].article for number in numbers]


def gather(
    query: Query,
    vector: NDArray[np.float32],
    paper: Published,
    where: Filters,
    also: Sequence[int] = (),
) -> Pool:
    """The pool of a question: at most ``POOL_SIZE`` published articles with their passages.

    ``also`` are articles that belong to it whatever the searches find.
    """
    seen = vector if np.any(vector) else None
    found = _searched(query, seen, paper, where)
    shown = paper.live(also) if also else ()
    wanted = dict.fromkeys([*shown, *_interleaved(found)])
    articles = paper.articles_by_id(list(wanted)[:POOL_SIZE])
    documents = with_passages(articles.values(), paper.passages_within(articles.values()))
    similarities = {} if seen is None else paper.generation.similarities(seen, _passage_ids(documents))
    return Pool(
        documents=documents,
        article_score=_relative_to_best(documents, found[0]),
        passage_score=_relative_to_best(documents, found[1]),
        dense_score=_nearest_passages(documents, similarities),
        similarities=similarities,
    )


def unsearched(documents: Sequence[Document]) -> Pool:
    """A pool of documents that no search scored."""
    nothing = np.zeros(len(documents), dtype=np.float32)
    return Pool(tuple(documents), nothing, nothing, nothing, {})


def _searched(
    query: Query, vector: NDArray[np.float32] | None, paper: Published, where: Filters
) -> tuple[ScoresById, ScoresById, ScoresById]:
    """What the three searches found: by the words of articles, by those of passages, by vector."""
    text, generation = search_text(query), paper.generation
    owner: dict[int, int] = {}

    def owned(passage_ids: Sequence[int]) -> Collection[int]:
        found = paper.owners(passage_ids)
        owner.update(found)
        return found

    by_article = _live(lambda k: generation.lexical_articles(text, k, where), ARTICLE_HITS, paper.live)
    by_passage = _live(lambda k: generation.lexical_passages(text, k, where), PASSAGE_HITS, owned)
    by_vector: list[Hit] = []
    if vector is not None:
        by_vector = _live(lambda k: generation.dense(vector, k, where), DENSE_HITS, owned)
    articles = {hit.id: hit.score for hit in by_article}
    return articles, _best_by_article(by_passage, owner), _best_by_article(by_vector, owner)


def _live(
    search: Callable[[int], list[Hit]], wanted: int, live: Callable[[Sequence[int]], Collection[int]]
) -> list[Hit]:
    """The best ``wanted`` hits that readers may see; what was withdrawn since the publishing crowds nothing out."""
    asked = wanted
    while True:
        hits = search(asked)
        shown = live([hit.id for hit in hits])
        left = [hit for hit in hits if hit.id in shown]
        if len(left) >= wanted or len(hits) < asked or asked >= DEEPEST:
            return left[:wanted]
        asked *= DEEPER


def _best_by_article(hits: Sequence[Hit], owner: dict[int, int]) -> ScoresById:
    """Each article with the score of its best passage."""
    best: ScoresById = {}
    for hit in hits:
        if hit.id in owner:
            best.setdefault(owner[hit.id], hit.score)
    return best


def _interleaved(found: Sequence[ScoresById]) -> Iterator[int]:
    """The best article of each search, then the second of each, …"""
    for level in zip_longest(*found):
        for article_id in level:
            if article_id is not None:
                yield article_id


def with_passages(articles: Iterable[Article], passages: Mapping[int, Sequence[Passage]]) -> tuple[Document, ...]:
    """These articles as documents, without those that have no passages; ``passages`` by article id."""
    documents: list[Document] = []
    for article in articles:
        if article.id in passages:
            documents.append(Document(article, tuple(passages[article.id])))
    return tuple(documents)


def _passage_ids(documents: Sequence[Document]) -> list[int]:
    return [passage.id for document in documents for passage in document.passages]


def _relative_to_best(documents: Sequence[Document], scores: ScoresById) -> NDArray[np.float32]:
    top = max(scores.values(), default=1.0)
    return np.array([scores.get(each.article.id, 0.0) / top for each in documents], dtype=np.float32)


def _nearest_passages(documents: Sequence[Document], similarities: dict[int, float]) -> NDArray[np.float32]:
    nearest = np.zeros(len(documents), dtype=np.float32)
    for number, document in enumerate(documents):
        nearest[number] = max((similarities.get(passage.id, 0.0) for passage in document.passages), default=0.0)
    return nearest
