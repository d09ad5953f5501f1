"""All that an evaluation found: figures by kind, what other thresholds would cost, times of steps, and the record."""

from __future__ import annotations

import json

import pytest

from retrieval.answers.honesty.decision import ANSWERED, RELATED
from retrieval.domain import Answer, AnswerStatus
from retrieval.evaluation.appraise import appraise
from retrieval.evaluation.evaluate import Outcome
from retrieval.evaluation.measures import COVERAGES
from retrieval.evaluation.question_file import AskedQuestion


def went(
    sure: float, *, right: bool = True, answers: tuple[str, ...] = ("45天",), kind: str = "", **stages: float
) -> Outcome:
    """A question that was answered with that confidence."""
    asked = AskedQuestion("工期多久", answers, kind)
    status = AnswerStatus.ANSWERED if sure >= ANSWERED else AnswerStatus.NOT_FOUND
    answer = Answer("工期多久", status, None, (), "g1", None, 20.0, confidence=sure)
    return Outcome(asked, answer, right, right, None, None, stages_ms=stages)


def test_no_question_gives_no_figures_but_a_record() -> None:
    found = appraise([])
    assert (found.outcomes, found.calibration, found.points) == ((), None, ())
    assert list(found.figures) == [""]
    assert found.figures[""].questions == 0
    assert found.at_threshold(0.0) is None
    assert set(found.at_coverages().values()) == {None}
    assert found.stages() == {}
    record = json.loads(json.dumps(found.record()))
    assert (record["questions"], record["trade_off"], record["calibration"]) == ([], [], None)


def test_figures_are_told_by_kind_and_of_all() -> None:
    found = appraise([went(0.9, kind="多久"), went(0.9, right=False, kind="谁"), went(0.9), went(0.1, answers=())])
    assert {kind: row.questions for kind, row in found.figures.items()} == {"多久": 1, "谁": 1, "": 4}
    assert found.figures["谁"].in_first == 0.0
    assert found.figures[""].in_first == pytest.approx(2 / 3, abs=1e-4)


def test_what_a_threshold_would_do() -> None:
    found = appraise([went(0.9), went(0.7, right=False), went(0.6, answers=()), went(0.4)])
    assert [point.threshold for point in found.points] == [0.9, 0.7, 0.6, 0.4]
    for threshold, reached in ((0.95, None), (0.9, 0.9), (0.8, 0.9), (0.65, 0.7), (0.0, 0.4)):
        point = found.at_threshold(threshold)
        assert (point and point.threshold) == reached
    everything = found.at_threshold(0.0)
    assert everything
    assert (everything.covered, everything.false_answers, everything.wrong) == (1.0, 1.0, 0.5)


def test_what_answering_a_share_would_cost() -> None:
    found = appraise([went(0.9), went(0.8), went(0.7), went(0.6), went(0.5, answers=())])
    costs = found.at_coverages()
    assert tuple(costs) == COVERAGES
    reached = {coverage: point.threshold for coverage, point in costs.items() if point}
    assert reached == {0.5: 0.8, 0.6: 0.7, 0.7: 0.7, 0.8: 0.6, 0.9: 0.6}


def test_an_unanswerable_question_is_never_right_to_be_sure_of() -> None:
    """Even where its file says that an excerpt holds something."""
    sure = appraise([went(1.0, answers=())]).calibration
    assert sure
    assert (sure.ece, sure.brier) == (1.0, 1.0)


def test_times_are_told_of_the_steps_that_were_taken_in_their_order() -> None:
    found = appraise([went(0.9, answer=4.0, rank=1.234), went(0.9, rank=9.0), went(0.9, rank=3.0), went(0.9)])
    assert list(found.stages().items()) == [("rank", (3.0, 9.0)), ("answer", (4.0, 4.0))]


def test_the_record_holds_everything_as_json() -> None:
    found = appraise([went(0.9, rank=1.0), went(0.2, right=False, answers=(), kind="谁")])
    record = json.loads(json.dumps(found.record(), ensure_ascii=False))
    assert record["thresholds"] == {"answered": ANSWERED, "related_only": RELATED}
    assert set(record["figures"]) == {"", "谁"}
    assert record["stages_ms"] == {"rank": {"p50": 1.0, "p95": 1.0}}
    assert [point["threshold"] for point in record["trade_off"]] == [0.9, 0.2]
    assert list(record["at_coverage"]) == list(map(str, COVERAGES))
    assert [(each["expected"], each["status"], each["confidence"]) for each in record["questions"]] == [
        (["45天"], "answered", 0.9),
        ([], "not_found", 0.2),
    ]
