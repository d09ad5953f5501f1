"""Large files of JSON lines: read in constant memory, bad lines counted, a file that changes meanwhile told."""

from __future__ import annotations

import gc
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.domain import Coding
from retrieval.editions.base import line_reading
from retrieval.editions.base.decoding import detect
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, ReadItem, SourceFile
from retrieval.editions.base.line_reading import RawLine, raw_lines, survey
from retrieval.editions.ingest import FileOutcome, ingest
from retrieval.editions.report import MOST_TOLD
from retrieval.editions.sources import jsonl
from retrieval.editions.sources.files import LARGEST_ARRAY, read_file
from retrieval.editions.sources.json_article import MOST_PARAGRAPHS
from retrieval.editions.sources.jsonl import HOPELESS_VALUES, LONGEST_LINE, read_lines, unless_hopeless
from retrieval.editions.store.archive import Archive
from retrieval.errors import BadInput

PATH = Path("a.jsonl")
GOOD = json.dumps({"headline": "冰场开放", "body": "什刹海冰场今天开放，票价二十元。"}, ensure_ascii=False)


def read(path: Path) -> list[ReadItem]:
    return list(
        read_file(SourceFile(path.name, path, Path(path.name), size=path.stat().st_size), EditionDefaults()).items
    )


PARTS = st.sampled_from(
    [
        "本报讯".encode(),
        "本报讯".encode("gb18030"),
        b"a",
        b"\n",
        b"\r\n",
        b"\xff",
        b"\xe6",
        "\ufffd".encode(),
        "😀".encode(),
        b"\x81\x30",
    ]
)


@given(
    st.lists(PARTS, min_size=1, max_size=30),
    st.integers(1, 9),
    st.sampled_from([b"", b"\xef\xbb\xbf", b"\x84\x31\x95\x33"]),
)
def test_coding_and_lines_are_those_of_the_whole(parts: list[bytes], chunk: int, mark: bytes) -> None:
    data = mark + b"".join(parts) + b"x"
    with pytest.MonkeyPatch.context() as small:
        small.setattr(line_reading, "CHUNK_BYTES", chunk)
        small.setattr(line_reading, "CONTROL_SAMPLE_BYTES", max(chunk, 4))
        found = survey(io.BytesIO(data), PATH)
        lines = list(raw_lines(io.BytesIO(data), found, 1000, PATH))
    assert (found.coding, found.start, found.size) == (*detect(data), len(data))
    assert b"\n".join(line.raw or b"" for line in lines) == data[found.start :].removesuffix(b"\n")
    assert all(data[line.at :].startswith(line.raw or b"") for line in lines)


def test_a_line_that_is_too_long_is_left_out_alone(tmp_path: Path) -> None:
    data = b"first\n" + b"x" * 5000 + b"\nlast"
    found = survey(io.BytesIO(data), PATH)
    lines = list(raw_lines(io.BytesIO(data), found, 100, PATH))
    assert lines == [RawLine(0, 1, b"first"), RawLine(6, 2, None), RawLine(5007, 3, b"last")]
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD.encode() + b"\n" + b"x" * (LONGEST_LINE + 1) + b"\n" + GOOD.encode())
    first, long, last = read(path)
    assert isinstance(first, ArticleDraft) and isinstance(last, ArticleDraft)
    assert isinstance(long, BadInput)
    assert (long.code, long.line) == ("too_large", 2)


def test_memory_is_that_of_the_longest_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = json.dumps({"body": "plain text. " * 80_000 + "😀"}, ensure_ascii=False).encode()
    with path.open("wb") as file:
        for _ in range(30):
            file.write(line + b"\n")
    tracemalloc.start()
    reading = read_file(SourceFile("a.jsonl", path, Path("a.jsonl"), size=path.stat().st_size), EditionDefaults())
    articles = sum(isinstance(item, ArticleDraft) for item in reading.items)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert articles == 30
    assert peak < 18 * len(line) < path.stat().st_size


def test_binary_data_far_into_a_file_is_named_with_byte_and_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes((GOOD.encode() + b"\n") * 5000 + b"\0")
    with pytest.raises(BadInput, match="NUL at byte") as caught:
        read(path)
    assert (caught.value.code, caught.value.line) == ("binary", 5001)


def test_a_file_that_changes_while_it_is_read_is_told(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{GOOD}\n" * 3, encoding="utf-8")
    items = read_file(SourceFile("a.jsonl", path, Path("a.jsonl"), size=1), EditionDefaults()).items
    path.write_text(f"{GOOD}\n" * 2, encoding="utf-8")
    *_, last = items
    assert isinstance(last, BadInput)
    assert last.code == "changed"
    items = read_file(SourceFile("a.jsonl", path, Path("a.jsonl"), size=1), EditionDefaults()).items
    path.unlink()
    (gone,) = items
    assert isinstance(gone, BadInput)
    assert gone.code == "missing"


def test_bad_lines_are_counted_and_not_kept(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("{\n" * 3000 + GOOD, encoding="utf-8")
    (file,) = ingest(archive, [path]).files
    assert (file.outcome, file.articles) == (FileOutcome.ADDED, 1)
    assert (len(file.bad_lines), file.all_bad_lines) == (MOST_TOLD, 3000)
    assert "3000 unreadable lines were left out" in file.warnings
    for error in file.bad_lines:
        assert (error.__traceback__, error.__context__, error.__cause__) == (None, None, None)


def test_a_file_of_nothing_but_bad_lines_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert HOPELESS_VALUES > 50
    monkeypatch.setattr(jsonl, "HOPELESS_VALUES", 50)
    lines = [RawLine(0, number, b"{") for number in range(1, 1000)]
    found = list(unless_hopeless(read_lines(lines, Coding.UTF8, PATH, EditionDefaults()), PATH))
    assert len(found) == 51
    assert "the rest is not looked at" in str(found[-1])
    mixed = [RawLine(0, number, b"{" if number % 2 else GOOD.encode()) for number in range(1, 1000)]
    assert len(list(unless_hopeless(read_lines(mixed, Coding.UTF8, PATH, EditionDefaults()), PATH))) == 999


def test_many_bad_lines_take_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("{\n" * 20_000, encoding="utf-8")
    gc.collect()
    tracemalloc.start()
    reading = read_file(SourceFile("a.jsonl", path, Path("a.jsonl"), size=1), EditionDefaults())
    assert sum(isinstance(item, BadInput) for item in reading.items) == 20_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2**21


def test_a_body_of_too_many_lines_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"body": "字\n" * (MOST_PARAGRAPHS + 1) + "字"}) + "\n" + GOOD, encoding="utf-8")
    refused, good = read(path)
    assert isinstance(refused, BadInput)
    assert (refused.code, refused.line, refused.key) == ("too_large", 1, "body")
    assert isinstance(good, ArticleDraft)


def test_an_array_is_read_up_to_so_many_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(f"[{GOOD}, {{, {GOOD}]", encoding="utf-8")
    first, bad = read(path)
    assert isinstance(first, ArticleDraft)
    assert isinstance(bad, BadInput)
    with path.open("wb") as file:
        file.truncate(LARGEST_ARRAY + 1)
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.code == "too_large"
