"""Eight readers ask while one writer publishes edition after edition: ``python -m benchmarks.endurance WORKDIR``.

Readers are threads over one ``Newsroom``, as in the bot; the writer is ``baowen index`` in a process of its own, once
for every edition. Each edition prints a value of its own (第17期…17元), so that an answer tells where it came from.
Checked for every answer: no error, its excerpts stand in the archive, and its generation is no older than the newest
one published ``PROMISED_S`` before the question was asked. Printed: answers, errors, stale and torn answers, the
longest wait for a new generation, memory and open files after the first and after the last edition.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path

from bot.settings import load_settings
from bot.wiring import Newsroom

RESULTS = Path(__file__).parent / "results" / "endurance.json"
PROMISED_S = 5.0
FIRST = date(2025, 1, 1)


@dataclass
class Found:
    """What the readers saw. ``waits``: seconds from a publishing to the first answer from it."""

    answers: int = 0
    errors: list[str] = field(default_factory=list)
    stale: int = 0
    torn: int = 0
    waits: list[float] = field(default_factory=list)


class Watch:
    """Which generations are published since when; shared by the readers."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.published: list[tuple[float, str]] = []
        self.seen: set[str] = set()
        self.found = Found()

    def publish(self, generation: str) -> None:
        with self.lock:
            self.published.append((time.monotonic(), generation))

    def due(self, asked: float) -> str:
        """The newest generation that a question asked now must know."""
        with self.lock:
            return max((name for at, name in self.published if at + PROMISED_S <= asked), default="")

    def saw(self, generation: str, asked: float, due: str, *, whole: bool) -> None:
        with self.lock:
            self.found.answers += 1
            self.found.stale += generation < due
            self.found.torn += not whole
            if generation not in self.seen:
                self.seen.add(generation)
                self.found.waits += [time.monotonic() - at for at, name in self.published if name == generation]


def edition(folder: Path, number: int) -> Path:
    day = FIRST + timedelta(days=number)
    page = folder / day.isoformat() / "01.txt"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(
        f"# 第{number}期便民服务价目\n\n本报讯 (记者 林小舟) 第{number}期便民服务昨天开通,"
        f"第{number}期服务每次收费{number}元,市民可到槐树街{number}号办理,受理时间为上午9时至下午5时。\n\n"
        f"# 天气与出行提示{number}\n\n"
        f"本报讯 (记者 高远) 气象台预报,今天多云,最高气温{number % 30}度,{number}路公交车绕行北环路。\n",
        encoding="utf-8",
    )
    return page


def index(folder: Path, data: Path) -> str:
    command = [sys.executable, "-m", "bot.cli", "index", str(folder), "--data", str(data), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return str(json.loads(done.stdout)["generation"])


def read(room: Newsroom, watch: Watch, stop: threading.Event, number: int) -> None:
    """Ask until told to stop."""
    turn = number
    while not stop.is_set():
        turn += 1
        asked = time.monotonic()
        due = watch.due(asked)
        try:
            answer = room.ask(f"第{1 + turn % 50}期便民服务每次收费多少元", today=FIRST + timedelta(days=60))
            texts = [(room.archive.article(c.article_id).body, c.excerpt) for c in answer.citations]
            whole = all(excerpt in body for body, excerpt in texts)
            watch.saw(answer.generation, asked, due, whole=whole)
        except Exception as error:  # whatever it is, it is counted and printed
            watch.found.errors.append(f"{type(error).__name__}: {error}")
        time.sleep(0.02)


def footprint() -> dict[str, float]:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    memory = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return {
        "rss_mib": round(int(memory.split()[1]) / 1024, 1),
        "open_files": len(list(Path("/proc/self/fd").iterdir())),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--editions", type=int, default=50)
    parser.add_argument("--readers", type=int, default=8)
    given = parser.parse_args()
    pages, data = given.work / "pages", given.work / "data"
    edition(pages, 1)
    watch, stop = Watch(), threading.Event()
    watch.publish(index(pages, data))
    room = Newsroom(load_settings(data=data))
    readers = [threading.Thread(target=read, args=(room, watch, stop, n)) for n in range(given.readers)]
    for reader in readers:
        reader.start()
    time.sleep(2)
    before = footprint()
    for number in range(2, given.editions + 1):
        edition(pages, number)
        watch.publish(index(pages, data))
    time.sleep(PROMISED_S)
    stop.set()
    for reader in readers:
        reader.join()
    last = room.ask(f"第{given.editions}期便民服务每次收费多少元", today=FIRST + timedelta(days=60))
    found = watch.found
    result = {
        "editions": given.editions,
        "readers": given.readers,
        **{name: value for name, value in asdict(found).items() if name != "waits"},
        "longest_wait_for_a_generation_s": round(max(found.waits, default=0.0), 2),
        "generations_seen": len(watch.seen),
        "before": before,
        "after": footprint(),
        "last_edition_answered": last.answer,
    }
    room.close()
    print(json.dumps(result, ensure_ascii=False, indent=1))
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
