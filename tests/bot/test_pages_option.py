"""``--page`` as people write it."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from bot.settings import Settings
from bot.terminal import ask, browse
from bot.terminal.options import pages_named

WRITTEN = {
    "02": ("2",),
    "A02": ("A2",),
    "头版": ("1", "A1"),
    "第三版": ("3",),
    "０３": ("3",),
    "a-3": ("A3",),
    "第十二版": ("12",),
}
REFUSED = ["副刊", "", "0", "第零版", "三四版", "../3"]


@click.command()
@click.option("--page", multiple=True, callback=pages_named)
def echo(page: tuple[str, ...]) -> None:
    click.echo(" ".join(page))


def run(*arguments: str):
    return CliRunner().invoke(echo, arguments)


@pytest.mark.parametrize(("written", "names"), WRITTEN.items(), ids=WRITTEN)
def test_pages_as_they_are_written(written: str, names: tuple[str, ...]) -> None:
    ran = run("--page", written)
    assert ran.exit_code == 0, ran.output
    assert ran.output.split() == list(names)


def test_several_pages() -> None:
    assert run("--page", "头版", "--page", "02", "--page", "B10").output.split() == ["1", "A1", "2", "B10"]
    assert run().output.split() == []


@pytest.mark.parametrize("written", REFUSED, ids=[written or "empty" for written in REFUSED])
def test_what_names_no_page_is_refused(written: str) -> None:
    ran = run("--page", "02", "--page", written)
    assert ran.exit_code == 2
    assert repr(written) in ran.output
    assert "不是 3、A03、第三版、头版 这样的版次" in ran.output


class Reached(Exception):
    """The command got as far as limiting what it looks at."""


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch):
    """Arguments → the pages that the sub-command would look on, without a newsroom."""
    limits: list[tuple[str, ...]] = []

    def reached(*_: object, pages: tuple[str, ...], **__: object) -> None:
        limits.append(pages)
        raise Reached

    room = SimpleNamespace(published=None, published_alone=nullcontext)
    for module in (ask, browse):
        monkeypatch.setattr(module, "newsroom", lambda *_, **__: nullcontext(room))
        monkeypatch.setattr(module, "within", reached)

    def pages(command: click.Command, *arguments: str) -> tuple[str, ...]:
        ran = CliRunner().invoke(command, arguments, obj=Settings())
        assert isinstance(ran.exception, Reached), ran.output
        return limits[-1]

    return pages


COMMANDS = {"ask": (ask.ask, ["大桥工期多久"]), "articles": (browse.articles, [])}


@pytest.mark.parametrize(("command", "arguments"), COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize(("written", "names"), WRITTEN.items(), ids=WRITTEN)
def test_sub_commands_look_on_these_pages(asked_for, command, arguments, written, names) -> None:
    assert asked_for(command, *arguments, "--page", written) == names
    assert asked_for(command, *arguments) == ()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_command_line_refuses_what_names_no_page(baowen, tmp_path: Path, name: str) -> None:
    ran = baowen(name, *COMMANDS[name][1], "--page", "副刊", data=tmp_path / "nowhere")
    assert ran.code == 2
    assert "“副刊”不是 3、A03、第三版、头版 这样的版次" in ran.err
    assert ran.out == ""
    assert not (tmp_path / "nowhere").exists()
