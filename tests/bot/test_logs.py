"""Log lines: one record a line or block, in text or JSON, without tokens and without what was asked."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.logs import JsonLines, TextLines, log_thread_error, presentable
from retrieval.errors import StorageError

TOKEN = "123456789:AAF-log_test_token"
QUESTION = "绝密的问题"
ROOT = Path(__file__).resolve().parents[2]

Logged = Callable[[], str]


@pytest.fixture(params=[TextLines, JsonLines])
def logged(request: pytest.FixtureRequest) -> Iterator[Logged]:
    """``logged()`` is what a handler as ``set_up`` makes it has written so far."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param([TOKEN]))
    handler.addFilter(presentable)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written.getvalue
    root.removeHandler(handler)
    root.setLevel(level)


def fail(question: str) -> None:
    try:
        raise KeyError(question)
    except KeyError as cause:
        raise ValueError(f"cannot read {question}") from cause


def test_a_token_is_masked_however_it_is_written(logged: Logged) -> None:
    log = logging.getLogger("bot.somewhere")
    log.warning("at https://api.telegram.org/bot%s/getMe", TOKEN)
    log.warning("at https://somewhere/?token=%s", quote(TOKEN, safe=""))
    log.warning("%s", {"nested": [TOKEN]})
    try:
        raise StorageError(f"bot{TOKEN}")
    except StorageError:
        log.exception("failed")
    assert "AAF-log" not in logged()
    assert logged().count("<token>") == 4


def test_an_error_is_logged_without_its_message_unless_that_is_ours(logged: Logged) -> None:
    log = logging.getLogger("somebody.elses")
    try:
        fail(QUESTION)
    except ValueError:
        log.exception("an update failed")
    assert QUESTION not in logged()
    for told in (
        "KeyError: (message withheld)",
        "after which",
        "ValueError: (message withheld)",
        "test_logs.py",
        "in fail",
    ):
        assert told in logged()
    try:
        raise ExceptionGroup(QUESTION, [ValueError(QUESTION), StorageError("data/archive.sqlite: disk full")])
    except ExceptionGroup:
        log.exception("several failed")
    log.error("not found", exc_info=FileNotFoundError(2, "No such file", "data/CURRENT"))
    assert QUESTION not in logged()
    assert "StorageError: data/archive.sqlite: disk full" in logged()
    assert "data/CURRENT" in logged()


def test_what_libraries_say_below_info_is_dropped(logged: Logged) -> None:
    logging.getLogger("httpcore.http11").debug("send_request_body %s", QUESTION)
    logging.getLogger("telegram.ext.Application").debug("Processing update %s", QUESTION)
    logging.getLogger("bot.telegram.session.service").debug("of ours")
    assert QUESTION not in logged()
    assert "of ours" in logged()


def test_the_access_log_holds_no_question(logged: Logged) -> None:
    line = ("127.0.0.1:55", "GET", "/ask?q=" + quote(QUESTION), "1.1", 200)
    logging.getLogger("uvicorn.access").info('%s - "%s %s HTTP/%s" %d', *line)
    assert '"GET /ask' in json.dumps(logged()).replace('\\\\"', '"').replace('\\"', '"')
    assert quote(QUESTION) not in logged()


def test_forgotten_tasks_and_threads_say_nothing_of_the_question(logged: Logged) -> None:
    async def task() -> None:
        fail(QUESTION)

    async def forgetting() -> None:
        future = asyncio.ensure_future(task())
        context: dict[str, object] = {"message": "Task exception was never retrieved", "future": future}
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        context["exception"] = future.exception()
        asyncio.get_running_loop().call_exception_handler(context)

    asyncio.run(forgetting())
    hook, threading.excepthook = threading.excepthook, log_thread_error
    try:
        thread = threading.Thread(target=fail, args=(QUESTION,))
        thread.start()
        thread.join()
    finally:
        threading.excepthook = hook
    assert "never retrieved" in logged()
    assert "a thread failed" in logged()
    assert QUESTION not in logged()


def test_no_text_can_pass_for_a_record(logged: Logged) -> None:
    forged = 'headline\n2026-01-01 00:00:00,000 ERROR bot.cli forged\r\x1b[31m\u2028{"level": "ERROR"}\x9b31m\u202e'
    logging.getLogger("bot.x").warning("read %s", forged)
    lines = logged().splitlines()
    assert "\x1b" not in logged()
    assert "\x9b" not in logged()
    assert "\u202e" not in logged()
    assert not [line for line in lines if line.startswith(("2026-01-01", '{"level'))]
    if lines[0].startswith("{"):
        assert len(lines) == 1
        assert json.loads(lines[0])["logger"] == "bot.x"


def test_json_lines_have_the_documented_fields() -> None:
    command = (
        "import logging; from bot.logs import set_up; set_up('INFO', 'json'); logging.getLogger('bot.x').error('坏了')"
    )
    ran = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, cwd=ROOT, check=True)
    record = json.loads(ran.stderr)
    assert list(record) == ["time", "level", "logger", "message"]
    assert (record["level"], record["logger"], record["message"]) == ("ERROR", "bot.x", "坏了")
    assert record["time"].endswith("+00:00")


def test_a_fault_of_ours_is_one_line_without_a_traceback(tmp_path: Path) -> None:
    command = (
        "import sys, bot.cli\nfrom bot.wiring import Newsroom\n"
        "class Broken(Newsroom):\n"
        "    def ask(self, question, **more): raise RuntimeError(f'cannot read {question}')\n"
        "import bot.terminal.options\n"
        "bot.terminal.options.Newsroom = Broken\n"
        f"bot.cli.main(['--log-level', sys.argv[1], 'ask', {QUESTION!r}, '--data', {str(tmp_path / 'data')!r}])"
    )
    page = tmp_path / "01.txt"
    page.write_text("## 河堤步道开放\n\n本报讯 河堤步道全长3.6公里,昨天开放。\n", encoding="utf-8")
    index = [sys.executable, "-m", "bot.cli", "index", str(page), "--data", str(tmp_path / "data")]
    subprocess.run(index, check=True, cwd=ROOT, capture_output=True)
    for level, more in (("INFO", False), ("DEBUG", True)):
        ran = subprocess.run(
            [sys.executable, "-c", command, level], capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert ran.returncode == 1
        assert QUESTION not in ran.stdout + ran.stderr
        assert "程序内部出错：RuntimeError" in ran.stderr
        assert ("message withheld" in ran.stderr) is more
        assert more or len(ran.stderr.splitlines()) == 1
