"""Encoders on their own and added to BM25: ``python -m benchmarks.encoders --shared ../shared``.

For each set and encoder: BM25, dense over whole texts, dense over pieces of at most 250 characters (a text counts by
its nearest piece, as passages do in the bot), and BM25 divided by the question's best score + weight × dense over
pieces. That sum is a yardstick for encoders, not the bot's ranking (``benchmarks/retrieval.py`` measures that). The
weight is chosen on questions with an even number; figures are given for those with an odd number and for all. A text
is right only if its id is one of the question's gold ids.

Speeds are process CPU seconds; set OMP_NUM_THREADS=1 for those of one thread. Opening is timed in fresh processes,
without the interpreter and numpy, as wall time and as CPU time.
"""

from __future__ import annotations

import json
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from benchmarks.bm25 import BM25
from benchmarks.corpora import EvalSet, citizens, news, news_questions, passage_set
from embeddings.encoder import Encoder
from embeddings.opening import BUNDLED, open_encoder
from embeddings.static_encoder import BUNDLED as BUNDLED_FOLDER
from retrieval.language.tokenizer import Tokenizer

SETS: dict[str, Callable[[Path], EvalSet]] = {
    "cmrc": partial(passage_set, name="cmrc2018_dev", haystack=0),
    "drcd": partial(passage_set, name="drcd_dev", haystack=0),
    "dureader+20k": partial(passage_set, name="dureader_robust_dev", haystack=20_000),
    "news+20k": partial(news_questions, haystack=20_000),
}
FULL: dict[str, Callable[[Path], EvalSet]] = {
    "news+67k": partial(news_questions, haystack=None),
    "citizens+67k": citizens,
}
PIECE = 250
"""Most characters of a piece, unless one sentence is longer."""
SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*")
BLOCK = 64
WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.3, 1.6, 2.0)
DEPTH = 10
OPENINGS = 20

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Figures:
    """What one way of ranking reached on one set; ``*_odd``: on the questions that chose nothing."""

    set: str
    ranking: str
    questions: int
    texts: int
    recall_1: float
    recall_10: float
    mrr_10: float
    recall_1_odd: float
    recall_10_odd: float
    mrr_10_odd: float
    weight: float | None = None


@dataclass(frozen=True)
class Cost:
    """What an encoder costs. ``open_ms``, ``open_cpu_ms``: medians over fresh processes, wall and CPU time."""

    encoder: str
    fingerprint: str
    dim: int
    size_mib: float
    open_ms: float
    open_cpu_ms: float
    passages_per_second: float
    query_us: float


def pieces(text: str) -> list[str]:
    """Whole sentences, as many as fit."""
    found, now = [], ""
    for sentence in SENTENCE.findall(text):
        if now and len(now) + len(sentence) > PIECE:
            found.append(now)
            now = ""
        now += sentence
    return [*found, now] if now or not found else found


class Dense:
    """An encoder's scores of all texts, by whole texts or by the nearest piece."""

    def __init__(self, encoder: Encoder, texts: Sequence[str], *, cut: bool) -> None:
        self._encoder = encoder
        parts = [pieces(text) if cut else [text] for text in texts]
        self._starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])])[:-1]
        self._vectors = encoder.encode_passages([piece for part in parts for piece in part])

    def scores(self, questions: Sequence[str]) -> Scores:
        near = self._encoder.encode_queries(questions) @ self._vectors.T
        return np.maximum.reduceat(near, self._starts, axis=1)


def ranks(scores: Scores, gold: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """1-based rank of each question's best gold text; ties go to the text that stands first."""
    found = []
    for row, right in zip(scores, gold, strict=True):
        best = right[np.lexsort((right, -row[right]))[0]]
        found.append(1 + int((row > row[best]).sum()) + int((row[:best] == row[best]).sum()))
    return np.array(found)


def mixed_ranks(lexical: BM25, dense: Dense, questions: Sequence[str], gold: Sequence[NDArray[np.int64]]) -> Scores:
    """(weights, questions): ranks by BM25 / its best + weight × dense."""
    blocks = []
    for at in range(0, len(questions), BLOCK):
        some = slice(at, at + BLOCK)
        first, second = lexical.scores(questions[some]), dense.scores(questions[some])
        first /= np.maximum(first.max(axis=1, keepdims=True), 1e-9)
        blocks.append([ranks(first + weight * second, gold[some]) for weight in WEIGHTS])
    return np.concatenate(blocks, axis=1)


def plain_ranks(ranking: Dense, questions: Sequence[str], gold: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    blocks = [slice(at, at + BLOCK) for at in range(0, len(questions), BLOCK)]
    return np.concatenate([ranks(ranking.scores(questions[some]), gold[some]) for some in blocks])


def figures(name: str, ranking: str, texts: int, found: NDArray[np.int64], weight: float | None = None) -> Figures:
    return Figures(name, ranking, len(found), texts, *reached(found), *reached(found[1::2]), weight)


def reached(found: NDArray[np.int64]) -> tuple[float, float, float]:
    """Recall at 1 and at ``DEPTH``, and the mean reciprocal rank."""
    reciprocal = np.where(found <= DEPTH, 1 / found, 0)
    one, ten, mean = (round(float(each.mean()), 4) for each in (found == 1, found <= DEPTH, reciprocal))
    return one, ten, mean


def measure(name: str, data: EvalSet, encoders: Sequence[Encoder], tokenizer: Tokenizer) -> Iterator[Figures]:
    """All rankings of one set. Questions without an answer in the set are left out."""
    place = {article["id"]: number for number, article in enumerate(data.articles)}
    texts = ["\n".join(filter(None, (article.get("headline"), article["body"]))) for article in data.articles]
    # The citizens' unanswerable questions name an article too, one on the same matter that doesn't answer them.
    asked = [question for question in data.questions if question.gold and any(question.answers)]
    gold = [np.array(sorted(place[external] for external in question.gold)) for question in asked]
    questions = [question.text for question in asked]
    lexical = BM25(texts, tokenizer)
    for number, encoder in enumerate(encoders):
        cut = Dense(encoder, texts, cut=True)
        mixed = mixed_ranks(lexical, cut, questions, gold)
        if number == 0:
            yield figures(name, "BM25", len(texts), mixed[0])
        yield figures(
            name, f"{encoder.name}, whole", len(texts), plain_ranks(Dense(encoder, texts, cut=False), questions, gold)
        )
        yield figures(name, f"{encoder.name}, pieces", len(texts), plain_ranks(cut, questions, gold))
        chosen = int(np.argmax((mixed[:, ::2] == 1).mean(axis=1)))
        yield figures(name, f"BM25 + {encoder.name}", len(texts), mixed[chosen], WEIGHTS[chosen])


def cost(name: str, encoder: Encoder, shared: Path) -> Cost:
    """Size, opening, and speed on one thread."""
    texts = [piece for article in news(shared, 2_000) for piece in pieces(article["body"])]
    encoder.encode_passages(texts[:500])
    started = time.process_time()
    encoder.encode_passages(texts)
    per_second = len(texts) / (time.process_time() - started)
    asked = [question.text for question in citizens(shared).questions]
    started = time.process_time()
    for question in asked:
        encoder.encode_queries([question])
    query = (time.process_time() - started) / len(asked)
    folder = BUNDLED_FOLDER if name == BUNDLED else Path(name)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0
    opened = [opening_seconds(name) for _ in range(OPENINGS)]
    open_ms, open_cpu_ms = (round(statistics.median(times) * 1e3, 1) for times in zip(*opened, strict=True))
    return Cost(
        encoder.name,
        encoder.fingerprint,
        encoder.dim,
        round(size / 2**20, 1),
        open_ms,
        open_cpu_ms,
        round(per_second),
        round(query * 1e6),
    )


def opening_seconds(name: str) -> tuple[float, float]:
    """(wall, CPU) of a fresh process that has numpy, opens the encoder and encodes a question."""
    code = (
        "import sys, time, numpy; started, used = time.perf_counter(), time.process_time();"
        "from embeddings.opening import open_encoder; open_encoder(sys.argv[1]).encode_queries(['北京']);"
        "print(time.perf_counter() - started, time.process_time() - used)"
    )
    done = subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True, check=True)
    wall, cpu = map(float, done.stdout.split())
    return wall, cpu


def table(results: Sequence[Figures]) -> str:
    lines = ["| set | ranking | R@1 | R@10 | MRR@10 | R@1 odd | weight |", "|---|---|---|---|---|---|---|"]
    lines += [
        f"| {r.set} ({r.questions} in {r.texts}) | {r.ranking} | {r.recall_1:.3f} | {r.recall_10:.3f} | {r.mrr_10:.3f} "
        f"| {r.recall_1_odd:.3f} | {'' if r.weight is None else r.weight} |"
        for r in results
    ]
    return "\n".join(lines)


@click.command(help=__doc__)
@click.option("--shared", required=True, type=click.Path(path_type=Path, exists=True), help="the shared folder")
@click.option("--encoder", "names", multiple=True, default=[BUNDLED], show_default=True, help="bundled, folder or id")
@click.option("--full", is_flag=True, help="also the questions on the whole news corpus")
@click.option("--only", multiple=True, type=click.Choice([*SETS, *FULL]), help="these sets alone")
@click.option("--out", type=click.Path(path_type=Path), help="write the figures as JSON")
def main(shared: Path, names: Sequence[str], full: bool, only: Sequence[str], out: Path | None) -> None:
    tokenizer = Tokenizer()
    encoders = [open_encoder(name) for name in names]
    costs = [cost(name, encoder, shared) for name, encoder in zip(names, encoders, strict=True)]
    for each in costs:
        print(each, flush=True)
    results: list[Figures] = []
    for name, load in {**SETS, **FULL}.items():
        if name in (only or ([*SETS, *FULL] if full else SETS)):
            results += measure(name, load(shared), encoders, tokenizer)
            print(table(results), flush=True)
    if out:
        content = {
            "machine": f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}",
            "costs": [asdict(each) for each in costs],
            "figures": [asdict(each) for each in results],
        }
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
