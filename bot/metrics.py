"""What one process counts, in Prometheus' terms. No metric carries a question's words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, write_to_textfile
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from retrieval.answers.timing import STAGES
from retrieval.domain import AnswerStatus

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
FOLDER = "metrics"
"""Where in the data folder processes leave their figures for the web process."""


class Metrics:
    """The counters of one process, in their own registry."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # the library leaves it without types
        self.registry = CollectorRegistry()
        self.questions = Counter("baowen_questions", "Questions asked.", registry=self.registry)
        self.answers = Counter("baowen_answers", "Questions answered, by status.", ["status"], registry=self.registry)
        self.failures = Counter("baowen_failures", "Questions that failed, by kind.", ["kind"], registry=self.registry)
        self.latency = Histogram(
            "baowen_answer_seconds", "Time from question to answer.", buckets=SECONDS, registry=self.registry
        )
        self.stages = Histogram(
            "baowen_stage_seconds", "Time of one step of an answer.", ["stage"], buckets=SECONDS, registry=self.registry
        )
        for status in AnswerStatus:
            self.answers.labels(status)
        for name in STAGES:
            self.stages.labels(name)
        self._tell_day: Callable[[AnswerStatus], None] | None = None
        self._written = Gauge(
            "baowen_process_seen_timestamp_seconds", "When the process was last alive.", registry=self.registry
        )
        self._written.set_to_current_time()

    @contextmanager
    def question(self) -> Iterator[Callable[[AnswerStatus], None]]:
        """Time one question; count its status when told, or a failure when it raises."""
        self.questions.inc()
        begun = time.perf_counter()
        try:
            yield self._answered
        except Exception as error:
            self.failures.labels(type(error).__name__).inc()
            raise
        finally:
            self.latency.observe(time.perf_counter() - begun)

    def tell_days(self, tell: Callable[[AnswerStatus], None]) -> None:
        """Tell somebody of each answer who counts them by day (``question_days.py``)."""
        self._tell_day = tell

    def _answered(self, status: AnswerStatus) -> None:
        self.answers.labels(status).inc()
        if self._tell_day:
            self._tell_day(status)

    def stage(self, name: str, seconds: float) -> None:
        """One step of an answer is done."""
        self.stages.labels(name).observe(seconds)

    def follow(self, name: str, help_text: str, label: str, read: Callable[[], Mapping[str, int]]) -> None:
        """Show counts that somebody else keeps, as counter ``name`` by ``label``; ``read`` is called at each look."""
        self.registry.register(_Followed(name, help_text, label, read))

    def leave(self, data: Path, process: str) -> None:
        """Put all figures where the web process finds them, under the name of this process."""
        self._written.set_to_current_time()
        leave(self.registry, data, process)


def leave(registry: CollectorRegistry, data: Path, process: str) -> None:
    """Write figures where the web process finds them. Raises ``OSError``."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    write_to_textfile(str(folder / f"{process}.prom"), registry)


class _Followed(Collector):
    """Counts kept elsewhere."""

    def __init__(self, name: str, help_text: str, label: str, read: Callable[[], Mapping[str, int]]) -> None:
        self._name, self._help, self._label, self._read = name, help_text, label, read

    def collect(self) -> Iterable[Metric]:
        family = CounterMetricFamily(self._name, self._help, labels=[self._label])
        for value, count in sorted(self._read().items()):
            family.add_metric([value], count)
        yield family
