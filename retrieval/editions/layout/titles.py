"""Classifies the lines above a report: kicker (肩题), headline, subhead (副题)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.editions.layout.blocks import Block
from retrieval.language.characters import HAN

# 肩题 often names the occasion that the headline then speaks about.
_OCCASION = re.compile(
    r"(?:闭幕|开幕|召开|举行|举办|启动|发布会|论坛|会议|座谈会|强调|指出|要求|主持|出席|调研)[”》]?$|[：:—]$"
)
# Names of columns of the paper, which stand above a headline.
_COLUMN = re.compile(
    rf"^(?:[{HAN}]{{0,4}}(?:评论|时评|社论|短评|快评|特写|观察|手记|速递|聚焦|追踪|连线|专栏|专题|调查)|要闻|简讯)$"
)
_SUBHEAD = re.compile(r"^(?:——|—|--)|\S[\s　]+\S")


@dataclass(frozen=True, slots=True)
class Titles:
    """The lines above a report; an unknown one is None, never invented."""

    kicker: str | None = None
    headline: str | None = None
    subhead: str | None = None


def classify_titles(blocks: list[Block]) -> Titles:
    """Sort the lines above one report. Ranks (#, ##) decide where there are any, else position and wording."""
    marked = [block for block in blocks if block.level]
    if not marked:
        return _by_wording([block.text for block in blocks])
    top = min(block.level for block in marked)
    tops = [block for block in blocks if block.level == top]
    at = blocks.index(tops[0])
    if len(tops) == 2 and blocks.index(tops[1]) == at + 1:
        pair = _by_wording([tops[0].text, tops[1].text])
        at_headline = at if pair.subhead else at + 1
    else:
        at_headline = at
    return _split_at([block.text for block in blocks], at_headline)


def _by_wording(texts: list[str]) -> Titles:
    if not texts:
        return Titles()
    if len(texts) == 1:
        return Titles(headline=texts[0])
    if len(texts) >= 3:
        return _split_at(texts, 0 if _SUBHEAD.search(texts[1]) and not _COLUMN.match(texts[0]) else 1)
    first, second = texts
    if second.startswith(("——", "—", "--")) or (_SUBHEAD.search(second) and not _SUBHEAD.search(first)):
        return _split_at(texts, 0)
    if _OCCASION.search(first) or _COLUMN.match(first) or len(second) <= len(first):
        return _split_at(texts, 1)
    return _split_at(texts, 0)


def _split_at(texts: list[str], at: int) -> Titles:
    return Titles(" ".join(texts[:at]) or None, texts[at] or None, " ".join(texts[at + 1 :]) or None)
