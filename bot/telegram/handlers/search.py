"""Handles /search: passages within limits, or, without words, the headlines within them."""

from __future__ import annotations

from functools import partial

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.telegram.session.message_text import question_in
from bot.telegram.session.people import sender_of
from bot.telegram.session.search_syntax import SearchRequest, parse_search
from bot.telegram.session.service import Service
from bot.telegram.transport.send import answering, post, tell, typing
from bot.telegram.views.keyboards import number_rows
from bot.telegram.views.render import answer_card, full_headline_blocks
from bot.telegram.views.rich_text import EMPTY, TextBlock, first_page, html, paged, plain
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import AnswerStatus, Filters

PASSAGES = 6
HEADLINES = 18


class SearchCommand:
    """/search."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/search 转贷 日期:2022-12-08 版面:3 记者:孙艳."""
        message = update.effective_message
        sender = sender_of(message) if message else None
        if message is None or sender is None:
            return
        lang = self.service.lang(sender)
        search = parse_search(question_in(message, context.bot.username), self.service.today())
        if search.refused:
            await tell(context.bot, message, say(lang, Text.WHAT_DATE, value="、".join(search.refused)))
        elif not search.words and not search.filters:
            await tell(context.bot, message, say(lang, Text.SEARCH_HOW))
        elif not await self.service.admit(sender, partial(tell, context.bot, message)):
            return
        elif search.words:
            await self._passages(search, message, context, lang)
        else:
            await self._headlines(search.filters, message, context, lang)

    async def _passages(
        self, search: SearchRequest, message: Message, context: ContextTypes.DEFAULT_TYPE, lang: Lang
    ) -> None:
        async with typing(context.bot, answering(message)):
            answer = await self.service.ask(search.words, limit=PASSAGES, filters=search.filters)
        # A search asks for nothing but what is related, so that it need not be told so.
        opening = answer.status is not AnswerStatus.RELATED_ONLY
        deep_link = partial(create_deep_linked_url, context.bot.username)
        blocks = [_heading(search.filters, lang), EMPTY]
        blocks += answer_card(answer, lang, opening=opening, deep_link=deep_link)
        pages = [html(page) for page in paged(blocks)]
        found = answer.citations or answer.nearest
        keyboard = InlineKeyboardMarkup(number_rows([each.article_id for each in found])) if found else None
        await post(context.bot, answering(message), pages, keyboard)

    async def _headlines(
        self, filters: Filters, message: Message, context: ContextTypes.DEFAULT_TYPE, lang: Lang
    ) -> None:
        found = await self.service.headlines_within(filters, HEADLINES)
        if not found:
            await tell(context.bot, message, say(lang, Text.NOTHING_WITHIN, limits=limits_text(filters, lang)))
            return
        blocks = [_heading(filters, lang), *full_headline_blocks(found, lang)]
        keyboard = InlineKeyboardMarkup(number_rows([headline.article_id for headline in found]))
        page = html(first_page(blocks))
        await post(context.bot, answering(message), [page], keyboard)


def _heading(filters: Filters, lang: Lang) -> TextBlock:
    return plain(say(lang, Text.FOUND, limits=limits_text(filters, lang)), italic=True)


def limits_text(filters: Filters, lang: Lang) -> str:
    """The limits in words, so that everybody sees how they were understood."""
    parts = []
    if filters.date_from and filters.date_to:
        one = filters.date_from == filters.date_to
        parts.append(f"{filters.date_from}" if one else f"{filters.date_from} – {filters.date_to}")
    parts += [say(lang, Text.PAGE, page=page) for page in filters.pages]
    parts += [*filters.people, *filters.papers]
    return "，".join(parts) or say(lang, Text.NO_LIMITS)
