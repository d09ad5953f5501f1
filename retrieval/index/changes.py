"""What a generation has to take in: everything, or how the archive differs from what a generation holds.

The difference is found by digests of what is indexed, not by dates or flags: whatever way a passage, its article's
headline or the date of its edition came to be different, it is indexed again. The archive's triggers tell which
articles are to be compared; where they can't (after a restore, say), all are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.editions.store.archive import Archive
from retrieval.index.contents import article_digest, contents_of, passage_digest
from retrieval.index.engine import Changes, Contents, Engine, Manifest, Row

PASSAGES_PER_FETCH = 1000
"""Passages fetched at a time; by hand, 2026-11."""


def all_changes(archive: Archive) -> tuple[Changes, int]:
    """All live passages, and how many there are."""
    return Changes(archive.live_passages()), archive.passage_count()


def changes_since(archive: Archive, base: Manifest, engine: Engine) -> tuple[Changes, int]:
    """How the archive differs from generation ``base``, and how many passages are to be indexed.

    Only articles that were touched since are looked at, where the archive knows which these are.
    """
    generation = engine.open(base.id)
    try:
        before = generation.contents()
    finally:
        generation.close()
    touched = archive.touched_since(base.revision)
    if touched is not None:
        before = _among(before, archive.passage_ids(touched), touched)
    now = live_contents(archive, touched)
    added, retired = _difference(before.passage_ids, before.passage_digests, now.passage_ids, now.passage_digests)
    _, retired_articles = _difference(before.article_ids, before.article_digests, now.article_ids, now.article_digests)
    changes = Changes(_fetch(archive, added), base.id, tuple(retired), tuple(retired_articles))
    return changes, len(added)


def live_contents(archive: Archive, among: Sequence[int] | None = None) -> Contents:
    """Ids and digests of the archive as it is now, or of some of its articles."""
    passages: dict[int, int] = {}
    articles: dict[int, int] = {}
    for passage, article in archive.live_passages() if among is None else _rows(archive, among):
        passages[passage.id] = passage_digest(passage, article)
        if article.id not in articles:
            articles[article.id] = article_digest(article)
    return contents_of(passages.items(), articles.items())


def _rows(archive: Archive, article_ids: Sequence[int]) -> Iterator[Row]:
    for start in range(0, len(article_ids), PASSAGES_PER_FETCH):
        some = article_ids[start : start + PASSAGES_PER_FETCH]
        passages = archive.passages_of(some)
        for number, article in archive.articles_by_id(some).items():
            for passage in passages.get(number, ()):
                yield passage, article


def _among(contents: Contents, passage_ids: Sequence[int], article_ids: Sequence[int]) -> Contents:
    """Those of these passages and articles that are there."""
    passages = np.isin(contents.passage_ids, np.array(passage_ids, dtype=np.int64))
    articles = np.isin(contents.article_ids, np.array(article_ids, dtype=np.int64))
    return Contents(
        contents.passage_ids[passages],
        contents.passage_digests[passages],
        contents.article_ids[articles],
        contents.article_digests[articles],
    )


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
    for start in range(0, len(ids), PASSAGES_PER_FETCH):
        passages = archive.passages(ids[start : start + PASSAGES_PER_FETCH])
        articles = archive.articles_by_id(sorted({passage.article_id for passage in passages.values()}))
        for passage in passages.values():
            if passage.article_id in articles:  # else it was retired a moment ago; the next publishing will see that
                yield passage, articles[passage.article_id]
