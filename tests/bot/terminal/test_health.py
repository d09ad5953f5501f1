"""``baowen status`` and ``baowen doctor``: what is there, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import time
from pathlib import Path

from click.testing import Result

from bot.messages import Exit
from bot.settings import Settings, known_names
from bot.terminal.doctor import Finding, _folder, _settings, _tuned, _watched, doctor
from bot.terminal.health import overview, overview_json, status
from bot.terminal.screen import Screen
from bot.wiring import Newsroom
from retrieval.answers.ranking.blend import Blend
from retrieval.answers.tuning import FILE, Tuning, write_tuning
from retrieval.editions.sources.quarantine import Quarantine
from tests.bot.support import DAY, LATER

Run = Callable[..., Result]
SCREEN = Screen()


def bad(found: Iterable[Finding]) -> list[str]:
    return [finding.text for finding in found if not finding.ok]


def test_what_is_read_and_not_published_is_told(room: Newsroom, tmp_path: Path) -> None:
    before = overview(room)
    assert (bool(before.pending), before.newest, before.missing, before.quarantined) == (False, DAY, (), 0)
    assert before.manifest is not None
    (tmp_path / "later.jsonl").write_text(LATER, encoding="utf-8")
    room.read([tmp_path / "later.jsonl"])
    after = overview(room)
    assert [each.edition.date for each in after.pending.editions] == [DAY.replace(day=9)]
    assert after.manifest == before.manifest
    record = json.loads(json.dumps(overview_json(after)))
    assert (record["generation"], record["newest"]) == (before.manifest.id, str(DAY))
    assert (record["editions"], record["articles"], record["unpublished_changes"]) == (1, 2, True)
    assert [len(each["came"]) for each in record["unpublished"]] == [1]


def test_nothing_published_yet_is_nothing_to_see(tmp_path: Path) -> None:
    bare = Newsroom(Settings(data=tmp_path / "data", offline=True), create=True)
    record = overview_json(overview(bare))
    bare.close()
    assert (record["generation"], record["newest"], record["articles"]) == (None, None, 0)
    assert record["unpublished_changes"] is False


def test_status_tells_what_was_withdrawn_what_is_missing_and_what_could_not_be_read(
    run: Run, room: Newsroom, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "inbox").mkdir()
    Quarantine(tmp_path / "inbox").note("03.txt", "不是文本文件")
    room.withdrawals.withdraw_article(next(iter(room.archive.articles())).id, "失实")
    given = settings.model_copy(update={"watch": tmp_path / "inbox", "schedule": "daily"})
    lines = run(status, given=given).stdout.splitlines()
    assert lines[0].startswith("收录：1 期，1 版，1 篇，")
    assert "已撤回：1 篇（baowen articles --withdrawn）" in lines
    assert any(line.startswith("⚠ 报纸 ") and "最新是 2025-11-08" in line for line in lines)
    assert any(line.startswith("隔离着 1 个") for line in lines)
    record = json.loads(run(status, "--json", given=given).stdout)
    assert (record["withdrawn"], record["quarantined"]) == (1, 1)
    assert record["missing"][0]["newest"] == "2025-11-08"


def test_a_data_folder_is_there_and_private(tmp_path: Path) -> None:
    (missing,) = bad(_folder(tmp_path / "data", SCREEN))
    assert "还不存在" in missing
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o755)
    assert [text for text in bad(_folder(tmp_path / "data", SCREEN)) if "chmod 700" in text]
    (tmp_path / "data").chmod(0o700)
    assert not [text for text in bad(_folder(tmp_path / "data", SCREEN)) if "chmod" in text]


def watched(settings: Settings, folder: Path | None) -> list[str]:
    return bad(_watched(settings.model_copy(update={"watch": folder}), SCREEN))


def test_a_watched_folder_is_there_and_lies_apart(settings: Settings, tmp_path: Path) -> None:
    assert watched(settings, None) == []
    (missing,) = watched(settings, tmp_path / "inbox")
    assert "不存在或没有挂载" in missing
    (nested,) = watched(settings, tmp_path)
    assert "不能一个套着一个" in nested
    (tmp_path / "inbox").mkdir()
    assert watched(settings, tmp_path / "inbox") == []
    Quarantine(tmp_path / "inbox").note("03.txt", "不是文本文件")
    (waiting,) = watched(settings, tmp_path / "inbox")
    assert "有 1 个原因说明" in waiting


def test_every_setting_is_told_and_no_secret(settings: Settings) -> None:
    given = Settings(data=settings.data, TELEGRAM_BOT_TOKEN="123:geheim")
    told = [finding.text for finding in _settings(given, SCREEN, everything=True)]
    assert [text.split(" = ")[0] for text in told] == list(known_names())
    assert "geheim" not in "".join(told)
    assert any(text.startswith("BAOWEN_WATCH = （未设置）") for text in told)


def test_settings_that_nobody_changed_are_counted_and_others_told_as_they_are_written() -> None:
    budget = Settings.model_fields["reading_budget_s"].default  # the tests' own is another
    given = Settings(offline=True, schedule_by=time(6, 5), admins=(1, 2), reading_budget_s=budget)
    told = [finding.text.split("　")[0] for finding in _settings(given, SCREEN, everything=False)]
    assert told[:3] == ["BAOWEN_OFFLINE = true", "BAOWEN_SCHEDULE_BY = 06:05", "BAOWEN_ADMINS = 1,2"]
    assert told[3:] == [f"另外 {len(known_names()) - 3} 项设置都用默认值（baowen doctor --all 全部列出）"]


def test_weights_for_other_models_are_told(settings: Settings) -> None:
    def tuned() -> tuple[bool, str]:
        room = Newsroom(settings)
        try:
            found = _tuned(room, SCREEN)
        finally:
            room.close()
        return found.ok, found.text

    assert tuned()[0]
    write_tuning(settings.data / FILE, Tuning("another encoder", None, Blend(1.0)))
    ok, text = tuned()
    assert not ok
    assert "baowen tune" in text
    room = Newsroom(settings)
    write_tuning(settings.data / FILE, Tuning(room.encoder.fingerprint, None, Blend(2.5)))
    room.close()
    assert tuned() == (True, "排序权重：为现在的模型调整过（编码模型 2.5，重排模型 0）")


def test_the_doctor_says_what_to_do_and_fails(run: Run, settings: Settings, tmp_path: Path) -> None:
    ran = run(doctor, given=Settings(data=tmp_path / "nowhere", offline=True))
    assert ran.return_value == Exit.INTERNAL
    assert any(line.startswith("✗ ") and "运行 baowen index" in line for line in ran.stdout.splitlines())
    assert any(line.startswith("✓ 已发布版本 ") for line in run(doctor).stdout.splitlines())


def test_harm_to_the_published_files_is_told_by_the_doctor(run: Run, settings: Settings) -> None:
    generation = settings.data / "generations" / (settings.data / "CURRENT").read_text(encoding="utf-8").strip()
    (generation / "contents.npz").write_bytes(b"harm")
    ran = run(doctor)
    assert ran.return_value == Exit.INTERNAL
    assert any(line.startswith("✗ ") and ("rebuild" in line or "verify" in line) for line in ran.stdout.splitlines())
