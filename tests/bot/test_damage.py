"""A data folder damaged file by file: ``verify`` notices, nothing is cited wrongly, the way out that it tells mends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.soundness import Mend
from bot.wording import say
from retrieval.editions.store.archive import Archive


def tortured(root: Path, folder: Path, rounds: int, *names: str) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.bot.damage", str(folder), str(rounds), "3", *names]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    print(done.stderr)
    found: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_every_kind_of_file_is_checked_and_mended(root: Path, tmp_path: Path) -> None:
    found = tortured(root, tmp_path, 1, "archive.sqlite", "vectors.sqlite", "CURRENT", "manifest.json", "contents.npz")
    assert found["tried"] == 15
    assert {kind: count for kind, count in found.items() if kind != "tried"} == {
        "unnoticed": 0, "crashed": 0, "wrong": 0, "unmended": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "mend"),
    [
        ("telegram.sqlite", "no database at all" * 100, Mend.MEMORY),
        ("questions.jsonl", '{"question": "几点开门"', Mend.EDIT),
        ("tuning.json", '{"format": 1}', Mend.TUNE),
        ("publishing.jsonl", '{"at": "2025', Mend.DELETE),
    ],
)
def test_what_people_and_the_bot_write_is_checked_too(
    baowen, indexed: Path, name: str, content: str, mend: Mend
) -> None:
    (indexed / name).write_text(content, encoding="utf-8")
    ran = baowen("verify", data=indexed)
    assert ran.code == 5
    assert name in ran.err
    assert say("zh-hans", mend) in ran.err
    assert baowen("ask", "自习室延长到几点", data=indexed).code == 0


def test_a_bot_whose_memory_is_damaged_says_so_and_does_not_start(baowen, indexed: Path, monkeypatch) -> None:
    (indexed / "telegram.sqlite").write_text("no database at all" * 100, encoding="utf-8")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:no-such-token_0123456789")
    ran = baowen("bot", data=indexed)
    assert ran.code == 5
    assert "telegram.sqlite" in ran.err
    assert "baowen verify" in ran.err


def altered(data: Path, body: str) -> None:
    """Change a letter of the archive behind its back."""
    with Archive.open(data / "archive.sqlite") as archive:
        connection = archive._database.connection()
        connection.execute("UPDATE articles SET body = ? WHERE body LIKE '%座位320个%'", (body,))


def test_a_text_that_is_not_what_was_published_is_not_cited(baowen, indexed: Path, page: Path) -> None:
    with Archive.open(indexed / "archive.sqlite") as archive:
        body = next(article.body for article in archive.articles() if "座位320个" in article.body)
    altered(indexed, body.replace("320", "920"))
    page.unlink()  # nothing left to compare with but what was published
    ran = baowen("ask", "自习室新增多少个座位", data=indexed)
    assert ran.code == 5
    assert "920" not in ran.out
    verified = baowen("verify", data=indexed)
    assert verified.code == 5
    assert say("zh-hans", Mend.RESTORE) in verified.err
    rebuilt = baowen("rebuild", data=indexed)
    assert rebuilt.code == 5  # or the damage would be published
    assert say("zh-hans", Mend.RESTORE) in rebuilt.err
