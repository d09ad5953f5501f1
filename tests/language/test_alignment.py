"""How well two strings run along each other, held against plain programs for the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.alignment import Pattern

TEXT = st.text(alphabet="城东图书馆新a1𠮷 \n", max_size=24)


def subsequence(one: str, other: str) -> int:
    """Length of the longest common subsequence, by the table that everybody knows."""
    row = [0] * (len(other) + 1)
    for char in one:
        above = row[:]
        for at, each in enumerate(other):
            row[at + 1] = above[at] + 1 if char == each else max(above[at + 1], row[at])
    return row[-1]


def run(one: str, other: str) -> int:
    parts = {one[low:high] for low in range(len(one)) for high in range(low + 1, len(one) + 1)}
    return max((len(part) for part in parts if part in other), default=0)


@given(TEXT, TEXT)
def test_in_order_is_the_longest_common_subsequence(question: str, text: str) -> None:
    bare = "".join(question.split())
    assert Pattern(question).in_order(text) == (subsequence(bare, text) / len(bare) if bare else 0.0)


@given(TEXT, TEXT)
def test_the_longest_run_is_the_longest_common_substring(question: str, text: str) -> None:
    bare = "".join(question.split())
    assert Pattern(question).longest_run(text) == (run(bare, text) / len(bare) if bare else 0.0)


@pytest.mark.parametrize(
    ("question", "text", "in_order", "longest"),
    [
        ("新馆开门", "新馆几点开门", 1.0, 0.5),
        ("新馆开门", "开门的新馆", 0.5, 0.5),
        ("新馆开门", "大桥维修", 0.0, 0.0),
        ("新 馆\n开 门", "新馆开门", 1.0, 1.0),
        ("", "新馆", 0.0, 0.0),
        ("  ", "新馆", 0.0, 0.0),
        ("新馆", "", 0.0, 0.0),
    ],
    ids=["with words between", "turned round", "nothing", "white space", "empty", "only white space", "empty text"],
)
def test_shares(question: str, text: str, in_order: float, longest: float) -> None:
    pattern = Pattern(question)
    assert (pattern.in_order(text), pattern.longest_run(text)) == (in_order, longest)


def test_a_question_longer_than_a_machine_word() -> None:
    question = "城东图书馆新馆下月开门迎客" * 12
    assert Pattern(question).in_order(question[::2] + question) == 1.0
    assert Pattern(question).in_order(question[:78]) == pytest.approx(78 / len(question))
