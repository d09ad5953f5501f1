"""``baowen index``: read files, publish, report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from bot.messages import Exit, explain
from bot.render import json_text, one_line
from bot.settings import Settings
from bot.terminal.clicking import argument, command, option, wrong_use
from bot.terminal.day_options import WrittenDay, day_option
from bot.terminal.index_report import report_json, report_text
from bot.terminal.options import data_option, json_option, newsroom
from bot.terminal.progress import progress_bars, resumable
from bot.terminal.screen import Screen, screen_of, tell
from bot.terminal.words.editor_help import IndexHelp
from bot.terminal.words.indexing import IndexText
from bot.terminal.words.usage import UsageText
from bot.turnovers import held_lines
from bot.wiring import IndexReport, Newsroom, Told
from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.report import IngestReport
from retrieval.editions.store.opening import FILE_NAME
from retrieval.index.gate import Refused

ERRORS_TOLD = 20
"""Errors that are told one by one without ``--verbose``."""


@command(IndexHelp.ABOUT)
@argument("paths", nargs=-1, type=click.Path(path_type=Path), words=IndexHelp.PATH_IS, value=IndexHelp.PATH)
@option("--paper", words=IndexHelp.PAPER, value=UsageText.PAPER)
@day_option("--date", IndexHelp.DATE, "day")
@option("--page", words=IndexHelp.PAGE, value=UsageText.PAGE)
@option("--model", words=IndexHelp.MODEL, value=UsageText.MODEL)
@option("--dry-run", is_flag=True, words=IndexHelp.DRY_RUN)
@option("--force", is_flag=True, words=IndexHelp.FORCE)
@option("--verbose", "-v", is_flag=True, words=IndexHelp.VERBOSE)
@json_option
@data_option
@click.pass_obj
def index(
    settings: Settings,
    paths: tuple[Path, ...],
    paper: str | None,
    day: WrittenDay | None,
    page: str | None,
    model: str | None,
    dry_run: bool,
    force: bool,
    verbose: bool,
    as_json: bool,
    data: Path | None,
) -> int:
    """Read files, publish, report."""
    held = (data or settings.data) / FILE_NAME
    if not paths and model is None and not held.is_file():
        raise wrong_use(IndexText.GIVE_FILES)
    chosen, screen = encoding_with(settings, model), screen_of(settings.lang)
    with (
        resumable(settings.lang),
        newsroom(chosen, data, create=bool(paths)) as room,
        progress_bars(settings.lang) as bar,
    ):
        defaults = EditionDefaults(paper=paper, date=_printed_on(day, room), page=page)
        asking = bar(IndexText.ASKING)
        read = room.read(paths, defaults=defaults, dry_run=dry_run, reading=bar(IndexText.READING), asking=asking)
        report = IndexReport(read, None)
        if not dry_run and room.archive.passage_count():
            report = published(room, read, force=force, encoding=bar(IndexText.ENCODING), asking=asking)
        rolled_back = list(held_lines(room.rollbacks.held(), settings.lang))
    if as_json:
        click.echo(json_text(report_json(report)))
    else:
        click.echo(report_text(report, screen, dry_run=dry_run, verbose=verbose))
    told = [screen.say(IndexText.HELD, line=line) for line in rolled_back]
    told += _problem_lines(report, screen, verbose=verbose)
    if chosen.model != settings.model and report.published is not None:
        told.append(screen.say(IndexText.SAME_MODEL, model=chosen.model))
    for line in told:
        tell(line)
    return exit_of(report)


def _printed_on(day: WrittenDay | None, room: Newsroom) -> date | None:
    if day is None:
        return None
    return day.printed_on(lambda: (edition.date for edition in room.archive.editions()))


def _problem_lines(report: IndexReport, screen: Screen, *, verbose: bool) -> Iterator[str]:
    """What was left out, and that nothing was published, for standard error."""
    errors = report.read.errors
    shown = errors if verbose else errors[:ERRORS_TOLD]
    for error in shown:
        yield explain(error, screen.lang)
    if len(shown) < len(errors):
        yield screen.say(IndexText.MORE_ERRORS, count=len(errors) - len(shown))
    for file in report.read.files:
        if file.more_bad_lines:
            yield screen.say(IndexText.MORE_LINES, path=one_line(file.path), count=file.more_bad_lines)
    if report.refused:
        yield explain(report.refused, screen.lang)


def published(room: Newsroom, read: IngestReport, *, force: bool, encoding: Told, asking: Told) -> IndexReport:
    """Publish what was read; a refusal is part of the report, for what was read stays in the archive."""
    try:
        return IndexReport(read, room.publish(encoding, force=force, asking=asking))
    except Refused as refusal:
        return IndexReport(read, None, refusal)


def encoding_with(settings: Settings, model: str | None) -> Settings:
    """The settings with another model; a revision that was set belongs to the model that was set."""
    if model is None or model == settings.model:
        return settings
    return settings.model_copy(update={"model": model, "model_revision": None})


def exit_of(report: IndexReport) -> int:
    """OK, REFUSED by the gate, PARTLY when some files had bad lines or couldn't be read, BAD_INPUT when none could."""
    if report.refused:
        return Exit.REFUSED
    if report.read.complete:
        return Exit.OK
    return Exit.BAD_INPUT if len(report.read.rejected) == len(report.read.files) else Exit.PARTLY
