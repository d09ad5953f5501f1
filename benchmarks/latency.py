"""Time per question at 67,000 articles, by step: ``python -m benchmarks.latency SHARED WORKDIR [--set citizens]``.

Questions of a set are asked in one process, one after another, on one thread (set OMP_NUM_THREADS=1). Printed and
written are medians and 95th percentiles of wall and CPU time, of each step's wall time, and beside them the floor: the
bare searches of postings and vectors for the same questions. Indexes in WORKDIR are those of ``benchmarks.answers``.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from benchmarks.answers import SETS, TODAY, drawn, newsroom
from embeddings.opening import open_encoder
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.candidates import ARTICLE_HITS, DENSE_HITS, PASSAGE_HITS
from retrieval.answers.ranking.terms import search_text
from retrieval.answers.timing import listening

RESULTS = Path(__file__).parent / "results" / "latency.json"
WARM = 20
"""Questions asked before time is taken."""


def told(values: list[float]) -> dict[str, float]:
    """Median and 95th percentile, in ms."""
    p50, p95 = np.percentile(np.array(values) * 1000, (50, 95))
    return {"p50_ms": round(float(p50), 2), "p95_ms": round(float(p95), 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--set", dest="name", default="citizens", choices=list(SETS))
    parser.add_argument("--questions", type=int, default=220)
    parser.add_argument("--out", type=Path, default=RESULTS)
    given = parser.parse_args()
    encoder = open_encoder("bundled")
    data = SETS[given.name](given.shared)
    asker = newsroom(given.work / given.name, lambda: data, encoder)
    questions = [question.text for question in drawn(data.questions, given.questions)]
    taken: dict[str, list[float]] = defaultdict(list)
    for number, question in enumerate(questions):
        steps: dict[str, float] = defaultdict(float)

        def heard(name: str, seconds: float, steps: dict[str, float] = steps) -> None:
            steps[name] += seconds

        wall, cpu = time.perf_counter(), time.process_time()
        with listening(heard):
            asker.ask(question, today=TODAY)
        steps["whole"], steps["whole, CPU"] = time.perf_counter() - wall, time.process_time() - cpu
        steps["floor"] = floor(asker, encoder, question)
        for name, seconds in steps.items() if number >= WARM else ():
            taken[name].append(seconds)
    rows = {name: told(values) for name, values in taken.items()}
    ratio = round(rows["whole"]["p50_ms"] / rows["floor"]["p50_ms"], 2)
    print(
        f"## {given.name}, {len(data.articles):,} articles, {len(taken['whole'])} questions; {ratio} times the floor\n"
    )
    print("| step | p50 ms | p95 ms |\n|---|---|---|")
    for name, row in rows.items():
        print(f"| {name} | {row['p50_ms']} | {row['p95_ms']} |")
    record = {
        "set": given.name,
        "articles": len(data.articles),
        "encoder": encoder.fingerprint,
        "times_the_floor": ratio,
    }
    given.out.write_text(json.dumps(record | {"steps": rows}, indent=1) + "\n", encoding="utf-8")


def floor(asker: object, encoder: object, question: str) -> float:
    """Seconds of the bare searches."""
    query = understand(question, TODAY)
    text = search_text(query)
    started = time.perf_counter()
    with asker._serving.lease() as generation:  # type: ignore[attr-defined]  # the benchmark looks inside
        vector = encoder.encode_queries([query.question])[0]  # type: ignore[attr-defined]  # typed as object above
        generation.lexical_articles(text, ARTICLE_HITS)
        generation.lexical_passages(text, PASSAGE_HITS)
        generation.dense(vector, DENSE_HITS)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
