"""``baowen chat`` and ``baowen start``: questions one after the other."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from bot.render import one_line
from bot.settings import Settings
from bot.terminal.clicking import command
from bot.terminal.options import data_option, newsroom
from bot.terminal.screen import Screen, screen_of
from bot.terminal.talk import Act, Talk
from bot.terminal.words.answers import ChatText
from bot.terminal.words.reader_help import AskHelp
from bot.wiring import Newsroom

HISTORY = "chat_history"
"""What was typed, in the data folder, which only its owner can read."""
MOST_HISTORY = 1000
"""Lines that are kept."""


@command(AskHelp.CHAT_ABOUT)
@data_option
@click.pass_obj
def chat(settings: Settings, data: Path | None) -> None:
    """Ask on and on in the terminal."""
    with newsroom(settings, data) as room:
        converse(room)


@command(AskHelp.START_ABOUT)
@data_option
@click.pass_obj
def start(settings: Settings, data: Path | None) -> None:
    """Open the bot: Telegram with a token, else the terminal."""
    if not sys.stdin.isatty():
        screen = screen_of(settings.lang)
        click.echo(screen.told(ChatText.NO_TERMINAL))
        return
    with newsroom(settings, data) as room:
        if settings.telegram_bot_token:
            from bot.terminal.telegram import serve  # the Telegram library is only loaded where it is used

            serve(room)
        else:
            converse(room)


def converse(room: Newsroom) -> None:
    """Read lines from standard input until it ends, or somebody leaves."""
    screen, house = screen_of(room.settings.lang), room.house()
    talk = Talk(room, screen, house)
    at_terminal = sys.stdin.isatty()
    if at_terminal:
        example = screen.say(ChatText.EXAMPLE, example=house.example) if house.example else ""
        click.echo(screen.wrapped(screen.say(ChatText.WELCOME, example=one_line(example))))
    with _history(room.settings, kept=at_terminal):
        for line in _lines(screen, at_terminal=at_terminal):
            said = talk.line(line)
            if said.act is Act.LEAVE:
                return
            if said.act is Act.PAGE and at_terminal:
                click.echo_via_pager(said.text + "\n")
            else:
                click.echo(said.text)


def _lines(screen: Screen, *, at_terminal: bool) -> Iterator[str]:
    """Typed lines that say anything. Ctrl-C clears a line, twice it ends them."""
    prompt, interrupted = screen.say(ChatText.PROMPT) if at_terminal else "", False
    while True:
        try:
            line = input(prompt)
        except EOFError:
            click.echo()
            return
        except KeyboardInterrupt:
            click.echo()
            if interrupted:
                return
            interrupted = True
            click.echo(screen.faint(screen.say(ChatText.TWICE)))
            continue
        interrupted = False
        if line.strip():
            yield line


@contextmanager
def _history(settings: Settings, *, kept: bool) -> Iterator[None]:
    """Editing of lines and, unless it is switched off, what was typed in earlier talks."""
    if not kept:
        yield
        return
    import readline  # importing it gives input() line editing

    readline.set_auto_history(True)
    path = settings.data / HISTORY
    if settings.chat_history:
        with suppress(OSError):  # none yet, or not ours to read
            readline.read_history_file(path)
    try:
        yield
    finally:
        readline.set_history_length(MOST_HISTORY)
        if settings.chat_history:
            with suppress(OSError):  # a data folder that can't be written
                readline.write_history_file(path)
