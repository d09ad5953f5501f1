"""Brings what is new in a generation into collections of its own: count everything, then weigh it and write it.

Writing goes on where it was stopped: the collections get their names when they are whole, and until then whoever comes
next, with a build that weighs terms alike, leaves out the rows that are there already.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from retrieval.editions.store.records import ArticlePlace, ArticleRecord, ArticleRecords
from retrieval.index.columns import Traits
from retrieval.index.contents import article_digest, contents_of, headline_text, holds_id, passage_digest
from retrieval.index.engine import Changes, Contents, Row, VectorSource
from retrieval.index.milvus.cluster import Cluster, Fields
from retrieval.index.milvus.collections import (
    ARTICLES,
    PASSAGES,
    collection_name,
    create_collection,
    text_parts,
    traits_fields,
)
from retrieval.index.milvus.parts import Part, PartFiles
from retrieval.index.milvus.spool import Spool
from retrieval.index.milvus.terms import Averages, TermCounts, TermTable, counts_again, merged_terms, term_counts
from retrieval.index.row_batches import covers, row_batches
from retrieval.language.tokenizer import Tokenizer

LOADING = "loading"
"""Stands for the id of a generation in the names of collections that are being written."""
ROWS_PER_PUT = 500
"""Rows that are sent at a time; some megabytes; by hand, 2026-11."""
SAME_AVERAGES = 0.01
"""How far, as a share, mean lengths may lie apart for what is half written to be gone on with; by hand, 2026-11."""
MOVED_FIELDS = {
    PASSAGES: ("id", "digest", "date", "page", "paper", "people", "lengths", "sparse", "article", "dense"),
    ARTICLES: ("id", "digest", "date", "page", "paper", "people", "lengths", "sparse", "record"),
}


@dataclass(frozen=True, slots=True)
class HalfLoad:
    """What half-written collections were begun with; kept beside them."""

    terms: str
    dim: int
    averages: tuple[Averages, Averages]

    def text(self) -> bytes:
        return json.dumps([self.terms, self.dim, self.averages]).encode()

    def goes_on(self, other: HalfLoad) -> bool:
        """Whether a build that would begin like ``other`` may go on with this one."""
        pairs = zip(np.ravel(self.averages), np.ravel(other.averages), strict=True)
        near = all(abs(one - two) <= SAME_AVERAGES * max(one, two) for one, two in pairs)
        return (self.terms, self.dim) == (other.terms, other.dim) and near


def half_load_of(content: bytes) -> HalfLoad:
    """The other way round of ``HalfLoad.text``."""
    terms, dim, (passages, articles) = json.loads(content)
    return HalfLoad(terms, dim, (tuple(passages), tuple(articles)))


class Gathering:
    """All rows of the new collections, on the disk, counted."""

    def __init__(self, folder: Path, tokenizer: Tokenizer, records: ArticleRecords | None) -> None:
        self._tokenizer, self._records = tokenizer, records
        self.places: dict[int, ArticlePlace] = {}
        self.passages = Spool(folder / "passages.jsonl", held=False)
        self.articles = Spool(folder / "articles.jsonl", held=True)

    def close(self) -> None:
        self.passages.close()
        self.articles.close()

    def take(self, changes: Changes, vectors: VectorSource, kept: Contents) -> None:
        """Take what is new; articles that are among ``kept`` stay what they are."""
        for batch in row_batches(changes.rows):
            rows = vectors(batch)
            records = self._records.of(sorted({article.id for _, article in batch})) if self._records else {}
            self.places |= {number: record.place for number, record in records.items()}
            start = 0
            for _, group in groupby(batch, key=lambda row: row[1].id):
                found = list(group)
                self._add(found, rows[start : start + len(found)], kept, records)
                start += len(found)

    def move(self, cluster: Cluster, prefix: str, part: Part, files: PartFiles, places: Iterable[ArticlePlace]) -> None:
        """Take over what still counts of another generation's collections; ``places`` are those of its articles."""
        still = set(files.contents.article_ids.tolist()) - {*part.retired_articles} - self.places.keys()
        self.places |= {place.article_id: place for place in places if place.article_id in still}
        averages = dict(zip((PASSAGES, ARTICLES), files.averages, strict=True))
        held = {PASSAGES: files.contents.passage_ids, ARTICLES: files.contents.article_ids}
        gone = {PASSAGES: part.retired, ARTICLES: part.retired_articles}
        for kind, spool in ((PASSAGES, self.passages), (ARTICLES, self.articles)):
            ids = np.setdiff1d(held[kind], np.array(gone[kind], dtype=np.int64)).tolist()
            name = collection_name(prefix, kind, part.generation)
            for start in range(0, len(ids), ROWS_PER_PUT):
                rows = cluster.rows_of(name, ids[start : start + ROWS_PER_PUT], MOVED_FIELDS[kind])
                for row in rows.values():
                    _move(spool, row, averages[kind])

    def _add(
        self, rows: Sequence[Row], vectors: np.ndarray, kept: Contents, records: Mapping[int, ArticleRecord]
    ) -> None:
        """Neighbouring passages of one article, and the article unless it is there already."""
        passages, article = [passage for passage, _ in rows], rows[0][1]
        traits, headline = Traits.of(article), self._tokenizer.terms(headline_text(article))
        texts = [self._tokenizer.terms(passage.text) for passage in passages]
        for passage, terms, vector in zip(passages, texts, vectors, strict=True):
            fields = traits_fields(passage.id, passage_digest(passage, article), traits) | {"article": article.id}
            self.passages.add(fields, _terms_in([headline, terms], traits), vector)
        if article.id not in self.articles and not holds_id(kept.article_ids, article.id):
            whole = texts if covers(passages, article) else [self._tokenizer.terms(article.body)]
            text = records[article.id].text if article.id in records else ""
            fields = traits_fields(article.id, article_digest(article), traits) | {"record": text_parts(text)}
            self.articles.add(fields, _terms_in([headline, *whole], traits))


def _terms_in(parts: Sequence[tuple[list[str], list[str]]], traits: Traits) -> TermCounts:
    grams = [term for part in parts for term in part[0]]
    words = [term for part in parts for term in part[1]]
    return term_counts(grams, words, traits.people)


def _move(spool: Spool, row: Fields, averages: Averages) -> None:
    if row["id"] in spool:
        return
    terms = counts_again(row.pop("sparse"), row.pop("lengths"), averages)
    vector = np.array(row.pop("dense"), dtype=np.float32) if "dense" in row else None
    spool.add(
        {name: list(value) if name in {"people", "record"} else value for name, value in row.items()}, terms, vector
    )


class Loading:
    """Writes gathered rows into the two collections of a generation."""

    def __init__(self, cluster: Cluster, prefix: str) -> None:
        self._cluster, self._prefix = cluster, prefix

    def begin(self, gathered: Gathering, dim: int) -> None:
        """Make the collections that rows go into until they are whole."""
        for kind, spool in ((PASSAGES, gathered.passages), (ARTICLES, gathered.articles)):
            self._cluster.drop(self._name(kind))
            create_collection(self._cluster, kind, self._name(kind), dim=dim, rows=len(spool))
            self._cluster.load(self._name(kind))

    def write(self, gathered: Gathering, averages: tuple[Averages, Averages]) -> bool:
        """Write the rows that are not there yet; whether there are just the gathered ones now."""
        spools = ((PASSAGES, gathered.passages, averages[0]), (ARTICLES, gathered.articles, averages[1]))
        for kind, spool, mean in spools:
            name = self._name(kind)
            for batch in spool.batches(mean, ROWS_PER_PUT):
                there = self._cluster.rows_of(name, [row["id"] for row in batch], ["id", "digest"])
                known = {number: row["digest"] for number, row in there.items()}
                self._cluster.put(name, [row for row in batch if known.get(row["id"]) != row["digest"]])
            self._cluster.flush(name)
        return all(self._cluster.count(self._name(kind)) == len(spool) for kind, spool, _ in spools)

    def finish(self, generation_id: str) -> None:
        """Give the collections their names."""
        for kind in (PASSAGES, ARTICLES):
            self._cluster.rename(self._name(kind), collection_name(self._prefix, kind, generation_id))

    def began(self) -> bool:
        """Whether half-written collections are there."""
        return {self._name(PASSAGES), self._name(ARTICLES)} <= set(self._cluster.collections())

    def _name(self, kind: str) -> str:
        return f"{self._prefix}_{LOADING}_{kind}"


def mean_lengths(kept: Sequence[PartFiles], gathered: Gathering) -> tuple[Averages, Averages]:
    """Mean lengths of the passages and of the articles of a whole generation."""
    tables: list[TermTable] = [
        merged_terms([*(files.passages for files in kept), gathered.passages.tally.table()]),
        merged_terms([*(files.articles for files in kept), gathered.articles.tally.table()]),
    ]
    return tables[0].averages, tables[1].averages


def gathered_files(gathered: Gathering, averages: tuple[Averages, Averages]) -> PartFiles:
    """What is kept of the new collections."""
    contents = contents_of(gathered.passages.digests(), gathered.articles.digests())
    return PartFiles(contents, gathered.passages.tally.table(), gathered.articles.tally.table(), averages)


@contextmanager
def gathering(folder: Path, tokenizer: Tokenizer, records: ArticleRecords | None) -> Iterator[Gathering]:
    """A place on the disk to gather rows in."""
    with TemporaryDirectory(prefix=".loading-", dir=folder) as place:
        gathered = Gathering(Path(place), tokenizer, records)
        try:
            yield gathered
        finally:
            gathered.close()
