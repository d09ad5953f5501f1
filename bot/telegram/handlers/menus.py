"""Sets the menus of commands: everybody's by language, the operators' and the desk's, and those of single readers.

Telegram tells languages apart by two letters, so it can't tell simplified from traditional Chinese, and knows nothing
of what readers choose by /lang. A reader whose language is not what their two letters say gets a menu of their own.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.telegram.session.service import Service
from bot.telegram.transport.ephemeral import seen_by_one
from bot.telegram.transport.rate_limit import kind_of
from bot.telegram.views.desk_texts import DESK_COMMANDS
from bot.telegram.views.operator_texts import COMMANDS as OPERATORS_COMMANDS
from bot.telegram.views.texts import COMMANDS, LANGS, Lang

log = logging.getLogger(__name__)

CODES: dict[str, Lang] = {"": "zh-hans", "zh": "zh-hans", "en": "en"}
"""What readers of each of Telegram's codes get; the empty one is for everybody else, who reads the paper's language."""
FOR_ONE = ("search", "latest", "edition", "sources", "lang", "privacy", "forget", "help", "about")
"""Commands whose answers in a group concern nobody but who gives them: then the group need not see either."""


async def set_menus(bot: Bot, service: Service) -> None:
    """Fill the menus. A bot without a menu still answers, so a failure is only logged."""
    desk_chat = service.newsdesk.chat
    try:
        for code, lang in CODES.items():
            everybody = commands(COMMANDS, lang)
            await set_menu(bot, BotCommandScopeDefault(), code, everybody)
            await set_menu(bot, BotCommandScopeAllGroupChats(), code, in_groups(everybody))
            if desk_chat:
                await set_menu(bot, BotCommandScopeChat(desk_chat), code, commands(COMMANDS | DESK_COMMANDS, lang))
            for admin in service.operators.admins:
                menu = menu_of(service, admin, service.chosen_lang(admin) or lang)
                await set_menu(bot, BotCommandScopeChat(admin), code, menu)
    except TelegramError as error:
        log.warning("the commands menu could not be set: %s", kind_of(error))


async def set_menu_of(bot: Bot, service: Service, user_id: int, lang: Lang) -> None:
    """Show a reader the menu of their private chat in their language. Without it the bot answers, too."""
    try:
        for code in CODES:
            await set_menu(bot, BotCommandScopeChat(user_id), code, menu_of(service, user_id, lang))
    except TelegramError as error:
        log.warning("the commands menu of a chat could not be set: %s", kind_of(error))


async def forget_menu_of(bot: Bot, service: Service, user_id: int) -> None:
    """Take a reader's own menu away: it tells Telegram what they chose. Operators keep theirs."""
    if service.operators.admits(user_id):
        await set_menus(bot, service)
        return
    try:
        for code in CODES:
            await bot.delete_my_commands(BotCommandScopeChat(user_id), language_code=code or None)
    except TelegramError as error:
        log.warning("the commands menu of a chat could not be taken away: %s", kind_of(error))


async def set_menu(bot: Bot, scope: BotCommandScope, code: str, menu: Sequence[BotCommand]) -> None:
    """Set one menu where Telegram has another."""
    there = await bot.get_my_commands(scope, language_code=code or None)
    if [command.to_dict() for command in there] != [command.to_dict() for command in menu]:
        await bot.set_my_commands(menu, scope, language_code=code or None)


def menu_of(service: Service, user_id: int, lang: Lang) -> list[BotCommand]:
    """What a person can do in their private chat."""
    menu = commands(COMMANDS, lang)
    if not service.operators.admits(user_id):
        return menu
    menu += commands(OPERATORS_COMMANDS, lang)
    return menu + (commands(DESK_COMMANDS, lang) if service.newsdesk.chat else [])


def in_groups(menu: Sequence[BotCommand]) -> list[BotCommand]:
    """The same menu for groups: what concerns one person is said and answered so that nobody else sees it."""
    return [seen_by_one(command) if command.command in FOR_ONE else command for command in menu]


def commands(table: Mapping[str, tuple[str, str, str]], lang: Lang) -> list[BotCommand]:
    """The commands of a table, with their descriptions in one of its languages."""
    return [BotCommand(name, texts[LANGS.index(lang)]) for name, texts in table.items()]
