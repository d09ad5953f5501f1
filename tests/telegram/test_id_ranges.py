"""Ids that mostly follow one another, as a short line and back."""

from __future__ import annotations

import random

import pytest

from bot.telegram.session import id_ranges


@pytest.mark.parametrize(
    ("ids", "line"), [([], ""), ([7], "7"), ([3, 1, 2, 2], "1-3"), ([1, 2, 4, 9, 10], "1-2,4,9-10")]
)
def test_runs_are_written_by_their_ends(ids: list[int], line: str) -> None:
    assert id_ranges.written(ids) == line
    assert set(id_ranges.read(line)) == set(ids)


def test_what_is_written_is_read_again() -> None:
    dice = random.Random(20261127)
    for _ in range(200):
        ids = set(dice.choices(range(300), k=dice.randrange(250)))
        assert set(id_ranges.read(id_ranges.written(ids))) == ids
