"""How much one passage and one article take in the cluster, of a corpus: what the tables of docs/scaling.md stand on.

    python -m benchmarks.cluster_sizes WORK [--out FILE]

WORK is the folder of ``benchmarks.engines``. No server is needed: the rows are made and counted, not sent.
"""

from __future__ import annotations

import argparse
import json
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from retrieval.domain import Article, Passage
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.records import ArticleRecords, places_of, places_text
from retrieval.index.contents import contents_of
from retrieval.index.engine import Changes
from retrieval.index.milvus.load import gathering
from retrieval.index.milvus.places import ArticlePlaces
from retrieval.index.milvus.spool import Spool
from retrieval.language.tokenizer import Tokenizer

DIM = 384  # the bundled encoder's
SPARSE_ENTRY, VECTOR_VALUE, SCALARS = 8, 4, 80
"""Bytes of an entry of a sparse vector (dimension, weight), of a value of a dense one, of the rest of a row."""


def no_vectors(rows: Sequence[tuple[Passage, Article]]) -> np.ndarray:
    return np.zeros((len(rows), DIM), dtype=np.float32)


def entries(spool: Spool) -> float:
    """Mean number of entries of a row's sparse vector."""
    counts = [len(row["sparse"]) for batch in spool.batches((1.0, 1.0, 1.0), 500) for row in batch]
    return sum(counts) / len(counts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    archive = Archive.open(given.work / "archive.sqlite")
    counts, records = archive.counts(), ArticleRecords(archive.database)
    with TemporaryDirectory() as folder, gathering(Path(folder), Tokenizer(), records) as gathered:
        started = time.process_time()
        gathered.take(Changes(archive.live_passages()), no_vectors, contents_of((), ()))
        gathering_s = time.process_time() - started
        started = time.process_time()
        passage, article = entries(gathered.passages), entries(gathered.articles)
        weighing_s = time.process_time() - started
        texts = [
            sum(len(part.encode()) for part in row["record"])
            for batch in gathered.articles.batches((1.0, 1.0, 1.0), 500)
            for row in batch
        ]
        terms = len(gathered.passages.tally.table().dims)
        file = places_text(list(gathered.places.values()))
    tracemalloc.start()
    held = ArticlePlaces(places_of(file))
    assert len(held.by_id) == len(held.versions)
    places = tracemalloc.get_traced_memory()[0]
    figures = {
        "articles": counts.articles,
        "passages": counts.passages,
        "sparse_entries_a_passage": round(passage, 1),
        "sparse_entries_an_article": round(article, 1),
        "record_bytes_an_article": round(sum(texts) / len(texts)),
        "distinct_terms": terms,
        "places_bytes_an_article_in_memory": round(places / counts.articles),
        "bytes_a_passage": round(passage * SPARSE_ENTRY + DIM * VECTOR_VALUE + SCALARS),
        "bytes_an_article": round(article * SPARSE_ENTRY + sum(texts) / len(texts) + SCALARS),
        "cpu_ms_a_passage_without_vectors": round(1000 * (gathering_s + weighing_s) / counts.passages, 2),
    }
    print(json.dumps(figures, indent=1))
    if given.out:
        given.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
