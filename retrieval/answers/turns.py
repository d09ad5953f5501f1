"""Whose turn it is: so many questions at once, the others in the order in which they came."""

from __future__ import annotations

from collections import deque
from threading import Lock
from types import TracebackType


class Turns:
    """Held while a question is worked on (``with turns:``). Safe to use from several threads.

    A semaphore of Python's lets whoever has just been answered go before those that wait: of 32 askers most waited
    no time, and some for eight seconds.
    """

    def __init__(self, at_once: int) -> None:
        """``at_once`` is how many may hold it together, 1 at least."""
        self._lock, self._free = Lock(), at_once
        self._waiting: deque[Lock] = deque()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    def __enter__(self) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            called = Lock()
            called.acquire()
            self._waiting.append(called)
        try:
            called.acquire()
        except BaseException:
            self._leave(called)
            raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._lock:
            self._call_next()

    def _call_next(self) -> None:
        if self._waiting:
            self._waiting.popleft().release()
        else:
            self._free += 1

    def _leave(self, called: Lock) -> None:
        """Who was interrupted waits no more; a turn that it had just been given goes to the next."""
        with self._lock:
            if called in self._waiting:
                self._waiting.remove(called)
            else:
                self._call_next()
