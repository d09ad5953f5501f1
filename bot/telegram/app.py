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
    ChatMemberHandler,
    CommandHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    TypeHandler,
    filters,
)

from bot.collector import keep_loaded
from bot.metrics import Metrics
from bot.question_days import QuestionDays
from bot.settings import TOKEN_KEY, Settings, SettingsError, state_folders
from bot.single import only_one
from bot.telegram.handlers.admin import Operators
from bot.telegram.handlers.admin_publish import Uploads
from bot.telegram.handlers.admin_withdraw import ReasonGiven, WithdrawCommand
from bot.telegram.handlers.answer_buttons import AnswerButtons
from bot.telegram.handlers.article import Articles
from bot.telegram.handlers.ask import Questions
from bot.telegram.handlers.buttons import label_pressed, on_button, on_other_buttons
from bot.telegram.handlers.desk import Desk, RepliesToQuestion
from bot.telegram.handlers.digest import Digests
from bot.telegram.handlers.editions import Editions
from bot.telegram.handlers.errors import ErrorHandler
from bot.telegram.handlers.guest import GuestMode
from bot.telegram.handlers.inline import InlineMode
from bot.telegram.handlers.membership import Membership
from bot.telegram.handlers.menus import set_menus
from bot.telegram.handlers.preferences import Preferences
from bot.telegram.handlers.reactions import Reactions
from bot.telegram.handlers.search import SearchCommand
from bot.telegram.handlers.spoken import AsksForDeeds, Command, SpokenWishes
from bot.telegram.handlers.start import Start
from bot.telegram.handlers.watches import Watches
from bot.telegram.jobs.digests import DigestSender
from bot.telegram.jobs.forgetting import let_questions_go
from bot.telegram.jobs.metrics import BotMetrics
from bot.telegram.jobs.missing_editions import MissingEditions
from bot.telegram.jobs.search_service import SearchServiceWatch
from bot.telegram.jobs.watches import WatchAlerts
from bot.telegram.profile import set_profile
from bot.telegram.session.service import Service
from bot.telegram.transport.connection import Connection, UpdateConnection
from bot.telegram.transport.log_masking import masked_logs
from bot.telegram.transport.rate_limit import Counts, Limits, RateLimiter
from bot.telegram.transport.rich_messages import RichBot
from bot.telegram.transport.updates import DuplicateFilter
from bot.telegram.views import callback_data as data
from bot.telegram.views import operator_data
from bot.wiring import Newsroom

log = logging.getLogger(__name__)

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
TELEGRAM = "https://api.telegram.org"
NEW, EDITED = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
PRIVATE = filters.ChatType.PRIVATE
GROUPS = filters.ChatType.GROUPS
WORDS = filters.TEXT | filters.CAPTION
UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "guest_message",
    "message_reaction",
)
AT_ONCE = 64
REFUSED = "token refused"
"""The key of ``bot_data`` under which the end of a refused bot is noted."""
STOPPING = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. ``poll`` is Telegram's long polling, ``read`` how long one call may take to be answered.

    ``alerts`` is how often to look for a new generation, ``again`` how long to wait before a refused token is shown
    once more.
    """

    poll: int = 30
    read: float = 20.0
    connect: float = 10.0
    alerts: float = 30.0
    again: float = 2.0


def handlers(service: Service, calls: Counts) -> Sequence[BaseHandler[Any, Any, Any]]:
    """The bot's behaviour. The first handler that fits an update has it, so the order matters.

    ``calls`` is what became of the calls to Telegram, for operators to look at.
    """
    articles, questions, editions = Articles(service), Questions(service), Editions(service)
    start, search, preferences = Start(service, articles, questions), SearchCommand(service), Preferences(service)
    card, watches, inline = AnswerButtons(service, questions), Watches(service), InlineMode(service)
    membership = Membership(service)
    commands: dict[str, Command] = {
        "start": start.start,
        "help": start.help,
        "about": start.about,
        "ask": questions.command,
        "search": search.command,
        "latest": editions.latest,
        "edition": editions.edition,
        "sources": editions.sources,
        "watch": watches.watch,
        "watches": watches.watches,
        "unwatch": watches.unwatch,
        "digest": Digests(service).command,
        "lang": preferences.language,
        "privacy": preferences.privacy,
        "forget": preferences.forget,
    }
    wishes = SpokenWishes(service, questions, articles, commands)
    return [
        *(CommandHandler(name, command, NEW | EDITED) for name, command in commands.items()),
        InlineQueryHandler(inline.query),
        MessageHandler(filters.UpdateType.GUEST_MESSAGE, GuestMode(service).message),
        ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER),
        *operators_handlers(service, calls),
        *desk_handlers(service, Desk(service, card)),
        on_button(service, data.OpenArticle, articles.button),
        on_button(service, data.More, card.more, askers=True),
        on_button(service, data.Alone, card.alone, askers=True),
        on_button(service, data.Within, card.within, askers=True),
        on_button(service, data.ChooseLimit, card.choose_limit, askers=True),
        on_button(service, data.LeaveLimits, card.leave_limits, askers=True),
        on_button(service, data.JudgeAnswer, card.judge),
        on_button(service, data.ListHeadlines, editions.headlines_button, askers=True),
        on_button(service, data.ListPages, editions.pages_button, askers=True),
        on_button(service, data.ListEditions, editions.editions_button, askers=True),
        on_button(service, data.ListSources, editions.sources_button, askers=True),
        on_button(service, data.ListFound, search.found_button, askers=True),
        on_button(service, data.Unwatch, watches.unwatch_button),
        on_button(service, data.EndWatch, watches.end_button),
        on_button(service, data.ChooseLanguage, preferences.language_button, askers=True),
        on_button(service, data.Label, label_pressed),
        on_other_buttons(service),
        MessageReactionHandler(
            Reactions(service).changed, message_reaction_types=MessageReactionHandler.MESSAGE_REACTION_UPDATED
        ),
        MessageHandler(filters.StatusUpdate.MIGRATE, membership.moved),
        MessageHandler(NEW & filters.COMMAND, start.unknown_command),
        MessageHandler(NEW & filters.TEXT & AsksForDeeds() & (PRIVATE | GROUPS), wishes.message),
        MessageHandler(NEW & WORDS & (PRIVATE | GROUPS), questions.message),
        MessageHandler(EDITED & WORDS & ~filters.COMMAND & (PRIVATE | GROUPS), questions.message),
        MessageHandler(NEW & PRIVATE & ~filters.StatusUpdate.ALL, start.not_text),
    ]


def desk_handlers(service: Service, desk: Desk) -> Sequence[BaseHandler[Any, Any, Any]]:
    """What leads from readers to editors and back, where the newsroom has a desk. Editors are who is in its chat."""
    if service.newsdesk.chat is None:
        return []
    editors = filters.Chat(service.newsdesk.chat)
    return [
        CommandHandler("desk", desk.command, NEW & (editors | filters.User(service.operators.admins) & PRIVATE)),
        MessageHandler(NEW & WORDS & editors & RepliesToQuestion(), desk.reply),
        on_button(service, data.AskDesk, desk.offer_button, askers=True),
        on_button(service, data.PassOn, desk.pass_on_button, askers=True),
        on_button(service, data.LeaveDesk, desk.leave_button, askers=True),
        on_button(service, operator_data.CloseQuestion, desk.close_button),
        on_button(service, operator_data.ShowQuestion, desk.show_button),
        on_button(service, operator_data.ListQuestions, desk.list_button),
    ]


def operators_handlers(service: Service, calls: Counts) -> Sequence[BaseHandler[Any, Any, Any]]:
    """What only operators reach, in their private chats; for everybody else it does not exist.

    Their buttons may be forwarded to others, for whom they do nothing.
    """
    if not service.operators.admins:
        return []
    operators, uploads, withdrawals = Operators(service, calls), Uploads(service), WithdrawCommand(service)
    only, admits = filters.User(service.operators.admins) & PRIVATE & NEW, service.operators.admits
    return [
        CommandHandler("status", operators.status, only),
        CommandHandler("stats", operators.stats, only),
        CommandHandler("rollback", operators.rollback, only),
        CommandHandler("withdraw", withdrawals.command, only),
        MessageHandler(only & filters.TEXT & ~filters.COMMAND & ReasonGiven(), withdrawals.reason),
        MessageHandler(only & filters.Document.ALL, uploads.document),
        MessageHandler(only & filters.PHOTO & ~filters.CAPTION, uploads.photo),
        on_button(service, operator_data.RollBack, operators.rollback_button, admits),
        on_button(service, operator_data.Release, operators.release_button, admits),
        on_button(service, operator_data.Publish, uploads.publish_button, admits),
        on_button(service, operator_data.AskPublishAnyway, uploads.ask_publish_anyway_button, admits),
        on_button(service, operator_data.PublishAnyway, uploads.publish_anyway_button, admits),
        on_button(service, operator_data.CheckAgain, uploads.check_again_button, admits),
        on_button(service, operator_data.Cancel, uploads.cancel_button, admits),
        on_button(service, operator_data.ChooseWithdrawal, withdrawals.choose_button, admits),
        on_button(service, operator_data.ListWithdrawable, withdrawals.list_button, admits),
        on_button(service, operator_data.AskReason, label_pressed, admits),
        on_button(service, operator_data.Withdraw, withdrawals.withdraw_button, admits),
        on_button(service, operator_data.Restore, withdrawals.restore_button, admits),
    ]


def build_application(
    newsroom: Newsroom,
    token: str,
    *,
    base_url: str = TELEGRAM,
    timing: Timing | None = None,
    limits: Limits | None = None,
    service: Service | None = None,
    polling: bool = True,
    metrics: Metrics | None = None,
) -> App:
    """The bot over ``newsroom``, ready to run. ``base_url`` is the Bot API server without a trailing slash.

    Without ``polling`` somebody else puts the updates into its queue, and shows the figures in ``metrics``.
    """
    timing = timing or Timing()
    settings = newsroom.settings
    service = service or Service(newsroom, per_minute=settings.questions_per_minute)
    rate_limiter = RateLimiter(limits)
    bot_metrics = BotMetrics(metrics, service, rate_limiter.counts) if metrics else None
    background: list[asyncio.Task[None]] = []

    async def begin(application: App) -> None:
        await set_menus(application.bot, service)
        await set_profile(application.bot)
        background.append(asyncio.create_task(WatchAlerts(service).run(application.bot, timing.alerts)))
        background.append(asyncio.create_task(DigestSender(service).run(application.bot, timing.alerts)))
        background.append(asyncio.create_task(let_questions_go(service, timing.alerts)))
        if settings.admins and settings.schedule:
            background.append(asyncio.create_task(MissingEditions(service).run(application.bot, timing.alerts)))
        if settings.admins and settings.engine == "milvus":
            background.append(asyncio.create_task(SearchServiceWatch(service).run(application.bot, timing.alerts)))
        if bot_metrics and polling:
            background.append(asyncio.create_task(bot_metrics.run(f"bot-{application.bot.id}")))
        keep_loaded()

    async def end(application: App) -> None:
        for task in background:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)
        service.close()

    updates = None
    if polling:
        updates = UpdateConnection(
            lambda: end_refused(application),
            again_after=timing.again,
            connect_timeout=timing.connect,
            read_timeout=timing.read,
        )
    bot = bot_of(settings, token, base_url, timing, updates, rate_limiter)
    builder = ApplicationBuilder().bot(bot).concurrent_updates(AT_ONCE).post_init(begin).post_shutdown(end)
    if not polling:
        builder = builder.updater(None)
    application: App = builder.build()
    application.bot_data["service"] = service  # for whoever looks after a running bot; handlers have it already
    application.add_handler(TypeHandler(Update, DuplicateFilter().drop), group=-1)
    application.add_handlers(handlers(service, rate_limiter.counts))
    application.add_error_handler(ErrorHandler(service).on_error)
    return application


def bot_of(
    settings: Settings,
    token: str,
    base_url: str,
    timing: Timing,
    updates: UpdateConnection | None,
    rate_limiter: RateLimiter | None = None,
) -> ExtBot[None]:
    """The connections to Telegram as they are set; ``updates`` is the one for polling."""
    kind: type[ExtBot[None]] = RichBot if settings.rich_messages else ExtBot
    usual = Connection(
        again_after=timing.again,
        connect_timeout=timing.connect,
        read_timeout=timing.read,
        pool_timeout=timing.read,
        connection_pool_size=AT_ONCE,
    )
    return kind(token, f"{base_url}/bot", f"{base_url}/file/bot", usual, updates, rate_limiter=rate_limiter)


def run(newsroom: Newsroom, token: str) -> None:
    """Answer on Telegram until SIGINT or SIGTERM; questions in hand are finished.

    Raises ``SettingsError`` for a refused token, ``AlreadyRunning`` if another process has it.
    """
    with masked_logs(token), only_one(token, newsroom.settings.telegram_api, state_folders()):
        newsroom.counting = metrics = Metrics()
        process = f"bot-{token.partition(':')[0]}"
        metrics.tell_days(QuestionDays(newsroom.settings.data, process, newsroom.clock.today).count)
        application = build_application(newsroom, token, base_url=newsroom.settings.telegram_api, metrics=metrics)
        poll(application, Timing(), STOPPING)


def end_refused(application: App) -> None:
    """End a running bot whose token Telegram refuses; questions in hand are finished."""
    if application.running and REFUSED not in application.bot_data:
        application.bot_data[REFUSED] = True
        application.stop_running()


def poll(application: App, timing: Timing, stop_signals: Sequence[int] | None) -> None:
    """Poll until stopped. Waits for Telegram at the start as long as it takes.

    Raises ``SettingsError`` where Telegram refuses the token, at the start or later.
    """
    try:
        application.run_polling(
            timeout=timing.poll, bootstrap_retries=-1, allowed_updates=UPDATES, stop_signals=stop_signals
        )
    except InvalidToken:
        application.bot_data[REFUSED] = True
    if application.bot_data.get(REFUSED):
        raise SettingsError(TOKEN_KEY, "Telegram refuses this token")
