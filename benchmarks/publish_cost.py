"""What publishing costs: a full build, then one edition of 800 passages on top, for archives of several sizes.

    python -m benchmarks.publish_cost SHARED WORKDIR [--sizes 10000 100000 300000] [--dim 256]

The archive is filled with the news of the shared folder, repeated with other names until it is large enough. Vectors
are random and given at once: encoding is another matter. CPU seconds count all threads of the process; wall seconds
depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.corpora import news
from retrieval.editions.archive import Archive
from retrieval.editions.ingest import ingest
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.publish import PublishReport, publish
from retrieval.index.tokenizer import Tokenizer

EDITION = 800
PER_ARTICLE = 2.9
"""Passages of a news article of the shared folder, on average."""


class Noise:
    """Random unit vectors, and the cache that gives them without keeping them."""

    name, fingerprint = "noise", "noise"

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self.encoded = self.reused = 0
        self._draw = np.random.default_rng(7)

    def vectors(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        made = self._draw.standard_normal((len(texts), self.dim), dtype=np.float32)
        self.encoded += len(texts)
        return made / np.linalg.norm(made, axis=1, keepdims=True)


def write(path: Path, articles: Sequence[dict], first: int, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number in range(first, first + count):
            item = articles[number % len(articles)]
            text = f"第{number // len(articles)}版。{item['body']}"
            file.write(json.dumps(item | {"id": str(number), "body": text}, ensure_ascii=False) + "\n")


def timed(archive: Archive, engine: EmbeddedEngine, dim: int, **more: bool) -> tuple[PublishReport, float, float]:
    noise = Noise(dim)
    wall, cpu = time.monotonic(), time.process_time()
    report = publish(archive, engine, noise, noise, **more)  # type: ignore[arg-type]  # noise stands in for encoder and cache
    return report, time.monotonic() - wall, time.process_time() - cpu


def size_of(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000, 300_000])
    parser.add_argument("--dim", type=int, default=256)
    given = parser.parse_args()
    articles = news(given.shared)
    print("| passages | full: wall s | CPU s | MiB | one edition: wall s | CPU s | ratio of CPU | peak RSS MiB |")
    print("|---|---|---|---|---|---|---|---|")
    for size in given.sizes:
        folder = given.work / str(size)
        folder.mkdir(parents=True)
        archive, engine = Archive.open(folder / "archive.sqlite", create=True), EmbeddedEngine(folder, Tokenizer())
        count = int(size / PER_ARTICLE)
        write(folder / "all.jsonl", articles, 0, count)
        ingest(archive, [folder / "all.jsonl"])
        full, full_wall, full_cpu = timed(archive, engine, given.dim)
        room = size_of(folder / "generations" / full.manifest.id)
        write(folder / "new.jsonl", articles, count, int(EDITION / PER_ARTICLE))
        ingest(archive, [folder / "new.jsonl"])
        step, step_wall, step_cpu = timed(archive, engine, given.dim)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        cells = [
            str(full.manifest.passages), f"{full_wall:.1f}", f"{full_cpu:.1f}", f"{room:.0f}",
            f"{step_wall:.1f} (+{step.encoded})", f"{step_cpu:.2f}", f"{step_cpu / full_cpu:.3f}", f"{peak:.0f}",
        ]  # fmt: skip
        print(f"| {' | '.join(cells)} |", flush=True)
        archive.close()


if __name__ == "__main__":
    main()
