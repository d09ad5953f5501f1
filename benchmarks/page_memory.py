"""The memory that reading a page takes: ``python -m benchmarks.page_memory FILE`` prints MiB.

It is that of the process that looks into the file, at its peak. A process counts the memory of the one that started it
as its own, up to the moment it begins: so a benchmark that holds much itself has this small one start it.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from retrieval.editions.pages.page_process import sheets_in
from retrieval.editions.pages.sheet import Sheet

ROOT = Path(__file__).resolve().parents[1]


def peak_memory_mib(data: bytes, name: str) -> float:
    """Of the process that looks into a file with that name."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        command = [sys.executable, "-m", "benchmarks.page_memory", str(path)]
        return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    path = Path(sys.argv[1])
    sheets = list(sheets_in(path.read_bytes(), "pdf" if path.suffix == ".pdf" else "picture", path.name))
    assert all(isinstance(sheet, Sheet) for sheet in sheets)
    print(round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1))


if __name__ == "__main__":
    main()
