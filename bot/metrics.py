"""What is counted, in Prometheus' terms. No metric carries a question's words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The counters of one process, in their own registry."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.answers = Counter("baowen_answers", "Questions answered, by status.", ["status"], registry=self.registry)
        self.failures = Counter("baowen_failures", "Questions that failed, by kind.", ["kind"], registry=self.registry)
        self.latency = Histogram(
            "baowen_answer_seconds", "Time from question to answer.", buckets=SECONDS, registry=self.registry
        )
        self.generation_age = Gauge(
            "baowen_generation_age_seconds", "Age of the published generation.", registry=self.registry
        )
        self.edition_age = Gauge("baowen_newest_edition_age_days", "Age of the newest edition.", registry=self.registry)

    @contextmanager
    def question(self) -> Iterator[None]:
        """Time one question and count it as a failure when it raises."""
        begun = time.perf_counter()
        try:
            yield
        except Exception as error:
            self.failures.labels(type(error).__name__).inc()
            raise
        finally:
            self.latency.observe(time.perf_counter() - begun)
