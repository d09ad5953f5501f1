"""Handles /watch, /watches and /unwatch: what a chat wants to hear of; ``jobs/watches.py`` announces it."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.telegram.handlers.buttons import B, Press
from bot.telegram.handlers.permissions import is_admin
from bot.telegram.session.message_text import question_in
from bot.telegram.session.people import Sender, sender_of
from bot.telegram.session.service import Service
from bot.telegram.session.watch_table import Watch
from bot.telegram.session.watch_terms import terms_of
from bot.telegram.transport.send import answering, post, tell, topic_of
from bot.telegram.views.callback_data import EndWatch, Unwatch
from bot.telegram.views.chat_texts import ChatText
from bot.telegram.views.keyboards import button, without_button
from bot.telegram.views.rich_text import html, plain
from bot.telegram.views.texts import Lang, say
from bot.telegram.views.watch_texts import WatchText
from bot.wording import listed

MOST_WATCHES = 20
WORDS_CHARS = 40
LEAST_CHARS = 2


class Watches:
    """The watches of a chat."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.watching = service.watching

    async def watch(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/watch 词语 记者:姓名: all of it must be so in the article."""
        message = update.effective_message
        sender = sender_of(message) if message else None
        if message is None or sender is None:
            return
        lang, chat_id = self.service.lang(sender), message.chat.id
        terms = terms_of(wanted_in(question_in(message, context.bot.username)))
        if terms.refused:
            await self.service.asides.tell(
                context.bot, message, say(lang, WatchText.NO_DATES, value=listed(lang, terms.refused))
            )
        elif terms.letters < LEAST_CHARS and not terms.limited:
            await self.service.asides.tell(context.bot, message, say(lang, WatchText.HOW))
        elif len(await self.watching.watches(chat_id)) >= MOST_WATCHES:
            await self.service.asides.tell(context.bot, message, say(lang, WatchText.TOO_MANY, count=MOST_WATCHES))
        else:
            await self.watching.watch(chat_id, sender.id, terms.text, topic_of(message))
            await self.service.keep_lang(sender)
            await tell(context.bot, message, say(lang, WatchText.WATCHING, words=terms.text))

    async def watches(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """What is watched here, each with a button that ends it."""
        if message := update.effective_message:
            text, keyboard = await self._list(message.chat.id, self.service.lang(message.from_user))
            await post(context.bot, answering(message), [text], keyboard)

    async def unwatch(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/unwatch 词语 ends that watch; /unwatch alone lists them."""
        message = update.effective_message
        sender = sender_of(message) if message else None
        if message is None or sender is None:
            return
        words = terms_of(wanted_in(question_in(message, context.bot.username))).text
        if not words:
            await self.watches(update, context)
            return
        lang, chat_id = self.service.lang(sender), message.chat.id
        watch = next(
            (each for each in await self.watching.watches(chat_id) if terms_of(each.words).text == words), None
        )
        if watch is None:
            text = say(lang, WatchText.NO_SUCH, words=words)
        elif await self._may_end(watch, sender, context):
            await self.watching.unwatch(chat_id, watch.id)
            await tell(context.bot, message, say(lang, WatchText.ENDED, words=words))
            return
        else:
            text = say(lang, ChatText.NOT_YOUR_WATCH)
        await self.service.asides.tell(context.bot, message, text)

    async def unwatch_button(self, press: Press[Unwatch]) -> None:
        """End a watch of this chat from the list; in a group its own beginner's press does, or an admin's."""
        watch = await self._watch(press, press.button.number)
        if watch and not await self._pressed_by_owner(watch, press):
            await press.acknowledge(say(press.lang, ChatText.NOT_YOUR_WATCH))
            return
        await self.watching.unwatch(press.chat_id, press.button.number)
        await press.acknowledge()
        await press.change(*await self._list(press.chat_id, press.lang))

    async def end_button(self, press: Press[EndWatch]) -> None:
        """End a watch under one of its alerts, which stays."""
        watch = await self._watch(press, press.button.number)
        if watch and not await self._pressed_by_owner(watch, press):
            await press.acknowledge(say(press.lang, ChatText.NOT_YOUR_WATCH))
            return
        await self.watching.unwatch(press.chat_id, press.button.number)
        await press.acknowledge(say(press.lang, WatchText.ENDED, words=watch.words if watch else ""))
        await press.change_keyboard(without_button(press.keyboard, press.button))

    async def _watch(self, press: Press[B], number: int) -> Watch | None:
        watches = await self.watching.watches(press.chat_id)
        return next((watch for watch in watches if watch.id == number), None)

    async def _pressed_by_owner(self, watch: Watch, press: Press[B]) -> bool:
        alone = not press.in_group or watch.user_id == press.user_id
        return alone or await is_admin(press.bot, press.chat_id, press.user_id)

    async def _may_end(self, watch: Watch, sender: Sender, context: ContextTypes.DEFAULT_TYPE) -> bool:
        """Whether who wrote /unwatch began the watch, or is an admin: who speaks for the group is one."""
        if sender.id in (watch.user_id, watch.chat_id):
            return True
        return not sender.nameless and await is_admin(context.bot, watch.chat_id, sender.id)

    async def _list(self, chat_id: int, lang: Lang) -> tuple[str, InlineKeyboardMarkup | None]:
        watches = await self.watching.watches(chat_id)
        if not watches:
            return html([plain(say(lang, WatchText.NONE))]), None
        rows = [[button(f"✕ {watch.words}", Unwatch(watch.id))] for watch in watches]
        return html([plain(say(lang, WatchText.YOURS))]), InlineKeyboardMarkup(rows)


def wanted_in(text: str) -> str:
    """The words of a command, cut to what a watch may be long."""
    return " ".join(text.split())[:WORDS_CHARS].rstrip()
