"""How answers and articles look in a terminal, and as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import click

from bot.notes import note_text, reply_text
from bot.render import also_line, citation_line, earlier_line, freshness_line, harmless, headline_line
from retrieval.domain import Answer, AnswerStatus, Article, Byline, Citation, Filters, Headline, Span

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


def answer_text(answer: Answer) -> str:
    """An answer for reading: short answer, excerpts with citation lines, notes, freshness."""
    if answer.reply:
        return harmless(reply_text(answer.reply))
    lines: list[str] = []
    if answer.answer:
        lines += [click.style(harmless(answer.answer), bold=True), ""]
    elif answer.status in LEAD:
        lines += [LEAD[answer.status], ""]
    for citation in answer.citations:
        lines += [*_citation_lines(citation), ""]
    cited = {citation.article_id for citation in answer.citations}
    if others := [near for near in answer.nearest if near.article_id not in cited]:
        lead = "还有：" if answer.citations else "最接近的标题："
        lines += [lead, *(f"  {harmless(headline_line(near))}" for near in others), ""]
    lines += [f"注：{harmless(note_text(note))}" for note in answer.notes]
    return "\n".join([*lines, click.style(freshness_line(answer.freshness), dim=True)])


def _citation_lines(citation: Citation) -> list[str]:
    earlier, also = earlier_line(citation), also_line(citation)
    lines = [click.style(f"{earlier}：", dim=True)] if earlier else []
    lines += [f"「{marked(citation.excerpt, citation.evidence)}」", _source(citation)]
    lines += [f"  {harmless(also)}"] if also else []
    return lines + notice_lines(citation.corrections)


def notice_lines(notices: Sequence[Citation]) -> list[str]:
    """The corrections of an article, word for word."""
    return [
        line
        for notice in notices
        for line in (click.style("  更正：", bold=True) + f"「{harmless(notice.excerpt)}」", _source(notice))
    ]


def _source(citation: Citation) -> str:
    mark = f"[p{citation.passage_id}:{citation.start}-{citation.end}]"
    return f"  —— {harmless(citation_line(citation))}  " + click.style(mark, dim=True)


def answer_json(answer: Answer) -> dict[str, Any]:
    """The stable JSON of an answer (see the README)."""
    return {
        "question": answer.question,
        "status": answer.status.value,
        "answer": answer.answer,
        "citations": [citation_json(citation) for citation in answer.citations],
        "generation": answer.generation,
        "freshness": answer.freshness.isoformat() if answer.freshness else None,
        "latency_ms": round(answer.latency_ms, 2),
        "notes": [note_text(note) for note in answer.notes],
        "reply": reply_text(answer.reply) if answer.reply else None,
        "nearest": [headline_json(near) for near in answer.nearest],
        "understood": understood_json(answer),
    }


def understood_json(answer: Answer) -> dict[str, Any]:
    """How the question was read, and how sure the answer is; what does not apply is left out."""
    read = answer.understood
    told: dict[str, Any] = {"kind": read.kind, "terms": list(read.terms)}
    if read.unit:
        told["unit"] = read.unit
    if read.dates:
        told["dates"] = [
            {"text": each.text, "from": each.first.isoformat(), "to": each.last.isoformat()} for each in read.dates
        ]
    if read.filters:
        told["filters"] = filters_json(read.filters)
    if read.latest:
        told["latest"] = True
    if read.recent:
        told["recent"] = True
    if answer.follows:
        told["follows"] = answer.follows
    if answer.corrections:
        told["corrections"] = [dataclasses.asdict(each) for each in answer.corrections]
    told["confidence"] = answer.confidence
    if answer.short_confidence is not None:
        told["short_confidence"] = answer.short_confidence
    return told


def filters_json(filters: Filters) -> dict[str, Any]:
    """Limits of a search; None where there is none."""
    return {
        "date_from": filters.date_from.isoformat() if filters.date_from else None,
        "date_to": filters.date_to.isoformat() if filters.date_to else None,
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
        "date": citation.date.isoformat() if citation.date else None,
        "page": citation.page,
        "byline": byline_json(citation.byline),
        "jump": citation.jump,
        "excerpt": citation.excerpt,
        "evidence": [list(span) for span in citation.evidence],
        "passage_id": citation.passage_id,
        "start": citation.start,
        "end": citation.end,
        "article_id": citation.article_id,
        "source_id": citation.source_id,
        "source_file": citation.source_file,
        "source_bytes": [list(span) for span in citation.source_bytes],
        "score": round(citation.score, 6),
        "line": citation_line(citation),
        "also": [headline_json(other) for other in citation.also],
        "corrections": [citation_json(notice) for notice in citation.corrections],
        "earlier": citation.earlier,
    }


def headline_json(headline: Headline) -> dict[str, Any]:
    """A pointer to an article."""
    return dataclasses.asdict(headline) | {"date": headline.date.isoformat() if headline.date else None}


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
        "date": article.date.isoformat() if article.date else None,
        "page": article.page,
        "headline": article.headline,
        "kicker": article.kicker,
        "subhead": article.subhead,
        "byline": byline_json(article.byline),
        "jump": article.jump,
        "kind": article.kind.value,
        "url": article.url,
        "joins": sum(part.joins for part in parts),
        "paragraphs": [paragraph for part in parts for paragraph in part.paragraphs],
        "parts": [
            {"article_id": part.id, "page": part.page, "jump": part.jump, "source_file": part.source_file}
            for part in parts
        ],
    }


def article_text(
    parts: Sequence[Article], mark: tuple[int, int, int] | None = None, notices: Sequence[Citation] = ()
) -> str:
    """An article for reading. ``mark`` is (part id, start, end) in that part's body characters."""
    first = parts[0]
    lines = [harmless(first.kicker)] if first.kicker else []
    lines.append(click.style(harmless(citation_line(first)), bold=True))
    lines += [harmless(first.subhead)] if first.subhead else []
    lines += notice_lines(notices)
    for part in parts:
        if part is not first:
            lines += ["", click.style(f"（接第{part.page}版）", dim=True)]
        spans = [mark[1:]] if mark and mark[0] == part.id else []
        lines += ["", marked(part.body, spans).replace("\n", "\n\n")]
    return "\n".join([*lines, "", click.style(f"文件：{harmless(first.source_file)}", dim=True)])
