"""``baowen serve`` with the bot behind it, under slow clients and endless bodies (more: benchmarks/slow_clients.py)."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import httpx
import pytest

from benchmarks.slow_clients import HEAD, Site, Suffered, attacked, look, post, served
from tests.telegram.double import Double

POST = 48 << 20
TAKEN_MIB = 24
"""What of an endless body may be taken: 1 MiB behind the answer, and what is on its way in the system's buffers."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("slow")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    with Double() as telegram, served(folder, telegram) as running:
        yield running
    assert "Traceback" not in (folder / "serve.log").read_text(encoding="utf-8")


def deliver(site: Site, body: bytes, secret: str | None = None) -> int:
    headers = {"x-telegram-bot-api-secret-token": secret or site.secret}
    return httpx.post(f"http://127.0.0.1:{site.port}/telegram", content=body, headers=headers, timeout=30).status_code


def test_health_is_told_and_memory_stays(site: Site) -> None:
    httpx.get(f"http://127.0.0.1:{site.port}/metrics", timeout=30)  # what is loaded once is not growth
    before = site.memory_mib()
    with attacked(site, clients=9, post_bytes=POST) as suffered:
        looks = look(site, seconds=2)
        end = time.monotonic() + 20
        while not suffered.posts and time.monotonic() < end:
            threading.Event().wait(0.02)
    assert median(looks.livez_ms) <= 500  # what it is on a quiet machine is measured by benchmarks.slow_clients
    assert max(looks.memory_mib) - before < 32
    assert set(suffered.posts) <= {"403", "413", "cut off"}
    assert suffered.posts
    assert suffered.most_taken_mib < TAKEN_MIB


@pytest.mark.parametrize("chunked", [False, True], ids=["of known length", "in chunks"])
def test_without_the_secret_no_body_is_waited_for(site: Site, chunked: bool) -> None:
    suffered = Suffered()
    for secret in (None, "wrong", "错"):
        post(site, POST, secret=secret, chunked=chunked, suffered=suffered)
    assert set(suffered.posts) <= {"403", "413", "400", "cut off"}
    assert suffered.most_taken_mib < TAKEN_MIB
    with socket.create_connection(site.address, timeout=10) as connection:  # refused before its body begins
        connection.sendall(f"{HEAD}content-length: 900\r\n\r\n".encode())
        assert b" 403 " in connection.recv(4096)


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"update_id":' * 50_000, b"9" * 5000, b'{"update_id": 1e999}', b"{", b"\xff", b"NaN", b"[]"],
    ids=["brackets", "objects", "digits", "infinite", "cut off", "no text", "no number", "list"],
)  # fmt: skip
def test_deliveries_that_say_nothing_are_passed_over(site: Site, body: bytes) -> None:
    assert deliver(site, body) in {200, 400}
    assert httpx.get(f"http://127.0.0.1:{site.port}/livez").status_code == 200


def test_a_client_that_hangs_up_leaves_one_line(site: Site, folder: Path) -> None:
    log = folder / "serve.log"
    before = log.read_text(encoding="utf-8").count("\n")
    secret = f"x-telegram-bot-api-secret-token: {site.secret}\r\n"
    with socket.create_connection(site.address, timeout=10) as connection:
        connection.sendall(f"{HEAD}{secret}content-length: 1000\r\n\r\n123".encode())
    end = time.monotonic() + 10
    while "hung up" not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < end
        threading.Event().wait(0.02)
    assert log.read_text(encoding="utf-8").count("\n") - before <= 2
