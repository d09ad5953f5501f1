"""Zips: read as the folders that they are, refused where they are not what a newsroom sends."""

from __future__ import annotations

import io
import stat
import struct
import time
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.domain import source_bytes
from retrieval.editions.base.zips import MOST_MEMBERS, Zip
from retrieval.editions.ingest import ingest
from retrieval.editions.sources.files import READ_SUFFIXES
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.verify import disagreements
from retrieval.errors import BadInput

PAGE = "## 河堤步道开放\n\n本报讯 (记者 林晓岚) 河堤步道全长3.6公里,昨天开放。\n"
LINE = '{"headline": "自习室座位再增", "date": "2025-11-09", "body": "自习室新增座位达到400个。"}\n'


def packed(path: Path, files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def refusal(path: Path) -> BadInput:
    with pytest.raises(BadInput) as refused:
        Zip(path, path.name, sorted(READ_SUFFIXES)).members()
    assert refused.value.path == Path(path.name)
    return refused.value


def test_a_zip_is_read_like_a_folder(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "青溪晚报/2025-11-08/02.txt": PAGE,
        "more.jsonl": LINE,
        "图/a.jpg": b"x",
        "__MACOSX/._02.txt": b"\0",
    }
    path = packed(tmp_path / "今天.zip", files)
    with Archive.open(tmp_path / "archive.sqlite", create=True) as archive:
        report = ingest(archive, [path])
        assert report.complete
        [line, page] = sorted(archive.articles(), key=lambda article: str(article.date), reverse=True)
        assert (page.paper, str(page.date), page.page) == ("青溪晚报", "2025-11-08", "2")
        assert page.source_file == f"{path}/青溪晚报/2025-11-08/02.txt"
        [(start, end)] = source_bytes(page.body, page.pieces, 0, len(page.paragraphs[0]))
        assert PAGE.encode()[start:end].decode() == page.paragraphs[0]
        assert line.headline == "自习室座位再增"
        assert list(disagreements(archive)) == []
        assert not ingest(archive, [path]).changed
        assert not ingest(archive, [tmp_path]).changed
        packed(path, files | {"more.jsonl": LINE.replace("400", "500")})
        assert "has changed since" in " ".join(disagreements(archive))
        assert ingest(archive, [path]).replaced == 1
        path.unlink()
        assert "is gone" in " ".join(disagreements(archive))


def test_a_bad_file_in_a_zip_leaves_the_others(tmp_path: Path) -> None:
    path = packed(tmp_path / "today.zip", {"2025-11-08/01.txt": PAGE, "2025-11-08/02.txt": ""})
    with Archive.open(tmp_path / "archive.sqlite", create=True) as archive:
        report = ingest(archive, [path])
        assert report.added == 1
        assert [str(error.path) for error in report.errors] == [f"{path}/2025-11-08/02.txt"]


def test_the_name_of_a_zip_tells_the_day(tmp_path: Path) -> None:
    path = packed(tmp_path / "青溪晚报-2025-11-08.zip", {"03.txt": PAGE})
    with Archive.open(tmp_path / "archive.sqlite", create=True) as archive:
        ingest(archive, [path])
        [article] = archive.articles()
        assert (article.paper, str(article.date), article.page) == ("青溪晚报", "2025-11-08", "3")


@pytest.mark.parametrize("coding", ["gb18030", "utf-8"])
def test_names_without_a_mark_of_their_coding(tmp_path: Path, coding: str) -> None:
    """Windows writes GB18030, macOS UTF-8, both without saying so."""
    raw = "青溪晚报/01.txt".encode(coding)
    place = "x" * len(raw)
    path = packed(tmp_path / "a.zip", {place: PAGE})
    path.write_bytes(path.read_bytes().replace(place.encode(), raw))
    container = Zip(path, "a.zip", [".txt"])
    assert [member.name for member in container.members()] == ["青溪晚报/01.txt"]
    assert container.read("青溪晚报/01.txt").decode() == PAGE
    container.close()


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "a/../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "..\\evil.txt", "a\nb.txt", "\\\\x\\y.txt"],
)
def test_names_that_lead_outside(tmp_path: Path, name: str) -> None:
    assert refusal(packed(tmp_path / "a.zip", {"good.txt": PAGE, name: PAGE})).code == "zip_unsafe"


def test_links(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("01.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refusal(tmp_path / "a.zip").code == "zip_unsafe"


def test_a_zip_in_a_zip(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", {"01.txt": PAGE}).read_bytes()
    assert refusal(packed(tmp_path / "a.zip", {"inner.zip": inner, "01.txt": PAGE})).code == "zip_nested"


def test_passwords(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"01.txt": PAGE})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert refusal(path).code == "zip_encrypted"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a/01.txt", PAGE)
        archive.writestr("a\\01.txt", PAGE.replace("3.6", "9.9"))
    assert refusal(tmp_path / "a.zip").code == "zip_unsafe"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packers_with_large_memories(tmp_path: Path, method: int) -> None:
    assert refusal(packed(tmp_path / "a.zip", {"01.txt": PAGE}, method)).code == "zip_damaged"


def test_bombs_cost_nothing(tmp_path: Path) -> None:
    begun = time.monotonic()
    assert refusal(packed(tmp_path / "ratio.zip", {"01.txt": b"\n" * (64 << 20)})).code == "zip_limits"
    assert (
        refusal(packed(tmp_path / "many.zip", {f"{n}.txt": "" for n in range(MOST_MEMBERS + 1)})).code == "zip_limits"
    )
    long = packed(tmp_path / "list.zip", {f"{n}{'x' * 200}.txt": "" for n in range(9000)})
    assert refusal(long).code == "zip_limits"
    assert time.monotonic() - begun < 10


def test_files_on_top_of_each_other(tmp_path: Path) -> None:
    """A list that names the same packed bytes again and again (Fifield's bomb)."""
    content = packed(tmp_path / "one.zip", {"00.txt": PAGE * 100}).read_bytes()
    start = content.index(b"PK\x01\x02")
    end = content.rindex(b"PK\x05\x06")
    entry = content[start:end]
    listed = b"".join(entry.replace(b"00.txt", f"{n:02}.txt".encode()) for n in range(50))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 50, 50, len(listed), start, 0)
    (tmp_path / "a.zip").write_bytes(content[:start] + listed + tail)
    assert refusal(tmp_path / "a.zip").code == "zip_unsafe"


def lying(path: Path, size: int) -> Path:
    """The zip, saying another size of its first member."""
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<L", size)
    path.write_bytes(content)
    return path


def test_a_size_that_lies(tmp_path: Path) -> None:
    path = lying(packed(tmp_path / "a.zip", {"01.txt": PAGE * 1000}), 10)
    container = Zip(path, "a.zip", [".txt"])
    with pytest.raises(BadInput, match="zip"):
        container.read("01.txt")
    container.close()


def test_no_zip_at_all(tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04 nonsense", b"PK\x05\x06", bytes(100)):
        (tmp_path / "a.zip").write_bytes(content)
        assert refusal(tmp_path / "a.zip").code == "zip_damaged"
    assert refusal(packed(tmp_path / "a.zip", {"readme": "x"})).code == "no_files"


WHOLE = io.BytesIO()
with zipfile.ZipFile(WHOLE, "w", zipfile.ZIP_DEFLATED) as _archive:
    _archive.writestr("a/01.txt", PAGE)
    _archive.writestr("b.jsonl", LINE)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE.getvalue()) - 1), st.integers(0, 255)), max_size=6), st.integers(0, 40)
)
def test_damaged_zips_are_refused_or_read(tmp_path_factory, changes: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(WHOLE.getvalue())
    for place, value in changes:
        content[place] = value
    path = tmp_path_factory.getbasetemp() / "fuzz.zip"
    path.write_bytes(content[: len(content) - cut])
    container = Zip(path, "fuzz.zip", sorted(READ_SUFFIXES))
    try:
        for member in container.members():
            assert len(container.read(member.name)) <= member.size
    except BadInput as refused:
        assert "fuzz.zip" in str(refused.path)
    finally:
        container.close()


def test_a_member_without_a_name_is_left_out(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"02.txt": PAGE, "x.txt": PAGE})
    content = path.read_bytes()
    entry = content.rindex(b"PK\x01\x02")
    nameless = content[: entry + 28] + b"\0\0" + content[entry + 30 : entry + 46] + content[entry + 51 :]
    end = nameless.rindex(b"PK\x05\x06")
    size = struct.unpack("<L", nameless[end + 12 : end + 16])[0] - 5
    path.write_bytes(nameless[: end + 12] + struct.pack("<L", size) + nameless[end + 16 :])
    with closing(Zip(path, path.name, sorted(READ_SUFFIXES))) as container:
        assert [member.name for member in container.members()] == ["02.txt"]


def test_long_names_make_no_long_messages(tmp_path: Path) -> None:
    assert refusal(packed(tmp_path / "a.zip", {"x" * 5000 + ".txt": PAGE})).code == "zip_limits"
    path = packed(tmp_path / "b.zip", {"x" * 900 + ".txt": PAGE})
    content = bytearray(path.read_bytes())
    content[content.index(b"xxx")] = ord("y")  # the list and the member disagree
    path.write_bytes(content)
    container = Zip(path, "b.zip", [".txt"])
    with pytest.raises(BadInput, match="File name in directory") as refused:
        container.read("x" * 900 + ".txt")
    assert len(refused.value.detail) <= 200
    container.close()


def test_a_member_shorter_than_is_said(tmp_path: Path) -> None:
    path = lying(packed(tmp_path / "a.zip", {"01.txt": PAGE}, zipfile.ZIP_STORED), 10_000)
    container = Zip(path, "a.zip", [".txt"])
    with pytest.raises(BadInput, match="though the zip says 10000"):
        container.read("01.txt")
    container.close()


def test_a_zip_is_read_up_to_so_many_lines(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.editions.base.zips.MOST_LINES", 40)
    files = {f"{number:02}.txt": PAGE for number in range(9)} | {"05.jsonl": LINE * 30, "06.jsonl": LINE}
    report = ingest(archive, [packed(tmp_path / "2025-11-08.zip", files)])
    refused = [Path(file.path).name for file in report.files if file.error]
    assert refused == ["05.jsonl", "05.txt", "06.jsonl", "06.txt", "07.txt", "08.txt"]
    assert {error.code for error in report.errors} == {"zip_limits"}
    archive_again = ingest(archive, [tmp_path / "2025-11-08.zip"])
    assert len(archive_again.errors) == 6, "the count begins anew with each reading"


def test_a_small_zip_makes_little_work(tmp_path: Path) -> None:
    """No member grows so much that it is refused for itself, and all together do."""
    small = {f"{number:03}.txt": "字\n" * 200_000 for number in range(40)}
    begun = time.process_time()
    refused = refusal(packed(tmp_path / "a.zip", small))
    assert (refused.code, "grows" in refused.detail) == ("zip_limits", True)
    assert time.process_time() - begun < 5
