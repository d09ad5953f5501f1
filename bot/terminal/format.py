"""How answers and articles look in a terminal, and as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import click

from bot.house import NO_HOUSE, House
from bot.notes import note_text
from bot.render import (
    also_line,
    citation_line,
    earlier_line,
    freshness_line,
    harmless,
    headline_line,
    later_line,
    one_line,
)
from bot.replies import reply_text
from retrieval.domain import Answer, AnswerStatus, Article, Byline, Citation, Filters, Headline, Span
from retrieval.printed import PageArea

LEAD = {
    AnswerStatus.RELATED_ONLY: "没有找到直接的答案，下面是最接近的报道：",
    AnswerStatus.NOT_FOUND: "收录的报纸里没有找到相关报道。",
}


def marked(text: str, spans: Sequence[Span]) -> str:
    """``text`` with ``spans`` in bold; harmless to the terminal."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [harmless(text[at:start]), click.style(harmless(text[start:end]), bold=True, fg="yellow")]
            at = end
    return "".join([*parts, harmless(text[at:])])


def answer_text(answer: Answer, house: House = NO_HOUSE) -> str:
    """An answer for reading: short answer, excerpts with citation lines, notes, freshness."""
    if answer.reply:
        return harmless(reply_text(answer.reply, house=house))
    lines = _lead_lines(answer)
    for citation in answer.citations:
        lines += [*_citation_lines(citation), ""]
    if later := later_line(answer):
        lines += [one_line(later), ""]
    lines += _nearest_lines(answer)
    lines += [f"注：{one_line(note_text(note))}" for note in answer.notes]
    return "\n".join([*lines, click.style(freshness_line(answer.freshness), dim=True)])


def _lead_lines(answer: Answer) -> list[str]:
    """The short answer, or that there is none."""
    if answer.answer:
        return [click.style(harmless(answer.answer), bold=True), ""]
    return [LEAD[answer.status], ""] if answer.status in LEAD else []


def _nearest_lines(answer: Answer) -> list[str]:
    """The nearest headlines but those of articles that are cited already."""
    cited = {citation.article_id for citation in answer.citations}
    others = [f"  {one_line(headline_line(near))}" for near in answer.nearest if near.article_id not in cited]
    lead = "还有：" if cited else "最接近的标题："
    return [lead, *others, ""] if others else []


def _citation_lines(citation: Citation) -> list[str]:
    earlier, also = earlier_line(citation), also_line(citation)
    lines = [click.style(f"{earlier}：", dim=True)] if earlier else []
    lines += [f"「{marked(citation.excerpt, citation.evidence)}」", _source(citation)]
    lines += [f"  {one_line(also)}"] if also else []
    return lines + notice_lines(citation.corrections)


def notice_lines(notices: Sequence[Citation]) -> list[str]:
    """The corrections of an article, word for word."""
    lines = []
    for notice in notices:
        lines += [click.style("  更正：", bold=True) + f"「{harmless(notice.excerpt)}」", _source(notice)]
    return lines


def _source(citation: Citation) -> str:
    mark = f"[p{citation.passage_id}:{citation.start}-{citation.end}]"
    return f"  —— {one_line(citation_line(citation))}  " + click.style(mark, dim=True)


def answer_json(answer: Answer, house: House = NO_HOUSE) -> dict[str, Any]:
    """The stable JSON of an answer (see the README)."""
    return {
        "question": answer.question,
        "status": answer.status.value,
        "answer": answer.answer,
        "citations": list(map(citation_json, answer.citations)),
        "generation": answer.generation,
        "freshness": _iso(answer.freshness),
        "latency_ms": round(answer.latency_ms, 2),
        "notes": [note_text(note) for note in answer.notes],
        "reply": reply_text(answer.reply, house=house) if answer.reply else None,
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


def citation_json(citation: Citation) -> dict[str, Any]:
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
        "line": citation_line(citation),
        "also": list(map(headline_json, citation.also)),
        "corrections": list(map(citation_json, citation.corrections)),
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


def article_text(
    parts: Sequence[Article], mark: tuple[int, int, int] | None = None, notices: Sequence[Citation] = ()
) -> str:
    """An article for reading. ``mark`` is (part id, start, end) in that part's body characters."""
    first = parts[0]
    lines = [*_title_lines(first), *notice_lines(notices)]
    for part in parts:
        if part is not first:
            lines += ["", click.style(f"（接第{part.page}版）", dim=True)]
        spans = [mark[1:]] if mark and mark[0] == part.id else []
        lines += ["", marked(part.body, spans).replace("\n", "\n\n")]
    return "\n".join([*lines, "", click.style(f"文件：{one_line(first.source_file)}", dim=True)])


def _title_lines(article: Article) -> Iterator[str]:
    if article.kicker:
        yield one_line(article.kicker)
    yield click.style(one_line(citation_line(article)), bold=True)
    if article.subhead:
        yield one_line(article.subhead)
