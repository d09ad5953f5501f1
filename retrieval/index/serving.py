"""The generation that answers: opened once, leased to each question, exchanged when another is published.

A question keeps the generation it began with. A new one is opened and searched once beside the old, in a thread of its
own, then one reference is swapped, and the old one is closed when its last lease ends. The question that finds a new
one waits for it a moment only, and is answered from the old one where that takes longer. Looking for a new one costs a
read of a few bytes, at most every half second.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

import numpy as np

from retrieval.errors import BaowenError, GenerationMismatch, NothingPublished
from retrieval.index.engine import Engine, Generation

LOOK_EVERY_S = 0.5
"""Seconds between two looks for a new generation; by hand, 2026-11."""

LONGEST_OPENING_S = 0.2
"""Seconds that a question waits for a new generation to open before it is answered from the old one; by hand,
2026-11."""

LONGEST_CLOSING_S = 10.0
"""Seconds that closing waits for a generation that is being opened; by hand, 2026-11."""

WARMING_WORDS = "我们的新闻是在这里的一年"
"""What a generation is asked before it answers readers: words of which any newspaper has many."""

log = logging.getLogger(__name__)


class Leases(Protocol):
    """Gives questions the generation that they are answered from."""

    def lease(self) -> AbstractContextManager[Generation]: ...


class Fixed:
    """Leases one generation, published or not, to whoever opened it; it is closed by them."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation

    @contextmanager
    def lease(self) -> Iterator[Generation]:
        yield self._generation


class _Held:
    """An open generation and how many questions are using it."""

    def __init__(self, generation: Generation) -> None:
        self.generation, self.leases, self.replaced = generation, 0, False


class Serving:
    """Leases the published generation. Safe to use from several threads.

    ``problem`` is why the newest published generation can't be used while an older one goes on answering, None when
    all is well.
    """

    def __init__(
        self,
        engine: Engine,
        encoder_fingerprint: str,
        *,
        look_every_s: float = LOOK_EVERY_S,
        longest_wait_s: float = LONGEST_OPENING_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine, self._fingerprint = engine, encoder_fingerprint
        self._look_every_s, self._longest_wait_s, self._clock = look_every_s, longest_wait_s, clock
        self._lock, self._looking = threading.Lock(), threading.Lock()
        self._held: _Held | None = None
        self._looked = 0.0
        self._seen = -math.inf
        self._closed = False
        self.problem: BaowenError | None = None

    @contextmanager
    def lease(self) -> Iterator[Generation]:
        """The published generation, the same one for as long as the lease lasts.

        Raises ``NothingPublished`` before the first one, ``GenerationMismatch`` if it was built by another encoder.
        """
        held = self._take()
        try:
            yield held.generation
        finally:
            self._give_back(held)

    def seen_s_ago(self) -> float:
        """Seconds since it was last known which generation is published; infinite before the first time."""
        with self._lock:
            return self._clock() - self._seen

    def look_at_once(self) -> None:
        """Open what is published now, however lately that was looked at: this process has published."""
        with self._lock:
            self._looked = -math.inf
            idle = self._held is None
        if not idle and self._looking.acquire():
            self._exchange_and_release()

    def close(self) -> None:
        """Close what is open, at the latest when the last lease ends. Safe to call twice."""
        looked = self._looking.acquire(timeout=LONGEST_CLOSING_S)
        with self._lock:
            held, self._held, self._closed = self._held, None, True
        if looked:
            self._looking.release()
        self._retire(held)

    def _take(self) -> _Held:
        while True:
            self._look()
            with self._lock:
                if self._closed:
                    raise NothingPublished("serving has been closed")
                if self._held is not None:
                    self._held.leases += 1
                    return self._held

    def _give_back(self, held: _Held) -> None:
        with self._lock:
            held.leases -= 1
            last = held.replaced and held.leases == 0
        if last:
            held.generation.close()

    def _look(self) -> None:
        """Exchange the generation if another was published. One thread looks; the others go on with what there is."""
        if not self._due() or not self._looking.acquire(blocking=self._held is None):
            return
        if self._held is None:
            self._exchange_and_release()
            return
        exchange = threading.Thread(target=self._exchange_aside, name="new-generation", daemon=True)
        try:
            exchange.start()
        except RuntimeError as problem:  # no thread is to be had just now: the next question tries again
            self._looking.release()
            log.warning("no thread to look for a new generation in: %s", problem)
            return
        exchange.join(self._longest_wait_s)

    def _exchange_aside(self) -> None:
        try:
            self._exchange_and_release()
        except Exception:  # nobody waits for this thread to tell
            log.exception("the newest generation can't be opened")

    def _exchange_and_release(self) -> None:
        """Exchange where that is still due, and let others look again."""
        try:
            if self._due():
                self._exchange()
        finally:
            self._looking.release()

    def _due(self) -> bool:
        with self._lock:
            return not self._closed and (self._held is None or self._clock() - self._looked >= self._look_every_s)

    def _exchange(self) -> None:
        try:
            opened = self._open_new()
            self.problem = None
        except BaowenError as problem:
            if self._held is None:
                raise
            if str(problem) != str(self.problem):
                log.warning("the newest generation can't be used, the older one goes on answering: %s", problem)
            self.problem, opened = problem, None
        replaced = None
        with self._lock:
            self._looked = self._clock()
            if opened is not None:
                replaced, self._held = (_Held(opened), None) if self._closed else (self._held, _Held(opened))
        self._retire(replaced)

    def _open_new(self) -> Generation | None:
        """The published generation opened, None if it is the one that is held."""
        current = self._engine.current()
        if current is None:
            raise NothingPublished("nothing has been published yet")
        with self._lock:
            self._seen = self._clock()
        if self._held is not None and self._held.generation.manifest.id == current:
            return None
        generation = self._engine.open(current)
        built_by = generation.manifest.encoder_fingerprint
        if built_by != self._fingerprint:
            name = generation.manifest.encoder
            generation.close()
            raise GenerationMismatch(f"generation {current} was built by encoder {name} ({built_by}), not by this one")
        if self._held is not None:
            _warm(generation)
        return generation

    def _retire(self, held: _Held | None) -> None:
        if held is None:
            return
        with self._lock:
            held.replaced = True
            unused = held.leases == 0
        if unused:
            held.generation.close()


def _warm(generation: Generation) -> None:
    """Have everything looked up and searched once; raises, with the generation closed, what searching raises."""
    try:
        generation.contents()
        generation.lexical_passages(WARMING_WORDS, 1)
        generation.lexical_articles(WARMING_WORDS, 1)
        dim = generation.manifest.dim
        generation.dense(np.full(dim, dim**-0.5, dtype=np.float32), 1)
    except BaseException:
        generation.close()
        raise
