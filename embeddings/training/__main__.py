"""Make the bundled encoder: ``python -m embeddings.training --data SHARED/data --out FOLDER``."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path

import click
import torch

from embeddings.static_module import as_model
from embeddings.training import sources, vocabulary
from embeddings.training.initial import latent
from embeddings.training.origin import origin_of
from embeddings.training.pairs import PairSampler, Shares
from embeddings.training.topics import group
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
@click.option("--dim", default=Recipe().dim, show_default=True, help="length of the vectors")
@click.option("--threads", default=2, show_default=True)
@click.option("--seed", default=Recipe().seed, show_default=True)
@click.option("--twin", is_flag=True, help="without the questions and headlines that the ranking is trained on")
def main(data: Path, out: Path, steps: int, batch: int, dim: int, threads: int, seed: int, twin: bool) -> None:
    """Read the licensed sources, choose the vocabulary, start from LSA, train, quantise, write.

    A twin never ships: its cosines are honest on the questions that the ranking learns from.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(threads)
    recipe = Recipe(steps=steps, batch=batch, dim=dim, seed=seed)
    begun = time.monotonic()

    kept = sources.kept_articles(data)
    documents = sources.documents(data, kept)
    ngrams = vocabulary.build(documents[::EVERY_NTH])
    log.info("%d documents, %d rows after %.0f s", len(documents), len(ngrams), time.monotonic() - begun)
    leads = [text[:LEAD] for text in documents]
    start = latent(ngrams, leads[::2], recipe.dim, seed)
    topics = group(ngrams, start, leads, seed)
    log.info("topic space, %d topics after %.0f s", len(topics), time.monotonic() - begun)

    headlines = sources.headline_pairs(data, kept, odd_only=twin)
    questions = [] if twin else sources.question_sets(data)
    log.info("%d headlines, %d questions", len(headlines), sum(len(each.items) for each in questions))
    shares = Shares(context=0.45, remade=0.35, headlines=0.2, questions=0.0) if twin else Shares()
    sampler = PairSampler(documents, headlines, questions, seed, topics, shares)
    module = train(ngrams, start, sampler, recipe)
    as_model(module).save(str(out), create_model_card=False)
    asked = {
        Path(name).name.split(".")[0]: len(each.items) for name, each in zip(sources.QUESTIONS, questions, strict=False)
    }
    origin = origin_of("embeddings.training", seed=seed, inputs=sources.files_read(data), questions=asked)
    (out / "origin.json").write_text(json.dumps(origin, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    log.info("written to %s after %.0f s", out, time.monotonic() - begun)


if __name__ == "__main__":
    main()
