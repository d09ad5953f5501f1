"""What a publishing or a rollback changes for readers, in words: edition by edition, what comes, changes and goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.lang import LANGS, Lang
from bot.render import headline_text, place_text
from bot.wording import fill
from retrieval.domain import Edition, Headline
from retrieval.editions.store.rollbacks import HeldEdition
from retrieval.editions.store.turnover import EditionTurnover, Turnover

_WORDS: Mapping[str, tuple[str, str, str]] = {
    "came": (
        "上线 {edition}：{count} 篇",
        "上線 {edition}：{count} 篇",
        "comes: {edition}, {count} {count:article|articles}",
    ),
    "reworded": (
        "改动 {edition}：{count} 篇",
        "改動 {edition}：{count} 篇",
        "changes: {edition}, {count} {count:article|articles}",
    ),
    "went": (
        "下线 {edition}：{count} 篇",
        "下線 {edition}：{count} 篇",
        "goes: {edition}, {count} {count:article|articles}",
    ),
    "named": ("，{headlines}", "，{headlines}", ": {headlines}"),
    "comma": ("、", "、", ", "),
    "more": ("… 另有 {count} 期", "… 另有 {count} 期", "… and {count} more {count:edition|editions}"),
    "undated": ("没有标明日期的版面", "沒有標明日期的版面", "pages without a date"),
    "held": (
        "已退回、不会发布：{edition} {count} 篇",
        "已退回、不會發布：{edition} {count} 篇",
        "rolled back, kept out: {edition}, {count} {count:article|articles}",
    ),
}
EDITIONS_TOLD = 8
HEADLINES_TOLD = 3
"""Headlines that are named where few articles change; where more do, they are only counted."""
HEADLINE_CHARS = 16


def turnover_lines(turnover: Turnover, lang: Lang = "zh-hans") -> Iterator[str]:
    """The newest editions; how many more there are."""
    for each in turnover.editions[:EDITIONS_TOLD]:
        yield from _edition_lines(each, lang)
    if (rest := len(turnover.editions) - EDITIONS_TOLD) > 0:
        yield _say("more", lang, count=rest)


def held_lines(held: Sequence[HeldEdition], lang: Lang = "zh-hans") -> Iterator[str]:
    """What a rollback keeps out."""
    for each in held[:EDITIONS_TOLD]:
        yield _say("held", lang, edition=edition_text(each.edition, lang), count=each.articles)
    if (rest := len(held) - EDITIONS_TOLD) > 0:
        yield _say("more", lang, count=rest)


def turnover_json(turnover: Turnover) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "paper": each.edition.paper,
            "date": str(each.edition.date) if each.edition.date else None,
            "came": [article.article_id for article in each.came],
            "reworded": [article.article_id for article in each.reworded],
            "went": [article.article_id for article in each.went],
        }
        for each in turnover.editions
    ]


def edition_text(edition: Edition, lang: Lang = "zh-hans") -> str:
    """Paper and date, or that they are not known."""
    return place_text(edition.paper, edition.date, None, lang) or _say("undated", lang)


def _edition_lines(each: EditionTurnover, lang: Lang) -> Iterator[str]:
    edition = edition_text(each.edition, lang)
    for word, articles in (("came", each.came), ("reworded", each.reworded), ("went", each.went)):
        if articles:
            yield _say(word, lang, edition=edition, count=len(articles)) + _named(articles, lang)


def _named(articles: Sequence[Headline], lang: Lang) -> str:
    if len(articles) > HEADLINES_TOLD:
        return ""
    names = [headline_text((each.headline or "")[:HEADLINE_CHARS] or None, lang=lang) for each in articles]
    return _say("named", lang, headlines=_say("comma", lang).join(names))


def _say(word: str, lang: Lang, **values: object) -> str:
    return fill(_WORDS[word][LANGS.index(lang)], values)
