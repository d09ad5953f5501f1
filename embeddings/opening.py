"""From a setting to an encoder (``bundled``, ``bundled-neural``, a folder, or a hub id), and to a reranker."""

from __future__ import annotations

from pathlib import Path

from embeddings.encoder import Backend, Encoder, EncoderUnavailable
from embeddings.neural_folder import BUNDLED_NEURAL, is_neural
from embeddings.reranker import Reranker
from embeddings.static_encoder import StaticEncoder, is_static

BUNDLED, NEURAL = "bundled", "bundled-neural"
"""The encoders of the program itself: the static one, which ships, and the neural one, where it was trained."""


def open_encoder(
    name: str = BUNDLED,
    *,
    backend: Backend = "torch",
    revision: str | None = None,
    offline: bool = True,
    exports: Path | None = None,
) -> Encoder:
    """Open an encoder; those of the program itself, and folders that their training wrote, never import torch.

    ``offline``: look for a hub model in the local cache only. ``exports``: folder that keeps what was made for another
    backend than torch. Raises ``EncoderUnavailable``.
    """
    if name == BUNDLED:
        return StaticEncoder()
    if is_static(Path(name)):
        return StaticEncoder(Path(name), name)
    if name == NEURAL and not BUNDLED_NEURAL.exists():
        raise EncoderUnavailable(
            f"{NEURAL} is not in this copy: `make networks` trains it; or set BAOWEN_MODEL=bundled"
        )
    if name == NEURAL or is_neural(Path(name)):
        from embeddings.neural_encoder import NeuralEncoder  # loads ONNX Runtime: only where it is wanted

        return NeuralEncoder(BUNDLED_NEURAL if name == NEURAL else Path(name), name)
    from embeddings.sentence_encoder import SentenceEncoder  # loads torch, 5 s and 400 MB: only where it is wanted

    return SentenceEncoder(name, revision=revision, backend=backend, offline=offline, exports=exports)


def open_reranker(name: str | None, *, revision: str | None = None, offline: bool = True) -> Reranker | None:
    """Open a cross-encoder of a folder or of the hub; None without a name. Raises ``EncoderUnavailable``."""
    if not name:
        return None
    from embeddings.cross_encoder import CrossEncoderReranker  # loads torch: only where it is wanted

    return CrossEncoderReranker(name, revision=revision, offline=offline)
