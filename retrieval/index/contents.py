"""What of a passage and of an article is indexed: the text that is encoded, and digests that tell a change.

Two rows with the same digest give the same terms, vector and filter columns. Digests are 64-bit BLAKE2b.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import Article, Passage
from retrieval.errors import Damaged
from retrieval.index.engine import Contents

CONTENTS_FILE = "contents.npz"


def encoded_text(passage: Passage, article: Article) -> str:
    """What the encoder sees of a passage."""
    return f"{article.headline}\n{passage.text}" if article.headline else passage.text


def headline_text(article: Article) -> str:
    """What stands above the text: kicker, headline, subhead."""
    return "\n".join(line for line in (article.kicker, article.headline, article.subhead) if line)


def article_digest(article: Article) -> int:
    """Digest of all that is indexed of an article, its body included."""
    return _digest((*_shown(article), article.body))


def passage_digest(passage: Passage, article: Article) -> int:
    """Digest of all that is indexed of a passage."""
    return _digest((*_shown(article), str(passage.article_id), passage.text))


def contents_of(passages: Iterable[tuple[int, int]], articles: Iterable[tuple[int, int]]) -> Contents:
    """Contents from (id, digest) pairs in any order."""
    return Contents(*_ids_and_digests(passages), *_ids_and_digests(articles))


def _ids_and_digests(pairs: Iterable[tuple[int, int]]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """By rising id; both of shape ``(pairs,)``."""
    ordered = sorted(pairs)
    ids = np.array([id_ for id_, _ in ordered], dtype=np.int64)
    digests = np.array([digest for _, digest in ordered], dtype=np.uint64)
    return ids, digests


def without(contents: Contents, passages: Sequence[int], articles: Sequence[int]) -> Contents:
    """The same but for these passages and articles."""
    kept = ~np.isin(contents.passage_ids, np.array(passages, dtype=np.int64))
    whole = ~np.isin(contents.article_ids, np.array(articles, dtype=np.int64))
    return Contents(
        contents.passage_ids[kept],
        contents.passage_digests[kept],
        contents.article_ids[whole],
        contents.article_digests[whole],
    )


def joined(one: Contents, other: Contents) -> Contents:
    """Both together; they have no id in common."""
    passage_ids = np.concatenate([one.passage_ids, other.passage_ids])
    article_ids = np.concatenate([one.article_ids, other.article_ids])
    passages, articles = np.argsort(passage_ids, kind="stable"), np.argsort(article_ids, kind="stable")
    return Contents(
        passage_ids[passages],
        np.concatenate([one.passage_digests, other.passage_digests])[passages],
        article_ids[articles],
        np.concatenate([one.article_digests, other.article_digests])[articles],
    )


def holds_id(ids: NDArray[np.int64], number: int) -> bool:
    """Whether ascending ids hold one."""
    at = int(np.searchsorted(ids, number))
    return at < len(ids) and int(ids[at]) == number


def save_contents(folder: Path, contents: Contents) -> None:
    """Write ``contents.npz``; a file of that name that is linked elsewhere is left as it is."""
    path = folder / CONTENTS_FILE
    path.unlink(missing_ok=True)
    with path.open("wb") as file:
        np.savez(
            file,
            passage_ids=contents.passage_ids,
            passage_digests=contents.passage_digests,
            article_ids=contents.article_ids,
            article_digests=contents.article_digests,
        )


def load_contents(folder: Path) -> Contents:
    """Read what ``save_contents`` wrote. Raises ``Damaged`` if it can't be read."""
    try:
        with np.load(folder / CONTENTS_FILE, allow_pickle=False) as arrays:
            return Contents(*(arrays[field.name] for field in fields(Contents)))
    except (OSError, ValueError, KeyError, BadZipFile) as cause:
        raise Damaged(f"{folder / CONTENTS_FILE}: {cause}") from cause


def changed_since_indexed(contents: Contents, rows: Iterable[tuple[Passage, Article]]) -> list[int]:
    """Ids of those passages that are not what was indexed under their id."""
    found = []
    for passage, article in rows:
        known = holds_id(contents.passage_ids, passage.id)
        at = np.searchsorted(contents.passage_ids, passage.id)
        if not known or int(contents.passage_digests[at]) != passage_digest(passage, article):
            found.append(passage.id)
    return found


def _shown(article: Article) -> tuple[str, ...]:
    day = article.date.isoformat() if article.date else ""
    names = "\x1f".join(article.byline.names)
    parts = (article.paper, day, article.page, article.kicker, article.headline, article.subhead, names)
    return tuple(part or "" for part in parts)


def _digest(parts: tuple[str, ...]) -> int:
    joined = "\x1e".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "little")
