"""Handles inline mode: ``@bot 转贷期限`` in any chat gives cited cards; without words, the newest headlines."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
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
from bot.telegram.views.chat_texts import ChatText
from bot.telegram.views.deep_links import ASK, Place, place_of
from bot.telegram.views.lone_cards import citation_page, full_text_keyboard
from bot.telegram.views.render import DeepLink
from bot.telegram.views.rich_text import safe
from bot.telegram.views.texts import Lang, Text, Wording, say
from retrieval.domain import Answer, Citation

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


@dataclass(frozen=True, slots=True)
class Found:
    """Cards for what was typed. Where there are none, ``otherwise`` is what the button that leads to the bot says."""

    results: list[InlineQueryResultArticle]
    otherwise: Wording | None = None


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
            found = await asyncio.wait_for(self._found(query, start, context.bot.username), PATIENCE_S)
        except TimeoutError:
            log.warning("an inline query took too long and was let go")
            return
        more = len(found.results) > PER_SHEET
        await self._answer(query, found, str(start + PER_SHEET) if more else "")

    async def _found(self, query: InlineQuery, start: int, bot_name: str) -> Found:
        """The results from number ``start`` on, one more than a sheet holds where there are more."""
        deep_link = partial(create_deep_linked_url, bot_name)
        lang, words = self.service.lang(query.from_user), query.query.strip()
        if not words:
            reports = await self.service.newest_reports(start, PER_SHEET + 1)
            return Found([_result(citation, None, 0, deep_link, lang) for citation in reports])
        if not self.service.admit_typing(query.from_user.id):
            return Found([], ChatText.TYPED_TOO_FAST)
        answer = await self.service.ask(words, limit=start + PER_SHEET + 1)
        if answer.reply or not answer.citations:
            self.service.note_typed(query.from_user.id, words)
            return Found([], ChatText.ASK_THE_BOT if answer.reply else Text.ASK_IN_PRIVATE)
        numbered = enumerate(answer.citations[start:], start)
        return Found([_result(citation, answer, number, deep_link, lang) for number, citation in numbered])

    async def _answer(self, query: InlineQuery, found: Found, next_offset: str) -> None:
        lang = self.service.lang(query.from_user)
        button = None
        if found.otherwise and not query.offset:
            button = InlineQueryResultsButton(say(lang, found.otherwise), start_parameter=ASK)
        results = found.results[:PER_SHEET]
        try:
            await query.answer(results, cache_time=CACHE_S, is_personal=False, next_offset=next_offset, button=button)
        except BadRequest as error:
            if TOO_OLD not in str(error).lower():
                raise
            log.info("an inline query was answered too late")


def _start(offset: str) -> int:
    """The number of the first result of a sheet; what is no offset of ours begins at the beginning."""
    return int(offset) if offset.isdecimal() and len(offset) <= OFFSET_DIGITS else 0


def _result(
    citation: Citation, answer: Answer | None, number: int, deep_link: DeepLink, lang: Lang
) -> InlineQueryResultArticle:
    """A cited passage of an answer, its first under the short answer; a whole report (``answer`` None) for itself."""
    short = answer.answer if answer and number == 0 else None
    place = place_of(citation) if answer else Place(article_id=citation.article_id)
    title = short or headline_text(citation.headline, citation.jump, citation.opening, lang)
    printed = place_text(citation.paper, citation.date, citation.page, lang)
    text = citation_page(citation, answer, number, lang, deep_link)
    return InlineQueryResultArticle(
        id=place.token,
        title=safe(title)[:TITLE_CHARS],
        description=safe(f"{printed}\n{citation.excerpt}")[:DESCRIPTION_CHARS],
        input_message_content=InputTextMessageContent(text, ParseMode.HTML, link_preview_options=NO_PREVIEW),
        reply_markup=full_text_keyboard(place, lang, deep_link),
    )
