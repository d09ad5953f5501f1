"""Questions a second with 1, 2, 8 and 32 who ask at once: ``python -m benchmarks.throughput SHARED WORKDIR``.

One process, as the bot and the web server have it; each asker asks again as soon as it is answered, another question
every time. Without reading and with it, over the articles and questions of one of the sets of ``benchmarks.answers``,
whose indexes in WORKDIR are taken. Printed and written are questions a second, how many times those of one asker that
is, and the median and 99th percentile of the wait.
"""

from __future__ import annotations

import argparse
import json
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

import numpy as np

from benchmarks.answers import SETS, TODAY, drawn, newsroom
from embeddings.opening import open_encoder
from retrieval.answers.ask import Asker

RESULTS = Path(__file__).parent / "results" / "throughput.json"
ASKERS = (1, 2, 8, 32)
WARM = 20
"""Questions asked before time is taken."""
READING_THREADS = 2


def asked_at_once(asker: Asker, questions: Sequence[str], askers: int, seconds: float) -> dict[str, float]:
    """What ``askers`` threads get within ``seconds``."""
    turn: Iterator[str] = cycle(questions)
    next_question, waits = threading.Lock(), []
    end = time.perf_counter() + seconds

    def ask_on() -> None:
        while (began := time.perf_counter()) < end:
            with next_question:
                question = next(turn)
            asker.ask(question, today=TODAY)
            waits.append(time.perf_counter() - began)

    threads = [threading.Thread(target=ask_on) for _ in range(askers)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(waits) / (time.perf_counter() - began)
    p50, p99 = np.percentile(np.array(waits) * 1000, (50, 99))
    return {"a_second": round(rate, 1), "p50_ms": round(float(p50), 1), "p99_ms": round(float(p99), 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--set", dest="name", default="citizens", choices=list(SETS))
    parser.add_argument("--seconds", type=float, default=8.0, help="of each run")
    parser.add_argument("--out", type=Path, default=RESULTS)
    given = parser.parse_args()
    encoder = open_encoder("bundled")
    data = SETS[given.name](given.shared)
    questions = [question.text for question in drawn(data.questions, len(data.questions))]
    record: dict[str, object] = {"set": given.name, "articles": len(data.articles), "seconds": given.seconds}
    print("| | askers | questions a second | times those of one | p50 ms | p99 ms |\n|---|---|---|---|---|---|")
    for reading in ("off", "full"):
        folder = given.work / given.name
        asker = newsroom(folder, lambda: data, encoder, reading=reading == "full", threads=READING_THREADS)
        for question in questions[:WARM]:
            asker.ask(question, today=TODAY)
        rows: dict[int, dict[str, float]] = {}
        for askers in ASKERS:
            row = asked_at_once(asker, questions, askers, given.seconds)
            row["times_one"] = round(row["a_second"] / rows[1]["a_second"], 2) if rows else 1.0
            rows[askers] = row
            told = (row["a_second"], row["times_one"], row["p50_ms"], row["p99_ms"])
            print(f"| reading {reading} | {askers} | " + " | ".join(map(str, told)) + " |", flush=True)
        record[f"reading_{reading}"] = rows
    given.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
