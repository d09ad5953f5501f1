"""The lock that keeps a second bot of one token away: private, per token, gone with its process."""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.messages import Exit, exit_code, explain
from bot.settings import state_folders
from bot.single import AlreadyRunning, only_one

TOKEN, OTHER, SERVER = "1:first-token", "2:second-token", "https://api.telegram.org"


def test_one_bot_per_token_and_server(tmp_path: Path) -> None:
    with only_one(TOKEN, SERVER, [tmp_path / "state"]):
        with pytest.raises(AlreadyRunning) as refused, only_one(TOKEN, SERVER, [tmp_path / "state"]):
            pass
        with only_one(OTHER, SERVER, [tmp_path / "state"]), only_one(TOKEN, "http://own", [tmp_path / "state"]):
            pass
    assert refused.value.pid == os.getpid()
    assert exit_code(refused.value) is Exit.BUSY
    assert str(os.getpid()) in explain(refused.value)
    with only_one(TOKEN, SERVER, [tmp_path / "state"]):
        pass


def test_the_lock_is_private_and_does_not_show_the_token(tmp_path: Path) -> None:
    with only_one(TOKEN, SERVER, [tmp_path / "state"]):
        (file,) = (tmp_path / "state").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "first" not in file.name + file.read_text()


def test_a_folder_that_others_prepared_is_not_trusted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    open_to_all, elsewhere, link = tmp_path / "open", tmp_path / "elsewhere", tmp_path / "link"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    elsewhere.mkdir(mode=0o700)
    link.symlink_to(elsewhere)
    with ExitStack() as inside:
        inside.enter_context(only_one(TOKEN, SERVER, [open_to_all, link, tmp_path / "own"]))
        assert [*open_to_all.iterdir(), *elsewhere.iterdir()] == []
        assert len(list((tmp_path / "own").iterdir())) == 1
    with only_one(TOKEN, SERVER, [open_to_all, link]):
        assert "can't make sure" in caplog.text


def test_the_lock_lies_with_the_users_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_folders()[0] == tmp_path / "baowen"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert state_folders()[0] == tmp_path / "home/.local/state/baowen"
    assert len(state_folders()) == 2
