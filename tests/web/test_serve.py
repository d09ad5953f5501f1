"""The web process, started for real: health before and after the first edition, metrics, a clean end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest

from bot.question_days import question_days

ROOT = Path(__file__).resolve().parents[2]
get = partial(httpx.get, timeout=30)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments], capture_output=True, text=True, check=False, cwd=ROOT
    )


@contextmanager
def serving(data: Path, **environment: str) -> Iterator[str]:
    """``baowen serve`` over ``data`` on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve", "--port", str(port), "--data", str(data)],
        cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_alive(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        output = process.communicate(timeout=20)[0]
        assert "Traceback" not in output, output
        assert process.returncode == 0


def wait_until_alive(address: str, process: subprocess.Popen[str]) -> None:
    for _ in range(200):
        assert process.poll() is None, process.communicate()[0]
        try:
            if get(f"{address}/livez").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the web process did not come up")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    page = tmp_path / "2025-11-08" / "02.txt"
    page.parent.mkdir()
    page.write_text("## 河堤步道开放\n\n本报讯 (记者 林晓岚) 河堤步道全长3.6公里,昨天开放。\n", encoding="utf-8")
    folder = tmp_path / "data"
    indexed = run("index", str(page), "--data", str(folder))
    assert indexed.returncode == 0, indexed.stderr
    return folder


def test_ready_names_the_generation_and_notices_a_new_one(data: Path, tmp_path: Path) -> None:
    with serving(data) as address:
        before = get(f"{address}/readyz").json()
        assert before["status"] == "ok"
        assert before["newest"] == "2025-11-08"

        page = tmp_path / "2025-11-09" / "01.txt"
        page.parent.mkdir()
        page.write_text("## 第二天\n\n本报讯 (记者 秦朗) 新站台启用。\n", encoding="utf-8")
        assert run("index", str(page), "--data", str(data)).returncode == 0
        for _ in range(50):
            after = get(f"{address}/readyz").json()
            if after["generation"] != before["generation"]:
                break
            time.sleep(0.1)
        assert after["newest"] == "2025-11-09"


def test_metrics_are_prometheus_text(data: Path) -> None:
    with serving(data) as address:
        scraped = get(f"{address}/metrics")
        assert scraped.headers["content-type"].startswith("text/plain")
        assert "baowen_generation_age_seconds" in scraped.text


def test_two_processes_over_one_data_folder_count_all_questions(data: Path) -> None:
    asked = 0
    with serving(data) as one, serving(data) as other:
        for address in (one, other, one, other, one):
            assert get(f"{address}/api/ask", params={"q": "河堤步道全长多少"}).status_code == 200
            asked += 1
            assert sum(counts.total() for counts in map(Counter, dict(question_days(data)).values())) == asked
    with serving(data) as again:
        assert get(f"{again}/api/ask", params={"q": "河堤步道全长多少"}).status_code == 200
    [(_, counts)] = question_days(data)
    assert counts == {"answered": asked + 1}, "it goes on counting where the one before it stopped"


def test_who_is_not_signed_in_is_told_no_path(data: Path) -> None:
    """Health checks ask without a token; the log says what operators need."""
    shutil.rmtree(data / "generations")
    with serving(data, BAOWEN_LOG_LEVEL="WARNING") as address:
        told = get(f"{address}/readyz")
        assert told.status_code == 503
        assert "baowen doctor" in told.json()["reason"]
        assert str(data.parent) not in told.text and "generations" not in told.text
        public = "".join(get(f"{address}{path}").text for path in ("/livez", "/metrics", "/api/ask?q=a", "/"))
        assert str(data.parent) not in public


def test_without_data_the_command_says_what_to_do(tmp_path: Path) -> None:
    ran = run("serve", "--data", str(tmp_path / "nothing"))
    assert ran.returncode == 7
    assert "baowen index" in ran.stderr
