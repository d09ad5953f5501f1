"""How near an excerpt's vector is said to be, in archives of every size."""

from __future__ import annotations

import pytest

from retrieval.answers.honesty.answerability import COMPARED_ARTICLES, USUAL_NEARNESS, _nearness


def test_an_article_alone_is_as_near_as_is_usual() -> None:
    assert _nearness(0.0, 0) == USUAL_NEARNESS


@pytest.mark.parametrize("spread", [-1.0, 0.0, 2.5, 6.0])
def test_among_enough_others_it_is_what_was_measured(spread: float) -> None:
    assert _nearness(spread, COMPARED_ARTICLES) == _nearness(spread, 400) == spread


def test_the_more_others_the_more_counts_what_was_measured() -> None:
    by_others = [_nearness(0.0, others) for others in range(COMPARED_ARTICLES + 1)]
    assert by_others == sorted(by_others, reverse=True)
