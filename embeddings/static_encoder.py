"""The bundled encoder: a table of character n-gram vectors, summed and normalised with numpy alone.

Reads the same folder as ``SentenceTransformer(folder)`` and gives the same vectors; opens in milliseconds, because
neither torch nor a model library is imported. A text's vector is the sum of its n-grams' rows, scaled to length 1; how
much an n-gram counts is the length of its row, learned in training (see ``embeddings/training``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import EncoderUnavailable, Vectors
from embeddings.ngrams import Ngrams

BUNDLED = Path(__file__).with_name("bundled")
WEIGHTS = "model.safetensors"
CONFIG = "config.json"
MODULE = "embeddings.static_module.StaticNgrams"
"""The class that ``modules.json`` of a static model's folder names."""
LEVELS = 7
OFFSET = np.int8(8)
"""Four bits hold -7…7, moved up by 8."""
FEW_TEXTS = 8
"""Texts for which only their own rows are unpacked: a question needs few, and the whole table takes time and memory."""
BATCH = 256
"""Texts looked up at a time: keeps the intermediate arrays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Table:
    """A model folder's content: row *i* of (n, dim) is ``unpack(packed)[i] * scales[i]``.

    ``packed``: (n, dim / 2) uint8; ``scales``: (n,) float32.
    """

    ngrams: Ngrams
    packed: NDArray[np.uint8]
    scales: NDArray[np.float32]
    fingerprint: str

    @property
    def dim(self) -> int:
        return 2 * int(self.packed.shape[1])

    def dequantised(self) -> Vectors:
        """(n, dim) float32."""
        return unpack(self.packed).astype(np.float32) * self.scales[:, None]


def pack(steps: NDArray[np.int8]) -> NDArray[np.uint8]:
    """(n, dim) of -7…7 → (n, dim / 2): the first half of a row in the low four bits, the second in the high ones."""
    raised = (steps + OFFSET).astype(np.uint8)
    half = raised.shape[1] // 2
    packed: NDArray[np.uint8] = raised[:, :half] | (raised[:, half:] << np.uint8(4))
    return packed


def unpack(packed: NDArray[np.uint8]) -> NDArray[np.int8]:
    """The other way round. 73,000 rows of 384 values take 15 ms."""
    half = packed.shape[1]
    steps = np.empty((len(packed), 2 * half), dtype=np.int8)
    np.bitwise_and(packed, 15, out=steps[:, :half].view(np.uint8))
    np.right_shift(packed, 4, out=steps[:, half:].view(np.uint8))
    return np.subtract(steps, OFFSET, out=steps)


def load_table(folder: Path) -> Table:
    """Read a model folder. Raises ``EncoderUnavailable``."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        tensors = load_file(folder / WEIGHTS)
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        return Table(
            Ngrams(tensors["fold"], tensors["keys"], len(tensors["vectors"]) - len(tensors["keys"])),
            tensors["vectors"] if tensors["vectors"].dtype == np.uint8 else pack(tensors["vectors"]),
            tensors["scales"].astype(np.float32),
            f"static-{config['dim']}-{config['sha256'][:16]}",
        )
    except (OSError, SafetensorError, ValueError, KeyError) as error:
        raise EncoderUnavailable(f"{folder}: {error}; reinstall the package, or set BAOWEN_MODEL") from None


def is_static(folder: Path) -> bool:
    """Whether a folder holds a static model, which needs no model library."""
    modules = folder / "modules.json"
    try:
        return modules.is_file() and MODULE in modules.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


class StaticEncoder:
    """The ``Encoder`` over a static model folder."""

    def __init__(self, folder: Path = BUNDLED, name: str = "bundled") -> None:
        self.name = name
        self._table = load_table(folder)

    @cached_property
    def _unpacked(self) -> NDArray[np.int8]:
        """The rows of the whole table, shape (n, dim)."""
        return unpack(self._table.packed)

    @property
    def dim(self) -> int:
        return self._table.dim

    @property
    def fingerprint(self) -> str:
        return self._table.fingerprint

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        for at in range(0, len(texts), BATCH):
            self._sum(texts[at : at + BATCH], out[at : at + BATCH])
        lengths = np.linalg.norm(out, axis=1, keepdims=True)
        np.divide(out, lengths, out=out, where=lengths > 0)
        return out

    def _sum(self, texts: Sequence[str], out: Vectors) -> None:
        """Write each text's sum of rows into ``out``."""
        rows, offsets = self._table.ngrams.rows(texts)
        scales = self._table.scales[rows]
        if len(texts) <= FEW_TEXTS:
            vectors, rows = unpack(self._table.packed[rows]), np.arange(len(rows))
        else:
            vectors = self._unpacked
        # Two buffers for the whole batch: allocating them for each text took a quarter of the time.
        longest = int(np.diff(offsets).max(initial=0))
        steps = np.empty((longest, self.dim), dtype=np.int8)
        values = np.empty((longest, self.dim), dtype=np.float32)
        for i, (start, end) in enumerate(pairwise(offsets.tolist())):
            count = end - start
            if count:
                # Every row is in range; "clip" spares numpy a buffer of its own that "raise" needs.
                np.take(vectors, rows[start:end], axis=0, out=steps[:count], mode="clip")
                values[:count] = steps[:count]
                np.dot(scales[start:end], values[:count], out=out[i])
