"""How everything grows with the archive: ``python -m benchmarks.scale SHARED WORKDIR [--sizes 10000 100000 1000000]``.

Archives of several sizes are made of the news of the shared folder, again and again with other digits and another first
word, and indexed by ``baowen index``. Measured at each size: the first index, bytes on the disk, a process that answers
(cold start, resident and anonymous memory, each stage of a question beside the bare searches, without neural reading),
and one more edition of about 800 passages under a reader: its cost, and the longest wait for an answer beside the
longest while nothing is published. Every command is a process of its own, so CPU seconds (all threads) and memory are
its own; on a busy machine compare CPU times and ratios. A folder that an earlier run has filled is gone on with.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.corpora import news
from benchmarks.figures import keep
from benchmarks.latency import floor, told
from benchmarks.publish_cost import EDITION, PER_ARTICLE, QUESTIONS, Cost, Reader, disk, median, passages, run
from benchmarks.svg_plot import Curve, plot
from bot.settings import load_settings
from bot.wiring import Newsroom
from embeddings.opening import open_encoder
from retrieval.answers.timing import listening

RESULTS = Path(__file__).parent / "results"
TODAY = date(2023, 8, 20)
FILE_OF = 20_000
"""Articles of one file of the first filling."""
EDITIONS = 3
ASKED = 120
"""Questions that are timed, drawn evenly from those of citizens."""
WARM = 10
IDLE_S = 15.0
DIGITS = "0123456789"


def perturbed(articles: Sequence[dict[str, str]], number: int) -> dict[str, str]:
    """Article ``number`` of an endless row: each repetition has other digits and another first word."""
    again, place = divmod(number, len(articles))
    item = articles[place]
    turned = str.maketrans(DIGITS, DIGITS[again % 10 :] + DIGITS[: again % 10])
    return item | {
        "id": str(number),
        "body": f"第{again}版。{item['body'].translate(turned)}" if again else item["body"],
    }


def write(path: Path, articles: Sequence[dict[str, str]], first: int, count: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for number in range(first, first + count):
            file.write(json.dumps(perturbed(articles, number), ensure_ascii=False) + "\n")
    return path


def memory() -> dict[str, int]:
    """Bytes of this process that are resident, and those of them that belong to no file."""
    sizes = dict(line.split()[:2] for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    return {"resident": int(sizes["Rss:"]) * 1024, "anonymous": int(sizes["Anonymous:"]) * 1024}


def answering(data: Path, questions: Sequence[str]) -> dict[str, Any]:
    """What a process finds that answers from ``data``; it has just begun."""
    room = Newsroom(load_settings(data=data, reading="off"))
    room.ask(questions[0], today=TODAY)
    first = {"cpu_s": round(time.process_time(), 3), "wall_s": round(time.time() - begun_at(), 3)}
    encoder, taken = open_encoder("bundled"), defaultdict(list)
    for number, question in enumerate(questions):
        steps: dict[str, float] = defaultdict(float)

        def heard(name: str, seconds: float, steps: dict[str, float] = steps) -> None:
            steps[name] += seconds

        wall, cpu = time.perf_counter(), time.process_time()
        with listening(heard):
            room.ask(question, today=TODAY)
        steps["whole"], steps["whole, CPU"] = time.perf_counter() - wall, time.process_time() - cpu
        cpu = time.process_time()
        steps["floor"] = floor(room.asker, encoder, question)
        steps["floor, CPU"] = time.process_time() - cpu
        for name, seconds in steps.items() if number >= WARM else ():
            taken[name].append(seconds)
    rows = {name: told(values) for name, values in taken.items()}
    ratio = rows["whole, CPU"]["p50_ms"] / rows["floor, CPU"]["p50_ms"]
    return {"first_answer": first, "memory": memory(), "stages": rows, "times_the_floor": round(ratio, 2)}


def begun_at() -> float:
    """When this process began, in seconds since 1970."""
    ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
    booted = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith("btime"))
    return int(booted.split()[1]) + ticks / os.sysconf("SC_CLK_TCK")


def asked_of(data: Path, questions: Path) -> dict[str, Any]:
    """``answering`` in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.scale", "--ask", str(data), str(questions)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def under_a_reader(folder: Path, data: Path, articles: Sequence[dict[str, str]], first: int) -> dict[str, Any]:
    """What one more edition costs, and how long a reader waits meanwhile."""
    count, costs, spans, before = round(EDITION / PER_ARTICLE), [], [], disk(data)
    files = [
        write(folder / f"edition-{first + n * count}.jsonl", articles, first + n * count, count)
        for n in range(EDITIONS)
    ]
    held = passages(data)
    with Reader(data, reading="off") as reader:
        begun = time.monotonic()
        time.sleep(IDLE_S)
        idle = (begun, time.monotonic())
        for file in files:
            begun = time.monotonic()
            costs.append(run("index", file, "--data", data))
            spans.append((begun, time.monotonic() + 1.0))  # it is opened by then
            time.sleep(1.0)
    return {
        "cost": asdict(median(costs)),
        "passages": round((passages(data) - held) / EDITIONS),
        "written_bytes": round((disk(data) - before) / EDITIONS),
        "answers": len(reader.came) - 1,
        "errors": reader.errors,
        "longest_wait_s": round(statistics.median(reader.silent(*span) for span in spans), 2),
        "longest_wait_idle_s": round(reader.silent(*idle), 2),
    }


def measured(folder: Path, articles: Sequence[dict[str, str]], size: int, questions: Path) -> dict[str, Any]:
    """One size of archive."""
    data, count = folder / "data", round(size / PER_ARTICLE)
    first: Cost | None = None
    if not (data / "CURRENT").exists():
        for begin in range(0, count, FILE_OF):
            write(folder / "filling" / f"{begin:08}.jsonl", articles, begin, min(FILE_OF, count - begin))
        first = run("index", folder / "filling", "--data", data)
    held = passages(data)
    generation = data / "generations" / (data / "CURRENT").read_text().strip()
    done = len(list(folder.glob("edition-*")))
    return {
        "passages": held,
        "articles": count,
        "first_index": asdict(median([first])) if first else None,
        "bytes": {
            "archive": (data / "archive.sqlite").stat().st_size,
            "generation": disk(generation),
            "vector cache": (data / "vectors.sqlite").stat().st_size,
        },
        "answering": asked_of(data, questions),
        "edition": under_a_reader(folder, data, articles, count + done * round(EDITION / PER_ARTICLE)),
        "load": round(os.getloadavg()[0], 1),
    }


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as Markdown."""
    lines = [
        "| passages | first index: wall / CPU s, MiB | bytes a passage: archive, generation, vector cache "
        "| first answer, CPU s | anonymous MiB | a question: CPU p50 / p95 ms | times the floor "
        "| one edition: CPU s, MiB written | longest wait s (idle) | load |",
        "|" + "---|" * 10,
    ]
    for row in rows:
        first, asked, edition = row["first_index"], row["answering"], row["edition"]
        whole = asked["stages"]["whole, CPU"]
        sizes = ", ".join(f"{value / row['passages']:,.0f}" for value in row["bytes"].values())
        filled = f"{first['wall_s']:.0f} / {first['cpu_s']:.0f}, {first['peak_mib']:.0f}" if first else "–"
        lines.append(
            f"| {row['passages']:,} | {filled} | {sizes} | {asked['first_answer']['cpu_s']:.2f} "
            f"| {asked['memory']['anonymous'] / 2**20:.0f} | {whole['p50_ms']:.1f} / {whole['p95_ms']:.1f} "
            f"| {asked['times_the_floor']} "
            f"| {edition['cost']['cpu_s']:.1f}, {edition['written_bytes'] / 2**20:.1f} "
            f"| {edition['longest_wait_s']} ({edition['longest_wait_idle_s']}) | {row['load']} |"
        )
    return "\n".join(lines)


def curves(rows: Sequence[dict[str, Any]]) -> list[Curve]:
    """What is drawn over the number of passages."""

    def of(name: str, value: Callable[[dict[str, Any]], float]) -> Curve:
        return Curve(name, [(row["passages"], value(row)) for row in rows])

    return [
        of("bytes on the disk, MiB", lambda row: sum(row["bytes"].values()) / 2**20),
        of("anonymous memory, MiB", lambda row: row["answering"]["memory"]["anonymous"] / 2**20),
        of("a question, CPU ms (p50)", lambda row: row["answering"]["stages"]["whole, CPU"]["p50_ms"]),
        of("bare searches, CPU ms (p50)", lambda row: row["answering"]["stages"]["floor, CPU"]["p50_ms"]),
        of("one edition, CPU s", lambda row: row["edition"]["cost"]["cpu_s"]),
    ]


def questions_file(shared: Path, work: Path) -> Path:
    """Questions of citizens, evenly drawn, as a JSON list."""
    lines = (shared / "questions/citizens.jsonl").read_text(encoding="utf-8").splitlines()
    every = [json.loads(line)["question"] for line in lines] or list(QUESTIONS)
    work.mkdir(parents=True, exist_ok=True)
    path = work / "questions.json"
    path.write_text(json.dumps((every * (1 + (ASKED + WARM) // len(every)))[: ASKED + WARM]), encoding="utf-8")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000])
    parser.add_argument("--out", type=Path, default=RESULTS / "scale.json")
    parser.add_argument("--plot", type=Path, default=RESULTS / "scale.svg")
    given = parser.parse_args()
    articles, questions = news(given.shared), questions_file(given.shared, given.work)
    rows: list[dict[str, Any]] = []
    for size in given.sizes:
        rows.append(measured(given.work / str(size), articles, size, questions))
        keep(given.out, {"questions": ASKED, "editions": EDITIONS, "rows": rows})
        print(table(rows), flush=True)
    given.plot.write_text(plot("Growth with the archive", "passages", curves(rows)), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ask"]:
        print(json.dumps(answering(Path(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text(encoding="utf-8")))))
    else:
        main()
