"""The measures of the code, on two small rooms made for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.structure import PROGRAM, Row, arrows, constants, modules, names_twice, table

pytest.importorskip("radon", reason="radon is in the dev extra")

RANKING = '''"""Ranks."""

from retrieval.words import KEPT, cut

NEAR = 0.5
"""Share of words; measured with benchmarks.answers."""
LIMIT, FEWEST = 3, 1
"""Most and fewest."""
BARE = 1 << 4
NAME = "no number"


def rank(texts):
    best = [text for text in texts if cut(text)] if texts else []
    return best[:KEPT]
'''
WORDS = '''"""Words."""

KEPT = 10
NEAR = 2


def cut(text):
    # not counted
    return text.split()
'''


@pytest.fixture
def program(tmp_path: Path) -> Path:
    for folder in ("retrieval/answers", "embeddings", "bot"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "retrieval/__init__.py").write_text("")
    (tmp_path / "retrieval/answers/ranking.py").write_text(RANKING)
    (tmp_path / "retrieval/words.py").write_text(WORDS)
    return tmp_path


def test_a_room_is_measured(program: Path) -> None:
    rows = {row.room: row for row in table(modules(program))}
    assert set(rows) == {"retrieval/**", "retrieval", "retrieval/answers", "all"}
    ranking = rows["retrieval/answers"]
    assert (ranking.files, ranking.functions, ranking.lines) == (1, 1, RANKING.count("\n"))
    assert ranking.cc_max == 4  # the function, the condition, the comprehension and its if
    assert (ranking.imports_out, ranking.rooms_imported) == (1, 1)
    assert (ranking.constants, ranking.constants_told, ranking.constants_with_source) == (4, 3, 1)
    assert ranking.comprehensions_per_100 == ranking.ternaries_per_100 > 0
    assert rows["retrieval/**"].imports_out == 0


def test_names_imports_and_constants_are_found(program: Path) -> None:
    found = modules(program)
    assert names_twice(found) == {"NEAR": ["retrieval.answers.ranking", "retrieval.words"]}
    assert arrows(found) == {"retrieval/answers → retrieval": 1}
    ranking = next(module for module in found if module.place.name == "ranking.py")
    assert [each.name for each in constants(ranking)] == ["NEAR", "LIMIT", "FEWEST", "BARE"]


MEAN_COMPLEXITY, MOST_COMPLEXITY = 3.2, 15
MOST_COMPREHENSIONS = 3.0
"""Of 100 lines under ``retrieval/answers``."""


@pytest.fixture(scope="module")
def rooms() -> dict[str, Row]:
    return {row.room: row for row in table(modules(PROGRAM))}


def test_functions_are_simple(rooms: dict[str, Row]) -> None:
    assert rooms["all"].cc_mean <= MEAN_COMPLEXITY
    complex_rooms = {name: row.cc_max for name, row in rooms.items() if row.cc_max > MOST_COMPLEXITY}
    assert not complex_rooms, "run `python -m benchmarks.structure`"


def test_answers_are_read_one_thing_at_a_time(rooms: dict[str, Row]) -> None:
    assert rooms["retrieval/answers/**"].comprehensions_per_100 <= MOST_COMPREHENSIONS
