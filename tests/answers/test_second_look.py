"""The second look: only leaders near each other change places, and nobody falls behind what was not read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from retrieval.answers.candidates import gather
from retrieval.answers.query import understand
from retrieval.answers.ranked import Ranked, quotations, rank
from retrieval.answers.second_look import LEADERS, NEAR, second_look
from retrieval.answers.terms import terms_of
from retrieval.domain import Filters
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.tokenizer import Tokenizer

TODAY = date(2025, 3, 12)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


@pytest.fixture(scope="module")
def ranked_for(own_page, tokenizer):
    """Question → the first ranking over the page of our own, without an encoder."""
    _, archive, page = own_page
    engine = EmbeddedEngine(page.parents[2] / "data", tokenizer)
    generation = engine.open(str(engine.current()))

    def ranked(question: str) -> Ranked:
        query = understand(question, TODAY)
        vector = np.zeros(generation.manifest.dim, dtype=np.float32)
        return rank(
            query, terms_of(query, tokenizer, generation), gather(query, vector, generation, archive, Filters())
        )

    yield ranked
    generation.close()


def level(ranked: Ranked, scores: list[float]) -> Ranked:
    """The same candidates with these scores in their present order."""
    given = np.zeros(len(ranked.scores), dtype=np.float32)
    given[list(ranked.order)] = scores
    return replace(ranked, scores=given)


def test_what_holds_the_answer_comes_first_among_equals(ranked_for, tokenizer) -> None:
    ranked = ranked_for("西河大桥维修的工期是多少天?")
    right = ranked.order[0]
    turned = replace(ranked, order=(*ranked.order[1:], right))
    looked = second_look(level(turned, [1.0] * len(turned.order)), tokenizer)
    assert looked.order[0] == right


def test_one_far_ahead_stays_first(ranked_for, tokenizer) -> None:
    ranked = ranked_for("西河大桥维修的工期是多少天?")
    turned = replace(ranked, order=(*ranked.order[1:], ranked.order[0]))
    count = len(turned.order)
    looked = second_look(level(turned, [9.0, *([9.0 - NEAR - 0.1] * (count - 1))]), tokenizer)
    assert looked.order[0] == turned.order[0]


@pytest.mark.parametrize("question", ["电梯补贴多少钱", "图书馆周几开放", "谁说工程费用", "哪里封闭"])
def test_the_same_candidates_come_back(ranked_for, tokenizer, question) -> None:
    ranked = ranked_for(question)
    looked = second_look(ranked, tokenizer)
    assert sorted(looked.order) == sorted(ranked.order)
    scores = [float(looked.scores[number]) for number in looked.order]
    assert scores == sorted(scores, reverse=True)
    assert np.all(looked.scores >= ranked.scores - 1e-6)
    raised = {number for number in ranked.order if looked.scores[number] > ranked.scores[number]}
    assert raised <= set(ranked.order[:LEADERS])


def test_the_excerpts_of_an_article_change_places_too(ranked_for, tokenizer) -> None:
    ranked = ranked_for("西河大桥维修的工期是多少天?")
    first = ranked.order[0]
    holding = {
        number: "45天" in ranked.layout.sentences[number].passage.text for number in ranked.sentence_scores(first)
    }
    ranked.known[first] = {number: -0.4 if holds else 0.0 for number, holds in holding.items()}
    before = quotations(ranked, first, 3)
    assert "45天" not in before[0].excerpt.text
    looked = second_look(ranked, tokenizer)
    after = quotations(looked, first, 3)
    assert "45天" in after[0].excerpt.text
    assert {each.excerpt.span for each in after} == {each.excerpt.span for each in before}


def test_no_excerpt_repeats_a_sentence_of_another(ranked_for) -> None:
    ranked = ranked_for("西河大桥维修的工期是多少天?")
    for document in ranked.order:
        quoted = quotations(ranked, document, 9)
        for number, one in enumerate(quoted):
            for other in quoted[:number]:
                apart = one.excerpt.span[1] <= other.excerpt.span[0] or other.excerpt.span[1] <= one.excerpt.span[0]
                assert one.excerpt.passage.id != other.excerpt.passage.id or apart
