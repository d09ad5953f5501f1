"""Sets the menus of commands: everybody's, in three languages, and the operators', which nobody else sees."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.telegram.transport.rate_limit import kind_of
from bot.telegram.views.desk_texts import DESK_COMMANDS
from bot.telegram.views.operator_texts import COMMANDS as OPERATORS_COMMANDS
from bot.telegram.views.texts import COMMANDS, LANGS

log = logging.getLogger(__name__)

MENUS = {"": 0, "zh": 0, "en": LANGS.index("en")}
"""Telegram's codes have two letters; the empty one is for everybody else, who reads the paper's language."""


async def set_menu(bot: Bot, admins: Sequence[int], desk_chat: int | None = None) -> None:
    """Fill the menus, also that of the chat of the newsroom's desk.

    A bot without a menu still answers, so a failure is only logged.
    """
    try:
        for code, column in MENUS.items():
            menu = commands(COMMANDS, column)
            await bot.set_my_commands(menu, language_code=code or None)
            desk = commands(DESK_COMMANDS, column) if desk_chat else []
            if desk_chat:
                scope = BotCommandScopeChat(desk_chat)
                await bot.set_my_commands([*menu, *desk], scope=scope, language_code=code or None)
            menu = [*menu, *commands(OPERATORS_COMMANDS, column), *desk]
            for admin in admins:
                await bot.set_my_commands(menu, scope=BotCommandScopeChat(admin), language_code=code or None)
    except TelegramError as error:
        log.warning("the commands menu could not be set: %s", kind_of(error))


def commands(table: Mapping[str, tuple[str, str, str]], column: int) -> list[BotCommand]:
    """The commands of a table, with their descriptions in one of its languages."""
    return [BotCommand(name, texts[column]) for name, texts in table.items()]
