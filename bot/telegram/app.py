"""The Telegram bot: the handler table, which is the behaviour, and its life from start to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.metrics import Metrics
from bot.settings import SettingsError, state_folders
from bot.single import only_one
from bot.telegram.handlers.admin import OPERATORS, Operators
from bot.telegram.handlers.answer_buttons import Leafing
from bot.telegram.handlers.article import Reading, still
from bot.telegram.handlers.ask import Asking
from bot.telegram.handlers.editions import EDITIONS, LIST, PAGES, Browsing
from bot.telegram.handlers.errors import Failures
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.preferences import LANG, Personal
from bot.telegram.handlers.search import Searching
from bot.telegram.handlers.start import Greeting
from bot.telegram.jobs.metrics import Figures
from bot.telegram.jobs.missing_editions import Expecting
from bot.telegram.jobs.watches import UNWATCH, Alerts
from bot.telegram.menu import set_menu
from bot.telegram.session.service import Desk
from bot.telegram.transport.log_masking import discreet_logs
from bot.telegram.transport.rate_limit import Limits, Outgoing
from bot.telegram.transport.updates import Incoming, Repeats
from bot.telegram.views.cards import ALONE, BY, JUDGE, MORE, WITHIN
from bot.telegram.views.deep_links import READ
from bot.telegram.views.keyboards import STILL
from bot.telegram.views.texts import LANGS
from bot.wiring import Newsroom

log = logging.getLogger(__name__)

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
TELEGRAM = "https://api.telegram.org"
NEW, EDITED = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
PRIVATE = filters.ChatType.PRIVATE
GROUPS = filters.ChatType.GROUPS
UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
AT_ONCE = 64
ID = r"\d{1,18}"
STOPPING = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. ``poll`` is Telegram's long polling, ``read`` how long one call may take to be answered.

    ``alerts`` is how often to look for a new generation.
    """

    poll: int = 30
    read: float = 20.0
    connect: float = 10.0
    alerts: float = 30.0


def handlers(desk: Desk, alerts: Alerts) -> Sequence[BaseHandler[Any, Any, Any]]:
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
        CommandHandler("watch", alerts.watch, NEW),
        CommandHandler(["watches", "unwatch"], alerts.watches, NEW),
        CommandHandler("lang", personal.language, NEW),
        CommandHandler("privacy", personal.privacy, NEW),
        CommandHandler("forget", personal.forget, NEW),
        InlineQueryHandler(inline.query),
        ChatMemberHandler(personal.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        *operators_handlers(desk),
        CallbackQueryHandler(reading.button, f"^{READ}"),
        CallbackQueryHandler(leafing.more, f"^{MORE}"),
        CallbackQueryHandler(leafing.alone, f"^{ALONE}$"),
        CallbackQueryHandler(leafing.within, f"^{WITHIN}"),
        CallbackQueryHandler(leafing.choices, f"^{BY}[dp]?$"),
        CallbackQueryHandler(leafing.judge, f"^{JUDGE}"),
        CallbackQueryHandler(browsing.button, rf"^({LIST}{ID}:{ID}:.{{0,16}}|({PAGES}|{EDITIONS}){ID})$"),
        CallbackQueryHandler(alerts.unwatch_button, f"^{UNWATCH}{ID}$"),
        CallbackQueryHandler(personal.language_button, f"^{LANG}({'|'.join(LANGS)})$"),
        CallbackQueryHandler(still, f"^{STILL}$"),
        CallbackQueryHandler(reading.old_button),
        MessageHandler(NEW & filters.COMMAND, greeting.unknown_command),
        MessageHandler(NEW & filters.TEXT & (PRIVATE | GROUPS), asking.message),
        MessageHandler(EDITED & filters.TEXT & ~filters.COMMAND & (PRIVATE | GROUPS), asking.message),
        MessageHandler(NEW & PRIVATE & ~filters.StatusUpdate.ALL, greeting.not_text),
    ]


def operators_handlers(desk: Desk) -> Sequence[BaseHandler[Any, Any, Any]]:
    """What only operators reach, in their private chats; for everybody else it does not exist."""
    admins = desk.newsroom.settings.admins
    if not admins:
        return []
    operators, only = Operators(desk), filters.User(admins) & PRIVATE & NEW

    def pressed(data: object) -> bool:
        return isinstance(data, str) and data.startswith(OPERATORS)

    return [
        CommandHandler("status", operators.status, only),
        CommandHandler("stats", operators.stats, only),
        CommandHandler("rollback", operators.rollback, only),
        CommandHandler("withdraw", operators.withdrawing.command, only),
        MessageHandler(only & filters.Document.ALL, operators.document),
        CallbackQueryHandler(operators.button, pressed),
    ]


def build_application(
    newsroom: Newsroom,
    token: str,
    *,
    base_url: str = TELEGRAM,
    timing: Timing | None = None,
    limits: Limits | None = None,
    desk: Desk | None = None,
    polling: bool = True,
    metrics: Metrics | None = None,
) -> App:
    """The bot over ``newsroom``, ready to run. ``base_url`` is the Bot API server without a trailing slash.

    Without ``polling`` somebody else puts the updates into its queue, and shows the figures in ``metrics``.
    """
    timing = timing or Timing()
    settings = newsroom.settings
    desk = desk or Desk(newsroom, per_minute=settings.questions_per_minute)
    alerts, outgoing, failures = Alerts(desk), Outgoing(limits), Failures(desk)
    figures = Figures(metrics, desk, outgoing, failures) if metrics else None
    background: list[asyncio.Task[None]] = []

    async def begin(application: App) -> None:
        await set_menu(application.bot, settings.admins)
        background.append(asyncio.create_task(alerts.run(application.bot, timing.alerts)))
        if settings.admins and settings.schedule:
            background.append(asyncio.create_task(Expecting(desk).run(application.bot, timing.alerts)))
        if figures and polling:
            background.append(asyncio.create_task(figures.keep_leaving(f"bot-{application.bot.id}")))

    async def end(application: App) -> None:
        for task in background:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)
        desk.close()

    builder = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{base_url}/bot")
        .base_file_url(f"{base_url}/file/bot")
        .rate_limiter(outgoing)
        .concurrent_updates(AT_ONCE)
        .connection_pool_size(AT_ONCE)
        .pool_timeout(timing.read)
        .read_timeout(timing.read)
        .connect_timeout(timing.connect)
        .post_init(begin)
        .post_shutdown(end)
    )
    if polling:
        builder = builder.get_updates_request(Incoming(connect_timeout=timing.connect, read_timeout=timing.read))
    else:
        builder = builder.updater(None)
    application = builder.build()
    application.bot_data["desk"] = desk  # for whoever looks after a running bot; handlers have it already
    application.add_handler(TypeHandler(Update, Repeats().drop), group=-1)
    application.add_handlers(handlers(desk, alerts))
    application.add_error_handler(failures.on_error)
    return application


def run(newsroom: Newsroom, token: str) -> None:
    """Answer on Telegram until SIGINT or SIGTERM; questions in hand are finished.

    Raises ``SettingsError`` for a refused token, ``AlreadyRunning`` if another process has it.
    """
    with discreet_logs(token), only_one(token, newsroom.settings.telegram_api, state_folders()):
        newsroom.counting = metrics = Metrics()
        application = build_application(newsroom, token, base_url=newsroom.settings.telegram_api, metrics=metrics)
        poll(application, Timing(), STOPPING)


def poll(application: App, timing: Timing, stop_signals: Sequence[int] | None) -> None:
    """Poll until stopped. Waits for Telegram at the start as long as it takes; refuses a refused token."""
    try:
        application.run_polling(
            timeout=timing.poll, bootstrap_retries=-1, allowed_updates=UPDATES, stop_signals=stop_signals
        )
    except InvalidToken:
        raise SettingsError("TELEGRAM_BOT_TOKEN", "Telegram refuses this token") from None
