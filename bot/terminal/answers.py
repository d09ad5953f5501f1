"""How answers and reports look in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.house import NO_HOUSE, House
from bot.notes import note_text
from bot.render import (
    also_line,
    citation_line,
    date_text,
    earlier_line,
    freshness_line,
    harmless,
    headline_line,
    later_line,
    one_line,
    page_text,
)
from bot.replies import reply_text
from bot.terminal.screen import Screen
from bot.terminal.words.answers import AnswerText
from bot.terminal.words.days import DayText
from retrieval.domain import Answer, AnswerStatus, Article, Citation, NoteCode

LEAD = {AnswerStatus.RELATED_ONLY: AnswerText.RELATED_ONLY, AnswerStatus.NOT_FOUND: AnswerText.NOT_FOUND}


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked in a report: characters of the body of one of its parts."""

    part: int
    start: int
    end: int


def answer_text(answer: Answer, screen: Screen, house: House = NO_HOUSE, *, numbered: bool = False) -> str:
    """An answer for reading: short answer, excerpts with citation lines, notes, freshness."""
    if answer.reply:
        return screen.wrapped(harmless(reply_text(answer.reply, screen.lang, house)))
    lines = list(_lead_lines(answer, screen))
    for number, citation in enumerate(answer.citations, 1):
        lines += [*citation_lines(citation, screen, number if numbered else None), ""]
    if later := later_line(answer, screen.lang):
        lines += [screen.wrapped(one_line(later)), ""]
    lines += _nearest_lines(answer, screen)
    for note in answer.notes:
        lines.append(screen.wrapped(screen.say(AnswerText.NOTE, note=note_text(note, screen.lang))))
    lines += _newest_lines(answer, screen)
    return "\n".join([*lines, screen.faint(freshness_line(answer.freshness, screen.lang))])


def _newest_lines(answer: Answer, screen: Screen) -> Iterator[str]:
    """Where a question named days of which there is no edition: the same question of the newest one."""
    where, newest = answer.understood.filters, answer.freshness
    if newest is None or not any(note.code is NoteCode.NONE_THERE for note in answer.notes):
        return
    if (where.date_from or newest) <= newest <= (where.date_to or newest):
        return
    for named in answer.understood.dates:
        if named.first == where.date_from and named.text in answer.question:
            question = answer.question.replace(named.text, date_text(newest), 1)
            yield screen.wrapped(screen.say(DayText.ASK_NEWEST, question=one_line(question)))
            return


def _lead_lines(answer: Answer, screen: Screen) -> Iterator[str]:
    """The short answer, or that there is none."""
    if answer.answer:
        yield screen.wrapped(screen.strong(one_line(answer.answer)))
        yield ""
    elif answer.status in LEAD:
        yield screen.wrapped(screen.say(LEAD[answer.status]))
        yield ""


def _nearest_lines(answer: Answer, screen: Screen) -> list[str]:
    """The nearest headlines but those of articles that are cited already."""
    cited = {citation.article_id for citation in answer.citations}
    others = [near for near in answer.nearest if near.article_id not in cited]
    if not others:
        return []
    lines = [screen.named(one_line(headline_line(near, screen.lang)), "  ") for near in others]
    return [screen.say(AnswerText.MORE_HEADLINES if cited else AnswerText.NEAREST), *lines, ""]


def citation_lines(citation: Citation, screen: Screen, number: int | None = None) -> Iterator[str]:
    """An excerpt, where it was printed, and what belongs beside it."""
    if earlier := earlier_line(citation, screen.lang):
        yield screen.faint(screen.say(AnswerText.EARLIER, earlier=earlier))
    yield screen.quoted(screen.marked(citation.excerpt, citation.evidence), number)
    yield source_line(citation, screen)
    if also := also_line(citation, screen.lang):
        yield screen.named(one_line(also), "  ")
    yield from notice_lines(citation.corrections, screen)


def notice_lines(notices: Sequence[Citation], screen: Screen) -> Iterator[str]:
    """The corrections of a report, word for word."""
    for notice in notices:
        yield "  " + screen.strong(screen.say(AnswerText.CORRECTION))
        yield screen.quoted(harmless(notice.excerpt))
        yield source_line(notice, screen)


def source_line(citation: Citation, screen: Screen) -> str:
    """Where it was printed, and the number that ``baowen show`` opens it by."""
    mark = screen.faint(f"[p{citation.passage_id}:{citation.start}-{citation.end}]")
    return screen.named(f"{one_line(citation_line(citation, screen.lang))}  {mark}", "  ")


def article_text(
    parts: Sequence[Article], screen: Screen, mark: Mark | None = None, notices: Sequence[Citation] = ()
) -> str:
    """A report for reading, with the parts that continue it; the file named is that of the part that is marked."""
    first = parts[0]
    lines = [*_title_lines(first, screen), *notice_lines(notices, screen)]
    for part in parts:
        if part is not first and part.page:
            continued = screen.say(AnswerText.CONTINUED, page=page_text(part.page, screen.lang))
            lines += ["", screen.faint(continued)]
        spans = [(mark.start, mark.end)] if mark is not None and mark.part == part.id else []
        paragraphs = screen.marked(part.body, spans).split("\n")
        lines += [line for paragraph in paragraphs for line in ("", screen.wrapped(paragraph))]
    lines += ["", *_file_lines(parts, screen, mark)]
    return "\n".join(lines)


def _file_lines(parts: Sequence[Article], screen: Screen, mark: Mark | None) -> Iterator[str]:
    """The files that the parts were read from, and which of them holds what is marked."""
    for part in parts:
        text = AnswerText.FILE
        if len(parts) > 1:
            text = AnswerText.MARKED_FILE if mark is not None and mark.part == part.id else AnswerText.PART_FILE
        page = page_text(part.page, screen.lang) if part.page else ""
        yield screen.wrapped(screen.faint(screen.say(text, page=page, file=part.source_file)))


def _title_lines(article: Article, screen: Screen) -> Iterator[str]:
    if article.kicker:
        yield screen.wrapped(one_line(article.kicker))
    yield screen.named(screen.strong(one_line(citation_line(article, screen.lang))))
    if article.subhead:
        yield screen.wrapped(one_line(article.subhead))
