"""Commands called by themselves, with settings over a copy of a published data folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.settings import Settings
from bot.wiring import Newsroom
from tests.bot.support import published


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample page published, to copy."""
    return published(tmp_path_factory.mktemp("printed"))


@pytest.fixture
def settings(printed: Path, tmp_path: Path) -> Settings:
    shutil.copytree(printed, tmp_path / "data")
    return Settings(data=tmp_path / "data", offline=True, reading="off")


@pytest.fixture
def room(settings: Settings) -> Iterator[Newsroom]:
    opened = Newsroom(settings)
    yield opened
    opened.close()


@pytest.fixture
def run(settings: Settings) -> Callable[..., Result]:
    """``run(command, "--json", …)``: what it printed and returned; its errors are raised."""

    def ran(command: click.Command, *arguments: object, given: Settings = settings, typed: str = "") -> Result:
        told = list(map(str, arguments))
        return CliRunner().invoke(command, told, obj=given, input=typed, standalone_mode=False, catch_exceptions=False)

    return ran
