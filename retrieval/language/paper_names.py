"""Names of newspapers: 苇州日报, 葦州時報, 大公报, 南方周末; and what ends in 报 and is none (海报, 预报)."""

from __future__ import annotations

import re

from retrieval.language.characters import HAN
from retrieval.language.folding import legible, simplified

LONGEST_PAPER_NAME = 14
"""Characters; by hand, 2026-11."""

_ENDING = re.compile(rf"[{HAN}]{{1,12}}(?:报|刊|周末|参考消息|每日电讯)(?:海外版|农村版|城市版)?|参考消息")
_NO_PAPER = re.compile(
    r".*(?:海报|举报|通报|(?<!文)汇报|预报|喜报|战报|情报|电报|申报|填报|上报|简报|(?<![青少老])年报|季报|财报|研报|播报|捷报|警报|板报|墙报|直报|速报|谎报|回报|(?<!大)公报|副刊|增刊|专刊|特刊|停刊|创刊|复刊|报刊|期刊|发刊|本报)"
)
_REAL_NEVERTHELESS = frozenset({"大公报", "文汇报", "申报", "法制日报", "情报周刊"})
_EDITION_WORDS = re.compile(r"(?:数字报刊?|电子报刊?|数字版|电子版|网络版|电子|数字)$")
_RUN_OF_NAME = re.compile(f"[{HAN}]+")
_PAGE_WORDS = re.compile(r"(?:第|第?[一二三四五六七八九十]{1,3}版.*)$")


def is_paper_name(text: str) -> bool:
    """Whether a text is the name of a newspaper and nothing else."""
    name = legible(text)
    if len(name) > LONGEST_PAPER_NAME or not _ENDING.fullmatch(name):
        return False
    return name in _REAL_NEVERTHELESS or not _NO_PAPER.fullmatch(name)


def paper_name_in(text: str) -> str | None:
    """The first newspaper that the runs of Han characters of a name spell: 苇州日报_2025-04-08_A07 → 苇州日报."""
    for found in _RUN_OF_NAME.finditer(text):
        name = _without_addition(found[0])
        if is_paper_name(name):
            return name
    return None


def _without_addition(run: str) -> str:
    """苇州日报数字版 → 苇州日报, 苇州日报第 → 苇州日报."""
    simple = simplified(run)
    for addition in (_PAGE_WORDS, _EDITION_WORDS):
        simple = addition.sub("", simple)
    return run[: len(simple)]
