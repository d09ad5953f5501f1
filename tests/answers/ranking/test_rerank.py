"""Reading the leaders: what the network holds to be about the question comes first, and nothing unread gets ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.answers.models.network import Network, Reading
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.candidates import gather
from retrieval.answers.ranking.ranked import Quotation, Ranked, quotations, rank
from retrieval.answers.ranking.rerank import (
    PLANS,
    READ_FIRST,
    SURELY_ANSWERS,
    RerankWeights,
    headline_of,
    read_leaders,
    shipped_weights,
)
from retrieval.answers.ranking.terms import terms_of
from retrieval.domain import Filters
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.published import Published
from retrieval.language.tokenizer import Tokenizer

TODAY = date(2025, 3, 12)
BY_RELEVANCE = RerankWeights(sentence=0.5, relevance=1.0, odds=0.0)
ALL = (2, 2, 2)
QUESTION = "记者昨天发布的维修费用是多少"
"""Shares words with all three articles of the page."""


def said(relevance: float, nowhere: float = -1.0) -> Reading:
    nothing = np.zeros(0, dtype=np.float32)
    return Reading(relevance, nothing, nothing, (), nowhere)


class Fake(Network):
    """Finds each excerpt as relevant as the first of these words that it or its headline holds says; else 0.0."""

    def __init__(self, **relevance: float) -> None:
        # The network's own ``__init__`` would load the weights.
        self._relevance = relevance
        self.asked: list[tuple[str, list[tuple[str, str]]]] = []

    def read(self, question: str, excerpts: Sequence[tuple[str, str]], *, spent_s: float = 0.0) -> list[Reading] | None:
        self.spent_s = spent_s
        self.asked.append((question, list(excerpts)))
        return [said(self._of(head + text)) for head, text in excerpts]

    def _of(self, text: str) -> float:
        return next((value for word, value in self._relevance.items() if word in text), 0.0)


class Tired(Fake):
    """Has no budget left."""

    def read(self, question: str, excerpts: Sequence[tuple[str, str]], *, spent_s: float = 0.0) -> None:
        super().read(question, excerpts)


@pytest.fixture(scope="module")
def ranked_for(own_page):
    """Question → the light ranking over the page of our own, without an encoder."""
    _, archive, page = own_page
    tokenizer = Tokenizer()
    engine = EmbeddedEngine(page.parents[2] / "data", tokenizer)
    generation = engine.open(str(engine.current()))

    def ranked(question: str) -> Ranked:
        query = understand(question, TODAY)
        vector = np.zeros(generation.manifest.dim, dtype=np.float32)
        pool = gather(query, vector, Published(archive, generation), Filters())
        return rank(query, terms_of(query, tokenizer, generation), pool)

    yield ranked
    generation.close()


@pytest.fixture(scope="module")
def three(ranked_for) -> Ranked:
    """All three articles, as the light ranking has them, half a point between one and the next."""
    ranked = ranked_for(QUESTION)
    assert len(ranked.order) == 3
    return level(ranked, [2.0, 1.5, 1.0])


def level(ranked: Ranked, scores: list[float]) -> Ranked:
    """The same candidates with these scores in their present order."""
    given_scores = np.zeros(len(ranked.scores), dtype=np.float32)
    given_scores[list(ranked.order)] = scores
    return replace(ranked, scores=given_scores)


def subject(ranked: Ranked, document: int) -> str:
    headline = ranked.pool.documents[document].article.headline
    assert headline
    return next(word for word in ("图书馆", "大桥", "电梯") if word in headline)


def order(ranked: Ranked) -> list[str]:
    return [subject(ranked, document) for document in ranked.order]


@pytest.mark.parametrize("first", ["图书馆", "大桥", "电梯"])
def test_what_is_relevant_comes_first(three, first) -> None:
    leaders = read_leaders(three, Fake(**{first: 9.0}), ALL, RerankWeights(sentence=0.0, relevance=1.0, odds=0.0))
    assert order(leaders.ranked)[0] == first
    assert order(leaders.ranked)[1:] == [each for each in order(three) if each != first]


@pytest.mark.parametrize("last", ["图书馆", "大桥", "电梯"])
def test_what_is_not_relevant_comes_last(three, last) -> None:
    leaders = read_leaders(three, Fake(**{last: -9.0}), ALL, BY_RELEVANCE)
    assert order(leaders.ranked)[-1] == last


def test_the_order_follows_relevance(three) -> None:
    network = Fake(图书馆=4.0, 大桥=-4.0, 电梯=12.0)
    assert order(read_leaders(three, network, ALL, BY_RELEVANCE).ranked) == ["电梯", "图书馆", "大桥"]


def test_odds_count_as_well(three) -> None:
    class Sure(Fake):
        def read(self, question, excerpts, *, spent_s=0.0):
            return [said(0.0, -12.0 if "电梯" in head else -1e-4) for head, _ in excerpts]

    by_odds = RerankWeights(sentence=0.5, relevance=0.0, odds=1.0)
    assert order(read_leaders(three, Sure(), ALL, by_odds).ranked)[0] == "电梯"
    assert order(read_leaders(three, Sure(), ALL, RerankWeights(0.0, 1.0, 0.0)).ranked) == order(three)


@pytest.mark.parametrize("network", [None, Tired()], ids=["no network", "no budget left"])
def test_without_reading_the_light_order_stands(three, network) -> None:
    leaders = read_leaders(three, network, ALL, RerankWeights(sentence=0.0, relevance=1.0, odds=1.0))
    assert leaders.ranked.order == three.order
    assert np.allclose(leaders.ranked.scores, three.scores)
    read = [each for document in three.order for each in leaders.excerpts(document, 9)]
    assert len(read) >= 3
    assert all(each.reading is None for each in read)


def worth(ranked: Ranked, each: Quotation) -> float:
    return float(ranked.scores[each.document]) + BY_RELEVANCE.sentence * each.score


def in_turn(ranked: Ranked, count: int) -> list[tuple[str, str]]:
    """Headline and text of ``count`` excerpts of each article, the most promising by the light ranking first."""
    found = [each for document in ranked.order for each in quotations(ranked, document, count)]
    found.sort(key=lambda each: -worth(ranked, each))
    return [(headline_of(ranked.pool.documents[each.document].article), each.excerpt.text) for each in found]


def test_the_question_is_read_beside_each_excerpt_the_most_promising_first(three) -> None:
    network = Fake()
    leaders = read_leaders(three, network, ALL, BY_RELEVANCE)
    asked = [excerpt for question, excerpts in network.asked for excerpt in excerpts if question == QUESTION]
    assert asked == in_turn(three, 2)
    assert len(network.asked[0][1]) == READ_FIRST
    assert sum(map(len, leaders.read.values())) == len(asked) > READ_FIRST


class Answering(Fake):
    """Finds the answer in one excerpt."""

    def __init__(self, text: str, odds: float = 5.0) -> None:
        super().__init__()
        self._text, self._odds = text, odds

    def read(self, question, excerpts, *, spent_s=0.0):
        super().read(question, excerpts, spent_s=spent_s)
        sure = -float(np.logaddexp(0.0, self._odds))
        return [said(9.0, sure) if text == self._text else said(0.0, -1e-3) for _, text in excerpts]


def test_nothing_more_is_read_once_an_excerpt_surely_answers(three) -> None:
    first, *_, last = in_turn(three, 2)
    sure = Answering(first[1])
    leaders = read_leaders(three, sure, ALL, BY_RELEVANCE)
    assert [len(excerpts) for _, excerpts in sure.asked] == [READ_FIRST]
    best = leaders.excerpts(leaders.ranked.order[0])[0]
    assert best.quotation.excerpt.text == first[1]
    unsure = Answering(first[1], SURELY_ANSWERS - 0.1)
    read_leaders(three, unsure, ALL, BY_RELEVANCE)
    assert len(unsure.asked) == 2
    found = read_leaders(three, Answering(last[1]), ALL, BY_RELEVANCE)
    assert found.excerpts(found.ranked.order[0])[0].quotation.excerpt.text == last[1]


def test_the_second_turn_has_what_is_left_of_the_budget(three) -> None:
    network = Fake()
    read_leaders(three, network, ALL, BY_RELEVANCE)
    assert len(network.asked) == 2
    assert 0 < network.spent_s < 5


def test_where_the_budget_is_gone_after_the_first_turn_what_was_read_counts(three) -> None:
    class Short(Fake):
        def read(self, question, excerpts, *, spent_s=0.0):
            return None if spent_s else super().read(question, excerpts)

    leaders = read_leaders(three, Short(), ALL, BY_RELEVANCE)
    readings = [each.reading for own in leaders.read.values() for each in own]
    assert len([each for each in readings if each is not None]) == READ_FIRST
    for own in leaders.read.values():
        unread = [each.reading is None for each in own]
        assert unread == sorted(unread), "what was not read stands behind what was"
        assert not unread[0]


@pytest.mark.parametrize(
    ("scores", "plan", "documents"),
    [
        ([9.0, 8.0, 7.0], (1,), 1),
        ([9.0, 8.0, 7.0], (1, 1), 2),
        ([9.0, 8.0, 7.0], (1, 1, 1, 1, 1), 3),
        ([9.0, 8.0, 2.0], (1, 1, 1), 2),
        ([9.0, 1.0, 0.0], (1, 1, 1), 1),
    ],
    ids=["one leader", "two leaders", "a plan for more than there are", "one far behind", "two far behind"],
)
def test_only_leaders_are_read(three, scores, plan, documents) -> None:
    leaders = read_leaders(level(three, scores), Fake(), plan, BY_RELEVANCE)
    assert set(leaders.read) == set(three.order[:documents])


@pytest.mark.parametrize("plan", [(1,), (1, 1)], ids=["one", "two"])
@pytest.mark.parametrize("relevance", [-40.0, 40.0], ids=["badly", "well"])
def test_nobody_falls_behind_what_was_not_read(three, plan, relevance) -> None:
    leaders = read_leaders(three, Fake(图书馆=relevance, 大桥=relevance, 电梯=relevance), plan, BY_RELEVANCE)
    read, unread = three.order[: len(plan)], three.order[len(plan) :]
    assert set(leaders.ranked.order[: len(plan)]) == set(read)
    assert leaders.ranked.order[len(plan) :] == unread
    assert all(leaders.ranked.scores[number] == three.scores[number] for number in unread)
    assert all(leaders.ranked.scores[number] >= three.scores[number] - 1e-4 for number in read)


def test_what_was_not_read_is_quoted_by_its_sentences(three) -> None:
    leaders = read_leaders(three, Fake(), (1,), BY_RELEVANCE)
    unread = three.order[-1]
    found = leaders.excerpts(unread, 2)
    expected = quotations(three, unread, 2)
    assert [each.quotation.excerpt for each in found] == [each.excerpt for each in expected]
    assert all(each.reading is None and each.document == unread for each in found)
    assert [each.value for each in found] == [
        pytest.approx(float(three.scores[unread]) + 0.5 * each.score) for each in expected
    ]


def test_the_excerpts_of_an_article_change_places_too(three) -> None:
    document = next(each for each in three.order if subject(three, each) == "图书馆")
    light = [each.excerpt.text for each in quotations(three, document, 3)]
    assert len(light) == 3
    for wanted in light:
        network = Fake(**{wanted: 9.0})
        leaders = read_leaders(three, network, (3, 3, 3), BY_RELEVANCE)
        first, *rest = leaders.excerpts(document, 3)
        assert first.quotation.excerpt.text == wanted
        assert first.reading
        assert first.reading.relevance == 9.0
        assert sorted(each.quotation.excerpt.text for each in rest) == sorted(set(light) - {wanted})
        assert leaders.excerpts(document) == [first]


@given(st.lists(st.floats(-12, 12), min_size=3, max_size=3), st.sampled_from(list(PLANS.values())))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_candidates_come_back_in_the_order_of_their_scores(three, relevance, plan) -> None:
    network = Fake(**dict(zip(("图书馆", "大桥", "电梯"), relevance, strict=True)))
    leaders = read_leaders(three, network, plan)
    again = leaders.ranked
    assert sorted(again.order) == sorted(three.order)
    scores = [float(again.scores[number]) for number in again.order]
    assert scores == sorted(scores, reverse=True)
    values = {number: own[0].value for number, own in leaders.read.items()}
    assert [number for number in again.order if number in values] == sorted(values, key=lambda each: -values[each])
    for own in leaders.read.values():
        assert [each.value for each in own] == sorted((each.value for each in own), reverse=True)


def test_a_deeper_plan_reads_more() -> None:
    assert sum(PLANS["full"]) > sum(PLANS["light"]) > sum(PLANS["off"]) > 0
    assert all(wanted > 0 for plan in PLANS.values() for wanted in plan)


def test_the_shipped_weights_trust_the_network() -> None:
    weights = shipped_weights()
    assert weights.relevance > 0
    assert weights.odds >= 0
    assert weights.sentence >= 0


@pytest.mark.parametrize(
    ("headline", "body", "expected"),
    [
        ("新馆开门", "新馆下月开门迎客，设有座位。", "新馆开门"),
        (None, "城东图书馆下月开门迎客，设有座位。", "城东图书馆下月开门迎客"),
        (None, "新馆开门，设有座位一千二百个，欢迎光临。", "新馆开门，设有座位一千二百个"),
        (None, "新馆\n设有座位", "新馆"),
        (None, "新" * 50, "新" * 24),
        ("", "城东图书馆下月开门迎客，设有座位。", "城东图书馆下月开门迎客"),
    ],
    ids=["a headline", "the first clause", "a short clause is not enough", "a line", "no sign", "an empty headline"],
)
def test_what_stands_before_an_excerpt(three, headline, body, expected) -> None:
    article = replace(three.pool.documents[0].article, headline=headline, body=body)
    assert headline_of(article) == expected
