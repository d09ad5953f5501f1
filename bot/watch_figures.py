"""What ``baowen watch`` counts, left in the data folder where the web process finds it (``metrics.py``)."""

from __future__ import annotations

import logging
import time
import zlib
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, disable_created_metrics

from bot.metrics import leave

READ, PARTLY, REFUSED, FAILED = "read", "partly", "refused", "failed"
"""What becomes of a file; ``FAILED``: a fault of the program, the file is left where it is."""
EVERY_S = 15.0
"""Seconds after which the figures are left anew though nothing was counted; by hand, 2026-11."""

log = logging.getLogger(__name__)


class WatchFigures:
    """The counters of one watched folder."""

    def __init__(self, data: Path, folder: str) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # the library leaves it without types
        self._data, self._process = data, f"watch-{zlib.crc32(folder.encode('utf-8', 'surrogateescape')):08x}"
        self._registry = CollectorRegistry()
        self._files = Counter(
            "baowen_watched_files", "Files that arrived, by what became of them.", ["outcome"], registry=self._registry
        )
        for outcome in (READ, PARTLY, REFUSED, FAILED):
            self._files.labels(outcome)
        self._ways = Counter(
            "baowen_watch_waits", "How often a round could not be done, by kind.", ["kind"], registry=self._registry
        )
        self._seen = Gauge(
            "baowen_process_seen_timestamp_seconds", "When the process was last alive.", registry=self._registry
        )
        self._left_at = -EVERY_S
        self._changed = True

    def file(self, outcome: str) -> None:
        """One file was dealt with."""
        self._files.labels(outcome).inc()
        self._changed = True

    def in_the_way(self, kind: str) -> None:
        """A round could not be done."""
        self._ways.labels(kind).inc()
        self._changed = True

    def leave(self) -> None:
        """Write the figures, if there is anything new or the last time is a while ago."""
        now = time.monotonic()
        if not self._changed and now - self._left_at < EVERY_S:
            return
        self._seen.set_to_current_time()
        try:
            leave(self._registry, self._data, self._process)
        except OSError as error:
            log.warning("figures could not be left in the data folder: %s", error.strerror)
        self._left_at, self._changed = now, False
