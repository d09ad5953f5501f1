"""The bot, run for real over pages that these tests write themselves, against the stand-in for Telegram."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.telegram.app import App, Timing, build_application, poll
from bot.telegram.session.service import Service
from bot.telegram.transport.log_masking import masked_logs
from bot.telegram.transport.rate_limit import Limits
from bot.wiring import Newsroom
from tests.telegram.double import Citizen, Double
from tests.telegram.pages import PAGES

QUICK = Timing(poll=1, read=1.0, connect=1.0, again=0.05)
# Tests that are not about pace need not wait for it.
HASTY = Limits(chat_per_s=50)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample pages published."""
    folder = tmp_path_factory.mktemp("telegram")
    for name, text in PAGES.items():
        file = folder / "editions" / "青溪晚报" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    room = Newsroom(Settings(data=folder / "data", offline=True), create=True)
    try:
        report = room.index([folder / "editions"])
        assert report.published
    finally:
        room.close()
    # Modules judge and watch in the folder that they share; who wants a newsroom of its own begins where all began.
    shutil.copytree(folder / "data", folder / "untouched")
    return folder / "data"


@pytest.fixture(scope="module")
def newsroom(data: Path) -> Iterator[Newsroom]:
    room = Newsroom(Settings(data=data, offline=True))
    yield room
    room.close()


@pytest.fixture(scope="module")
def telegram() -> Iterator[Double]:
    """Telegram, for a module's conversations with one bot."""
    with Double() as double:
        yield double


@pytest.fixture
def own_telegram() -> Iterator[Double]:
    """Telegram for one test alone, which starts its bots itself."""
    with Double() as double:
        yield double


@pytest.fixture(autouse=True)
def accepted(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that lets the bot be refused anything must say so in ``tolerated``."""
    names = [name for name in ("telegram", "own_telegram") if name in request.fixturenames]
    doubles = [request.getfixturevalue(name) for name in names]
    before = {double: len(double.refusals()) for double in doubles}
    for double in doubles:
        double.tolerated.clear()
        double.world.faults.happened.clear()
    yield
    for double in doubles:
        new = double.refusals()[before[double] :]
        surprising = [text for text in new if not any(known in text for known in double.tolerated)]
        assert not surprising, f"Telegram refused what the bot sent: {sorted(set(surprising))}"


@dataclass
class Running:
    """The bot in a thread of its own, as ``baowen bot`` runs it."""

    application: App
    thread: threading.Thread
    loop: asyncio.AbstractEventLoop

    def stop(self, timeout: float = 15) -> None:
        """Ask it to stop, as SIGTERM does, and wait until it has."""
        if self.thread.is_alive():
            self.loop.call_soon_threadsafe(self.application.stop_running)
        self.thread.join(timeout)
        assert not self.thread.is_alive(), "the bot does not stop"


def start_bot(room: Newsroom, telegram: Double, timing: Timing = QUICK, limits: Limits = HASTY) -> Running:
    """Start the bot and return at once."""
    loop = asyncio.new_event_loop()
    built: queue.SimpleQueue[App] = queue.SimpleQueue()

    def life() -> None:
        asyncio.set_event_loop(loop)
        with masked_logs(telegram.token):
            application = build_application(room, telegram.token, base_url=telegram.url, timing=timing, limits=limits)
            built.put(application)
            poll(application, timing, None)

    thread = threading.Thread(target=life, name="bot", daemon=True)
    thread.start()
    return Running(built.get(timeout=10), thread, loop)


@pytest.fixture
def start(own_telegram: Double) -> Iterator[Callable[..., Running]]:
    """``start(newsroom)`` runs a bot on ``own_telegram`` until the test ends."""
    with contextlib.ExitStack() as stack:

        def starting(room: Newsroom, timing: Timing = QUICK, limits: Limits = HASTY) -> Running:
            running = start_bot(room, own_telegram, timing, limits)
            stack.callback(running.stop)
            return running

        yield starting


@pytest.fixture(scope="module")
def bot(newsroom: Newsroom, telegram: Double) -> Iterator[Running]:
    running = start_bot(newsroom, telegram)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def service(bot: Running) -> Service:
    """The service of the running bot, to look into what it keeps."""
    found = bot.application.bot_data["service"]
    assert isinstance(found, Service)
    return found


@pytest.fixture
def today() -> date:
    return date(2025, 11, 10)


@pytest.fixture
def chief(own_telegram: Double) -> Citizen:
    return own_telegram.citizen("主编")


@pytest.fixture
def chiefs_room(data: Path, tmp_path: Path, chief: Citizen) -> Iterator[Newsroom]:
    """A newsroom of the test's own whose operator is ``chief``."""
    folder = tmp_path / "data"
    shutil.copytree(data.parent / "untouched", folder)
    room = Newsroom(Settings(data=folder, offline=True, admins=str(chief.id)))
    yield room
    room.close()
