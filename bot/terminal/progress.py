"""Bars of what takes long, and what Ctrl-C says meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.lang import Lang
from bot.messages import Exit
from bot.terminal.console import plain_console
from bot.terminal.screen import tell
from bot.terminal.words.indexing import IndexText
from bot.wording import say

Bar = Callable[[IndexText], Callable[[int, int], None]]


@contextmanager
def progress_bars(lang: Lang) -> Iterator[Bar]:
    """Bars on stderr, drawn only on a terminal, each from when there is something to tell.

    Gives ``bar(title) -> callback(done, total)``.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = plain_console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:

        def bar(title: IndexText) -> Callable[[int, int], None]:
            tasks: list[TaskID] = []

            def told(done: int, total: int) -> None:
                if not tasks:
                    tasks.append(progress.add_task(say(lang, title), total=None))
                progress.update(tasks[0], completed=done, total=total)

            return told

        yield bar


@contextmanager
def resumable(lang: Lang) -> Iterator[None]:
    """Where Ctrl-C ends the work inside, say that the same command goes on later."""
    try:
        yield
    except KeyboardInterrupt:
        tell(say(lang, IndexText.GOES_ON))
        raise click.exceptions.Exit(Exit.INTERRUPTED) from None
