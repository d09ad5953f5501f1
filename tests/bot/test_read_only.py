"""A data folder that can be read and not written: readers are answered, nobody is told to replace what is whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.messages import Exit
from tests.bot.support import published

NOBODY = 65534
SCRIPT = """
import contextlib, io, json, os, sys
from bot.cli import main
def run(*arguments):
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        try: main([*arguments, "--data", sys.argv[1]])
        except SystemExit as stop: return stop.code or 0, told.getvalue()
COMMANDS = (("status",), ("ask", "供暖管线更换涉及多少个小区"), ("show", "1"), ("articles",), ("verify",), ("rebuild",))
for each in COMMANDS[:-1]: run(*each)  # everything is imported: another user may not read the interpreter's folders
os.setuid(int(sys.argv[2]))
print(json.dumps({each[0]: run(*each) for each in COMMANDS}))
"""


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder outside of pytest's, which other runs close to other users."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming another user needs root")
def test_a_folder_that_nobody_may_write_is_not_called_damaged(elsewhere: Path, root: Path) -> None:
    data = published(elsewhere)
    for folder, _, files in os.walk(elsewhere):
        Path(folder).chmod(0o755)
        for name in files:
            Path(folder, name).chmod(0o644)
    command = [sys.executable, "-c", SCRIPT, str(data), str(NOBODY)]
    environment = os.environ | {"BAOWEN_READING": "off", "BAOWEN_LANG": "zh-Hans"}
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root, env=environment)
    found = json.loads(ran.stdout)
    assert "restore" not in ran.stdout
    for reading in ("status", "ask", "show", "articles", "verify"):
        assert found[reading][0] == Exit.OK, found[reading]
    code, told = found["rebuild"]
    assert code == Exit.STORAGE, told
    assert told.startswith("数据文件夹只读，没有写入；只读时可以 ask、show、articles、status")
