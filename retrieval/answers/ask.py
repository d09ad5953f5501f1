"""Answer a question: the flow from its words to cited excerpts.

Steps: understand → gather candidates → cover them with the question's terms → rank → excerpts → short answer → how
sure → cite. One answer sees one generation from start to end.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from retrieval.answers.candidates import Pool, gather
from retrieval.answers.cite import citation, headline
from retrieval.answers.duplicates import without_repeats
from retrieval.answers.evidence import Coverage, Layout, cover, lay_out
from retrieval.answers.excerpt import Excerpt, grow, marked
from retrieval.answers.notes import notes
from retrieval.answers.query import Query, understand
from retrieval.answers.rank import article_scores, sentence_scores
from retrieval.answers.short_answer import ShortAnswer, short_answer
from retrieval.answers.status import Evidence, judge
from retrieval.answers.terms import Terms, terms_of
from retrieval.domain import Answer, AnswerStatus, Citation, Filters, Headline
from retrieval.editions.archive import Archive
from retrieval.index.engine import Generation
from retrieval.index.serving import Serving
from retrieval.index.tokenizer import Tokenizer

NO_FILTERS = Filters()
NEAREST = 3
"""Headlines offered where nothing answers."""
SHOWN = 0.5
"""Confidence from which a short answer is shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """The candidates of one question, best first, with all that is known of them."""

    pool: Pool
    layout: Layout
    coverage: Coverage
    order: tuple[int, ...]
    articles: NDArray[np.float32]
    sentences: NDArray[np.float32]


class Asker:
    """Answers questions from the published generation. Safe to call from several threads."""

    def __init__(self, archive: Archive, serving: Serving, encoder: Encoder, tokenizer: Tokenizer) -> None:
        self._archive, self._serving, self._encoder, self._tokenizer = archive, serving, encoder, tokenizer

    def ask(
        self,
        question: str,
        *,
        today: date,
        limit: int = 3,
        filters: Filters = NO_FILTERS,
        previous: str | None = None,
    ) -> Answer:
        """The answer to one question; ``limit`` is the most citations.

        Raises ``NothingPublished`` before the first publishing, ``GenerationMismatch`` for another encoder's index.
        """
        started = time.perf_counter()
        query = understand(question, today, previous)
        with self._serving.lease() as generation:
            answer = self._reply(query, generation) or self._search(
                query, generation, _joined(query, filters), limit, today
            )
        return replace(
            answer,
            question=question,
            understood=query.described() | answer.understood,
            latency_ms=round((time.perf_counter() - started) * 1000, 2),
        )

    def _reply(self, query: Query, generation: Generation) -> Answer | None:
        """What is no question on the news gets a sentence, or, where there is nothing to look for, nothing."""
        if query.reply is None and query.terms:
            return None
        return _empty(generation, reply=query.reply)

    def _search(self, query: Query, generation: Generation, where: Filters, limit: int, today: date) -> Answer:
        terms = terms_of(query, self._tokenizer, generation)
        ranked = self._rank(query, terms, generation, where)
        if not ranked.order:
            return _empty(generation)
        excerpts = self._excerpts(query, ranked, limit)
        short = short_answer(query, terms, excerpts[0][1])
        status, confidence = judge(_evidence(ranked, excerpts[0][0]))
        if status is AnswerStatus.NOT_FOUND:
            return _empty(generation, nearest=_nearest(ranked))
        return self._answer(query, generation, ranked, excerpts, short, status, confidence, today)

    def _rank(self, query: Query, terms: Terms, generation: Generation, where: Filters) -> Ranked:
        vector = self._encoder.encode_queries([query.question])[0]
        pool = gather(query, vector, generation, self._archive, where)
        layout = lay_out(pool.documents)
        if not pool.documents or not layout.sentences:
            return Ranked(pool, layout, None, (), np.zeros(0, np.float32), np.zeros(0, np.float32))  # type: ignore[arg-type]
        coverage = cover(terms, layout)
        articles, parts = article_scores(pool, coverage), sentence_scores(coverage, layout)
        ids = [document.article.id for document in pool.documents]
        order = sorted(range(len(ids)), key=lambda number: (-articles[number], ids[number]))
        return Ranked(pool, layout, coverage, tuple(order), articles, parts)

    def _excerpts(self, query: Query, ranked: Ranked, limit: int) -> list[tuple[int, Excerpt]]:
        """Sentence number and excerpt, one of each of the best articles."""
        found = []
        for number in without_repeats(ranked.pool.documents, ranked.order, limit):
            best = _best_sentence(ranked, number)
            found.append((best, _grown(query, ranked, best)))
        return found

    def _answer(
        self,
        query: Query,
        generation: Generation,
        ranked: Ranked,
        excerpts: list[tuple[int, Excerpt]],
        short: ShortAnswer | None,
        status: AnswerStatus,
        confidence: float,
        today: date,
    ) -> Answer:
        shown = None
        first = excerpts[0][1]
        if short and status is AnswerStatus.ANSWERED and short.confidence >= SHOWN:
            shown = first.text[slice(*short.span)]
            start = first.span[0]
            first = marked(first, [(short.span[0] + start, short.span[1] + start)])
        cited: list[Citation] = []
        for place, (number, excerpt) in enumerate(excerpts):
            document = ranked.layout.sentences[number].document
            article = ranked.pool.documents[document].article
            cited.append(citation(article, excerpt if place else first, float(ranked.articles[document])))
        return replace(
            _empty(generation),
            status=status,
            answer=shown,
            citations=tuple(cited),
            notes=notes(query, cited[0], today),
            understood={"confidence": round(confidence, 3)},
        )


def _best_sentence(ranked: Ranked, document: int) -> int:
    starts = [*ranked.layout.first_sentence.tolist(), len(ranked.layout.sentences)]
    first, last = starts[document], starts[document + 1]
    best: int = first + int(np.argmax(ranked.sentences[first:last]))
    return best


def _grown(query: Query, ranked: Ranked, number: int) -> Excerpt:
    sentence = ranked.layout.sentences[number]
    scores = {
        other.span: float(ranked.sentences[index])
        for index, other in enumerate(ranked.layout.sentences)
        if other.passage.id == sentence.passage.id
    }
    return grow(sentence.passage, sentence.span, scores, with_byline=query.about_the_paper)


def _evidence(ranked: Ranked, number: int) -> Evidence:
    coverage, document = ranked.coverage, ranked.layout.sentences[number].document
    return Evidence(
        words=float(coverage.words_wide[document]),
        chars=float(coverage.pairs_wide[document]),
        dense=float(ranked.pool.dense_score[document]),
    )


def _nearest(ranked: Ranked) -> tuple[Headline, ...]:
    documents = ranked.pool.documents
    return tuple(headline(documents[number].article) for number in without_repeats(documents, ranked.order, NEAREST))


def _joined(query: Query, filters: Filters) -> Filters:
    """The caller's filters, and those of the question where the caller has none."""
    own = query.filters
    return Filters(
        date_from=filters.date_from or own.date_from,
        date_to=filters.date_to or own.date_to,
        pages=filters.pages or own.pages,
        people=filters.people or own.people,
        papers=filters.papers or own.papers,
    )


def _empty(generation: Generation, *, reply: str | None = None, nearest: tuple[Headline, ...] = ()) -> Answer:
    newest = generation.manifest.newest_date
    return Answer(
        question="",
        status=AnswerStatus.NOT_FOUND,
        answer=None,
        citations=(),
        generation=generation.manifest.id,
        freshness=date.fromisoformat(newest) if newest else None,
        latency_ms=0.0,
        nearest=nearest,
        reply=reply,
    )
