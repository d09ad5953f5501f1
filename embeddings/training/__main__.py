"""Make the bundled encoder: ``python -m embeddings.training --data SHARED/data --out FOLDER``."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import click
import torch

from embeddings.training import sources, vocabulary
from embeddings.training.initial import latent
from embeddings.training.pairs import PairSampler
from embeddings.training.train import Recipe, train

log = logging.getLogger("embeddings.training")
EVERY_NTH = 3
"""The vocabulary is counted on every third document; the topic space is made from every second."""
LEAD = 600
"""Characters of a document that the topic space sees."""


@click.command()
@click.option("--data", required=True, type=click.Path(path_type=Path, exists=True), help="the data folder (shared)")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="where the model folder is written")
@click.option("--steps", default=Recipe().steps, show_default=True)
@click.option("--batch", default=Recipe().batch, show_default=True)
@click.option("--threads", default=2, show_default=True)
@click.option("--seed", default=Recipe().seed, show_default=True)
def main(data: Path, out: Path, steps: int, batch: int, threads: int, seed: int) -> None:
    """Read the licensed sources, choose the vocabulary, start from LSA, train, quantise, write."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(threads)
    recipe = Recipe(steps=steps, batch=batch, seed=seed)
    begun = time.monotonic()

    documents = sources.documents(data)
    sampler = PairSampler(documents, sources.headline_pairs(data), sources.question_pairs(data), seed=seed)
    log.info("%d documents, %d headlines, %d questions", len(documents), len(sampler.headlines), len(sampler.questions))

    ngrams = vocabulary.build(documents[::EVERY_NTH])
    log.info("%d n-grams after %.0f s", len(ngrams.keys), time.monotonic() - begun)

    start = latent(ngrams, [text[:LEAD] for text in documents[::2]], recipe.dim, seed)
    log.info("topic space after %.0f s", time.monotonic() - begun)

    module = train(ngrams, start, sampler, recipe)
    out.mkdir(parents=True, exist_ok=True)
    module.save(str(out))
    log.info("written to %s after %.0f s", out, time.monotonic() - begun)


if __name__ == "__main__":
    main()
