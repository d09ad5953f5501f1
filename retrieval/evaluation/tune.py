"""Fit the ranking and the status thresholds to an operator's models: the flow behind ``baowen tune``.

Weights are those with the best mean reciprocal rank over a grid. Figures are cross-fitted: each half of the questions
is judged with the weights that the other half chose (the halves go by a digest of the question).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

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
from retrieval.evaluation.measures import Interval, known, wilson
from retrieval.evaluation.question_file import HalfName, half_of
from retrieval.evaluation.synthetic import MadeQuestion
from retrieval.index.published import Published
from retrieval.language.near_duplicates import same_report, shingles

WEIGHT_GRID = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 16.0, 50.0, HEAVIEST)
FEWEST_CASES = 30
"""Questions below which nothing is fitted."""
FALSE_ANSWERS = 0.05
"""Share of questions without their article that may be answered all the same; by hand, 2026-11."""
THRESHOLDS = tuple(round(0.12 + step * 0.02, 2) for step in range(21))
"""Where ``answered`` may begin; it stays near the shipped one, for made questions are easier than readers'."""
TUNING_SEED, DRAWS = 5, 1000
"""Of the halves and resamples that weights are judged on, and how many resamples; by hand, 2026-11."""

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
        paper: Published,
        encoder: Encoder,
        reranker: Reranker | None,
        network: Network | None,
        today: date,
        *,
        appraised: int = 100,
    ) -> None:
        """``appraised``: questions whose answers are read through for the thresholds, which takes longest."""
        self._search, self._paper, self._network = search, paper, network
        self._encoder, self._reranker, self._today, self._appraised = encoder, reranker, today, appraised

    def tune(self, sought: Sequence[MadeQuestion], told: Told | None = None) -> Report | None:
        """Fit and judge; None where too few questions have candidates. ``told`` gets (done, of all)."""
        cases = self._cases(sought, told)
        if len(cases) < FEWEST_CASES:
            return None
        cross = _fitted_by_half(cases)
        before = [case.before for case in cases]
        after = [place(case, scored(case, cross[half_of(case.question)])) for case in cases]
        answered, answered_share, false_share = threshold(cases)
        recall_before, recall_after = _recall_of(before), _recall_of(after)
        record = {
            "questions": len(cases),
            "split": "cross-fitted by halves",
            "before": recall_before.recall,
            "after": recall_after.recall,
            "dense_by_half": {half: each.dense for half, each in cross.items()},
        }
        return Report(
            questions=len(cases),
            before=recall_before,
            after=recall_after,
            encoder_alone=_recall_of([place(case, case.dense) for case in cases]),
            gain=_gain(before, after),
            answered_share=answered_share,
            false_share=false_share,
            tuning=self._tuning(fitted(cases), answered, record),
        )

    def _tuning(self, blend: Blend, answered: float, record: dict[str, Any]) -> Tuning:
        return Tuning(
            encoder=self._encoder.fingerprint,
            reranker=self._reranker.fingerprint if self._reranker else None,
            blend=blend,
            answered=answered,
            related=min(RELATED, answered),
            figures=record,
        )

    def _cases(self, sought: Sequence[MadeQuestion], told: Told | None) -> list[TuningCase]:
        cases: list[TuningCase] = []
        for done, each in enumerate(sought, 1):
            case = self._case(each, appraise=len(cases) < self._appraised)
            if case is not None:
                cases.append(case)
            if told:
                told(done, len(sought))
        return cases

    def _case(self, sought: MadeQuestion, *, appraise: bool) -> TuningCase | None:
        """None where the question is none on the news, or has no candidates."""
        query = understand(sought.question, self._today)
        if not query.terms or query.reply is not None:
            return None
        ranked = self._search.by_words(query, self._paper, Filters())
        if ranked is None:
            return None
        shown = self._search.ranked(query, self._paper, Filters())
        gold = _right_ones(ranked, sought)
        return TuningCase(
            question=sought.question,
            words=ranked.scores,
            dense=ranked.pool.dense_score,
            gold=gold,
            before=_place_in(shown, sought),
            reread=self._reread(ranked),
            sure=self._confidences(ranked, gold) if appraise else (None, None),
        )

    def _reread(self, ranked: Ranked) -> CandidateScores | None:
        """Read what words and vectors together put first: what comes before the reranker once weights are there."""
        if self._reranker is None:
            return None
        even = blended(ranked.scores, ranked.pool.dense_score, None, Blend(dense=1.0))
        return reread(reordered(ranked, even), self._reranker)

    def _confidences(self, ranked: Ranked, gold: NDArray[np.bool_]) -> tuple[float | None, float | None]:
        """How sure it is of the best right article, and of the best other one."""
        right = next((number for number in ranked.order if gold[number]), None)
        return self._sure(ranked, right), self._sure(ranked, _best_other(ranked, gold))

    def _sure(self, ranked: Ranked, document: int | None) -> float | None:
        if document is None:
            return None
        leaders = read_leaders(ranked, self._network, PLANS["light"])
        return confidence(leaders, leaders.excerpts(document)[0])


def _fitted_by_half(cases: Sequence[TuningCase]) -> dict[HalfName, Blend]:
    """For each half of the questions, the weights that the other half chose."""
    halves: dict[HalfName, list[TuningCase]] = {"even": [], "odd": []}
    for case in cases:
        halves[half_of(case.question)].append(case)
    return {"even": fitted(halves["odd"]), "odd": fitted(halves["even"])}


def _right_ones(ranked: Ranked, sought: MadeQuestion) -> NDArray[np.bool_]:
    return np.array([document.article.id in sought.gold for document in ranked.pool.documents], dtype=bool)


def _place_in(ranked: Ranked | None, sought: MadeQuestion) -> int:
    """Place of the first right article as it is shown, from 1; 0 where none is."""
    if ranked is None:
        return 0
    for at, number in enumerate(ranked.order, 1):
        if ranked.pool.documents[number].article.id in sought.gold:
            return at
    return 0


def _best_other(ranked: Ranked, gold: NDArray[np.bool_]) -> int | None:
    """The best article that is neither right nor a reprint of one that is."""
    documents = ranked.pool.documents
    right = [shingles(documents[number].article.body) for number in np.flatnonzero(gold)]
    for number in ranked.order:
        own = shingles(documents[number].article.body)
        if not gold[number] and not any(same_report(own, each) for each in right):
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
    dense = _best_weight(WEIGHT_GRID, lambda weight: _mrr_with(Blend(weight), cases))
    if all(case.reread is None for case in cases):
        return Blend(dense)
    return Blend(dense, _best_weight(WEIGHT_GRID, lambda weight: _mrr_with(Blend(dense, weight), cases)))


def threshold(cases: Sequence[TuningCase]) -> tuple[float, float, float]:
    """Least confidence that lets few questions without their article be answered; with both shares of answered ones."""
    right = known(case.sure[0] for case in cases)
    wrong = known(case.sure[1] for case in cases)
    if not right or not wrong:
        return ANSWERED, 0.0, 0.0
    answered = _strict_enough(wrong)
    return answered, round(_share_from(answered, right), 4), round(_share_from(answered, wrong), 4)


def _strict_enough(wrong: Sequence[float]) -> float:
    for least in THRESHOLDS:
        if _share_from(least, wrong) <= FALSE_ANSWERS:
            return least
    return THRESHOLDS[-1]


def _share_from(least: float, confidences: Sequence[float]) -> float:
    return float((np.array(confidences) >= least).mean())


def _best_weight(weights: Iterable[float], value: Callable[[float], float]) -> float:
    """The best weight; of equally good ones 0, or else the middle: beside an edge other questions may fall off it."""
    worth = {weight: round(value(weight), 9) for weight in weights}
    best = max(worth.values())
    equal = sorted(weight for weight, each in worth.items() if each == best)
    return equal[0] if equal[0] == 0 else equal[len(equal) // 2]


def _mrr_with(blend: Blend, cases: Iterable[TuningCase]) -> float:
    return _mrr(place(case, scored(case, blend)) for case in cases)


def _mrr(places: Iterable[int]) -> float:
    found = [1 / each if each else 0.0 for each in places]
    return sum(found) / len(found) if found else 0.0


def _recall_of(places: Sequence[int]) -> RecallChange:
    hits = places.count(1)
    return RecallChange(round(hits / len(places), 4), wilson(hits, len(places)), round(_mrr(places), 4))


def _gain(before: Sequence[int], after: Sequence[int]) -> Interval:
    step = np.array(after) == 1
    change = step.astype(float) - (np.array(before) == 1)
    draws = np.random.default_rng(TUNING_SEED).choice(change, size=(DRAWS, len(change))).mean(axis=1)
    low, high = np.quantile(draws, (0.025, 0.975))
    return round(float(low), 4), round(float(high), 4)
