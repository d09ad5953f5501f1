"""What evaluation measures with: intervals, overlap of characters, calibration, and the price of answering more.

SciPy does the statistics. It is loaded when first needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Interval: TypeAlias = tuple[float, float]
Counted = TypeVar("Counted")

BOOTSTRAP_SEED = 20221208
"""Any number does; the same one gives the same intervals."""
RESAMPLES = 999
"""Samples drawn for an interval; by hand, 2026-11."""
LEVEL = 0.95
"""Coverage of an interval; by hand, 2026-11."""
COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Shares of answerable questions answered at which false answers are told; by hand, 2026-11."""
BINS = 10
"""Bins of confidence, as in Naeini 2015."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like confidence: its mean, the share that went right with its interval, how many."""

    low: float
    high: float
    questions: int
    confidence: float
    right: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far confidence is from the truth: expected calibration error (Naeini 2015), Brier's score, and the bins."""

    ece: float
    brier: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """What happens if the bot answers from this confidence on.

    ``covered``: share of the answerable questions that it answers; ``false_answers``: share of the unanswerable ones
    (None where there are none); ``wrong``: share of all given answers that are not right.
    """

    threshold: float
    covered: float
    false_answers: float | None
    wrong: float


def known(values: Iterable[Counted | None]) -> list[Counted]:
    """The values that say something: all but None."""
    return [each for each in values if each is not None]


def wilson(hits: int, number: int) -> Interval:
    """Wilson's score interval of a share (Wilson 1927)."""
    from scipy.stats import binomtest

    found = binomtest(int(hits), number).proportion_ci(confidence_level=LEVEL, method="wilson")
    return round(float(found.low), 4), round(float(found.high), 4)


def mean_interval(values: Sequence[float]) -> Interval:
    """Percentile bootstrap of a mean (Efron 1979), with a fixed seed."""
    from scipy.stats import bootstrap

    if len(set(values)) < 2:
        return round(values[0], 4), round(values[0], 4)
    found = bootstrap(
        (np.asarray(values),),
        np.mean,
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method="percentile",
        rng=BOOTSTRAP_SEED,
    ).confidence_interval
    return round(float(found.low), 4), round(float(found.high), 4)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` per cent of the values do not exceed; 0 where there are none."""
    return float(np.percentile(values, share, method="inverted_cdf")) if len(values) else 0.0


def char_f1(shown: str, accepted: str) -> float:
    """Harmonic mean of precision and recall over characters, as SQuAD's F1 is over words (Rajpurkar 2016)."""
    common = sum((Counter(shown) & Counter(accepted)).values())
    return 2 * common / (len(shown) + len(accepted)) if common else 0.0


def calibration(confidences: Sequence[float], right: Sequence[bool]) -> Calibration | None:
    """Bins of equal width over (confidence, right); None where there is no question."""
    if not confidences:
        return None
    sure, truth = np.asarray(confidences, dtype=float), np.asarray(right, dtype=float)
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    bins = []
    for number in range(BINS):
        inside = place == number
        if inside.any():
            bins.append(_bin(number, sure[inside], truth[inside]))
    error = sum(each.questions * abs(each.confidence - each.right) for each in bins) / len(sure)
    return Calibration(round(error, 4), round(float(((sure - truth) ** 2).mean()), 4), tuple(bins))


def _bin(number: int, sure: NDArray[np.float64], truth: NDArray[np.float64]) -> Bin:
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        questions=len(sure),
        confidence=float(sure.mean()),
        right=float(truth.mean()),
        interval=wilson(int(truth.sum()), len(sure)),
    )


def trade_off(confidences: Sequence[float], right: Sequence[bool], answerable: Sequence[bool]) -> list[Point]:
    """The risk–coverage curve (El-Yaniv & Wiener 2010): one point a distinct confidence, highest first."""
    sure, truth, real = np.asarray(confidences), np.asarray(right, dtype=bool), np.asarray(answerable, dtype=bool)
    if not real.any():
        return []
    points = []
    for threshold in sorted(set(sure.tolist()), reverse=True):
        given = sure >= threshold
        points.append(
            Point(
                threshold=threshold,
                covered=float(given[real].mean()),
                false_answers=float(given[~real].mean()) if (~real).any() else None,
                wrong=float((~truth[given]).mean()),
            )
        )
    return points


def at_coverage(points: Sequence[Point], coverage: float) -> Point | None:
    """The strictest threshold that still answers this share of the answerable questions; None if none does."""
    return next((point for point in points if point.covered >= coverage - 1e-9), None)
