"""Answers and articles as JSON for programs: the fields that ``docs/json.md`` describes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.house import NO_HOUSE, House
from bot.lang import Lang
from bot.notes import note_text
from bot.render import citation_line
from bot.replies import reply_text
from retrieval.domain import Answer, Article, Byline, Citation, Filters, Headline
from retrieval.printed import PageArea


def answer_json(answer: Answer, house: House = NO_HOUSE, lang: Lang = "zh-hans") -> dict[str, Any]:
    """The stable JSON of an answer; what the program says itself is in ``lang``."""
    return {
        "question": answer.question,
        "status": answer.status.value,
        "answer": answer.answer,
        "citations": [citation_json(each, lang) for each in answer.citations],
        "generation": answer.generation,
        "freshness": _iso(answer.freshness),
        "latency_ms": round(answer.latency_ms, 2),
        "notes": [note_text(note, lang) for note in answer.notes],
        "reply": reply_text(answer.reply, lang, house) if answer.reply else None,
        "further": len(answer.further),
        "later": headline_json(answer.later) if answer.later else None,
        "nearest": list(map(headline_json, answer.nearest)),
        "understood": understood_json(answer),
    }


def understood_json(answer: Answer) -> dict[str, Any]:
    """How the question was read, and how sure the answer is; what does not apply is left out."""
    read = answer.understood
    may_apply = {
        "unit": read.unit,
        "dates": [{"text": each.text, "from": _iso(each.first), "to": _iso(each.last)} for each in read.dates],
        "filters": filters_json(read.filters) if read.filters else None,
        "latest": read.latest,
        "recent": read.recent,
        "follows": answer.follows,
        "subject": answer.subject,
        "corrections": list(map(dataclasses.asdict, answer.corrections)),
    }
    told: dict[str, Any] = {"kind": read.kind, "terms": list(read.terms)}
    told |= {name: value for name, value in may_apply.items() if value}
    told["confidence"] = answer.confidence
    if answer.short_confidence is not None:
        told["short_confidence"] = answer.short_confidence
    return told


def filters_json(filters: Filters) -> dict[str, Any]:
    """Limits of a search; None where there is none."""
    return {
        "date_from": _iso(filters.date_from),
        "date_to": _iso(filters.date_to),
        "pages": list(filters.pages),
        "people": list(filters.people),
        "papers": list(filters.papers),
    }


def citation_json(citation: Citation, lang: Lang = "zh-hans") -> dict[str, Any]:
    """A citation, with its corrections as citations of their own."""
    return {
        "headline": citation.headline,
        "kicker": citation.kicker,
        "paper": citation.paper,
        "date": _iso(citation.date),
        "page": citation.page,
        "byline": byline_json(citation.byline),
        "jump": citation.jump,
        "opening": citation.opening,
        "excerpt": citation.excerpt,
        "evidence": list(map(list, citation.evidence)),
        "passage_id": citation.passage_id,
        "start": citation.start,
        "end": citation.end,
        "article_id": citation.article_id,
        "source_id": citation.source_id,
        "source_file": citation.source_file,
        "source_bytes": list(map(list, citation.source_bytes)),
        "area": area_json(citation.area),
        "recognition": citation.recognition,
        "score": round(citation.score, 6),
        "line": citation_line(citation, lang),
        "also": list(map(headline_json, citation.also)),
        "corrections": [citation_json(each, lang) for each in citation.corrections],
        "earlier": citation.earlier,
    }


def area_json(area: PageArea | None) -> dict[str, Any] | None:
    """A place on a page; None where the source doesn't say."""
    return dataclasses.asdict(area) if area else None


def headline_json(headline: Headline) -> dict[str, Any]:
    """A pointer to an article."""
    return dataclasses.asdict(headline) | {"date": _iso(headline.date)}


def byline_json(byline: Byline) -> dict[str, list[str]]:
    """Names by role."""
    return {role: list(names) for role, names in dataclasses.asdict(byline).items()}


def article_json(article: Article, continuations: Sequence[Article]) -> dict[str, Any]:
    """One article with the parts that continue it on later pages."""
    parts = (article, *continuations)
    return {
        "article_id": article.id,
        "source_id": article.external_id,
        "source_file": article.source_file,
        "paper": article.paper,
        "date": _iso(article.date),
        "page": article.page,
        "headline": article.headline,
        "kicker": article.kicker,
        "subhead": article.subhead,
        "byline": byline_json(article.byline),
        "jump": article.jump,
        "kind": article.kind.value,
        "url": article.url,
        "area": area_json(article.area),
        "joins": sum(part.joins for part in parts),
        "paragraphs": [paragraph for part in parts for paragraph in part.paragraphs],
        "parts": list(map(_part_json, parts)),
    }


def _part_json(part: Article) -> dict[str, Any]:
    return {
        "article_id": part.id,
        "page": part.page,
        "jump": part.jump,
        "source_file": part.source_file,
        "area": area_json(part.area),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
