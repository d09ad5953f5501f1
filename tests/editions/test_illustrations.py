"""Pictures and PDFs that lie among pages: what is a page, and what only illustrates one."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.editions.base.draft import SourceFile
from retrieval.editions.ingest import ingest
from retrieval.editions.report import FileOutcome
from retrieval.editions.sources.finding import find_files
from retrieval.editions.store.archive import Archive
from retrieval.errors import BadInput

PAGE = "# 花市开张\n\n花市周六在东门开张，营业到傍晚。\n"


def read(folder: Path, *names: str, under: bool = False) -> list[str]:
    """The names of those files of a folder that would be read."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE, encoding="utf-8")
    found = list(find_files(sorted(folder.rglob("*.*")), folder) if under else find_files([folder]))
    assert not any(isinstance(each, BadInput) for each in found)
    files = [each for each in found if isinstance(each, SourceFile)]
    return sorted(str(each.absolute.relative_to(folder)) for each in files if not each.passed_over)


@pytest.mark.parametrize("under", [False, True], ids=["folder", "arrived"])
def test_photos_among_pages_illustrate(tmp_path: Path, under: bool) -> None:
    found = read(tmp_path, "2025-11-08/01.txt", "2025-11-08/IMG_8012.jpg", "2025-11-08/图/合影.png", under=under)
    assert found == ["2025-11-08/01.txt"]


def test_a_picture_that_is_named_as_a_page_is_one(tmp_path: Path) -> None:
    found = read(tmp_path, "2025-11-08/01.txt", "2025-11-08/02.jpg", "第03版.png", "2025-11-08-A05.jpeg")
    assert found == ["2025-11-08-A05.jpeg", "2025-11-08/01.txt", "2025-11-08/02.jpg", "第03版.png"]


def test_a_folder_of_nothing_but_pictures_holds_pages(tmp_path: Path) -> None:
    assert read(tmp_path, "scan1.png", "scan2.jpg") == ["scan1.png", "scan2.jpg"]


def test_a_page_whose_text_lies_beside_it_is_read_once(tmp_path: Path) -> None:
    found = read(tmp_path, "2025-11-08/01.txt", "2025-11-08/01.pdf", "2025-11-08/01.jpg", "2025-11-08/02.pdf")
    assert found == ["2025-11-08/01.txt", "2025-11-08/02.pdf"]


def test_a_picture_that_is_named_itself_is_read(tmp_path: Path) -> None:
    path = tmp_path / "合影.png"
    path.write_bytes(b"no picture")
    [found] = find_files([path])
    assert isinstance(found, SourceFile) and not found.passed_over


def test_what_is_passed_over_is_told_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "合影.png").write_bytes(b"no picture")
    (tmp_path / "2025-11-08-01.txt").write_text(PAGE, encoding="utf-8")
    with Archive.open(tmp_path / "archive.sqlite", create=True) as archive:
        report = ingest(archive, [tmp_path])
    assert report.complete
    assert [file.outcome for file in report] == [FileOutcome.ADDED, FileOutcome.PASSED_OVER]
    assert "name it itself" in report.warnings[0]
