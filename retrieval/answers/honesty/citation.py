"""Citations: what is quoted, and where it stands in print and in the source file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from retrieval.answers.honesty.decision import CITED, CITED_ALONE
from retrieval.answers.honesty.draft import Draft
from retrieval.answers.honesty.scope_notes import respelling_notes, scope_notes
from retrieval.answers.ranking.excerpt import Excerpt, dateline_end
from retrieval.answers.timing import stage
from retrieval.domain import (
    Answer,
    AnswerStatus,
    Article,
    Citation,
    Headline,
    Note,
    Passage,
    Respelling,
    Span,
    source_bytes,
)
from retrieval.language.bigrams import bigrams
from retrieval.language.characters import CLAUSE_ENDS
from retrieval.language.sentences import trim

OPENING_CHARS = 20
"""Characters of an article's opening words at most; by hand, 2026-11."""
_FIRST_CLAUSE = re.compile(rf"(?P<clause>[^{CLAUSE_ENDS}]{{6,{OPENING_CHARS}}})[{CLAUSE_ENDS}]")
SHORT_NOTICE = 240
"""Characters up to which a notice of correction is quoted whole; by hand, 2026-11."""


def citation(article: Article, excerpt: Excerpt, score: float) -> Citation:
    """The citation of an excerpt; ``source_bytes`` come from the body offsets of its passage."""
    start, end = excerpt.span
    body_start = excerpt.passage.start + start
    body_end = body_start + end - start
    return Citation(
        article_id=article.id,
        passage_id=excerpt.passage.id,
        headline=article.headline,
        kicker=article.kicker,
        paper=article.paper,
        date=article.date,
        page=article.page,
        byline=article.byline,
        jump=article.jump,
        excerpt=excerpt.text,
        start=start,
        end=end,
        evidence=excerpt.evidence,
        source_id=article.external_id,
        source_file=article.source_file,
        source_bytes=source_bytes(article.body, article.pieces, body_start, body_end),
        score=round(score, 4),
        area=article.area_of(body_start, body_end),
        recognition=article.recognition(body_start, body_end),
        opening=opening_words(article),
    )


def answer_of(draft: Draft, question: str, generation: str, freshness: date | None, today: date) -> Answer:
    """The record that goes out, with all of its citations; they are not annotated yet."""
    with stage("cite"):
        cited = [citation(each.document.article, each.excerpt, each.score) for each in draft.evidence]
        shown = None
        if draft.short and cited:
            shown = cited[0].excerpt[slice(*draft.short.span)]
            cited[0] = replace(cited[0], evidence=(draft.short.span,))
        notes = _notes_on(draft, cited, today)
    return Answer(
        question=question,
        status=draft.status,
        answer=shown,
        citations=tuple(cited),
        generation=generation,
        freshness=freshness,
        latency_ms=0.0,
        nearest=draft.nearest,
        notes=notes,
        reply=draft.query.reply,
        confidence=round(draft.confidence, 3),
        short_confidence=round(draft.short_confidence, 3) if shown is not None else None,
        follows=draft.query.previous,
        subject=draft.query.subject,
        corrections=tuple(Respelling(each.typed, each.meant) for each in draft.query.corrections),
        understood=draft.query.understanding,
    )


def _notes_on(draft: Draft, cited: Sequence[Citation], today: date) -> tuple[Note, ...]:
    """What was taken for a slip, what the draft says, and what the first citation leaves open."""
    notes = respelling_notes(draft.query) + draft.notes
    if cited:
        notes += scope_notes(draft.query, cited[0], today, answered=draft.status is AnswerStatus.ANSWERED)
    return notes


def whole_passage(article: Article, passage: Passage, evidence: tuple[Span, ...] = ()) -> Citation:
    """A passage quoted as a whole, where nothing was asked that could rank it."""
    return citation(article, Excerpt(passage, (0, len(passage.text)), evidence), 0.0)


def shown_part(answer: Answer, later: Sequence[Headline], limit: int) -> Answer:
    """The answer with its first ``limit`` citations; ``later`` are the newer reports on its matter, newest first."""
    count = _shown_at_once(answer.citations, limit)
    shown, behind = answer.citations[:count], answer.citations[count:]
    cited = {citation.article_id for citation in shown}
    newest = next(iter(later), None)
    return replace(
        answer,
        citations=shown,
        further=tuple(map(headline, behind)),
        later=newest if newest and newest.article_id not in cited else None,
    )


def _shown_at_once(citations: Sequence[Citation], limit: int) -> int:
    """How many citations are shown where ``limit`` are wanted: fewer where one report alone would fill a first card."""
    alone = len({citation.article_id for citation in citations[:limit]}) == 1
    return min(limit, CITED_ALONE) if alone and limit <= CITED else limit


def headline(article: Article | Citation) -> Headline:
    """A pointer to an article, or to the article of a citation."""
    if isinstance(article, Citation):
        number, opening = article.article_id, article.opening
    else:
        number, opening = article.id, opening_words(article)
    return Headline(number, article.headline, article.paper, article.date, article.page, opening)


def opening_words(article: Article) -> str:
    """The first words of an article without headline, by which lists can name it; empty where it has one."""
    if article.headline or not article.body:
        return ""
    text = article.paragraphs[0]
    text = text[dateline_end(text) :].strip()
    end = _FIRST_CLAUSE.match(text)
    return (end["clause"] if end else text[:OPENING_CHARS]).strip().rstrip(CLAUSE_ENDS)


def notice_citation(notice: Article, passages: Sequence[Passage], about: str | None) -> Citation:
    """What a notice says of the article under the headline ``about``: the whole notice where it is one short passage.

    A notice that corrects several articles is quoted with the paragraph that names this one.
    """
    if len(passages) == 1 and len(passages[0].text) <= SHORT_NOTICE:
        return whole_passage(notice, passages[0])
    wanted = bigrams(about or "")
    paragraphs = [Excerpt(passage, span, ()) for passage in passages for span in _paragraphs(passage.text)]
    naming = max(paragraphs, key=lambda each: len(wanted & bigrams(each.text)))
    return citation(notice, naming, 0.0)


def _paragraphs(text: str) -> list[Span]:
    spans: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        if line.group().strip():
            spans.append(trim(text, *line.span()))
    return spans or [(0, len(text))]
