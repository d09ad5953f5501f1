"""``baowen articles`` and ``baowen show``: what was published, as it was printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click
from rich.table import Table

from bot.json_records import article_json
from bot.render import byline_text, headline_text, json_text, one_line
from bot.settings import Settings
from bot.terminal.console import plain_console
from bot.terminal.format import article_text
from bot.terminal.options import Day, data_option, json_option, newsroom, numbered, pages_named
from bot.wiring import Newsroom
from retrieval.answers.honesty.annotations import notices_of
from retrieval.answers.honesty.citation import opening_words
from retrieval.domain import Article, Filters
from retrieval.index.published import Published

CITATION = re.compile(r"p?(?P<passage>\d+)(?::(?P<start>\d+)-(?P<end>\d+))?")


@click.command(short_help="列出收录的报道")
@click.option("--since", type=Day(), help="这天及以后")
@click.option("--until", type=Day(), help="这天及以前")
@click.option("--page", multiple=True, callback=pages_named, help="版次，可重复")
@click.option("--withdrawn", is_flag=True, help="列出撤回的报道和原因")
@click.option("--waiting", is_flag=True, help="列出已读入、还没有发布的报道")
@json_option
@data_option
@click.pass_obj
def articles(
    settings: Settings,
    since: date | None,
    until: date | None,
    page: tuple[str, ...],
    withdrawn: bool,
    waiting: bool,
    as_json: bool,
    data: Path | None,
) -> None:
    """列出读者能看到的报道；--json 每行一篇。"""
    where = Filters(date_from=since, date_to=until, pages=page)
    with newsroom(settings, data) as room:
        if withdrawn:
            _list_withdrawn(room, where, as_json)
            return
        if waiting:
            _list_articles(room.waiting(where), as_json)
            return
        with room.published_alone() as paper:
            _list_articles(whole_articles(paper, where), as_json)


def _list_articles(found: Iterable[tuple[Article, list[Article]]], as_json: bool) -> None:
    """Articles, each with the parts that continue it."""
    if as_json:
        for article, continuations in found:
            click.echo(json_text(article_json(article, continuations)))
        return
    table = Table("编号", "日期", "版", "标题", "作者", box=None, pad_edge=False)
    for article, _ in found:
        table.add_row(*_place_cells(article), one_line(byline_text(article.byline)))
    plain_console().print(table)


def _list_withdrawn(room: Newsroom, where: Filters, as_json: bool) -> None:
    found = [(article, why) for article, why in room.withdrawals.articles(where) if article.continues is None]
    if as_json:
        for article, why in found:
            withdrawal = {"withdrawn": why.at.date().isoformat(), "reason": why.reason, "public": why.public}
            click.echo(json_text(article_json(article, ()) | withdrawal))
        return
    table = Table("编号", "日期", "版", "标题", "撤回", "原因", box=None, pad_edge=False)
    for article, why in found:
        reason = one_line(why.reason) + ("" if why.public else "（不公开）")
        table.add_row(*_place_cells(article), str(why.at.date()), reason)
    plain_console().print(table)


def _place_cells(article: Article) -> tuple[str, str, str, str]:
    """How a table begins its row: id, date, page, headline."""
    headline = one_line(headline_text(article.headline, article.jump, opening_words(article)))
    return str(article.id), str(article.date or ""), one_line(article.page or ""), headline


def whole_articles(paper: Published, where: Filters) -> Iterator[tuple[Article, list[Article]]]:
    """Articles in printed order, each with the parts that continue it; joined parts are not listed again."""
    for article in paper.articles(where=where):
        if article.continues is None:
            yield article, paper.continuations(article.id)


@click.command(short_help="显示一篇报道，可标出引文")
@click.argument("what")
@data_option
@click.pass_obj
def show(settings: Settings, what: str, data: Path | None) -> None:
    """显示报道 WHAT：报道编号（12），或引文编号（p34:0-43，见 baowen ask 的输出）。"""
    match = CITATION.fullmatch(what)
    if not match:
        raise click.UsageError(f"{what!r} 不是报道编号（12）或引文编号（p34:0-43）")
    with newsroom(settings, data) as room, room.published_alone() as paper:
        if what.startswith("p"):
            click.echo(_cited(paper, *(numbered(part or "0") for part in match.groups())))
        else:
            click.echo(_whole(paper, paper.article(numbered(what))))


def _cited(paper: Published, passage_id: int, start: int, end: int) -> str:
    passage = paper.passage(passage_id)
    article = paper.article(passage.article_id)
    stop = passage.start + end if end else passage.end
    return _whole(paper, article, (article.id, passage.start + start, min(stop, passage.end)))


def _whole(paper: Published, article: Article, mark: tuple[int, int, int] | None = None) -> str:
    parts = paper.parts(article)
    return article_text(parts, mark, notices_of(parts[0], paper))
