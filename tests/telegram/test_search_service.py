"""The search service goes away and comes back: operators hear of each once, and the web's status page tells it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from bot.metrics import Metrics
from bot.settings import load_settings
from bot.telegram.jobs.search_service import AWAY_S, SearchServiceWatch
from bot.telegram.session.service import Service
from bot.web.app import build_app
from bot.wiring import Newsroom
from tests.milvus_server import LiteServer
from tests.telegram.double import Citizen
from tests.telegram.pages import PAGES

TOKEN = "a-token-of-twenty-letters"
SIGNED = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiteServer]:
    made = LiteServer(tmp_path / "milvus")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def room(server: LiteServer, tmp_path: Path, chief: Citizen) -> Iterator[Newsroom]:
    name, text = next(iter(PAGES.items()))
    page = tmp_path / "青溪晚报" / name
    page.parent.mkdir(parents=True)
    page.write_text(text, encoding="utf-8")
    settings = load_settings(
        data=tmp_path / "data", engine="milvus", milvus_uri=server.uri, offline=True, reading="off",
        admins=str(chief.id), web_token=SecretStr(TOKEN),
    )  # fmt: skip
    opened = Newsroom(settings, create=True)
    opened.index([page])
    yield opened
    opened.close()


class Looks:
    """What a bot would tell, look after look, a clock's hand moved on before each."""

    def __init__(self, service: Service) -> None:
        self._now = 0.0
        self._watch = SearchServiceWatch(service, lambda: self._now)

    def after(self, seconds: float) -> str | None:
        self._now += seconds
        news = asyncio.run(self._watch.news())
        return news.name if news else None


def status(room: Newsroom) -> str:
    with TestClient(build_app(room, Metrics())) as client:
        page = client.get("/status", headers=SIGNED | {"accept-language": "zh-CN"})
    assert page.status_code == 200
    return page.text


def test_operators_are_told_once_when_it_is_away_and_once_when_it_is_back(room: Newsroom, server: LiteServer) -> None:
    service = Service(room)
    looks = Looks(service)
    assert looks.after(0) is None
    assert "秒前核对过发布的是哪个版本" in status(room)
    server.kill()
    assert looks.after(1) is None
    assert looks.after(AWAY_S - 1) is None
    assert looks.after(1) == "SEARCH_AWAY"
    assert looks.after(AWAY_S) is None
    page = status(room)
    assert "检索服务暂时连不上" in page
    assert "秒前核对过发布的是哪个版本" in page
    assert Looks(service).after(2 * AWAY_S) is None  # a bot that starts again knows what was told
    server.start()
    assert looks.after(1) == "SEARCH_BACK"
    assert looks.after(1) is None
    service.close()
