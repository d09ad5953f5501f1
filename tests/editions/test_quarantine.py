"""The quarantine of a watched folder: what can't be read goes there with the reason, and nothing piles up."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.editions.sources.quarantine import Quarantine
from retrieval.errors import StorageError

NAME = "2025-11-08/01.txt"


@pytest.fixture
def quarantine(tmp_path: Path) -> Quarantine:
    return Quarantine(tmp_path)


def drop(quarantine: Quarantine, content: str, name: str = NAME) -> Path:
    path = quarantine.folder.parent / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def held(quarantine: Quarantine) -> dict[str, str]:
    """Everything in quarantine: its place → its text."""
    files = sorted(path for path in quarantine.folder.rglob("*") if path.is_file())
    return {path.relative_to(quarantine.folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_a_file_is_moved_with_the_reason_beside_it(quarantine: Quarantine) -> None:
    source = drop(quarantine, "乱码")
    assert quarantine.put(NAME, "不是文本文件") == quarantine.folder / NAME
    assert not source.exists()
    assert held(quarantine) == {NAME: "乱码", f"{NAME}.reason.txt": "不是文本文件"}
    assert list(quarantine.reasons()) == [quarantine.folder / f"{NAME}.reason.txt"]


def test_the_same_file_takes_its_own_place_and_another_gets_a_number(quarantine: Quarantine) -> None:
    for content, reason, name in (
        ("甲", "一", "01.txt"),
        ("甲", "二", "01.txt"),
        ("乙", "三", "01-2.txt"),
        ("丙", "四", "01-3.txt"),
        ("乙", "五", "01-2.txt"),
    ):
        drop(quarantine, content, "01.txt")
        assert quarantine.put("01.txt", reason).name == name
    assert held(quarantine) == {
        "01.txt": "甲", "01.txt.reason.txt": "二",
        "01-2.txt": "乙", "01-2.txt.reason.txt": "五",
        "01-3.txt": "丙", "01-3.txt.reason.txt": "四",
    }  # fmt: skip


def test_a_note_leaves_the_file_where_it_is_until_all_is_well(quarantine: Quarantine) -> None:
    source = drop(quarantine, "两行，一行坏了")
    assert quarantine.note(NAME, "第2行") == quarantine.folder / f"{NAME}.reason.txt"
    quarantine.note(NAME, "第3行")
    assert source.exists()
    assert held(quarantine) == {f"{NAME}.reason.txt": "第3行"}
    quarantine.clear(NAME)
    quarantine.clear(NAME)
    assert held(quarantine) == {}
    assert source.exists()


def test_what_was_put_away_is_not_cleared(quarantine: Quarantine) -> None:
    drop(quarantine, "乱码")
    quarantine.put(NAME, "不是文本文件")
    quarantine.clear(NAME)
    assert set(held(quarantine)) == {NAME, f"{NAME}.reason.txt"}


def test_reasons_come_in_order(quarantine: Quarantine) -> None:
    assert list(quarantine.reasons()) == []
    for name in ("b/02.txt", "a/03.txt", "01.txt"):
        quarantine.note(name, "有误")
    found = [path.relative_to(quarantine.folder).as_posix() for path in quarantine.reasons()]
    assert found == ["01.txt.reason.txt", "a/03.txt.reason.txt", "b/02.txt.reason.txt"]


def test_whoever_may_look_into_the_folder_may_read_the_reason(quarantine: Quarantine) -> None:
    quarantine.folder.parent.chmod(0o750)
    path = quarantine.note(NAME, "有误")
    modes = [each.stat().st_mode & 0o777 for each in (quarantine.folder, path.parent, path)]
    assert modes == [0o750, 0o750, 0o640]


def test_a_file_that_is_gone_is_told(quarantine: Quarantine) -> None:
    with pytest.raises(StorageError, match=r"01\.txt can't be put into .*quarantine"):
        quarantine.put(NAME, "有误")
    assert held(quarantine) == {}


def test_what_lies_in_quarantine_keeps_its_reason_when_the_same_file_can_not_be_moved(
    quarantine: Quarantine, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(quarantine, "乱码")
    quarantine.put(NAME, "不是文本文件")
    source = drop(quarantine, "乱码")
    replace = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if path == source:
            raise PermissionError(13, "Permission denied")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(StorageError, match="Permission denied"):
        quarantine.put(NAME, "不是文本文件")
    assert held(quarantine) == {NAME: "乱码", f"{NAME}.reason.txt": "不是文本文件"}


def test_a_quarantine_that_can_not_be_written_is_told(quarantine: Quarantine) -> None:
    quarantine.folder.write_text("a file in its place")
    source = drop(quarantine, "乱码")
    with pytest.raises(StorageError):
        quarantine.put(NAME, "有误")
    with pytest.raises(StorageError, match="can't be written"):
        quarantine.note(NAME, "有误")
    assert source.exists()
