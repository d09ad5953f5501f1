"""Any sentence-transformers ``CrossEncoder`` with one output as a ``Reranker``. Loads torch; opened only where set."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sentence_transformers import CrossEncoder

from embeddings.encoder import EncoderUnavailable
from embeddings.reranker import Scores
from embeddings.sentence_encoder import folder_digest

BATCH = 16
LONGEST = 512
"""Tokens of a question and a passage together, unless the model takes fewer."""


class CrossEncoderReranker:
    """A model of the hub or of a folder."""

    def __init__(self, name: str, *, revision: str | None = None, offline: bool = True) -> None:
        """Raises ``EncoderUnavailable`` when the model is not there, or is no cross-encoder with one output."""
        self.name = name
        self._model = _open(name, revision, offline)
        if self._model.num_labels != 1:
            raise EncoderUnavailable(
                f"{name}: gives {self._model.num_labels} numbers for a passage, not one; check BAOWEN_RERANKER"
            )
        taken = self._model.max_seq_length
        self._model.max_seq_length = min(taken, LONGEST) if taken else LONGEST
        # Fast tokenizers keep padding and truncation as state: two threads at once fail with "Already borrowed".
        self._one_at_a_time = threading.Lock()
        self.fingerprint = self._fingerprint(revision)

    def scores(self, question: str, passages: Sequence[str]) -> Scores:
        if not passages:
            return np.zeros(0, dtype=np.float32)
        # Unpaired surrogates can't be written as UTF-8, which fast tokenizers need.
        asked = question.encode("utf-8", "replace").decode()
        pairs = [(asked, passage.encode("utf-8", "replace").decode()) for passage in passages]
        with self._one_at_a_time:
            made = self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False)
        return np.ascontiguousarray(np.nan_to_num(np.asarray(made, dtype=np.float32).reshape(-1)))

    def _fingerprint(self, revision: str | None) -> str:
        folder = Path(self.name)
        if folder.is_dir():
            return f"{folder.name}-{folder_digest(folder)[:16]}"
        commit = getattr(self._model.config, "_commit_hash", None) or revision or "unknown revision"
        return f"{self.name}-{hashlib.sha256(str(commit).encode()).hexdigest()[:16]}"


def _open(name: str, revision: str | None, offline: bool) -> Any:  # noqa: ANN401 - the library has no types that a checker could use
    is_folder = Path(name).is_dir()
    if not is_folder and (Path(name).is_absolute() or name.startswith(".") or name.count("/") > 1):
        raise EncoderUnavailable(f"{name}: no such folder; check BAOWEN_RERANKER, or unset it to do without")
    try:
        return CrossEncoder(
            name, revision=revision, device="cpu", local_files_only=offline or is_folder, trust_remote_code=False
        )
    except Exception as error:  # a model folder can fail in any way, and missing runtimes raise Exception itself
        first = (str(error).splitlines() or [type(error).__name__])[0]
        way_out = (
            "check the folder" if is_folder
            else f"download it once with network (hf download {name}) and set BAOWEN_OFFLINE=false, or give a folder"
        )  # fmt: skip
        raise EncoderUnavailable(f"{name}: {first}; {way_out}, or unset BAOWEN_RERANKER to do without") from None
