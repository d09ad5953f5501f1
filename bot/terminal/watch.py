"""``baowen watch``: publish what arrives in a folder, in the foreground."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from types import FrameType

import click

from bot.settings import Settings, SettingsError
from bot.terminal.clicking import argument, command, option, wrong_use
from bot.terminal.options import data_option, newsroom
from bot.terminal.screen import screen_of, tell
from bot.terminal.words.editor_help import IndexHelp
from bot.terminal.words.indexing import WatchCommandText
from bot.terminal.words.usage import UsageProblem, UsageText
from bot.watching import Pace, Watcher, lie_apart

STOPPING = (signal.SIGINT, signal.SIGTERM)
PACE = Pace()


@command(IndexHelp.WATCH_ABOUT)
@argument(
    "folder",
    required=False,
    type=click.Path(path_type=Path),
    words=IndexHelp.WATCHED,
    value=UsageText.FOLDER,
)
@option(
    "--settle",
    type=click.FloatRange(0, 3600),
    default=PACE.settle,
    show_default=True,
    words=IndexHelp.SETTLE,
    value=UsageText.SECONDS,
)
@option(
    "--patience",
    type=click.FloatRange(0, 86400),
    default=PACE.patience,
    show_default=True,
    words=IndexHelp.PATIENCE,
    value=UsageText.SECONDS,
)
@data_option
@click.pass_obj
def watch(settings: Settings, folder: Path | None, settle: float, patience: float, data: Path | None) -> None:
    """Publish what arrives in a folder."""
    folder = folder or settings.watch
    if folder is None:
        raise wrong_use(WatchCommandText.WHICH_FOLDER)
    if not folder.is_dir():
        raise wrong_use(UsageProblem.NOT_FOLDER, path=folder)
    held = (data or settings.data).resolve()
    if not lie_apart(folder, held):
        raise SettingsError("BAOWEN_WATCH", f"{folder} and the data folder {held} must lie apart")
    stop, screen = threading.Event(), screen_of(settings.lang)
    with newsroom(settings, data, create=True) as room:
        _ = room.encoder.fingerprint  # an encoder that can't be opened is told at once
        watcher = Watcher(room, folder, Pace(settle, patience), lang=settings.lang)
        _stop_on_signals(stop)
        tell(screen.say(WatchCommandText.BEGUN, folder=folder.resolve()))
        watcher.run(stop)
    tell(screen.say(WatchCommandText.ENDED))


def _stop_on_signals(stop: threading.Event) -> None:
    """The first signal lets the step in hand end; a second one ends the process as it would without us."""

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)

    for number in STOPPING:
        signal.signal(number, on_signal)
