"""Telling what the paper answers from what it does not: ``python -m benchmarks.refusal SHARED WORKDIR``.

The same questions are asked twice: of an index with their articles, and of one without them and without their reposts
(articles that hold 30 % of a gold article's runs of 24 characters). A question counts as answerable where a gold
article is among its candidates. Printed: the area under the ROC curve of the bot's confidence, and what share of the
unanswerable ones would be answered at thresholds that answer 50, 70, 80, 90 and 95 % of the answerable ones. Some
"false" answers are other valid reports of the same thing, so that figure is a lower bound; *without other reports*
leaves out unanswerable questions whose cited excerpts hold an accepted answer of two characters or more. Questions of
CMRC asked of the news show the same for what is off topic: ``answered_off_topic`` is what the shipped threshold lets
through, ``most_answered`` how many answerable ones could be answered with 3 % of the off-topic ones.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.answers import SETS, TODAY, drawn, newsroom, ready
from benchmarks.corpora import EvalSet, Question, passage_set
from embeddings.opening import open_encoder
from embeddings.training.reposts import Kept
from retrieval.answers.ask import Asker
from retrieval.answers.honesty.decision import ANSWERED
from retrieval.editions.store.archive import Archive
from retrieval.language.folding import bare

RESULTS = Path(__file__).parent / "results" / "refusal.json"
COVERAGE = (0.5, 0.7, 0.8, 0.9, 0.95)
NAMES = ("news20", "security")
RESAMPLED = 1000
OFF_TOPIC = 0.03
"""Share of off-topic questions that may be answered."""


def without_gold(data: EvalSet) -> EvalSet:
    """The set without the gold articles of its questions and their reposts."""
    gold = frozenset[str]().union(*(question.gold for question in data.questions))
    kept = Kept(each["body"] for each in data.articles if each["id"] in gold)
    left = tuple(each for each in data.articles if each["id"] not in gold and not kept.repeated_by(each["body"]))
    return replace(data, name=f"{data.name} without", articles=left)


def confidences(asker: Asker, questions: Sequence[Question]) -> tuple[np.ndarray, np.ndarray]:
    """The bot's confidences, and whether the cited excerpts hold an accepted answer."""
    sure, told = [], []
    for question in questions:
        answer = asker.ask(question.text, today=TODAY)
        sure.append(answer.confidence)
        text = bare("".join(citation.excerpt for citation in answer.citations))
        told.append(any(bare(str(each)) in text for each in question.answers if len(bare(str(each))) > 1))
    return np.array(sure), np.array(told, dtype=bool)


def area(positive: np.ndarray, negative: np.ndarray) -> float:
    """Area under the ROC curve (Mann & Whitney 1947): the share of pairs in the right order, ties half."""
    order = np.sort(negative)
    below = np.searchsorted(order, positive, side="left")
    level = np.searchsorted(order, positive, side="right") - below
    return float((below + level / 2).sum() / (len(positive) * len(negative)))


def interval(positive: np.ndarray, negative: np.ndarray) -> tuple[float, float]:
    """95 % interval of the area by resampling questions."""
    draw = np.random.default_rng(1)
    areas = [area(draw.choice(positive, len(positive)), draw.choice(negative, len(negative))) for _ in range(RESAMPLED)]
    low, high = np.quantile(areas, (0.025, 0.975))
    return round(float(low), 3), round(float(high), 3)


def off_topic(positive: np.ndarray, negative: np.ndarray) -> dict[str, object]:
    """What answering more costs where nothing of the archive is meant."""
    most = float((positive > np.quantile(negative, 1 - OFF_TOPIC)).mean())
    false = {str(share): round(float((negative >= np.quantile(positive, 1 - share)).mean()), 3) for share in COVERAGE}
    return {
        "off_topic": len(negative),
        "answered_off_topic": round(float((negative >= ANSWERED).mean()), 3),
        "most_answered": round(most, 3),
        "off_topic_at_coverage": false,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--sets", nargs="+", default=list(NAMES), choices=list(SETS))
    given = parser.parse_args()
    encoder = open_encoder("bundled")
    results: dict[str, Any] = {"encoder": encoder.fingerprint, "sample": given.sample}
    for name in given.sets:
        data = SETS[name](given.shared)
        questions = [each for each in drawn(data.questions, given.sample) if each.gold]
        whole = newsroom(given.work / name, ready(data), encoder)
        lacking = newsroom(given.work / f"{name}_without", partial(without_gold, data), encoder)
        with Archive.open(given.work / name) as archive:
            answerable = [
                each
                for each in questions
                if each.gold & {archive.article(hit.id).external_id for hit in whole.ranking(each.text, today=TODAY)}
            ]
        positive, _ = confidences(whole, answerable)
        negative, told = confidences(lacking, questions)
        false = {str(share): float((negative >= np.quantile(positive, 1 - share)).mean()) for share in COVERAGE}
        results[name] = {
            "answered": round(float((positive >= ANSWERED).mean()), 3),
            "answerable": len(positive),
            "unanswerable": len(negative),
            "auroc": round(area(positive, negative), 3),
            "ci95": interval(positive, negative),
            "auroc_without_other_reports": round(area(positive, negative[~told]), 3),
            "other_reports": int(told.sum()),
            "false_answers_at_coverage": {share: round(value, 3) for share, value in false.items()},
        }
        if name == "news20":
            off = drawn(passage_set(given.shared, "cmrc2018_dev", 0).questions, given.sample)
            results[name] |= off_topic(positive, confidences(whole, off)[0])
        print(name, json.dumps(results[name]))
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
