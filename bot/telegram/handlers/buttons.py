"""Leads a pressed button to its handler, which gets what the button carries already parsed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.telegram.handlers.permissions import asked_by_presser
from bot.telegram.session.service import Service
from bot.telegram.transport.ephemeral import Listener, change_ephemeral, ephemeral_id
from bot.telegram.transport.send import Destination, acknowledge, change, change_keyboard, post, topic_of
from bot.telegram.views.button import Button
from bot.telegram.views.chat_texts import ChatText
from bot.telegram.views.texts import Lang, Text, say

B = TypeVar("B", bound=Button)
ALERT_CHARS = 200
"""Telegram's limit for what a pressed button answers."""


@dataclass(frozen=True, slots=True)
class Press(Generic[B]):
    """A pressed button: what it carries, and the message under which it stands."""

    button: B
    query: CallbackQuery
    chat_id: int
    message_id: int
    user_id: int
    bot: Bot
    lang: Lang

    @property
    def in_group(self) -> bool:
        """Whether others see the message too."""
        return self.query.message is not None and self.query.message.chat.type != ChatType.PRIVATE

    async def acknowledge(self, text: str | None = None, *, alert: bool = False, url: str | None = None) -> None:
        """End the little clock on the button, perhaps with a few words, or by opening a link to the bot."""
        await acknowledge(self.query, text, alert=alert, url=url)

    async def alert(self, text: str) -> None:
        """End the little clock with words that stay until they are closed; long ones end in …."""
        shown = text if len(text) <= ALERT_CHARS else text[: ALERT_CHARS - 1] + "…"
        await self.acknowledge(shown, alert=True)

    def below(self, reply_to: int | None = None) -> Destination:
        """In reply to the message under which the button stands, or to another of its chat and topic."""
        shown = self.query.message
        topic = topic_of(shown) if isinstance(shown, Message) else None
        only = Listener(self.user_id, pressed=self.query.id) if ephemeral_id(shown) else None
        return Destination(self.chat_id, reply_to or self.message_id, topic, only)

    async def change(self, page: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Replace the message's text (HTML) and buttons; what one person alone sees is sent anew where it can't be."""
        if number := ephemeral_id(self.query.message):
            if not await change_ephemeral(self.bot, self.chat_id, self.user_id, number, page, keyboard):
                await post(self.bot, self.below(), [page], keyboard)
            return
        await change(self.bot, self.chat_id, self.message_id, page, keyboard)

    async def change_keyboard(self, keyboard: InlineKeyboardMarkup) -> None:
        """Replace the message's buttons alone."""
        shown = self.query.message
        if not isinstance(shown, Message) or keyboard != shown.reply_markup:
            await change_keyboard(self.bot, self.chat_id, self.message_id, keyboard)

    @property
    def keyboard(self) -> InlineKeyboardMarkup:
        """The buttons of the message, as they were when one was pressed."""
        shown = self.query.message
        return (shown.reply_markup if isinstance(shown, Message) else None) or InlineKeyboardMarkup([])


def on_button(
    service: Service,
    kind: type[B],
    action: Callable[[Press[B]], Awaitable[None]],
    allowed: Callable[[int], bool] | None = None,
    *,
    askers: bool = False,
) -> CallbackQueryHandler[Any, Any]:
    """The handler for buttons of one ``kind``. Presses of people who are not ``allowed``, by user id, do nothing.

    ``askers``: in groups only who asked for the message may press; others are told.
    """

    async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None:
            return
        button = kind.parse(query.data)
        if button is None or query.message is None:
            await old_button(service, query)
        elif allowed and not allowed(query.from_user.id):
            await acknowledge(query)
        elif askers and not await asked_by_presser(query, context.bot):
            await acknowledge(query, say(service.lang(query.from_user), ChatText.NOT_YOURS))
        else:
            chat_id, message_id = query.message.chat.id, query.message.message_id
            lang = service.lang(query.from_user)
            await action(Press(button, query, chat_id, message_id, query.from_user.id, context.bot, lang))

    return CallbackQueryHandler(pressed, kind.matches)


def on_other_buttons(service: Service) -> CallbackQueryHandler[Any, Any]:
    """The handler for buttons that no other takes: from a version long ago, or made up."""

    async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.callback_query:
            await old_button(service, update.callback_query)

    return CallbackQueryHandler(pressed)


async def old_button(service: Service, query: CallbackQuery) -> None:
    """Say that a button no longer works."""
    await acknowledge(query, say(service.lang(query.from_user), Text.OLD_BUTTON))


async def label_pressed(press: Press[Any]) -> None:
    """A button that only shows something."""
    await press.acknowledge()
