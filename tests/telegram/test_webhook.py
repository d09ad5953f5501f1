"""The bot behind the web process: deliveries with the secret are answered, others refused."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.telegram.double import Double, Fault


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def server(data: Path, own_telegram: Double, port: int, root: Path) -> Iterator[subprocess.Popen[str]]:
    own_telegram.plan("setWebhook", Fault.status(502), times=1)
    environment = {
        "PATH": os.environ["PATH"],
        "TELEGRAM_BOT_TOKEN": own_telegram.token,
        "BAOWEN_TELEGRAM_API": own_telegram.url,
        "BAOWEN_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "XDG_STATE_HOME": str(data.parent),
    }
    command = [sys.executable, "-m", "bot.cli", "serve", "--data", str(data)]
    process = subprocess.Popen(command, env=environment, cwd=root, text=True, stderr=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


def test_deliveries_are_answered_and_forged_ones_refused(
    server: subprocess.Popen[str], own_telegram: Double, port: int
) -> None:
    lin = own_telegram.citizen()
    lin.says("夜游船票价多少")
    assert "45元" in lin.hears(timeout=60).text
    assert own_telegram.world.webhook
    for secret in ("", "wrong", own_telegram.world.webhook["secret"][:-1]):
        forged = urllib.request.Request(
            f"http://127.0.0.1:{port}/telegram", b"{}", {"X-Telegram-Bot-Api-Secret-Token": secret}
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(forged)
        assert refused.value.code == 403
        refused.value.close()
    own_telegram.world.duplicate_updates = 1
    own_telegram.world.push_raw({"message": {"message_id": "broken"}})
    lin.says("图书馆新增座位多少个")
    assert "320个" in lin.hears().text
    lin.hears_nothing(for_s=0.3)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez") as alive:
        assert alive.status == 200
    server.send_signal(signal.SIGTERM)
    errors = server.communicate(timeout=30)[1]
    assert own_telegram.token not in errors
    assert own_telegram.world.webhook["secret"] not in errors
