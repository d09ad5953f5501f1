"""Processes over one cluster: a publisher, hosts that answer, and who kills them and counts what readers saw.

    python -m tests.bot.cluster_child torture FOLDER EDITIONS AWAY_S SEED

An edition is two reports that give the same number, which every new reading of the page raises. A reader's view is
*mixed* if its reports disagree, *backwards* if the number falls, *wrong* if what is cited gives another number than the
view that it came from.
"""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bot.settings import load_settings
from bot.wiring import Newsroom
from retrieval.errors import BaowenError, NothingPublished, Unreachable
from tests.milvus_server import LiteServer

TODAY = date(2025, 3, 14)
PAGE = """## 湖滨公园游客人数公布

本报讯 (记者 程一) 湖滨公园昨天公布游客人数，截至目前共接待游客{number}人次，比去年同期有所增加。

## 澄湖书院读者人数公布

本报讯 (记者 林二) 澄湖书院昨天公布读者人数，截至目前共接待读者{number}人次，比去年同期有所增加。
"""
QUESTION = "湖滨公园接待游客多少人次"
NUMBER = re.compile(r"(\d+)人次")
READERS = 4
"""Threads that ask in each answering process."""
PATIENCE_S = 120.0


def room_of(data: Path, uri: str, *, create: bool = False) -> Newsroom:
    return Newsroom(
        load_settings(data=data, engine="milvus", milvus_uri=uri, reading="off", offline=True), create=create
    )


def publishes(data: Path, uri: str, first: int, last: int) -> None:
    """Read and publish number after number; tells each when it is published."""
    room, page = room_of(data, uri, create=True), data.parent / "湖滨日报-2025-03-13-01.txt"
    for number in range(first, last + 1):
        page.write_text(PAGE.format(number=number), encoding="utf-8")
        while True:
            try:
                room.index([page])
                break
            except BaowenError as error:
                print(json.dumps({"error": type(error).__name__}), flush=True)
                time.sleep(0.2)
        print(json.dumps({"published": number}), flush=True)
    room.close()


def withdraws(data: Path, uri: str) -> None:
    room = room_of(data, uri)
    number = next(article.id for article in room.archive.articles() if "湖滨" in str(article.headline))
    room.withdrawals.withdraw_article(number, "数字有误")
    room.close()


def answers(data: Path, uri: str, out: Path) -> None:
    """Ask from several threads until killed; one line for each question."""
    room, lock = room_of(data, uri), threading.Lock()
    with out.open("a", encoding="utf-8") as file:

        def asks() -> None:
            while True:
                seen = look(room) | {"ended": time.time()}
                with lock:
                    file.write(json.dumps(seen) + "\n")
                    file.flush()
                time.sleep(0.05)

        threads = [threading.Thread(target=asks, daemon=True) for _ in range(READERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def look(room: Newsroom) -> dict[str, Any]:
    """What one reader sees at one moment."""
    began = time.time()
    try:
        with room.published() as paper:
            numbers = sorted({int(found[1]) for each in paper.articles() if (found := NUMBER.search(each.body))})
            view = paper.id
        answer = room.ask(QUESTION, today=TODAY)
    except (Unreachable, NothingPublished) as error:
        return {"began": began, "away": type(error).__name__}
    except Exception as error:  # counted, and told
        return {"began": began, "error": f"{type(error).__name__}: {error}"[:300]}
    cited = [int(found[1]) for each in answer.citations if (found := NUMBER.search(each.excerpt))]
    lake = any("湖滨" in str(each.headline) for each in answer.citations)
    return {
        "began": began,
        "view": view,
        "answered": answer.generation,
        "numbers": numbers,
        "cited": cited,
        "lake": lake,
    }


class Torture:
    """Starts the processes, kills them, and counts."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random = folder, random.Random(seed)
        self.server = LiteServer(folder / "server")
        self.kills: Counter[str] = Counter()
        self.hosts: list[subprocess.Popen[str]] = []
        self.published = 0
        self._publisher: subprocess.Popen[str] | None = None
        self._errors = (folder / "errors.txt").open("w", encoding="utf-8")

    def child(self, *arguments: object, told: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.bot.cluster_child", *map(str, arguments)]
        return subprocess.Popen(command, stdout=told, stderr=self._errors, text=True)

    def host(self, number: int) -> subprocess.Popen[str]:
        return self.child("answers", self.folder / f"host{number}", self.server.uri, self.seen_by(number))

    def seen_by(self, number: int) -> Path:
        return self.folder / f"seen{number}.jsonl"

    def run(self, editions: int, away_s: float) -> dict[str, Any]:
        self.server.start()
        try:
            self.publish(1, 1)
            self.hosts = [self.host(0), self.host(1)]
            self.wait_for(lambda: all(self.lines(number) for number in (0, 1)))
            self.publish(2, editions, kill_at=self.random.randint(3, editions))
            self.end(self.hosts[0], "host")
            self.hosts[0] = self.host(0)
            self.server.kill()
            self.kills["server"] += 1
            time.sleep(away_s)
            self.server.start()
            back = time.time()
            self.publish(editions + 1, editions + 1)
            self.wait_for(lambda: all(self.newest(number, back) == editions + 1 for number in (0, 1)))
            self.child("withdraws", self.folder / "publisher", self.server.uri).wait()
            withdrawn = time.time()
            self.wait_for(lambda: all(self.lines(number)[-1]["began"] > withdrawn + 1 for number in (0, 1)))
            return self.counted(editions + 1, withdrawn)
        finally:
            for process in (*self.hosts, *([self._publisher] if self._publisher else [])):
                process.kill()
                process.wait()
            self.server.kill()
            self._errors.close()

    def publish(self, first: int, last: int, kill_at: int | None = None) -> None:
        """Publish these numbers; kill the publisher while it is at one of them, and start another."""
        while first <= last:
            data, uri = self.folder / "publisher", self.server.uri
            process = self._publisher = self.child("publishes", data, uri, first, last, told=subprocess.PIPE)
            assert process.stdout is not None
            for line in process.stdout:
                first = json.loads(line).get("published", first - 1) + 1
                self.published = first - 1
                if first == kill_at:
                    time.sleep(self.random.uniform(0, 1.0))
                    self.end(process, "publisher")
                    kill_at = None
                    break
            process.wait()
            process.stdout.close()

    def end(self, process: subprocess.Popen[str], name: str) -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.kills[name] += 1

    def lines(self, number: int) -> list[dict[str, Any]]:
        path = self.seen_by(number)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        return [json.loads(line) for line in text.split("\n")[:-1] if line.endswith("}")]

    def newest(self, number: int, since: float) -> int:
        return max([max(each["numbers"], default=0) for each in self.lines(number)
                    if each["began"] > since and "numbers" in each], default=0)  # fmt: skip

    def wait_for(self, there: Callable[[], bool]) -> None:
        ends = time.monotonic() + PATIENCE_S
        while not there():
            assert time.monotonic() < ends, "waited too long"
            time.sleep(0.1)

    def counted(self, last: int, withdrawn: float) -> dict[str, Any]:
        found: Counter[str] = Counter()
        errors: list[str] = []
        for number in (0, 1):
            seen = sorted(self.lines(number), key=lambda line: float(line["ended"]))
            for line in seen:
                found["asked"] += 1
                found["away"] += "away" in line
                if "error" in line:
                    errors.append(line["error"])
                if "numbers" not in line:
                    continue
                found["cited"] += bool(line["cited"])
                found["mixed"] += len(line["numbers"]) > 1
                if line["view"] == line["answered"]:
                    found["wrong"] += any(each not in line["numbers"] for each in line["cited"])
                found["backwards"] += bool(line["numbers"]) and max(line["numbers"]) < self._at(seen, line)
                found["withdrawn_shown"] += line["began"] > withdrawn and line["lake"]
            found["lost"] += (
                max((max(each["numbers"], default=0) for each in seen if "numbers" in each), default=0) < last
            )
        return {**found, "errors": errors[:5], "kills": dict(self.kills), "published": last}

    def _at(self, seen: list[dict[str, Any]], line: dict[str, Any]) -> int:
        """The highest number that a question of this host had seen when this one began."""
        earlier = (each for each in seen if each["ended"] < line["began"] and "numbers" in each)
        return max((max(each["numbers"], default=0) for each in earlier), default=0)


def main(arguments: list[str]) -> None:
    what, *given = arguments
    if what == "publishes":
        publishes(Path(given[0]), given[1], int(given[2]), int(given[3]))
    elif what == "answers":
        answers(Path(given[0]), given[1], Path(given[2]))
    elif what == "withdraws":
        withdraws(Path(given[0]), given[1])
    else:
        folder = Path(given[0])
        folder.mkdir(parents=True, exist_ok=True)
        print(json.dumps(Torture(folder, int(given[3])).run(int(given[1]), float(given[2]))))


if __name__ == "__main__":
    main(sys.argv[1:])
