"""/search: passages within limits, or, without words, the headlines within them."""

from __future__ import annotations

from itertools import islice

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.telegram.handlers.editions import PER_SHEET, short_enough
from bot.telegram.session.message_text import question_in
from bot.telegram.session.search_syntax import Search, parse_search
from bot.telegram.session.service import Desk
from bot.telegram.transport.send import post, tell, typing
from bot.telegram.views.keyboards import number_rows
from bot.telegram.views.render import EMPTY, answer_blocks, full_headline_blocks
from bot.telegram.views.rich_text import html, paged, plain
from bot.telegram.views.texts import Lang, Text, say
from retrieval.domain import AnswerStatus, Filters, Headline

FOUND = 6


class Searching:
    """Handles /search."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/search 转贷 日期:2022-12-08 版面:3 记者:孙艳."""
        message = update.effective_message
        if message is None or message.from_user is None:
            return
        lang = self.desk.lang(message.from_user)
        search = parse_search(question_in(message, context.bot.username), self.desk.today())
        if search.refused:
            text = say(lang, Text.WHAT_DATE, value="、".join(search.refused))
            await tell(context.bot, message, text)
        elif not search.words and not search.filters:
            await tell(context.bot, message, say(lang, Text.SEARCH_HOW))
        elif not self.desk.quota.take(message.from_user.id):
            if self.desk.quota.tell(message.from_user.id):
                await tell(context.bot, message, say(lang, Text.SLOW_DOWN, count=self.desk.quota.per_minute))
        elif search.words:
            await self._passages(search, message, context, lang)
        else:
            await self._headlines(search.filters, message, context, lang)

    async def _passages(self, search: Search, message: Message, context: ContextTypes.DEFAULT_TYPE, lang: Lang) -> None:
        async with typing(context.bot, message.chat.id):
            answer = await self.desk.ask(search.words, limit=FOUND, filters=search.filters)
        blocks = [plain(say(lang, Text.FOUND, limits=limits_text(search.filters, lang)), italic=True), EMPTY]
        blocks += answer_blocks(
            answer, lang, deep_link=lambda token: create_deep_linked_url(context.bot.username, token)
        )
        if answer.status is AnswerStatus.RELATED_ONLY:
            blocks = blocks[:2] + blocks[3:]  # a search asks for nothing but what is related
        pages = [html(page) for page in paged(blocks)]
        near = [
            Headline(citation.article_id, citation.headline, citation.paper, citation.date, citation.page)
            for citation in answer.citations
        ] or list(answer.nearest)
        keyboard = InlineKeyboardMarkup(number_rows(near)) if near else None
        await post(context.bot, message.chat.id, pages, keyboard, reply_to=message.message_id)

    async def _headlines(
        self, filters: Filters, message: Message, context: ContextTypes.DEFAULT_TYPE, lang: Lang
    ) -> None:
        found = await self.desk.off_loop(self._articles, filters)
        if not found:
            await tell(context.bot, message, say(lang, Text.NOTHING_WITHIN, limits=limits_text(filters, lang)))
            return
        blocks = [plain(say(lang, Text.FOUND, limits=limits_text(filters, lang)), italic=True)]
        blocks += full_headline_blocks(found)
        keyboard = InlineKeyboardMarkup(number_rows(found))
        await post(context.bot, message.chat.id, [html(short_enough(blocks))], keyboard, reply_to=message.message_id)

    def _articles(self, filters: Filters) -> list[Headline]:
        live = (article for article in self.desk.newsroom.archive.articles(where=filters) if article.continues is None)
        return [
            Headline(article.id, article.headline or article.jump, article.paper, article.date, article.page)
            for article in islice(live, PER_SHEET)
        ]


def limits_text(filters: Filters, lang: Lang) -> str:
    """The limits in words, so that everybody sees how they were understood."""
    parts = []
    if filters.date_from and filters.date_to:
        one = filters.date_from == filters.date_to
        parts.append(f"{filters.date_from}" if one else f"{filters.date_from} – {filters.date_to}")
    parts += [say(lang, Text.PAGE, page=page) for page in filters.pages]
    parts += [*filters.people, *filters.papers]
    return "，".join(parts) or say(lang, Text.NO_LIMITS)
