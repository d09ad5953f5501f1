"""A short run of what ``make fuzz`` does a million times."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.running import SHARES, limited, opened, run

CASES = 2_000
SEED = int(os.environ.get("FUZZ_SEED", "7"))


@pytest.mark.parametrize("way", SHARES, ids=[way.name for way in SHARES])
def test_any_input_is_read_or_refused(way, tmp_path: Path) -> None:
    if reason := getattr(way, "unavailable", None):
        pytest.skip(reason)
    with opened(way, tmp_path) as entry:
        found = run(entry, round(CASES * SHARES[way]), SEED)
    assert not found.failures, "\n".join(found.told)
    assert len(found.came) > 1, "cases come to more than one end"


@pytest.mark.parametrize("way", [way for way in SHARES if not way.name.startswith("answers")])
def test_the_same_seed_draws_the_same_cases(way, tmp_path: Path) -> None:
    if reason := getattr(way, "unavailable", None):
        pytest.skip(reason)
    with opened(way, tmp_path) as entry:
        first, second, other = ([entry.case(Random(f"{seed} {n}")) for n in range(20)] for seed in (3, 3, 4))
    assert first == second != other


def test_what_hangs_is_found() -> None:
    with pytest.raises(TimeoutError), limited(0.05):
        while True:
            pass
