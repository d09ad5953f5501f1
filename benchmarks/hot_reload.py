"""A running bot and a running web process while editions are published: nothing dropped, memory back at its level.

    python -m benchmarks.hot_reload WORKDIR [--publishes 20] [--articles 300] [--out FILE]

Starts ``baowen bot`` (against the stand-in for Telegram of the tests) and ``baowen serve`` over a new data folder, then
publishes one edition after the other while citizens ask without pause. After each publishing it waits until both answer
from it. Prints, per process, resident memory and open files before, at the most and after, and how long each took to
see a new generation. The first publishings are left to warm up; "before" is measured after them.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psutil

from bot.settings import Settings
from bot.wiring import Newsroom
from tests.telegram.double import Citizen, Double

ROOT = Path(__file__).resolve().parents[1]
WARM_UP = 3
PATIENCE_S = 60.0


@dataclass
class Watched:
    """A process and what was measured of it."""

    process: subprocess.Popen[bytes]
    rss_mib: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    seen_after_s: list[float] = field(default_factory=list)

    def look(self) -> None:
        running = psutil.Process(self.process.pid)
        self.rss_mib.append(round(running.memory_info().rss / 2**20, 1))
        self.files.append(running.num_fds())

    def result(self) -> dict[str, object]:
        rss, files, seen = self.rss_mib[WARM_UP:], self.files[WARM_UP:], sorted(self.seen_after_s)
        return {
            "rss_mib": {"before": rss[0], "most": max(rss), "after": rss[-1]},
            "open_files": {"before": files[0], "most": max(files), "after": files[-1]},
            "seen_after_s": {"median": round(statistics.median(seen), 2), "most": round(seen[-1], 2)},
        }


class Asker(threading.Thread):
    """A citizen who asks the same question again as soon as it is answered."""

    def __init__(self, citizen: Citizen) -> None:
        super().__init__(daemon=True)
        self.citizen, self.asked, self.answered, self.stopped = citizen, 0, 0, threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            self.citizen.says("第1期的展览门票多少钱")
            self.asked += 1
            heard = self.citizen.hears(timeout=PATIENCE_S)
            self.answered += "35元" in heard.text
            self.stopped.wait(1.0)  # Telegram lets a bot write once a second to a chat


def write_edition(folder: Path, number: int, articles: int) -> Path:
    day = date(2025, 1, 1) + timedelta(days=number)
    path = folder / f"edition-{number:03d}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for item in range(articles):
            body = (
                f"本报讯 第{number}期的展览昨天开幕,展品{number * 1000 + item}件,门票每人35元,展期{item % 60 + 10}天。"
            )
            record = {"headline": f"第{number}期的展览开幕之{item}", "date": day.isoformat(), "page": "1", "body": body}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def start(data: Path, environment: dict[str, str], *arguments: str) -> Watched:
    command = [sys.executable, "-m", "bot.cli", *arguments, "--data", str(data)]
    return Watched(subprocess.Popen(command, cwd=ROOT, env=os.environ | environment))


def wait_for(what: str, condition: Callable[[], object]) -> float:
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > PATIENCE_S:
            raise SystemExit(f"{what} did not happen within {PATIENCE_S} s")
        time.sleep(0.05)
    return time.monotonic() - begun


def generation_of(address: str) -> str | None:
    try:
        found: str | None = httpx.get(f"{address}/readyz", timeout=30).json().get("generation")
    except httpx.TransportError:
        return None
    return found


def web_answers_from(address: str, generation: str) -> bool:
    return generation_of(address) == generation


def bot_answers_from(citizen: Citizen, number: int) -> bool:
    citizen.says(f"第{number}期的展览哪天开幕")
    return f"第{number}期" in citizen.hears(timeout=PATIENCE_S).text


def measure(work: Path, publishes: int, articles: int) -> dict[str, Any]:
    work.mkdir(parents=True)
    room = Newsroom(Settings(data=work / "data", offline=True, keep_generations=1), create=True)
    room.index([write_edition(work, 1, articles)])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, took = f"http://127.0.0.1:{port}", []
    with Double() as telegram:
        environment = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "BAOWEN_TELEGRAM_API": telegram.url,
            "BAOWEN_QUESTIONS_PER_MINUTE": "1000",
            "BAOWEN_LOG_LEVEL": "WARNING",
            "XDG_STATE_HOME": str(work / "state"),
        }
        bot = start(work / "data", environment, "bot")
        web = start(work / "data", {"BAOWEN_LOG_LEVEL": "WARNING"}, "serve", "--port", str(port))
        askers = [Asker(telegram.citizen()) for _ in range(4)]
        looking = telegram.citizen()
        try:
            wait_for("the web process", lambda: generation_of(address))
            for asker in askers:
                asker.start()
            for number in range(2, publishes + 2):
                published = room.index([write_edition(work, number, articles)]).published
                assert published
                took.append(published.seconds)
                done = time.monotonic()
                wait_for("web", partial(web_answers_from, address, published.manifest.id))
                web.seen_after_s.append(time.monotonic() - done)
                wait_for("bot", partial(bot_answers_from, looking, number))
                bot.seen_after_s.append(time.monotonic() - done)
                for watched in (bot, web):
                    watched.look()
            for asker in askers:
                asker.stopped.set()
            for asker in askers:
                asker.join(PATIENCE_S)
        finally:
            for watched in (bot, web):
                watched.process.terminate()
            codes = [watched.process.wait(60) for watched in (bot, web)]
    room.close()
    return {
        "publishes": publishes,
        "articles_a_publish": articles,
        "publish_s": {"median": round(statistics.median(took), 2), "most": round(max(took), 2)},
        "questions": {"asked": sum(a.asked for a in askers), "answered": sum(a.answered for a in askers)},
        "bot": bot.result(),
        "web": web.result(),
        "exit_codes": codes,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--publishes", type=int, default=20)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    result = json.dumps(measure(chosen.work, chosen.publishes, chosen.articles), ensure_ascii=False, indent=1)
    print(result)
    if chosen.out:
        chosen.out.write_text(result + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
