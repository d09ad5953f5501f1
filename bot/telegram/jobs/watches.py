"""Announces new articles that chats watch for, once each, and tells of those that were corrected or withdrawn since.

An announcement is claimed in the state file *before* it is sent. A crash between the two loses that one announcement;
none is ever sent twice.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from html import escape

from telegram import Bot, InlineKeyboardMarkup
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url

from bot.telegram.jobs.delivery import deliver
from bot.telegram.session.service import Service
from bot.telegram.session.watching import Corrected, Story, TakenBack
from bot.telegram.transport.rate_limit import kind_of
from bot.telegram.transport.send import Destination, change
from bot.telegram.views.alerts import alert_keyboard, alert_page, corrected_page, correction_page
from bot.telegram.views.texts import day_text, say
from bot.telegram.views.watch_texts import WatchText
from retrieval.errors import BaowenError

log = logging.getLogger(__name__)


class WatchAlerts:
    """Announces what was published since it looked last."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.watching = service.watching

    async def run(self, bot: Bot, every_s: float) -> None:
        """Look every ``every_s`` seconds until cancelled whether readers may see something else, and tell of it."""
        before: tuple[str, int] | None = None
        while True:
            await self.service.deliver_judgements()
            try:
                now = await self.watching.seen_now()
                if now and now != before:
                    await self.announce(bot)
                    before = now
            except BaowenError:
                log.exception("new articles could not be announced; trying again later")
            await asyncio.sleep(every_s)

    async def announce(self, bot: Bot) -> int:
        """Tell of what changed, then announce what is new since the last time; how many announcements went out."""
        for changed in await self.watching.changed():
            if await self.watching.claim_change(changed):
                await self._tell_change(changed, bot)
        stories, mark = await self.watching.news()
        blocked = await self.watching.blocked_chats()
        sent = 0
        for story in stories:
            if story.chat_id not in blocked and await self.watching.claim(story):
                sent += await self._announce(story, bot)
        if mark is not None:
            await self.watching.note_announced(mark)
        return sent

    async def _announce(self, story: Story, bot: Bot) -> bool:
        watch = story.watches[0]
        lang = self.service.lang_of_id(watch.user_id)
        words = [each.words for each in story.watches]
        more = ""
        if story.found:
            more = say(lang, WatchText.MORE, count=story.found, shown=self.watching.per_watch)
        page = alert_page(story.citation, words, more, lang, partial(create_deep_linked_url, bot.username))
        keyboard = alert_keyboard(story.citation, [(each.id, each.words) for each in story.watches], lang)
        message = await self._send(bot, Destination(story.chat_id, topic=watch.topic), page, keyboard)
        if message is None:
            return False
        await self.watching.announced(story, message)
        return True

    async def _tell_change(self, changed: Corrected | TakenBack, bot: Bot) -> None:
        alert = changed.alert
        lang = self.service.lang_of_id(alert.user_id)
        to = Destination(alert.chat_id, alert.message_id, alert.topic)
        if isinstance(changed, TakenBack):
            text = say(lang, WatchText.TAKEN_BACK, day=day_text(lang, changed.day), reason=changed.reason)
            if not await self._change(bot, to, escape(text), None):
                await self._send(bot, to, escape(text), None)
            return
        deep_link = partial(create_deep_linked_url, bot.username)
        keyboard = alert_keyboard(changed.citation, [], lang)
        await self._change(bot, to, corrected_page(changed.citation, lang, deep_link), keyboard)
        page = correction_page(changed.citation, changed.before, changed.after, lang, deep_link)
        await self._send(bot, to, page, keyboard)

    async def _change(self, bot: Bot, at: Destination, page: str, keyboard: InlineKeyboardMarkup | None) -> bool:
        """Change the message that announced something; False where there is none of its own any more."""
        if at.reply_to is None:
            return False
        try:
            return await change(bot, at.chat_id, at.reply_to, page, keyboard)
        except TelegramError as error:
            log.error("an announcement could not be changed: %s", kind_of(error))
            return False

    async def _send(self, bot: Bot, to: Destination, page: str, keyboard: InlineKeyboardMarkup | None) -> int | None:
        """Send a message; its id, None where the chat can't be reached."""
        return await deliver(self.service, bot, to, page, keyboard, silent=self.watching.quiet())
