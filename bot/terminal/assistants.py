"""``baowen mcp``: the archive for an assistant that starts it as a child process."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from bot.settings import Settings
from bot.terminal.clicking import command, wrong_use
from bot.terminal.options import data_option, newsroom
from bot.terminal.words.operator_help import ServeHelp


@command(ServeHelp.MCP_ABOUT)
@data_option
@click.pass_obj
def mcp(settings: Settings, data: Path | None) -> None:
    """Serve one assistant over standard input and output."""
    if find_spec("mcp") is None:
        raise wrong_use(ServeHelp.MCP_MISSING)
    from bot.mcp.server import stdio_server  # an extra

    with newsroom(settings, data) as room:
        stdio_server(room).run("stdio")
