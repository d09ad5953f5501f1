"""The API over the sample editions, asked without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.metrics import Metrics
from bot.settings import Settings
from bot.web.app import build_app
from bot.wiring import Newsroom

EDITIONS = Path(__file__).resolve().parents[3] / "examples" / "editions"
OFTEN = 1_000_000


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """The sample editions, published; nothing is read, so that it is quick."""
    folder = tmp_path_factory.mktemp("api") / "data"
    settings = Settings(data=folder, offline=True, reading="off", web_open=True, web_per_minute=OFTEN)
    opened = Newsroom(settings, create=True)
    opened.index([EDITIONS])
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def api(samples: Newsroom) -> TestClient:
    return TestClient(build_app(samples, Metrics()), base_url="https://ask.example.cn", follow_redirects=False)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom with nothing in it."""
    opened = Newsroom(Settings(data=tmp_path / "data", offline=True, reading="off", web_open=True), create=True)
    yield opened
    opened.close()
