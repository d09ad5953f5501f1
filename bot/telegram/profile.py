"""Says in the bot's profile what it does, where the newsroom has not said it in words of its own."""

from __future__ import annotations

import logging

from telegram import Bot
from telegram.error import TelegramError

from bot.telegram.handlers.menus import CODES
from bot.telegram.transport.rate_limit import kind_of
from bot.telegram.views.profile_texts import ProfileText
from bot.telegram.views.texts import say

log = logging.getLogger(__name__)


async def set_profile(bot: Bot) -> None:
    """Set the texts that are not as they should be. A bot without them still answers, so a failure is only logged."""
    try:
        await _set_description(bot)
        await _set_short_description(bot)
    except TelegramError as error:
        log.warning("the profile could not be set: %s", kind_of(error))


async def _set_description(bot: Bot) -> None:
    if not ours((await bot.get_my_description()).description, ProfileText.DESCRIPTION):
        return
    for code, lang in CODES.items():
        text = say(lang, ProfileText.DESCRIPTION)
        if (await bot.get_my_description(code or None)).description != text:
            await bot.set_my_description(text, code or None)


async def _set_short_description(bot: Bot) -> None:
    if not ours((await bot.get_my_short_description()).short_description, ProfileText.SHORT_DESCRIPTION):
        return
    for code, lang in CODES.items():
        text = say(lang, ProfileText.SHORT_DESCRIPTION)
        if (await bot.get_my_short_description(code or None)).short_description != text:
            await bot.set_my_short_description(text, code or None)


def ours(text: str, wording: ProfileText) -> bool:
    """Whether a text for everybody was not written by the newsroom (with @BotFather), whose words stay."""
    return not text or text in wording.value
