"""``baowen mentions`` and ``baowen verify-quote``: exact look-ups for who writes and checks."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot.json_records import citation_json
from bot.messages import Exit
from bot.render import citation_line, harmless, json_text, one_line
from bot.settings import Settings
from bot.terminal.format import marked
from bot.terminal.options import Day, data_option, json_option, newsroom, pages_named
from retrieval.domain import Citation, Filters
from retrieval.lookup.mentions import Mentions, Order, PrintedMention, mentions_of
from retrieval.lookup.quotes import QuoteCheck, QuoteVerdict, check_quote

COLUMNS = ("date", "paper", "page", "headline", "reporters", "excerpt", "citation", "first")
BAR_CHARS = 30
"""Characters of the longest bar of a month."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
VERDICTS = {
    QuoteVerdict.PRINTED: "一字不差，见报于：",
    QuoteVerdict.DIFFERS: "没有一字不差的原文；最接近的是：",
    QuoteVerdict.NOT_PRINTED: "收录的报纸里没有这句话，也没有相近的。",
    QuoteVerdict.TOO_SHORT: "太短，无从核对：请给出一句话（至少四个字）。",
}


@click.command(short_help="列出某个词的每一次见报")
@click.argument("words", nargs=-1, required=True)
@click.option("--since", type=Day(), help="这天及以后")
@click.option("--until", type=Day(), help="这天及以前")
@click.option("--page", multiple=True, callback=pages_named, help="版次，可重复")
@click.option("--person", multiple=True, help="记者，可重复")
@click.option("--paper", multiple=True, help="报名，可重复")
@click.option("--newest", is_flag=True, help="最新的在前（默认最早的在前）")
@click.option("--start", default=1, show_default=True, type=click.IntRange(1), help="从第几处列起")
@click.option("--most", default=20, show_default=True, type=click.IntRange(1, 100_000), help="最多列几处")
@click.option("--csv", "as_csv", is_flag=True, help="输出 CSV")
@json_option
@data_option
@click.pass_obj
def mentions(
    settings: Settings,
    words: tuple[str, ...],
    since: date | None,
    until: date | None,
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
    """列出 WORDS 的每一次见报：按时间先后，一处不漏，标出首次见报和每月次数。

    几个词要在同一段里；带空格的词组放在引号里，如 '"Apple Watch"'。
    """
    where = Filters(date_from=since, date_to=until, pages=page, people=person, papers=paper)
    order: Order = "newest" if newest else "oldest"
    with newsroom(settings, data) as room, room.published_alone() as published:
        found = mentions_of(published, " ".join(words), where, order=order, start=start - 1, most=most)
    if as_json:
        click.echo(json_text(mentions_json(found)))
    elif as_csv:
        _write_csv(found)
    else:
        click.echo("\n".join(_mention_lines(found, start)))


def mentions_json(found: Mentions) -> dict[str, Any]:
    """The stable JSON of mentions."""
    return {
        "words": list(found.words),
        "total": found.total,
        "articles": found.articles,
        "by_month": dict(found.by_month),
        "mentions": [
            citation_json(each.citation) | {"in_headline": each.in_headline, "first": each.first}
            for each in found.shown
        ],
    }


def _write_csv(found: Mentions) -> None:
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(COLUMNS)
    for each in found.shown:
        rows.writerow(map(_cell, _row(each)))


def _row(mention: PrintedMention) -> tuple[str, ...]:
    quoted = mention.citation
    return (
        str(quoted.date or ""),
        quoted.paper or "",
        quoted.page or "",
        quoted.headline or quoted.opening,
        "、".join(quoted.byline.names),
        quoted.excerpt,
        _name_of(quoted),
        "1" if mention.first else "",
    )


def _cell(text: str) -> str:
    """One line, and no formula to a spreadsheet."""
    line = one_line(text)
    return f"'{line}" if line.startswith(FORMULA_SIGNS) else line


def _mention_lines(found: Mentions, start: int) -> Iterator[str]:
    if not found.total:
        yield "收录的报纸里没有提到。"
        return
    yield click.style(f"共 {found.total} 处，见于 {found.articles} 篇报道", bold=True)
    yield from _month_lines(found)
    for number, each in enumerate(found.shown, start):
        first = click.style("首次见报 ", bold=True, fg="green") if each.first else ""
        in_headline = "（词在标题里）" if each.in_headline else ""
        yield ""
        yield f"{number}. {first}「{_excerpt(each)}」{in_headline}"
        yield _source_line(each.citation)
    left = found.total - (start - 1 + len(found.shown))
    if found.shown and left > 0:
        yield f"\n还有 {left} 处：加上 --start {start + len(found.shown)}"


def _excerpt(mention: PrintedMention) -> str:
    quoted = mention.citation
    return marked(quoted.excerpt, () if mention.in_headline else quoted.evidence)


def _month_lines(found: Mentions) -> Iterator[str]:
    most = max((count for _, count in found.by_month), default=0)
    for month, count in found.by_month:
        yield f"  {month}  {'█' * max(1, round(BAR_CHARS * count / most))} {count}"


def _source_line(quoted: Citation) -> str:
    return f"  —— {one_line(citation_line(quoted))}  " + click.style(f"[{_name_of(quoted)}]", dim=True)


def _name_of(quoted: Citation) -> str:
    """What ``baowen show`` opens a citation by."""
    return f"p{quoted.passage_id}:{quoted.start}-{quoted.end}"


@click.command(name="verify-quote", short_help="核对一句话是否见报、是否一字不差")
@click.argument("text")
@json_option
@data_option
@click.pass_context
def verify_quote(context: click.Context, text: str, as_json: bool, data: Path | None) -> int:
    """核对 TEXT 是否见报：一字不差就列出每一处；否则给出最接近的原文，标出不同。TEXT 为 - 时读标准输入。

    一字不差时退出码为 0，否则为 9。
    """
    given = sys.stdin.read() if text == "-" else text
    with newsroom(context.obj, data) as room, room.published_alone() as published:
        found = check_quote(published, given)
    click.echo(json_text(check_json(found)) if as_json else "\n".join(_check_lines(found)))
    return Exit.OK if found.verdict is QuoteVerdict.PRINTED else Exit.UNKNOWN_RECORD


def check_json(found: QuoteCheck) -> dict[str, Any]:
    """The stable JSON of a check; ``differences`` set the quotation beside what was printed."""
    return {
        "quote": found.quote,
        "verdict": found.verdict.value,
        "same_signs": found.same_signs,
        "places": list(map(citation_json, found.places)),
        "differences": [{"quoted": each.before, "printed": each.after, "same": each.same} for each in found.stretches],
    }


def _check_lines(found: QuoteCheck) -> Iterator[str]:
    yield click.style(VERDICTS[found.verdict], bold=True)
    if not found.same_signs:
        yield "（文字相同，标点不同）"
    if found.stretches:
        yield f"「{_printed_text(found)}」"
    for place in found.places:
        if not found.stretches:
            yield f"「{harmless(place.excerpt)}」"
        yield _source_line(place)


def _printed_text(found: QuoteCheck) -> str:
    """The printed wording, what differs in brackets: 全长[870米→860米]."""
    parts = []
    for each in found.stretches:
        change = f"[{harmless(each.before)}→{harmless(each.after)}]"
        parts.append(harmless(each.after) if each.same else click.style(change, bold=True, fg="yellow"))
    return "".join(parts)
