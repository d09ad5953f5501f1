"""Does the cluster find and answer what one machine finds and answers? Both engines over the same articles.

    python -m benchmarks.engines ../shared WORK --uri http://127.0.0.1:19530 [--questions 1000] [--haystack 300]

Asked are questions of cmrc2018_dev and all of citizens.jsonl, over their articles and some other news. Compared are the
ids of the first ten passages by words, articles by words and passages by vectors; and, of a sample, whole answers.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.answers import drawn
from benchmarks.corpora import EvalSet, citizens, news, passage_set
from embeddings.encoder import Encoder
from embeddings.opening import open_encoder
from retrieval.answers.ask import Asker
from retrieval.domain import Answer, Hit
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.engine import Engine, Generation
from retrieval.index.milvus.cluster import Cluster, Patience
from retrieval.index.milvus.engine import MilvusEngine
from retrieval.index.publish import publish
from retrieval.index.serving import Serving
from retrieval.index.vectors import VectorCache
from retrieval.language.tokenizer import Tokenizer

TOP = 10
SAMPLE = 300
DAY = date(2023, 12, 31)
SCORE = 1e-3
"""Hits whose scores are nearer than that, as a share, may change places: single precision in another order of sums."""


def articles(shared: Path, haystack: int) -> tuple[EvalSet, EvalSet, list[dict[str, Any]]]:
    """Both sets of questions, and the articles that are indexed."""
    cmrc, everyday = passage_set(shared, "cmrc2018_dev", 0), citizens(shared)
    gold = set().union(*(question.gold for question in everyday.questions))
    held = [item for item in everyday.articles if item["id"] in gold]
    ids = {item["id"] for item in held}
    held += [item for item in news(shared, haystack) if item["id"] not in ids]
    return cmrc, everyday, [*cmrc.articles, *held]


def same(one: Sequence[Hit], other: Sequence[Hit]) -> bool:
    """Whether the same ids stand in the same order, but for ties and what may come behind the last place with it."""
    if [hit.id for hit in one] == [hit.id for hit in other]:
        return True
    close = all(abs(a.score - b.score) <= SCORE * max(abs(a.score), 1e-9) for a, b in zip(one, other, strict=False))
    return len(one) == len(other) and close


def said(answer: Answer) -> tuple[object, ...]:
    """What a reader notices of an answer."""
    cited = tuple((each.passage_id, each.start, each.end, each.excerpt) for each in answer.citations)
    return answer.status, answer.answer, cited


def timed(asks: Callable[[], list[Hit]], times: list[float]) -> list[Hit]:
    started = time.perf_counter()
    found = asks()
    times.append((time.perf_counter() - started) * 1000)
    return found


def compared(texts: Sequence[str], encoder: Encoder, one: Generation, other: Generation) -> dict[str, Any]:
    """How often both find the same first ten, by each kind of search, and the milliseconds of each engine."""
    vectors = encoder.encode_queries(list(texts))
    figures: dict[str, Any] = {"questions": len(texts)}
    kinds: dict[str, Callable[[Generation, str, np.ndarray], list[Hit]]] = {
        "passages_by_words": lambda held, text, _: held.lexical_passages(text, TOP),
        "articles_by_words": lambda held, text, _: held.lexical_articles(text, TOP),
        "passages_by_vectors": lambda held, _, vector: held.dense(vector, TOP),
    }
    for kind, search in kinds.items():
        times: tuple[list[float], list[float]] = ([], [])
        exact = alike = 0
        for text, vector in zip(texts, vectors, strict=True):
            found = timed(lambda s=search, t=text, v=vector: s(one, t, v), times[0])  # type: ignore[misc]  # defaults of a lambda have no types
            others = timed(lambda s=search, t=text, v=vector: s(other, t, v), times[1])  # type: ignore[misc]  # nor here
            exact += [hit.id for hit in found] == [hit.id for hit in others]
            alike += same(found, others)
        figures[kind] = {
            "same_ids": round(exact / len(texts), 4),
            "same_but_for_ties": round(alike / len(texts), 4),
            "embedded_p50_ms": round(float(np.median(times[0])), 2),
            "cluster_p50_ms": round(float(np.median(times[1])), 2),
        }
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--uri", required=True)
    parser.add_argument("--token", default="")
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--haystack", type=int, default=300)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    cmrc, everyday, held = articles(given.shared, given.haystack)
    tokenizer, encoder = Tokenizer(), open_encoder("bundled")
    archive = Archive.open(given.work / "archive.sqlite", create=True)
    if not archive.counts().articles:
        ingest(archive, [EvalSet("both", tuple(held), ()).write(given.work / "articles.jsonl")])
    cluster = Cluster(given.uri, given.token, asking=Patience(60, 120), writing=Patience(600, 1200))
    engines: dict[str, Engine] = {
        "embedded": EmbeddedEngine(given.work / "embedded", tokenizer),
        "cluster": MilvusEngine(cluster, tokenizer, given.work, prefix="bench"),
    }
    figures: dict[str, Any] = {"articles": archive.counts().articles, "passages": archive.counts().passages}
    cache = VectorCache(given.work / "vectors.sqlite", encoder)
    for name, engine in engines.items():
        started = time.perf_counter()
        publish(archive, engine, encoder, cache)
        figures[f"{name}_publish_s"] = round(time.perf_counter() - started, 1)
        print(name, figures[f"{name}_publish_s"], flush=True)
    cache.close()
    opened = [engine.open(engine.current() or "") for engine in engines.values()]
    for evals in (cmrc, everyday):
        texts = [question.text for question in drawn(evals.questions, given.questions)]
        figures[evals.name] = compared(texts, encoder, *opened)
        print(json.dumps(figures[evals.name], indent=1), flush=True)
    askers = [Asker(archive, Serving(each, encoder.fingerprint), encoder, tokenizer) for each in engines.values()]
    sample = drawn([*cmrc.questions, *everyday.questions], SAMPLE)
    alike = [said(askers[0].ask(each.text, today=DAY)) == said(askers[1].ask(each.text, today=DAY)) for each in sample]
    figures["answers"] = {"asked": len(alike), "identical": sum(alike)}
    print(json.dumps(figures, indent=1))
    if given.out:
        given.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
