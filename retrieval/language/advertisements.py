"""Titles that advertisements stand under in a paper's lists: 广告, 公益广告, 分类广告（2）."""

from __future__ import annotations

import re

from retrieval.language.folding import legible

_AROUND_TITLE_WORD = re.compile(r"[\s　\d（）()【】\[\]《》<>·•:：_—-]+")
# fmt: off
_ADVERTISEMENTS = frozenset((
    "广告", "公益广告", "分类广告", "商业广告", "形象广告", "遗失广告", "广告版", "广告专版",
    "整版广告", "半版广告", "通栏广告", "中缝广告", "广告信息", "图片广告", "无标题广告",
))
# fmt: on


def titles_advertisement(title: str) -> bool:
    """Whether a title says that what stands under it is an advertisement, and nothing else."""
    return _AROUND_TITLE_WORD.sub("", legible(title)) in _ADVERTISEMENTS
