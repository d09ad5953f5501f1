"""The quarantine of a watched folder: what can't be read goes there with the reason, and nothing piles up."""

from __future__ import annotations

import os
import stat
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
    drop(quarantine, "乱码")
    rename = os.rename

    def refuse(name: str, other: str, **folders: int) -> None:
        if name == "01.txt":
            raise PermissionError(13, "Permission denied")
        rename(name, other, **folders)

    monkeypatch.setattr(os, "rename", refuse)
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


def listing(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Everything below a folder: mode and content."""
    return {
        str(path): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"") for path in folder.rglob("*")
    }


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """What an attacker would like to have overwritten; the watched folder lies beside it."""
    folder = tmp_path / "victims"
    folder.mkdir()
    (folder / "victim").write_text("precious")
    (folder / "victim").chmod(0o600)
    return folder / "victim"


@pytest.fixture
def inbox(tmp_path: Path) -> Quarantine:
    (tmp_path / "inbox").mkdir(mode=0o777)
    return Quarantine(tmp_path / "inbox")


@pytest.mark.parametrize(
    "link",
    [
        "quarantine/.01.txt.reason.txt.new", "quarantine/01.txt.reason.txt", "quarantine/01.txt",
        "quarantine/2025-11-08/01.txt.reason.txt", "quarantine/2025-11-08/01.txt",
    ],
)  # fmt: skip
def test_a_link_where_something_is_to_be_written_is_not_followed(inbox: Quarantine, victim: Path, link: str) -> None:
    place = inbox.folder.parent / link
    place.parent.mkdir(parents=True)
    place.symlink_to(victim)
    before = listing(victim.parent)
    name = Path(link).parent.relative_to("quarantine").as_posix() + "/01.txt"
    drop(inbox, "乱码", name)
    kept = inbox.put(name, "不是文本文件")
    inbox.note(name, "有误")
    assert listing(victim.parent) == before
    assert not kept.is_symlink()
    assert kept.read_text(encoding="utf-8") == "乱码"


@pytest.mark.parametrize("link", ["quarantine", "quarantine/2025-11-08", "quarantine/2025-11-08/a"])
@pytest.mark.parametrize("target", ["victims", "nowhere", "."])
def test_a_folder_that_is_a_link_is_not_entered(inbox: Quarantine, victim: Path, link: str, target: str) -> None:
    place = inbox.folder.parent / link
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(victim.parent.parent / target)
    (victim.parent / "01.txt.reason.txt").write_text("不是我们的")
    before = listing(victim.parent)
    source = drop(inbox, "乱码", "2025-11-08/a/01.txt")
    for write in (inbox.put, inbox.note):
        with pytest.raises(StorageError):
            write("2025-11-08/a/01.txt", "有误")
    inbox.clear("2025-11-08/a/01.txt")
    assert source.exists()
    assert listing(victim.parent) == before
    assert list(inbox.reasons()) == []


def test_a_file_is_not_taken_from_a_folder_that_became_a_link(inbox: Quarantine, victim: Path) -> None:
    (inbox.folder.parent / "2025-11-08").symlink_to(victim.parent)
    with pytest.raises(StorageError):
        inbox.put("2025-11-08/victim", "有误")
    assert victim.read_text() == "precious"


def test_a_link_in_the_place_of_the_file_is_moved_itself(inbox: Quarantine, victim: Path) -> None:
    before = listing(victim.parent)
    (inbox.folder.parent / "01.txt").symlink_to(victim)
    kept = inbox.put("01.txt", "有误")
    assert kept.is_symlink()
    assert listing(victim.parent) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give folders to others")
@pytest.mark.parametrize("place", ["quarantine", "quarantine/2025-11-08"])
def test_a_folder_that_somebody_else_made_is_not_written_to(inbox: Quarantine, place: str) -> None:
    theirs = inbox.folder.parent / place
    theirs.mkdir(parents=True)
    os.chown(theirs, 4711, 4711)
    drop(inbox, "乱码")
    with pytest.raises(StorageError, match="somebody else"):
        inbox.put(NAME, "有误")
    os.chown(inbox.folder.parent, 4711, 4711)  # as on a share, where all files have one owner
    inbox.put(NAME, "有误")


def test_others_write_neither_reasons_nor_folders(inbox: Quarantine) -> None:
    inbox.folder.parent.chmod(0o777)
    path = inbox.note(NAME, "有误")
    assert [stat.S_IMODE(each.stat().st_mode) for each in (inbox.folder, path.parent, path)] == [0o775, 0o775, 0o644]


@pytest.mark.parametrize("name", ["x" * 251 + ".txt", "a\nb.txt", "\udcff.txt", "\u202e.txt"])
def test_odd_names_are_put_away_or_told(inbox: Quarantine, name: str) -> None:
    source = drop(inbox, "乱码", name)
    if len(name) > 200:
        with pytest.raises(StorageError, match="too long"):
            inbox.put(name, "有误")
        assert source.exists()
        assert list(inbox.folder.iterdir()) == []
    else:
        assert inbox.put(name, f"有误：{name}").name == name
        assert len(list(inbox.reasons())) == 1


def test_pipes_are_moved_and_never_opened(inbox: Quarantine) -> None:
    for _ in range(2):
        os.mkfifo(inbox.folder.parent / "01.txt")
        inbox.put("01.txt", "有误")
    assert {path.name for path in inbox.folder.iterdir()} >= {"01.txt", "01-2.txt"}


def test_no_name_is_numbered_for_ever(inbox: Quarantine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.editions.sources.quarantine.MOST_OF_ONE_NAME", 2)
    for content in ("甲", "乙"):
        drop(inbox, content, "01.txt")
        inbox.put("01.txt", "有误")
    source = drop(inbox, "丙", "01.txt")
    with pytest.raises(StorageError, match="2 files of that name"):
        inbox.put("01.txt", "有误")
    assert source.exists()
