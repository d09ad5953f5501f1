"""The folder of a neural encoder: which files it holds, and whether they are those that were written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from embeddings.encoder import EncoderUnavailable

BUNDLED_NEURAL = Path(__file__).with_name("bundled_neural")
NETWORK_FILE, PIECES_FILE, CONFIG_FILE = "encoder.onnx", "tokenizer.json", "config.json"


@dataclass(frozen=True, slots=True)
class NeuralConfig:
    """What ``config.json`` says.

    ``tokens``: of a text at most, the rest is not seen. ``folded``: traditional character → simplified one.
    """

    dim: int
    tokens: int
    folded: Mapping[str, str]
    digests: Mapping[str, str]
    """SHA-256, in hexadecimal digits, of ``NETWORK_FILE`` and ``PIECES_FILE``."""

    @property
    def fingerprint(self) -> str:
        made_of = json.dumps([self.tokens, sorted(self.digests.items()), sorted(self.folded.items())])
        return f"neural-{self.dim}-{hashlib.sha256(made_of.encode()).hexdigest()[:16]}"


def read_config(folder: Path) -> NeuralConfig:
    """Raises ``EncoderUnavailable``."""
    file = folder / CONFIG_FILE
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        folded = dict(zip(held["traditional"], held["simplified"], strict=True))
        digests = {name: str(held["sha256"][name]) for name in (NETWORK_FILE, PIECES_FILE)}
        return NeuralConfig(int(held["dim"]), int(held["tokens"]), folded, digests)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(file, f"{type(error).__name__}: {error}") from None


def is_neural(folder: Path) -> bool:
    """Whether a folder holds a model of this kind, which needs no model library."""
    return (folder / NETWORK_FILE).is_file() and (folder / CONFIG_FILE).is_file()


def damaged(file: Path, what: str) -> EncoderUnavailable:
    """That a file can't be used, why, and the ways out."""
    return EncoderUnavailable(f"{file}: {what}; reinstall the package, or set BAOWEN_MODEL=bundled")


def check_file(file: Path, digest: str) -> None:
    """Raises ``EncoderUnavailable`` for a file that is not there, or not the one that was written."""
    try:
        with file.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise damaged(file, error.strerror or type(error).__name__) from None
    if found != digest:
        raise damaged(file, f"damaged, or of another version (sha256 {found[:12]}…, not {digest[:12]}…)")
