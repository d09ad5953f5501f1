"""``baowen mentions`` and ``baowen verify-quote``: exact look-ups for who writes and checks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from bot.json_records import citation_json
from bot.lang import Lang
from bot.messages import Exit
from bot.render import harmless, json_text
from bot.settings import Settings
from bot.terminal.answers import source_line
from bot.terminal.citation_rows import CITATION_COLUMNS, citation_row, write_csv
from bot.terminal.clicking import argument, command, option
from bot.terminal.day_options import WrittenDay, day_option, days_of, within
from bot.terminal.options import data_option, json_option, newsroom, page_option
from bot.terminal.screen import Screen, screen_of
from bot.terminal.words.lookups import LookupHelp, LookupText
from bot.terminal.words.reader_help import BrowseHelp
from bot.terminal.words.usage import UsageText
from bot.wording import listed
from retrieval.lookup.mentions import Mentions, Order, PrintedMention, mentions_of
from retrieval.lookup.quotes import QuoteCheck, QuoteVerdict, check_quote

COLUMNS = (*CITATION_COLUMNS, "first")
BAR_CHARS = 30
"""Characters of the longest bar of a month."""
VERDICTS = {
    QuoteVerdict.PRINTED: LookupText.PRINTED,
    QuoteVerdict.DIFFERS: LookupText.DIFFERS,
    QuoteVerdict.NOT_PRINTED: LookupText.NOT_PRINTED,
    QuoteVerdict.TOO_SHORT: LookupText.TOO_SHORT,
}


@command(LookupHelp.MENTIONS_ABOUT)
@argument("words", nargs=-1, required=True, words=LookupHelp.WORDS_IS, value=LookupHelp.WORDS)
@day_option("--since", BrowseHelp.SINCE)
@day_option("--until", BrowseHelp.UNTIL)
@page_option(BrowseHelp.PAGE)
@option("--person", multiple=True, words=LookupHelp.PERSON, value=UsageText.NAME)
@option("--paper", multiple=True, words=LookupHelp.PAPER, value=UsageText.PAPER)
@option("--newest", is_flag=True, words=LookupHelp.NEWEST)
@option(
    "--start",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    words=LookupHelp.START,
    value=UsageText.COUNT,
)
@option(
    "--most",
    default=20,
    show_default=True,
    type=click.IntRange(1, 100_000),
    words=LookupHelp.MOST,
    value=UsageText.COUNT,
)
@option("--csv", "as_csv", is_flag=True, words=LookupHelp.CSV)
@json_option
@data_option
@click.pass_obj
def mentions(
    settings: Settings,
    words: tuple[str, ...],
    since: WrittenDay | None,
    until: WrittenDay | None,
    page: tuple[str, ...],
    person: tuple[str, ...],
    paper: tuple[str, ...],
    newest: bool,
    start: int,
    most: int,
    as_csv: bool,
    as_json: bool,
    data: Path | None,
) -> None:
    """List every mention of words."""
    order: Order = "newest" if newest else "oldest"
    with newsroom(settings, data) as room, room.published_alone() as published:
        editions = days_of(lambda: nullcontext(published))
        where = within(since, until, editions, pages=page, people=person, papers=paper)
        found = mentions_of(published, " ".join(words), where, order=order, start=start - 1, most=most)
    if as_json:
        click.echo(json_text(mentions_json(found, settings.lang)))
    elif as_csv:
        write_csv(COLUMNS, ((*citation_row(each.citation), "1" if each.first else "") for each in found.shown))
    else:
        click.echo("\n".join(_mention_lines(found, start, screen_of(settings.lang))))


def mentions_json(found: Mentions, lang: Lang = "zh-hans") -> dict[str, Any]:
    """The stable JSON of mentions; citation lines are in ``lang``."""
    return {
        "words": list(found.words),
        "total": found.total,
        "articles": found.articles,
        "by_month": dict(found.by_month),
        "mentions": [
            citation_json(each.citation, lang) | {"in_headline": each.in_headline, "first": each.first}
            for each in found.shown
        ],
    }


def _mention_lines(found: Mentions, start: int, screen: Screen) -> Iterator[str]:
    if not found.total:
        yield screen.told(LookupText.NO_MENTION)
        return
    yield screen.wrapped(screen.strong(screen.say(LookupText.TOTAL, total=found.total, articles=found.articles)))
    yield from _month_lines(found)
    for number, each in enumerate(found.shown, start):
        yield ""
        yield from _one_mention(each, number, screen)
    left = found.total - (start - 1 + len(found.shown))
    if found.shown and left > 0:
        yield ""
        yield screen.wrapped(screen.say(LookupText.LEFT, count=left, start=start + len(found.shown)))


def _one_mention(mention: PrintedMention, number: int, screen: Screen) -> Iterator[str]:
    quoted = mention.citation
    remarks = [LookupText.FIRST] * mention.first + [LookupText.IN_HEADLINE] * mention.in_headline
    if remarks:
        yield screen.strong(listed(screen.lang, map(screen.say, remarks)))
    yield screen.quoted(screen.marked(quoted.excerpt, () if mention.in_headline else quoted.evidence), number)
    yield source_line(quoted, screen)


def _month_lines(found: Mentions) -> Iterator[str]:
    most = max((count for _, count in found.by_month), default=0)
    for month, count in found.by_month:
        yield f"  {month}  {'█' * max(1, round(BAR_CHARS * count / most))} {count}"


@command(LookupHelp.VERIFY_ABOUT, name="verify-quote")
@argument("text", words=LookupHelp.QUOTE_IS, value=LookupHelp.QUOTE)
@json_option
@data_option
@click.pass_obj
def verify_quote(settings: Settings, text: str, as_json: bool, data: Path | None) -> int:
    """Check whether a sentence was printed word for word."""
    given = sys.stdin.read() if text == "-" else text
    with newsroom(settings, data) as room, room.published_alone() as published:
        found = check_quote(published, given)
    if as_json:
        click.echo(json_text(check_json(found, settings.lang)))
    else:
        click.echo("\n".join(_check_lines(found, screen_of(settings.lang))))
    return Exit.OK if found.verdict is QuoteVerdict.PRINTED else Exit.UNKNOWN_RECORD


def check_json(found: QuoteCheck, lang: Lang = "zh-hans") -> dict[str, Any]:
    """The stable JSON of a check; ``differences`` set the quotation beside what was printed."""
    return {
        "quote": found.quote,
        "verdict": found.verdict.value,
        "same_signs": found.same_signs,
        "places": [citation_json(each, lang) for each in found.places],
        "differences": [{"quoted": each.before, "printed": each.after, "same": each.same} for each in found.stretches],
    }


def _check_lines(found: QuoteCheck, screen: Screen) -> Iterator[str]:
    yield screen.wrapped(screen.strong(screen.say(VERDICTS[found.verdict])))
    if not found.same_signs:
        yield screen.wrapped(screen.say(LookupText.OTHER_SIGNS))
    if found.stretches:
        yield screen.quoted(_printed_text(found, screen))
    for place in found.places:
        if not found.stretches:
            yield screen.quoted(harmless(place.excerpt))
        yield source_line(place, screen)


def _printed_text(found: QuoteCheck, screen: Screen) -> str:
    """The printed wording, what differs in brackets: 全长[870米→860米]."""
    parts = []
    for each in found.stretches:
        change = f"[{harmless(each.before)}→{harmless(each.after)}]"
        parts.append(harmless(each.after) if each.same else screen.strong(change))
    return "".join(parts)
