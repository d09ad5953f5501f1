"""The composition root, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ONE_THREAD = """
import sys
from pathlib import Path
from threadpoolctl import threadpool_info
from bot.settings import load_settings
from bot.wiring import Newsroom
room = Newsroom(load_settings(data=Path(sys.argv[1])))
room.asker
room.close()
print([pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"])
"""


def test_a_question_is_answered_on_one_core(indexed: Path, root: Path) -> None:
    given = {name: value for name, value in os.environ.items() if "NUM_THREADS" not in name}
    command = [sys.executable, "-c", ONE_THREAD, str(indexed)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=root, env=given, check=True, timeout=60)
    assert set(json.loads(ran.stdout)) == {1}


NOT_FOR_ASKING = (
    "retrieval.editions.ingest",
    "retrieval.editions.layout.segment",
    "retrieval.editions.layout.block_patterns",
    "numpy.ma",
    "torch",
)
ASKED = """
import sys
from bot.cli import main
try:
    main(["ask", "几点开门", "--data", sys.argv[1]])
finally:
    print(*sys.modules, file=sys.stderr)
"""


def test_who_only_asks_waits_for_nothing_that_reads_pages(indexed: Path, root: Path) -> None:
    command = [sys.executable, "-c", ASKED, str(indexed)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False, timeout=60)
    loaded = set(ran.stderr.split())
    assert "bot.wiring" in loaded
    assert loaded.isdisjoint(NOT_FOR_ASKING)
