"""Terms from the process beside this one are those made here, in order, and nothing is lost where it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import psutil
import pytest

from retrieval.index.term_process import with_terms
from retrieval.language.tokenizer import Tokenizer

BATCHES = [(number, [f"城东图书馆第{number}天开门。\n读者2.5万人", "", "Covid-19 \ud800 臺灣"]) for number in range(6)]
FOR_EVER = """
import sys; sys.path.insert(0, sys.argv[1])
from itertools import count
from retrieval.index.term_process import with_terms
from retrieval.language.tokenizer import Tokenizer
for number, terms in with_terms(((number, ["开门" * 100]) for number in count()), Tokenizer()):
    print(number, flush=True)
"""


Begun: TypeAlias = Callable[[], list[psutil.Process]]


@pytest.fixture(autouse=True)
def cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.fixture
def children() -> Begun:
    """The processes that the test has begun; those of tests before it don't count."""
    before = set(psutil.Process().children())
    return lambda: [each for each in psutil.Process().children() if each not in before]


def made_here(tokenizer: Tokenizer) -> list[object]:
    return [(number, [tokenizer.joined_terms(text) for text in texts]) for number, texts in BATCHES]


def test_batches_come_in_order_with_the_terms_that_are_made_here(tokenizer: Tokenizer, children: Begun) -> None:
    assert list(with_terms(BATCHES, tokenizer)) == made_here(tokenizer)
    assert not children()


def test_one_batch_is_not_worth_a_process(tokenizer: Tokenizer, children: Begun) -> None:
    made = with_terms(BATCHES[:1], tokenizer)
    assert next(made) == made_here(tokenizer)[0]
    assert not children()


def test_terms_are_made_here_where_the_process_is_killed(tokenizer: Tokenizer, children: Begun) -> None:
    def batches() -> Iterator[tuple[int, list[str]]]:
        for number, texts in BATCHES:
            if number == 3:
                (process,) = children()
                process.kill()
                process.wait(10)
            yield number, texts

    assert list(with_terms(batches(), tokenizer)) == made_here(tokenizer)
    assert not children()


def test_the_process_ends_when_what_comes_is_not_wanted(tokenizer: Tokenizer, children: Begun) -> None:
    made = with_terms(BATCHES, tokenizer)
    next(made)
    assert len(children()) == 1
    made.close()
    assert not children()


def test_the_process_ends_with_one_that_is_killed() -> None:
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen([sys.executable, "-c", FOR_EVER, str(root)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        (worker,) = psutil.Process(parent.pid).children()
        os.kill(parent.pid, signal.SIGKILL)
    until = time.monotonic() + 30
    while worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < until
        time.sleep(0.05)
