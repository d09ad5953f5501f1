"""``baowen bot``: the Telegram surface in the foreground."""

from __future__ import annotations

from pathlib import Path

import click

from bot.settings import Settings, bot_token
from bot.terminal.clicking import command
from bot.terminal.options import data_option, newsroom
from bot.terminal.words.operator_help import ServeHelp
from bot.wiring import Newsroom


@command(ServeHelp.BOT_ABOUT)
@data_option
@click.pass_obj
def bot(settings: Settings, data: Path | None) -> None:
    """Run the Telegram bot, polling."""
    if settings.admins:
        bot_token(settings)  # before a folder is made
    # Operators may send the first edition in the chat; without any the archive must be there.
    with newsroom(settings, data, create=bool(settings.admins)) as room:
        serve(room)


def serve(room: Newsroom) -> None:
    """Answer on Telegram until stopped. Raises ``SettingsError`` without a token."""
    token = bot_token(room.settings)
    from bot.telegram.app import run  # the Telegram library is only loaded where it is used

    run(room, token)
