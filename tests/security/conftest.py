"""A data folder made under the worst conditions: a permissive umask, a shared temporary folder, a hostile edition."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.telegram.double import Double

ROOT = Path(__file__).resolve().parents[2]

# Terminal escapes (C0 and C1), direction changes, invisible characters, a forged log line, markup, SQL, query syntax.
STEERS = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\u2066\u200b\u2028\r"
FORGED = "2026-01-01 00:00:00,000 ERROR bot.cli forged"
HEADLINE = f"灯会{STEERS}开幕<script>alert(1)</script>'; DROP TABLE articles;--"
BODY = f"""本报讯 灯会昨晚开幕,展出花灯880盏{STEERS},门票每人35元。<img src=x onerror=alert(2)>&amp;"引号"
{FORGED}
展期到"十二月" OR title:* AND (灯会^9 [1 TO 2] 为止',请游客 %s {{0}} \\u0041 ${{HOME}} 留意\\。"""
ARTICLE = {
    "headline": HEADLINE, "kicker": f"肩题{STEERS}", "paper": f"晚报{STEERS}", "date": "2025-11-08", "page": "1",
    "byline": f"记者 白露{STEERS}<b>", "url": "javascript:alert(3)", "id": STEERS, "body": BODY,
}  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A folder with a hostile edition, and how commands are run over it."""

    folder: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONUTF8": "1",
            "TMPDIR": str(self.folder / "tmp"),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "BAOWEN_DATA": str(self.data),
            "BAOWEN_OFFLINE": "true",
        }

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        """A command with a umask that keeps nothing private."""
        command = arguments if arguments[0] == "-c" else ("-m", "bot.cli", *arguments)
        environment, pipe = self.environment | more, subprocess.PIPE
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, umask=0, stdout=pipe, stderr=pipe
        )
        self.started.append(process)
        return process

    def run(self, *arguments: str, **more: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error, with every line break as it was written."""
        child = self.start(*arguments, **more)
        out, err = child.communicate(timeout=120)
        return child.returncode, out.decode(), err.decode()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "tmp").mkdir()
    (folder / "editions" / f"folder{STEERS[:4]}").mkdir(parents=True)
    page = folder / "editions" / f"folder{STEERS[:4]}" / f"{STEERS[:4]}.jsonl"
    page.write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    made = Site(folder)
    code, _, errors = made.run("index", str(folder / "editions"))
    assert code == 0, errors
    yield made
    for process in made.started:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.fixture
def telegram() -> Iterator[Double]:
    with Double() as double:
        yield double


Until = Callable[[subprocess.Popen[bytes]], tuple[str, str]]


@pytest.fixture
def ended() -> Until:
    """Ends a process as a platform does; gives what it wrote."""

    def end(process: subprocess.Popen[bytes]) -> tuple[str, str]:
        process.terminate()
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err.decode()
        return out.decode(), err.decode()

    return end
