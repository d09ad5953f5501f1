"""``baowen watch`` on a folder where good pages come among hostile files: ``python -m benchmarks.watch_soak``.

    python -m benchmarks.watch_soak [--hostile 2000] [--good 200] [--kills 8] [--seed 7]

Hostile files are those of ``tests/fuzz/folders.py``: names of any bytes, links, pipes, sockets, deep folders, and what
somebody prepared in quarantine. They come in random order with the good ones; the process is killed now and then, in
the first half, and started again. Checked: every good page is published, the last process still runs, nothing beside
the folder was touched, no text from outside was read, no traceback was logged. Printed: how long the last page waited,
and the memory of the process that lived through the second half.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

from bot.settings import Settings
from bot.wiring import Newsroom
from retrieval.errors import NothingPublished
from tests.fuzz.folders import SECRET, Entry, Folders, listing, make

RESULTS = Path(__file__).parent / "results" / "watch_soak.json"
HEADLINE = "第{0}号河堤步道开放"
PAGE = "## " + HEADLINE + "\n\n本报讯 (记者 林晓岚) 第{0}号河堤步道全长{0}公里,昨天开放。\n"
PACE = ("--settle", "0.5", "--patience", "3")
LONGEST_S = 600.0


@dataclass(frozen=True)
class Plan:
    """What comes, how often the process is killed, and how long is waited between two files."""

    hostile: int = 2000
    good: int = 200
    kills: int = 8
    seed: int = 7
    pause_s: float = 0.05


@dataclass
class Soaked:
    """What was seen. Memory in MiB: of the process that lived through the second half, at each tenth from 60% of the
    files on, at most, and when all was published.
    """

    hostile: int = 0
    good: int = 0
    kills: int = 0
    published: int = 0
    alive: bool = False
    last_page_waited_s: float = 0.0
    memory: list[float] = field(default_factory=list)
    memory_most: float = 0.0
    memory_at_end: float = 0.0
    faults: list[str] = field(default_factory=list)


class Watching:
    """``baowen watch`` as a process that can be killed and started again."""

    def __init__(self, inbox: Path, data: Path, log: Path) -> None:
        self._command = [sys.executable, "-m", "bot.cli", "watch", str(inbox), "--data", str(data), *PACE]
        self.log = log
        self.start()

    def start(self) -> None:
        environment = os.environ | {"PYTHONUTF8": "1", "BAOWEN_OFFLINE": "true"}
        with self.log.open("a", encoding="utf-8") as output:
            self._child = subprocess.Popen(self._command, stdout=output, stderr=output, env=environment)

    def kill(self) -> None:
        self._child.send_signal(signal.SIGKILL)
        self._child.wait()

    @property
    def alive(self) -> bool:
        return self._child.poll() is None

    def memory_mib(self) -> float:
        """Resident memory now; 0 while the process is not there."""
        try:
            status = Path(f"/proc/{self._child.pid}/status").read_text(encoding="utf-8")
        except OSError:
            return 0.0
        found = [line for line in status.splitlines() if line.startswith("VmRSS")]
        return round(int(found[0].split()[1]) / 1024, 1) if found else 0.0


def soak(folder: Path, plan: Plan) -> Soaked:
    """Let everything come, then wait until all good pages are published."""
    hostile = Folders(folder)  # makes the folder beside it that nothing may touch
    inbox, outside, data = folder.resolve() / "inbox", folder.resolve() / "outside", folder / "data"
    inbox.mkdir()
    before, found = listing(outside), Soaked()
    rng = Random(plan.seed)
    with _watching(Watching(inbox, data, folder / "watch.log")) as watching:
        _let_come(inbox, watching, plan, rng, hostile, found)
        _wait(data, watching, plan, found)
        found.alive = watching.alive
    if listing(outside) != before:
        found.faults.append("something beside the folder was touched")
    log = watching.log.read_text(encoding="utf-8")
    if "Traceback" in log or "程序内部出错" in log:
        found.faults.append("a fault of the program was logged: " + log[log.find("程序内部出错") :][:300])
    return found


@contextmanager
def _watching(watching: Watching) -> Iterator[Watching]:
    try:
        yield watching
    finally:
        watching.kill()


def _let_come(inbox: Path, watching: Watching, plan: Plan, rng: Random, hostile: Folders, found: Soaked) -> None:
    """Good and hostile files in random order; kills in the first half."""
    kinds = ["good"] * plan.good + ["hostile"] * plan.hostile
    rng.shuffle(kinds)
    kills = set(rng.sample(range(1, max(2, len(kinds) // 2)), plan.kills))
    tenths = {len(kinds) * tenth // 10 for tenth in range(6, 10)}
    coming = _hostile_entries(hostile, rng)
    for number, kind in enumerate(kinds):
        if number in kills:
            watching.kill()
            watching.start()
            found.kills += 1
        if kind == "good":
            _drop(inbox, found.good)
            found.good += 1
        else:
            while not make(inbox, next(coming)):
                pass
            found.hostile += 1
        if number > len(kinds) // 2:
            now = watching.memory_mib()
            found.memory_most = max(found.memory_most, now)
            if number in tenths:
                found.memory.append(now)
        time.sleep(plan.pause_s)


def _hostile_entries(hostile: Folders, rng: Random) -> Iterator[Entry]:
    """No quarantine that is a link or a file: then nothing can be put away, which is another matter."""
    while True:
        for entry in hostile.case(rng).entries:
            if entry.path != b"quarantine" and not entry.path.startswith("晨光日报/2025-03-12/".encode()):
                yield entry


def _drop(inbox: Path, number: int) -> None:
    """A good page, written under another name first, as careful programs do."""
    page = inbox / "晨光日报" / "2025-03-12" / f"{number:03}.txt"
    page.parent.mkdir(parents=True, exist_ok=True)
    beside = page.with_suffix(".part")
    beside.write_text(PAGE.format(number), encoding="utf-8")
    beside.rename(page)


def _wait(data: Path, watching: Watching, plan: Plan, found: Soaked) -> None:
    """Until every good page is published, at the latest for ``LONGEST_S``."""
    wanted = {HEADLINE.format(number) for number in range(plan.good)}
    begun = time.monotonic()
    while time.monotonic() - begun < LONGEST_S and watching.alive:
        published, bodies = _published(data)
        found.published = len(wanted & published)
        found.memory_most = max(found.memory_most, watching.memory_mib())
        if SECRET in bodies:
            found.faults.append("a text from outside was read")
        if found.published == len(wanted):
            break
        time.sleep(0.5)
    found.last_page_waited_s = round(time.monotonic() - begun, 1)
    found.memory_at_end = watching.memory_mib()


def _published(data: Path) -> tuple[set[str], str]:
    """Headlines and texts that readers can see."""
    room = Newsroom(Settings(data=data, offline=True), create=True)
    try:
        with room.published_alone() as paper:
            articles = list(paper.articles())
    except NothingPublished:
        articles = []
    finally:
        room.close()
    return {article.headline or "" for article in articles}, "".join(article.body for article in articles)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in asdict(Plan()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(usual), default=usual)
    plan = Plan(**vars(parser.parse_args()))
    with tempfile.TemporaryDirectory() as folder:
        found = soak(Path(folder), plan)
    record = {"plan": asdict(plan), "found": asdict(found)}
    print(json.dumps(record, ensure_ascii=False, indent=1))
    RESULTS.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.exit(int(bool(found.faults) or not found.alive or found.published < plan.good))


if __name__ == "__main__":
    main()
