"""``baowen watch``: publish what arrives in a folder, in the foreground."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from types import FrameType

import click

from bot.settings import Settings, SettingsError
from bot.terminal.options import data_option, newsroom
from bot.watching import Pace, Watcher, lie_apart

STOPPING = (signal.SIGINT, signal.SIGTERM)


@click.command(short_help="看着一个文件夹：新到的版面自动收录并发布")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--settle", type=click.FloatRange(0, 3600), default=5.0, help="大小和时间几秒不变算传完，默认 5")
@click.option("--patience", type=click.FloatRange(0, 86400), default=60.0, help="为一起发布最多等几秒，默认 60")
@data_option
@click.pass_obj
def watch(settings: Settings, folder: Path | None, settle: float, patience: float, data: Path | None) -> None:
    """看着 FOLDER（默认 BAOWEN_WATCH）和其中的文件夹：传完的版面收录并发布，一起到的一起发布；按 Ctrl-C 结束。

    传完的标志：大小和时间一段时间不变，或者旁边有「文件名.done」「文件名.ready」。
    读不了的移到 FOLDER/quarantine，旁边写明原因。
    """
    folder = folder or settings.watch
    if folder is None:
        raise click.UsageError("请给出要看着的文件夹，或设置 BAOWEN_WATCH")
    if not folder.is_dir():
        raise click.UsageError(f"{folder} 不是文件夹")
    held = (data or settings.data).resolve()
    if not lie_apart(folder, held):
        raise SettingsError("BAOWEN_WATCH", f"{folder} and the data folder {held} must lie apart")
    stop = threading.Event()
    with newsroom(settings, data, create=True) as room:
        _ = room.encoder.fingerprint  # an encoder that can't be opened is told at once
        watcher = Watcher(room, folder, Pace(settle, patience), lang=settings.lang)
        _stop_on_signals(stop)
        click.echo(f"正在看着 {folder.resolve()}，按 Ctrl-C 结束。", err=True)
        watcher.run(stop)
    click.echo("已结束。", err=True)


def _stop_on_signals(stop: threading.Event) -> None:
    """The first signal lets the step in hand end; a second one ends the process as it would without us."""

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)

    for number in STOPPING:
        signal.signal(number, on_signal)
