"""Writes the files of one embedded generation: rows in, postings, vectors and contents out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from retrieval.index.columns import Traits
from retrieval.index.contents import (
    article_digest,
    contents_of,
    headline_text,
    holds_id,
    joined,
    load_contents,
    passage_digest,
    save_contents,
    without,
)
from retrieval.index.dense import DenseWriter
from retrieval.index.engine import Changes, Contents, Row, VectorSource
from retrieval.index.lexical import LexicalDocument, LexicalWriter
from retrieval.index.row_batches import covers, row_batches
from retrieval.language.tokenizer import Tokenizer


@dataclass(frozen=True, slots=True)
class _Terms:
    """Grams and words of a text, as they are written."""

    grams: str
    words: str


class Builder:
    """Writes into ``folder``, which is empty or holds the linked files of the base."""

    def __init__(self, folder: Path, tokenizer: Tokenizer, dim: int) -> None:
        self._folder, self._tokenizer = folder, tokenizer
        self._passages = LexicalWriter(folder / "passages")
        self._articles = LexicalWriter(folder / "articles")
        self._dense = DenseWriter(folder / "vectors", dim)
        self._kept = contents_of((), ())
        self._passage_digests: dict[int, int] = {}
        self._article_digests: dict[int, int] = {}

    def run(self, changes: Changes, vectors: VectorSource) -> Contents:
        """Take the changes in and flush everything; returns what the generation holds now."""
        if changes.base is not None:
            self._retire(changes)
        for batch in row_batches(changes.rows):
            traits = [Traits.of(article) for _, article in batch]
            self._dense.add([passage.id for passage, _ in batch], vectors(batch), traits)
            for _, group in groupby(batch, key=lambda row: row[1].id):
                self._add(list(group))
        for part in (self._passages, self._articles, self._dense):
            part.finish()
        contents = joined(self._kept, contents_of(self._passage_digests.items(), self._article_digests.items()))
        save_contents(self._folder, contents)
        return contents

    def _retire(self, changes: Changes) -> None:
        """Keep of the base what neither goes nor comes again changed."""
        base = load_contents(self._folder)
        self._passages.delete(changes.retired)
        self._dense.delete(changes.retired)
        self._articles.delete(changes.retired_articles)
        self._kept = without(base, changes.retired, changes.retired_articles)

    def _add(self, rows: Sequence[Row]) -> None:
        """Postings of neighbouring passages of one article, and of the article unless it is there already."""
        passages, article = [passage for passage, _ in rows], rows[0][1]
        traits, headline = Traits.of(article), self._terms(headline_text(article))
        texts = [self._terms(passage.text) for passage in passages]
        for passage, terms in zip(passages, texts, strict=True):
            self._passages.add(_document(passage.id, [headline, terms], traits))
            self._passage_digests[passage.id] = passage_digest(passage, article)
        if article.id not in self._article_digests and not holds_id(self._kept.article_ids, article.id):
            whole = texts if covers(passages, article) else [self._terms(article.body)]
            self._articles.add(_document(article.id, [headline, *whole], traits))
            self._article_digests[article.id] = article_digest(article)

    def _terms(self, text: str) -> _Terms:
        grams, words = self._tokenizer.terms(text)
        return _Terms(" ".join(grams), " ".join(words))


def _document(number: int, parts: Sequence[_Terms], traits: Traits) -> LexicalDocument:
    grams = " ".join(part.grams for part in parts)
    words = " ".join(part.words for part in parts)
    return LexicalDocument(number, grams, words, traits)
