"""The MCP server: the tools, and what assistants are told of the archive as a whole."""

from __future__ import annotations

import inspect
from functools import partial
from importlib.metadata import version

from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations

from bot.mcp.tools import Run, Tell, Tools
from bot.messages import told
from bot.programs.links import own_links
from bot.programs.lookups import Lookups
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom

INSTRUCTIONS = """The archive of a Chinese newspaper. Every excerpt is printed word for word: quote it unchanged, in
quotation marks, and put its `line` (paper, day, page, headline, reporter) and its permalink beside it. Where `status`
is related_only or not_found the paper has not answered the question: say so. Questions are asked in Chinese."""

READS_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
STDIO_THREADS = 2
"""Look-ups that one assistant on this machine may have in hand at once."""


def mcp_server(room: Newsroom, run: Run, tell: Tell) -> MCPServer:
    """The server over an open newsroom; ``run`` runs what blocks in a thread, ``tell`` says what went wrong."""
    server = MCPServer(
        "baowen", title="报问", instructions=INSTRUCTIONS, version=version("baowen"), log_level="WARNING"
    )
    lookups = Lookups(room, own_links(room.settings))
    for tool in Tools(lookups, run, tell).all():
        server.add_tool(tool, description=inspect.getdoc(tool), annotations=READS_ONLY)
    return server


def stdio_server(room: Newsroom) -> MCPServer:
    """The server for an assistant that starts it as a child process."""
    return mcp_server(room, WebWorkers(STDIO_THREADS).run, partial(told, lang=room.settings.lang))
