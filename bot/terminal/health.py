"""``baowen status`` and ``baowen doctor``: what is there, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot.render import freshness_line, json_text, one_line
from bot.schedule import Missing
from bot.schedule_texts import warning_text
from bot.settings import Settings
from bot.terminal.clicking import command
from bot.terminal.options import data_option, json_option, newsroom
from bot.terminal.screen import Screen, screen_of
from bot.terminal.words.health import StatusText
from bot.terminal.words.indexing import IndexText
from bot.terminal.words.operator_help import HealthHelp
from bot.turnovers import held_lines, turnover_json, turnover_lines
from bot.wiring import Newsroom
from retrieval.editions.sources.quarantine import Quarantine
from retrieval.editions.store.archive import NO_COUNTS, ArchiveCounts
from retrieval.editions.store.rollbacks import HeldEdition
from retrieval.editions.store.turnover import Turnover
from retrieval.errors import NothingPublished
from retrieval.index.engine import Manifest

PACKAGES = ("faiss-cpu", "tantivy", "jieba", "rjieba", "opencc", "sentence-transformers", "python-telegram-bot")
ENOUGH_BYTES = 500 * 2**20


@command(HealthHelp.STATUS_ABOUT)
@json_option
@data_option
@click.pass_obj
def status(settings: Settings, as_json: bool, data: Path | None) -> None:
    """What is in the archive, and what is published."""
    screen = screen_of(settings.lang)
    with newsroom(settings, data) as room:
        found = overview(room)
        lines = [*overview_lines(room, found, screen)]
    if as_json:
        click.echo(json_text(overview_json(found)))
        return
    for line in lines:
        click.echo(screen.reported(line))


@dataclass(frozen=True, slots=True)
class Overview:
    """What ``status`` tells: what readers see, what the next publishing would change, and what was rolled back."""

    counts: ArchiveCounts
    manifest: Manifest | None
    newest: date | None
    pending: Turnover
    held: tuple[HeldEdition, ...]
    missing: tuple[Missing, ...]
    quarantined: int


def overview(room: Newsroom) -> Overview:
    """How the newsroom stands now."""
    try:
        with room.published_alone() as paper:
            counts, manifest, newest = paper.counts(), paper.generation.manifest, paper.newest_date()
    except NothingPublished:
        counts, manifest, newest = NO_COUNTS, None, None
    return Overview(
        replace(counts, withdrawn=room.withdrawals.count()),
        manifest,
        newest,
        room.pending(),
        tuple(room.rollbacks.held()),
        room.missing(room.clock.now()),
        len(quarantined(room.settings)),
    )


def overview_json(found: Overview) -> dict[str, Any]:
    """The overview for programs."""
    counts, manifest = found.counts, found.manifest
    return {
        "generation": manifest.id if manifest else None,
        "created": manifest.created if manifest else None,
        "encoder": manifest.encoder if manifest else None,
        "editions": counts.editions,
        "pages": counts.pages,
        "articles": counts.articles,
        "passages": counts.passages,
        "withdrawn": counts.withdrawn,
        "newest": found.newest.isoformat() if found.newest else None,
        "unpublished_changes": bool(found.pending),
        "unpublished": turnover_json(found.pending),
        "rolled_back": list(map(_held_json, found.held)),
        "missing": list(map(_missing_json, found.missing)),
        "quarantined": found.quarantined,
    }


def _held_json(held: HeldEdition) -> dict[str, Any]:
    day = held.edition.date
    return {"paper": held.edition.paper, "date": str(day) if day else None, "articles": held.articles}


def _missing_json(missing: Missing) -> dict[str, Any]:
    return asdict(missing) | {"day": str(missing.day), "newest": missing.newest and str(missing.newest)}


def overview_lines(room: Newsroom, found: Overview, screen: Screen) -> Iterator[str]:
    """The overview for people."""
    counts, manifest = found.counts, found.manifest
    yield screen.say(
        StatusText.HOLDINGS,
        editions=counts.editions,
        pages=counts.pages,
        articles=counts.articles,
        passages=counts.passages,
    )
    if counts.withdrawn:
        yield screen.say(StatusText.WITHDRAWN, count=counts.withdrawn)
    if manifest:
        yield freshness_line(found.newest, screen.lang)
        at = room.clock.minute(manifest.created)
        yield screen.say(StatusText.PUBLISHED, generation=manifest.id, at=at, encoder=manifest.encoder)
    else:
        yield screen.say(StatusText.NOTHING)
    if found.pending:
        yield screen.say(StatusText.PENDING)
        yield from (f"  {one_line(line)}" for line in turnover_lines(found.pending, screen.lang))
    for line in held_lines(found.held, screen.lang):
        yield screen.say(IndexText.HELD, line=line)
    yield from (warning_text(each, screen.lang) for each in found.missing)
    if found.quarantined:
        folder = f"{room.settings.watch}/quarantine"
        yield screen.say(StatusText.QUARANTINED, count=found.quarantined, folder=folder)


def quarantined(settings: Settings) -> list[Path]:
    """The reasons that lie in the quarantine of the watched folder."""
    return list(Quarantine(settings.watch).reasons()) if settings.watch else []
