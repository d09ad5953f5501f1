"""How sure the bot is: answered, related only, not found."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.domain import AnswerStatus


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first excerpt; shares between 0 and 1."""

    words: float
    chars: float
    dense: float


ANSWERED = 0.55
RELATED = 0.25


def judge(evidence: Evidence) -> tuple[AnswerStatus, float]:
    """The band and the confidence."""
    confidence = 0.6 * evidence.words + 0.4 * evidence.chars
    if confidence >= ANSWERED:
        return AnswerStatus.ANSWERED, confidence
    return (AnswerStatus.RELATED_ONLY if confidence >= RELATED else AnswerStatus.NOT_FOUND), confidence
