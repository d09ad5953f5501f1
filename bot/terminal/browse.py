"""``baowen articles`` and ``baowen show``: what was published, as it was printed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from bot.json_records import article_json
from bot.lang import Lang
from bot.reading import open_words
from bot.render import byline_text, headline_text, json_text, one_line
from bot.settings import Settings
from bot.terminal.answers import Mark, article_text
from bot.terminal.clicking import argument, command, option, wrong_use
from bot.terminal.day_options import WrittenDay, day_option, days_of, within
from bot.terminal.options import data_option, json_option, newsroom, numbered, page_option
from bot.terminal.screen import Screen, screen_of
from bot.terminal.tables import table_lines
from bot.terminal.words.answers import AnswerText
from bot.terminal.words.reader_help import BrowseHelp
from bot.wiring import Newsroom
from retrieval.answers.honesty.annotations import notices_of
from retrieval.answers.honesty.citation import opening_words
from retrieval.domain import Article, Filters
from retrieval.errors import Replaced
from retrieval.index.published import Published

CITATION = re.compile(r"p?(?P<passage>\d+)(?::(?P<start>\d+)-(?P<end>\d+))?")
PLACE = (AnswerText.NUMBER, AnswerText.DATE, AnswerText.PAGE, AnswerText.HEADLINE)
"""The first columns of every list of reports."""


@command(BrowseHelp.ARTICLES_ABOUT)
@day_option("--since", BrowseHelp.SINCE)
@day_option("--until", BrowseHelp.UNTIL)
@page_option(BrowseHelp.PAGE)
@option("--withdrawn", is_flag=True, words=BrowseHelp.WITHDRAWN)
@option("--waiting", is_flag=True, words=BrowseHelp.WAITING)
@json_option
@data_option
@click.pass_obj
def articles(
    settings: Settings,
    since: WrittenDay | None,
    until: WrittenDay | None,
    page: tuple[str, ...],
    withdrawn: bool,
    waiting: bool,
    as_json: bool,
    data: Path | None,
) -> None:
    """List reports."""
    screen = screen_of(settings.lang)
    with newsroom(settings, data) as room:
        if withdrawn:
            where = within(since, until, lambda: (each.date for each, _ in room.withdrawals.articles()), pages=page)
            _list_withdrawn(room, where, screen, as_json=as_json)
            return
        if waiting:
            where = within(since, until, lambda: (each.date for each, _ in room.waiting()), pages=page)
            _list_articles(room.waiting(where), screen, as_json=as_json)
            return
        with room.published_alone() as paper:
            where = within(since, until, days_of(lambda: nullcontext(paper)), pages=page)
            _list_articles(whole_articles(paper, where), screen, as_json=as_json)


def _list_articles(found: Iterable[tuple[Article, list[Article]]], screen: Screen, *, as_json: bool) -> None:
    """Articles, each with the parts that continue it."""
    if as_json:
        for article, continuations in found:
            click.echo(json_text(article_json(article, continuations)))
        return
    rows = [(*_place_cells(each, screen.lang), one_line(byline_text(each.byline, screen.lang))) for each, _ in found]
    _tell_rows(screen, (*PLACE, AnswerText.BYLINE), rows)


def _list_withdrawn(room: Newsroom, where: Filters, screen: Screen, *, as_json: bool) -> None:
    found = [(article, why) for article, why in room.withdrawals.articles(where) if article.continues is None]
    if as_json:
        for article, why in found:
            withdrawal = {"withdrawn": why.at.date().isoformat(), "reason": why.reason, "public": why.public}
            click.echo(json_text(article_json(article, ()) | withdrawal))
        return
    rows = []
    for article, why in found:
        reason = one_line(why.reason) if why.public else screen.say(AnswerText.PRIVATE, reason=why.reason)
        rows.append((*_place_cells(article, screen.lang), str(why.at.date()), reason))
    _tell_rows(screen, (*PLACE, AnswerText.WITHDRAWN, AnswerText.REASON), rows)


def _tell_rows(screen: Screen, titles: Sequence[AnswerText], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        click.echo(screen.told(AnswerText.NONE_LISTED))
        return
    for line in table_lines([screen.say(title) for title in titles], rows, screen):
        click.echo(line)


def _place_cells(article: Article, lang: Lang) -> tuple[str, str, str, str]:
    """How a row begins: id, date, page, headline."""
    headline = one_line(headline_text(article.headline, article.jump, opening_words(article), lang))
    return str(article.id), str(article.date or ""), one_line(article.page or ""), headline


def whole_articles(paper: Published, where: Filters) -> Iterator[tuple[Article, list[Article]]]:
    """Articles in printed order, each with the parts that continue it; joined parts are not listed again."""
    for article in paper.articles(where=where):
        if article.continues is None:
            yield article, paper.continuations(article.id)


@command(BrowseHelp.SHOW_ABOUT)
@argument("what", words=BrowseHelp.WHAT_IS, value=BrowseHelp.WHAT)
@data_option
@click.pass_obj
def show(settings: Settings, what: str, data: Path | None) -> None:
    """Show a report, with a quotation marked."""
    match = CITATION.fullmatch(what)
    if not match:
        raise wrong_use(AnswerText.NO_NUMBER, what=repr(what))
    screen = screen_of(settings.lang)
    with newsroom(settings, data) as room, room.published_alone() as paper:
        number, start, end = (numbered(part) if part else None for part in match.groups())
        if what.startswith("p"):
            click.echo(cited_text(paper, number or 0, screen, start, end))
        else:
            click.echo(numbered_text(paper, number or 0, screen))


def numbered_text(paper: Published, number: int, screen: Screen) -> str:
    """The report of that number; of one that was read anew since, what readers have of it now."""
    try:
        return whole_text(paper, paper.article(number), screen)
    except Replaced as replaced:
        return present_text(paper, replaced, "", screen)


def cited_text(paper: Published, passage_id: int, screen: Screen, start: int | None, end: int | None) -> str:
    """The report that a passage stands in, with characters ``start`` to ``end`` of it marked; with all of it, else."""
    try:
        passage = paper.passage(passage_id)
    except Replaced as replaced:
        quoted = paper.words_ever(passage_id, start or 0, sys.maxsize if end is None else end)
        return present_text(paper, replaced, quoted, screen)
    length = passage.end - passage.start
    first, last = start or 0, length if end is None else end
    if not first < last <= length:
        raise wrong_use(AnswerText.BEYOND, passage=f"p{passage_id}", length=length, start=first, end=last)
    article = paper.article(passage.article_id)
    return whole_text(paper, article, screen, Mark(article.id, passage.start + first, passage.start + last))


def present_text(paper: Published, replaced: Replaced, quoted: str, screen: Screen) -> str:
    """The version of a report that readers see now, with the words marked that were quoted, and that it is another."""
    note = AnswerText.PRESENT_VERSION if replaced.later else AnswerText.EARLIER_VERSION
    lines = [screen.told(note, version=replaced.version)]
    opened = open_words(paper, replaced.version, quoted) if quoted else None
    if quoted and opened is None:
        lines.append(screen.told(AnswerText.WORDS_GONE))
    marks = [Mark(part, start, end) for part, spans in (opened.marks if opened else {}).items() for start, end in spans]
    report = whole_text(paper, paper.article(replaced.version), screen, next(iter(marks), None))
    return "\n".join([*lines, "", report])


def whole_text(paper: Published, article: Article, screen: Screen, mark: Mark | None = None) -> str:
    """A report with all its parts, and the corrections of it."""
    parts = paper.parts(article)
    return article_text(parts, screen, mark, list(notices_of(parts[0], paper)))
