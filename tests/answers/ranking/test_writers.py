"""Which names are looked up among the bylines."""

from __future__ import annotations

import pytest

from retrieval.answers.question.filters import asked_person
from retrieval.answers.ranking.writers import possible_names


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("孙小研", "孙小研"),
        ("孙小研是谁", "孙小研"),
        ("记者孙小研的报道", "孙小研"),
        ("孙小研最近写了哪些文章?", "孙小研"),
        ("孙小研拍的照片", "孙小研"),
        ("孙小研采访了谁", None),
        ("桥", None),
        ("西河大桥什么时候通车", None),
    ],
)
def test_questions_that_are_nothing_but_a_name(question: str, name: str | None) -> None:
    assert asked_person(question) == name


def test_every_stretch_that_shares_a_character_with_the_slip() -> None:
    assert possible_names("孙研拍的", "孙研") == ["孙研", "孙研拍", "孙研拍的", "研拍", "研拍的"]
    assert possible_names("大桥 孙研", "研") == ["孙研"]
    assert possible_names("大桥", "") == possible_names("大桥", "馆") == []
