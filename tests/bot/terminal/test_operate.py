"""What operators do with generations, command by command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from bot.messages import Exit
from bot.settings import Settings
from bot.soundness import Mend
from bot.terminal.operate import generations, prune, rebuild, rollback, verify
from bot.wiring import Newsroom
from bot.wording import say
from retrieval.errors import UnknownRecord
from retrieval.index.engine import published_id
from tests.bot.support import LATER

Run = Callable[..., Result]


def current(settings: Settings) -> str:
    room = Newsroom(settings)
    try:
        return str(published_id(room.engine))
    finally:
        room.close()


@pytest.fixture
def two(room: Newsroom, tmp_path: Path) -> tuple[str, str]:
    """The generation before, and the one that is published."""
    before = str(published_id(room.engine))
    (tmp_path / "later.jsonl").write_text(LATER, encoding="utf-8")
    room.index([tmp_path / "later.jsonl"])
    return before, str(published_id(room.engine))


def test_the_star_stands_at_the_one_in_use(run: Run, two: tuple[str, str]) -> None:
    before, newest = two
    lines = [line.split() for line in run(generations).stdout.splitlines()]
    assert [line[:2] for line in lines if newest in line] == [["*", newest]]
    assert [line[0] for line in lines if before in line] == [before]
    told = run(rollback).stdout.splitlines()
    assert told[0] == f"已退回到版本 {before}（之前是 {newest}）。"
    assert told[1] == "  下线 青溪晚报 2025年11月9日：1 篇，《自习室座位再增》"
    assert told[2] == "  已退回、不会发布：青溪晚报 2025年11月9日 1 篇"
    assert ["*", before] in [line.split()[:2] for line in run(generations).stdout.splitlines()]


def test_nowhere_to_go_back_to_changes_nothing(run: Run, settings: Settings) -> None:
    before = current(settings)
    for wanted in ([], ["20000101-000000"]):
        with pytest.raises(UnknownRecord):
            run(rollback, *wanted)
    assert current(settings) == before


def test_the_one_in_use_is_never_cleared_away(run: Run, two: tuple[str, str], settings: Settings) -> None:
    before, newest = two
    assert run(prune).stdout == "没有可以删除的旧版本。\n"
    assert run(prune, "--keep", 0).stdout == f"删除了 1 个版本：{before}\n"
    assert run(prune, "--keep", 0).stdout == "没有可以删除的旧版本。\n"
    assert current(settings) == newest


def test_each_harm_is_told_and_each_way_out_once(run: Run, settings: Settings) -> None:
    sound = run(verify)
    assert sound.return_value == Exit.OK
    assert sound.stdout.startswith("核对无误：2 篇，")
    (settings.data / "tuning.json").write_text("{", encoding="utf-8")
    (settings.data / "questions.jsonl").write_text("{", encoding="utf-8")
    generation = settings.data / "generations" / current(settings)
    for name in ("contents.npz", "manifest.json"):
        (generation / name).unlink()
    found = run(verify)
    told = found.stderr.splitlines()
    assert found.return_value == Exit.STORAGE
    ways_out = {"→ " + say("zh-hans", mend) for mend in (Mend.REBUILD, Mend.EDIT, Mend.TUNE)}
    assert ways_out == {line for line in told if line[0] == "→"}
    assert sum(line.startswith("→ ") for line in told) == 3
    harms = [line for line in told if not line.startswith(("→ ", "发现 "))]
    assert f"发现 {len(harms)} 处问题。" in told
    assert any("questions.jsonl" in line for line in harms)


def test_a_damaged_generation_is_built_anew_and_goes(run: Run, settings: Settings) -> None:
    harmed = current(settings)
    (settings.data / "generations" / harmed / "contents.npz").write_bytes(b"harm")
    ran = run(rebuild)
    assert ran.return_value == Exit.OK
    assert f"已重建并发布版本 {current(settings)}：2 篇，" in ran.stdout
    assert f"删除了损坏的版本：{harmed}" in ran.stdout
    assert run(verify).return_value == Exit.OK


def test_a_gate_refuses_a_rebuilding_too(run: Run, settings: Settings) -> None:
    question = {"question": "火星基地住了多少人", "answers": ["3人"], "must": True}
    (settings.data / "questions.jsonl").write_text(json.dumps(question) + "\n", encoding="utf-8")
    before = current(settings)
    ran = run(rebuild)
    assert (ran.return_value, current(settings)) == (Exit.REFUSED, before)
    assert "✗ 火星基地住了多少人" in ran.stdout
    assert "baowen rebuild --force" in ran.stderr
