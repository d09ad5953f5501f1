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
_OF_SEVERAL = re.compile(rf"^(?:[{HAN}]{{0,4}}(?:简讯|短讯|快讯|速览|简明新闻)|要闻)$")
_DASHED = re.compile(r"——|—|--")
_SUBHEAD = re.compile(r"^(?:——|—|--)|\S[\s　]+\S")


@dataclass(frozen=True, slots=True)
class Titles:
    """The lines above a report; an unknown one is None, never invented."""

    kicker: str | None = None
    headline: str | None = None
    subhead: str | None = None


def classify_titles(blocks: list[Block]) -> Titles:
    """Sort the lines above one report. Ranks (#, ##) decide where there are any, else position and wording."""
    texts = [block.text for block in blocks]
    ranks = [block.level for block in blocks if block.level]
    return _split_at(texts, _headline_by_rank(blocks, min(ranks))) if ranks else _by_wording(texts)


def _headline_by_rank(blocks: list[Block], top: int) -> int:
    """The position of the first line of the highest rank; of two in succession the wording decides.

    What several reports stand under, printed larger than their titles, is a kicker: 简讯.
    """
    tops = [at for at, block in enumerate(blocks) if block.level == top]
    first = tops[0]
    if len(tops) == 1 and _OF_SEVERAL.match(blocks[first].text) and _is_title(blocks[first + 1 : first + 2]):
        return first + 1
    if tops != [first, first + 1]:
        return first
    pair = _by_wording([blocks[first].text, blocks[first + 1].text])
    return first if pair.subhead else first + 1


def _is_title(below: list[Block]) -> bool:
    """Whether the line below is a title with a rank, and no subhead behind a dash."""
    return any(block.level and not _DASHED.match(block.text) for block in below)


def _by_wording(texts: list[str]) -> Titles:
    if not texts:
        return Titles()
    if len(texts) == 1:
        return Titles(headline=texts[0])
    leads = _leads_many(*texts[:2]) if len(texts) > 2 else _leads_pair(*texts)
    return _split_at(texts, 0 if leads else 1)


def _leads_many(first: str, second: str) -> bool:
    """Whether the first of three lines or more is the headline, and no kicker."""
    return bool(_SUBHEAD.search(second)) and not _COLUMN.match(first)


def _leads_pair(first: str, second: str) -> bool:
    """Whether the first of two lines is the headline, and no kicker."""
    if second.startswith(("——", "—", "--")) or (_SUBHEAD.search(second) and not _SUBHEAD.search(first)):
        return True
    return not (_OCCASION.search(first) or _COLUMN.match(first) or len(second) <= len(first))


def _split_at(texts: list[str], at: int) -> Titles:
    return Titles(" ".join(texts[:at]) or None, texts[at] or None, " ".join(texts[at + 1 :]) or None)
