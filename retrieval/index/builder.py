"""Writes the files of one embedded generation: rows in, postings, vectors and contents out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
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
from retrieval.index.term_process import with_terms
from retrieval.language.tokenizer import JoinedTerms, Tokenizer


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
        asked = ((batch, self._texts(batch)) for batch in row_batches(changes.rows))
        with closing(with_terms(asked, self._tokenizer)) as tokenised:
            for batch, terms in tokenised:
                traits = [Traits.of(article) for _, article in batch]
                self._dense.add([passage.id for passage, _ in batch], vectors(batch), traits)
                made = iter(terms)
                for rows in _by_article(batch):
                    self._add(rows, made)
        self._finish()
        contents = joined(self._kept, contents_of(self._passage_digests.items(), self._article_digests.items()))
        save_contents(self._folder, contents)
        return contents

    def _finish(self) -> None:
        """Write all parts side by side: each is busy on one core, and lets other threads work."""
        with ThreadPoolExecutor(3) as threads:
            done = [threads.submit(part.finish) for part in (self._passages, self._articles, self._dense)]
        for part in done:
            part.result()

    def _retire(self, changes: Changes) -> None:
        """Keep of the base what neither goes nor comes again changed."""
        base = load_contents(self._folder)
        self._passages.delete(changes.retired)
        self._dense.delete(changes.retired)
        self._articles.delete(changes.retired_articles)
        self._kept = without(base, changes.retired, changes.retired_articles)

    def _texts(self, batch: Sequence[Row]) -> list[str]:
        """The texts whose terms ``_add`` takes, in its order."""
        texts: list[str] = []
        for rows in _by_article(batch):
            article = rows[0][1]
            texts += [headline_text(article), *(passage.text for passage, _ in rows)]
            if not covers([passage for passage, _ in rows], article):
                texts.append(article.body)
        return texts

    def _add(self, rows: Sequence[Row], made: Iterator[JoinedTerms]) -> None:
        """Postings of neighbouring passages of one article, and of the article unless it is there already."""
        passages, article = [passage for passage, _ in rows], rows[0][1]
        traits, headline = Traits.of(article), next(made)
        texts = [next(made) for _ in passages]
        whole = texts if covers(passages, article) else [next(made)]
        for passage, terms in zip(passages, texts, strict=True):
            self._passages.add(_document(passage.id, [headline, terms], traits))
            self._passage_digests[passage.id] = passage_digest(passage, article)
        if article.id not in self._article_digests and not holds_id(self._kept.article_ids, article.id):
            self._articles.add(_document(article.id, [headline, *whole], traits))
            self._article_digests[article.id] = article_digest(article)


def _by_article(batch: Sequence[Row]) -> Iterator[list[Row]]:
    """Neighbouring rows of one article each."""
    for _, group in groupby(batch, key=lambda row: row[1].id):
        yield list(group)


def _document(number: int, parts: Sequence[JoinedTerms], traits: Traits) -> LexicalDocument:
    grams = " ".join(part.grams for part in parts)
    words = " ".join(part.words for part in parts)
    return LexicalDocument(number, grams, words, traits)
