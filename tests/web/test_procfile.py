"""The Procfile under honcho: release indexes, worker answers on Telegram, web tells how it goes; all end on SIGTERM."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.telegram.double import Double

ROOT = Path(__file__).resolve().parents[2]
get = partial(httpx.get, timeout=30)
BIN = Path(sys.executable).parent


@pytest.fixture
def telegram() -> Iterator[Double]:
    with Double() as double:
        yield double


@pytest.fixture
def environment(tmp_path: Path, telegram: Double) -> dict[str, str]:
    return {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "BAOWEN_DATA": str(tmp_path / "data"),
        "BAOWEN_LOG_FORMAT": "json",
        "BAOWEN_TELEGRAM_API": telegram.url,
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }


def honcho(*more: str) -> list[str]:
    # No .env of the checkout, and the processes' own lines as they are.
    return [str(BIN / "honcho"), "start", "-e", "/dev/null", "-f", str(ROOT / "Procfile"), "-d", str(ROOT), *more]


def scraped(address: str) -> dict[tuple[str, ...], float]:
    """(name, label values …) → value."""
    text = get(f"{address}/metrics").text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def wait_for(what: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def answers(address: str) -> bool:
    try:
        return get(f"{address}/livez").status_code == 200
    except httpx.TransportError:
        return False


def test_release_worker_and_web(telegram: Double, environment: dict[str, str], tmp_path: Path) -> None:
    released = subprocess.run(
        honcho("release"), env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert released.returncode == 0, released.stdout
    assert "已发布" in released.stdout

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        honcho("--port", str(port), "web", "worker"),
        env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        wait_for(lambda: answers(address), 60)
        assert get(f"{address}/readyz").json()["newest"] == "2025-03-13"
        lin = telegram.citizen()
        lin.says("朝阳区转贷期限多久")
        assert "90天" in lin.hears(timeout=60).text
        lin.says("火星上有多少只企鹅")
        lin.hears(timeout=30)
        bot = f"bot-{telegram.token.partition(':')[0]}"
        wait_for(lambda: scraped(address).get(("baowen_questions_total", bot), 0) == 2, 30)
        check_figures(scraped(address), bot)
        assert only_loopback_listens(port)
    finally:
        process.send_signal(signal.SIGTERM)
        output = process.communicate(timeout=60)[0]
    assert "Traceback" not in output
    assert telegram.token not in output
    assert "转贷" not in output
    stopped = dict(re.findall(r"(web|worker)\.1 +\| .*? \(rc=(-?\d+)\)", output)) or dict(
        re.findall(r"(web|worker)\.1 stopped \(rc=(-?\d+)\)", output)
    )
    assert set(stopped) == {"web", "worker"}, output
    assert set(stopped.values()) <= {"0", "-15"}, output  # of the shell that honcho puts before them


def check_figures(figures: dict[tuple[str, ...], float], bot: str) -> None:
    assert figures["baowen_answers_total", bot, "answered"] >= 1
    for stage in ("understand", "candidates", "rank", "answer", "cite"):
        assert figures["baowen_stage_seconds_count", bot, stage] >= 1, stage
    assert figures["baowen_answer_seconds_count", bot] == 2
    assert figures["baowen_telegram_calls_total", "message_sent", bot] >= 2
    assert figures["baowen_publishings_total", "published"] == 1
    assert figures["baowen_publishing_seconds_count",] == 1
    assert figures["baowen_generation_age_seconds",] < 600
    assert figures["baowen_questions_total", "web"] == 0


def only_loopback_listens(port: int) -> bool:
    """Whether no other address of this machine is listened on (Linux; elsewhere nothing can be said)."""
    table = Path("/proc/net/tcp")
    if not table.is_file():
        return True
    local = [line.split()[1] for line in table.read_text().splitlines()[1:] if line.split()[3] == "0A"]
    return {entry.partition(":")[0] for entry in local if int(entry.partition(":")[2], 16) == port} == {"0100007F"}
