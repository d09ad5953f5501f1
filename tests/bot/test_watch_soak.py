"""``baowen watch`` among hostile files, killed and started again: a short run of ``benchmarks/watch_soak.py``."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.watch_soak import Plan, soak
from tests.fuzz.folders import Folders

MOST_MEMORY_MIB = 700
"""A process has some 250; growth is what the long run shows."""


@pytest.mark.skipif(Folders.unavailable is not None, reason=str(Folders.unavailable))
def test_every_good_page_is_published_whatever_comes_with_it(tmp_path: Path) -> None:
    found = soak(tmp_path, Plan(hostile=120, good=12, kills=1, pause_s=0.005))
    assert found.faults == []
    assert (found.hostile, found.good, found.published, found.kills, found.alive) == (120, 12, 12, 1, True)
    assert 0 < found.memory_most < MOST_MEMORY_MIB
