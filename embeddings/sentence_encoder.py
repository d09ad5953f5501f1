"""Any sentence-transformers model as an ``Encoder``; the only place, beside training, that loads torch."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import transformers
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from embeddings.encoder import Backend, EncoderUnavailable, Vectors, encodable
from embeddings.runtimes import move, need

BATCH = 32
E5 = {"query": "query: ", "document": "passage: "}
BGE_ZH = {"query": "为这个句子生成表示以用于检索相关文章：", "document": ""}
PROMPTS = {
    "BAAI/bge-small-zh-v1.5": BGE_ZH,
    "BAAI/bge-base-zh-v1.5": BGE_ZH,
    "BAAI/bge-large-zh-v1.5": BGE_ZH,
    "intfloat/multilingual-e5-small": E5,
    "intfloat/multilingual-e5-base": E5,
    "intfloat/multilingual-e5-large": E5,
}
"""Prompts that models were trained with, as their cards say, for those whose configuration does not hold them."""


@dataclass(frozen=True, slots=True)
class ModelSetting:
    """A setting that names a model, as messages speak of it; ``otherwise`` is what happens where it is not set."""

    variable: str
    otherwise: str

    def refuse_missing_folder(self, name: str) -> None:
        """Raises ``EncoderUnavailable`` for a name that only a folder can have, where there is no such folder."""
        no_hub_id = Path(name).is_absolute() or name.startswith(".") or name.count("/") > 1
        if no_hub_id and not Path(name).is_dir():
            raise EncoderUnavailable(f"{name}: no such folder; check {self.variable}, or unset it to {self.otherwise}")

    def unavailable(self, name: str, error: Exception) -> EncoderUnavailable:
        """That the library could not open the model of that name, and the ways out."""
        way_out = (
            "check the folder" if Path(name).is_dir()
            else f"download it once with network (hf download {name}) and set BAOWEN_OFFLINE=false, or give a folder"
        )  # fmt: skip
        return EncoderUnavailable(
            f"{name}: {first_line(error)}; {way_out}, or unset {self.variable} to {self.otherwise}"
        )


SETTING = ModelSetting("BAOWEN_MODEL", "use the bundled encoder")


class SentenceEncoder:
    """A model of the hub or of a folder, with its own query and document prompts, or those that ``PROMPTS`` knows.

    ``run_its_code`` lets a folder name Python classes of its own to run; only for folders that you wrote.
    """

    def __init__(
        self,
        name: str,
        *,
        revision: str | None = None,
        backend: Backend = "torch",
        offline: bool = True,
        run_its_code: bool = False,
        exports: Path | None = None,
    ) -> None:
        """``exports``: folder that keeps what was exported for another backend than torch; None exports each time.

        Raises ``EncoderUnavailable`` when the model is not there (offline: not in the local cache), and
        ``BackendMissing``.
        """
        self.name = name
        need(backend)
        self._model = _open(name, revision, offline, run_its_code)
        if not any(self._model.prompts.values()):
            self._model.prompts.update(PROMPTS.get(name, {}))
        # Fast tokenizers keep padding and truncation as state: two threads at once fail with "Already borrowed".
        self._one_at_a_time = threading.Lock()
        self.dim = len(self._model.encode_query("", show_progress_bar=False))
        self.fingerprint = self._fingerprint(revision, backend)
        if backend != "torch":
            self._move(backend, exports)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._model.encode_query, texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._model.encode_document, texts)

    def _encode(self, encode: Callable[..., object], texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        clean = [encodable(text) for text in texts]
        with self._one_at_a_time:
            made = encode(clean, batch_size=BATCH, show_progress_bar=False, normalize_embeddings=True)
        vectors = np.ascontiguousarray(made, dtype=np.float32)
        vectors[[index for index, text in enumerate(clean) if not text.strip()]] = 0.0
        return vectors

    def _move(self, backend: Backend, exports: Path | None) -> None:
        """The export is kept by what it was made of and with."""
        made_with = f"torch{torch.__version__}-transformers{transformers.__version__}"
        kept = exports / f"{self.fingerprint}-{made_with}.onnx" if exports else None
        try:
            move(self._model, backend, kept)
        except EncoderUnavailable:
            raise
        except Exception as error:  # exporters and runtimes raise Exception itself, of many kinds
            delete = f"delete {kept} if it is there, or " if kept else ""
            raise EncoderUnavailable(
                f"{self.name} can't run on {backend}: {first_line(error)}; "
                f"{delete}unset BAOWEN_MODEL_BACKEND to use torch"
            ) from None

    def _fingerprint(self, revision: str | None, backend: Backend) -> str:
        """What decides about the vectors: weights (by revision, or by their bytes for a folder), prompts, backend."""
        folder = Path(self.name)
        weights = folder_digest(folder) if folder.is_dir() else _commit(self._model) or revision or "unknown revision"
        made_of = {
            "model": folder.name if folder.is_dir() else self.name,
            "weights": weights,
            "prompts": dict(sorted(self._model.prompts.items())),
            "dim": self.dim,
            "normalised": True,
            "backend": backend,
        }
        digest = hashlib.sha256(json.dumps(made_of, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        return f"{made_of['model']}-{self.dim}-{digest[:16]}"


def _open(name: str, revision: str | None, offline: bool, run_its_code: bool) -> SentenceTransformer:
    SETTING.refuse_missing_folder(name)
    disable_progress_bar()  # type: ignore[no-untyped-call]  # the library does not type it
    try:
        return SentenceTransformer(
            name,
            revision=revision,
            device="cpu",
            local_files_only=offline or Path(name).is_dir(),
            trust_remote_code=run_its_code,
        )
    except Exception as error:  # a model folder can fail in any way, and missing runtimes raise Exception itself
        raise SETTING.unavailable(name, error) from None


def first_line(error: Exception) -> str:
    """What an error says, in one line; its class where it says nothing."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def folder_digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of the folder's files, in sorted order."""
    digest = hashlib.sha256()
    for path in sorted(filter(Path.is_file, folder.rglob("*"))):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _commit(model: SentenceTransformer) -> str | None:
    """The hub commit that the weights came from, where the library says so."""
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    commit = getattr(config, "_commit_hash", None)
    return str(commit) if commit else None
