"""How long the steps of an answer take, told to whoever listens; nothing is measured while nobody does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

Listener: TypeAlias = Callable[[str, float], None]
"""Gets the name of a step and its seconds."""

STAGES = ("understand", "candidates", "rank", "rerank", "answer", "cite", "beside")
"""In the order of an answer. A question with a typing slip passes ``candidates`` and ``rank`` twice."""

_listener: ContextVar[Listener | None] = ContextVar("stages", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Tell ``listener`` of every step that ends in here. Holds for this thread (or task) only."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """One step, one of ``STAGES``; also as a decorator. A step that fails is told of as well."""
    listener = _listener.get()
    begun = time.perf_counter()
    try:
        yield
    finally:
        if listener is not None:
            listener(name, time.perf_counter() - begun)
