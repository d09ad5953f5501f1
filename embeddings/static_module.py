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
from safetensors.numpy import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules.input_module import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize

from embeddings.ngrams import Ngrams
from embeddings.static_encoder import CONFIG, WEIGHTS, load_table


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
        """Write the weights, int8 with one scale a row."""
        table = self.table.weight.detach().numpy()
        vectors, scales = quantise(table)
        tensors = {"fold": self.ngrams.fold, "keys": self.ngrams.keys, "vectors": vectors, "scales": scales}
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


def quantise(table: np.ndarray[Any, np.dtype[np.float32]]) -> tuple[Any, Any]:
    """(n, dim) float32 → int8 rows and (n,) float16 scales with rows × scale ≈ table."""
    scales = np.maximum(np.abs(table).max(axis=1) / 127.0, 1e-7).astype(np.float16)
    safe = np.maximum(scales.astype(np.float32), 1e-7)
    return np.clip(np.rint(table / safe[:, None]), -127, 127).astype(np.int8), scales
