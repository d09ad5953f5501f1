"""Rows on their way into a generation: a few thousand at a time, the passages of one article together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from retrieval.domain import Article, Passage
from retrieval.index.engine import Row

BUILD_BATCH_ROWS = 2048
"""Rows that are tokenised and encoded together, about; by hand, 2026-11."""


def row_batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Whole runs of rows of one article, together at least ``BUILD_BATCH_ROWS`` rows."""
    batch: list[Row] = []
    for _, group in groupby(rows, key=lambda row: row[1].id):
        batch.extend(group)
        if len(batch) >= BUILD_BATCH_ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def covers(passages: Sequence[Passage], article: Article) -> bool:
    """Do these passages hold the whole body but for white space between them? Then its terms are theirs."""
    ends = [0, *(passage.end for passage in passages)]
    starts = [*(passage.start for passage in passages), len(article.body)]
    return all(end <= start and not article.body[end:start].strip() for end, start in zip(ends, starts, strict=True))
