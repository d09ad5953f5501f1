"""The bundled encoder: a table of character n-gram vectors, summed and normalised with numpy alone.

Reads the same folder as ``SentenceTransformer(folder)`` and gives the same vectors; opens in milliseconds, because
neither torch nor a model library is imported. A text's vector is the sum of its n-grams' rows, scaled to length 1; how
much an n-gram counts is the length of its row, learned in training (see ``embeddings/training``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import EncoderUnavailable, Vectors
from embeddings.ngrams import LONGEST, Ngrams

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
STRETCH_CHARS = 2048
"""Characters of a text that are summed at a time, so that memory does not grow with its length; passages are shorter;
by hand, 2026-11."""
BATCH_CHARS = 1 << 17
"""Characters of all texts that are looked up at a time; by hand, 2026-11."""


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


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text whose number is ``owner``."""

    owner: int
    text: str


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
        for batch in _batches(texts):
            self._sum(batch, out)
        lengths = np.linalg.norm(out, axis=1, keepdims=True)
        np.divide(out, lengths, out=out, where=lengths > 0)
        return out

    def _sum(self, stretches: Sequence[Stretch], out: Vectors) -> None:
        """Add each stretch's sum of rows to its text's row of ``out``."""
        rows, offsets = self._table.ngrams.rows([stretch.text for stretch in stretches], first=STRETCH_CHARS)
        scales = self._table.scales[rows]
        if len(stretches) <= FEW_TEXTS:
            vectors, rows = unpack(self._table.packed[rows]), np.arange(len(rows))
        else:
            vectors = self._unpacked
        # Two buffers for the whole batch: allocating them for each text took a quarter of the time.
        longest = int(np.diff(offsets).max(initial=0))
        steps = np.empty((longest, self.dim), dtype=np.int8)
        values = np.empty((longest, self.dim), dtype=np.float32)
        for stretch, (start, end) in zip(stretches, pairwise(offsets.tolist()), strict=True):
            count = end - start
            if count:
                # Every row is in range; "clip" spares numpy a buffer of its own that "raise" needs.
                np.take(vectors, rows[start:end], axis=0, out=steps[:count], mode="clip")
                values[:count] = steps[:count]
                out[stretch.owner] += np.dot(scales[start:end], values[:count])


def _batches(texts: Sequence[str]) -> Iterator[list[Stretch]]:
    """All texts in stretches, some at a time."""
    batch: list[Stretch] = []
    held = 0
    for stretch in _stretches(texts):
        if batch and (len(batch) == BATCH or held + len(stretch.text) > BATCH_CHARS):
            yield batch
            batch, held = [], 0
        batch.append(stretch)
        held += len(stretch.text)
    if batch:
        yield batch


def _stretches(texts: Sequence[str]) -> Iterator[Stretch]:
    """Each text, or where it is long its parts, each with what n-grams that begin in it reach of the next."""
    for owner, text in enumerate(texts):
        for start in range(0, max(1, len(text)), STRETCH_CHARS):
            yield Stretch(owner, text[start : start + STRETCH_CHARS + LONGEST - 1])
