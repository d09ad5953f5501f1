"""How sure is sure enough: every threshold of the answer, and how two confidences make one.

The thresholds were chosen on the develop part of the question sets (``benchmarks/answers.py``) for few false answers
on questions that the archive does not answer; ``baowen tune`` fits the first two to an operator's own models.
"""

from __future__ import annotations

from retrieval.domain import AnswerStatus

ANSWERED = 0.27
"""Confidence from which the excerpt is told as an answer: 85 of 100 news questions at 3 of 100 off topic."""
RELATED = 0.01
"""Confidence from which it is shown as related."""
SHORT = 0.5
"""How sure it must be that the excerpt answers, and by this stretch, for a short answer to be shown."""


def status_of(confidence: float, answered: float = ANSWERED, related: float = RELATED) -> AnswerStatus:
    """What a confidence (0 … 1) is told as."""
    if confidence >= answered:
        return AnswerStatus.ANSWERED
    return AnswerStatus.RELATED_ONLY if confidence >= related else AnswerStatus.NOT_FOUND


def joint_confidence(excerpt: float, short: float) -> float:
    """That the excerpt answers, and that this stretch of it is the answer if it does: their product."""
    return excerpt * short


def shows_short(status: AnswerStatus, joint: float) -> bool:
    """Whether a short answer is shown above the excerpt."""
    return status is AnswerStatus.ANSWERED and joint >= SHORT
