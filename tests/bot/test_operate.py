"""Operators' commands: going back, checking, rebuilding from the archive alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

SECOND = (
    '{"headline": "自习室座位再增", "date": "2025-11-09", "paper": "青溪晚报", "body": "自习室新增座位达到400个。"}\n'
)


@pytest.fixture
def two_generations(baowen, indexed, tmp_path):
    more = tmp_path / "more.jsonl"
    more.write_text(SECOND, encoding="utf-8")
    assert baowen("index", more, data=indexed).code == 0
    return indexed


def published(baowen, data: Path) -> str:
    generation: str = baowen("status", "--json", data=data).json["generation"]
    return generation


def test_rollback_goes_one_step_back_and_an_id_forward_again(baowen, two_generations):
    newest = published(baowen, two_generations)
    listed = baowen("generations", data=two_generations).out
    assert f"* {newest}" in " ".join(listed.split())
    assert baowen("rollback", data=two_generations).code == 0
    before = published(baowen, two_generations)
    assert before != newest
    answer = baowen("ask", "自习室新增座位多少个", "--json", data=two_generations).json
    assert (answer["generation"], answer["freshness"]) == (before, "2025-11-08")
    assert baowen("rollback", newest, data=two_generations).code == 0
    assert published(baowen, two_generations) == newest


def test_what_was_rolled_back_stays_out_until_it_is_released(baowen, two_generations, tmp_path):
    told = baowen("rollback", data=two_generations).out
    assert "下线 青溪晚报 2025年11月9日：1 篇，《自习室座位再增》" in told
    third = tmp_path / "third.jsonl"
    third.write_text(
        '{"headline": "夜市开张", "date": "2025-11-10", "body": "环湖路夜市昨天开张。"}\n', encoding="utf-8"
    )
    ran = baowen("index", third, data=two_generations)
    assert "上线 2025年11月10日：1 篇，《夜市开张》" in ran.out
    assert "已退回、不会发布：青溪晚报 2025年11月9日 1 篇" in ran.err
    assert "400个" not in baowen("ask", "自习室新增座位多少个", data=two_generations).out
    assert baowen("status", "--json", data=two_generations).json["rolled_back"] == [
        {"paper": "青溪晚报", "date": "2025-11-09", "articles": 1}
    ]
    assert "青溪晚报 2025年11月9日" in baowen("release", data=two_generations).out
    assert baowen("release", "2025-11-08", data=two_generations).code == 9
    assert "上线 青溪晚报 2025年11月9日：1 篇" in baowen("release", "2025-11-09", data=two_generations).out
    assert "400个" in baowen("ask", "自习室新增座位多少个", data=two_generations).out
    assert baowen("release", data=two_generations).out == "没有下线的内容。\n"


def test_rollback_needs_somewhere_to_go(baowen, indexed):
    assert baowen("rollback", data=indexed).code == 9
    assert baowen("rollback", "20000101-000000", data=indexed).code == 9


def test_prune_removes_what_a_killed_removal_left(baowen, two_generations):
    left = two_generations / "generations" / ".removed-20250101-000000"
    (left / "passages").mkdir(parents=True)
    assert baowen("prune", "--keep", "1", data=two_generations).code == 0
    assert not left.exists()
    assert baowen("ask", "自习室座位", data=two_generations).code == 0


def test_prune_keeps_the_published_generation(baowen, two_generations):
    newest = published(baowen, two_generations)
    assert baowen("prune", "--keep", "0", data=two_generations).code == 0
    assert published(baowen, two_generations) == newest
    assert baowen("rollback", data=two_generations).code == 9


def test_verify_finds_a_changed_source(baowen, indexed, page):
    assert baowen("verify", data=indexed).code == 0
    page.write_text(page.read_text(encoding="utf-8").replace("320个", "999个"), encoding="utf-8")
    ran = baowen("verify", data=indexed)
    assert ran.code == 5
    assert "02.txt" in ran.err


@pytest.mark.parametrize("harm", ["flip", "cut", "delete"])
def test_verify_finds_harm_to_every_index_file_and_rebuild_mends_it(baowen, indexed, harm):
    generation = indexed / "generations" / published(baowen, indexed)
    files = sorted(path for path in generation.rglob("*") if path.is_file() and path.name != "manifest.json")
    assert len(files) > 5
    for file in files[:: max(1, len(files) // 4)]:
        content = file.read_bytes()
        if not content:
            continue
        if harm == "flip":
            middle = len(content) // 2
            file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        elif harm == "cut":
            file.write_bytes(content[: len(content) // 2])
        else:
            file.unlink()
        assert baowen("verify", data=indexed).code == 5, file
        file.write_bytes(content)
    assert baowen("verify", data=indexed).code == 0
    files[0].unlink()
    assert baowen("rebuild", data=indexed).code == 0
    assert baowen("ask", "自习室新增座位多少个", "--json", data=indexed).json["answer"] == "320个"


def test_backup_and_rebuild_from_the_archive_alone(baowen, indexed, tmp_path):
    copy = tmp_path / "copy.sqlite"
    assert baowen("backup", copy, data=indexed).code == 0
    assert baowen("backup", copy, data=indexed).code == 2
    assert copy.stat().st_mode & 0o077 == 0
    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(copy, restored / "archive.sqlite")
    assert baowen("ask", "自习室新增座位多少个", data=restored).code == 7
    assert baowen("rebuild", data=restored).code == 0
    assert baowen("ask", "自习室新增座位多少个", "--json", data=restored).json["answer"] == "320个"
