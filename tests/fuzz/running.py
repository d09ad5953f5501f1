"""Draws cases of each way in, checks them, and sees which of them hang."""

from __future__ import annotations

import signal
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any, Protocol

from tests.fuzz.folders import Folders
from tests.fuzz.html import Html
from tests.fuzz.lines import Lines
from tests.fuzz.packed import Packed
from tests.fuzz.pages import Pages
from tests.fuzz.printed import Printed
from tests.fuzz.questions import Answers, Questions
from tests.fuzz.spoiled import Spoiled
from tests.fuzz.wrapped import Wrapped
from tests.fuzz.zips import Zips

SHARES: dict[type[Any], float] = {
    Pages: 0.23,
    Lines: 0.18,
    Wrapped: 0.02,
    Questions: 0.25,
    Html: 0.04,
    Printed: 0.01,
    Answers: 0.005,
    Spoiled: 0.005,
    Zips: 0.06,
    Packed: 0.1,
    Folders: 0.1,
}
"""Of all cases; an answer or a PDF takes as long as many a question."""
LONGEST_S = 10.0
"""CPU seconds after which a case hangs."""
TOLD = 5
"""Failures of each way that are told with their input."""


class Way(Protocol):
    """A way in: draws a case, and checks it; what came of it is a word to count."""

    name: str

    def case(self, rng: Random) -> Any: ...

    def check(self, case: Any, rng: Random) -> str: ...


@dataclass(slots=True)
class Run:
    """What came of one way in; ``told`` are its first failures, ``came`` counts what the cases came to.

    ``slowest`` is the number of the case that took longest, ``slowest_ms`` the CPU time that it took.
    """

    way: str
    cases: int
    seconds: float = 0.0
    failures: int = 0
    slowest: int = -1
    slowest_ms: float = 0.0
    came: dict[str, int] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def add(self, more: Run) -> None:
        """Take the cases of another run of the same way in."""
        self.cases += more.cases
        self.seconds = round(self.seconds + more.seconds, 1)
        self.failures += more.failures
        if more.slowest_ms > self.slowest_ms:
            self.slowest, self.slowest_ms = more.slowest, more.slowest_ms
        self.came = dict((Counter(self.came) + Counter(more.came)).most_common())
        self.told = (self.told + more.told)[:TOLD]


def run(way: Way, cases: int, seed: int, first: int = 0) -> Run:
    """Try a number of cases; the same seed and number give the same case."""
    found, came, begun = Run(way.name, cases), Counter[str](), time.monotonic()
    for number in range(first, first + cases):
        rng = rng_of(way, seed, number)
        case = way.case(rng)
        started = time.process_time()
        try:
            with limited(LONGEST_S):
                came[way.check(case, rng)] += 1
        except Exception as error:
            found.failures += 1
            if len(found.told) < TOLD:
                place = traceback.extract_tb(error.__traceback__)[-1]
                what = f"{type(error).__name__} {error} at {place.name}:{place.lineno}"
                found.told.append(f"case {number}: {what}, {case!r}"[:2000])
        took = round((time.process_time() - started) * 1000, 1)
        if took > found.slowest_ms:
            found.slowest, found.slowest_ms = number, took
    found.seconds, found.came = round(time.monotonic() - begun, 1), dict(came.most_common())
    return found


def rng_of(way: Way, seed: int, number: int) -> Random:
    """What one case is drawn and checked with."""
    return Random(f"{way.name} {seed} {number}")


@contextmanager
def opened(way: type[Any], folder: Path) -> Iterator[Way]:
    """A way in over a folder of its own."""
    made = way(folder)
    try:
        yield made
    finally:
        with suppress(AttributeError):
            made.close()


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TimeoutError inside what takes more CPU time than that."""

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"took more than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
