"""What speaks for an excerpt: the scores of its article, and how far ahead it is of other stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from retrieval.answers.honesty.answerability import LIGHT_EVIDENCE, MOST_LEAD, confidence, evidence
from retrieval.answers.models.logistic import logistic
from retrieval.answers.models.network import Reading
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.rerank import Leaders, ReadQuotation, read_leaders
from retrieval.domain import Article, ArticleKind, Byline
from tests.answers.support import ranked_of

QUESTION = "西河大桥维修多久"
BRIDGE = "西河大桥昨天开始维修，工期为90天，期间禁止货车通行，行人请走便桥。"
LIBRARY = "市图书馆新馆下月开放，设座位320个，周一闭馆，读者凭证入馆。"


def leaders_of(*bodies: str, question: str = QUESTION) -> Leaders:
    articles = [
        Article(
            number, number, None, date(2025, 3, 11), None, None, None, None, Byline(), ArticleKind.REPORT, None, None,
            body, (), 0, number, "",
        )
        for number, body in enumerate(bodies, 1)
    ]  # fmt: skip
    return read_leaders(ranked_of(understand(question, date(2025, 3, 12)), articles), None, (1, 1))


def first_of(leaders: Leaders) -> ReadQuotation:
    return leaders.excerpts(leaders.ranked.order[0])[0]


def test_unread_excerpts_have_the_light_evidence_alone() -> None:
    leaders = leaders_of(BRIDGE, LIBRARY)
    assert set(evidence(leaders, first_of(leaders))) == set(LIGHT_EVIDENCE)


def test_the_lead_is_over_the_best_other_story() -> None:
    leaders = leaders_of(BRIDGE, LIBRARY)
    scores, (first, second) = leaders.ranked.scores, leaders.ranked.order
    expected = min(float(scores[first] - scores[second]), MOST_LEAD)
    assert evidence(leaders, first_of(leaders))["lead"] == pytest.approx(expected)


def test_beyond_some_lead_more_says_no_more() -> None:
    leaders = leaders_of(BRIDGE, LIBRARY)
    first, second = leaders.ranked.order
    scores = np.zeros(2, dtype=np.float32)
    scores[first] = 50.0
    far = replace(leaders, ranked=replace(leaders.ranked, scores=scores))
    assert evidence(far, first_of(leaders))["lead"] == MOST_LEAD
    scores[second] = 48.5
    assert evidence(far, first_of(leaders))["lead"] == 1.5


@pytest.mark.parametrize("bodies", [(BRIDGE,), (BRIDGE, BRIDGE + "读者来电可询。")], ids=["alone", "printed twice"])
def test_no_other_story_is_as_good_as_the_largest_lead(bodies: tuple[str, ...]) -> None:
    leaders = leaders_of(*bodies)
    assert evidence(leaders, first_of(leaders))["lead"] == MOST_LEAD


def test_a_higher_score_makes_surer() -> None:
    leaders = leaders_of(BRIDGE, LIBRARY)
    nothing = np.zeros(0, dtype=np.float32)
    read = replace(first_of(leaders), reading=Reading(0.0, nothing, nothing, (), -1.0))
    assert confidence(leaders, read) < confidence(leaders, replace(read, light=read.light + 2.0))


@pytest.mark.parametrize(
    ("words", "looked_up"), [("西河大桥", True), ("西河大桥多久", False), ("大桥维修", False), ("桥", False)]
)
def test_printed_words_alone_are_looked_up_whatever_the_network_says(words: str, looked_up: bool) -> None:
    leaders = leaders_of(BRIDGE, LIBRARY, question=words)
    nothing = np.zeros(0, dtype=np.float32)
    doubted = Reading(0.0, nothing, nothing, (), -0.01)
    unread = first_of(leaders)
    told = confidence(leaders, replace(unread, reading=doubted))
    assert (told == logistic("answered_light").probability(evidence(leaders, unread))) is looked_up
