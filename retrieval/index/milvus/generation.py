"""One generation of the cluster, open for reading: each search asks its collections and merges what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import NO_FILTERS, Filters, Hit
from retrieval.index.embedded import ARTICLE_WEIGHTS, PASSAGE_WEIGHTS
from retrieval.index.engine import Contents, Manifest
from retrieval.index.lexical import DICTIONARY_WORD, LONGEST_QUERY, FieldWeights, name_grams
from retrieval.index.milvus.cluster import MOST_HITS, Cluster, Fields, QueryVector
from retrieval.index.milvus.collections import (
    ARTICLES,
    HNSW_SEARCH_WIDTH,
    PASSAGES,
    collection_name,
    condition_of,
    text_of,
    unsigned,
)
from retrieval.index.milvus.parts import Part, PartFiles, whole_contents, whole_terms
from retrieval.index.milvus.places import ArticlePlaces
from retrieval.index.milvus.terms import Sparse, TermField, TermTable, dimension, question_vector
from retrieval.language.tokenizer import Tokenizer

FIRST_HOLDERS = 256
"""Articles that hold a text which are asked for at first; by hand, 2026-11."""
PARTS_AT_ONCE = 4
"""Collections that one search asks side by side; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class _Collection:
    """One collection as a generation reads it: ``live`` rows and those ``retired``, which are left out."""

    name: str
    live: int
    retired: tuple[int, ...]


class MilvusGeneration:
    """One generation, open for reading. Safe to use from several threads."""

    def __init__(
        self,
        cluster: Cluster,
        prefix: str,
        manifest: Manifest,
        parts: Sequence[Part],
        files: dict[str, PartFiles],
        tokenizer: Tokenizer,
        read_places: Callable[[], ArticlePlaces],
    ) -> None:
        self._cluster, self._manifest, self._tokenizer = cluster, manifest, tokenizer
        self._read_places = read_places
        self.parts, self.files = tuple(parts), files
        self._passage_terms, self._article_terms = whole_terms(parts, files)
        self._passages, self._articles = (
            [_collection(prefix, kind, part, files[part.generation].contents) for part in parts]
            for kind in (PASSAGES, ARTICLES)
        )
        self._pool = ThreadPoolExecutor(PARTS_AT_ONCE, "milvus") if len(parts) > 1 else None

    @property
    def manifest(self) -> Manifest:
        return self._manifest

    def lexical_passages(self, text: str, k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        query = self._question(text, self._passage_terms, PASSAGE_WEIGHTS)
        return self._best(self._passages, "sparse", query, k, where) if query else []

    def lexical_articles(self, text: str, k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        query = self._question(text, self._article_terms, ARTICLE_WEIGHTS)
        return self._best(self._articles, "sparse", query, k, where) if query else []

    def dense(self, vector: NDArray[np.float32], k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        if not np.any(vector):
            return []
        found = self._best(self._passages, "dense", vector.tolist(), k, where)
        return [Hit(hit.id, min(1.0, max(-1.0, hit.score))) for hit in found]

    def vector(self, passage_id: int) -> NDArray[np.float32] | None:
        """The vector of a passage, None where it is not there."""
        for _, row in self._rows(self._passages, [passage_id], "dense"):
            return np.array(row["dense"], dtype=np.float32)
        return None

    def similarities(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> dict[int, float]:
        rows = self._rows(self._passages, passage_ids, "dense")
        found = {number: float(np.dot(np.array(row["dense"]), vector)) for number, row in rows}
        return {number: found[number] for number in passage_ids if number in found}

    def document_frequencies(self, terms: Sequence[str]) -> list[int]:
        return [self._frequency(term) for term in terms]

    def articles_holding(self, text: str, where: Filters = NO_FILTERS) -> NDArray[np.int64]:
        grams = dict.fromkeys(self._tokenizer.grams(text[:LONGEST_QUERY]))
        dims = {dimension(gram, TermField.HELD) for gram in grams}
        found = [self._holders(each, dims, where) for each in self._articles if dims and each.live]
        return np.sort(np.array([number for part in found for number in part], dtype=np.int64))

    def contents(self) -> Contents:
        return self._contents

    @cached_property
    def _contents(self) -> Contents:
        return whole_contents(self.parts, self.files)

    @cached_property
    def places(self) -> ArticlePlaces:
        """Where its articles stand; fetched when first asked for. None where it was built without an archive."""
        return self._read_places()

    def owners(self, passage_ids: Sequence[int]) -> dict[int, int]:
        """Passage id → id of its article, for those that are there."""
        return {number: int(row["article"]) for number, row in self._rows(self._passages, passage_ids, "article")}

    def records(self, article_ids: Sequence[int]) -> dict[int, str]:
        """What is kept of these articles (``records.py``), for those that are there and have it."""
        found = {number: text_of(row["record"]) for number, row in self._rows(self._articles, article_ids, "record")}
        return {number: text for number, text in found.items() if text}

    def digests(self, article_ids: Sequence[int]) -> dict[int, int]:
        """Digests of the articles as they were indexed, for those that are there."""
        return {number: unsigned(row["digest"]) for number, row in self._rows(self._articles, article_ids, "digest")}

    def _rows(self, collections: Sequence[_Collection], ids: Sequence[int], field: str) -> Iterator[tuple[int, Fields]]:
        """Rows of any of the collections, by their ids."""
        wanted = set(ids)
        for collection in collections:
            if asked := sorted(wanted - set(collection.retired)):
                found = self._cluster.rows_of(collection.name, asked, ["id", field])
                wanted -= found.keys()
                yield from found.items()

    def close(self) -> None:
        """Let the threads go; the collections stay loaded for others."""
        if self._pool:
            self._pool.shutdown(wait=False)

    def _question(self, text: str, table: TermTable, weights: FieldWeights) -> Sparse:
        text = text[:LONGEST_QUERY]
        grams, words = self._tokenizer.terms(text)
        terms = {TermField.GRAMS: grams, TermField.WORDS: words, TermField.NAMES: name_grams(text)}
        return question_vector(terms, table, weights)

    def _frequency(self, term: str) -> int:
        grams, words = (dimension(term, each) for each in (TermField.GRAMS, TermField.WORDS))
        counts = self._article_terms.frequencies_of([grams, words])
        if DICTIONARY_WORD.fullmatch(term):
            return counts[0] if len(term) <= 2 else counts[1]
        return max(counts)

    def _best(
        self, collections: Sequence[_Collection], field: str, query: QueryVector, k: int, where: Filters
    ) -> list[Hit]:
        """The ``k`` best of all collections. A sparse score of 0 is no hit."""
        asked = [each for each in collections if each.live]
        if k <= 0 or not asked:
            return []

        def best_of(collection: _Collection) -> list[Hit]:
            condition = condition_of(where, collection.retired)
            return [] if condition is None else self._with_ties(collection, field, query, k, condition)

        hits = [hit for found in self._of_each(best_of, asked) for hit in found]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:k]

    def _of_each(self, work: Callable[[_Collection], list[Hit]], collections: Sequence[_Collection]) -> list[list[Hit]]:
        if self._pool is None or len(collections) == 1:
            return [work(each) for each in collections]
        return list(self._pool.map(work, collections))

    def _with_ties(self, collection: _Collection, field: str, query: QueryVector, k: int, condition: str) -> list[Hit]:
        """At least the ``k`` best of one collection, and whatever ties with the last of them."""
        most = min(collection.live, MOST_HITS)
        limit = min(k + 1, most)
        params = {"ef": max(HNSW_SEARCH_WIDTH, 2 * limit)} if field == "dense" else None
        while True:
            hits = self._cluster.search(collection.name, field, query, limit, condition, params)
            whole = len(hits) < limit or limit == most
            if whole or hits[-1].score < hits[min(k, len(hits)) - 1].score:
                return [hit for hit in hits if field == "dense" or hit.score > 0]
            limit = min(most, limit * 2 + 8)

    def _holders(self, collection: _Collection, dims: set[int], where: Filters) -> list[int]:
        """The articles of one collection that have every one of these dimensions: they score their number."""
        condition = condition_of(where, collection.retired)
        if condition is None:
            return []
        query = dict.fromkeys(sorted(dims), 1.0)
        limit = min(FIRST_HOLDERS, collection.live)
        while True:
            hits = self._cluster.search(collection.name, "sparse", query, limit, condition)
            holders = [hit.id for hit in hits if round(hit.score) == len(dims)]
            if len(holders) < limit or limit == collection.live:
                return holders
            if limit == MOST_HITS:
                return self._holders_by_id(collection, query, condition)
            limit = min(limit * 8, MOST_HITS, collection.live)

    def _holders_by_id(self, collection: _Collection, query: Sparse, condition: str) -> list[int]:
        """The same where there are more than one search gives: range of ids after range of ids."""
        ids = self._contents.article_ids
        found: list[int] = []
        for start in range(0, len(ids), MOST_HITS):
            some = ids[start : start + MOST_HITS]
            limits = [*([condition] if condition else []), f"id >= {some[0]} and id <= {some[-1]}"]
            hits = self._cluster.search(collection.name, "sparse", query, MOST_HITS, " and ".join(limits))
            found += [hit.id for hit in hits if round(hit.score) == len(query)]
        return found


def _collection(prefix: str, kind: str, part: Part, contents: Contents) -> _Collection:
    held = contents.passage_ids if kind == PASSAGES else contents.article_ids
    retired = part.retired if kind == PASSAGES else part.retired_articles
    return _Collection(collection_name(prefix, kind, part.generation), len(held) - len(retired), retired)
