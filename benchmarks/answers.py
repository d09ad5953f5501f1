"""How good answers are, end to end: the right article, the answer in the excerpts, honesty, time.

    python -m benchmarks.answers SHARED WORKDIR [--sets news citizens …] [--sample 300] [--encoder bundled|none]

Every set is indexed once through the real ingest and publish; an index that lies in WORKDIR already is used again.
Nothing was trained on these sets. Figures are of all sampled questions, and of both halves of ``benchmarks.splits``:
*develop* may be looked at while thresholds are chosen, *report* is only measured. Unanswerable questions of a set are
its own questions asked of an index without their articles: here, of CMRC asked against the news (off topic), and those
that citizens.jsonl marks.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np

from benchmarks.corpora import SEED, EvalSet, Question, citizens, news_questions, passage_set
from benchmarks.figures import Share, share, share_text
from benchmarks.splits import PARTS, part_of
from embeddings.encoder import Encoder
from embeddings.opening import open_encoder
from retrieval.answers.ask import Asker
from retrieval.answers.models.network import NETWORK, Network
from retrieval.answers.turns import Turns
from retrieval.domain import AnswerStatus
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.evaluation.evaluate import Outcome, evaluate
from retrieval.evaluation.question_file import AskedQuestion
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.publish import publish
from retrieval.index.serving import Serving
from retrieval.index.vectors import VectorCache
from retrieval.language.tokenizer import Tokenizer

TODAY = date(2023, 8, 20)
RESULTS = Path(__file__).parent / "results" / "answers.json"
Figures: TypeAlias = dict[str, Share | float | None]
Indexed: TypeAlias = tuple[Archive, Serving]

SETS: dict[str, Callable[[Path], EvalSet]] = {
    "news20": lambda shared: news_questions(shared, 20_000),
    "news67": lambda shared: news_questions(shared, None),
    "citizens": citizens,
    "dureader": lambda shared: passage_set(shared, "dureader_robust_dev", 20_000),
    "security": lambda shared: passage_set(shared, "security_news_rc_dev", 20_000),
    "cmrc": lambda shared: passage_set(shared, "cmrc2018_dev", 0),
}


class Silent:
    """An encoder without an opinion."""

    name, dim, fingerprint = "none", 8, "silent"

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), self.dim), dtype=np.float32)

    encode_passages = encode_queries


def indexed(folder: Path, make: Callable[[], EvalSet], encoder: Encoder, tokenizer: Tokenizer) -> Indexed:
    """The set's articles, read and published where they are not yet."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = Archive.open(folder / "archive.sqlite", create=True)
    if not archive.counts().articles:
        ingest(archive, [make().write(folder / "articles.jsonl")])
    engine = EmbeddedEngine(folder, tokenizer)
    cache = VectorCache(folder / "vectors.sqlite", encoder)
    publish(archive, engine, encoder, cache)
    cache.close()
    return archive, Serving(engine, encoder.fingerprint)


def newsroom(
    folder: Path, make: Callable[[], EvalSet], encoder: Encoder, *, reading: bool = True, threads: int = 1
) -> Asker:
    """An asker over the set's articles, which reads on so many threads, or not at all."""
    tokenizer = Tokenizer()
    archive, serving = indexed(folder, make, encoder, tokenizer)
    network = Network(NETWORK, threads=threads, budget_s=60.0) if reading else None
    return Asker(archive, serving, encoder, tokenizer, network=network, turns=Turns(os.cpu_count() or 1))


def ready(evals: EvalSet) -> Callable[[], EvalSet]:
    """What ``newsroom`` takes, of a set that was read already."""
    return lambda: evals


def asked(question: Question) -> AskedQuestion:
    answers = tuple(map(str, question.answers)) if question.gold else ()
    return AskedQuestion(question.text, answers, question.kind, None, question.gold)


def drawn(questions: Sequence[Question], size: int) -> list[Question]:
    """A sample with the fixed seed, in its own order."""
    order = list(questions)
    random.Random(SEED).shuffle(order)
    return order[:size]


def summary(outcomes: Sequence[Outcome]) -> Figures:
    real = [each for each in outcomes if each.asked.answers]
    unreal = [each for each in outcomes if not each.asked.answers]
    shown = [each for each in real if each.exact is not None]
    times = sorted(each.answer.latency_ms for each in outcomes)
    return {
        "article_right_at_1": share([bool(each.article_right) for each in real]),
        "answer_in_first": share([each.in_first for each in real]),
        "answer_in_three": share([each.on_card for each in real]),
        "single_document_in_first": share([each.in_first for each in real if each.asked.kind == "1"]),
        "single_document_in_three": share([each.on_card for each in real if each.asked.kind == "1"]),
        "answered": share([each.answer.status is AnswerStatus.ANSWERED for each in real]),
        "short_shown": share([each.exact is not None for each in real]),
        "short_exact": share([bool(each.exact) for each in shown]),
        "unanswerable_not_answered": share([not each.false_answer for each in unreal]),
        "verbatim_short": share([str(each.answer.answer) in each.answer.citations[0].excerpt for each in shown]),
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
    }


def in_parts(set_name: str, outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """Figures of all, and of each half that has questions here."""
    found = {"all": summary(outcomes)}
    for part in PARTS:
        chosen = [each for each in outcomes if part_of(set_name, each.asked.question) == part]
        if chosen:
            found[part] = summary(chosen)
    return found


def told(name: str, figures: Mapping[str, Share | float | None]) -> None:
    print(f"\n## {name}\n")
    for key, value in figures.items():
        if isinstance(value, dict):
            print(f"  {key:28} {share_text(value)}")
        elif value is not None:
            print(f"  {key:28} {value}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sets", nargs="+", default=list(SETS), choices=list(SETS))
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--encoder", default="bundled")
    given = parser.parse_args()
    encoder: Encoder = Silent() if given.encoder == "none" else open_encoder(given.encoder)
    results: dict[str, object] = {"encoder": encoder.fingerprint, "sample": given.sample}
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    if {name: kept.get(name) for name in results} == results:
        results = kept  # sets that are not measured now keep their figures
    for name in given.sets:
        started = time.monotonic()
        evals = SETS[name](given.shared)
        asker = newsroom(given.work / name, ready(evals), encoder)
        questions = [asked(question) for question in drawn(evals.questions, given.sample)]
        outcomes = evaluate(questions, partial(asker.ask, today=TODAY))
        results[name] = found = in_parts(evals.name, outcomes)
        for part, figures in found.items():
            told(f"{name}, {part} ({time.monotonic() - started:.0f} s)", figures)
        if name == "news20":
            off = [asked(q) for q in drawn(passage_set(given.shared, "cmrc2018_dev", 0).questions, given.sample)]
            off = [AskedQuestion(each.question, ()) for each in off]
            results["off_topic"] = off_topic = summary(evaluate(off, partial(asker.ask, today=TODAY)))
            told("off topic: CMRC questions against the news", off_topic)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
