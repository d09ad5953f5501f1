"""Answers from what was reported: which excerpts are cited, the short answer, and how sure both are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from retrieval.answers.honesty.answerability import confidence
from retrieval.answers.honesty.citation import headline
from retrieval.answers.honesty.decision import joint_confidence, shows_short, status_of
from retrieval.answers.honesty.draft import Draft, Evidence
from retrieval.answers.honesty.duplicates import also, grouped, without_repeats
from retrieval.answers.honesty.superseded import Told, newest_first
from retrieval.answers.ranking.ranked import Quotation, Ranked, quotations
from retrieval.answers.ranking.rerank import worth
from retrieval.answers.spans.extract import Choices, ShortAnswer, choices, short_answer
from retrieval.answers.timing import stage
from retrieval.domain import AnswerStatus, Headline
from retrieval.language.tokenizer import Tokenizer

NEAREST = 3
"""Headlines offered where nothing answers."""
COVERED = 0.5
"""Share of the first article's coverage of the question that another one needs to be cited beside it."""
OWN_FURTHER = 3.0
"""How far ahead of another article's best excerpt a further one of the first article must be to be cited instead."""
SAME_STORY = 15
"""Best candidates among which other printings of a cited report are looked for."""
RECENT_MARGIN = 1.0
"""How far behind the best a newer report may lie that is put first where the question asks for what is recent."""


class ReportAnswers:
    """Makes drafts of ranked candidates."""

    def __init__(self, tokenizer: Tokenizer, thresholds: tuple[float, float]) -> None:
        """``thresholds`` are the confidences from which an excerpt is told as an answer, and as related."""
        self._tokenizer, self._thresholds = tokenizer, thresholds

    @stage("answer")
    def draft(self, ranked: Ranked, limit: int) -> Draft:
        """At most ``limit`` excerpts, best first."""
        query = ranked.query
        chosen, repeats = _chosen(ranked, limit)
        first = chosen[0]
        read = self._choices(ranked, first)
        short = short_answer(query, read)
        sure = confidence(ranked, first, read.reading)
        status = status_of(sure, *self._thresholds)
        if status is AnswerStatus.NOT_FOUND:
            return Draft(query, status=status, confidence=sure, nearest=_nearest(ranked))
        told = Told(tuple(chosen), short, also(ranked, repeats))
        told = newest_first(ranked, told, repeats.get(first.document, ()), self._reads(ranked), limit)
        joint = joint_confidence(sure, told.sure)
        return Draft(
            query,
            evidence=tuple(_evidence(ranked, each) for each in told.quotations),
            status=status,
            confidence=sure,
            short=told.short if shows_short(query.kind, status, joint) else None,
            short_confidence=joint,
            related=told.related,
        )

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


def _by_date(ranked: Ranked) -> tuple[int, ...]:
    """The order; where what is recent is asked for, newer ones first among those nearly as good as the best."""
    if not ranked.query.recent:
        return ranked.order
    best = float(ranked.scores[ranked.order[0]])
    level = [number for number in ranked.order if ranked.scores[number] >= best - RECENT_MARGIN]
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
    documents = [number for number in repeats if meant[number] >= COVERED * meant[first]]
    best, *further = quotations(ranked, first, limit)
    value = {each: worth(ranked, each) - OWN_FURTHER for each in further}
    value |= {each: worth(ranked, each) for number in documents[1:] for each in quotations(ranked, number)}
    chosen = [best, *sorted(value, key=lambda each: -value[each])[: limit - 1]]
    return sorted(chosen, key=lambda each: documents.index(each.document)), repeats


def _evidence(ranked: Ranked, quotation: Quotation) -> Evidence:
    document = ranked.pool.documents[quotation.document]
    return Evidence(document, quotation.excerpt, float(ranked.scores[quotation.document]))


def _nearest(ranked: Ranked) -> tuple[Headline, ...]:
    documents = ranked.pool.documents
    return tuple(headline(documents[number].article) for number in without_repeats(documents, ranked.order, NEAREST))
