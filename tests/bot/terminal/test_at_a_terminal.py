"""The program at a terminal, as somebody sits before it: colours, a talk with its keys and its history, Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest

from bot.messages import Exit
from bot.settings import Settings
from bot.terminal.chat import HISTORY
from bot.terminal.progress import resumable

COLUMNS = 60
PATIENCE_S = 60
CTRL_C, CTRL_D = "\x03", "\x04"
PROMPT = "问："
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """A terminal in which a command of ours runs."""

    def __init__(self, ours: int, process: subprocess.Popen[bytes]) -> None:
        self._ours, self.process = ours, process
        self._told = b""

    @property
    def shown(self) -> str:
        """Everything that was shown until now."""
        return self._told.decode(errors="replace").replace("\r\n", "\n")

    def types(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def waits_for(self, words: str, times: int = 1) -> str:
        """What was shown until words stand there so many times."""
        end = time.monotonic() + PATIENCE_S
        while self.shown.count(words) < times and time.monotonic() < end and self._read(1.0):
            pass
        assert self.shown.count(words) >= times, self.shown
        return self.shown

    def waits_for_keys(self, times: int) -> str:
        """What was shown until the prompt stands there so many times and nothing runs any more.

        An interrupt between the two is heard at the next key only, as in every program that reads lines with readline.
        """
        self.waits_for(PROMPT, times)
        end = time.monotonic() + PATIENCE_S
        before = ""
        while (now := self._main_thread()) != before or not now.startswith("S"):
            assert time.monotonic() < end, f"busy for {PATIENCE_S} s: {now}"
            before = now
            time.sleep(0.05)
        return self.shown

    def _main_thread(self) -> str:
        """Its state (S: it sleeps) and the clock ticks that it has used: fields 3, 14 and 15 in proc_pid_stat(5)."""
        pid = self.process.pid
        fields = Path(f"/proc/{pid}/task/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
        return f"{fields[0]} {fields[11]} {fields[12]}"

    def ends(self) -> str:
        """Everything that was shown until the command ended."""
        while self._read(PATIENCE_S):
            pass
        self.process.wait(PATIENCE_S)
        return self.shown

    def _read(self, patience: float) -> bool:
        """Whether it goes on; reads what is there."""
        if not select.select([self._ours], [], [], patience)[0]:
            return self.process.poll() is None
        try:
            piece = os.read(self._ours, 4096)
        except OSError:  # nobody writes to it any more
            return False
        self._told += piece
        return bool(piece)


def _sit_down(terminal: int) -> None:
    """In the child: the terminal is its own, and Ctrl-C is heard, though tests in the background are deaf to it."""
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def at_a_terminal(settings: Settings, *arguments: str, **environment: str) -> Iterator[Terminal]:
    """A command over a data folder, at a terminal of its own."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, COLUMNS, 0, 0))
    fixed = {
        "BAOWEN_DATA": str(settings.data),
        "BAOWEN_READING": "off",
        "BAOWEN_LANG": "zh-Hans",
        "PAGER": "cat",
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
    }
    clean = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "COLUMNS"}}
    command = [sys.executable, "-m", "bot.cli", *arguments]
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=clean | fixed | environment,
        preexec_fn=lambda: _sit_down(theirs),
        start_new_session=True,
    ) as process:
        os.close(theirs)
        try:
            yield Terminal(ours, process)
        finally:
            process.kill()
            os.close(ours)


def test_a_talk_with_its_keys(settings: Settings) -> None:
    with at_a_terminal(settings, "chat") as terminal:
        terminal.waits_for_keys(1)
        terminal.types("供暖管")
        terminal.waits_for("供暖管")
        terminal.waits_for_keys(1)
        terminal.types(CTRL_C)
        terminal.waits_for("再按一次 Ctrl-C 结束。")
        terminal.waits_for_keys(2)
        terminal.types("供暖管线涉及多少个小区\n")
        terminal.waits_for(PROMPT, 3)
        assert "1 │ " in terminal.shown
        terminal.types("1\n")
        assert "文件：" in COLOUR.sub("", terminal.waits_for(PROMPT, 4)), "the report, in the pager"
        terminal.types("版面:9\n")
        assert "范围：第9版" in terminal.waits_for_keys(5)
        terminal.types(CTRL_C)
        terminal.waits_for_keys(6)
        terminal.types(CTRL_C)
        terminal.ends()
    assert terminal.process.returncode == Exit.OK
    kept = settings.data / HISTORY
    assert kept.read_text(encoding="utf-8").splitlines() == ["供暖管线涉及多少个小区", "1", "版面:9"]
    assert kept.stat().st_mode & 0o077 == 0, "nobody else reads it"


def test_a_talk_leaves_no_history_where_that_is_switched_off(settings: Settings) -> None:
    with at_a_terminal(settings, "chat", BAOWEN_CHAT_HISTORY="false") as terminal:
        terminal.waits_for(PROMPT)
        terminal.types("再见\n")
        terminal.ends()
    assert terminal.process.returncode == Exit.OK
    assert not (settings.data / HISTORY).exists()


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)], ids=["colour", "none"])
def test_colours_at_a_terminal_unless_nobody_wants_them(
    settings: Settings, environment: dict[str, str], coloured: bool
) -> None:
    with at_a_terminal(settings, "show", "p1:0-9", **environment) as terminal:
        shown = terminal.ends()
    assert bool(COLOUR.search(shown)) is coloured
    assert ("【" in shown) is not coloured, "what is marked stands in brackets where there is no colour"


def test_who_interrupts_is_told_that_the_same_command_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(click.exceptions.Exit) as stop, resumable("zh-hans"):
        raise KeyboardInterrupt
    assert stop.value.exit_code == Exit.INTERRUPTED
    assert "再运行一次同样的命令即可" in capsys.readouterr().err
