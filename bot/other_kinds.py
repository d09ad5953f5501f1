"""What is said of files whose kind is not read: how many of each, and what to do with them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.lang import Lang
from bot.render import escaped
from bot.wording import Wording, listed, say

KINDS_TOLD = 8
"""Kinds that are named; what is beyond is counted together."""
SUFFIX_CHARS = 12


class OtherKindsText(Wording):
    """The line, and its parts."""

    LINE = (
        "跳过 {count} 个文件，格式不支持：{kinds}。请另存为文本（.txt）或 PDF 后再读入。",
        "跳過 {count} 個檔案，格式不支援：{kinds}。請另存為文字檔（.txt）或 PDF 後再讀入。",
        "Passed over {count} {count:file of a kind that is|files of kinds that are} not read: {kinds}. Save "
        "{count:it|them} as text (.txt) or PDF, then read {count:that|those}.",
    )
    KIND = ("{suffix} {count}", "{suffix} {count}", "{suffix} {count}")
    NO_SUFFIX = ("无扩展名", "無副檔名", "no suffix")
    REST = ("其他", "其他", "others")


def other_kinds_line(counts: Mapping[str, int], lang: Lang) -> str:
    """One line on files that were passed over; empty if there were none."""
    if not counts:
        return ""
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    told = [_kind(suffix, count, lang) for suffix, count in ordered[:KINDS_TOLD]]
    if rest := sum(count for _, count in ordered[KINDS_TOLD:]):
        told.append(say(lang, OtherKindsText.KIND, suffix=say(lang, OtherKindsText.REST), count=rest))
    kinds = listed(lang, told)
    return say(lang, OtherKindsText.LINE, count=sum(counts.values()), kinds=kinds)


def _kind(suffix: str, count: int, lang: Lang) -> str:
    """.docx 3."""
    shown = escaped(suffix[:SUFFIX_CHARS]) or say(lang, OtherKindsText.NO_SUFFIX)
    return say(lang, OtherKindsText.KIND, suffix=shown, count=count)
