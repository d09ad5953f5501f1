"""What a generation has to take in: everything, or how the archive differs from what a generation holds.

The difference is found by digests of what is indexed, not by dates or flags: whatever way a passage, its article's
headline or the date of its edition came to be different, it is indexed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.editions.archive import Archive
from retrieval.index.contents import article_digest, contents_of, passage_digest
from retrieval.index.engine import Changes, Contents, Engine, Row

MANY = 1000
"""Passages fetched at a time."""


def everything(archive: Archive) -> tuple[Changes, int]:
    """All live passages, and how many there are."""
    return Changes(archive.live_passages()), archive.counts().passages


def since(archive: Archive, base: str, engine: Engine) -> tuple[Changes, int]:
    """How the archive differs from generation ``base``, and how many passages are to be indexed."""
    generation = engine.open(base)
    try:
        before = generation.contents()
    finally:
        generation.close()
    now = live_contents(archive)
    added, retired = _difference(before.passage_ids, before.passage_digests, now.passage_ids, now.passage_digests)
    _, retired_articles = _difference(before.article_ids, before.article_digests, now.article_ids, now.article_digests)
    changes = Changes(_fetch(archive, added), base, tuple(retired), tuple(retired_articles))
    return changes, len(added)


def live_contents(archive: Archive) -> Contents:
    """Ids and digests of the archive as it is now."""
    passages: dict[int, int] = {}
    articles: dict[int, int] = {}
    for passage, article in archive.live_passages():
        passages[passage.id] = passage_digest(passage, article)
        if article.id not in articles:
            articles[article.id] = article_digest(article)
    return contents_of(passages.items(), articles.items())


def _difference(
    old_ids: NDArray[np.int64], old: NDArray[np.uint64], new_ids: NDArray[np.int64], new: NDArray[np.uint64]
) -> tuple[list[int], list[int]]:
    """(ids to add, ids to take out), ascending; a changed one is in both."""
    before = dict(zip(old_ids.tolist(), old.tolist(), strict=True))
    after = dict(zip(new_ids.tolist(), new.tolist(), strict=True))
    added = [number for number, digest in after.items() if before.get(number) != digest]
    gone = [number for number, digest in before.items() if after.get(number) != digest]
    return added, gone


def _fetch(archive: Archive, ids: Sequence[int]) -> Iterator[Row]:
    for start in range(0, len(ids), MANY):
        passages = archive.passages(ids[start : start + MANY])
        articles = archive.articles_by_id(sorted({passage.article_id for passage in passages.values()}))
        for passage in passages.values():
            if passage.article_id in articles:  # else it was retired a moment ago; the next publishing will see that
                yield passage, articles[passage.article_id]
