"""The bundled encoder: a table of character n-gram vectors, summed and normalised with numpy alone.

Reads the same folder as ``SentenceTransformer(folder)`` and gives the same vectors; opens in milliseconds, because
neither torch nor a model library is imported. A text's vector is the sum of its n-grams' rows, scaled to length 1; how
much an n-gram counts is the length of its row, learned in training (see ``embeddings/training``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import EncoderUnavailable, Vectors
from embeddings.ngrams import Ngrams

BUNDLED = Path(__file__).with_name("bundled")
WEIGHTS = "model.safetensors"
BATCH = 256
"""Texts pooled at a time: keeps the gathered rows in the processor's cache."""


def load_table(folder: Path) -> tuple[Ngrams, Vectors]:
    """Vocabulary and (n, dim) float32 table of a model folder. Raises ``EncoderUnavailable``."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        tensors = load_file(folder / WEIGHTS)
    except (OSError, SafetensorError) as error:
        raise EncoderUnavailable(f"{folder / WEIGHTS}: {error}; reinstall the package, or set BAOWEN_MODEL") from None
    table = dequantise(tensors["vectors"], tensors["scales"])
    return Ngrams(tensors["fold"], tensors["keys"]), table


def dequantise(vectors: NDArray[np.int8], scales: NDArray[np.float16]) -> Vectors:
    """int8 rows times their scale, float32."""
    return vectors.astype(np.float32) * scales.astype(np.float32)[:, None]


class StaticEncoder:
    """The ``Encoder`` over a static model folder."""

    def __init__(self, folder: Path = BUNDLED, name: str = "bundled") -> None:
        self.name = name
        self._ngrams, self._table = load_table(folder)
        with (folder / WEIGHTS).open("rb") as file:
            self.fingerprint = f"static-{hashlib.file_digest(file, 'sha256').hexdigest()[:16]}"

    @property
    def dim(self) -> int:
        return int(self._table.shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        for at in range(0, len(texts), BATCH):
            batch = list(texts[at : at + BATCH])
            out[at : at + len(batch)] = self._pool(batch)
        return out

    def _pool(self, texts: list[str]) -> Vectors:
        rows, offsets = self._ngrams.rows(texts)
        sums = np.zeros((len(texts), self.dim), dtype=np.float32)
        for i in range(len(texts)):
            sums[i] = self._table[rows[offsets[i] : offsets[i + 1]]].sum(axis=0)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.divide(sums, lengths, out=np.zeros_like(sums), where=lengths > 1e-12)
