"""What one edition costs: ``python -m benchmarks.publish_cost SHARED WORKDIR [--sizes 10000 100000 1000000]``.

Archives of several sizes are filled with the news of the shared folder, repeated under other first words until they are
large enough, and published through ``baowen index``; then an edition of about 800 passages is indexed on top, five
times, while a reader asks all the time; then everything is rebuilt from the archive alone. Each command is a process of
its own, so that its CPU seconds (all threads) and its peak memory are its own. *Silent* is the longest time that the
reader waited for an answer while an edition was being published, beside the longest while nothing was. Medians. A
folder that an earlier run has filled is gone on with; what filling it took is not known then.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from tqdm import tqdm

from benchmarks.corpora import news
from bot.settings import load_settings
from bot.wiring import Newsroom

RESULTS = Path(__file__).parent / "results" / "publish_cost.json"
EDITION = 800
PER_ARTICLE = 2.96
"""Passages of a news article of the shared folder, on average."""
FILE_OF = 20_000
"""Articles of one file of the first filling."""
EDITIONS = 5
IDLE_S = 20.0
QUESTIONS = ("北京暴雨转移了多少人", "无还本续贷的期限多久", "谁采写了这篇报道", "地铁几点开通", "补贴标准是多少")
TODAY = date(2023, 8, 20)


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds, CPU seconds, MiB."""

    wall_s: float
    cpu_s: float
    peak_mib: float


@dataclass(frozen=True)
class Row:
    """One size of archive. ``written_mib`` is what an edition added to the data folder, linked files not counted."""

    passages: int
    first: Cost | None
    rebuild: Cost
    edition: Cost
    added: int
    written_mib: float
    answers: int
    errors: int
    silent_s: float
    silent_idle_s: float

    @property
    def ratio(self) -> float:
        """CPU of an edition as a share of the rebuild's."""
        return self.edition.cpu_s / self.rebuild.cpu_s


class Reader:
    """Asks one question after another in a thread; keeps when each answer came."""

    def __init__(self, data: Path, reading: str = "full") -> None:
        self._room = Newsroom(load_settings(data=data, reading=reading))
        self._stop, self._thread = threading.Event(), threading.Thread(target=self._ask)
        self.errors, self.came = 0, [time.monotonic()]

    def __enter__(self) -> Reader:
        self._room.ask(QUESTIONS[0], today=TODAY)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._room.close()

    def _ask(self) -> None:
        number = 0
        while not self._stop.is_set():
            try:
                self._room.ask(QUESTIONS[number % len(QUESTIONS)], today=TODAY)
            except Exception:
                self.errors += 1
            self.came.append(time.monotonic())
            number += 1

    def silent(self, since: float, until: float) -> float:
        """The longest wait for an answer between two moments."""
        moments = [since, *(at for at in self.came if since < at < until)]
        return max(after - before for before, after in zip(moments, [*moments[1:], until], strict=True))


def run(*arguments: object) -> Cost:
    """One command of the terminal in a process of its own."""
    command = [sys.executable, "-m", "bot.cli", *map(str, arguments)]
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    told = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    if code := os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)} ended with {code}: {told.decode()[-500:]}")
    return Cost(time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def write(path: Path, articles: Sequence[dict[str, str]], first: int, count: int) -> None:
    """Articles ``first`` … of an endless row, each repetition under another first word."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(first, first + count):
            item = articles[number % len(articles)]
            text = f"第{number // len(articles)}版。{item['body']}"
            file.write(json.dumps(item | {"id": str(number), "body": text}, ensure_ascii=False) + "\n")


def disk(data: Path) -> int:
    """Bytes of a data folder, each file once however often it is linked."""
    seen = {(status.st_dev, status.st_ino): status.st_size for status in (path.stat() for path in data.rglob("*"))}
    return sum(seen.values())


def passages(data: Path) -> int:
    room = Newsroom(load_settings(data=data))
    try:
        return room.archive.counts().passages
    finally:
        room.close()


def median(costs: Sequence[Cost]) -> Cost:
    parts: list[Callable[[Cost], float]] = [lambda c: c.wall_s, lambda c: c.cpu_s, lambda c: c.peak_mib]
    return Cost(*(round(statistics.median(map(part, costs)), 2) for part in parts))


def filled(filling: Path, data: Path, articles: Sequence[dict[str, str]], count: int) -> Cost:
    """Write and index the first articles."""
    filling.mkdir(parents=True)
    for first in range(0, count, FILE_OF):
        write(filling / f"{first:08}.jsonl", articles, first, min(FILE_OF, count - first))
    return run("index", filling, "--data", data)


def measured(folder: Path, articles: Sequence[dict[str, str]], size: int, advance: Callable[[str], object]) -> Row:
    """Fill, publish edition after edition under a reader, rebuild."""
    data, count = folder / "data", round(size / PER_ARTICLE)
    advance("first index")
    first_cost = None if (data / "CURRENT").exists() else filled(folder / "filling", data, articles, count)
    held = passages(data)
    count += len(list(folder.glob("edition-*"))) * round(EDITION / PER_ARTICLE)
    editions, spans, before = [], [], disk(data)
    per_edition = round(EDITION / PER_ARTICLE)
    with Reader(data) as reader:
        began = time.monotonic()
        time.sleep(IDLE_S)
        idle = (began, time.monotonic())
        for number in range(EDITIONS):
            advance(f"edition {number + 1}")
            file = folder / f"edition-{count + number}.jsonl"
            write(file, articles, count + number * per_edition, per_edition)
            begun = time.monotonic()
            editions.append(run("index", file, "--data", data))
            spans.append((begun, time.monotonic()))
    added, after = passages(data) - held, disk(data)
    advance("rebuild")
    rebuild = run("rebuild", "--data", data)
    return Row(
        passages=held,
        first=median([first_cost]) if first_cost else None,
        rebuild=median([rebuild]),
        edition=median(editions),
        added=round(added / EDITIONS),
        written_mib=round((after - before) / EDITIONS / 2**20, 1),
        answers=len(reader.came) - 1,
        errors=reader.errors,
        silent_s=round(max(reader.silent(*span) for span in spans), 2),
        silent_idle_s=round(reader.silent(*idle), 2),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--out", type=Path, default=RESULTS)
    given = parser.parse_args()
    articles, rows = news(given.shared), []
    bar = tqdm(total=len(given.sizes) * (EDITIONS + 2), unit="step")
    for size in given.sizes:

        def advance(what: str, size: int = size) -> None:
            bar.set_description(f"{size:,}: {what}")
            bar.update()

        rows.append(measured(given.work / str(size), articles, size, advance))
        row = rows[-1]
        told = {key: asdict(value) if isinstance(value, Cost) else value for key, value in vars(row).items()}
        bar.write(json.dumps(told | {"ratio": round(row.ratio, 4)}))
        record = [asdict(each) | {"ratio": round(each.ratio, 4)} for each in rows]
        given.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    bar.close()
    heads = "passages", *(f"{name}: wall / CPU s, MiB" for name in ("first index", "rebuild", "one edition"))
    print(f"| {' | '.join(heads)} | ratio | written MiB | answers, errors | silent s (idle) |")
    print("|---|---|---|---|---|---|---|---|")
    for row in rows:
        costs = (
            f"{cost.wall_s:.1f} / {cost.cpu_s:.1f}, {cost.peak_mib:.0f}" if cost else "–"
            for cost in (row.first, row.rebuild, row.edition)
        )
        print(f"| {row.passages:,} | {' | '.join(costs)} | {row.ratio:.3f} | {row.written_mib} "
              f"| {row.answers}, {row.errors} | {row.silent_s} ({row.silent_idle_s}) |")  # fmt: skip


if __name__ == "__main__":
    main()
