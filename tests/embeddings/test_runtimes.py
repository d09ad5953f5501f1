"""ONNX Runtime and OpenVINO, tried in a process of their own: see ``runtimes_apart.py``.

Their libraries and the training of ``test_training.py`` in one process end it with a segmentation fault, now and then.
The program never has both: it encodes with a runtime, or it trains.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest


def test_the_runtimes_give_the_vectors_of_torch(root: Path) -> None:
    tests = Path(__file__).with_name("runtimes_apart.py")
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", str(tests)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, timeout=900, check=False)
    print(done.stdout, done.stderr)
    assert done.returncode == 0
    if skipped := re.findall(r"SKIPPED .*", done.stdout):
        pytest.skip("; ".join(sorted(set(skipped))))
    assert re.search(r"\d+ passed", done.stdout)
