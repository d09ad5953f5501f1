"""A watcher whose rounds a test makes, with a clock that only moves when told to."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from bot.watching import Pace, Watcher
from bot.wiring import Newsroom

PAGE = "## 河堤步道开放\n\n本报讯 (记者 林晓岚) 河堤步道全长{}公里,昨天开放。\n"
BAD_LINE = '{"headline": "一", "body": "两条消息里的第一条。"}\n{"headline": "二", "body": 5}\n'


class Clock:
    """Time that only moves when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Bench:
    """A watcher whose rounds these tests make."""

    room: Newsroom
    folder: Path
    clock: Clock

    def __post_init__(self) -> None:
        self.again()

    def again(self) -> None:
        """A new process over the same folders."""
        self.watcher = Watcher(self.room, self.folder, Pace(settle=5, patience=60), clock=self.clock)

    def rounds(self, seconds: int) -> None:
        for _ in range(seconds):
            self.clock.now += 1
            if self.clock.now >= self.watcher._not_before:
                self.watcher.round(threading.Event())

    def drop(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    @property
    def published(self) -> str | None:
        return self.room.engine.current()
