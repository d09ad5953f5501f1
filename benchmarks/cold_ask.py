"""A cold ``baowen ask``: from the start of the process to the answer, ``python -m benchmarks.cold_ask``.

The sample editions are indexed, then each road answers one question in fresh processes, in turns, so that a loaded
machine falls on all of them alike. "numpy" is the program as it is; "SentenceTransformer" opens the same bundled folder
through sentence-transformers and torch instead, as it would be without the numpy road. Medians of wall time and of CPU
time, most memory of the process, modules in ``-X importtime``. Set OMP_NUM_THREADS=1 for one thread.
"""

from __future__ import annotations

import json
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from os import environ
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "朝阳区转贷期限多久"
ASK = f"from bot.cli import main; main(['ask', {QUESTION!r}])"
LIBRARY = (
    "import bot.wiring; from embeddings.sentence_encoder import SentenceEncoder;"
    "from embeddings.static_encoder import BUNDLED, StaticEncoder;"
    # The same vectors by the other road: the index's fingerprint is theirs too.
    "library = SentenceEncoder(str(BUNDLED), run_its_code=True);"
    "library.fingerprint = StaticEncoder().fingerprint;"
    "bot.wiring.open_encoder = lambda *args, **more: library;"
)
ROADS = {"python + numpy": "import numpy", "baowen ask, numpy": ASK, "baowen ask, SentenceTransformer": LIBRARY + ASK}
MEMORY = (
    "import atexit, resource; atexit.register(lambda: open({!r}, 'w').write(str(resource.getrusage(0).ru_maxrss)));"
)
IMPORT = re.compile(r"^import time:\s+\d+ \|\s+\d+ \|\s+(\S+)$", re.M)


@dataclass(frozen=True)
class Road:
    """Medians over fresh processes. ``peak_mib``: most memory resident."""

    road: str
    wall_s: float
    cpu_s: float
    peak_mib: float
    modules: int
    torch: bool


def run(code: str, data: Path, *options: str) -> tuple[float, float, str]:
    """(wall, CPU, what went to the error stream) of a fresh process."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, *options, "-c", code],
        cwd=ROOT,
        env=environ | {"BAOWEN_DATA": str(data)},
        capture_output=True,
        text=True,
        check=True,
    )
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stderr


@click.command(help=__doc__)
@click.option("--times", default=9, show_default=True, help="fresh processes for each road")
@click.option("--out", type=click.Path(path_type=Path), help="write the figures as JSON")
def main(times: int, out: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data, peak = Path(folder) / "data", Path(folder) / "peak"
        run("from bot.cli import main; main(['index', 'examples/editions'])", data)
        taken: dict[str, list[tuple[float, float]]] = {road: [] for road in ROADS}
        for turn in range(times + 1):
            for road, code in ROADS.items():
                wall, cpu, _ = run(code, data)
                if turn:  # the first warms the disk
                    taken[road].append((wall, cpu))
        roads = []
        for road, code in ROADS.items():
            imported = set(IMPORT.findall(run(code, data, "-X", "importtime")[2]))
            run(MEMORY.format(str(peak)) + code, data)
            wall, cpu = (statistics.median(values) for values in zip(*taken[road], strict=True))
            mib = round(int(peak.read_text()) / 1024, 1)
            roads.append(Road(road, round(wall, 3), round(cpu, 3), mib, len(imported), "torch" in imported))
    print("| road | wall s | CPU s | peak MiB | modules | torch |\n|---|---|---|---|---|---|")
    for each in roads:
        print(f"| {each.road} | {each.wall_s} | {each.cpu_s} | {each.peak_mib} | {each.modules} | {each.torch} |")
    if out:
        machine = f"{platform.machine()}, Python {platform.python_version()}"
        content = {"machine": machine, "question": QUESTION, "times": times, "roads": [asdict(each) for each in roads]}
        out.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
