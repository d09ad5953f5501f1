"""The encoder seam: text → unit vectors. Nothing here knows of newspapers.

Contract, tested for every implementation:

- ``encode_queries(texts)`` and ``encode_passages(texts)`` return a C-contiguous ``(len(texts), dim)`` float32 array
  (``(0, dim)`` for no texts), row *i* belonging to text *i*.
- Every row has Euclidean length 1 (±1e-5); a text with nothing to encode (empty, unknown symbols only) gives zeros.
  Inner product is therefore cosine similarity, in [-1, 1].
- Same text, same fingerprint ⇒ same row, whatever else is in the batch (±1e-5).
- Safe to call from several threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
Backend: TypeAlias = Literal["torch", "onnx", "openvino"]


class EncoderError(Exception):
    """Base of this package's errors."""


class EncoderUnavailable(EncoderError):
    """The model can't be opened (no such folder, not cached while offline). The message names the way out."""


class BackendMissing(EncoderUnavailable):
    """The runtime that is set is not installed. ``backend``: also the name of the extra that brings it."""

    def __init__(self, backend: Backend, module: str) -> None:
        super().__init__(
            f"the {backend} backend needs {module}, which is not installed; run in the checkout:"
            f" .venv/bin/pip install -c constraints.txt -e '.[{backend}]', or unset BAOWEN_MODEL_BACKEND"
        )
        self.backend, self.module = backend, module


class Encoder(Protocol):
    """What turns text into vectors."""

    @property
    def name(self) -> str:
        """What the operator set, e.g. ``bundled`` or ``BAAI/bge-small-zh-v1.5``."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever vectors could: weights, revision, prompts, dimension, normalisation."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape ``(len(texts), dim)``."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape ``(len(texts), dim)``."""
        ...


def encodable(text: str) -> str:
    """``text`` without unpaired surrogates: they can't be written as UTF-8, which fast tokenizers need."""
    return text.encode("utf-8", "replace").decode("utf-8")
