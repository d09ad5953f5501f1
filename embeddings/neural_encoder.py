"""The bundled neural encoder: a small transformer computed by ONNX Runtime, with ``tokenizers``; torch is not imported.

A folder holds ``encoder.onnx`` (the ids of one text → its unit vector), ``tokenizer.json`` and ``config.json``, which
names the digests of both. Texts are computed one at a time, on several threads: on a CPU a batch is no faster (13 ms
for one text, 61 for five, measured on the network that reads), and where a folder was exported with one scale for all
numbers of a computation, texts computed together would change each other's vectors.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.encoder import Vectors, encodable
from embeddings.neural_folder import BUNDLED_NEURAL, NETWORK_FILE, PIECES_FILE, check_file, damaged, read_config
from embeddings.onnx_runtime import quiet_onnxruntime

QUERY, PASSAGE = "query: ", "passage: "
"""What stands before each text, as in the base's own training (Wang et al. 2024, "Multilingual E5 Text Embeddings")."""
MEANINGLESS = ("<unk>", "▁")
"""Pieces that say nothing of a text."""
CHARS_OF_A_PIECE = 16
"""Characters that a piece covers at most: what lies behind the last one is cut off before anything is looked up."""


class NeuralEncoder:
    """The ``Encoder`` over a folder that ``retrieval/training/network/export_encoder.py`` wrote."""

    def __init__(self, folder: Path = BUNDLED_NEURAL, name: str = "bundled-neural", threads: int | None = None) -> None:
        """``threads`` compute passages, each its own one; None for as many as there are cores.

        Raises ``EncoderUnavailable`` for files that are not there, or not those that were written.
        """
        self.name = name
        self._config = read_config(folder)
        for file, digest in self._config.digests.items():
            check_file(folder / file, digest)
        self._tokenizer = _tokenizer(folder / PIECES_FILE, self._config.tokens)
        self._session = _session(folder / NETWORK_FILE)
        self._threads = threads or os.cpu_count() or 1
        self._folded = str.maketrans(dict(self._config.folded))
        self._meaningless = frozenset(map(self._tokenizer.token_to_id, MEANINGLESS))
        self._prefixes = {prefix: self._meaning(self._ids(prefix)) for prefix in (QUERY, PASSAGE)}

    @property
    def dim(self) -> int:
        return self._config.dim

    @property
    def fingerprint(self) -> str:
        return self._config.fingerprint

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(QUERY, texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(PASSAGE, texts)

    def _encode(self, prefix: str, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)

        def fill(row: int) -> None:
            self._compute(prefix, texts[row], vectors[row])

        if len(texts) <= 1 or self._threads == 1:
            for row in range(len(texts)):
                fill(row)
            return vectors
        with ThreadPoolExecutor(self._threads) as pool:
            list(pool.map(fill, range(len(texts))))
        return vectors

    def _compute(self, prefix: str, text: str, out: Vectors) -> None:
        """Write the vector of one text into ``out``, shape (dim,), unless no piece of it is known."""
        ids = self._ids(prefix + text[: self._config.tokens * CHARS_OF_A_PIECE])
        if self._meaning(ids) > self._prefixes[prefix]:
            out[:] = self._session.run(["vector"], {"ids": np.array([ids], dtype=np.int64)})[0][0]

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(encodable(text.translate(self._folded))).ids
        return found

    def _meaning(self, ids: Sequence[int]) -> int:
        """How many pieces say something."""
        return sum(piece not in self._meaningless for piece in ids)


def _tokenizer(file: Path, tokens: int) -> Any:  # noqa: ANN401  # the library's class is compiled
    from tokenizers import Tokenizer

    with _opening(file):
        opened = Tokenizer.from_file(str(file))
        opened.enable_truncation(tokens)
    return opened


def _session(file: Path) -> Any:  # noqa: ANN401  # the library has no types
    onnxruntime = quiet_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    with _opening(file):
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


@contextmanager
def _opening(file: Path) -> Iterator[None]:
    """Both libraries raise Exception itself, of many kinds."""
    try:
        yield
    except Exception as error:
        raise damaged(file, (str(error).splitlines() or [type(error).__name__])[0]) from None
