"""Sends texts of several messages to a chat, changes them later, and shows that work goes on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError

from bot.telegram.transport.ephemeral import Listener, ephemeral_id
from bot.telegram.transport.rich_messages import UNCHANGED, RichBot

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
TYPING_AFTER_S = 0.25
TYPING_EVERY_S = 4.5
"""Telegram shows "typing" for five seconds. Quick answers need none."""
TOO_OLD = "query is too old"
GONE = ("message to edit not found", "message can't be edited", "message to delete not found")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where messages go: a chat, the message in it that they reply to, the topic of a forum.

    ``only``: the one person who is to see them.
    """

    chat_id: int
    reply_to: int | None = None
    topic: int | None = None
    only: Listener | None = None


def answering(message: Message, reply_to: int | None = None) -> Destination:
    """In reply to ``message``, or to another of its chat and topic; to one person alone what they alone see."""
    number, writer = ephemeral_id(message), message.from_user
    only = Listener(writer.id, replies_to=number) if number and writer else None
    return Destination(message.chat.id, reply_to or message.message_id, topic_of(message), only)


def topic_of(message: Message) -> int | None:
    """The topic of a forum that a message stands in."""
    return message.message_thread_id if message.is_topic_message else None


async def post(
    bot: Bot,
    to: Destination,
    pages: Sequence[str],
    keyboard: InlineKeyboardMarkup | None = None,
    *,
    silent: bool = False,
) -> list[int]:
    """Send ``pages`` (HTML) one after the other, the first as a reply, the last with the buttons; the message ids.

    ``silent``: they make no sound. What one person alone sees has no id here.
    """
    sent: list[int] = []
    for number, page in enumerate(pages, 1):
        markup = keyboard if number == len(pages) else None
        there = to if number == 1 else replace(to, reply_to=None)
        try:
            message = await _send(bot, there, page, markup, silent=silent)
        except BadRequest:
            if to.only is None:
                raise
            to.only.refused()
            if to.only.replies_to:  # said in confidence: others are not to hear it
                log.info("a reply to a message that one person alone sees was refused")
                return sent
            to = replace(to, only=None)
            message = await _send(bot, replace(there, only=None), page, markup, silent=silent)
        if ephemeral_id(message) is None:
            sent.append(message.message_id)
    return sent


async def _send(
    bot: Bot, to: Destination, page: str, keyboard: InlineKeyboardMarkup | None, *, silent: bool
) -> Message:
    parameters: dict[str, Any] = {
        "reply_markup": keyboard,
        "reply_parameters": replying(to.reply_to),
        "message_thread_id": to.topic,
        "disable_notification": silent or None,
    }

    async def usual() -> Message:
        return await bot.send_message(
            to.chat_id,
            page,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            api_kwargs=to.only.parameters if to.only else None,
            **parameters,
        )

    if isinstance(bot, RichBot) and to.only is None:
        given = {name: value for name, value in parameters.items() if value is not None}
        return await bot.send_rich(page, {"chat_id": to.chat_id, **given}, usual)
    return await usual()


async def tell(bot: Bot, message: Message, text: str) -> None:
    """Reply to ``message`` with plain text."""
    await post(bot, answering(message), [escape(text)])


def replying(message_id: int | None) -> ReplyParameters | None:
    """A reply to a message that may be gone by now."""
    return ReplyParameters(message_id, allow_sending_without_reply=True) if message_id else None


async def change(bot: Bot, chat_id: int, message_id: int, page: str, keyboard: InlineKeyboardMarkup | None) -> bool:
    """Replace a message's text; True when it now stands so, False when the message is gone."""

    async def usual() -> None:
        await bot.edit_message_text(
            page,
            chat_id,
            message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard,
        )

    try:
        if isinstance(bot, RichBot):
            buttons = {"reply_markup": keyboard} if keyboard else {}
            await bot.edit_rich(page, {"chat_id": chat_id, "message_id": message_id, **buttons}, usual)
        else:
            await usual()
    except BadRequest as error:
        text = str(error).lower()
        if UNCHANGED in text:
            return True
        if any(gone in text for gone in GONE):
            return False
        raise
    return True


async def change_keyboard(bot: Bot, chat_id: int, message_id: int, keyboard: InlineKeyboardMarkup) -> None:
    """Replace a message's buttons alone."""
    try:
        await bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard)
    except BadRequest as error:
        if UNCHANGED not in str(error).lower():
            raise


async def repost(
    bot: Bot, to: Destination, old: Sequence[int], pages: Sequence[str], keyboard: InlineKeyboardMarkup | None
) -> list[int]:
    """Make the messages ``old`` say ``pages`` instead: edit, add what is missing, take away what is too much."""
    kept: list[int] = []
    for number, (message_id, page) in enumerate(zip(old, pages, strict=False), 1):
        if not await change(bot, to.chat_id, message_id, page, keyboard if number == len(pages) else None):
            break
        kept.append(message_id)
    for message_id in old[len(kept) :]:  # too many, or behind one that is gone
        with contextlib.suppress(BadRequest):  # already deleted by somebody, or too old to delete
            await bot.delete_message(to.chat_id, message_id)
    rest = pages[len(kept) :]
    return kept + (await post(bot, to, rest, keyboard) if rest else [])


async def acknowledge(
    query: CallbackQuery, text: str | None = None, *, alert: bool = False, url: str | None = None
) -> None:
    """End the little clock on a pressed button, perhaps with a few words, or by opening a link to the bot.

    Too late for that is no failure.
    """
    try:
        await query.answer(text, show_alert=alert, url=url)
    except BadRequest as error:
        if TOO_OLD not in str(error).lower():
            raise
        log.info("a pressed button was acknowledged too late")


@contextlib.asynccontextmanager
async def typing(bot: Bot, to: Destination) -> AsyncIterator[None]:
    """Show "typing" in the chat for as long as the work inside takes, if it takes a moment."""
    showing = asyncio.create_task(_keep_typing(bot, to))
    try:
        yield
    finally:
        showing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await showing


async def _keep_typing(bot: Bot, to: Destination) -> None:
    await asyncio.sleep(TYPING_AFTER_S)
    while True:
        try:
            await bot.send_chat_action(to.chat_id, ChatAction.TYPING, message_thread_id=to.topic)
        except TelegramError as error:
            log.debug("typing not shown: %s", type(error).__name__)
        await asyncio.sleep(TYPING_EVERY_S)
