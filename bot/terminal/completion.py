"""``baowen completion``: the script with which a shell completes commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from bot.settings import COMPLETION_KEY
from bot.terminal.clicking import argument, command
from bot.terminal.words.searching import CompletionHelp

SHELLS = ("bash", "zsh", "fish")


@command(CompletionHelp.ABOUT)
@argument("shell", type=click.Choice(SHELLS), words=CompletionHelp.SHELL_IS, value=CompletionHelp.SHELL)
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script of a shell."""
    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(context.find_root().command, {}, "baowen", COMPLETION_KEY).source())
