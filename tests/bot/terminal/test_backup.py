"""``baowen backup`` and ``baowen restore``, as commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from bot.settings import Settings
from bot.terminal.backup import backup, bring_back
from bot.terminal.words.operating import BackupText
from bot.wiring import Newsroom
from bot.wording import say
from retrieval.errors import NothingPublished, StorageError
from tests.bot.support import LIBRARY

Run = Callable[..., Result]


def test_what_was_copied_is_named_with_its_size(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite"
    assert f"已备份并核对：{target}（archive.sqlite，" in run(backup, target).stdout
    whole = tmp_path / "whole"
    assert "archive.sqlite" in run(backup, "--all", whole).stdout
    assert [path.name for path in whole.iterdir()] == ["archive.sqlite"]


@pytest.mark.parametrize("option", [[], ["--all"]], ids=["file", "folder"])
def test_nothing_is_overwritten(run: Run, tmp_path: Path, option: list[str]) -> None:
    target = tmp_path / "copy"
    target.write_text("旧", encoding="utf-8")
    with pytest.raises(click.UsageError, match="已经存在"):
        run(backup, *option, target)
    assert target.read_text(encoding="utf-8") == "旧"


def test_without_an_archive_there_is_nothing_to_copy(run: Run, tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        run(backup, tmp_path / "copy", given=Settings(data=tmp_path / "nowhere"))
    assert not (tmp_path / "copy").exists()


def test_each_step_is_told_while_it_is_brought_back(run: Run, tmp_path: Path) -> None:
    run(backup, tmp_path / "copy.sqlite")
    empty = Settings(data=tmp_path / "new", offline=True)
    ran = run(bring_back, tmp_path / "copy.sqlite", given=empty)
    told = ran.stderr.splitlines()
    steps = (BackupText.CHECKED, BackupText.BUILT, BackupText.KEPT, BackupText.PLACED, BackupText.PUBLISHED)
    assert told == [say("zh-hans", step) for step in steps]
    assert ran.stdout.startswith("已恢复 archive.sqlite：2 篇，")
    room = Newsroom(empty)
    assert {article.headline for article in room.archive.articles()} >= {LIBRARY}
    room.close()


def test_a_folder_in_use_is_replaced_only_when_told(run: Run, settings: Settings, tmp_path: Path) -> None:
    run(backup, tmp_path / "copy.sqlite")
    with pytest.raises(click.UsageError, match=r"不是空的.*--replace"):
        run(bring_back, tmp_path / "copy.sqlite")
    said = run(bring_back, "--replace", tmp_path / "copy.sqlite").stdout
    (kept,) = (settings.data / "replaced").iterdir()
    assert f"原来的内容在 {kept}" in said


def test_a_folder_without_an_archive_is_no_backup(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(StorageError, match=r"empty/archive\.sqlite: there is no such file"):
        run(bring_back, tmp_path / "empty", given=Settings(data=tmp_path / "new", offline=True))
