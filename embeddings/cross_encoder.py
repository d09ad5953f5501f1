"""Any sentence-transformers ``CrossEncoder`` with one output as a ``Reranker``. Loads torch; opened only where set."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sentence_transformers import CrossEncoder

from embeddings.encoder import EncoderUnavailable, encodable
from embeddings.reranker import Scores
from embeddings.sentence_encoder import ModelSetting, folder_digest

BATCH = 16
LONGEST = 512
"""Tokens of a question and a passage together, unless the model takes fewer."""
SETTING = ModelSetting("BAOWEN_RERANKER", "do without")


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
        asked = encodable(question)
        pairs = [(asked, encodable(passage)) for passage in passages]
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
    SETTING.refuse_missing_folder(name)
    local = offline or Path(name).is_dir()
    try:
        return CrossEncoder(name, revision=revision, device="cpu", local_files_only=local, trust_remote_code=False)
    except Exception as error:  # a model folder can fail in any way, and missing runtimes raise Exception itself
        raise SETTING.unavailable(name, error) from None
