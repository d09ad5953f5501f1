"""Postings: BM25 over pre-made terms, kept by tantivy. The only place that knows tantivy.

A document has three scored fields (grams and words of its text with what stands above it, names of the byline) and the
columns that filters need. Headlines have no field of their own: BM25 in so short a field overrates the common words of
a question, which are rare in headlines (figures: ``benchmarks/lexical_weights.py``). Terms are made by ``Tokenizer``;
queries are built from terms, never parsed. BM25 has tantivy's fixed k1 = 1.2, b = 0.75 (Robertson & Zaragoza 2009,
"The Probabilistic Relevance Framework", eq. 3.15, with Lucene's idf and one-byte document lengths); a document's score
is the sum over fields of weight times BM25 in that field.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import tantivy
from numpy.typing import NDArray

from retrieval.domain import NO_FILTERS, Filters, Hit
from retrieval.errors import StorageError
from retrieval.index.columns import Traits, filter_keys, period
from retrieval.language.characters import DICTIONARY_HAN, HAN
from retrieval.language.tokenizer import Tokenizer, fold

LONGEST_QUERY = 500
"""Characters of a question that are searched for; hardly anybody asks more, and it bounds the work of one search; by
hand, 2026-11."""

LONGEST_NAMING = 100
"""Characters of a question in which names of a byline are looked for; by hand, 2026-11."""

TEXT_FIELDS = ("grams", "words")

WRITER_MEMORY = 512_000_000
"""Bytes that a writer may fill before it writes a segment; a search of one segment takes less than one of five; by
hand, 2026-11."""


_CHARACTERS = re.compile(f"[{HAN}]+")
DICTIONARY_WORD = re.compile(f"[{DICTIONARY_HAN}]+")
"""What the dictionary may hold whole. Of one or two characters it is a gram of every text that it stands in, and no
longer one is a gram."""


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """How much a field's BM25 counts. A weight of 0 leaves the field out."""

    grams: float
    words: float
    names: float


@dataclass(frozen=True, slots=True)
class LexicalDocument:
    """What is written for one passage or one article: terms with single spaces between them."""

    id: int
    grams: str
    words: str
    traits: Traits


@contextmanager
def _tantivy_errors(folder: Path) -> Iterator[None]:
    """tantivy reports a failed read or write as ValueError, a damaged file sometimes as a panic."""
    try:
        yield
    except (OSError, ValueError) as cause:
        raise StorageError(f"{folder}: {cause}") from cause
    except BaseException as cause:
        if type(cause).__name__ != "PanicException":  # the library does not export the class
            raise
        raise StorageError(f"{folder}: {cause}") from cause


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    for field in TEXT_FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for field in ("names", "page", "paper"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("date", indexed=True, fast=True)
    return builder.build()


def _written(document: LexicalDocument) -> tantivy.Document:
    written = tantivy.Document()
    written.add_integer("id", document.id)
    for field in TEXT_FIELDS:
        written.add_text(field, getattr(document, field))
    written.add_integer("date", document.traits.date)
    written.add_text("page", document.traits.page)
    written.add_text("paper", document.traits.paper)
    for name in document.traits.people:
        written.add_text("names", name)
    return written


class LexicalWriter:
    """Adds and deletes documents in a folder; nothing counts before ``finish``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        with _tantivy_errors(folder):
            self._index = tantivy.Index(_schema(), path=str(folder))
            self._writer = self._index.writer(heap_size=WRITER_MEMORY, num_threads=1)

    def delete(self, ids: Iterable[int]) -> None:
        """Drop documents that were there before this writer was opened."""
        with _tantivy_errors(self._folder):
            for number in ids:
                self._writer.delete_documents_by_term("id", number)

    def add(self, document: LexicalDocument) -> None:
        """Add a document; its id must not be there already (delete it first)."""
        with _tantivy_errors(self._folder):
            self._writer.add_document(_written(document))

    def finish(self) -> None:
        """Write everything to the disk and wait for merges. The writer is of no more use afterwards."""
        with _tantivy_errors(self._folder):
            self._writer.commit()
            self._writer.wait_merging_threads()


def name_grams(text: str) -> list[str]:
    """Names are whole terms: any two to four neighbouring characters of a question may be one."""
    runs = _CHARACTERS.findall(fold(text[:LONGEST_NAMING]))
    starts = [(run, start) for run in runs for start in range(len(run) - 1)]
    return list(dict.fromkeys(run[at : at + size] for run, at in starts for size in (2, 3, 4) if at + size <= len(run)))


def _linked(folder: Path) -> TemporaryDirectory[str]:
    """A private folder of links to the same files: tantivy makes a lock file even where it only reads."""
    mirror = TemporaryDirectory(prefix="baowen-")
    for path in folder.iterdir():
        if path.suffix != ".lock":
            (Path(mirror.name) / path.name).symlink_to(path.absolute())
    return mirror


class LexicalIndex:
    """Searches one folder of postings."""

    def __init__(self, folder: Path, tokenizer: Tokenizer, weights: FieldWeights) -> None:
        self._folder, self._tokenizer, self._weights = folder, tokenizer, weights
        self._mirror: TemporaryDirectory[str] | None = None
        with _tantivy_errors(folder):
            if not os.access(folder, os.W_OK):
                self._mirror = _linked(folder)
            index = tantivy.Index.open(self._mirror.name if self._mirror else str(folder))
            index.config_reader("manual")  # no thread that watches the folder: a generation never changes
            self._schema = index.schema
            self._searcher = index.searcher()

    def close(self) -> None:
        """Remove what opening made outside the folder, if anything. The files are unmapped with the last reference."""
        if self._mirror is not None:
            self._mirror.cleanup()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, text: str, k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        """The ``k`` best documents for a text; see the engine seam for the contract."""
        size = len(self)
        scored = self._terms_query(text)
        if k <= 0 or size == 0 or scored is None:
            return []
        query = self._limited(scored, where) if where else scored
        limit = min(k + 1, size)
        while True:
            hits = self._hits(query, limit)
            # What ties with the last place may have been left out: ask for more until the ties are whole.
            if len(hits) < limit or limit == size or hits[-1].score < hits[min(k, len(hits)) - 1].score:
                return [hit for hit in hits[:k] if hit.score > 0]
            limit = min(size, limit * 2 + 8)

    def holding(self, text: str, where: Filters = NO_FILTERS) -> NDArray[np.int64]:
        """Ascending ids of the documents that have every gram of a text; see the engine seam for the contract."""
        grams = list(dict.fromkeys(self._tokenizer.grams(text[:LONGEST_QUERY])))
        size = len(self)
        if not grams or size == 0:
            return np.zeros(0, dtype=np.int64)
        every = tantivy.Query.boolean_query([(tantivy.Occur.Must, self._term("grams", gram)) for gram in grams])
        query = self._limited(every, where) if where else every
        with _tantivy_errors(self._folder):
            found = self._searcher.search(query, size, count=False).hits
            ids = self._searcher.fast_field_values("id", [address for _, address in found])
        return np.sort(np.array([int(number or 0) for number in ids], dtype=np.int64))

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """In how many documents each term occurs in the text."""
        return [self._frequency(term) for term in terms]

    def _frequency(self, term: str) -> int:
        counted = self._searcher.doc_freq
        if DICTIONARY_WORD.fullmatch(term):
            return int(counted("grams" if len(term) <= 2 else "words", term))
        term = term.encode("utf-8", "replace").decode()
        return max(int(counted(field, term)) for field in TEXT_FIELDS)

    def _hits(self, query: tantivy.Query, limit: int) -> list[Hit]:
        with _tantivy_errors(self._folder):
            found = self._searcher.search(query, limit, count=False).hits
            ids = self._searcher.fast_field_values("id", [address for _, address in found])
        hits = [Hit(int(number or 0), float(score)) for number, (score, _) in zip(ids, found, strict=True)]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))

    def _terms_query(self, text: str) -> tantivy.Query | None:
        """Any term of the text, each field with its weight; None when there is no term.

        All terms stand side by side: over such a query alone tantivy can pass over what cannot come among the best
        (block-max WAND, Ding & Suel 2011), which saves a third of the time.
        """
        text = text[:LONGEST_QUERY]
        grams, words = (list(dict.fromkeys(terms)) for terms in self._tokenizer.terms(text))
        # Hardly any run of characters is somebody's name, and names, kept without counts, end the passing over.
        names = [name for name in name_grams(text) if self._searcher.doc_freq("names", name)]
        weights = self._weights
        fields = (("grams", grams, weights.grams), ("words", words, weights.words), ("names", names, weights.names))
        parts = [self._weighted(field, term, weight) for field, terms, weight in fields if weight > 0 for term in terms]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts]) if parts else None

    def _weighted(self, field: str, term: str, weight: float) -> tantivy.Query:
        query = self._term(field, term)
        return query if weight == 1 else tantivy.Query.boost_query(query, weight)

    def _term(self, field: str, term: str) -> tantivy.Query:
        option = "basic" if field in {"names", "page", "paper"} else "freq"
        return tantivy.Query.term_query(self._schema, field, term, option)

    def _any(self, field: str, terms: Sequence[str]) -> tantivy.Query:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term(field, term)) for term in terms])

    def _limited(self, scored: tantivy.Query, where: Filters) -> tantivy.Query:
        """``scored`` within the filters, which add nothing to scores."""
        limits = []
        if days := period(where):
            kind = tantivy.FieldType.Integer
            limits.append(tantivy.Query.range_query(self._schema, "date", kind, days[0], days[1]))
        for field, values in (("page", where.pages), ("paper", where.papers), ("names", where.people)):
            if values:
                limits.append(self._any(field, filter_keys(values)))
        must = [(tantivy.Occur.Must, tantivy.Query.const_score_query(limit, 0.0)) for limit in limits]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, scored), *must])
