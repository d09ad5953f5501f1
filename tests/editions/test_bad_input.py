"""Files that can't be read: each is refused with its reason, nothing else is touched."""

from __future__ import annotations

import json
import os

import pytest

from retrieval.editions.ingest import FileOutcome, ingest
from retrieval.editions.sources.page import MOST_PAGE_LINES

GOOD = "## 冰场开放\n\n本报讯（记者 孟冬）什刹海冰场今天开放，票价二十元，老人和学生半价。\n"


def refused(archive, path):
    report = ingest(archive, [path])
    (file,) = report.files
    assert file.outcome is FileOutcome.REJECTED
    assert not report.complete
    assert archive.counts().articles == archive.counts().sources == archive.revision() == 0
    assert str(path) in str(file.error)
    return file.error


def test_a_missing_path(archive, tmp_path):
    assert refused(archive, tmp_path / "nowhere.txt").code == "missing"


def test_an_empty_folder(archive, tmp_path):
    (tmp_path / "e").mkdir()
    assert refused(archive, tmp_path / "e").code == "no_files"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl"])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\xe3\x80\x80\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4, "binary"),
        (b"text with\0a NUL", "binary"),
        ("本报讯".encode("utf-16"), "binary"),
        (bytes(range(1, 9)) * 100, "binary"),
    ],
)
def test_no_text(archive, write, name, content, code):
    error = refused(archive, write(name, content))
    assert error.code == code


@pytest.mark.parametrize("at", [30, 60, 100])
def test_broken_utf8_names_byte_and_line(archive, write, at):
    data = bytearray(GOOD.encode())
    data[at] = 0xFF
    error = refused(archive, write("a.txt", bytes(data)))
    assert error.code == "encoding"
    assert error.line == data[:at].count(b"\n") + 1
    assert abs(int(error.detail.split()[1]) - at) <= 2


def test_a_page_cut_off_in_a_character(archive, write):
    assert refused(archive, write("a.txt", GOOD.encode()[:-3])).code == "encoding"


def test_broken_gb18030(archive, write):
    data = GOOD.encode("gb18030")
    error = refused(archive, write("a.txt", data[:60] + b"\xff\xff" + data[60:]))
    assert (error.code, error.line) == ("encoding", 3)


@pytest.mark.parametrize(
    ("coding", "text"),
    [
        ("latin-1", "déjà vu, à bientôt, élève"),
        ("shift_jis", "これは日本語の文章ですから読めない"),
        ("big5", "今天公布了四所院校的辦學許可證註銷結果"),
    ],
)
def test_other_codings_are_not_taken_for_chinese(archive, write, coding, text):
    assert refused(archive, write("a.txt", (text * 20).encode(coding))).code == "encoding"


def test_an_unsupported_file(archive, write):
    assert refused(archive, write("a.doc", b"%PDF-1.7")).code == "unsupported"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_file(archive, tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert refused(archive, tmp_path / "pipe.txt").code == "unsupported"


def test_headings_alone_are_no_article(archive, write):
    assert refused(archive, write("a.txt", "# 冰场开放\n\n## 书市重开\n")).code == "empty"


def test_only_bad_lines(archive, write):
    error = refused(archive, write("a.jsonl", '{"body": "没有完\nnonsense\n'))
    assert (error.code, error.line) == ("json", 1)


def test_a_truncated_last_line_keeps_the_others(archive, write):
    lines = [json.dumps({"id": str(n), "body": f"第{n}条。"}, ensure_ascii=False) for n in range(5)]
    data = "\n".join(lines).encode()
    (file,) = ingest(archive, [write("a.jsonl", data[:-8])]).files
    assert (file.outcome, file.articles, file.error) == (FileOutcome.ADDED, 4, None)
    (error,) = file.bad_lines
    assert error.line == 5
    assert error.code in {"json", "encoding"}


def test_a_line_without_end_says_so(archive, write):
    (file,) = ingest(archive, [write("a.jsonl", '{"body": "好。"}\n{"body": "没有完')]).files
    assert "truncated" in str(file.bad_lines[0])


def test_a_page_that_is_too_large(archive, tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    assert refused(archive, path).code == "too_large"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_page_of_more_lines_than_are_printed(archive, write, end):
    error = refused(archive, write("01.txt", f"字{end}" * (MOST_PAGE_LINES + 1)))
    assert (error.code, f"{MOST_PAGE_LINES + 1} lines" in str(error)) == ("too_large", True)


def test_a_page_of_as_many_lines_as_are_read(archive, write):
    text = f"{GOOD}{'。' * 10}\n" + "\n" * (MOST_PAGE_LINES - GOOD.count("\n") - 1)
    assert ingest(archive, [write("01.txt", text)]).files[0].outcome is FileOutcome.ADDED


def test_a_bad_file_does_not_take_the_good_version_away(archive, write):
    path = write("2022-12-08/03.txt", GOOD)
    ingest(archive, [path])
    path.write_bytes(b"\0")
    assert ingest(archive, [path]).files[0].outcome is FileOutcome.REJECTED
    assert archive.counts().articles == 1
