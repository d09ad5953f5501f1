"""Handles inline mode: ``@bot 转贷期限`` in any chat gives cited cards; without words, the newest headlines."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

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
from bot.telegram.session.service import Service
from bot.telegram.transport.send import NO_PREVIEW, TOO_OLD
from bot.telegram.views.deep_links import Place, place_of
from bot.telegram.views.render import DeepLink, report_block
from bot.telegram.views.rich_text import first_page, html, plain, safe
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import Citation

log = logging.getLogger(__name__)

PER_SHEET = 10
PATIENCE_S = 8.0
"""Telegram stops waiting after ten seconds."""
PAUSE_S = 0.25
"""People type letter by letter; only what they paused at is looked for."""
CACHE_S = 0
"""Telegram must not go on serving what was withdrawn meanwhile, so it is to keep nothing."""
TITLE_CHARS, DESCRIPTION_CHARS = 60, 120
OFFSET_DIGITS = 3


class InlineMode:
    """Answers inline queries."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._newest: dict[int, str] = {}

    async def query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Only the last query of a person that types is answered."""
        query = update.inline_query
        if query is None:
            return
        self._newest[query.from_user.id] = query.id
        await asyncio.sleep(PAUSE_S if query.query.strip() else 0)
        if self._newest.get(query.from_user.id) != query.id:
            return
        del self._newest[query.from_user.id]
        start = _start(query.offset)
        try:
            results = await asyncio.wait_for(self._results(query, start, context.bot.username), PATIENCE_S)
        except TimeoutError:
            log.warning("an inline query took too long and was let go")
            return
        more = len(results) > PER_SHEET
        await self._answer(query, results[:PER_SHEET], str(start + PER_SHEET) if more else "")

    async def _results(self, query: InlineQuery, start: int, bot_name: str) -> list[InlineQueryResultArticle]:
        """The results from number ``start`` on, one more than a sheet holds where there are more."""
        deep_link = partial(create_deep_linked_url, bot_name)
        lang, words = self.service.lang(query.from_user), query.query.strip()
        if not words:
            found = await self.service.newest_reports(start, PER_SHEET + 1)
            return [_report(citation, deep_link, lang) for citation in found]
        if not await self.service.admit(query.from_user):
            return []
        answer = await self.service.ask(words, limit=start + PER_SHEET + 1)
        if answer.reply:
            return []
        results = []
        for number, citation in enumerate(answer.citations[start:], start):
            short = answer.answer if number == 0 else None
            results.append(_card(citation, short, deep_link, lang))
        return results

    async def _answer(self, query: InlineQuery, results: list[InlineQueryResultArticle], next_offset: str) -> None:
        lang = self.service.lang(query.from_user)
        button = None
        if not results and not query.offset:
            button = InlineQueryResultsButton(say(lang, Text.ASK_IN_PRIVATE), start_parameter="ask")
        try:
            await query.answer(results, cache_time=CACHE_S, is_personal=False, next_offset=next_offset, button=button)
        except BadRequest as error:
            if TOO_OLD not in str(error).lower():
                raise
            log.info("an inline query was answered too late")


def _start(offset: str) -> int:
    """The number of the first result of a sheet; what is no offset of ours begins at the beginning."""
    return int(offset) if offset.isdecimal() and len(offset) <= OFFSET_DIGITS else 0


def _card(citation: Citation, short: str | None, deep_link: DeepLink, lang: Lang) -> InlineQueryResultArticle:
    """A cited passage, under the short answer if there is one."""
    blocks = [plain(short, bold=True)] if short else []
    blocks += report_block([citation], None, lang, deep_link)
    title = short or headline_text(citation.headline, citation.jump, citation.opening, lang)
    return _result(place_of(citation), title, citation, html(first_page(blocks)), lang)


def _report(citation: Citation, deep_link: DeepLink, lang: Lang) -> InlineQueryResultArticle:
    """A whole report stands for itself with its first words."""
    text = html(first_page(report_block([citation], None, lang, deep_link)))
    title = headline_text(citation.headline, citation.jump, citation.opening, lang)
    return _result(Place(article_id=citation.article_id), title, citation, text, lang)


def _result(place: Place, title: str, citation: Citation, text: str, lang: Lang) -> InlineQueryResultArticle:
    printed = place_text(citation.paper, citation.date, citation.page, lang)
    return InlineQueryResultArticle(
        id=place.token,
        title=safe(title)[:TITLE_CHARS],
        description=safe(f"{printed}\n{citation.excerpt}")[:DESCRIPTION_CHARS],
        input_message_content=InputTextMessageContent(text, ParseMode.HTML, link_preview_options=NO_PREVIEW),
    )
