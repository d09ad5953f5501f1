"""Where weights came from, as they carry it: command, code revision, seed, hashes of inputs, numbers of questions."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def origin_of(module: str, *, seed: int, inputs: Iterable[Path], questions: Mapping[str, int]) -> dict[str, Any]:
    """The record; ``inputs`` that do not exist are left out, ``questions`` are numbers by source."""
    command = ["git", "rev-parse", "HEAD"]
    revision = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603  # git
    return {
        "command": " ".join([f"python -m {module}", *sys.argv[1:]]),
        "revision": revision,
        "seed": seed,
        "inputs": {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in inputs if file.is_file()},
        "questions": dict(questions),
    }
