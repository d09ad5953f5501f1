"""The static model as a sentence-transformers module: what ``modules.json`` of the bundled folder names.

Gives the same vectors as ``static_encoder`` (which needs no torch), and is what training trains.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules.input_module import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize

from embeddings.encoder import Vectors
from embeddings.ngrams import Ngrams
from embeddings.static_encoder import CONFIG, LEVELS, WEIGHTS, load_table, pack

CUTS = (1.0, 0.9, 0.8, 0.7)
"""Shares of a row's largest value that its quantisation may reach to."""
SMALLEST = 1e-6
"""Least scale: a row of zeros has one too, and float16 can hold it."""


class StaticNgrams(InputModule):
    """Sum of n-gram rows. ``token_dropout`` (training only): share of a text's n-grams that is left out at random."""

    save_in_root = True

    def __init__(self, ngrams: Ngrams, table: torch.Tensor, *, token_dropout: float = 0.0, seed: int = 0) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library leaves its constructor untyped
        self.ngrams = ngrams
        self.table = torch.nn.EmbeddingBag.from_pretrained(table, freeze=False, mode="sum", include_last_offset=True)
        self.token_dropout = token_dropout
        self._random = np.random.default_rng(seed)

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: object
    ) -> dict[str, torch.Tensor | Any]:
        texts = [str(text) for text in (self._prepend_prompt(list(inputs), prompt) if prompt else inputs)]
        rows, offsets = self.ngrams.rows(texts)
        if self.training and self.token_dropout:
            kept = self._random.random(len(rows)) >= self.token_dropout
            offsets = np.concatenate([[0], np.cumsum(kept)])[offsets]
            rows = rows[kept]
        return {"input_ids": torch.from_numpy(rows), "offsets": torch.from_numpy(offsets)}

    def forward(self, features: dict[str, torch.Tensor], **kwargs: object) -> dict[str, torch.Tensor]:
        features["sentence_embedding"] = self.table(features["input_ids"], features["offsets"])
        return features

    def get_embedding_dimension(self) -> int:
        return self.table.embedding_dim

    def save(self, output_path: str, *args: object, **kwargs: object) -> None:
        """Write the weights: four bits a value, one scale a row."""
        table = self.table.weight.detach().numpy()
        vectors, scales = quantise(table)
        tensors: dict[str, NDArray[Any]] = {
            "fold": self.ngrams.fold,
            "keys": self.ngrams.keys,
            "vectors": vectors,
            "scales": scales,
        }
        weights = Path(output_path) / WEIGHTS
        save_file(tensors, weights)
        weights.chmod(0o644)  # the library writes it for the owner alone
        # Kept in the configuration, so that opening the folder need not read 18 MB twice.
        digest = hashlib.sha256(weights.read_bytes()).hexdigest()
        config = {"dim": int(table.shape[1]), "rows": int(table.shape[0]), "sha256": digest}
        (Path(output_path) / CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, model_name_or_path: str, *args: Any, **kwargs: Any) -> StaticNgrams:  # noqa: ANN401  # as the library has it
        """Open a folder that ``save`` wrote."""
        table = load_table(Path(model_name_or_path))
        return cls(table.ngrams, torch.from_numpy(table.dequantised()))


def as_model(module: StaticNgrams) -> SentenceTransformer:
    """The module and the scaling to length 1, as a model to train or to save."""
    return SentenceTransformer(modules=[module, Normalize()], device="cpu", similarity_fn_name="cosine")


def quantise(table: Vectors) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """(n, dim) float32 → rows packed for ``unpack`` and (n,) float16 scales with unpacked rows × scale ≈ table.

    Each row takes, of a few scales, the one with the least squared error: cutting the largest values a little off
    leaves finer steps for all others.
    """
    largest = np.abs(table).max(axis=1)
    best = np.full(len(table), np.inf, dtype=np.float32)
    steps = np.zeros(table.shape, dtype=np.int8)
    scales = np.zeros(len(table), dtype=np.float16)
    for cut in CUTS:
        tried = np.maximum(largest * cut / LEVELS, SMALLEST).astype(np.float16)
        scale = tried.astype(np.float32)[:, None]
        rounded = np.clip(np.rint(table / scale), -LEVELS, LEVELS)
        error = ((rounded * scale - table) ** 2).sum(axis=1)
        better = error < best
        best[better], scales[better], steps[better] = error[better], tried[better], rounded[better]
    return pack(steps), scales
