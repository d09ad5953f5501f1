"""From a setting to an encoder: ``bundled``, a folder, or a hub id."""

from __future__ import annotations

from embeddings.encoder import Backend, Encoder
from embeddings.static_encoder import StaticEncoder

BUNDLED = "bundled"


def open_encoder(
    name: str = BUNDLED, *, backend: Backend = "torch", revision: str | None = None, offline: bool = False
) -> Encoder:
    """Open an encoder; the bundled one never imports torch. Raises ``EncoderUnavailable``."""
    if name == BUNDLED:
        return StaticEncoder()
    from embeddings.sentence_encoder import SentenceEncoder  # loads torch, 5 s and 400 MB: only where it is wanted

    return SentenceEncoder(name, revision=revision, backend=backend, offline=offline)
