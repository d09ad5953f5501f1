"""Keeps Python's collector of cycles from looking through the records of a page while it is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """No search for cycles meanwhile: a page is very many small records without any, and looking took a quarter of the
    time. Where another thread has paused it too, the first that ends goes on collecting.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
