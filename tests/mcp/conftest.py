"""The sample editions, published once, and assistants that ask them: in this process and as a child process."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.server.mcpserver import MCPServer
from mcp_types import TextContent

from bot.mcp.server import stdio_server
from bot.settings import Settings
from bot.wiring import Newsroom
from tests.web.test_serve import ROOT, run

EDITIONS = ROOT / "examples" / "editions"
Call = Callable[..., Any]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp") / "data"
    indexed = run("index", str(EDITIONS), "--data", str(folder))
    assert indexed.returncode == 0, indexed.stderr
    return folder


@pytest.fixture(scope="module")
def room(data: Path) -> Iterator[Newsroom]:
    opened = Newsroom(Settings(data=data, offline=True, web_url="https://desk.example.cn"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def server(room: Newsroom) -> MCPServer:
    return stdio_server(room)


@pytest.fixture
def call(server: MCPServer) -> Call:
    """``call("ask", question=…)``: what a tool gives; a ``ToolFailed`` where it says that it failed."""

    def called(tool: str, **arguments: object) -> Any:
        found = asyncio.run(with_client(server, lambda client: given(client, tool, **arguments)))
        if isinstance(found, ToolFailed):  # raised here, since the client's tasks would wrap it into groups
            raise found
        return found

    return called


class ToolFailed(Exception):
    """A tool said that it failed."""


async def with_client(where: MCPServer | StdioServerParameters | str, do: Callable[[Client], Awaitable[Any]]) -> Any:
    """What ``do`` gives of a connection to a server."""
    async with Client(where) as client:
        return await do(client)


async def given(client: Client, tool: str, **arguments: object) -> Any:
    """What a tool gives; its text says the same as its structured content. A ``ToolFailed`` where it says so."""
    result = await client.call_tool(tool, arguments)
    (content,) = result.content
    assert isinstance(content, TextContent)
    if result.is_error:
        return ToolFailed(content.text)
    assert json.loads(content.text) == result.structured_content
    return result.structured_content


def child(data: Path, **environment: str) -> StdioServerParameters:
    """``baowen mcp`` as an assistant starts it."""
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "bot.cli", "mcp", "--data", str(data)],
        cwd=ROOT,
        env={**os.environ, **environment},
    )
