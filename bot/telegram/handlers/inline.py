"""Inline mode: ``@bot 转贷期限`` in any chat gives cited cards; without words, the newest headlines."""

from __future__ import annotations

import asyncio
import logging
from itertools import islice

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.render import headline_text, place_text
from bot.telegram.session.service import Desk
from bot.telegram.transport.send import NO_PREVIEW
from bot.telegram.views.deep_links import Place, place_of
from bot.telegram.views.render import DeepLink, citation_blocks
from bot.telegram.views.rich_text import html, paged, plain, safe
from bot.telegram.views.texts import Lang, Text, say
from retrieval.answers.honesty.annotations import with_notices
from retrieval.answers.honesty.citation import whole_passage
from retrieval.domain import Citation

log = logging.getLogger(__name__)

PER_SHEET = 10
# Telegram stops waiting after ten seconds.
PATIENCE_S = 8.0
# People type letter by letter; only what they paused at is looked for.
PAUSE_S = 0.25
# Telegram must not go on serving what was withdrawn meanwhile, so it is to keep nothing.
CACHE_S = 0
TITLE_CHARS, DESCRIPTION_CHARS = 60, 120


class Inline:
    """Answers inline queries."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._newest: dict[int, str] = {}

    async def query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer, unless the person has typed on meanwhile."""
        query = update.inline_query
        if query is None:
            return
        self._newest[query.from_user.id] = query.id
        await asyncio.sleep(PAUSE_S if query.query.strip() else 0)
        if self._newest.get(query.from_user.id) != query.id:
            return
        del self._newest[query.from_user.id]
        start = int(query.offset) if query.offset.isdecimal() and len(query.offset) < 4 else 0
        try:
            results = await asyncio.wait_for(self._results(query, start, context.bot.username), PATIENCE_S)
        except TimeoutError:
            log.warning("an inline query took too long and was let go")
            return
        more = len(results) > PER_SHEET
        await self._answer(query, results[:PER_SHEET], str(start + PER_SHEET) if more else "")

    async def _results(self, query: InlineQuery, start: int, bot_name: str) -> list[InlineQueryResultArticle]:
        def deep_link(token: str) -> str:
            return create_deep_linked_url(bot_name, token)

        words = query.query.strip()
        if not words:
            found = await self.desk.off_loop(self._newest_reports, start)
            lang = self.desk.lang(query.from_user)
            return [_report(citation, deep_link, lang) for citation in found]
        if not self.desk.quota.take(query.from_user.id):
            return []
        answer = await self.desk.ask(words, limit=start + PER_SHEET + 1)
        if answer.reply:
            return []
        return [
            _card(citation, answer.answer if number == 0 else None, deep_link, self.desk.lang(query.from_user))
            for number, citation in enumerate(answer.citations)
        ][start:]

    def _newest_reports(self, start: int) -> list[Citation]:
        archive = self.desk.newsroom.archive
        editions = archive.editions()[:3]
        every = (
            article
            for edition in editions
            for article in archive.articles(edition_id=edition.id)
            if article.continues is None and article.headline
        )
        articles = list(islice(every, start, start + PER_SHEET + 1))
        passages = archive.passages_of([article.id for article in articles])
        citations = [whole_passage(each, passages[each.id][0]) for each in articles if passages.get(each.id)]
        return list(with_notices(citations, archive))

    async def _answer(self, query: InlineQuery, results: list[InlineQueryResultArticle], next_offset: str) -> None:
        lang = self.desk.lang(query.from_user)
        button = None
        if not results and not query.offset:
            button = InlineQueryResultsButton(say(lang, Text.ASK_IN_PRIVATE), start_parameter="ask")
        try:
            await query.answer(
                results,
                cache_time=CACHE_S,
                is_personal=False,
                next_offset=next_offset,
                button=button,
            )
        except BadRequest as error:
            if "too old" not in str(error).lower():
                raise
            log.info("an inline query was answered too late")


def _card(citation: Citation, short: str | None, deep_link: DeepLink, lang: Lang) -> InlineQueryResultArticle:
    blocks = [plain(short, bold=True)] if short else []
    blocks += citation_blocks(citation, None, deep_link, lang)
    title = short or headline_text(citation.headline, citation.jump)
    place = place_text(citation.paper, citation.date, citation.page)
    return _article(place_of(citation), title, f"{place}\n{citation.excerpt}", html(paged(blocks)[0]))


def _report(citation: Citation, deep_link: DeepLink, lang: Lang) -> InlineQueryResultArticle:
    """A whole report stands for itself with its first words."""
    blocks = citation_blocks(citation, None, deep_link, lang)
    title = headline_text(citation.headline, citation.jump)
    place = place_text(citation.paper, citation.date, citation.page)
    text = f"{place}\n{citation.excerpt}"
    return _article(Place(article_id=citation.article_id), title, text, html(paged(blocks)[0]))


def _article(place: Place, title: str, description: str, text: str) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=place.token,
        title=safe(title)[:TITLE_CHARS],
        description=safe(description)[:DESCRIPTION_CHARS],
        input_message_content=InputTextMessageContent(text, ParseMode.HTML, link_preview_options=NO_PREVIEW),
    )
