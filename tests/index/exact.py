"""The brute-force twin of the engines: every score is computed from its formula. Oracle of the contract suite.

BM25 follows Robertson & Zaragoza 2009 with the choices of Lucene and tantivy: idf = ln(1 + (N - df + 0.5)/(df + 0.5)),
k1 = 1.2, b = 0.75, and document lengths kept in one byte (Lucene's SmallFloat.intToByte4).
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from retrieval.domain import NO_FILTERS, Article, Filters, Hit
from retrieval.errors import NothingPublished
from retrieval.index.contents import article_digest, contents_of, headline_text, passage_digest
from retrieval.index.embedded import ARTICLE_WEIGHTS, PASSAGE_WEIGHTS
from retrieval.index.engine import Changes, Contents, GenerationRecipe, Manifest, Row, VectorSource
from retrieval.index.lexical import FieldWeights
from retrieval.language.tokenizer import Tokenizer, fold

K1, B = 1.2, 0.75


def kept_length(length: int) -> int:
    """The length that one byte keeps: exact up to 40, then to four significant bits."""
    if length < 40:
        return length
    rest = length - 24
    shift = rest.bit_length() - 4
    return 24 + ((rest >> shift) << shift)


class Field:
    """BM25 in one field over all documents."""

    def __init__(self, documents: dict[int, list[str]]) -> None:
        self.counts = {number: Counter(terms) for number, terms in documents.items()}
        self.lengths = {number: kept_length(len(terms)) for number, terms in documents.items()}
        self.average = sum(map(len, documents.values())) / max(1, len(documents))

    def frequency(self, term: str) -> int:
        return sum(term in counts for counts in self.counts.values())

    def scores(self, terms: Sequence[str], weight: float) -> dict[int, float]:
        found: defaultdict[int, float] = defaultdict(float)
        for term in dict.fromkeys(terms):
            df = self.frequency(term)
            idf = math.log(1 + (len(self.counts) - df + 0.5) / (df + 0.5))
            for number, counts in self.counts.items():
                if tf := counts[term]:
                    norm = K1 * (1 - B + B * self.lengths[number] / self.average)
                    found[number] += weight * idf * (K1 + 1) * tf / (tf + norm)
        return found


class Lexical:
    """All fields of the passages, or of the articles."""

    def __init__(self, texts: dict[int, tuple[str, Article]], tokenizer: Tokenizer, weights: FieldWeights) -> None:
        self.tokenizer, self.weights = tokenizer, weights

        def field(terms: Callable[[str, Article], list[str]]) -> Field:
            return Field({number: terms(text, article) for number, (text, article) in texts.items()})

        self.grams = field(lambda text, article: tokenizer.grams(headline_text(article) + "\n" + text))
        self.words = field(lambda text, article: tokenizer.words(headline_text(article) + "\n" + text))
        self.names = field(lambda _, article: sorted({key(name) for name in article.byline.names} - {""}))

    def scores(self, text: str) -> dict[int, float]:
        text = text[:500]
        grams, words, weights = self.tokenizer.grams(text), self.tokenizer.words(text), self.weights
        start = fold(text[:100])
        names = [start[at : at + size] for at in range(len(start)) for size in (2, 3, 4)]
        return together(
            self.grams.scores(grams, weights.grams),
            self.words.scores(words, weights.words),
            self.names.scores(names, weights.names),
        )


def together(*fields: Mapping[int, float]) -> dict[int, float]:
    """Scores of fields added up; what scores nothing is not found."""
    found: defaultdict[int, float] = defaultdict(float)
    for scores in fields:
        for number, score in scores.items():
            found[number] += score
    return {number: score for number, score in found.items() if score > 0}


def key(value: str) -> str:
    return fold(value).replace(" ", "")


def allowed(article: Article, where: Filters) -> bool:
    def one_of(values: Sequence[str], wanted: Sequence[str]) -> bool:
        return not wanted or bool({key(value) for value in values} & {key(value) for value in wanted} - {""})

    def in_time(day: date | None) -> bool:
        if where.date_from is None and where.date_to is None:
            return True
        return day is not None and (where.date_from or date.min) <= day <= (where.date_to or date.max)

    return (
        in_time(article.date)
        and one_of([article.page or ""], where.pages)
        and one_of([article.paper or ""], where.papers)
        and one_of(article.byline.names, where.people)
    )


def best(scores: dict[int, float], k: int) -> list[Hit]:
    return sorted((Hit(*pair) for pair in scores.items()), key=lambda hit: (-hit.score, hit.id))[: max(k, 0)]


@dataclass
class ExactGeneration:
    manifest: Manifest
    rows: dict[int, Row]
    vectors: dict[int, np.ndarray]
    tokenizer: Tokenizer
    found: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        self.live_articles = {article.id: article for _, article in self.rows.values()}
        passages = {number: (passage.text, article) for number, (passage, article) in self.rows.items()}
        self.passages = Lexical(passages, self.tokenizer, PASSAGE_WEIGHTS)
        articles = {number: (article.body, article) for number, article in self.live_articles.items()}
        self.articles = Lexical(articles, self.tokenizer, ARTICLE_WEIGHTS)

    def lexical_passages(self, text: str, k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        found = self.passages.scores(text)
        return best({number: score for number, score in found.items() if allowed(self.rows[number][1], where)}, k)

    def lexical_articles(self, text: str, k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        found = self.articles.scores(text)
        return best({number: score for number, score in found.items() if allowed(self.live_articles[number], where)}, k)

    def dense(self, vector: np.ndarray, k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        if not np.any(vector):
            return []
        near = self.similarities(vector, list(self.rows))
        return best({number: score for number, score in near.items() if allowed(self.rows[number][1], where)}, k)

    def similarities(self, vector: np.ndarray, passage_ids: Sequence[int]) -> dict[int, float]:
        return {number: float(self.vectors[number] @ vector) for number in passage_ids if number in self.vectors}

    def document_frequencies(self, terms: Sequence[str]) -> list[int]:
        fields = (self.articles.grams, self.articles.words)
        return [max(field.frequency(term) for field in fields) for term in terms]

    def articles_holding(self, text: str, where: Filters = NO_FILTERS) -> np.ndarray:
        wanted = set(self.tokenizer.grams(text[:500]))
        counts = self.articles.grams.counts
        found = [number for number, held in counts.items() if wanted and wanted <= held.keys()]
        return np.array(sorted(n for n in found if allowed(self.live_articles[n], where)), dtype=np.int64)

    def contents(self) -> Contents:
        return contents_of(
            [(number, passage_digest(*row)) for number, row in self.rows.items()],
            [(number, article_digest(article)) for number, article in self.live_articles.items()],
        )

    def close(self) -> None:
        pass


class ExactEngine:
    """Generations in memory."""

    format = 1

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.kept: dict[str, ExactGeneration] = {}
        self.published: str | None = None

    @property
    def tokenizer_fingerprint(self) -> str:
        return self.tokenizer.fingerprint

    @contextmanager
    def writing(self) -> Iterator[None]:
        yield

    def build(self, recipe: GenerationRecipe, changes: Changes, vectors: VectorSource) -> Manifest:
        base = self.kept[changes.base] if changes.base else None
        rows = {number: row for number, row in base.rows.items() if number not in changes.retired} if base else {}
        held = {number: base.vectors[number] for number in rows} if base else {}
        added = list(changes.rows)
        rows |= {passage.id: (passage, article) for passage, article in added}
        held |= {passage.id: row for (passage, _), row in zip(added, vectors(added), strict=True)}
        manifest = Manifest(
            recipe.id, recipe.created, recipe.revision, recipe.encoder, recipe.encoder_fingerprint,
            self.tokenizer_fingerprint, recipe.dim, len(rows), len({article.id for _, article in rows.values()}),
            recipe.newest_date, {}, {}, base=changes.base, gate=recipe.gate,
        )  # fmt: skip
        self.kept[recipe.id] = ExactGeneration(manifest, rows, held, self.tokenizer)
        return manifest

    def check(self, generation_id: str) -> list[str]:
        return [] if generation_id in self.kept else ["there is none"]

    def record(self, generation_id: str, gate: str | None, details: Mapping[str, Any]) -> Manifest:
        generation = self.open(generation_id)
        generation.manifest = replace(generation.manifest, gate=gate)
        generation.found = json.loads(json.dumps(details))
        return generation.manifest

    def recorded(self, generation_id: str) -> dict[str, Any] | None:
        return self.open(generation_id).found

    def publish(self, generation_id: str) -> None:
        self.open(generation_id)
        self.published = generation_id

    def current(self) -> str | None:
        return self.published

    def generations(self) -> list[Manifest]:
        return sorted((g.manifest for g in self.kept.values()), key=lambda manifest: (manifest.created, manifest.id))

    def open(self, generation_id: str) -> ExactGeneration:
        if generation_id not in self.kept:
            raise NothingPublished(generation_id)
        return self.kept[generation_id]

    def discard(self, generation_id: str) -> None:
        if generation_id == self.published:
            raise ValueError(generation_id)
        del self.kept[generation_id]

    def unreadable(self) -> list[str]:
        return []

    def discard_damaged(self) -> list[str]:
        return []

    def prune(self, keep: int) -> list[str]:
        others = [manifest.id for manifest in self.generations() if manifest.id != self.published]
        gone = others[: len(others) - keep] if keep > 0 else others
        for name in gone:
            del self.kept[name]
        return gone
