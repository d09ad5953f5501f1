"""How sure is sure enough: every threshold of the answer, and how two confidences make one.

Chosen from the tables of ``python -m retrieval.training.decision``, on questions of our own that the network did not
learn from; ``baowen tune`` fits the first two to an operator's own models.
"""

from __future__ import annotations

from retrieval.domain import AnswerStatus

ANSWERED = 0.30
"""Confidence from which the excerpt is told as an answer.

Of our own questions over news 77 of 100 are, over local news 79, over single editions 87; of those that no news
answers 4, 1 and 0, with the right article taken away 21, 40 and 12, and of those that sound as if their article
answered them 37, 46 and 39 (``python -m retrieval.training.decision``).
"""
RELATED = 0.04
"""Confidence from which it is shown as related: of our own questions over news 96 of 100 are shown so or answered, over
single editions 99; of those off topic 20 and 5 (measured with an earlier fit, on the questions that there were)."""
SHORT = 0.45
"""How sure it must be that the excerpt answers, and by this stretch, for a short answer to be shown: for 49 of
100 questions of our own over news, 53 over local news and 63 over single editions, 85, 69 and 83 of these nearly word
for word (measured by ``python -m retrieval.training.decision``)."""

SUBJECT_SHARE = 0.25
"""Share, by weight, of the question's words that name something which a report must hold to be offered at all; by
hand, 2026-11."""
ON_SUBJECT = -1.0
"""The network's log-odds that an excerpt is about what is asked, from which less of the question will do: everyday
words are printed as others. By hand, 2026-11: of our own questions about the sample editions that were answered with
related reports, all keep the right one."""
MEANT_SHARE = 0.45
"""Share of the question's words that an article must hold to be the one whose byline is asked for; by hand, 2026-11."""
SURE_VALUE = 0.5
"""Confidence that a value must have to be held against another one; by hand, 2026-11."""

CITED = 3
"""Citations that every surface shows at first at most; by hand, 2026-11."""
CITED_ALONE = 2
"""The same where all are of one report: the third held the answer alone for none of 134 questions on the sample
editions (measured 2026-11), and takes a quarter of a phone's screen."""
MOST_CITED = 20
"""Citations of one answer at most. All are chosen before any is shown, so that a longer list only goes on;
by hand, 2026-11."""

ALONE_MARGIN = 0.15
"""How much surer a follow-up must be answered as a question of its own to be taken for one; by hand, 2026-11."""


def status_of(confidence: float, answered: float = ANSWERED, related: float = RELATED) -> AnswerStatus:
    """What a confidence (0 … 1) is told as."""
    if confidence >= answered:
        return AnswerStatus.ANSWERED
    return AnswerStatus.RELATED_ONLY if confidence >= related else AnswerStatus.NOT_FOUND


def joint_confidence(excerpt: float, short: float) -> float:
    """That the excerpt answers, and that this stretch of it is the answer if it does: their product."""
    return excerpt * short


def stands_alone(alone: float, together: float) -> bool:
    """Whether a follow-up is taken for a question of its own, by the confidences of both answers to it."""
    return alone > together + ALONE_MARGIN


def shows_short(status: AnswerStatus, joint: float) -> bool:
    """Whether a short answer is shown above the excerpt."""
    return status is AnswerStatus.ANSWERED and joint >= SHORT
