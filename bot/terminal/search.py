"""``baowen search``: reports by words, ranked, with counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from bot.json_records import citation_json, filters_json
from bot.lang import Lang
from bot.programs.records import facets_json
from bot.render import byline_text, headline_text, json_text, one_line, page_text
from bot.settings import Settings
from bot.terminal.answers import source_line
from bot.terminal.citation_rows import CITATION_COLUMNS, citation_row, name_of, write_csv
from bot.terminal.clicking import argument, command, option
from bot.terminal.day_options import WrittenDay, day_option, days_of, within
from bot.terminal.options import data_option, json_option, newsroom, page_option
from bot.terminal.screen import Screen, screen_of
from bot.terminal.tables import table_lines
from bot.terminal.words.answers import AnswerText
from bot.terminal.words.lookups import LookupHelp
from bot.terminal.words.reader_help import BrowseHelp
from bot.terminal.words.searching import SearchHelp, SearchText
from bot.terminal.words.usage import UsageText
from bot.wording import listed
from retrieval.domain import Citation
from retrieval.lookup.search import SearchOrder, SearchResult

ORDERS: tuple[SearchOrder, ...] = ("relevance", "newest", "oldest")
SHOWN_COUNTS = 12
"""Values of a facet that one line tells; by hand, 2026-12."""
TITLES = (AnswerText.HEADLINE, AnswerText.DATE, AnswerText.PAGE, AnswerText.BYLINE, AnswerText.NUMBER)


@command(SearchHelp.ABOUT)
@argument("words", nargs=-1, required=False, words=LookupHelp.WORDS_IS, value=LookupHelp.WORDS)
@day_option("--since", BrowseHelp.SINCE)
@day_option("--until", BrowseHelp.UNTIL)
@page_option(BrowseHelp.PAGE)
@option("--person", multiple=True, words=LookupHelp.PERSON, value=UsageText.NAME)
@option("--paper", multiple=True, words=LookupHelp.PAPER, value=UsageText.PAPER)
@option(
    "--order",
    default="relevance",
    show_default=True,
    type=click.Choice(ORDERS),
    words=SearchHelp.ORDER,
    value=SearchHelp.ORDER_IS,
)
@option("--start", default=1, show_default=True, type=click.IntRange(1), words=SearchHelp.START, value=UsageText.COUNT)
@option(
    "--most",
    default=10,
    show_default=True,
    type=click.IntRange(1, 1000),
    words=SearchHelp.MOST,
    value=UsageText.COUNT,
)
@option("--table", "as_table", is_flag=True, words=SearchHelp.TABLE)
@option("--csv", "as_csv", is_flag=True, words=LookupHelp.CSV)
@json_option
@data_option
@click.pass_obj
def search(
    settings: Settings,
    words: tuple[str, ...],
    since: WrittenDay | None,
    until: WrittenDay | None,
    page: tuple[str, ...],
    person: tuple[str, ...],
    paper: tuple[str, ...],
    order: SearchOrder,
    start: int,
    most: int,
    as_table: bool,
    as_csv: bool,
    as_json: bool,
    data: Path | None,
) -> None:
    """Find reports by words."""
    with newsroom(settings, data) as room:
        where = within(since, until, days_of(room.published), pages=page, people=person, papers=paper)
        found = room.search(" ".join(words), filters=where, order=order, start=start - 1, most=most)
    screen = screen_of(settings.lang)
    if as_json:
        click.echo(json_text(search_json(found, settings.lang)))
    elif as_csv:
        write_csv(CITATION_COLUMNS, map(citation_row, found.shown))
    else:
        click.echo("\n".join(_result_lines(found, screen, as_table=as_table)))


def search_json(found: SearchResult, lang: Lang = "zh-hans") -> dict[str, Any]:
    """The stable JSON of a search; ``start`` counts from 0, citation lines are in ``lang``."""
    return {
        "total": found.total,
        "nearest": found.nearest,
        "start": found.start,
        "results": [citation_json(each, lang) for each in found.shown],
        "facets": facets_json(found.facets),
        "filters": filters_json(found.where),
        "corrections": [{"typed": each.typed, "meant": each.meant} for each in found.corrections],
        "generation": found.generation,
        "freshness": found.freshness.isoformat() if found.freshness else None,
    }


def _result_lines(found: SearchResult, screen: Screen, *, as_table: bool) -> Iterator[str]:
    if not found.total:
        yield screen.told(SearchText.NOTHING)
        return
    total = SearchText.NEAREST if found.nearest else SearchText.TOTAL
    yield screen.wrapped(screen.strong(screen.say(total, total=found.total)))
    for slip in found.corrections:
        yield screen.wrapped(screen.say(SearchText.MEANT, typed=slip.typed, meant=slip.meant))
    yield from _facet_lines(found, screen)
    if as_table and found.shown:
        yield ""
        rows = [_row(each, screen.lang) for each in found.shown]
        yield from table_lines(list(map(screen.say, TITLES)), rows, screen)
    elif found.shown:
        yield from _passage_lines(found, screen)
    left = found.total - (found.start + len(found.shown))
    if found.shown and left > 0:
        yield ""
        yield screen.wrapped(screen.say(SearchText.LEFT, count=left, start=found.start + len(found.shown) + 1))


def _facet_lines(found: SearchResult, screen: Screen) -> Iterator[str]:
    """The counts of each trait that divides what was found."""
    facets = found.facets
    told: tuple[tuple[SearchText, Sequence[tuple[str, int]]], ...] = (
        (SearchText.MONTHS, facets.months),
        (SearchText.PAPERS, facets.papers),
        (SearchText.PAGES, [(page_text(page, screen.lang), count) for page, count in facets.pages]),
        (SearchText.PEOPLE, facets.people),
    )
    for title, counts in told:
        if len(counts) > 1:
            yield screen.named(_count_text(counts, screen), f"  {screen.say(title)} ")


def _count_text(counts: Sequence[tuple[str, int]], screen: Screen) -> str:
    """甲 12、乙 3……"""
    shown = [screen.say(SearchText.COUNTED, value=value, count=count) for value, count in counts[:SHOWN_COUNTS]]
    more = screen.say(SearchText.AND_MORE) if len(counts) > SHOWN_COUNTS else ""
    return listed(screen.lang, shown) + more


def _passage_lines(found: SearchResult, screen: Screen) -> Iterator[str]:
    for number, quoted in enumerate(found.shown, found.start + 1):
        yield ""
        yield screen.quoted(screen.marked(quoted.excerpt, quoted.evidence), number)
        yield source_line(quoted, screen)


def _row(quoted: Citation, lang: Lang) -> tuple[str, ...]:
    """The cells under ``TITLES``."""
    headline = headline_text(quoted.headline, quoted.jump, quoted.opening, lang)
    writers = byline_text(quoted.byline, lang)
    return one_line(headline), str(quoted.date or ""), quoted.page or "", one_line(writers), name_of(quoted)
