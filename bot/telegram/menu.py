"""The commands menus: everybody's, in three languages, and the operators', which nobody else sees."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.telegram.handlers.admin import COMMANDS as OPERATORS_COMMANDS
from bot.telegram.transport.rate_limit import kind_of
from bot.telegram.views.texts import COMMANDS, LANGS

log = logging.getLogger(__name__)

# Telegram's codes have two letters; the empty one is for everybody else, who reads the paper's language.
MENUS = {"": 0, "zh": 0, "en": LANGS.index("en")}


async def set_menu(bot: Bot, admins: Sequence[int]) -> None:
    """Fill the menus. A bot without a menu still answers, so a failure is only logged."""
    try:
        for code, column in MENUS.items():
            menu = [BotCommand(name, texts[column]) for name, texts in COMMANDS.items()]
            await bot.set_my_commands(menu, language_code=code or None)
        for admin in admins:
            theirs = [BotCommand(name, text) for name, text in OPERATORS_COMMANDS.items()]
            await bot.set_my_commands([*menu_zh(), *theirs], scope=BotCommandScopeChat(admin))
    except TelegramError as error:
        log.warning("the commands menu could not be set: %s", kind_of(error))


def menu_zh() -> list[BotCommand]:
    """Everybody's commands in the paper's language."""
    return [BotCommand(name, texts[0]) for name, texts in COMMANDS.items()]
