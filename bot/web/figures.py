"""Everything that ``/metrics`` shows: this process, what others left in the data folder, journal and generation."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample

from bot.clock import utc_now
from bot.journal import PUBLISHED, Entry
from bot.messages import KNOWN
from bot.metrics import FOLDER, Metrics
from bot.wiring import Newsroom

BOUNDS = (0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)
"""Upper bounds of a publishing's seconds."""

log = logging.getLogger(__name__)


class Figures(Collector):
    """Collected anew at every look. Each process's own figures carry its name in the label ``process``."""

    def __init__(self, room: Newsroom, metrics: Metrics, *, now: Callable[[], datetime] = utc_now) -> None:
        self._room, self._metrics, self._now = room, metrics, now

    def collect(self) -> Iterable[Metric]:
        yield from merged([("web", self._metrics.registry.collect()), *left_in(self._room.settings.data / FOLDER)])
        yield from publishing(self._room.journal.entries())
        yield from self._ages()
        yield from self._expected()

    def _ages(self) -> Iterator[Metric]:
        """The gauges that grow with time; none before the first publishing."""
        try:
            with self._room.serving.lease() as generation:
                manifest = generation.manifest
        except KNOWN:
            return
        problem = self._room.serving.problem is not None
        yield GaugeMetricFamily("baowen_generation_problem", "1 while the newest generation can't be used.", problem)
        age = (self._now() - datetime.fromisoformat(manifest.created)).total_seconds()
        yield GaugeMetricFamily("baowen_generation_age_seconds", "Age of the published generation.", age)
        yield GaugeMetricFamily("baowen_passages", "Passages of the published generation.", manifest.passages)
        if manifest.newest_date:
            days = (self._room.clock.day_of(self._now()) - date.fromisoformat(manifest.newest_date)).days
            yield GaugeMetricFamily("baowen_newest_edition_age_days", "Age of the newest edition.", days)

    def _expected(self) -> Iterator[Metric]:
        """Whether expected editions are missing; nothing without a schedule."""
        settings = self._room.settings
        if not settings.schedule:
            return
        missing = {each.paper for each in self._room.missing(self._now())}
        gauge = GaugeMetricFamily(
            "baowen_expected_edition_missing", "1 while an expected edition is missing.", labels=["paper"]
        )
        for paper in settings.schedule_papers or (None,):
            gauge.add_metric([paper or ""], paper in missing)
        yield gauge


def left_in(folder: Path) -> Iterator[tuple[str, Iterable[Metric]]]:
    """(process, figures) of the other processes over this data folder."""
    for path in sorted(folder.glob("*.prom")):
        try:
            yield path.stem, list(text_string_to_metric_families(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            log.warning("%s can't be read: %s", path, type(error).__name__)


def merged(sources: Iterable[tuple[str, Iterable[Metric]]]) -> Iterator[Metric]:
    """One family a name, with the samples of all processes."""
    families: dict[str, Metric] = {}
    for process, found in sources:
        for metric in found:
            family = families.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
            family.samples += [
                Sample(sample.name, {**sample.labels, "process": process}, sample.value) for sample in metric.samples
            ]
    yield from (families[name] for name in sorted(families))


def publishing(entries: list[Entry]) -> Iterator[Metric]:
    """What became of publishings, whichever process did them."""
    yield from _outcomes(entries)
    yield from _durations([entry.seconds for entry in entries if entry.outcome == PUBLISHED])


def _outcomes(entries: list[Entry]) -> Iterator[Metric]:
    outcomes = CounterMetricFamily("baowen_publishings", "Publishings, by outcome.", labels=["outcome"])
    kinds = CounterMetricFamily("baowen_publishing_failures", "Publishings that failed, by error.", labels=["kind"])
    last = GaugeMetricFamily("baowen_publishing_last_timestamp_seconds", "When one last ended so.", labels=["outcome"])
    ended = {entry.outcome: entry.at for entry in entries}  # the newest of each outcome stays
    for outcome, count in sorted(Counter(entry.outcome for entry in entries).items()):
        outcomes.add_metric([outcome], count)
        last.add_metric([outcome], datetime.fromisoformat(ended[outcome]).timestamp())
    for kind, count in sorted(Counter(entry.kind for entry in entries if entry.kind).items()):
        kinds.add_metric([kind], count)
    yield from (outcomes, kinds, last)


def _durations(took: list[float]) -> Iterator[Metric]:
    """How long publishings that succeeded ``took``, in seconds, oldest first."""
    buckets = [(str(bound), sum(seconds <= bound for seconds in took)) for bound in BOUNDS]
    seconds = HistogramMetricFamily("baowen_publishing_seconds", "Time of one publishing.")
    seconds.add_metric([], [*buckets, ("+Inf", len(took))], sum(took))
    yield seconds
    if took:
        yield GaugeMetricFamily("baowen_publishing_last_seconds", "Time of the newest publishing.", took[-1])
