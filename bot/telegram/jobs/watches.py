"""Announces new articles that hold watched words, once each, whenever an edition was published.

An announcement is claimed in the state file *before* it is sent. A crash between the two loses that one announcement;
none is ever sent twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator
from functools import partial

from telegram import Bot, InlineKeyboardMarkup
from telegram.error import Forbidden, TelegramError
from telegram.helpers import create_deep_linked_url

from bot.telegram.session.service import NewArticle, Service
from bot.telegram.session.store import Watch
from bot.telegram.transport.rate_limit import kind_of
from bot.telegram.transport.send import Destination, post
from bot.telegram.views.callback_data import OpenArticle
from bot.telegram.views.deep_links import place_of
from bot.telegram.views.keyboards import button
from bot.telegram.views.render import report_block
from bot.telegram.views.rich_text import first_page, html, plain
from bot.telegram.views.texts import Text, say
from retrieval.domain import Article, Passage, Span
from retrieval.errors import BaowenError
from retrieval.language.tokenizer import fold

log = logging.getLogger(__name__)

PER_WATCH = 5
"""More matches than this in one publishing are left to /search."""


class WatchAlerts:
    """Announces what was published since it looked last."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def run(self, bot: Bot, every_s: float) -> None:
        """Look for a new generation every ``every_s`` seconds until cancelled, and announce what is new in it."""
        generation: str | None = None
        while True:
            await self.service.deliver_judgements()
            try:
                current = await self.service.published()
                if current and current != generation:
                    await self.announce(bot)
                    generation = current
            except BaowenError:
                log.exception("new articles could not be announced; trying again later")
            await asyncio.sleep(every_s)

    async def announce(self, bot: Bot) -> int:
        """Announce what was published since the last time; how many announcements went out.

        The first time only notes where the archive stands.
        """
        announced = await self.service.announced_up_to()
        articles = await self.service.articles_since(announced or 0)
        if not articles:
            return 0
        sent = 0 if announced is None else await self._announce_to_all(articles, bot)
        last = max(passage.id for found in articles for passage in found.passages)
        await self.service.note_announced(last)
        return sent

    async def _announce_to_all(self, articles: list[NewArticle], bot: Bot) -> int:
        sent = 0
        blocked = await self.service.blocked_chats()
        for watch in await self.service.watches():
            if watch.chat_id not in blocked:
                sent += await self._announce_to(watch, articles, bot)
        return sent

    async def _announce_to(self, watch: Watch, articles: list[NewArticle], bot: Bot) -> int:
        found = list(matching(watch.words, articles))
        sent = 0
        for article, passage in found[:PER_WATCH]:
            if not await self.service.is_live(article.id):
                continue  # withdrawn since this publishing began to be announced
            if await self.service.claim_announcement(watch.id, article.id):
                sent += await self._send(watch, article, passage, len(found), bot)
        return sent

    async def _send(self, watch: Watch, article: Article, passage: Passage, found: int, bot: Bot) -> bool:
        lang = self.service.lang_of_id(watch.user_id)
        citation = await self.service.quoted(article, passage, spans_of(watch.words, passage.text))
        heading = say(lang, Text.NEW_MATCH, words=watch.words)
        if found > PER_WATCH:
            heading += say(lang, Text.MORE_MATCHES, count=found, shown=PER_WATCH)
        deep_link = partial(create_deep_linked_url, bot.username)
        blocks = [plain(heading, italic=True), *report_block([citation], None, lang, deep_link)]
        keyboard = InlineKeyboardMarkup([[button(say(lang, Text.FULL_TEXT), OpenArticle(place_of(citation)))]])
        try:
            await post(bot, Destination(watch.chat_id), [html(first_page(blocks))], keyboard)
        except Forbidden:
            await self.service.set_blocked(watch.chat_id, True)
            return False
        except TelegramError as error:
            log.error("an announcement was lost: %s", kind_of(error))
            return False
        return True


def matching(words: str, articles: Iterable[NewArticle]) -> Iterator[tuple[Article, Passage]]:
    """The articles that hold every word, in headline or text, each with the passage that holds most of them."""
    wanted = fold(words).split()
    for found in articles:
        texts = [fold(passage.text) for passage in found.passages]
        whole = "\n".join([fold(found.article.headline or ""), *texts])
        if all(word in whole for word in wanted):
            counts = [sum(word in text for word in wanted) for text in texts]
            yield found.article, found.passages[counts.index(max(counts))]


def spans_of(words: str, text: str) -> tuple[Span, ...]:
    """Where the words stand as they were typed."""
    found = ((text.find(word), len(word)) for word in words.split())
    return tuple((start, start + length) for start, length in found if start >= 0)
