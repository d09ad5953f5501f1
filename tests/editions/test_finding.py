"""Names that are bytes, links, pipes and deep folders: one that can't be read is refused alone, the rest is read."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

from retrieval.editions.base.file_names import on_disk, readable, shown_name
from retrieval.editions.base.plain_files import open_plain
from retrieval.editions.ingest import FileOutcome, IngestReport, ingest
from retrieval.editions.sources.folders import MOST_FOLDER_LEVELS
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.verify import disagreements

PAGE = "## 冰场开放{0}\n\n本报讯（记者 孟冬）什刹海冰场今天开放，票价{0}元，老人和学生半价。\n"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names that are any bytes: Linux")


def put(folder: Path, name: bytes, number: int = 1) -> bytes:
    """A good page under a name of bytes."""
    path = os.path.join(os.fsencode(folder), name)  # noqa: PTH118  # bytes
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120  # names that are bytes
    with open(path, "wb") as file:  # noqa: PTH123  # names that are bytes
        file.write(PAGE.format(number).encode())
    return path


def outcomes(report: IngestReport) -> dict[str, FileOutcome]:
    return {Path(file.path).name: file.outcome for file in report.files}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (b"\xb0\xd7.txt", "白.txt"),
        ("青溪晚报.txt".encode("gb18030"), "青溪晚报.txt"),
        ("青溪晚报.txt".encode(), "青溪晚报.txt"),
        (b"a\xff.txt", None),
        (b"caf\xe9.txt", None),
        (b"\x81.txt", None),
    ],
)
def test_a_name_is_read_in_the_coding_that_it_is_spelt_in(name: bytes, text: str | None) -> None:
    path = Path(os.fsdecode(name))
    assert readable(path) == text
    shown_name(path).encode("utf-8")


def test_a_stored_name_leads_back_to_the_file(tmp_path: Path) -> None:
    path = Path(os.fsdecode(put(tmp_path, b"\xc1\xd9/\xb0\xd7.txt")))
    stored = readable(path)
    assert stored == f"{tmp_path}/临/白.txt"
    assert on_disk(stored) == path
    assert on_disk(f"{stored}/01.txt") == path / "01.txt", "in a zip"
    assert on_disk(f"{tmp_path}/临/没有.txt") == path.parent / "没有.txt"


def test_good_files_beside_names_that_nobody_can_read(archive: Archive, tmp_path: Path) -> None:
    names = [b"a.txt", b"b\xff\xfe.txt", b"\xb0\xd7.txt", b"c\xe9/d.txt", "临江/e.txt".encode("gb18030"), b"z.txt"]
    for number, name in enumerate(names):
        put(tmp_path, name, number)
    report = ingest(archive, [tmp_path])
    read = {name for name, outcome in outcomes(report).items() if outcome is FileOutcome.ADDED}
    assert read == {"a.txt", "白.txt", "e.txt", "z.txt"}
    assert [error.code for error in report.errors] == ["name", "name"]
    assert {str(error.path) for error in report.errors} == {rf"{tmp_path}/b\xff\xfe.txt", rf"{tmp_path}/c\xe9/d.txt"}
    assert list(disagreements(archive)) == []
    assert {file.outcome for file in ingest(archive, [tmp_path]).files if not file.error} == {FileOutcome.UNCHANGED}


def test_a_folder_in_gbk_says_paper_and_day(archive: Archive, tmp_path: Path) -> None:
    put(tmp_path, "临江日报/2025年3月1日/01.txt".encode("gb18030"))
    ingest(archive, [tmp_path])
    (article,) = archive.articles()
    assert (article.paper, str(article.date), article.page) == ("临江日报", "2025-03-01", "1")
    assert article.source_file.endswith("临江日报/2025年3月1日/01.txt")


def test_a_zip_under_a_gbk_name_is_read_and_checked(archive: Archive, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), b"\xb0\xd7.zip")))  # noqa: PTH118  # bytes
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("2025-03-01/01.txt", PAGE.format(1))
    assert not ingest(archive, [path]).errors
    assert list(disagreements(archive)) == []


def test_two_files_of_one_name_in_two_codings_are_not_mixed_up(archive: Archive, tmp_path: Path) -> None:
    put(tmp_path, "白.txt".encode(), 1)
    put(tmp_path, "白.txt".encode("gb18030"), 2)
    report = ingest(archive, [tmp_path])
    assert [error.code for error in report.errors] == ["name"]
    assert archive.counts().articles == 1


@pytest.mark.parametrize("name", [b"a\nb.txt", b"a\x1b[2J.txt", b"\xe2\x80\xae.txt", b"x" * 251 + b".txt", b" .txt"])
def test_odd_names_are_names(archive: Archive, tmp_path: Path, name: bytes) -> None:
    put(tmp_path, name)
    put(tmp_path, b"good.txt", 2)
    report = ingest(archive, [tmp_path])
    assert not report.errors
    assert report.articles == 2


def test_links_are_passed_over_and_not_the_folder(archive: Archive, tmp_path: Path) -> None:
    inbox, outside = tmp_path / "inbox", tmp_path / "outside"
    put(inbox, b"good.txt")
    put(outside, b"secret.txt")
    (inbox / "loop.txt").symlink_to("loop.txt")
    (inbox / "a.txt").symlink_to("b.txt")
    (inbox / "b.txt").symlink_to("a.txt")
    (inbox / "out.txt").symlink_to(outside / "secret.txt")
    (inbox / "nowhere.txt").symlink_to("gone.txt")
    (inbox / "up").symlink_to("..")
    (inbox / "folder.txt").symlink_to(outside)
    os.mkfifo(inbox / "pipe.txt")
    (inbox / "pipe2.txt").symlink_to("pipe.txt")
    (inbox / "dev.txt").symlink_to("/dev/zero")
    report = ingest(archive, [inbox])
    assert outcomes(report) == {"good.txt": FileOutcome.ADDED}


def test_a_link_that_is_named_itself(archive: Archive, tmp_path: Path) -> None:
    put(tmp_path, b"good.txt")
    (tmp_path / "link.txt").symlink_to("good.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    report = ingest(archive, [tmp_path / "link.txt", tmp_path / "loop.txt"])
    assert [file.outcome for file in report.files] == [FileOutcome.ADDED, FileOutcome.REJECTED]


def test_folders_deeper_than_any_edition_lies(archive: Archive, tmp_path: Path) -> None:
    put(tmp_path, b"good.txt")
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("twelve signs", dir_fd=here)
        inner = os.open("twelve signs", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    report = ingest(archive, [tmp_path])
    assert outcomes(report)["good.txt"] is FileOutcome.ADDED
    (error,) = report.errors
    assert str(MOST_FOLDER_LEVELS) in error.detail


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look everywhere")
def test_a_folder_that_may_not_be_looked_into(archive: Archive, tmp_path: Path) -> None:
    put(tmp_path, b"good.txt")
    put(tmp_path, b"closed/other.txt")
    (tmp_path / "closed").chmod(0)
    report = ingest(archive, [tmp_path])
    (tmp_path / "closed").chmod(0o700)
    assert report.articles == 1
    assert ["closed" in str(error) for error in report.errors] == [True]


def test_more_zips_than_a_process_may_open(archive: Archive, tmp_path: Path) -> None:
    import resource

    for number in range(60):
        with zipfile.ZipFile(tmp_path / f"{number:02}.zip", "w") as packed:
            packed.writestr("2025-03-01/01.txt", PAGE.format(number))
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) + 20, before[1]))  # noqa: PTH208  # a count
    try:
        report = ingest(archive, [tmp_path])
        assert list(disagreements(archive)) == []
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert not report.errors
    assert report.articles == 60


def test_what_took_the_place_of_a_file_is_not_opened(tmp_path: Path) -> None:
    put(tmp_path, b"folder/good.txt")
    with open_plain(tmp_path / "folder" / "good.txt") as file:
        assert file.read()
    (tmp_path / "link").symlink_to("folder")
    (tmp_path / "link.txt").symlink_to("folder/good.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("link/good.txt", "link.txt", "pipe.txt", "folder", "nowhere.txt"):
        with pytest.raises(OSError, match=r"."):
            open_plain(tmp_path / name)
