"""Files of kinds that are not read: folders, zips and uploads say how many they hold of each, and what to do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from bot.lang import LANGS
from bot.other_kinds import KINDS_TOLD, other_kinds_line
from bot.telegram.views.upload_reports import read_lines
from retrieval.editions.report import FileOutcome, FileReport, IngestReport, together
from tests.bot.conftest import PAGE, Ran

Baowen = Callable[..., Ran]


def folder_of(path: Path, *names: str) -> Path:
    for name in names:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(PAGE, encoding="utf-8")
    return path


def test_a_mixed_folder_names_what_it_passes_over(baowen: Baowen, tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path / "青溪晚报" / "2025-11-08",
        "02.txt", "a.docx", "sub/b.DOCX", "c.xlsx", "README", ".hidden.docx", "~$a.docx", "Thumbs.db", "02.txt.done",
    )  # fmt: skip
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("03.txt", PAGE.replace("320", "330"))
        archive.writestr("plan.docx", b"PK")
        archive.writestr("__MACOSX/x.docx", b"PK")
    ran = baowen("index", folder, data=tmp_path / "data")
    assert ran.code == 0
    assert "跳过 5 个文件，格式不支持：.docx 3、无扩展名 1、.xlsx 1。请另存为文本（.txt）或 PDF 后再读入。" in ran.out
    assert baowen("index", folder, "--json", data=tmp_path / "data").json["other_kinds"] == {
        ".docx": 3,
        "": 1,
        ".xlsx": 1,
    }


def test_a_folder_with_only_such_files_says_so(baowen: Baowen, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "office", "a.docx", "b.xlsx")
    ran = baowen("index", folder, data=tmp_path / "data")
    assert ran.code == 3
    assert "跳过 2 个文件，格式不支持：.docx 1、.xlsx 1。" in ran.out
    assert f"{folder}：没有能读的文件（能读的有 " in ran.err
    assert "没有文字" not in ran.out + ran.err


def test_pages_alone_say_nothing_of_other_kinds(baowen: Baowen, tmp_path: Path) -> None:
    assert "跳过" not in baowen("index", folder_of(tmp_path / "pages", "02.txt"), data=tmp_path / "data").out


def test_many_kinds_are_told_together_and_steer_nothing() -> None:
    counts = {f".k{number}": 1 for number in range(KINDS_TOLD + 3)} | {".\x1b[2J": 7, ".x" * 40: 8}
    for lang in LANGS:
        line = other_kinds_line(counts, lang)
        assert "\x1b" not in line
        assert str(sum(counts.values())) in line
        assert len(line) < 250
    assert other_kinds_line({}, "en") == ""


def test_an_upload_says_so_too() -> None:
    file = FileReport("a.zip/02.txt", FileOutcome.ADDED, articles=1, added=1, warnings=("no page number was found",))
    read = together([IngestReport((file,), 1, other_kinds={".docx": 2}), IngestReport((), 1, other_kinds={".docx": 1})])
    lines = list(read_lines(read, str, "zh-hant"))
    assert "跳過 3 個檔案，格式不支援：.docx 3。請另存為文字檔（.txt）或 PDF 後再讀入。" in lines
    assert "　⚠ 沒有找到版次" in lines
