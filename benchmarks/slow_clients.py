"""Clients that are slow on purpose, and bodies that never end, against ``baowen serve``.

    python -m benchmarks.slow_clients [--clients 50] [--post-mib 600] [--seconds 60]

A third of the slow clients send their headers a byte at a time, a third their body, a third ask for figures and never
read them; whoever is cut off comes back. They are a process of their own. Meanwhile bodies are posted to the webhook
one after the other, with and without its secret, with and without a stated length. Printed: how long ``/livez`` took
and how much memory the process had, before and meanwhile, and what the bad clients got.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import httpx

from benchmarks.telegram_load import prepare
from tests.telegram.double import Double

RESULTS = Path(__file__).parent / "results" / "slow_clients.json"
CHUNK = bytes(1 << 16)
HEAD = "POST /telegram HTTP/1.1\r\nhost: baowen.example\r\ncontent-type: application/json\r\n"
PAUSE_S = 0.5


@dataclass(frozen=True)
class Site:
    """A running web process with the bot behind it."""

    process: int
    port: int
    secret: str

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    def memory_mib(self) -> float:
        """Resident memory now."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8")
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


@dataclass
class Suffered:
    """What the bad clients got: answers to posts, how much of one was taken, how often slow ones were cut off."""

    posts: Counter[str] = field(default_factory=Counter)
    most_taken_mib: float = 0.0
    cut_off: int = 0


@dataclass
class Looks:
    """How long each look at ``/livez`` took, and the memory of the process at each."""

    livez_ms: list[float] = field(default_factory=list)
    memory_mib: list[float] = field(default_factory=list)


@contextmanager
def served(folder: Path, telegram: Double) -> Iterator[Site]:
    """``baowen serve`` over the tests' sample pages, with a webhook at the stand-in for Telegram."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "PYTHONUTF8": "1",
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "BAOWEN_TELEGRAM_API": telegram.url,
        "BAOWEN_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "XDG_STATE_HOME": str(folder / "state"),
    }
    command = [sys.executable, "-m", "bot.cli", "serve", "--data", str(prepare(folder))]
    with (folder / "serve.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, env=environment, text=True, stdout=log, stderr=log)
        try:
            yield Site(process.pid, port, _secret_of(telegram))
        finally:
            process.terminate()
            assert process.wait(60) == 0


def _secret_of(telegram: Double) -> str:
    """The webhook's secret, as soon as Telegram was told it and the bot takes deliveries."""
    first = telegram.citizen()
    first.says("夜游船票价多少")
    first.hears(timeout=240)
    assert telegram.world.webhook
    return str(telegram.world.webhook["secret"])


def slow_client(site: Site, kind: int, stop: Event, suffered: Suffered) -> None:
    """Be slow until told to stop; come back when cut off."""
    while not stop.is_set():
        with suppress(OSError), socket.create_connection(site.address, timeout=10) as connection:
            _dawdle(connection, kind, stop)
        if not stop.is_set():
            suffered.cut_off += 1
            stop.wait(0.05)


def _dawdle(connection: socket.socket, kind: int, stop: Event) -> None:
    """Ends when the other side has had enough of it."""
    if kind == 2:  # never reads
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(b"GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n" * 400)
        while not stop.wait(PAUSE_S):
            connection.send(b"GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n")
        return
    head = HEAD if kind == 0 else f"{HEAD}content-length: 1000\r\n\r\n"
    connection.sendall(head.encode())
    while not stop.wait(PAUSE_S):
        connection.send(b"x" if kind else b"x-a: b\r\n")


def post(site: Site, size: int, *, secret: str | None, chunked: bool, suffered: Suffered) -> None:
    """One body of ``size`` bytes, as far as it is taken."""
    head = HEAD + (f"x-telegram-bot-api-secret-token: {secret}\r\n" if secret else "")
    head += "transfer-encoding: chunked\r\n\r\n" if chunked else f"content-length: {size}\r\n\r\n"
    part = b"%x\r\n%b\r\n" % (len(CHUNK), CHUNK) if chunked else CHUNK
    sent = 0
    with socket.create_connection(site.address, timeout=20) as connection:
        with suppress(OSError):
            connection.sendall(head.encode())
            while sent < size:
                connection.sendall(part)
                sent += len(CHUNK)
        suffered.posts[_status(connection)] += 1
    suffered.most_taken_mib = max(suffered.most_taken_mib, sent / 2**20)


def _status(connection: socket.socket) -> str:
    try:
        answer = connection.recv(64).split()
    except OSError:
        return "cut off"
    return answer[1].decode() if len(answer) > 1 else "cut off"


def attack(site: Site, clients: int, post_bytes: int, stop: Event, told: Queue[Suffered]) -> None:
    """All bad clients at once, in a process of their own; ``told`` what became of them when they are stopped."""
    suffered = Suffered()
    threads = [threading.Thread(target=slow_client, args=(site, n % 3, stop, suffered)) for n in range(clients)]
    threads.append(threading.Thread(target=_post_on, args=(site, post_bytes, stop, suffered)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.put(suffered)


def _post_on(site: Site, size: int, stop: Event, suffered: Suffered) -> None:
    number = 0
    while not stop.is_set():
        secret = (None, "wrong", site.secret)[number % 3]
        post(site, size, secret=secret, chunked=number % 2 == 1, suffered=suffered)
        number += 1
        stop.wait(0.05)


@contextmanager
def attacked(site: Site, clients: int, post_bytes: int) -> Iterator[Suffered]:
    """The bad clients are at work meanwhile; what became of them is there afterwards."""
    apart = get_context("spawn")
    stop, told, suffered = apart.Event(), apart.Queue(), Suffered()
    process = apart.Process(target=attack, args=(site, clients, post_bytes, stop, told))
    process.start()
    try:
        yield suffered
    finally:
        stop.set()
        vars(suffered).update(vars(told.get(timeout=120)))
        process.join()


def look(site: Site, seconds: float) -> Looks:
    """Ask ``/livez`` ten times a second."""
    looks, end = Looks(), time.monotonic() + seconds
    while time.monotonic() < end:
        begun = time.perf_counter()
        with socket.create_connection(site.address, timeout=10) as connection:
            connection.sendall(b"GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            assert connection.recv(4096).startswith(b"HTTP/1.1 200")
        looks.livez_ms.append(1000 * (time.perf_counter() - begun))
        looks.memory_mib.append(site.memory_mib())
        time.sleep(0.1)
    return looks


def summary(looks: Looks) -> dict[str, Any]:
    times = sorted(looks.livez_ms)
    return {
        "looks": len(times),
        "median_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(0.95 * len(times))], 1),
        "p99_ms": round(times[int(0.99 * len(times))], 1),
        "worst_ms": round(times[-1], 1),
        "most_memory_mib": round(max(looks.memory_mib)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--post-mib", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Double() as telegram, served(Path(folder), telegram) as site:
        httpx.get(f"http://127.0.0.1:{site.port}/metrics", timeout=30)  # what is loaded once is not growth
        quiet = look(site, given.seconds / 6)
        with attacked(site, given.clients, given.post_mib << 20) as suffered:
            under = look(site, given.seconds)
        log = (Path(folder) / "serve.log").read_text(encoding="utf-8")
    assert "Traceback" not in log, log[-4000:]
    result = {
        "clients": given.clients,
        "post_mib": given.post_mib,
        "livez_with_nobody_else": summary(quiet),
        "livez_under_attack": summary(under),
        "bad_clients": vars(suffered),
        "log_lines": log.count("\n"),
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
