"""Answers from what was reported: which excerpts are cited, the short answer, and how sure both are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from heapq import merge

from retrieval.answers.honesty.answerability import answer_confidence, confidence
from retrieval.answers.honesty.citation import headline
from retrieval.answers.honesty.decision import MOST_CITED, joint_confidence, shows_short, status_of
from retrieval.answers.honesty.draft import Draft, Evidence, Related
from retrieval.answers.honesty.duplicates import also, grouped, without_repeats
from retrieval.answers.honesty.later import later_reports
from retrieval.answers.honesty.recognised import legible_short
from retrieval.answers.honesty.subject import shares_subject
from retrieval.answers.honesty.superseded import Selection, newest_first
from retrieval.answers.ranking.ranked import Ranked
from retrieval.answers.ranking.rerank import Leaders, ReadQuotation
from retrieval.answers.timing import stage
from retrieval.domain import AnswerStatus, Headline

NEAREST_HEADLINES = 3
"""Headlines offered where nothing answers; by hand, 2026-11."""
COVERED = 0.5
"""Share of the first article's coverage of the question that another one needs to be cited beside it;
by hand, 2026-11."""
OWN_FURTHER = 3.0
"""How far ahead of another article's best excerpt a further one of the first article must be to be cited instead;
by hand, 2026-11."""
LOOKED_AT = 15
"""Best candidates that are cited, or that are other printings of cited reports; by hand, 2026-11."""
RECENT_MARGIN = 1.0
"""How far behind the best a newer report may lie that is put first where the question asks for what is recent;
by hand, 2026-11."""


@stage("answer")
def report_draft(leaders: Leaders, thresholds: tuple[float, float]) -> Draft:
    """All excerpts that may be cited, best first.

    ``thresholds`` are the confidences from which an excerpt is told as an answer, and as related.
    """
    ranked = leaders.ranked
    order = _by_date(ranked)[:LOOKED_AT]
    repeats = grouped(ranked.pool.documents, order)
    chosen = _chosen(leaders, repeats)
    sure = confidence(leaders, chosen[0])
    status = status_of(sure, *thresholds)
    if status is AnswerStatus.RELATED_ONLY:
        chosen = _on_subject(ranked, chosen)
    if status is AnswerStatus.NOT_FOUND or not chosen:
        return Draft(ranked.query, confidence=sure, nearest=_nearest_headlines(ranked))
    first = chosen[0]
    short = legible_short(ranked, first)
    found = Selection(tuple(chosen), short, Related(also(ranked, repeats)))
    found = newest_first(leaders, found, repeats[first.document])
    answers = answer_confidence(leaders, first)
    joint = joint_confidence(answers, found.short.confidence if found.short else 0.0)
    return Draft(
        ranked.query,
        evidence=_evidence(ranked, found.excerpts[:MOST_CITED]),
        status=status,
        confidence=sure,
        short=found.short if shows_short(status, joint) else None,
        short_confidence=joint,
        related=found.related,
        later=later_reports(ranked, found.excerpts[0].document, order),
    )


def _on_subject(ranked: Ranked, chosen: Sequence[ReadQuotation]) -> list[ReadQuotation]:
    """Those excerpts of reports that share the question's subject."""
    shares: dict[int, bool] = {}
    for read in chosen:  # the best excerpt of each report comes first
        if read.document not in shares:
            shares[read.document] = shares_subject(ranked, read.document, read.reading)
    return [read for read in chosen if shares[read.document]]


def _by_date(ranked: Ranked) -> tuple[int, ...]:
    """The order; where what is recent is asked for, newer ones first among those nearly as good as the best."""
    if not ranked.query.recent:
        return ranked.order
    least = float(ranked.scores[ranked.order[0]]) - RECENT_MARGIN
    level = [number for number in ranked.order if ranked.scores[number] >= least]
    level.sort(key=lambda number: ranked.pool.documents[number].article.date or date.min, reverse=True)
    return tuple(dict.fromkeys((*level, *ranked.order)))


def _chosen(leaders: Leaders, repeats: Mapping[int, Sequence[int]]) -> list[ReadQuotation]:
    """The best excerpt of the best article, then further ones of its own and the best of others, each in its turn.

    ``repeats`` has the numbers of different reports in order, each with those of its other printings.
    """
    first, *rest = repeats
    best, *own = leaders.excerpts(first, MOST_CITED)
    covered = leaders.ranked.coverage.meaning_wide
    others: list[ReadQuotation] = []
    for number in rest:
        if covered[number] >= COVERED * covered[first]:
            others += leaders.excerpts(number)

    def behind(read: ReadQuotation) -> float:
        return (OWN_FURTHER if read.document == first else 0.0) - read.value

    return [best, *merge(own, others, key=behind)]


def _evidence(ranked: Ranked, excerpts: Sequence[ReadQuotation]) -> tuple[Evidence, ...]:
    cited: list[Evidence] = []
    for read in excerpts:
        document = ranked.pool.documents[read.document]
        cited.append(Evidence(document, read.quotation.excerpt, float(ranked.scores[read.document])))
    return tuple(cited)


def _nearest_headlines(ranked: Ranked) -> tuple[Headline, ...]:
    near = [number for number in ranked.order if shares_subject(ranked, number)]
    kept = without_repeats(ranked.pool.documents, near, NEAREST_HEADLINES)
    return tuple(map(headline, ranked.pool.articles(kept)))
