"""Which articles might answer: the best of three searches, kept with what each search said of them.

The searches are not fused by rank (plain reciprocal rank fusion with a weak encoder was measured to lower recall);
their scores go on as features of the ranking.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.question.query import Query
from retrieval.answers.ranking.coverage import Document
from retrieval.answers.ranking.terms import search_text
from retrieval.domain import Filters, Hit
from retrieval.editions.store.archive import Archive
from retrieval.index.engine import Generation

ARTICLE_HITS = 40
PASSAGE_HITS = 40
DENSE_HITS = 24
POOL_SIZE = 50
DEEPEST = 20_000
"""Hits asked for at most, where many of the best are not live any more."""


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


def gather(
    query: Query,
    vector: NDArray[np.float32],
    generation: Generation,
    archive: Archive,
    where: Filters,
    also: Sequence[int] = (),
) -> Pool:
    """The pool of a question: at most ``POOL_SIZE`` live articles with their passages.

    ``also`` are articles that belong to it whatever the searches find.
    """
    text = search_text(query)
    owner: dict[int, int] = {}
    # While nothing has changed since the publishing, all that was indexed is live.
    unchanged = archive.revision() == generation.manifest.revision
    owners, live = (archive.articles_of, frozenset[int]) if unchanged else (archive.owners, archive.live)

    def owned(passage_ids: Sequence[int]) -> Collection[int]:
        found = owners(passage_ids)
        owner.update(found)
        return found

    by_article = _live(lambda k: generation.lexical_articles(text, k, where), ARTICLE_HITS, live)
    by_passage = _live(lambda k: generation.lexical_passages(text, k, where), PASSAGE_HITS, owned)
    seen = bool(np.any(vector))
    by_vector = _live(lambda k: generation.dense(vector, k, where), DENSE_HITS, owned) if seen else []

    articles = {hit.id: hit.score for hit in by_article}
    passages, nearest = _best_by_article(by_passage, owner), _best_by_article(by_vector, owner)
    shown = archive.live(also) if also else ()
    ids = list(dict.fromkeys([*shown, *_interleaved([list(articles), list(passages), list(nearest)])]))[:POOL_SIZE]
    documents = _documents(ids, archive)
    ids = [document.article.id for document in documents]
    every = [passage.id for document in documents for passage in document.passages]
    similarities = generation.similarities(vector, every) if seen else {}
    return Pool(
        documents=documents,
        article_score=_relative_to_best(ids, articles),
        passage_score=_relative_to_best(ids, passages),
        dense_score=np.array([_nearest_passage(document, similarities) for document in documents], dtype=np.float32),
        similarities=similarities,
    )


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
        asked *= 8


def _best_by_article(hits: Sequence[Hit], owner: dict[int, int]) -> dict[int, float]:
    """Article id → score of its best passage, best first."""
    best: dict[int, float] = {}
    for hit in hits:
        if hit.id in owner:
            best.setdefault(owner[hit.id], hit.score)
    return best


def _interleaved(lists: Sequence[Sequence[int]]) -> list[int]:
    """The first of each list, then the second of each, …, without repeats."""
    longest = max(map(len, lists))
    return list(dict.fromkeys(each[rank] for rank in range(longest) for each in lists if rank < len(each)))


def _documents(ids: Sequence[int], archive: Archive) -> tuple[Document, ...]:
    articles = archive.articles_by_id(ids)
    passages = archive.passages_within(articles.values())
    return tuple(
        Document(articles[number], tuple(passages[number]))
        for number in ids
        if number in articles and number in passages
    )


def _relative_to_best(ids: Sequence[int], scores: dict[int, float]) -> NDArray[np.float32]:
    top = max(scores.values(), default=1.0)
    return np.array([scores.get(number, 0.0) / top for number in ids], dtype=np.float32)


def _nearest_passage(document: Document, similarities: dict[int, float]) -> float:
    return max((similarities.get(passage.id, 0.0) for passage in document.passages), default=0.0)
