"""What stands between a built generation and its publishing: the seam, what a gate says, and its refusal.

How a generation is judged is the business of higher layers (``evaluation/gate.py``); here are only the records.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from retrieval.errors import BaowenError
from retrieval.index.engine import Manifest


class Standing(StrEnum):
    """How a generation came past the gate; ``Manifest.gate`` holds it, None where there was no gate.

    ``PENDING`` is being judged, or was when the process was killed: it never answers and is never gone back to.
    """

    PENDING = "pending"
    PASSED = "passed"
    FORCED = "forced"


class Measure(StrEnum):
    """What a generation is held to."""

    RECALL = "recall"
    ACCURACY = "accuracy"
    WRONG = "wrong"
    MUST = "must"


@dataclass(frozen=True, slots=True)
class Result:
    """How one question went in one generation.

    ``found``: the right report is among the first; ``right``: what is shown first answers it, and no wrong short answer
    stands above it; both are None for questions that the paper does not answer. ``wrong``: such a question was
    answered nevertheless; None for the others. ``article_id`` is the right article, as far as it was found.
    ``expected`` are the accepted answers (none in what older programs stored).
    """

    question: str
    kind: str
    found: bool | None
    right: bool | None
    wrong: bool | None
    status: str
    answer: str | None
    excerpt: str | None
    article_id: int | None
    expected: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the reader was served well."""
        return bool(self.right) if self.wrong is None else not self.wrong

    @property
    def grade(self) -> int:
        """For comparing two results of one question; higher is better."""
        return 2 * self.good + bool(self.found)


@dataclass(frozen=True, slots=True)
class GateShares:
    """Shares between 0 and 1 over the questions of a file; None where there are none to count."""

    questions: int
    recall: float | None
    accuracy: float | None
    wrong: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """A question that went better or worse than before."""

    before: Result
    after: Result

    @property
    def better(self) -> bool:
        return self.after.grade > self.before.grade


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a generation may not be published. ``questions`` are the failed ones that must not fail, else empty."""

    measure: Measure
    before: float | None = None
    after: float | None = None
    margin: float | None = None
    questions: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.measure is Measure.MUST:
            return f"{len(self.questions)} questions that must not fail did"
        return f"{self.measure} went from {self.before:.3f} to {self.after:.3f}, margin {self.margin:.3f}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of a generation: it may pass where there are no ``reasons``.

    ``against`` is the generation it was compared with and ``before`` that one's shares, None where there was none to
    compare with. ``before`` and ``after`` leave out the questions ``set_aside``: their article was withdrawn since.
    ``sheet`` is what is stored of the asking, for later comparisons. ``failed`` are the questions that must not fail
    and did.
    """

    generation: str
    against: str | None
    reasons: tuple[Reason, ...]
    before: GateShares | None
    after: GateShares
    changes: tuple[Change, ...]
    set_aside: tuple[str, ...]
    sheet: dict[str, Any]
    failed: tuple[Result, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.reasons

    def summary(self) -> dict[str, Any]:
        """The verdict as JSON values, without the single results."""
        return {
            "generation": self.generation,
            "against": self.against,
            "passed": self.passed,
            "reasons": list(map(asdict, self.reasons)),
            "before": asdict(self.before) if self.before else None,
            "after": asdict(self.after),
            "changes": list(map(_change_summary, self.changes)),
            "set_aside": list(self.set_aside),
        }

    def record(self) -> dict[str, Any]:
        """What is stored with the generation."""
        return self.sheet | {"verdict": self.summary()}


Gate: TypeAlias = Callable[[Manifest], Verdict]
"""Judges a generation that is built and sound, while the one before it still answers."""


class Refused(BaowenError):
    """The gate refused a built generation: the published one goes on answering, the archive keeps the new text."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__("the gate refused to publish: " + "; ".join(map(str, verdict.reasons)))
        self.verdict = verdict


def _change_summary(change: Change) -> dict[str, Any]:
    before, after = asdict(change.before), asdict(change.after)
    return {"question": change.after.question, "better": change.better, "before": before, "after": after}
