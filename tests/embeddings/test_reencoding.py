"""``baowen index --model``: another encoder for what is published, refused until asked for, resumed when killed."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main
from bot.messages import Exit

ROOT = Path(__file__).parents[2]
ARTICLES = 1700
"""Four batches of vectors: the child is killed after the first."""


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """``run("ask", …)`` → exit code, stdout, stderr; ``model`` is BAOWEN_MODEL."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, model: Path | None = None) -> tuple[int, str, str]:
        if model is None:
            monkeypatch.delenv("BAOWEN_MODEL", raising=False)
        else:
            monkeypatch.setenv("BAOWEN_MODEL", str(model))
        with pytest.raises(SystemExit) as stop:
            main([*map(str, arguments), "--data", str(tmp_path / "data")])
        printed = capsys.readouterr()
        return int(stop.value.code or 0), printed.out, printed.err

    return call


def write(path: Path, count: int) -> Path:
    lines = [
        {
            "id": str(at),
            "headline": f"第{at}号通告",
            "date": "2025-11-08",
            "body": f"北京第{at}路公交今天开通，市民可乘坐。",
        }
        for at in range(count)
    ]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def test_another_model_is_refused_with_the_way_out_until_the_index_is_encoded_with_it(
    run, tmp_path, tiny_transformer
) -> None:
    edition = write(tmp_path / "edition.jsonl", 20)
    assert run("index", edition)[0] == Exit.OK
    code, _, said = run("ask", "第7路公交", model=tiny_transformer)
    assert code == Exit.ENCODER.value == 8
    assert "BAOWEN_MODEL" in said
    assert "baowen index --model" in said
    assert "Traceback" not in said

    code, out, said = run("index", "--model", tiny_transformer, "--json")
    assert code == Exit.OK, said
    report = json.loads(out)
    assert (report["encoded"], report["reused"]) == (report["passages"], 0)
    assert f"BAOWEN_MODEL={tiny_transformer}" in said
    assert run("ask", "第7路公交")[0] == Exit.ENCODER
    code, out, said = run("ask", "第7路公交", "--json", model=tiny_transformer)
    assert code == Exit.OK, said
    assert json.loads(out)["generation"] == report["generation"]

    code, out, said = run("index", edition, "--model", "bundled", "--json", model=tiny_transformer)
    assert code == Exit.OK, said
    assert (json.loads(out)["encoded"], json.loads(out)["reused"]) == (0, report["passages"])
    assert run("ask", "第7路公交")[0] == Exit.OK


def test_neither_paths_nor_model_is_a_usage_error(run) -> None:
    assert run("index")[0] == Exit.USAGE


def test_a_model_needs_something_to_encode(run, tiny_transformer) -> None:
    assert run("index", "--model", tiny_transformer)[0] == Exit.NOTHING_PUBLISHED


def test_an_absent_model_changes_nothing(run, tmp_path) -> None:
    assert run("index", write(tmp_path / "edition.jsonl", 5))[0] == Exit.OK
    code, _, said = run("index", "--model", "./no-such-model")
    assert code == Exit.ENCODER
    assert "编码模型打不开：./no-such-model：没有这个文件夹" in said
    assert run("ask", "第3路公交")[0] == Exit.OK


def test_a_killed_reencoding_leaves_the_old_index_and_goes_on_where_it_stopped(run, tmp_path, tiny_transformer) -> None:
    assert run("index", write(tmp_path / "edition.jsonl", ARTICLES))[0] == Exit.OK
    data = tmp_path / "data"
    published = (data / "CURRENT").read_text()
    command = [sys.executable, "-m", "bot.cli", "index", "--model", str(tiny_transformer), "--data", str(data)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        while not encoded(data, tiny_transformer.name) and child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    done = encoded(data, tiny_transformer.name)
    assert 0 < done < ARTICLES
    assert (data / "CURRENT").read_text() == published
    assert run("ask", "第7路公交")[0] == Exit.OK

    code, out, said = run("index", "--model", tiny_transformer, "--json")
    assert code == Exit.OK, said
    report = json.loads(out)
    assert report["reused"] >= done
    assert report["encoded"] + report["reused"] == report["passages"] == ARTICLES
    assert run("ask", "第7路公交", model=tiny_transformer)[0] == Exit.OK


def encoded(data: Path, model: str) -> int:
    """Vectors of the model that are in the cache on disk."""
    with closing(sqlite3.connect(data / "vectors.sqlite", timeout=10)) as database:
        query = "SELECT count(*) FROM vectors WHERE fingerprint LIKE ?"
        return int(database.execute(query, (f"{model}-%",)).fetchone()[0])
