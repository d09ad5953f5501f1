"""What each part of the ranking is worth: ``python -m benchmarks.ablation SHARED WORKDIR [--sample 300]``.

The same questions are ranked with parts left out; a row's recall@1 stands beside its paired difference from the whole
(95 % interval by resampling questions), and whether the first excerpt holds an accepted answer. Parts are left out as
the program runs, without training anything anew: what a part could be worth to a model made without it is not measured.
Indexes in WORKDIR are those of ``benchmarks.answers``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.answers import SETS, TODAY, drawn, newsroom, ready
from benchmarks.corpora import Question
from embeddings.encoder import Encoder
from embeddings.opening import open_encoder
from retrieval.answers.models.network import NETWORK, Network
from retrieval.answers.models.trees import trees
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.candidates import gather
from retrieval.answers.ranking.ranked import Ranked, quotations, rank
from retrieval.answers.ranking.rerank import PLANS, Depth, read_leaders, shipped_weights
from retrieval.answers.ranking.scores import PLAIN_WEIGHTS
from retrieval.answers.ranking.terms import terms_of
from retrieval.domain import Filters
from retrieval.editions.store.archive import Archive
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.published import Published
from retrieval.language.folding import bare
from retrieval.language.tokenizer import Tokenizer

RESULTS = Path(__file__).parent / "results" / "ablation.json"
RESAMPLED = 1000
NAMES = ("dureader", "news20", "citizens", "security")


@dataclass(frozen=True)
class Bench:
    """A published index, and the encoder of its vectors."""

    paper: Published
    tokenizer: Tokenizer
    encoder: Encoder
    network: Network

    def ranked(self, question: str, *, vectors: bool = True) -> Ranked | None:
        query = understand(question, TODAY)
        if not query.terms:
            return None
        vector = self.encoder.encode_queries([query.question])[0] * np.float32(vectors)
        pool = gather(query, vector, self.paper, Filters())
        return rank(query, terms_of(query, self.tokenizer, self.paper.generation), pool) if pool.documents else None


def by(ranked: Ranked, scores: np.ndarray) -> Ranked:
    """The candidates by other scores; ties by article id."""
    ids = [document.article.id for document in ranked.pool.documents]
    order = tuple(sorted(range(len(ids)), key=lambda number: (-float(scores[number]), ids[number])))
    return replace(ranked, order=order, scores=scores.astype(np.float32))


def variants(bench: Bench) -> dict[str, Callable[[str], Ranked | None]]:
    """Name → question → candidates in order."""

    def changed(question: str, change: Callable[[Ranked], Ranked], *, vectors: bool = True) -> Ranked | None:
        found = bench.ranked(question, vectors=vectors)
        return change(found) if found else None

    shipped = shipped_weights()

    def read(found: Ranked, depth: Depth = "full", **other: float) -> Ranked:
        return read_leaders(found, bench.network, PLANS[depth], replace(shipped, **other)).ranked

    return {
        "the whole": lambda q: changed(q, read),
        "reading fewer excerpts": lambda q: changed(q, lambda r: read(r, "light")),
        "without relevance": lambda q: changed(q, lambda r: read(r, relevance=0.0)),
        "without the odds of an answer": lambda q: changed(q, lambda r: read(r, odds=0.0)),
        "without the sentence score": lambda q: changed(q, lambda r: read(r, sentence=0.0)),
        "without reading": lambda q: changed(q, lambda r: r),
        "without the encoder": lambda q: changed(q, read, vectors=False),
        "without both": lambda q: changed(q, lambda r: r, vectors=False),
        "trees alone": lambda q: changed(q, lambda r: by(r, trees("articles").scores(r.rows))),
        "untrained sum alone": lambda q: changed(q, lambda r: by(r, r.rows @ PLAIN_WEIGHTS)),
        "BM25 of articles": lambda q: changed(q, lambda r: by(r, r.pool.article_score), vectors=False),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sample", type=int, default=300)
    given = parser.parse_args()
    encoder, tokenizer = open_encoder("bundled"), Tokenizer()
    network = Network(NETWORK, threads=1, budget_s=60.0)
    results: dict[str, object] = {"encoder": encoder.fingerprint, "sample": given.sample}
    for name in NAMES:
        data = SETS[name](given.shared)
        newsroom(given.work / name, ready(data), encoder)
        engine = EmbeddedEngine(given.work / name, tokenizer)
        with Archive.open(given.work / name) as archive:
            bench = Bench(Published(archive, engine.open(str(engine.current()))), tokenizer, encoder, network)
            asked = [each for each in drawn(data.questions, given.sample) if each.gold and any(each.answers)]
            results[name] = table(name, bench, asked)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def table(name: str, bench: Bench, asked: Sequence[Question]) -> dict[str, dict[str, float]]:
    """Measure and print one set."""
    draw = np.random.default_rng(1)
    whole = np.zeros(0)
    rows: dict[str, dict[str, float]] = {}
    print(f"\n## {name} ({len(asked)} questions)")
    for part, ranking in variants(bench).items():
        first, told = [], []
        for question in asked:
            right_one, text = False, ""
            if found := ranking(question.text):
                top = found.order[0]
                right_one = found.pool.documents[top].article.external_id in question.gold
                text = bare(quotations(found, top)[0].excerpt.text)
            first.append(right_one)
            told.append(any(bare(str(answer)) in text for answer in question.answers))
        right = np.array(first, dtype=float)
        whole = whole if len(whole) else right
        picks = draw.integers(0, len(right), (RESAMPLED, len(right)))
        low, high = np.quantile((right - whole)[picks].mean(axis=1), (0.025, 0.975))
        rows[part] = {
            "recall_1": round(float(right.mean()), 3),
            "difference": round(float((right - whole).mean()), 3),
            "low": round(float(low), 3),
            "high": round(float(high), 3),
            "answer_in_first": round(float(np.mean(told)), 3),
        }
        row = rows[part]
        print(
            f"  {part:26} {row['recall_1']:.3f}  {row['difference']:+.3f} [{row['low']:+.3f}, {row['high']:+.3f}]"
            f"  answer in first excerpt {row['answer_in_first']:.3f}"
        )
    return rows


if __name__ == "__main__":
    main()
