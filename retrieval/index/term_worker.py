"""The process that makes terms for ``term_process.py``: a JSON list of texts a line in, a list of their terms out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from retrieval.language.tokenizer import Tokenizer


def main(cache_dir: str, prefer_rust: str) -> None:
    """Answer line by line until there are no more."""
    tokenizer = Tokenizer(Path(cache_dir) if cache_dir else None, prefer_rust=bool(prefer_rust))
    for line in sys.stdin.buffer:
        made = [tokenizer.joined_terms(text) for text in json.loads(line.decode("utf-8", "surrogatepass"))]
        sys.stdout.buffer.write(json.dumps(made, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        sys.stdout.buffer.flush()
