"""What operators do with generations: list them, go back, clean up, check, rebuild."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from bot.gating import reasons_text, standing_text, verdict_lines
from bot.lang import Lang
from bot.messages import Exit, explain
from bot.render import one_line
from bot.sentences.recognise import in_language
from bot.settings import Settings
from bot.soundness import Problem, beyond_rebuilding, unsound
from bot.terminal.clicking import argument, command, option
from bot.terminal.options import chosen, data_option, newsroom
from bot.terminal.progress import progress_bars, resumable
from bot.terminal.screen import screen_of, tell
from bot.terminal.tables import table_lines
from bot.terminal.words.health import VerifyText
from bot.terminal.words.indexing import IndexText
from bot.terminal.words.operating import GenerationText
from bot.terminal.words.operator_help import GenerationHelp, HealthHelp
from bot.terminal.words.usage import UsageText
from bot.turnovers import held_lines, turnover_lines
from bot.wiring import Newsroom
from bot.wording import listed
from retrieval.errors import StorageError
from retrieval.index.engine import published_id
from retrieval.index.gate import Refused, Standing

COLUMNS = (
    GenerationText.IN_USE,
    GenerationText.ID,
    GenerationText.BUILT,
    GenerationText.NEWEST,
    GenerationText.ARTICLES,
    GenerationText.PASSAGES,
    GenerationText.ENCODER,
    GenerationText.CHECKED,
)
NUMBERS = frozenset({COLUMNS.index(GenerationText.ARTICLES), COLUMNS.index(GenerationText.PASSAGES)})


@command(GenerationHelp.LIST_ABOUT)
@data_option
@click.pass_obj
def generations(settings: Settings, data: Path | None) -> None:
    """List generations."""
    screen, told, rows = screen_of(settings.lang), [], []
    with newsroom(settings, data) as room:
        current = published_id(room.engine)
        for manifest in room.engine.generations():
            rows.append(
                (
                    "*" if manifest.id == current else "",
                    manifest.id,
                    room.clock.minute(manifest.created),
                    manifest.newest_date or "",
                    str(manifest.articles),
                    str(manifest.passages),
                    manifest.encoder,
                    standing_text(manifest.gate, screen.lang),
                )
            )
            if manifest.gate == Standing.FORCED:
                why = _why(room, manifest.id, screen.lang)
                told.append(screen.told(GenerationText.FORCED, generation=manifest.id, why=why))
    if rows:
        told = [*table_lines([screen.say(title) for title in COLUMNS], rows, screen, NUMBERS), *told]
    for line in told or [screen.told(GenerationText.NONE)]:
        click.echo(line)


def _why(room: Newsroom, generation_id: str, lang: Lang) -> str:
    try:
        return reasons_text(room.engine.recorded(generation_id), lang)
    except StorageError as error:
        return explain(error, lang)


@command(GenerationHelp.ROLLBACK_ABOUT)
@argument("generation", required=False, words=GenerationHelp.GENERATION_IS, value=GenerationHelp.GENERATION)
@data_option
@click.pass_obj
def rollback(settings: Settings, generation: str | None, data: Path | None) -> None:
    """Go back to an older generation."""
    screen = screen_of(settings.lang)
    with newsroom(settings, data) as room:
        done = room.roll_back(generation)
        held = room.rollbacks.held()
    before = done.before or screen.say(GenerationText.DAMAGED_ONE)
    click.echo(screen.told(GenerationText.ROLLED_BACK, generation=done.manifest.id, before=before))
    for line in (*turnover_lines(done.turnover, screen.lang), *held_lines(held, screen.lang)):
        click.echo(screen.reported(f"  {one_line(line)}"))
    if held:
        click.echo(screen.told(GenerationText.STAYS_OUT))


@command(GenerationHelp.PRUNE_ABOUT)
@option("--keep", type=click.IntRange(0), words=GenerationHelp.KEEP, value=UsageText.COUNT)
@data_option
@click.pass_obj
def prune(settings: Settings, keep: int | None, data: Path | None) -> None:
    """Delete old generations."""
    screen = screen_of(settings.lang)
    with newsroom(settings, data) as room:
        gone = room.engine.prune(settings.keep_generations if keep is None else keep)
    text = GenerationText.PRUNED if gone else GenerationText.PRUNED_NONE
    click.echo(screen.told(text, count=len(gone), generations=listed(screen.lang, gone)))


@command(HealthHelp.VERIFY_ABOUT)
@data_option
@click.pass_obj
def verify(settings: Settings, data: Path | None) -> int:
    """Check every file of the data folder."""
    found = unsound(chosen(settings, data))
    if found:
        return _tell(found, settings.lang)
    with newsroom(settings, data) as room:
        counts = room.archive.counts()
    screen = screen_of(settings.lang)
    sound = screen.say(VerifyText.SOUND, articles=counts.articles, passages=counts.passages)
    click.echo(screen.reported(sound))
    return Exit.OK


def _tell(found: Sequence[Problem], lang: Lang) -> int:
    screen = screen_of(lang)
    for problem in found:
        tell(one_line(in_language(problem.what, lang)))
    tell(screen.say(VerifyText.FOUND, count=len(found)))
    for mend in dict.fromkeys(problem.mend for problem in found):
        tell(screen.say(VerifyText.MEND, mend=screen.say(mend)))
    return Exit.STORAGE


@command(GenerationHelp.REBUILD_ABOUT)
@option("--force", is_flag=True, words=GenerationHelp.FORCE)
@data_option
@click.pass_obj
def rebuild(settings: Settings, force: bool, data: Path | None) -> int:
    """Build the index anew from the archive alone."""
    screen = screen_of(settings.lang)
    with resumable(screen.lang), newsroom(settings, data) as room, progress_bars(screen.lang) as bar:
        if not force and (lost := beyond_rebuilding(room)):
            return _tell(lost, screen.lang)
        try:
            report = room.publish(bar(IndexText.ENCODING), full=True, force=force, asking=bar(IndexText.ASKING))
            gone = room.engine.discard_damaged()
        except Refused as refusal:
            for line in verdict_lines(refusal.verdict, screen.lang):
                click.echo(screen.reported(one_line(line)))
            tell(explain(refusal, screen.lang))
            tell(screen.say(IndexText.FORCE_REBUILD))
            return Exit.REFUSED
    made = report.manifest
    click.echo(screen.told(IndexText.REBUILT, generation=made.id, articles=made.articles, passages=made.passages))
    if gone:
        click.echo(screen.told(IndexText.DISCARDED, generations=listed(screen.lang, gone)))
    for line in verdict_lines(report.verdict, screen.lang) if report.verdict else ():
        click.echo(screen.reported(one_line(line)))
    return Exit.OK
