"""The training run: sentence-transformers' trainer and its in-batch contrastive loss over pairs that never repeat."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from datasets import Features, IterableDataset, Value
from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

from embeddings.encoder import Vectors
from embeddings.ngrams import Ngrams
from embeddings.static_module import StaticNgrams, as_model
from embeddings.training.pairs import PairSampler

COLUMNS = Features({"anchor": Value("string"), "positive": Value("string")})


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run is made with. ``scale`` is the inverse temperature of the softmax over the batch."""

    steps: int = 2000
    batch: int = 2048
    dim: int = 384
    learning_rate: float = 0.01
    scale: float = 20.0
    token_dropout: float = 0.4
    warmup_steps: int = 100
    log_every: int = 50
    seed: int = 20261123


def train(ngrams: Ngrams, table: Vectors, sampler: PairSampler, recipe: Recipe) -> StaticNgrams:
    """Train ``table`` ((rows, dim) float32) on pairs from ``sampler``; returns the module with the trained table."""
    torch.manual_seed(recipe.seed)
    module = StaticNgrams(ngrams, torch.from_numpy(table), token_dropout=recipe.token_dropout, seed=recipe.seed)
    model = as_model(module)
    optimiser = torch.optim.Adam(model.parameters(), lr=recipe.learning_rate, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, recipe))
    with tempfile.TemporaryDirectory() as scratch:
        trainer = SentenceTransformerTrainer(
            model=model,
            args=_arguments(recipe, Path(scratch)),
            train_dataset=IterableDataset.from_generator(_pairs, gen_kwargs={"sampler": sampler}, features=COLUMNS),
            loss=MultipleNegativesRankingLoss(model, scale=recipe.scale),
            optimizers=(optimiser, schedule),
        )
        trainer.train()
    module.eval()
    return module


def _rate(step: int, recipe: Recipe) -> float:
    """Linear warm-up, then linear decay to a twentieth."""
    return min(1.0, (step + 1) / recipe.warmup_steps) * max(0.05, 1 - step / recipe.steps)


def _pairs(sampler: PairSampler) -> Iterator[dict[str, str]]:
    while True:
        for question, passage in sampler.draw(1024):
            yield {"anchor": question, "positive": passage}


def _arguments(recipe: Recipe, scratch: Path) -> SentenceTransformerTrainingArguments:
    return SentenceTransformerTrainingArguments(
        output_dir=str(scratch),
        max_steps=recipe.steps,
        per_device_train_batch_size=recipe.batch,
        # The table's gradient is dense and its rows differ in use by orders of magnitude: no common clipping.
        max_grad_norm=0,
        seed=recipe.seed,
        # Dispatching cuts every tensor of a batch to the length of the first; ours differ, one row per n-gram.
        accelerator_config={"dispatch_batches": False},
        dataloader_num_workers=1,
        dataloader_prefetch_factor=4,
        logging_steps=recipe.log_every,
        save_strategy="no",
        report_to=[],
        use_cpu=True,
        disable_tqdm=True,
    )
