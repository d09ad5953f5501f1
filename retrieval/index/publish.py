"""Bring the published generation up to the archive: the flow from live passages to the commit point.

Steps: what is published → what changed → encode and tokenise only that → new generation beside the old → check →
gate → switch. Whatever fails before the switch, the old generation goes on answering.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.turnover import NOTHING_TURNED, Turnover, turnover
from retrieval.errors import DiskFull, GenerationMismatch, NothingPublished, StorageError
from retrieval.index.changes import all_changes, changes_since
from retrieval.index.contents import encoded_text
from retrieval.index.engine import Changes, Engine, GenerationRecipe, Manifest, Row
from retrieval.index.gate import Gate, Refused, Standing, Verdict
from retrieval.index.space import Space
from retrieval.index.vectors import VectorCache

KEPT_GENERATIONS = 2
"""Generations kept beside the published one, to go back to; by hand, 2026-11."""

CHECKED_PASSAGES, CHECKED_HITS = 16, 50
"""Passages that must find themselves before they are published, and the number of hits among which they must; by hand,
2026-11."""

log = logging.getLogger(__name__)

PassageProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What one publishing did. ``changed`` is False where the published generation was up to date already.

    ``encoded`` passages were encoded, ``reused`` had their vector in the cache, ``retired`` went; the rest was linked.
    ``verdict`` is the gate's, None where there was no gate or nothing to judge. ``turnover`` is what comes and what
    goes for readers.
    """

    manifest: Manifest
    changed: bool
    encoded: int
    reused: int
    retired: int
    pruned: tuple[str, ...]
    seconds: float
    verdict: Verdict | None = None
    turnover: Turnover = NOTHING_TURNED


def publish(
    archive: Archive,
    engine: Engine,
    encoder: Encoder,
    cache: VectorCache,
    *,
    progress: PassageProgress | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    full: bool = False,
    keep: int = KEPT_GENERATIONS,
    gate: Gate | None = None,
    force: bool = False,
    space: Space | None = None,
    before_switch: Callable[[], None] | None = None,
) -> PublishReport:
    """Publish the archive as it is now. ``progress`` gets (passages done, passages to do).

    ``full`` builds everything anew instead of on the published generation. ``gate`` judges the new generation last;
    ``force`` publishes it whatever the gate says, and the generation remembers that. ``space`` refuses what would not
    fit on the disk. ``before_switch`` is the last step before the commit point, taken also where nothing has to change.
    Raises ``Busy`` if somebody else is writing, ``StorageError`` if the generation can't be written or its check fails,
    ``Refused`` if the gate does not let it through; then what is published has not changed.
    """
    started = time.monotonic()
    with engine.writing():
        _clear_away(engine)
        published = _published(engine)
        revision = archive.revision()
        base = published if published and not full and _can_extend(published, engine, encoder) else None
        if base and _up_to_date(base, archive, engine):
            if before_switch:
                before_switch()
            return PublishReport(base, False, 0, 0, 0, (), time.monotonic() - started)

        job = _Job(archive, engine, encoder, cache, progress, clock, Standing.PENDING if gate else None, space)
        manifest, retired = job.extend_or_build(base, revision)
        turned = turnover(archive.database, held_articles(engine, published), held_articles(engine, manifest))
        verdict = None
        if gate:
            manifest, verdict = _let_through(engine, manifest, gate, force)

        if before_switch:
            before_switch()
        engine.publish(manifest.id)
        pruned = tuple(engine.prune(keep))
    seconds = time.monotonic() - started
    return PublishReport(manifest, True, cache.encoded, cache.reused, retired, pruned, seconds, verdict, turned)


def _let_through(engine: Engine, manifest: Manifest, gate: Gate, force: bool) -> tuple[Manifest, Verdict]:
    """Have the gate judge a generation; what it says is stored with it, or the generation goes."""
    try:
        verdict = gate(manifest)
        if not verdict.passed and not force:
            raise Refused(verdict)
        standing = Standing.PASSED if verdict.passed else Standing.FORCED
        return engine.record(manifest.id, standing, verdict.record()), verdict
    except BaseException:
        engine.discard(manifest.id)
        raise


def _clear_away(engine: Engine) -> None:
    """Delete what was being judged when its process was killed."""
    for manifest in engine.generations():
        if manifest.gate == Standing.PENDING:
            engine.discard(manifest.id)


@dataclass(frozen=True, slots=True)
class _Job:
    """The collaborators of one publishing."""

    archive: Archive
    engine: Engine
    encoder: Encoder
    cache: VectorCache
    progress: PassageProgress | None
    clock: Callable[[], datetime]
    gate: str | None = None
    space: Space | None = None

    def extend_or_build(self, base: Manifest | None, revision: int) -> tuple[Manifest, int]:
        """A sound generation beside the published one, and how many passages of the base went."""
        if base is not None:
            try:
                return self._sound(base, revision)
            except DiskFull:
                raise
            except StorageError as problem:  # the base itself may be damaged: the archive alone is enough
                log.warning("can't build on generation %s, building everything anew: %s", base.id, problem)
        return self._sound(None, revision)

    def _sound(self, base: Manifest | None, revision: int) -> tuple[Manifest, int]:
        changes, total = self._changes(base)
        if self.space:
            self.space.for_passages(total, self.encoder.dim)
        vectors = _CountedVectors(self.cache, self.progress, total)
        manifest = self.engine.build(self._recipe(revision), changes, vectors)
        if problems := self._check(manifest):
            self.engine.discard(manifest.id)
            raise StorageError(f"generation {manifest.id} is not sound, not published: {'; '.join(problems[:5])}")
        return manifest, len(changes.retired)

    def _changes(self, base: Manifest | None) -> tuple[Changes, int]:
        if base is not None:
            changes, total = changes_since(self.archive, base, self.engine)
            if base.retired + len(changes.retired) <= base.passages // 5:
                return changes, total
        # Postings keep counting what was retired until it is merged away: too much of it bends BM25.
        return all_changes(self.archive)

    def _recipe(self, revision: int) -> GenerationRecipe:
        now = self.clock()
        newest = self.archive.newest_date()
        taken = {manifest.id for manifest in self.engine.generations()}
        name = stem = f"{now:%Y%m%d-%H%M%S}"
        number = 1
        while name in taken:
            number += 1
            name = f"{stem}-{number}"
        return GenerationRecipe(
            id=name,
            created=now.isoformat(timespec="microseconds"),
            revision=revision,
            encoder=self.encoder.name,
            encoder_fingerprint=self.encoder.fingerprint,
            dim=self.encoder.dim,
            newest_date=newest.isoformat() if newest else None,
            gate=self.gate,
        )

    def _check(self, manifest: Manifest) -> list[str]:
        """The engine's own check, then counts and texts of the archive where that has not moved on meanwhile."""
        if problems := self.engine.check(manifest.id):
            return problems
        live = self.archive.passage_count()
        if self.archive.revision() == manifest.revision and live != manifest.passages:
            problems.append(f"the archive has {live} passages, the generation {manifest.passages}")
        return problems + self._lost(manifest)

    def _lost(self, manifest: Manifest) -> list[str]:
        """Passages of an even sample that their own words do not find, though nothing crowds them out."""
        generation = self.engine.open(manifest.id)
        try:
            ids = generation.contents().passage_ids.tolist()
            texts = self.archive.passages(ids[:: max(1, len(ids) // CHECKED_PASSAGES)])
            found = {
                number: generation.lexical_passages(passage.text, CHECKED_HITS) for number, passage in texts.items()
            }
        finally:
            generation.close()
        lost: list[str] = []
        for number, hits in found.items():
            crowded_out = len(hits) >= CHECKED_HITS
            if hits and not crowded_out and all(hit.id != number for hit in hits):
                lost.append(f"passage {number} is not found by its own words")
        return lost


class _CountedVectors:
    """Vectors from the cache, with progress over the passages."""

    def __init__(self, cache: VectorCache, progress: PassageProgress | None, total: int) -> None:
        self._cache, self._progress, self._total, self._done = cache, progress, total, 0

    def __call__(self, rows: Sequence[Row]) -> NDArray[np.float32]:
        return self._cache.vectors([encoded_text(passage, article) for passage, article in rows], self._count)

    def _count(self, settled: int) -> None:
        self._done += settled
        if self._progress:
            self._progress(self._done, max(self._total, self._done))


def _published(engine: Engine) -> Manifest | None:
    """The published generation; None before the first, and where it can't be opened."""
    try:
        current = engine.current()
        if current is None:
            return None
        generation = engine.open(current)
    except (StorageError, NothingPublished, GenerationMismatch) as problem:
        log.warning("the published generation can't be used, building everything anew: %s", problem)
        return None
    generation.close()
    return generation.manifest


def _can_extend(published: Manifest, engine: Engine, encoder: Encoder) -> bool:
    return (
        published.encoder_fingerprint == encoder.fingerprint
        and published.tokenizer_fingerprint == engine.tokenizer_fingerprint
        and published.format == engine.format
        and published.dim == encoder.dim
    )


def _up_to_date(base: Manifest, archive: Archive, engine: Engine) -> bool:
    """Whether the archive would be published as it is published already, whatever happened to it meanwhile."""
    if base.revision == archive.revision():
        return True
    try:
        changes, added = changes_since(archive, base, engine)
    except StorageError:
        return False  # the base is damaged: building says so
    return not (added or changes.retired or changes.retired_articles)


def held_articles(engine: Engine, manifest: Manifest | None) -> list[int]:
    """Ids of the articles of a generation; none where it can't be read."""
    if manifest is None:
        return []
    try:
        generation = engine.open(manifest.id)
    except (StorageError, GenerationMismatch):
        return []
    try:
        found: list[int] = generation.contents().article_ids.tolist()
        return found
    finally:
        generation.close()
