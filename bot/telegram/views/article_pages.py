"""Lays out a whole article page by page, with the excerpt marked and what corrects it above the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.render import headline_text, page_text, source_text
from bot.telegram.views.render import notice_blocks
from bot.telegram.views.rich_text import (
    EMPTY,
    MESSAGE_UNITS,
    Run,
    TextBlock,
    html,
    marked,
    merged,
    paged,
    plain,
    units,
)
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import Article, Citation, Span

PAGE_UNITS = 2200
"""A page of an article, in UTF-16 units, as it reads well on a phone; Telegram would take 4096."""
TITLE_UNITS = 300


@dataclass(frozen=True, slots=True)
class ArticlePages:
    """A text in pages: each page's HTML, and the page where the mark begins (0 without one)."""

    pages: tuple[str, ...]
    marked: int


def article_pages(
    parts: Sequence[Article], lang: Lang, mark: tuple[int, Span] | None = None, notices: Sequence[Citation] = ()
) -> ArticlePages:
    """A whole article, first part first. ``mark`` is (article id, body characters) of the excerpt.

    ``notices`` are what corrects it; they stand above the text.
    """
    title = headline_text(parts[0].headline, parts[0].jump, lang=lang)
    short = title if units(title) <= TITLE_UNITS else title[: TITLE_UNITS // 2] + "…"
    first, *others = paged(_article_blocks(parts, lang, mark, notices), PAGE_UNITS)
    texts = [html(first), *(html([plain(short, bold=True), EMPTY, *page]) for page in others)]
    assert all(units(text) <= MESSAGE_UNITS for text in texts)
    return ArticlePages(tuple(texts), _marked_page([first, *others]))


def _article_blocks(
    parts: Sequence[Article], lang: Lang, mark: tuple[int, Span] | None, notices: Sequence[Citation]
) -> list[TextBlock]:
    blocks = article_title(parts[0], lang)
    if notices:
        blocks += [EMPTY, *notice_blocks(notices, None, lang)]
    for number, part in enumerate(parts):
        if number and part.page:
            blocks += [EMPTY, plain(say(lang, Text.PART_PAGE, page=page_text(part.page, lang)), italic=True)]
        span = mark[1] if mark and mark[0] == part.id else (0, 0)
        blocks += _paragraphs(part, span)
    return blocks


def _marked_page(pages: Sequence[Sequence[TextBlock]]) -> int:
    """The first page with a mark on it; 0 without one."""
    for number, page in enumerate(pages):
        if any(block.marked for block in page):
            return number
    return 0


def article_title(article: Article, lang: Lang) -> list[TextBlock]:
    """Kicker, headline, subhead, and where and by whom it was printed."""
    lines = [
        plain(article.kicker or "", italic=True),
        plain(headline_text(article.headline, article.jump, lang=lang), bold=True),
        plain(article.subhead or "", italic=True),
        plain(source_text(article, lang)),
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
