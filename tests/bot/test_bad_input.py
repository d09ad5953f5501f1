"""Bad input of every kind: a clear line on stderr, a documented exit code, and nothing lost."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = '{"headline": "河堤步道开放", "date": "2025-05-06", "body": "河堤步道全长3.6公里，昨天正式开放。"}\n'


def still_answers(baowen, data: Path) -> None:
    assert baowen("ask", "自习室新增座位多少个", "--json", data=data).json["answer"] == "320个"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "没有文字"),
        ("blank.txt", "\n \u3000\n".encode(), "没有文字"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "不是文本文件"),
        ("broken.txt", "版面文字".encode() + b"\xff\xfe\xff" + "又一行".encode(), "编码"),
        ("cut.jsonl", GOOD.encode() + b'{"headline": "x", "bo', "第2行"),
        ("types.jsonl", b'{"headline": ["x", "y"], "body": "y"}\n', "headline"),
        ("date.jsonl", b'{"headline": "x", "date": "2025-02-30", "body": "y"}\n', "2025-02-30"),
        ("page.docx", b"PK\x03\x04", "不支持"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_bad_file_is_named_and_harms_nothing(baowen, indexed, tmp_path, name, content, says):
    bad = tmp_path / name
    bad.write_bytes(content)
    ran = baowen("index", bad, data=indexed)
    assert ran.code in {3, 4}
    assert name in ran.err
    assert says in ran.err
    assert "Traceback" not in ran.err
    still_answers(baowen, indexed)


def test_missing_path(baowen, indexed, tmp_path):
    ran = baowen("index", tmp_path / "nowhere", data=indexed)
    assert ran.code == 3
    assert "不存在" in ran.err
    still_answers(baowen, indexed)


def test_good_files_beside_a_bad_one_are_indexed(baowen, tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.jsonl").write_text(GOOD, encoding="utf-8")
    (folder / "b.txt").write_bytes(b"\x00\x01\x02")
    ran = baowen("index", folder, data=tmp_path / "data")
    assert ran.code == 4
    assert "b.txt" in ran.err
    answer = baowen("ask", "河堤步道多长", "--json", data=tmp_path / "data").json
    assert "3.6公里" in answer["citations"][0]["excerpt"]


@pytest.mark.parametrize(
    "command", [["ask", "问"], ["status"], ["articles"], ["show", "1"], ["chat"]], ids=lambda c: c[0]
)
def test_nothing_published_yet(baowen, tmp_path, command):
    ran = baowen(*command, data=tmp_path / "nothing")
    assert ran.code == 7
    assert "baowen index" in ran.err
    assert f"{tmp_path / 'nothing'} 里还没有收录任何内容；这个数据文件夹由 --data 指定" in ran.err
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(("given", "said"), [("elsewhere", "由 BAOWEN_DATA 指定"), (None, "这是默认的数据文件夹")])
def test_nothing_published_says_who_chose_the_folder(baowen, monkeypatch, given, said):
    monkeypatch.delenv("BAOWEN_DATA", raising=False)
    if given:
        monkeypatch.setenv("BAOWEN_DATA", given)
    assert said in baowen("ask", "问").err


def test_unknown_setting_is_refused_with_the_nearest_name(baowen, indexed, monkeypatch):
    monkeypatch.setenv("BAOWEN_MODLE", "x")
    ran = baowen("status", data=indexed)
    assert ran.code == 2
    assert "BAOWEN_MODLE" in ran.err
    assert "BAOWEN_MODEL" in ran.err


def test_unknown_setting_in_the_env_file(baowen, indexed, tmp_path):
    (tmp_path / ".env").write_text("BAOWEN_DATAA=elsewhere\n", encoding="utf-8")
    ran = baowen("status", data=indexed)
    assert ran.code == 2
    assert "BAOWEN_DATAA" in ran.err


def test_bad_value_names_key_and_value(baowen, indexed, monkeypatch):
    monkeypatch.setenv("BAOWEN_KEEP_GENERATIONS", "many")
    ran = baowen("status", data=indexed)
    assert ran.code == 2
    assert "BAOWEN_KEEP_GENERATIONS" in ran.err
    assert "many" in ran.err


def test_missing_model_names_the_way_out(baowen, indexed, tmp_path, monkeypatch):
    monkeypatch.setenv("BAOWEN_MODEL", str(tmp_path / "no-model"))
    ran = baowen("ask", "自习室新增座位多少个", data=indexed)
    assert ran.code == 8
    assert "no-model" in ran.err


def run_child(arguments: list[str], root: Path, prepare) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        capture_output=True, text=True, check=False, cwd=root, preexec_fn=prepare,
    )  # fmt: skip


def test_full_disk(baowen, indexed, root, tmp_path):
    more = tmp_path / "more.jsonl"
    more.write_text("".join(GOOD.replace("3.6", f"{n}.{n}") for n in range(3000)), encoding="utf-8")
    limit = 200_000  # bytes a file may grow to: the kernel then refuses writes, as on a full disk

    def fill() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    ran = run_child(["index", str(more), "--data", str(indexed)], root, fill)
    assert ran.returncode == 5, ran.stderr
    assert "Traceback" not in ran.stderr
    still_answers(baowen, indexed)


@pytest.mark.skipif(os.geteuid() != 0, reason="changing to another user needs root; as a user, see the next test")
def test_read_only_data_folder_as_another_user(baowen, indexed, page, root):
    page.write_text("## 另一篇\n\n本报讯 (记者 甲乙) 新内容。\n", encoding="utf-8")
    for folder in (indexed, *indexed.parents[:-2]):
        folder.chmod(0o755)
    # Everything is imported by a first run as root, because another user may not read the interpreter's folders.
    script = (
        "import os, sys\nfrom bot.cli import main\n"
        "def run(data):\n"
        "    try: main(['index', sys.argv[1], '--data', data])\n"
        "    except SystemExit as stop: return stop.code\n"
        "assert run(sys.argv[3]) == 0\nos.setuid(65534)\nsys.exit(run(sys.argv[2]))"
    )
    other = indexed.with_name("other")
    command = [sys.executable, "-c", script, str(page), str(indexed), str(other)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert ran.returncode == 5, (ran.returncode, ran.stderr)
    assert "Traceback" not in ran.stderr
    still_answers(baowen, indexed)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere; as root, see the test before")
def test_read_only_data_folder(baowen, indexed, page):
    page.write_text("## 另一篇\n\n本报讯 新内容。\n", encoding="utf-8")
    for path in [indexed, *indexed.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    ran = baowen("index", page, data=indexed)
    assert ran.code == 5
    for path in [indexed, *indexed.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
