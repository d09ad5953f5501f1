"""All that one evaluation found: figures by kind of question, calibration, and what answering more would cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from retrieval.answers.honesty.decision import ANSWERED, RELATED
from retrieval.answers.timing import STAGES
from retrieval.evaluation.evaluate import Figures, Outcome, by_kind
from retrieval.evaluation.measures import (
    COVERAGES,
    Calibration,
    Point,
    at_coverage,
    calibration,
    percentile,
    trade_off,
)


@dataclass(frozen=True, slots=True)
class Appraisal:
    """``figures`` by kind, all questions under an empty name; ``points`` from the surest answer to the least sure.

    ``calibration`` holds confidence against whether the first excerpt has the answer; it is None without questions.
    ``answered_from`` and ``shown_from`` are the confidences at which the bot answers, and shows excerpts at all.
    """

    outcomes: tuple[Outcome, ...]
    figures: dict[str, Figures]
    calibration: Calibration | None
    points: tuple[Point, ...]
    answered_from: float = ANSWERED
    shown_from: float = RELATED

    def at_coverages(self) -> dict[float, Point | None]:
        """What answering a given share of the answerable questions would cost."""
        return {coverage: at_coverage(self.points, coverage) for coverage in COVERAGES}

    def at_threshold(self, threshold: float) -> Point | None:
        """What happens at a threshold: the point of the least confidence that reaches it."""
        reached = [point for point in self.points if point.threshold >= threshold]
        return reached[-1] if reached else None

    def stages(self) -> dict[str, tuple[float, float]]:
        """Median and 95th percentile of each step's time in milliseconds, over the questions that took the step."""
        taken = self._times_by_stage()
        return {
            name: (round(percentile(taken[name], 50), 2), round(percentile(taken[name], 95), 2))
            for name in STAGES
            if name in taken
        }

    def _times_by_stage(self) -> dict[str, list[float]]:
        taken: dict[str, list[float]] = {}
        for each in self.outcomes:
            for name, spent in each.stages_ms.items():
                taken.setdefault(name, []).append(spent)
        return taken

    def record(self) -> dict[str, Any]:
        """Everything as JSON values."""
        return {
            "figures": {kind: asdict(row) for kind, row in self.figures.items()},
            "calibration": _values_of(self.calibration),
            "thresholds": {"answered": self.answered_from, "related_only": self.shown_from},
            "at_coverage": {str(coverage): _values_of(point) for coverage, point in self.at_coverages().items()},
            "stages_ms": {name: {"p50": low, "p95": high} for name, (low, high) in self.stages().items()},
            "trade_off": list(map(_values_of, self.points)),
            "questions": list(map(_record, self.outcomes)),
        }


def appraise(outcomes: Sequence[Outcome]) -> Appraisal:
    """Measure what came of the questions."""
    sure = [each.confidence for each in outcomes]
    answerable = [each.asked.answerable for each in outcomes]
    holds = [each.asked.answerable and each.in_first for each in outcomes]
    points = trade_off(sure, holds, answerable)
    return Appraisal(tuple(outcomes), by_kind(outcomes), calibration(sure, holds), tuple(points))


def _values_of(found: Calibration | Point | None) -> dict[str, Any] | None:
    return asdict(found) if found else None


def _record(outcome: Outcome) -> dict[str, Any]:
    asked, answer = outcome.asked, outcome.answer
    return {
        "question": asked.question,
        "kind": asked.kind,
        "expected": list(asked.answers),
        "status": answer.status.value,
        "confidence": outcome.confidence,
        "answer": answer.answer,
        "excerpts": [citation.excerpt for citation in answer.citations],
        "right": outcome.right,
        "in_first": outcome.in_first,
        "on_card": outcome.on_card,
        "article_right": outcome.article_right,
        "rank": outcome.rank,
        "exact": outcome.exact,
        "f1": outcome.f1,
        "latency_ms": answer.latency_ms,
    }
