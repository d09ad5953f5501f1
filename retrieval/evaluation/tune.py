"""Fit the ranking and the status thresholds to an operator's models: the flow behind ``baowen tune``.

Weights are those with the best mean reciprocal rank over a grid. Figures are cross-fitted: each half of the questions
is judged with the weights that the other half chose (the halves go by a digest of the question).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.reranker import Reranker
from retrieval.answers.honesty.answerability import confidence
from retrieval.answers.honesty.decision import ANSWERED, RELATED
from retrieval.answers.models.network import Network
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.blend import Blend, blended, reordered, reread
from retrieval.answers.ranking.ranked import Ranked
from retrieval.answers.ranking.rerank import PLANS, read_leaders
from retrieval.answers.ranking.retrieve import Search
from retrieval.answers.tuning import HEAVIEST, Tuning
from retrieval.domain import Filters
from retrieval.evaluation.measures import Interval, wilson
from retrieval.evaluation.question_file import half_of
from retrieval.evaluation.synthetic import MadeQuestion
from retrieval.index.engine import Generation
from retrieval.language.near_duplicates import same_report, shingles

WEIGHT_GRID = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 16.0, 50.0, HEAVIEST)
FEWEST_CASES = 30
"""Questions below which nothing is fitted."""
FALSE_ANSWERS = 0.05
"""Share of questions without their article that may be answered all the same."""
THRESHOLDS = tuple(round(0.12 + step * 0.02, 2) for step in range(21))
"""Where ``answered`` may begin; it stays near the shipped one, for made questions are easier than readers'."""
TUNING_SEED, DRAWS = 5, 1000

CandidateScores = NDArray[np.float32]
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class TuningCase:
    """One question: scores of its candidates, shape ``(documents,)``; ``gold`` marks the right ones.

    ``before`` is the place of the first right one with the weights that serve where nothing was fitted, 0 for none.
    """

    question: str
    words: CandidateScores
    dense: CandidateScores
    gold: NDArray[np.bool_]
    before: int
    reread: CandidateScores | None = None
    sure: tuple[float | None, float | None] = (None, None)
    """Confidence where the right article comes first, and where only others are there."""


@dataclass(frozen=True, slots=True)
class RecallChange:
    """Recall@1 with its 95 % interval, and mean reciprocal rank."""

    recall: float
    interval: Interval
    mrr: float


@dataclass(frozen=True, slots=True)
class Report:
    """How tuning went; ``gain`` is the 95 % interval of the difference in recall@1 (paired bootstrap)."""

    questions: int
    before: RecallChange
    after: RecallChange
    encoder_alone: RecallChange
    gain: Interval
    answered_share: float
    false_share: float
    tuning: Tuning

    @property
    def better(self) -> bool:
        """Whether the fitted weights did better than those that were there."""
        return self.after.mrr > self.before.mrr


class Tuner:
    """Fits weights for one encoder and one reranker on one generation."""

    def __init__(
        self,
        search: Search,
        generation: Generation,
        encoder: Encoder,
        reranker: Reranker | None,
        network: Network | None,
        today: date,
        *,
        appraised: int = 100,
    ) -> None:
        """``appraised``: questions whose answers are read through for the thresholds, which takes longest."""
        self._search, self._generation, self._network = search, generation, network
        self._encoder, self._reranker, self._today, self._appraised = encoder, reranker, today, appraised

    def tune(self, sought: Sequence[MadeQuestion], told: Told | None = None) -> Report | None:
        """Fit and judge; None where too few questions have candidates. ``told`` gets (done, of all)."""
        cases = self._cases(sought, told)
        if len(cases) < FEWEST_CASES:
            return None
        blend = fitted(cases)
        cross = {half: fitted([case for case in cases if half_of(case.question) != half]) for half in ("even", "odd")}
        before = [case.before for case in cases]
        after = [place(case, scored(case, cross[half_of(case.question)])) for case in cases]
        answered, answered_share, false_share = threshold(cases)
        record = {"questions": len(cases), "split": "cross-fitted by halves", "before": _recall_of(before).recall}
        record |= {
            "after": _recall_of(after).recall,
            "dense_by_half": {half: each.dense for half, each in cross.items()},
        }
        tuning = Tuning(
            encoder=self._encoder.fingerprint,
            reranker=self._reranker.fingerprint if self._reranker else None,
            blend=blend,
            answered=answered,
            related=min(RELATED, answered),
            figures=record,
        )
        alone = [place(case, case.dense) for case in cases]
        return Report(
            questions=len(cases),
            before=_recall_of(before),
            after=_recall_of(after),
            encoder_alone=_recall_of(alone),
            gain=_gain(before, after),
            answered_share=answered_share,
            false_share=false_share,
            tuning=tuning,
        )

    def _cases(self, sought: Sequence[MadeQuestion], told: Told | None) -> list[TuningCase]:
        cases: list[TuningCase] = []
        for done, each in enumerate(sought, 1):
            query = understand(each.question, self._today)
            ranked = self._search.by_words(query, self._generation, Filters()) if query.terms else None
            if ranked is not None and query.reply is None:
                shown = self._search.ranked(query, self._generation, Filters())
                case = self._case(each, ranked, _place_in(shown, each), appraise=len(cases) < self._appraised)
                cases.append(case)
            if told:
                told(done, len(sought))
        return cases

    def _case(self, sought: MadeQuestion, ranked: Ranked, before: int, *, appraise: bool) -> TuningCase:
        gold = np.array([document.article.id in sought.gold for document in ranked.pool.documents], dtype=bool)
        again = None
        if self._reranker is not None:
            # Read what words and vectors together put first: what comes before the reranker once weights are there.
            even = blended(ranked.scores, ranked.pool.dense_score, None, Blend(dense=1.0))
            again = reread(reordered(ranked, even), self._reranker)
        right = next((number for number in ranked.order if gold[number]), None)
        wrong = _best_other(ranked, gold)
        if not appraise:
            right = wrong = None
        sure = tuple(None if number is None else self._sure(ranked, number) for number in (right, wrong))
        return TuningCase(
            sought.question, ranked.scores, ranked.pool.dense_score, gold, before, again, (sure[0], sure[1])
        )

    def _sure(self, ranked: Ranked, document: int) -> float:
        leaders = read_leaders(ranked, self._network, PLANS["light"])
        return confidence(leaders, leaders.excerpts(document)[0])


def _place_in(ranked: Ranked | None, sought: MadeQuestion) -> int:
    """Place of the first right article as it is shown, from 1; 0 where none is."""
    order = ranked.order if ranked else ()
    documents = ranked.pool.documents if ranked else ()
    return next((at for at, number in enumerate(order, 1) if documents[number].article.id in sought.gold), 0)


def _best_other(ranked: Ranked, gold: NDArray[np.bool_]) -> int | None:
    """The best article that is neither right nor a reprint of one that is."""
    bodies = [document.article.body for document in ranked.pool.documents]
    known = [shingles(body) for body, right in zip(bodies, gold, strict=True) if right]
    for number in ranked.order:
        if not gold[number] and not any(same_report(shingles(bodies[number]), each) for each in known):
            return number
    return None


def scored(case: TuningCase, blend: Blend) -> CandidateScores:
    """Scores of a case's candidates with these weights, as ``Search`` gives them."""
    scores = blended(case.words, case.dense, None, blend) if blend.dense else case.words
    if case.reread is None or not blend.rerank:
        return scores
    return blended(scores, case.dense, case.reread, Blend(0.0, blend.rerank))


def place(case: TuningCase, scores: CandidateScores) -> int:
    """Place of the first right article, from 1; 0 where none is among the candidates."""
    if not case.gold.any():
        return 0
    return 1 + int(np.count_nonzero(scores > scores[case.gold].max()))


def fitted(cases: Sequence[TuningCase]) -> Blend:
    """The weights with the best mean reciprocal rank: first for vectors, then for the reranker."""
    dense = _best_weight(WEIGHT_GRID, lambda weight: _mrr(place(case, scored(case, Blend(weight))) for case in cases))
    if all(case.reread is None for case in cases):
        return Blend(dense)
    return Blend(
        dense,
        _best_weight(
            WEIGHT_GRID, lambda weight: _mrr(place(case, scored(case, Blend(dense, weight))) for case in cases)
        ),
    )


def threshold(cases: Sequence[TuningCase]) -> tuple[float, float, float]:
    """Least confidence that lets few questions without their article be answered; with both shares of answered ones."""
    right = np.array([case.sure[0] for case in cases if case.sure[0] is not None])
    wrong = np.array([case.sure[1] for case in cases if case.sure[1] is not None])
    if not len(right) or not len(wrong):
        return ANSWERED, 0.0, 0.0
    chosen = next((each for each in THRESHOLDS if (wrong >= each).mean() <= FALSE_ANSWERS), THRESHOLDS[-1])
    return chosen, round(float((right >= chosen).mean()), 4), round(float((wrong >= chosen).mean()), 4)


def _best_weight(weights: Iterable[float], value: Callable[[float], float]) -> float:
    """The best weight; of equally good ones 0, or else the middle: beside an edge other questions may fall off it."""
    worth = {weight: round(value(weight), 9) for weight in weights}
    equal = sorted(weight for weight, each in worth.items() if each == max(worth.values()))
    return equal[0] if equal[0] == 0 else equal[len(equal) // 2]


def _mrr(places: Iterable[int]) -> float:
    found = [1 / each if each else 0.0 for each in places]
    return sum(found) / len(found) if found else 0.0


def _recall_of(places: Sequence[int]) -> RecallChange:
    hits = sum(each == 1 for each in places)
    return RecallChange(round(hits / len(places), 4), wilson(hits, len(places)), round(_mrr(places), 4))


def _gain(before: Sequence[int], after: Sequence[int]) -> Interval:
    step = np.array(after) == 1
    change = step.astype(float) - (np.array(before) == 1)
    draws = np.random.default_rng(TUNING_SEED).choice(change, size=(DRAWS, len(change))).mean(axis=1)
    low, high = np.quantile(draws, (0.025, 0.975))
    return round(float(low), 4), round(float(high), 4)
