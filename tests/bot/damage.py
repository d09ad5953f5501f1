"""Every file of a data folder damaged in turn: ``python -m tests.bot.damage FOLDER ROUNDS SEED [NAME …]``.

Cut off, one bit flipped, deleted: each time ``baowen verify`` must name it, ``baowen ask`` must cite what the pages
print or nothing, and the way out that ``verify`` tells must lead to a folder that it finds sound. A process of its own,
which forks for each command.
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import sqlite3
import sys
import traceback
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path

from bot.cli import main
from bot.settings import chosen_lang
from bot.soundness import Mend
from bot.telegram.session.store import Store
from bot.wording import say
from retrieval.editions.store.archive import Archive
from retrieval.errors import BaowenError
from tests.index.child import flipped

QUESTION = "自习室新增多少个座位"
PAGES = {
    "2025-11-08-02.txt": "## 青溪区图书馆延长开放时间\n\n本报讯 (记者 林晓岚) 昨天,记者从青溪区图书馆获悉,自下月起,"
    "该馆自习室每日开放时间延长至22时,新增座位320个。\n\n据介绍,改造工程历时八个月,总投资1260万元。\n",
    "2025-11-09-01.txt": "## 老旧小区今冬完成供暖管线更换\n\n本报讯 (记者 秦朗) 本市计划在2027年前完成全部老旧小区"
    "供暖管线更换,共涉及56个小区。\n\n## 西河夜市恢复营业\n\n停了三年的西河夜市昨晚恢复营业,摊位共120个。\n",
}
MEMORY = {"questions.jsonl": f'{{"question": "{QUESTION}", "answers": ["320个"]}}\n'}
DISPOSABLE = {"vectors.sqlite", "publishing.jsonl", "questions.jsonl", "telegram.sqlite", "write.lock"}
"""What may be gone without a word: it is made again, or nobody wrote it."""
FREE = {"publishing.jsonl", "questions.jsonl", "telegram.sqlite"}
"""What has no checksum, for people or the bot go on writing it: damage that can still be read is no damage to see."""


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit status and output of a command; 99 for what must never leave it."""
    reading, writing = os.pipe()
    if pid := os.fork():
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as pipe:
            out, err = json.loads(pipe.read() or '["", "killed"]')
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), out, err
    out, err, status = io.StringIO(), io.StringIO(), 99
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main([str(argument) for argument in arguments])
    except SystemExit as stop:
        status = int(stop.code or 0)
    except BaseException:
        err.write(traceback.format_exc())
    with os.fdopen(writing, "w", encoding="utf-8") as pipe:
        json.dump([out.getvalue(), err.getvalue()], pipe)
    os._exit(status)


def prepare(folder: Path) -> tuple[Path, Path, list[str]]:
    """A data folder with everything in it, a backup, and the texts that may be cited."""
    base, backup, pages = folder / "base", folder / "backup", folder / "pages"
    pages.mkdir(parents=True)
    for name, text in PAGES.items():
        (pages / name).write_text(text, encoding="utf-8")
    assert run("index", pages, "--data", base)[0] == 0
    for name, text in MEMORY.items():
        (base / name).write_text(text, encoding="utf-8")
    Store(base / "telegram.sqlite").close()
    with closing(sqlite3.connect(base / "telegram.sqlite")) as memory:
        memory.executemany("INSERT INTO people VALUES (?, ?)", [(n, "zh") for n in range(500)])
        memory.commit()
    assert run("backup", "--all", backup, "--data", base)[0] == 0
    assert run("verify", "--data", base)[0] == 0
    with Archive.open(base / "archive.sqlite") as archive:
        return base, backup, [article.body for article in archive.articles()]


def mended(said: str, data: Path, backup: Path, name: str) -> bool:
    """Whether doing what ``verify`` tells makes the folder sound."""
    if say(chosen_lang(), Mend.RESTORE) in said:
        run("restore", backup, "--replace", "--data", data)
    elif say(chosen_lang(), Mend.REBUILD) in said:
        run("rebuild", "--data", data)
    elif say(chosen_lang(), Mend.SOURCE) not in said:
        for beside in ("", "-wal", "-shm"):
            (data / f"{name}{beside}").unlink(missing_ok=True)
    return run("verify", "--data", data)[0] == 0


def means_the_same(one: Path, other: Path) -> bool:
    """Whether readers get the same of two archives: a bit may flip between rows, or in a comment of the schema."""
    try:
        with Archive.open(one) as first, Archive.open(other) as second:
            return list(first.live_passages()) == list(second.live_passages())
    except (BaowenError, ValueError):
        return False


def trial(base: Path, backup: Path, name: str, broken: bytes | None, bodies: list[str]) -> dict[str, int]:
    """What one damage led to."""
    data = base.with_name("data")
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(base, data)
    if broken is None:
        (data / name).unlink()
    else:
        (data / name).write_bytes(broken)
    code, _, said = run("verify", "--data", data)
    asked, out, err = run("ask", QUESTION, "--json", "--data", data)
    found = dict.fromkeys(("unnoticed", "crashed", "wrong", "unmended"), 0)
    found["crashed"] = int("Traceback" in said + err or 99 in {code, asked} or min(code, asked) < 0)
    if asked == 0:
        found["wrong"] = int(
            any(not any(each["excerpt"] in body for body in bodies) for each in json.loads(out)["citations"])
        )
    if code:
        found["unmended"] = int(not mended(said, data, backup, name))
    elif name not in (DISPOSABLE if broken is None else FREE) and not (
        name == "archive.sqlite" and means_the_same(base / name, data / name)
    ):
        found["unnoticed"] = 1
    if any(found.values()):
        print(name, "gone" if broken is None else len(broken), found, said, err[-300:], file=sys.stderr)
    return found


def damage(folder: Path, rounds: int, seed: int, only: list[str]) -> dict[str, int]:
    """Damage every file ``rounds`` times in each of three ways; counts of what must not be."""
    draw = random.Random(seed)
    base, backup, bodies = prepare(folder)
    names = sorted(str(path.relative_to(base)) for path in base.rglob("*") if path.is_file() and path.stat().st_size)
    total = {"tried": 0, "unnoticed": 0, "crashed": 0, "wrong": 0, "unmended": 0}
    for name in [each for each in names if not only or any(part in each for part in only)] * rounds:
        whole = (base / name).read_bytes()
        for broken in (whole[: draw.randrange(len(whole))], flipped(whole, draw), None):
            total["tried"] += 1
            for kind, count in trial(base, backup, name, broken, bodies).items():
                total[kind] += count
    return total


if __name__ == "__main__":
    place, count, start, *names = sys.argv[1:]
    print(json.dumps(damage(Path(place), int(count), int(start), names)))
