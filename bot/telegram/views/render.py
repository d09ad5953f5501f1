"""Lays out answers, articles and lists as blocks of rich text; every word from outside stays verbatim."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.notes import note_text, reply_text
from bot.render import byline_text, headline_line, headline_text, place_text
from bot.telegram.views.deep_links import Place, place_of
from bot.telegram.views.rich_text import MESSAGE_UNITS, Run, TextBlock, html, marked, merged, paged, plain, units
from bot.telegram.views.texts import Lang, Text, day_text, freshness_text, say
from retrieval.domain import Answer, AnswerStatus, Article, Citation, Headline, Span

EMPTY = TextBlock(())
PAGE_UNITS = 2200
"""A page of an article, in UTF-16 units, as it reads well on a phone; Telegram would take 4096."""
TITLE_UNITS = 300
ALSO = 5
"""Other printings of a report that are named; the rest is counted."""

DeepLink: TypeAlias = Callable[[str], str]
"""Token of a place → the address that opens it."""


@dataclass(frozen=True, slots=True)
class ArticlePages:
    """A text in pages: each page's HTML, and the page where the mark begins (0 without one)."""

    pages: tuple[str, ...]
    marked: int


def answer_card(
    answer: Answer,
    lang: Lang,
    *,
    opening: bool = True,
    first: int = 1,
    deep_link: DeepLink | None = None,
) -> list[TextBlock]:
    """An answer: what was found, the citations, remarks, nearest reports, and how far the archive reaches.

    ``opening`` is the short answer, or the line that says there is none; the cards after the first go without.
    ``first`` is the number of the first citation.
    """
    blocks: list[TextBlock] = []
    if answer.subject:
        blocks += [plain(say(lang, Text.FOLLOWS, subject=answer.subject), italic=True), EMPTY]
    if opening and first == 1:
        blocks += _opening(answer, lang)
    many = len(answer.citations) > 1 or first > 1
    for number, citation in enumerate(answer.citations, first):
        if blocks and blocks[-1] is not EMPTY:
            blocks.append(EMPTY)
        blocks += citation_blocks(citation, number if many else None, deep_link, lang)
    return blocks + _closing(answer, lang)


def _opening(answer: Answer, lang: Lang) -> list[TextBlock]:
    if answer.reply is not None:
        return [plain(reply_text(answer.reply, lang))]
    if answer.status is AnswerStatus.NOT_FOUND:
        return [plain(say(lang, Text.NOT_FOUND))]
    if answer.status is AnswerStatus.RELATED_ONLY:
        return [plain(say(lang, Text.RELATED))]
    return [plain(answer.answer, bold=True)] if answer.answer else []


def _closing(answer: Answer, lang: Lang) -> list[TextBlock]:
    """Remarks, the nearest reports where none is cited, and how far the archive reaches."""
    blocks = [plain("※ " + note_text(note, lang), italic=True) for note in answer.notes]
    if answer.nearest and not answer.citations:
        blocks += [EMPTY, plain(say(lang, Text.NEAREST)), *full_headline_blocks(answer.nearest)]
    if answer.reply is None:
        blocks += [EMPTY, plain(freshness_text(lang, answer.freshness), italic=True)]
    return blocks


def citation_blocks(
    citation: Citation, number: int | None = None, deep_link: DeepLink | None = None, lang: Lang = "zh-hans"
) -> list[TextBlock]:
    """The excerpt as a quotation with its evidence marked, and the citation line, whose headline is a link.

    Below it where else the report was printed, and what corrects it.
    """
    blocks: list[TextBlock] = []
    if citation.earlier:
        blocks.append(plain(say(lang, Text.EARLIER, day=day_text(lang, citation.date)), italic=True))
    blocks.append(marked(citation.excerpt, citation.evidence, quote=True))
    blocks.append(_citation_line(citation, deep_link, number))
    if citation.also:
        blocks.append(_also_block(citation, deep_link, lang))
    return blocks + notice_blocks(citation.corrections, deep_link, lang)


def _citation_line(citation: Citation, deep_link: DeepLink | None, number: int | None = None) -> TextBlock:
    """《headline》 paper date page reporter, as ``bot.render.citation_line``; the headline is a link."""
    title = headline_text(citation.headline, citation.jump)
    link = deep_link(place_of(citation).token) if deep_link else None
    place = place_text(citation.paper, citation.date, citation.page)
    rest = [text for text in (place, byline_text(citation.byline)) if text]
    runs = (
        Run(f"{number}. " if number is not None else ""),
        Run(title, link=link),
        *(Run(f" {text}") for text in rest),
    )
    return TextBlock(runs)


def _also_block(citation: Citation, deep_link: DeepLink | None, lang: Lang) -> TextBlock:
    """Links to the other printings; a headline that is the same is not repeated."""
    runs = [Run(say(lang, Text.ALSO))]
    for number, other in enumerate(citation.also[:ALSO]):
        title = headline_text(other.headline) if other.headline != citation.headline else ""
        place = place_text(other.paper, other.date, other.page) or say(lang, Text.UNDATED_EDITION)
        link = deep_link(Place(article_id=other.article_id).token) if deep_link else None
        runs += [Run("；" if number else ""), Run(title + place, link=link)]
    rest = len(citation.also) - ALSO
    return TextBlock((*runs, Run(f" +{rest}" if rest > 0 else "")))


def notice_blocks(notices: Sequence[Citation], deep_link: DeepLink | None, lang: Lang) -> list[TextBlock]:
    """The corrections of an article, word for word, each with its own citation line."""
    blocks: list[TextBlock] = []
    for notice in notices:
        blocks.append(plain(say(lang, Text.CORRECTION), bold=True))
        blocks.append(marked(notice.excerpt, (), quote=True))
        blocks.append(_citation_line(notice, deep_link))
    return blocks


def headline_blocks(headlines: Sequence[Headline], lang: Lang) -> list[TextBlock]:
    """A numbered list of headlines, grouped under their pages as printed."""
    blocks: list[TextBlock] = []
    page: str | None = ""
    for number, item in enumerate(headlines, 1):
        if item.page != page and item.page:
            blocks += [EMPTY, plain(say(lang, Text.PAGE, page=item.page), bold=True)]
        page = item.page
        blocks.append(plain(f"{number}. {headline_text(item.headline).strip('《》')}"))
    return blocks


def full_headline_blocks(headlines: Sequence[Headline]) -> list[TextBlock]:
    """A numbered list of headlines from anywhere, each with its paper, date and page."""
    return [plain(f"{number}. {headline_line(item)}") for number, item in enumerate(headlines, 1)]


def article_pages(
    parts: Sequence[Article], lang: Lang, mark: tuple[int, Span] | None = None, notices: Sequence[Citation] = ()
) -> ArticlePages:
    """A whole article, first part first. ``mark`` is (article id, body characters) of the excerpt.

    ``notices`` are what corrects it; they stand above the text.
    """
    title = headline_text(parts[0].headline, parts[0].jump)
    short = title if units(title) <= TITLE_UNITS else title[: TITLE_UNITS // 2] + "…"
    first, *others = paged(_article_blocks(parts, lang, mark, notices), PAGE_UNITS)
    texts = [html(first), *(html([plain(short, bold=True), EMPTY, *page]) for page in others)]
    assert all(units(text) <= MESSAGE_UNITS for text in texts)
    return ArticlePages(tuple(texts), _marked_page([first, *others]))


def _article_blocks(
    parts: Sequence[Article], lang: Lang, mark: tuple[int, Span] | None, notices: Sequence[Citation]
) -> list[TextBlock]:
    blocks = article_title(parts[0])
    if notices:
        blocks += [EMPTY, *notice_blocks(notices, None, lang)]
    for number, part in enumerate(parts):
        if number and part.page:
            blocks += [EMPTY, plain(say(lang, Text.PART_PAGE, page=part.page), italic=True)]
        span = mark[1] if mark and mark[0] == part.id else (0, 0)
        blocks += _paragraphs(part, span)
    return blocks


def _marked_page(pages: Sequence[Sequence[TextBlock]]) -> int:
    """The first page with a mark on it; 0 without one."""
    for number, page in enumerate(pages):
        if any(block.marked for block in page):
            return number
    return 0


def article_title(article: Article) -> list[TextBlock]:
    """Kicker, headline, subhead, and where and by whom it was printed."""
    lines = [
        plain(article.kicker or "", italic=True),
        plain(headline_text(article.headline, article.jump), bold=True),
        plain(article.subhead or "", italic=True),
        plain(f"{place_text(article.paper, article.date, article.page)} {byline_text(article.byline)}".strip()),
    ]
    return [line for line in lines if line.text]


def _paragraphs(article: Article, span: Span) -> list[TextBlock]:
    blocks, position = [], 0
    for paragraph in article.paragraphs:
        local = merged([(span[0] - position, span[1] - position)], len(paragraph))
        block = marked(paragraph, local)
        blocks += [EMPTY, TextBlock((Run("▌", bold=True), *block.runs)) if local else block]
        position += len(paragraph) + 1
    return blocks
