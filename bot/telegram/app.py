"""The Telegram bot: the handler table, which is the behaviour, and its life from start to stop."""

from __future__ import annotations

import logging
import signal
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import BotCommand, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ApplicationHandlerStop,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.settings import SettingsError
from bot.telegram.asking import Asking
from bot.telegram.browsing import EDITIONS, LIST, PAGES, Browsing
from bot.telegram.cards import ALONE, BY, JUDGE, MORE, WITHIN
from bot.telegram.desk import Desk
from bot.telegram.failures import on_error
from bot.telegram.greeting import Greeting
from bot.telegram.incoming import Incoming
from bot.telegram.inline import Inline
from bot.telegram.keyboards import STILL
from bot.telegram.leafing import Leafing
from bot.telegram.links import READ
from bot.telegram.masking import discreet_logs
from bot.telegram.outgoing import Outgoing, kind_of
from bot.telegram.personal import LANG, Personal
from bot.telegram.reading import Reading, still
from bot.telegram.search_command import Searching
from bot.telegram.texts import COMMANDS, LANGS
from bot.wiring import Newsroom

log = logging.getLogger(__name__)

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
TELEGRAM = "https://api.telegram.org"
NEW, EDITED = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
PRIVATE = filters.ChatType.PRIVATE
GROUPS = filters.ChatType.GROUPS
UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
# The menu's language codes; the empty one is for everybody else, who reads the paper's language.
MENUS = {"": 0, "zh": 0, "en": LANGS.index("en")}
AT_ONCE = 64
ID = r"\d{1,18}"
STOPPING = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. ``poll`` is Telegram's long polling, ``read`` how long one call may take to be answered."""

    poll: int = 30
    read: float = 20.0
    connect: float = 10.0


def handlers(desk: Desk) -> Sequence[BaseHandler[Any, Any, Any]]:
    """The bot's behaviour. The first handler that fits an update has it, so the order matters."""
    asking, reading, browsing, searching = Asking(desk), Reading(desk), Browsing(desk), Searching(desk)
    greeting, personal, leafing, inline = Greeting(desk, reading), Personal(desk), Leafing(desk, asking), Inline(desk)
    return [
        CommandHandler("start", greeting.start, NEW),
        CommandHandler("help", greeting.help, NEW),
        CommandHandler("about", greeting.about, NEW),
        CommandHandler("ask", asking.command, NEW | EDITED),
        CommandHandler("search", searching.command, NEW),
        CommandHandler("latest", browsing.latest, NEW),
        CommandHandler("edition", browsing.edition, NEW),
        CommandHandler("sources", browsing.sources, NEW),
        CommandHandler("lang", personal.language, NEW),
        CommandHandler("privacy", personal.privacy, NEW),
        CommandHandler("forget", personal.forget, NEW),
        InlineQueryHandler(inline.query),
        CallbackQueryHandler(reading.button, f"^{READ}"),
        CallbackQueryHandler(leafing.more, f"^{MORE}"),
        CallbackQueryHandler(leafing.alone, f"^{ALONE}$"),
        CallbackQueryHandler(leafing.within, f"^{WITHIN}"),
        CallbackQueryHandler(leafing.choices, f"^{BY}[dp]?$"),
        CallbackQueryHandler(leafing.judge, f"^{JUDGE}"),
        CallbackQueryHandler(browsing.button, rf"^({LIST}{ID}:{ID}:.{{0,16}}|({PAGES}|{EDITIONS}){ID})$"),
        CallbackQueryHandler(personal.language_button, f"^{LANG}({'|'.join(LANGS)})$"),
        CallbackQueryHandler(still, f"^{STILL}$"),
        CallbackQueryHandler(reading.old_button),
        MessageHandler(NEW & filters.COMMAND, greeting.unknown_command),
        MessageHandler(NEW & filters.TEXT & (PRIVATE | GROUPS), asking.message),
        MessageHandler(EDITED & filters.TEXT & ~filters.COMMAND & (PRIVATE | GROUPS), asking.message),
        MessageHandler(NEW & PRIVATE & ~filters.StatusUpdate.ALL, greeting.not_text),
    ]


class Repeats:
    """Drops updates that were delivered before: Telegram delivers again what it was not sure to have delivered."""

    KEPT = 10_000

    def __init__(self) -> None:
        self._seen: OrderedDict[int, None] = OrderedDict()

    async def drop(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Stop the handling of an update seen before."""
        if update.update_id in self._seen:
            raise ApplicationHandlerStop
        self._seen[update.update_id] = None
        if len(self._seen) > self.KEPT:
            self._seen.popitem(last=False)


def build_application(
    newsroom: Newsroom, token: str, *, base_url: str = TELEGRAM, timing: Timing | None = None, desk: Desk | None = None
) -> App:
    """The bot over ``newsroom``, ready to run. ``base_url`` is the Bot API server without a trailing slash."""
    timing = timing or Timing()
    desk = desk or Desk(newsroom)

    async def finish(application: App) -> None:
        desk.close()

    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{base_url}/bot")
        .base_file_url(f"{base_url}/file/bot")
        .rate_limiter(Outgoing())
        .concurrent_updates(AT_ONCE)
        .connection_pool_size(AT_ONCE)
        .pool_timeout(timing.read)
        .read_timeout(timing.read)
        .connect_timeout(timing.connect)
        .get_updates_request(Incoming(connect_timeout=timing.connect, read_timeout=timing.read))
        .post_init(set_menu)
        .post_shutdown(finish)
        .build()
    )
    application.bot_data["desk"] = desk  # for whoever looks after a running bot; handlers have it already
    application.add_handler(TypeHandler(Update, Repeats().drop), group=-1)
    application.add_handlers(handlers(desk))
    application.add_error_handler(on_error)
    return application


async def set_menu(application: App) -> None:
    """Fill the commands menu. A bot without a menu still answers, so a failure is only logged."""
    try:
        for code, column in MENUS.items():
            menu = [BotCommand(name, texts[column]) for name, texts in COMMANDS.items()]
            await application.bot.set_my_commands(menu, language_code=code or None)
    except TelegramError as error:
        log.warning("the commands menu could not be set: %s", kind_of(error))


def run(newsroom: Newsroom, token: str) -> None:
    """Answer on Telegram until SIGINT or SIGTERM; questions in hand are finished. Raises ``SettingsError``."""
    with discreet_logs(token):
        application = build_application(newsroom, token, base_url=newsroom.settings.telegram_api)
        poll(application, Timing(), STOPPING)


def poll(application: App, timing: Timing, stop_signals: Sequence[int] | None) -> None:
    """Poll until stopped. Waits for Telegram at the start as long as it takes; refuses a refused token."""
    try:
        application.run_polling(
            timeout=timing.poll, bootstrap_retries=-1, allowed_updates=UPDATES, stop_signals=stop_signals
        )
    except InvalidToken:
        raise SettingsError("TELEGRAM_BOT_TOKEN", "Telegram refuses this token") from None
