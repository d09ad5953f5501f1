"""One archive and one Telegram for all handlers, which a desk gives their updates; each test has its own service."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.telegram.app import handlers
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import Counts
from bot.wiring import Newsroom
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Heard
from tests.telegram.office import Office

TODAY = date(2025, 11, 10)


@pytest.fixture(scope="session")
def newsroom(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """It reads few excerpts, for what handlers do with an answer does not depend on how good it is.

    Its folder is its own: other modules' readers have the same numbers and judge the same answers.
    """
    folder = tmp_path_factory.mktemp("handlers") / "data"
    shutil.copytree(data.parent / "untouched", folder)
    room = Newsroom(Settings(data=folder, offline=True, reading="light"))
    yield room
    room.close()


@pytest.fixture(scope="session")
def asked(newsroom: Newsroom) -> Newsroom:
    """The newsroom after its first question, which takes longer than those that follow."""
    assert newsroom.ask("夜游船票价多少", today=TODAY).answer == "45元"
    return newsroom


@pytest.fixture(scope="session")
def telegram() -> Iterator[Double]:
    with Double() as double:
        yield double


@pytest.fixture(scope="session")
def desk(telegram: Double) -> Iterator[Desk]:
    with Desk(telegram) as desk:
        yield desk


@pytest.fixture
def service(newsroom: Newsroom) -> Iterator[Service]:
    found = Service(newsroom, today=lambda: TODAY)
    yield found
    found.close()


@pytest.fixture
def answering(desk: Desk, asked: Newsroom, service: Service) -> Callable[[], None]:
    """Let the bot, with its whole table of handlers, deal with what happened meanwhile."""
    table = handlers(service, Counts())
    return lambda: desk.hands(*table)


@pytest.fixture
def lin(telegram: Double) -> Citizen:
    return telegram.citizen("林")


@pytest.fixture
def posted(desk: Desk, lin: Citizen) -> Heard:
    """A message of the bot, to press made-up buttons under."""
    desk.run(desk.bot.send_message(lin.id, "按钮"))
    return lin.hears()


@pytest.fixture
def office(own_telegram: Double, chiefs_room: Newsroom, chief: Citizen) -> Iterator[Office]:
    """One operator's desk over a newsroom of the test's own."""
    with Desk(own_telegram) as own_desk:
        found = Office(own_desk, chiefs_room, chief)
        yield found
        found.service.close()
