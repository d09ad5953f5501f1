"""The desk over the sample editions: one server process and one browser for all tests, a page for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.testclient import TestClient

from bot.metrics import Metrics
from bot.settings import Settings
from bot.web.app import build_app
from bot.wiring import Newsroom
from tests.web.test_serve import run, serving

CHROMIUM = "/usr/bin/chromium"
EDITIONS = Path(__file__).resolve().parents[3] / "examples" / "editions"
HERE = "http://127.0.0.1"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a desk over the sample editions."""
    data = tmp_path_factory.mktemp("desk") / "data"
    indexed = run("index", str(EDITIONS), "--data", str(data))
    assert indexed.returncode == 0, indexed.stderr
    with serving(data, BAOWEN_READING_BUDGET_S="60", BAOWEN_WEB_PER_MINUTE="6000") as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module's tests.

    Not for the session: while Playwright is open an event loop runs in this thread, and no other test could run one.
    """
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def context_of(browser: Browser, site: str) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts in which Chinese is preferred, and closes them."""
    opened: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(**({"base_url": site, "locale": "zh-CN"} | options))  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page(context_of: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A page on a wide screen. Its console must have stayed empty when the test ends."""
    context = context_of(viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    opened, said = context.new_page(), []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    assert said == []


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom with nothing in it."""
    opened = Newsroom(Settings(data=tmp_path / "data", offline=True), create=True)
    yield opened
    opened.close()


@pytest.fixture
def client_of() -> Callable[..., TestClient]:
    """The application over a newsroom, asked without a network; as this machine asks, unless told otherwise."""

    def make(room: Newsroom, base_url: str = HERE, **settings: object) -> TestClient:
        room.settings = room.settings.model_copy(update=settings)
        return TestClient(build_app(room, Metrics()), base_url=base_url, follow_redirects=False)

    return make
