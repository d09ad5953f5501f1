"""``baowen export``: what was published, for other programs."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from bot.exchange import RECORDS, ninjs_withdrawal
from bot.render import json_text
from bot.settings import Settings
from bot.terminal.clicking import command, option
from bot.terminal.day_options import WrittenDay, day_option, days_of, within
from bot.terminal.options import data_option, newsroom, page_option
from bot.terminal.words.exporting import ExportHelp
from bot.terminal.words.lookups import LookupHelp
from bot.terminal.words.reader_help import BrowseHelp
from bot.terminal.words.usage import UsageText


@command(ExportHelp.ABOUT)
@option(
    "--format",
    "kind",
    type=click.Choice(list(RECORDS)),
    default="jsonl",
    show_default=True,
    words=ExportHelp.FORMAT,
    value=ExportHelp.FORMATS,
)
@day_option("--since", BrowseHelp.SINCE)
@day_option("--until", BrowseHelp.UNTIL)
@page_option(BrowseHelp.PAGE)
@option("--paper", multiple=True, words=LookupHelp.PAPER, value=UsageText.PAPER)
@option("--person", multiple=True, words=LookupHelp.PERSON, value=UsageText.NAME)
@data_option
@click.pass_obj
def export(
    settings: Settings,
    kind: str,
    since: WrittenDay | None,
    until: WrittenDay | None,
    page: tuple[str, ...],
    paper: tuple[str, ...],
    person: tuple[str, ...],
    data: Path | None,
) -> None:
    """Write what readers see, one article a line; in ninjs also which others were withdrawn."""
    with newsroom(settings, data) as room, room.published_alone() as published:
        editions = days_of(lambda: nullcontext(published))
        where = within(since, until, editions, pages=page, people=person, papers=paper)
        for article in published.articles(where=where):
            click.echo(json_text(RECORDS[kind](article)))
        if kind == "ninjs":
            for article, _ in room.withdrawals.articles(where):
                click.echo(json_text(ninjs_withdrawal(article)))
