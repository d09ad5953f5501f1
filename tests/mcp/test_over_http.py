"""MCP over HTTP: a real server, the package's own client; the token, the hosts and the methods that are let through."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from pydantic import SecretStr
from starlette.testclient import TestClient

from bot.mcp.over_http import allowed_hosts, told_elsewhere
from bot.metrics import Metrics
from bot.settings import Settings
from bot.web.app import build_app
from bot.wiring import Newsroom
from retrieval.errors import Damaged, NothingPublished, UnknownRecord
from tests.mcp.conftest import given
from tests.web.test_serve import serving

TOKEN = "a-long-token-of-the-newsroom"
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}
ACCEPT = {"accept": "application/json, text/event-stream"}
Posts = Callable[..., httpx2.Response]


def test_the_client_asks_a_running_server_that_wants_the_token(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOWEN_WEB_TOKEN", TOKEN)

    async def talk(address: str) -> tuple[list[str], str, str]:
        headers = {"authorization": f"Bearer {TOKEN}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60) as http,
            Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
        ):
            tools = [tool.name for tool in (await client.list_tools()).tools]
            answer = await given(client, "ask", question="朝阳区转贷期限多久")
            check = await given(client, "verify_quote", text="期限90天,按每天万分之二收取资金占用费")
        return tools, answer["citations"][0]["permalink"], check["verdict"]

    with serving(data) as address:
        tools, permalink, verdict = asyncio.run(talk(address))
        assert {"search", "fetch"} <= set(tools)
        assert permalink.startswith(f"{address}/citations/p")
        assert httpx2.get(permalink, headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert verdict == "printed"
        assert httpx2.post(f"{address}/mcp", json=INITIALIZE, headers=ACCEPT).status_code == 401


@pytest.fixture
def posts(room: Newsroom) -> Iterator[Posts]:
    """Posts to ``/mcp`` of a site with a public address and a token."""
    chosen = room.settings
    room.settings = chosen.model_copy(update={"web_token": SecretStr(TOKEN)})
    with TestClient(build_app(room, Metrics()), base_url="https://desk.example.cn") as client:

        def post(**headers: str) -> httpx2.Response:
            given = ACCEPT | {"authorization": f"Bearer {TOKEN}"} | headers
            return client.post("/mcp", json=INITIALIZE, headers=given)

        yield post
    room.settings = chosen


def test_hosts_and_origins_are_those_that_are_named(posts: Posts) -> None:
    assert posts().status_code == 200
    assert posts(origin="https://desk.example.cn").status_code == 200
    assert posts(host="evil.example.com").status_code == 421
    assert posts(origin="https://evil.example.com").status_code == 403
    assert posts(authorization="Bearer wrong").status_code == 401
    refused = posts(authorization="")
    assert refused.headers["content-type"] == "application/problem+json"


def test_no_session_is_kept(posts: Posts) -> None:
    assert "mcp-session-id" not in posts().headers


def test_further_hosts_are_a_setting() -> None:
    settings = Settings(web_hosts=("lan.example.cn", "192.168.1.5"), web_url="https://desk.example.cn")
    hosts = allowed_hosts(settings).allowed_hosts
    assert {"desk.example.cn", "lan.example.cn:*", "192.168.1.5", "127.0.0.1:*"} <= set(hosts)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UnknownRecord("no article 9"), "9"),
        (NothingPublished("no archive in /srv/paper/data"), "还没有发布"),
        (Damaged("/srv/paper/data/archive.sqlite: not a database"), "baowen doctor"),
        (ZeroDivisionError("河堤步道"), "内部出错"),
    ],
)
def test_other_machines_are_told_nothing_of_this_ones_disk(error: Exception, said: str) -> None:
    told = told_elsewhere(error, "zh-hans")
    assert said in told
    assert "/srv" not in told and "河堤" not in told and ".py" not in told
