"""What the web process and the watcher refuse before they begin."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

from bot.messages import Exit
from bot.metrics import Metrics
from bot.settings import Settings, SettingsError, state_folders
from bot.single import AlreadyRunning, only_one
from bot.terminal.serve import bot_behind, serve
from bot.terminal.watch import STOPPING, _stop_on_signals, watch
from bot.wiring import Newsroom
from retrieval.errors import NothingPublished
from tests.bot.conftest import Ran

Run = Callable[..., Result]
TOKEN = "123456:AAEhBOweik6ad6PsVMRxjeQKXkq8rtRf-e4"


@pytest.fixture
def bot_of(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Newsroom]:
    """A newsroom with a token and an address; locks lie in a folder of this test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def opened(url: str | None, token: str | None = TOKEN) -> Newsroom:
        names = {"webhook_url": url, "TELEGRAM_BOT_TOKEN": token}
        return Newsroom(Settings(data=settings.data, offline=True, **names))  # type: ignore[arg-type]  # settings by name

    return opened


def test_without_an_address_there_is_no_bot_behind(bot_of: Callable[..., Newsroom]) -> None:
    with bot_behind(bot_of(None), Metrics()) as deliveries:
        assert deliveries is None


@pytest.mark.parametrize(
    ("url", "token", "key"),
    [
        ("https://baowen.example", None, "TELEGRAM_BOT_TOKEN"),
        ("http://baowen.example", TOKEN, "BAOWEN_WEBHOOK_URL"),
        ("ftp://127.0.0.1", TOKEN, "BAOWEN_WEBHOOK_URL"),
        ("http://127.0.0.1.example.com", TOKEN, "BAOWEN_WEBHOOK_URL"),
        ("http://127.0.0.1@example.com", TOKEN, "BAOWEN_WEBHOOK_URL"),
        ("http://localhost.example.com", TOKEN, "BAOWEN_WEBHOOK_URL"),
        ("http://10.0.0.1", TOKEN, "BAOWEN_WEBHOOK_URL"),
        ("http://[127.0.0.1", TOKEN, "BAOWEN_WEBHOOK_URL"),
        ("https://baowen.example", " ", "TELEGRAM_BOT_TOKEN"),
        ("https://baowen.example", TOKEN[7:], "TELEGRAM_BOT_TOKEN"),
        ("https://baowen.example", TOKEN.replace(":", ": "), "TELEGRAM_BOT_TOKEN"),
        ("https://baowen.example:8000", TOKEN, "BAOWEN_WEBHOOK_URL"),
        ("https://baowen.example:99999/", TOKEN, "BAOWEN_WEBHOOK_URL"),
        ("https://:443/", TOKEN, "BAOWEN_WEBHOOK_URL"),
        ("https://", TOKEN, "BAOWEN_WEBHOOK_URL"),
        ("https:baowen.example", TOKEN, "BAOWEN_WEBHOOK_URL"),
    ],
    ids=[
        "no token",
        "no https",
        "another scheme",
        "a longer host",
        "a user's name",
        "a longer name",
        "a neighbour",
        "open brackets",
        "empty token",
        "half a token",
        "token with a space",
        "a port that Telegram does not serve",
        "a port that is none",
        "no host",
        "nothing",
        "no slashes",
    ],
)
def test_settings_that_can_not_work_are_named(
    bot_of: Callable[..., Newsroom], url: str, token: str | None, key: str
) -> None:
    with pytest.raises(SettingsError) as caught, bot_behind(bot_of(url, token), Metrics()):
        raise AssertionError("it began")
    assert caught.value.key == key
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("port", ["", ":443", ":80", ":88", ":8443"])
def test_the_ports_that_telegram_serves_are_taken(bot_of: Callable[..., Newsroom], port: str) -> None:
    with bot_behind(bot_of(f"https://baowen.example{port}/bot"), Metrics()) as deliveries:
        assert deliveries is not None


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8443/", "http://[::1]:8443", "http://localhost", "HTTP://LOCALHOST:80"]
)
def test_this_machine_needs_no_https(bot_of: Callable[..., Newsroom], url: str) -> None:
    with bot_behind(bot_of(url), Metrics()) as deliveries:
        assert deliveries is not None


def test_one_bot_a_token_while_it_is_there(bot_of: Callable[..., Newsroom]) -> None:
    room = bot_of("https://baowen.example/")
    with bot_behind(room, Metrics()) as deliveries:
        assert deliveries is not None
        with pytest.raises(AlreadyRunning), only_one(TOKEN, room.settings.telegram_api, state_folders()):
            raise AssertionError("two at once")
    with only_one(TOKEN, room.settings.telegram_api, state_folders()):
        pass


def test_nothing_is_served_without_an_archive(run: Run, tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        run(serve, given=Settings(data=tmp_path / "nowhere"))


@pytest.mark.parametrize("port", ["0", "65536", "web"])
def test_a_port_is_a_number_of_a_port(run: Run, port: str) -> None:
    with pytest.raises(click.BadParameter):
        run(serve, "--port", port)


def test_a_folder_to_watch_must_be_given_and_be_one(run: Run, tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="BAOWEN_WATCH"):
        run(watch)
    (tmp_path / "file").touch()
    for wrong in (tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(click.UsageError, match="不是文件夹"):
            run(watch, wrong)


@pytest.mark.parametrize("place", ["data", "data/inbox", "."], ids=["the same", "within", "around"])
def test_a_watched_folder_lies_apart_from_the_data(run: Run, settings: Settings, tmp_path: Path, place: str) -> None:
    folder = tmp_path / place
    folder.mkdir(exist_ok=True)
    with pytest.raises(SettingsError, match="must lie apart"):
        run(watch, folder)
    with pytest.raises(SettingsError, match="must lie apart"):
        run(watch, given=settings.model_copy(update={"watch": folder}))


@pytest.fixture
def handlers() -> Iterator[None]:
    """Signals are dealt with as before, when the test is over."""
    before = {number: signal.getsignal(number) for number in STOPPING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize(
    ("number", "after"), [(signal.SIGTERM, signal.SIG_DFL), (signal.SIGINT, signal.default_int_handler)]
)
def test_the_first_signal_lets_the_step_end_the_second_is_not_caught(number: signal.Signals, after: object) -> None:
    stop = threading.Event()
    _stop_on_signals(stop)
    assert not stop.is_set()
    signal.raise_signal(number)
    assert stop.is_set()
    assert signal.getsignal(number) == after


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh-Hans", "端口 {port} 用不了（127.0.0.1）：另一个程序正在用它\n"),
        ("zh-Hant", "連接埠 {port} 用不了（127.0.0.1）：另一個程式正在用它\n"),
        ("en", "error: port {port} can't be used (127.0.0.1): Address already in use\n"),
    ],
)
def test_a_port_in_use_ends_the_command_at_once(
    baowen: Callable[..., Ran], settings: Settings, lang: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOWEN_LANG", lang)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = baowen("serve", "--port", str(port), data=settings.data)
    assert (ran.code, ran.err) == (Exit.PORT, said.format(port=port))


def test_a_host_that_is_not_this_machine_is_named(
    baowen: Callable[..., Ran], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOWEN_WEB_OPEN", "true")
    ran = baowen("serve", "--host", "203.0.113.7", "--port", "18000", data=settings.data)
    assert (ran.code, ran.err) == (Exit.PORT, "端口 18000 用不了（203.0.113.7）：这台机器没有这个地址\n")
