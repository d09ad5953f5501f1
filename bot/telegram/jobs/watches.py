"""/watch: when an edition is published, each new article that holds the watched words is announced once.

An announcement is claimed in the state file *before* it is sent. A crash between the two loses that one announcement;
none is ever sent twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.telegram.session.message_text import question_in
from bot.telegram.session.service import Desk
from bot.telegram.session.store import Watch
from bot.telegram.transport.rate_limit import kind_of
from bot.telegram.transport.send import acknowledge, change, post, tell
from bot.telegram.views.deep_links import place_of
from bot.telegram.views.render import citation_blocks
from bot.telegram.views.rich_text import html, paged, plain
from bot.telegram.views.texts import Lang, Text, say
from retrieval.answers.honesty.annotations import with_notices
from retrieval.answers.honesty.citation import whole_passage
from retrieval.domain import Article, Passage, Span
from retrieval.errors import BaowenError
from retrieval.language.tokenizer import fold

log = logging.getLogger(__name__)

UNWATCH = "unwatch:"
SEEN = "passages announced up to"
MOST_WATCHES = 20
WORDS_CHARS = 40
# More matches than this in one publishing are left to /search.
PER_WATCH = 5


@dataclass(frozen=True, slots=True)
class News:
    """A new article and its passages."""

    article: Article
    passages: tuple[Passage, ...]


class Alerts:
    """/watch, /watches, /unwatch, and the announcing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def watch(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/watch 词语: all of them must stand in the article."""
        message = update.effective_message
        if message is None or message.from_user is None:
            return
        lang, state = self.desk.lang(message.from_user), self.desk.state
        words = " ".join(question_in(message, context.bot.username).split())[:WORDS_CHARS]
        if len(words.replace(" ", "")) < 2:
            await tell(context.bot, message, say(lang, Text.WATCH_HOW))
        elif len(await self.desk.off_loop(state.watches, message.chat.id)) >= MOST_WATCHES:
            await tell(context.bot, message, say(lang, Text.TOO_MANY_WATCHES, count=MOST_WATCHES))
        else:
            await self.desk.off_loop(state.watch, message.chat.id, message.from_user.id, words)
            await tell(context.bot, message, say(lang, Text.WATCHING, words=words))

    async def watches(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/watches and /unwatch: what is watched here, each with a button that ends it."""
        if message := update.effective_message:
            lang = self.desk.lang(message.from_user)
            text, keyboard = await self._list(message.chat.id, lang)
            await post(context.bot, message.chat.id, [text], keyboard, reply_to=message.message_id)

    async def unwatch_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """End a watch of this chat."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        lang, chat_id = self.desk.lang(query.from_user), query.message.chat.id
        await self.desk.off_loop(self.desk.state.unwatch, chat_id, int(str(query.data).removeprefix(UNWATCH)))
        await acknowledge(query)
        text, keyboard = await self._list(chat_id, lang)
        await change(context.bot, chat_id, query.message.message_id, text, keyboard)

    async def _list(self, chat_id: int, lang: Lang) -> tuple[str, InlineKeyboardMarkup | None]:
        watches = await self.desk.off_loop(self.desk.state.watches, chat_id)
        if not watches:
            return html([plain(say(lang, Text.NO_WATCHES))]), None
        rows = [[InlineKeyboardButton(f"✕ {watch.words}", callback_data=f"{UNWATCH}{watch.id}")] for watch in watches]
        return html([plain(say(lang, Text.YOUR_WATCHES))]), InlineKeyboardMarkup(rows)

    # -- announcing --------------------------------------------------------------------------------------------------

    async def run(self, bot: Bot, every_s: float) -> None:
        """Look for a new generation every ``every_s`` seconds until cancelled, and announce what is new in it."""
        generation: str | None = None
        while True:
            await self.desk.off_loop(self.desk.hand_over)
            try:
                current = await self.desk.off_loop(self.desk.newsroom.engine.current)
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
        state = self.desk.state
        mark = await self.desk.off_loop(state.mark, SEEN)
        news = await self.desk.off_loop(self._news_since, int(mark or 0))
        if not news:
            return 0
        sent = 0
        if mark is not None:
            blocked = await self.desk.off_loop(state.blocked)
            for watch in await self.desk.off_loop(state.watches):
                if watch.chat_id not in blocked:
                    sent += await self._announce_to(watch, news, bot)
        last = max(passage.id for item in news for passage in item.passages)
        await self.desk.off_loop(state.set_mark, SEEN, str(last))
        return sent

    def _news_since(self, passage_id: int) -> list[News]:
        rows = self.desk.newsroom.archive.live_passages(passage_id)
        return [
            News(group[0][1], tuple(passage for passage, _ in group))
            for group in (list(rows) for _, rows in groupby(rows, key=lambda row: row[1].id))
        ]

    async def _announce_to(self, watch: Watch, news: list[News], bot: Bot) -> int:
        found = list(matching(watch.words, news))
        sent = 0
        for item, passage in found[:PER_WATCH]:
            if not await self.desk.off_loop(self.desk.newsroom.archive.live, [item.article.id]):
                continue  # withdrawn since this publishing began to be announced
            if await self.desk.off_loop(self.desk.state.claim, watch.id, item.article.id):
                sent += await self._send(watch, item.article, passage, len(found), bot)
        return sent

    async def _send(self, watch: Watch, article: Article, passage: Passage, found: int, bot: Bot) -> bool:
        lang = self.desk.lang_of_id(watch.user_id)
        citations = [whole_passage(article, passage, spans_of(watch.words, passage.text))]
        (citation,) = await self.desk.off_loop(with_notices, citations, self.desk.newsroom.archive)
        heading = say(lang, Text.NEW_MATCH, words=watch.words)
        if found > PER_WATCH:
            heading += say(lang, Text.MORE_MATCHES, count=found, shown=PER_WATCH)
        blocks = [plain(heading, italic=True)]
        blocks += citation_blocks(citation, None, lambda token: create_deep_linked_url(bot.username, token), lang)
        row = [InlineKeyboardButton(say(lang, Text.FULL_TEXT), callback_data=place_of(citation).button)]
        try:
            await post(bot, watch.chat_id, [html(paged(blocks)[0])], InlineKeyboardMarkup([row]))
        except Forbidden:
            await self.desk.off_loop(self.desk.state.block, watch.chat_id, True)
            return False
        except TelegramError as error:
            log.error("an announcement was lost: %s", kind_of(error))
            return False
        return True


def matching(words: str, news: Iterable[News]) -> Iterator[tuple[News, Passage]]:
    """The articles that hold every word, in headline or text, each with the passage that holds most of them."""
    wanted = fold(words).split()
    for item in news:
        texts = [fold(passage.text) for passage in item.passages]
        whole = "\n".join([fold(item.article.headline or ""), *texts])
        if all(word in whole for word in wanted):
            counts = [sum(word in text for word in wanted) for text in texts]
            yield item, item.passages[counts.index(max(counts))]


def spans_of(words: str, text: str) -> tuple[Span, ...]:
    """Where the words stand as they were typed."""
    found = ((text.find(word), len(word)) for word in words.split())
    return tuple((start, start + length) for start, length in found if start >= 0)
