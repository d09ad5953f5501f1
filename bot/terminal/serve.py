"""``baowen serve``: the web process in the foreground."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click

from bot.metrics import Metrics
from bot.question_days import QuestionDays
from bot.settings import Settings, SettingsError, bot_token, state_folders
from bot.single import only_one
from bot.terminal.clicking import command, option
from bot.terminal.options import data_option, newsroom
from bot.terminal.words.operator_help import ServeHelp
from bot.terminal.words.usage import UsageText
from bot.web.access import is_loopback, refuse_unguarded
from bot.web.app import Deliveries
from bot.wiring import Newsroom

HTTPS_PORT = 443
TELEGRAMS_PORTS = (443, 80, 88, 8443)
"""The ports that Telegram delivers to (core.telegram.org/bots/api#setwebhook)."""


@command(ServeHelp.SERVE_ABOUT)
@option("--host", words=ServeHelp.HOST, value=UsageText.ADDRESS)
@option("--port", type=click.IntRange(1, 65535), words=ServeHelp.PORT, value=UsageText.PORT)
@data_option
@click.pass_obj
def serve(settings: Settings, host: str | None, port: int | None, data: Path | None) -> None:
    """Run the web process."""
    from bot.web.app import build_app  # only the web process needs the server
    from bot.web.connections import refuse_taken, serve_within_limits

    at, number = host or settings.host, port or settings.port
    refuse_unguarded(settings, at)
    refuse_taken(at, number)
    metrics, debugging = Metrics(), settings.log_level == "DEBUG"
    create = bool(settings.webhook_url and settings.admins)  # operators may send the first edition in the chat
    serving = settings.model_copy(update={"host": at, "port": number})
    with newsroom(serving, data, create=create) as room, bot_behind(room, metrics) as webhook:
        room.counting = metrics
        metrics.tell_days(QuestionDays(room.settings.data, "web", room.clock.today).count)
        app = build_app(room, metrics, webhook)
        # uvicorn raises the signal again when it has shut down; the newsroom is closed after that.
        signal.signal(signal.SIGTERM, lambda number, frame: None)
        serve_within_limits(app, at, number, access_log=debugging)


@contextmanager
def bot_behind(room: Newsroom, metrics: Metrics) -> Iterator[Deliveries | None]:
    """The Telegram bot for the web process; None without BAOWEN_WEBHOOK_URL. Raises ``SettingsError``."""
    url = room.settings.webhook_url
    if not url:
        yield None
        return
    secret = bot_token(room.settings)
    refuse_unreachable(url)
    from bot.telegram.transport.log_masking import masked_logs  # the Telegram library is only loaded where it is used
    from bot.telegram.webhook import Webhook

    with masked_logs(secret), only_one(secret, room.settings.telegram_api, state_folders()):
        yield Webhook(room, secret, url, metrics)


def refuse_unreachable(url: str) -> None:
    """Raise ``SettingsError`` for an address to which Telegram does not deliver."""
    if _on_this_machine(url):
        return
    if not url.startswith("https://"):
        raise SettingsError("BAOWEN_WEBHOOK_URL", "Telegram only delivers to https:// addresses")
    try:
        parts = urlsplit(url)
        port = parts.port or HTTPS_PORT
    except ValueError:  # no number, or none that a port can have; brackets that are left open
        raise SettingsError("BAOWEN_WEBHOOK_URL", "not an address") from None
    if not parts.hostname:
        raise SettingsError("BAOWEN_WEBHOOK_URL", "names no host")
    if port not in TELEGRAMS_PORTS:
        ports = ", ".join(map(str, TELEGRAMS_PORTS))
        raise SettingsError("BAOWEN_WEBHOOK_URL", f"port {port}: Telegram only delivers to the ports {ports}")


def _on_this_machine(url: str) -> bool:
    """Whether a server of Telegram's on this machine delivers there, which needs no https."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that are left open
        return False
    return parts.scheme == "http" and is_loopback(parts.hostname or "")
