"""Going back: an older generation is published again, and what the newer ones brought stays out of later publishings.

Steps: which generation → is it sound → what goes and what comes back → decide that in the archive → switch. A process
that ends between the last two leaves the newer generation published; going back again ends well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from retrieval.editions.store.archive import Archive
from retrieval.editions.store.rollbacks import Rollbacks
from retrieval.editions.store.turnover import Turnover, turnover
from retrieval.errors import StorageError, UnknownRecord
from retrieval.index.engine import Engine, Manifest, published_id
from retrieval.index.gate import Standing
from retrieval.index.publish import held_articles


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What going back did: ``manifest`` is published again in the place of ``before``, None where that was damaged."""

    manifest: Manifest
    before: str | None
    turnover: Turnover


def restorable(engine: Engine) -> list[Manifest]:
    """The generations that may be published again, oldest first: all but one that is still being judged."""
    return [manifest for manifest in engine.generations() if manifest.gate != Standing.PENDING]


def roll_back(
    archive: Archive,
    engine: Engine,
    generation_id: str | None = None,
    *,
    before_switch: Callable[[], None] | None = None,
) -> RolledBack:
    """Publish an older generation again: the one named, else the one built before the published one.

    ``before_switch`` is the last step before the commit point. Raises ``UnknownRecord`` if there is none,
    ``StorageError`` if it is damaged, ``Busy`` if somebody is writing.
    """
    with engine.writing():
        target = _target(engine, generation_id)
        if problems := engine.check(target.id):
            raise StorageError(f"generation {target.id} is not sound: {'; '.join(problems[:5])}")
        current = published_id(engine)
        before, after = _published_articles(archive, engine, current), set(held_articles(engine, target))
        turned = turnover(archive.database, before, after)
        Rollbacks(archive.database).decide(out=before - after, back=after - before)
        if before_switch:
            before_switch()
        engine.publish(target.id)
        return RolledBack(target, current, turned)


def turnover_to(archive: Archive, engine: Engine, generation_id: str) -> Turnover:
    """What going back to a generation would change for readers. Raises ``UnknownRecord`` if there is none."""
    target = _target(engine, generation_id)
    before = _published_articles(archive, engine, published_id(engine))
    return turnover(archive.database, before, held_articles(engine, target))


def _target(engine: Engine, generation_id: str | None) -> Manifest:
    known = restorable(engine)
    names = [manifest.id for manifest in known]
    if generation_id is None:
        place = names.index(published) if (published := published_id(engine)) in names else 0
        generation_id = names[place - 1] if place else ""
    if generation_id not in names:
        raise UnknownRecord(f"generation {generation_id}" if generation_id else "no older generation")
    return known[names.index(generation_id)]


def _published_articles(archive: Archive, engine: Engine, current: str | None) -> set[int]:
    """What is published; where that can't be read, what is to be."""
    manifest = next((each for each in engine.generations() if each.id == current), None)
    return set(held_articles(engine, manifest) or archive.live_ids())
