"""Count in how many texts common characters and pairs occur: the background that steadies idf on a small archive.

    python -m retrieval.training.background SHARED [--out FILE]

Sources: news not marked ``no_train``/``heldout`` (Apache-2.0), statutes, Xinhua reports, CMRC-2018 training passages.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.training.origin import origin_of
from retrieval.answers.ranking.idf import BACKGROUND, pair_key
from retrieval.language.folding import codes
from retrieval.training.examples import may_train

KEPT_TERMS = 60_000
LONGEST_COUNTED = 2_000
"""Characters of a text that are counted."""
EVERY = 2
"""Every second article is enough for counts of this coarseness."""
COUNTED_SOURCES = {
    "news/crud_rag_news": "body",
    "news/laws_regulations": "body",
    "pairs/xinhua_title_body": "passage",
    "pairs/cmrc2018_train": "passage",
}
"""Files, and the key of their texts."""


def background_texts(shared: Path) -> Iterator[str]:
    """Texts that may train what ships, each once."""
    seen: set[str] = set()
    for name, field in COUNTED_SOURCES.items():
        for record in _every_second(shared / f"data/{name}.jsonl.xz"):
            text = record[field]
            if may_train(record) and text not in seen:
                seen.add(text)
                yield text[:LONGEST_COUNTED]


def _every_second(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, islice(file, 0, None, EVERY))


def main() -> None:
    """Count, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--out", type=Path, default=BACKGROUND, help="an .npz file (default: the one that ships)")
    given = parser.parse_args()
    counts: Counter[int] = Counter()
    total = 0
    for text in background_texts(given.shared):
        chars = codes(text).astype(np.uint64)
        counts.update(np.unique(pair_key(chars[:-1], chars[1:])).tolist())
        counts.update(np.unique(chars).tolist())
        total += 1
    kept = sorted(key for key, _ in counts.most_common(KEPT_TERMS))
    shares = np.log2([counts[key] / total for key in kept])
    scaled = np.clip(np.round(-shares * 16), 0, 255).astype(np.uint8)
    files = [given.shared / f"data/{name}.jsonl.xz" for name in COUNTED_SOURCES]
    record = origin_of("retrieval.training.background", seed=0, inputs=files, questions={"texts": total})
    given.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        given.out, keys=np.array(kept, dtype=np.uint64), shares=scaled, origin=np.array(json.dumps(record))
    )
    sys.stdout.write(f"{total} texts, {len(counts)} terms, {given.out.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
