"""``make fuzz``: a million seeded cases on all ways in, ``python -m tests.fuzz [CASES] [--seed N] [--out FILE]``.

Printed and written for each way: cases, seconds of the processes, failures, the slowest case, what the cases came to. A
case that takes longer than ``LONGEST_S`` of CPU time hangs, which is a failure. The first failures are told with their
input; ``--ways zips --repeat 17`` tries one case again and shows where it fails.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shlex
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tqdm import tqdm

from tests.fuzz.running import LONGEST_S, SHARES, Run, limited, opened, rng_of, run

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "fuzz.json"
AT_ONCE = 1000
"""Cases that a process tries before it says how it went."""


def some(way: type[Any], cases: int, seed: int, first: int) -> Run:
    """Cases from the ``first`` on, in a folder of their own."""
    with TemporaryDirectory() as folder, opened(way, Path(folder)) as entry:
        return run(entry, cases, seed, first)


def counted(said: str) -> tuple[str, int]:
    """``folders=100000``"""
    way, _, cases = said.partition("=")
    return way, int(cases)


def run_all(counts: dict[type[Any], int], seed: int, jobs: int, minutes: float) -> list[Run]:
    """Each way its cases, in several processes; after so many minutes no more of them are begun."""
    until = time.monotonic() + 60 * minutes
    runs = {way.name: Run(way.name, 0) for way in counts}
    with ProcessPoolExecutor(jobs) as pool, tqdm(total=sum(counts.values()), unit="case", mininterval=2) as bar:
        parts = [
            pool.submit(some, way, min(AT_ONCE, count - first), seed, first)
            for way, count in counts.items()
            for first in range(0, count, AT_ONCE)
        ]
        for part in as_completed(parts):
            if part.cancelled():
                continue
            found = part.result()
            runs[found.way].add(found)
            for told in found.told:
                bar.write(f"{found.way}: {told}", file=sys.stderr)
            if time.monotonic() > until:
                for waiting in parts:
                    waiting.cancel()
            bar.set_postfix(failures=sum(each.failures for each in runs.values()))
            bar.update(found.cases)
    return list(runs.values())


def repeat(way: type[Any], seed: int, number: int) -> None:
    """One case again, with what is wrong with it."""
    with TemporaryDirectory() as folder, opened(way, Path(folder)) as entry:
        rng = rng_of(entry, seed, number)
        case = entry.case(rng)
        print(repr(case)[:4000])
        with limited(LONGEST_S):
            print(entry.check(case, rng))


def show(runs: list[Run]) -> None:
    print("| way in | cases | seconds | failures | slowest, CPU ms | its number |")
    print("|---|---|---|---|---|---|")
    for each in runs:
        times = f"{each.seconds:.0f} | {each.failures} | {each.slowest_ms:.0f} | {each.slowest}"
        print(f"| {each.way} | {each.cases:,} | {times} |")


def main() -> None:
    names = {way.name: way for way in SHARES}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--ways", nargs="+", default=list(names), choices=list(names))
    parser.add_argument("--of", nargs="+", type=counted, default=[], metavar="WAY=CASES", help="instead of its share")
    parser.add_argument("--minutes", type=float, default=inf, help="begin no more cases after so many")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--repeat", type=int, metavar="NUMBER", help="try one case again, of the one way given")
    parser.add_argument("--out", type=Path, help=f"where to write the results ({RESULTS.name} where all cases are run)")
    given = parser.parse_args()
    ways = [names[name] for name in given.ways]
    if given.repeat is not None:
        repeat(ways[0], given.seed, given.repeat)
        return
    for way in ways:
        if reason := getattr(way, "unavailable", None):
            print(f"{way.name}: skipped, {reason}", file=sys.stderr)
    ways = [way for way in ways if not getattr(way, "unavailable", None)]
    begun = time.monotonic()
    counts = {way: round(given.cases * SHARES[way]) for way in ways} | {names[name]: n for name, n in given.of}
    runs = run_all(counts, given.seed, given.jobs, given.minutes)
    show(runs)
    record = {
        "command": f"python -m tests.fuzz {shlex.join(sys.argv[1:])}",
        "seed": given.seed,
        "cases": sum(each.cases for each in runs),
        "failures": sum(each.failures for each in runs),
        "seconds": round(time.monotonic() - begun),
        "peak_memory_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "ways": [asdict(each) for each in runs],
    }
    out = given.out or (RESULTS if given.cases >= 1_000_000 and len(ways) == len(names) else None)
    if out is not None:
        out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.exit(int(any(each.failures for each in runs)))


if __name__ == "__main__":
    main()
