"""Answer a question: the flow from its words to cited excerpts.

Steps: understand → search (candidates in order, typing slips put right) → excerpts → short answer → how sure → cite.
One answer sees one generation from start to end.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from embeddings.encoder import Encoder
from embeddings.reranker import Reranker
from retrieval.answers.honesty import byline_answers
from retrieval.answers.honesty.annotations import NOBODY, Company, beside
from retrieval.answers.honesty.answerability import ANSWERED, RELATED, band, confidence
from retrieval.answers.honesty.citation import citation, headline
from retrieval.answers.honesty.duplicates import also, grouped, without_repeats
from retrieval.answers.honesty.scope_notes import corrected, notes
from retrieval.answers.honesty.superseded import Told, newest_first
from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query, understand
from retrieval.answers.ranking.article_features import headline_share
from retrieval.answers.ranking.coverage import Document
from retrieval.answers.ranking.excerpt import Excerpt, marked
from retrieval.answers.ranking.ranked import Quotation, Ranked, quotations
from retrieval.answers.ranking.rerank import worth
from retrieval.answers.ranking.retrieve import Search
from retrieval.answers.ranking.scores import DENSE
from retrieval.answers.ranking.terms import terms_of
from retrieval.answers.spans.extract import Choices, ShortAnswer, choices, short_answer, sure_enough
from retrieval.answers.timing import stage
from retrieval.answers.tuning import Tuning
from retrieval.domain import Answer, AnswerStatus, Filters, Headline, Hit
from retrieval.editions.store.archive import Archive
from retrieval.errors import Damaged
from retrieval.index.contents import strange
from retrieval.index.engine import Generation
from retrieval.index.serving import Leases
from retrieval.language.tokenizer import Tokenizer

NO_FILTERS = Filters()
NEAREST = 3
"""Headlines offered where nothing answers."""
BESIDE = 0.5
"""Share of the first article's coverage of the question that another one needs to be cited beside it."""
SAME = 3.0
"""How far ahead of another article's best excerpt a further one of the first article must be to be cited instead."""
LISTED = 10
"""Headlines of a listing."""
SAME_STORY = 15
"""Best candidates among which other printings of a cited report are looked for."""
ANEW = 3
"""How often a question is answered anew because what was to be cited has just been withdrawn."""
NEARLY = 1.0
"""How far behind the best a newer report may lie that is put first where the question asks for what is recent."""
NONE_THERE = "没有找到符合这个日期、版次或记者的报道。"
SUBJECT = 0.45
"""Share of the question's words that an article must hold to be the one whose byline is asked for."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What is to be cited, best first: (document, excerpt, score)."""

    cited: tuple[tuple[Document, Excerpt, float], ...]
    status: AnswerStatus
    confidence: float
    short: ShortAnswer | None = None
    notes: tuple[str, ...] = ()
    nearest: tuple[Headline, ...] = ()
    company: Company = NOBODY
    query: Query | None = None
    """What was looked for where that is not what was typed."""
    short_sure: float = 1.0
    """How sure the short answer is, with how sure it is that the excerpt answers at all."""

    @property
    def articles(self) -> tuple[int, ...]:
        """Ids of all that would be shown."""
        pointers = (*self.nearest, *(near for also in self.company.also.values() for near in also))
        return (*(document.article.id for document, _, _ in self.cited), *(near.article_id for near in pointers))


class Asker:
    """Answers questions from the published generation. Safe to call from several threads."""

    def __init__(
        self,
        archive: Archive,
        serving: Leases,
        encoder: Encoder,
        tokenizer: Tokenizer,
        *,
        dense: float = DENSE,
        reranker: Reranker | None = None,
        tuning: Tuning | None = None,
    ) -> None:
        """``dense`` is the weight of the encoder's say in the ranking; the default suits the bundled encoder.

        ``tuning`` is what was fitted for these models; it takes the place of ``dense`` and of the thresholds.
        """
        self._archive, self._serving, self._tokenizer = archive, serving, tokenizer
        self._thresholds = (tuning.answered, tuning.related) if tuning else (ANSWERED, RELATED)
        blend = tuning.blend if tuning else None
        self._search = Search(archive, encoder, tokenizer, dense=dense, reranker=reranker, blend=blend)

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
        with stage("understand"):
            query = understand(question, today, previous)
        with self._serving.lease() as generation:
            where = _joined(query, filters, generation.manifest.newest_date)
            found = self._find_shown(query, generation, where, max(limit, 1))
            answer = _answer(found.query or query, found, generation, today)
            answer = replace(answer, freshness=self._freshness(generation, answer.freshness))
        with stage("beside"):
            citations = beside(answer.citations, found.company, self._archive)
        answer = replace(answer, citations=citations)
        elapsed_ms = round((time.perf_counter() - started) * 1000, 2)
        return replace(answer, question=question, latency_ms=elapsed_ms)

    def ranking(self, question: str, *, today: date, filters: Filters = NO_FILTERS) -> list[Hit]:
        """Article ids as the bot ranks them for a question, best first: what evaluation measures recall on."""
        query = understand(question, today)
        if not query.terms:
            return []
        with self._serving.lease() as generation:
            where = _joined(query, filters, generation.manifest.newest_date)
            ranked = self._search.ranked(query, generation, where)
        if ranked is None:
            return []
        documents = ranked.pool.documents
        return [Hit(documents[number].article.id, float(ranked.scores[number])) for number in ranked.order]

    def _find_shown(self, query: Query, generation: Generation, where: Filters, limit: int) -> _Found:
        """What is found, once more where some of it was withdrawn while it was being looked for."""
        for _ in range(ANEW):
            found = self._find(query, generation, where, limit)
            if self._archive.live(found.articles) >= set(found.articles):
                self._check(found, generation)
                return found
        return _NOTHING

    def _check(self, found: _Found, generation: Generation) -> None:
        """Raise ``Damaged`` where what is to be cited is not what was published, though nothing changed since."""
        if found.cited and self._archive.revision() == generation.manifest.revision:
            cited = [(excerpt.passage, document.article) for document, excerpt, _ in found.cited]
            if changed := strange(generation.contents(), cited):
                raise Damaged(f"archive: passage {changed[0]} is not what was published")

    def _freshness(self, generation: Generation, newest: date | None) -> date | None:
        """The newest edition of the generation, unless that was withdrawn since."""
        if newest is None or self._archive.revision() == generation.manifest.revision:
            return newest
        shown = self._archive.newest_date()
        return min(newest, shown) if shown else None

    def _find(self, query: Query, generation: Generation, where: Filters, limit: int) -> _Found:
        if query.reply is not None or not query.terms:
            return _NOTHING
        if (query.about_the_paper or query.about_an_edition) and not self._names_a_subject(query, generation):
            if query.about_the_paper and not query.names_only_where:
                return _from_newest(query, byline_answers.newest(self._archive, query.kind, where, limit), limit)
            return _listing(query, byline_answers.listed(self._archive, where, LISTED), limit)
        ranked = self._search.ranked(query, generation, where)
        if ranked is None:
            return replace(_NOTHING, notes=(NONE_THERE,)) if where else _NOTHING
        if query.about_the_paper:
            return replace(_of_the_paper(ranked.query, ranked, limit), query=ranked.query)
        return replace(self._from_reports(ranked, limit), query=ranked.query)

    def _names_a_subject(self, query: Query, generation: Generation) -> bool:
        if query.names_only_where:
            return False
        return byline_answers.names_a_subject(query, terms_of(query, self._tokenizer, generation).words)

    @stage("answer")
    def _from_reports(self, ranked: Ranked, limit: int) -> _Found:
        query = ranked.query
        chosen, repeats = _chosen(ranked, limit)
        first = chosen[0]
        read = self._choices(ranked, first)
        short = short_answer(query, read)
        sure = confidence(ranked, first, read.reading)
        status = band(sure, *self._thresholds)
        if status is AnswerStatus.NOT_FOUND:
            return _Found((), status, sure, nearest=_nearest(ranked))
        told = Told(tuple(chosen), short, also(ranked, repeats))
        told = newest_first(ranked, told, repeats.get(first.document, ()), self._reads(ranked), limit)
        both = told.sure * sure
        shown = told.short if status is AnswerStatus.ANSWERED and sure_enough(query, both) else None
        cited = tuple(_cited(ranked, each) for each in told.quotations)
        return _Found(cited, status, sure, shown, company=told.company, short_sure=both)

    def _reads(self, ranked: Ranked) -> Callable[[Quotation], ShortAnswer | None]:
        """Finds the short answer in a quotation."""

        def read(quotation: Quotation) -> ShortAnswer | None:
            return short_answer(ranked.query, self._choices(ranked, quotation))

        return read

    def _choices(self, ranked: Ranked, quotation: Quotation) -> Choices:
        """What could answer in a quotation, which may have been read before."""
        excerpt = quotation.excerpt
        known = ranked.read.get((excerpt.passage.id, excerpt.span))
        return choices(ranked.query, ranked.terms, excerpt, quotation.scores, self._tokenizer, known)


_NOTHING = _Found((), AnswerStatus.NOT_FOUND, 0.0)


def _listing(query: Query, documents: list[Document], limit: int) -> _Found:
    """What an edition, a page or a reporter has, where the question names no subject."""
    if not documents:
        return replace(_NOTHING, notes=(NONE_THERE,))
    cited = tuple((document, byline_answers.opening(document), 1.0) for document in documents[:limit])
    day = byline_answers.place_note(query.kind, documents[0].article) if query.kind is Kind.ISSUE_DATE else None
    told = (day,) if day else ()
    pointers = tuple(headline(each.article) for each in documents)
    return _Found(cited, AnswerStatus.ANSWERED, 1.0, notes=told, nearest=pointers)


def _by_date(ranked: Ranked) -> tuple[int, ...]:
    """The order; where what is recent is asked for, newer ones first among those nearly as good as the best."""
    if not ranked.query.recent:
        return ranked.order
    best = float(ranked.scores[ranked.order[0]])
    level = [number for number in ranked.order if ranked.scores[number] >= best - NEARLY]
    dates = {number: ranked.pool.documents[number].article.date or date.min for number in level}
    level.sort(key=lambda number: dates[number], reverse=True)
    return (*level, *(number for number in ranked.order if number not in dates))


def _chosen(ranked: Ranked, limit: int) -> tuple[list[Quotation], dict[int, list[int]]]:
    """The best excerpt of the best article, and beside it the best of other articles or further ones of its own.

    With them, by document number, the other printings of each article.
    """
    repeats = grouped(ranked.pool.documents, _by_date(ranked), limit, max(SAME_STORY, 2 * limit))
    meant = ranked.coverage.meaning_wide
    first = next(iter(repeats))
    documents = [number for number in repeats if meant[number] >= BESIDE * meant[first]]
    best, *further = quotations(ranked, first, limit)
    value = {each: worth(ranked, each) - SAME for each in further}
    value |= {each: worth(ranked, each) for number in documents[1:] for each in quotations(ranked, number)}
    chosen = [best, *sorted(value, key=lambda each: -value[each])[: limit - 1]]
    return sorted(chosen, key=lambda each: documents.index(each.document)), repeats


def _cited(ranked: Ranked, quotation: Quotation) -> tuple[Document, Excerpt, float]:
    return ranked.pool.documents[quotation.document], quotation.excerpt, float(ranked.scores[quotation.document])


def _nearest(ranked: Ranked) -> tuple[Headline, ...]:
    documents = ranked.pool.documents
    return tuple(headline(documents[number].article) for number in without_repeats(documents, ranked.order, NEAREST))


def _of_the_paper(query: Query, ranked: Ranked, limit: int) -> _Found:
    """The article meant, by its byline, page or date."""
    held = ranked.coverage.meaning_document
    able = [
        number
        for number in ranked.order
        if held[number] >= SUBJECT and byline_answers.can_answer(query.kind, ranked.pool.documents[number].article)
    ]
    if not able:
        return _Found((), AnswerStatus.NOT_FOUND, 0.0, nearest=_nearest(ranked))
    # Who asks for the report on something means the one that it heads, not one that speaks of it too.
    headed = {number: headline_share(ranked.terms, ranked.pool.documents[number].article) for number in able}
    meant = max(able, key=lambda number: headed[number] if headed[number] >= SUBJECT else 0.0)
    found = _from_newest(query, [ranked.pool.documents[meant]], limit)
    return replace(found, confidence=round(float(held[meant]), 3))


def _from_newest(query: Query, documents: list[Document], limit: int) -> _Found:
    """Bylines of these articles: an answer where there is one article, else a choice."""
    if not documents:
        return _NOTHING
    printed = [byline_answers.printed_byline(query.kind, document) for document in documents]
    excerpts = [
        each[0] if each else byline_answers.opening(document) for each, document in zip(printed, documents, strict=True)
    ]
    cited = tuple((document, excerpt, 1.0) for document, excerpt in zip(documents, excerpts, strict=True))[:limit]
    if len(documents) > 1:
        return _Found(cited, AnswerStatus.RELATED_ONLY, 0.5)
    short = printed[0][1] if printed[0] else None
    note = None if short else byline_answers.place_note(query.kind, documents[0].article)
    return _Found(cited, AnswerStatus.ANSWERED, 1.0, short, (note,) if note else ())


@stage("cite")
def _answer(query: Query, found: _Found, generation: Generation, today: date) -> Answer:
    """The records that go out."""
    cited = [citation(document.article, excerpt, score) for document, excerpt, score in found.cited]
    shown = None
    if found.short and cited:
        shown = cited[0].excerpt[slice(*found.short.span)]
        start = cited[0].start
        document, excerpt, score = found.cited[0]
        span = (found.short.span[0] + start, found.short.span[1] + start)
        cited[0] = citation(document.article, marked(excerpt, [span]), score)
    newest = generation.manifest.newest_date
    told: dict[str, object] = {"confidence": round(found.confidence, 3)}
    if shown is not None:
        told["short_confidence"] = round(found.short_sure, 3)
    answered = found.status is AnswerStatus.ANSWERED
    remarks = corrected(query) + found.notes + (notes(query, cited[0], today, answered=answered) if cited else ())
    return Answer(
        question=query.question,
        status=found.status,
        answer=shown,
        citations=tuple(cited),
        generation=generation.manifest.id,
        freshness=date.fromisoformat(newest) if newest else None,
        latency_ms=0.0,
        nearest=found.nearest,
        notes=remarks,
        reply=query.reply,
        understood=query.described() | told,
    )


def _joined(query: Query, filters: Filters, newest: str | None) -> Filters:
    """The caller's filters, and those of the question where the caller has none; ``newest`` is the newest edition."""
    own = query.filters
    if query.latest and newest and not (own.date_from or own.date_to):
        own = replace(own, date_from=date.fromisoformat(newest), date_to=date.fromisoformat(newest))
    return Filters(
        date_from=filters.date_from or own.date_from,
        date_to=filters.date_to or own.date_to,
        pages=filters.pages or own.pages,
        people=filters.people or own.people,
        papers=filters.papers or own.papers,
    )
