"""``baowen mcp``: the archive for an assistant that starts it as a child process."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from bot.settings import Settings
from bot.terminal.options import data_option, newsroom


@click.command(short_help="供 AI 助手查报（MCP，标准输入输出）")
@data_option
@click.pass_obj
def mcp(settings: Settings, data: Path | None) -> None:
    """让 AI 助手查报：由助手启动，经标准输入输出用 MCP 对话；只读。"""
    if find_spec("mcp") is None:
        raise click.UsageError("要加装：pip install 'baowen[mcp]'")
    from bot.mcp.server import stdio_server  # an extra

    with newsroom(settings, data) as room:
        stdio_server(room).run("stdio")
