"""CPU time of a piece of work, in tests that hold it against its length."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object]) -> float:
    """What ``work`` takes of this process.

    The garbage collector waits meanwhile: it walks through all that earlier tests left, half a second in a long run.
    """
    gc.disable()
    try:
        begun = time.process_time()
        work()
        return time.process_time() - begun
    finally:
        gc.enable()
