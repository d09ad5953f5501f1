"""Scores of candidates and of their sentences: one each, the untrained sum among them, cosines on top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from retrieval.answers.models.trees import trees
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.article_features import ARTICLE_FEATURES
from retrieval.answers.ranking.ranked import Ranked
from retrieval.answers.ranking.retrieve import Search
from retrieval.answers.ranking.scores import (
    DENSE_WEIGHT,
    PLAIN_WEIGHTS,
    article_rows,
    article_scores,
    sentence_scores,
)
from retrieval.domain import NO_FILTERS
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.published import Published
from retrieval.language.tokenizer import Tokenizer

TODAY = date(2025, 3, 12)
QUESTION = "记者昨天发布的维修费用是多少"
"""Shares words with all three articles of the page."""


@pytest.fixture(scope="module")
def ranked_for(own_page, support):
    """Question → the light ranking over the page of our own."""
    _, archive, page = own_page
    tokenizer = Tokenizer()
    engine = EmbeddedEngine(page.parents[2] / "data", tokenizer)
    generation = engine.open(str(engine.current()))
    search = Search(support.Silent(), tokenizer)

    def ranked(question: str) -> Ranked:
        found = search.by_words(understand(question, TODAY), Published(archive, generation), NO_FILTERS)
        assert found
        return found

    yield ranked
    generation.close()


@pytest.fixture(scope="module")
def three(ranked_for: Callable[[str], Ranked]) -> Ranked:
    found = ranked_for(QUESTION)
    assert len(found.pool.documents) == 3
    return found


def sentences_of(ranked: Ranked, *documents: int) -> dict[int, float]:
    return sentence_scores(ranked.query, ranked.terms, ranked.layout, ranked.coverage, list(documents))


def test_every_candidate_has_a_row_of_numbers(three: Ranked) -> None:
    rows = article_rows(three.query, three.terms, three.pool, three.layout, three.coverage)
    assert rows.shape == (3, len(ARTICLE_FEATURES))
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    assert len(trees("articles").features) == rows.shape[1], "as many as the trees were fitted on"


@pytest.mark.parametrize("name", ["article_score", "words_document", "pairs_narrow"])
def test_what_the_untrained_sum_counts_it_counts_by_name(name: str) -> None:
    assert PLAIN_WEIGHTS[ARTICLE_FEATURES.index(name)] > 0
    assert PLAIN_WEIGHTS.shape == (len(ARTICLE_FEATURES),)


def test_scores_rest_on_the_trees_and_on_the_untrained_sum(three: Ranked) -> None:
    scores = article_scores(three.rows, three.pool)
    apart = [article_scores(three.rows[[number]], three.pool)[0] for number in range(3)]
    assert np.allclose(scores, apart), "a candidate's score is its own"
    nothing = np.zeros_like(three.rows)
    assert np.allclose(article_scores(nothing, three.pool), trees("articles").scores(nothing))


@pytest.mark.parametrize("dense", [DENSE_WEIGHT, 2.0, 0.0])
def test_cosines_count_relative_to_the_best_of_the_pool(three: Ranked, dense: float) -> None:
    light = article_scores(three.rows, replace(three.pool, dense_score=np.zeros(3, dtype=np.float32)), dense)
    near = replace(three.pool, dense_score=np.array([0.2, 0.8, 0.0], dtype=np.float32))
    assert article_scores(three.rows, near, dense) - light == pytest.approx([dense / 4, dense, 0.0], abs=1e-5)
    scaled = replace(near, dense_score=near.dense_score / np.float32(8))
    assert article_scores(three.rows, scaled, dense) == pytest.approx(article_scores(three.rows, near, dense), abs=1e-5)


@pytest.mark.parametrize("cosines", [[0.0, 0.0, 0.0], [-0.5, -0.2, -0.9]], ids=["none", "all of them opposite"])
def test_where_no_cosine_speaks_for_a_candidate_none_counts(three: Ranked, cosines: list[float]) -> None:
    pool = replace(three.pool, dense_score=np.array(cosines, dtype=np.float32))
    assert np.array_equal(article_scores(three.rows, pool, 1.0), article_scores(three.rows, pool, 0.0))


def test_every_sentence_of_a_document_has_a_score(three: Ranked) -> None:
    turns = three.layout.sentence_turns.tolist()
    for number in range(3):
        found = sentences_of(three, number)
        assert list(found) == list(range(turns[number], turns[number + 1]))
        assert all(isinstance(score, float) for score in found.values())
    everything = sentences_of(three, 0, 1, 2)
    assert everything == pytest.approx(sentences_of(three, 2) | sentences_of(three, 0) | sentences_of(three, 1))
    assert len(everything) == len(three.layout.sentences)


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("西河大桥的工期有多久", "工期45天"),
        ("大桥维修的工程费用是多少", "760万元"),
        ("城东图书馆新馆馆藏图书有多少册", "馆藏图书85万册"),
        ("图书馆周一开放吗", "周一闭馆"),
        ("加装电梯每部补贴多少钱", "补贴20万元"),
    ],
)
def test_the_sentence_that_answers_is_the_best_of_the_best_article(ranked_for, question: str, holds: str) -> None:
    ranked = ranked_for(question)
    scores = sentences_of(ranked, ranked.order[0])
    best = max(scores, key=lambda number: scores[number])
    assert holds in ranked.layout.sentences[best].text
