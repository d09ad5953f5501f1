"""The table of exit codes is true: each is met by a command as somebody would type it, with a word on why."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.messages import Exit
from retrieval.index.write_lock import WriteLock
from tests.bot.conftest import Ran
from tests.bot.support import LATER

ELSEWHERE = {Exit.INTERRUPTED, Exit.ENCODER}
"""Ctrl-C is pressed in ``test_at_a_terminal.py``; ``tests/embeddings/test_reencoding.py`` opens other encoders."""
MUST = {"question": "火星基地住了多少人", "answers": ["3人"], "must": True}
TYPED: dict[Exit, tuple[str, ...]] = {
    Exit.OK: ("ask", "火星基地住了多少人"),
    Exit.INTERNAL: ("doctor", "--data", "nowhere"),
    Exit.USAGE: ("aks",),
    Exit.BAD_INPUT: ("index", "empty.txt"),
    Exit.PARTLY: ("index", "empty.txt", "later.jsonl"),
    Exit.STORAGE: ("verify", "--data", "damaged"),
    Exit.BUSY: ("index", "later.jsonl", "--data", "busy"),
    Exit.NOTHING_PUBLISHED: ("ask", "问", "--data", "nowhere"),
    Exit.UNKNOWN_RECORD: ("show", "999"),
    Exit.REFUSED: ("index", "later.jsonl", "--data", "gated"),
    Exit.PORT: ("serve", "--port", "{port}"),
    Exit.TOKEN: ("bot",),
}


@pytest.fixture
def office(printed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Data folders in all the states that a code stands for; gives a port that is taken."""
    for name in ("data", "damaged", "busy", "gated"):
        shutil.copytree(printed, tmp_path / name)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "later.jsonl").write_text(LATER, encoding="utf-8")
    (tmp_path / "gated" / "questions.jsonl").write_text(json.dumps(MUST), encoding="utf-8")
    archive = tmp_path / "damaged" / "archive.sqlite"
    archive.write_bytes(archive.read_bytes()[:5000])
    monkeypatch.setenv("BAOWEN_DATA", "data")
    monkeypatch.setenv("BAOWEN_READING", "off")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "no-token")
    with ExitStack() as held:
        held.enter_context(WriteLock(tmp_path / "busy").held())
        yield held.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1]


def test_every_code_is_met(baowen: Callable[..., Ran], office: int) -> None:
    assert set(TYPED) == set(Exit) - ELSEWHERE
    ran = {code: baowen(*(word.format(port=office) for word in words)) for code, words in TYPED.items()}
    assert {code: each.code for code, each in ran.items()} == {code: code.value for code in TYPED}
    silent = [code for code, each in ran.items() if code not in {Exit.OK, Exit.INTERNAL} and not each.err.strip()]
    assert silent == []
    assert [each.err for each in ran.values() if "Traceback" in each.err] == []
