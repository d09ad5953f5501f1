"""Candidates are read once for a question and the list of reports behind it, and anew when anything changed."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from retrieval.answers.question.query import understand
from retrieval.answers.ranking.leading import KEPT_LEADERS, Leading
from retrieval.answers.ranking.rerank import PLANS
from retrieval.answers.ranking.retrieve import Search
from retrieval.domain import NO_FILTERS, Filters
from retrieval.language.tokenizer import Tokenizer
from tests.index.support import HashedGrams
from tests.lookup.conftest import Library
from tests.stores import withdrawals_of

TODAY = date(2025, 4, 25)


@pytest.fixture
def paper(tmp_path) -> Library:
    return Library(tmp_path, Tokenizer())


def test_leaders_are_kept_for_as_long_as_nothing_changes(paper: Library) -> None:
    leading = Leading(Search(HashedGrams(), Tokenizer()), None, PLANS["full"])
    query = understand("西河大桥封闭多久", TODAY)
    first = leading.of(query, paper.view, NO_FILTERS)
    assert first is not None
    assert leading.of(understand("西河大桥封闭多久", TODAY), paper.view, NO_FILTERS) is first
    assert leading.of(query, paper.view, Filters(pages=("1",))) is not first
    assert leading.of(query, paper.view, NO_FILTERS, lead=first.ranked.hits[-1].id) is not first
    withdrawals_of(paper.archive).withdraw_article(first.ranked.hits[-1].id, "错报")
    assert leading.of(query, paper.view, NO_FILTERS) is not first


def test_only_the_last_ones_are_kept(paper: Library) -> None:
    leading = Leading(Search(HashedGrams(), Tokenizer()), None, PLANS["full"])
    first = leading.of(understand("西河大桥", TODAY), paper.view, NO_FILTERS)
    for page in range(KEPT_LEADERS):
        leading.of(understand("西河大桥", TODAY), paper.view, Filters(pages=(str(page),)))
    assert leading.of(understand("西河大桥", TODAY), paper.view, NO_FILTERS) is not first


def test_nobody_s_words_stay_in_memory(paper: Library) -> None:
    leading = Leading(Search(HashedGrams(), Tokenizer()), None, PLANS["full"], kept_s=0.0)
    query = understand("西河大桥封闭多久", TODAY)
    others = set(threading.enumerate())
    first = leading.of(query, paper.view, NO_FILTERS)
    for timer in set(threading.enumerate()) - others:
        timer.join()
    assert leading.of(query, paper.view, NO_FILTERS) is not first
