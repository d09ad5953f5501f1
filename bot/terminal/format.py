"""How answers and articles look in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
from retrieval.domain import Answer, AnswerStatus, Article, Citation, Span

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
