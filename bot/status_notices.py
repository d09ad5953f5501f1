"""What is said of articles whose delivery withdrew them, or gave them free again."""

from __future__ import annotations

from collections.abc import Iterator

from bot.lang import Lang
from bot.wording import Wording, listed, say
from retrieval.editions.store.stated_status import StatusChanges

UNKNOWN_LISTED = 5
"""Ids of articles that notices name and nobody gave, told one by one; by hand, 2026-11."""


class StatusNoticeText(Wording):
    """One line for each thing that notices came to."""

    WITHDREW = (
        "按来源的通知撤回 {count} 篇（baowen articles --withdrawn 可查看）。",
        "按來源的通知撤回 {count} 篇（baowen articles --withdrawn 可查看）。",
        "{count} {count:report was|reports were} withdrawn, as {count:its|their} source says (baowen articles "
        "--withdrawn).",
    )
    RESTORED = (
        "按来源的通知恢复 {count} 篇。",
        "按來源的通知恢復 {count} 篇。",
        "{count} {count:report was|reports were} put back, as {count:its|their} source says.",
    )
    UNKNOWN = (
        "通知里有 {count} 篇没有收录过，如 {some}",
        "通知裡有 {count} 篇沒有收錄過，如 {some}",
        "Notices name {count} {count:report|reports} that nobody delivered, such as {some}",
    )


def status_lines(statuses: StatusChanges, lang: Lang) -> Iterator[str]:
    """What deliveries said of articles that had been read; nothing where they said nothing new."""
    if statuses.withdrawn:
        yield say(lang, StatusNoticeText.WITHDREW, count=statuses.withdrawn)
    if statuses.restored:
        yield say(lang, StatusNoticeText.RESTORED, count=statuses.restored)
    if statuses.unknown:
        some = listed(lang, statuses.unknown[:UNKNOWN_LISTED])
        yield say(lang, StatusNoticeText.UNKNOWN, count=len(statuses.unknown), some=some)
