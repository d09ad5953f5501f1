"""Recall of the parts and of the whole: ``python -m benchmarks.retrieval --shared ../shared``.

For each set: the lexical leg (BM25 over articles), the dense leg (an article counts by its nearest passage), plain
reciprocal rank fusion of both (Cormack et al. 2009, k = 60), the ranking that the bot uses, and the same without the
encoder (no candidates from it, no say in the order). All run through the
published index of a real data folder, built with ``baowen index`` and kept under ``--work`` for the next run.
Recall@k and MRR@10 count an article as right only if its id is one of the question's gold ids; no near-duplicates.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.corpora import EvalSet, Question, citizens, news_questions, passage_set
from bot.settings import load_settings
from bot.wiring import Newsroom
from embeddings.encoder import Encoder
from retrieval.answers.ask import Asker

SETS: dict[str, Callable[[Path], EvalSet]] = {
    "cmrc": lambda shared: passage_set(shared, "cmrc2018_dev", 0),
    "drcd": lambda shared: passage_set(shared, "drcd_dev", 0),
    "dureader+20k": lambda shared: passage_set(shared, "dureader_robust_dev", 20_000),
    "security+20k": lambda shared: passage_set(shared, "security_news_rc_dev", 20_000),
    "news+20k": lambda shared: news_questions(shared, 20_000),
    "news+67k": lambda shared: news_questions(shared, None),
    "citizens+67k": citizens,
}
DEFAULT = ("cmrc", "dureader+20k", "news+67k")
TODAY = date(2023, 9, 1)
DEPTH = 10
RRF_CONSTANT = 60


@dataclass(frozen=True)
class Figures:
    """What one way of ranking reached on one set."""

    set: str
    ranking: str
    questions: int
    recall_1: float
    recall_5: float
    recall_10: float
    mrr_10: float
    p50_ms: float


def prepare(name: str, shared: Path, work: Path) -> tuple[Newsroom, list[Question]]:
    """A published data folder for the set; built once, reused afterwards."""
    data = SETS[name](shared)
    folder = work / name.replace("+", "_")
    room = Newsroom(load_settings(data=folder), create=True)
    if room.engine.current() is None:
        work.mkdir(parents=True, exist_ok=True)
        room.index([data.write(work / f"{folder.name}.jsonl")])
    else:
        room.publish()  # the encoder may have changed since
    return room, [question for question in data.questions if question.gold]


class Mute:
    """The encoder of an index, without an opinion on questions."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dim, self.fingerprint = encoder.name, encoder.dim, encoder.fingerprint

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), self.dim), dtype=np.float32)

    encode_passages = encode_queries


class Rankings:
    """The ways of ranking under test, each question → external ids, best first."""

    def __init__(self, room: Newsroom) -> None:
        self.room = room
        self.external = {article.id: article.external_id for article in room.archive.articles()}
        self.without_encoder = Asker(room.archive, room.serving, Mute(room.encoder), room.tokenizer)

    def lexical(self, question: str) -> list[str]:
        with self.room.serving.lease() as generation:
            return self._named(hit.id for hit in generation.lexical_articles(question, DEPTH))

    def dense(self, question: str, depth: int = DEPTH) -> list[str]:
        vector = self.room.encoder.encode_queries([question])[0]
        with self.room.serving.lease() as generation:
            hits = generation.dense(vector, 10 * depth)
        owners = self.room.archive.passages([hit.id for hit in hits])
        return self._named(dict.fromkeys(owners[hit.id].article_id for hit in hits))[:depth]

    def fused(self, question: str) -> list[str]:
        with self.room.serving.lease() as generation:
            lexical = self._named(hit.id for hit in generation.lexical_articles(question, 100))
        score: dict[str, float] = {}
        for ranking in (lexical, self.dense(question, 100)):
            for rank, external in enumerate(ranking, 1):
                score[external] = score.get(external, 0.0) + 1 / (RRF_CONSTANT + rank)
        return sorted(score, key=lambda external: (-score[external], external))[:DEPTH]

    def ranked(self, question: str) -> list[str]:
        return self._named(hit.id for hit in self.room.asker.ranking(question, today=TODAY))[:DEPTH]

    def ranked_lexical(self, question: str) -> list[str]:
        return self._named(hit.id for hit in self.without_encoder.ranking(question, today=TODAY))[:DEPTH]

    def _named(self, ids: Iterator[int] | dict[int, None]) -> list[str]:
        return [str(self.external[number]) for number in ids]


def measure(name: str, way: str, ranking: Callable[[str], list[str]], questions: list[Question]) -> Figures:
    """Ask every question once."""
    ranks, times = [], []
    for question in questions:
        begun = time.perf_counter()
        found = ranking(question.text)
        times.append((time.perf_counter() - begun) * 1000)
        ranks.append(next((rank for rank, external in enumerate(found, 1) if external in question.gold), 0))
    rank = np.array(ranks)

    def recall(k: int) -> float:
        return round(float(np.mean((rank > 0) & (rank <= k))), 4)

    mrr = round(float(np.mean(np.where(rank > 0, 1 / np.maximum(rank, 1), 0))), 4)
    return Figures(name, way, len(questions), recall(1), recall(5), recall(10), mrr, round(float(np.median(times)), 2))


@click.command()
@click.option("--shared", default="../shared", type=click.Path(path_type=Path, exists=True))
@click.option("--work", default="data/benchmarks", type=click.Path(path_type=Path), help="where the indexes are kept")
@click.option("--set", "names", multiple=True, type=click.Choice(list(SETS)), default=DEFAULT, show_default=True)
@click.option("--limit", type=int, help="ask only every n-th question so that about this many are asked")
@click.option("--out", default="benchmarks/results/retrieval.json", type=click.Path(path_type=Path))
def main(shared: Path, work: Path, names: tuple[str, ...], limit: int | None, out: Path) -> None:
    """Measure and print; results of sets that were not asked for stay in the JSON file."""
    figures = []
    for name in names:
        room, questions = prepare(name, shared, work)
        if limit:
            questions = questions[:: max(1, len(questions) // limit)]
        ways = Rankings(room)
        for way in ("lexical", "dense", "fused", "ranked_lexical", "ranked"):
            figures.append(measure(name, way, getattr(ways, way), questions))
        room.close()
    save(out, figures)
    show(figures)


def save(out: Path, figures: list[Figures]) -> None:
    """Replace the rows of the measured sets in the results file."""
    measured = {figure.set for figure in figures}
    kept = json.loads(out.read_text(encoding="utf-8")) if out.exists() else []
    rows = [row for row in kept if row["set"] not in measured] + [vars(figure) for figure in figures]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def show(figures: list[Figures]) -> None:
    """Print the table."""
    table = Table("set", "ranking", "questions", "R@1", "R@5", "R@10", "MRR@10", "p50 ms")
    for row in figures:
        scores = (f"{value:.3f}" for value in (row.recall_1, row.recall_5, row.recall_10, row.mrr_10))
        table.add_row(row.set, row.ranking, str(row.questions), *scores, f"{row.p50_ms:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
