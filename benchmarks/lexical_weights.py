"""Which weights of the lexical fields find the gold article first: one half of the questions chooses, the other judges.

    python -m benchmarks.lexical_weights SHARED WORKDIR [--sets cmrc2018_dev …]

Every set is indexed once through the real ingest and publish (without an encoder: vectors are zero); an index that lies
in WORKDIR already is used again. Questions with an even number choose, those with an odd number judge.

Recall@1: first the choosing half with the weights in use (grams 1, words 1), then the held-out half with the weight
that was best on the choosing half (between 0 and 1.5; never better than 1 there by more than the noise):

| set, what is searched | articles | passages → article |
|---|---|---|
| CMRC dev, 848 articles | .971 / .973 | .965 / .973 |
| DuReader-robust dev + 20,000 news | .661 / .678 | .660 / .669 |
| CRUD news questions, events + 20,000 news | .592 / .571 | .600 / .589 |
| security news dev (all with headlines) + 15,000 news with headlines | .733 / .747 | .722 / .733 |

Headlines were tried in fields of their own (grams and words, weight w) on the last set, articles, choosing half: w = 0
.739, .25 .719, .5 .677, 1 .614; words only at .1 .734. Put once before the text: .735 over all questions, R@10 .885 →
.891; passages .725 → .729; twice: worse. So they stand before the text, once.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.corpora import EvalSet, Question, news, news_questions, passage_set, rows
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.lexical import FieldWeights, LexicalIndex
from retrieval.index.publish import publish
from retrieval.index.vectors import VectorCache
from retrieval.language.tokenizer import Tokenizer

WORDS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
HEAD = "| weights | R@1 | R@5 | R@10 | MRR@10 |\n|---|---|---|---|---|"


class Silent:
    """An encoder without an opinion."""

    name, dim, fingerprint = "silent", 8, "silent"

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), self.dim), dtype=np.float32)

    encode_passages = encode_queries


def titled_news(shared: Path) -> EvalSet:
    """Questions on news with headlines among news with headlines: only here does it show what a headline is worth."""
    ids: dict[str, str] = {}
    articles, questions = [], []
    for record in rows(shared / "data/eval/security_news_rc_dev.jsonl.xz"):
        if record["passage"] not in ids:
            ids[record["passage"]] = f"p:{len(ids)}"
            articles.append({"id": ids[record["passage"]], "headline": record["title"], "body": record["passage"]})
        gold = frozenset({ids[record["passage"]]})
        questions.append(Question(record["query"], gold, tuple(record["answers"])))
    others = [item for item in news(shared, avoid=ids) if item.get("headline")]
    return EvalSet("security_news_rc_dev", (*articles, *others), tuple(questions))


def load(shared: Path, name: str) -> EvalSet:
    if name == "security_news_rc_dev":
        return titled_news(shared)
    if name == "crud_news_qa":
        return news_questions(shared, 20_000)
    return passage_set(shared, name, 20_000 if name == "dureader_robust_dev" else 0)


def indexed(evals: EvalSet, work: Path, tokenizer: Tokenizer) -> tuple[Archive, EmbeddedEngine]:
    """The set behind a published generation."""
    folder = work / evals.name
    folder.mkdir(parents=True, exist_ok=True)
    archive = Archive.open(folder / "archive.sqlite", create=True)
    engine = EmbeddedEngine(folder, tokenizer)
    if not archive.counts().articles:
        started = time.monotonic()
        ingest(archive, [evals.write(folder / "articles.jsonl")])
        print(f"# {evals.name}: {archive.counts()} read in {time.monotonic() - started:.0f} s")
    cache = VectorCache(folder / "vectors.sqlite", Silent())
    report = publish(archive, engine, Silent(), cache)
    cache.close()
    if report.changed:
        print(f"# {evals.name}: {report.manifest.passages} passages published in {report.seconds:.0f} s")
    return archive, engine


class Judge:
    """Ranks of the gold article for each question."""

    def __init__(self, archive: Archive, engine: EmbeddedEngine, tokenizer: Tokenizer, folder: Path) -> None:
        self._folder = folder / "generations" / str(engine.current())
        self._tokenizer = tokenizer
        self._external: dict[int, str | None] = {}
        self._article_of: dict[int, int] = {}
        for passage, article in archive.live_passages():
            self._article_of[passage.id] = article.id
            self._external[article.id] = article.external_id

    def ranks(self, kind: str, weights: FieldWeights, questions: Sequence[Question]) -> list[int]:
        """1-based rank of the first gold article among ten, 0 if it is not there."""
        index = LexicalIndex(self._folder / kind, self._tokenizer, weights)
        return [self._rank(index, kind, question) for question in questions]

    def _rank(self, index: LexicalIndex, kind: str, question: Question) -> int:
        hits = index.search(question.text, 10 if kind == "articles" else 50)
        ids = (hit.id if kind == "articles" else self._article_of[hit.id] for hit in hits)
        found = [self._external[number] for number in dict.fromkeys(ids)][:10]
        return next((place for place, external in enumerate(found, 1) if external in question.gold), 0)


def recall(ranks: Sequence[int], k: int) -> float:
    return sum(1 <= rank <= k for rank in ranks) / len(ranks)


def mrr(ranks: Sequence[int]) -> float:
    return sum(1 / rank for rank in ranks if rank) / len(ranks)


def row(label: str, ranks: Sequence[int]) -> str:
    values = [recall(ranks, 1), recall(ranks, 5), recall(ranks, 10), mrr(ranks)]
    return f"| {label} | " + " | ".join(f"{value:.3f}" for value in values) + " |"


def candidates() -> list[FieldWeights]:
    return [FieldWeights(grams=1.0, words=words, names=0.5) for words in WORDS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument(
        "--sets", nargs="+", default=["cmrc2018_dev", "dureader_robust_dev", "crud_news_qa", "security_news_rc_dev"]
    )
    given = parser.parse_args()
    tokenizer = Tokenizer()
    for name in given.sets:
        evals = load(given.shared, name)
        archive, engine = indexed(evals, given.work, tokenizer)
        judge = Judge(archive, engine, tokenizer, given.work / evals.name)
        choose, tell = evals.questions[::2], evals.questions[1::2]
        for kind in ("articles", "passages"):
            tried = {weights: judge.ranks(kind, weights, choose) for weights in candidates()}
            best = max(tried, key=lambda weights: (recall(tried[weights], 1), mrr(tried[weights])))
            print(f"\n{name}, {kind}, {len(choose)} questions choose\n\n{HEAD}")
            for weights, ranks in tried.items():
                print(row(f"words {weights.words}", ranks))
            label = f"**held out: words {best.words}**"
            print(row(label, judge.ranks(kind, best, tell)), flush=True)


if __name__ == "__main__":
    main()
