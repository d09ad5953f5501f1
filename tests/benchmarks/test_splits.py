"""The committed lists hold every question of every set, once."""

from __future__ import annotations

import pytest

from benchmarks.splits import (
    ID_DIGITS,
    NAMES,
    OWN_REPORT,
    PARTS,
    REPORT_ONLY,
    NotSplit,
    drawn,
    id_of,
    ids,
    key_of,
    part_of,
    records,
)


@pytest.mark.parametrize("name", NAMES)
def test_halves_share_nothing_and_are_as_large(name: str) -> None:
    develop, report = (ids(name, part) for part in PARTS)
    assert not develop & report
    assert all(len(each) == ID_DIGITS for each in develop | report)
    if name in REPORT_ONLY:
        assert not develop
    else:
        assert 0 <= len(report) - len(develop) <= 1


@pytest.mark.shared
@pytest.mark.parametrize("name", [name for name in NAMES if name not in REPORT_ONLY])
def test_every_question_is_in_a_list(name: str, shared) -> None:
    keys = {key_of(record) for record in records(name, shared)}
    assert {id_of(key) for key in keys} == ids(name, "develop") | ids(name, "report")
    assert drawn(name, keys) == {part: sorted(ids(name, part)) for part in PARTS}


@pytest.mark.skipif(not OWN_REPORT.exists(), reason="our own report questions are not written yet")
def test_our_own_questions_are_for_the_report_alone(tmp_path) -> None:
    assert {part_of("own-report", key_of(record)) for record in records("own-report", tmp_path)} == {"report"}


def test_a_question_in_no_list_is_an_error() -> None:
    with pytest.raises(NotSplit, match="citizens"):
        part_of("citizens", "这个问题谁也没问过")


def test_a_dialogue_is_split_as_a_whole() -> None:
    assert key_of({"id": 7, "turns": [{"question": "在哪"}]}) == "7"
