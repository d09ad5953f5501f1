"""The words of digests, and how one is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from bot.render import headline_line
from bot.telegram.views.deep_links import Place
from bot.telegram.views.edition_lists import days_text
from bot.telegram.views.render import DeepLink, in_list
from bot.telegram.views.rich_text import EMPTY, MESSAGE_UNITS, Run, TextBlock, html, plain, units
from bot.telegram.views.texts import Lang, Wording, say
from retrieval.domain import Headline
from retrieval.language.calendar_words import WEEKDAYS

REST_UNITS = 200
"""Units of a message that are kept for the line that counts what it does not hold."""
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


Rhythm: TypeAlias = Literal["daily", "weekly"]


@dataclass(frozen=True, slots=True)
class DigestPart:
    """The reports that the same words found, newest edition first."""

    words: str
    headlines: tuple[Headline, ...]


class DigestText(Wording):
    """What readers are told of their digest."""

    HOW = (
        "用法：/digest daily 8（每天8点）、/digest weekly 18（每周这一天18点），发订阅词语的新报道；"
        "后面也可以写 版面:3 或词语。/digest off 取消。",
        "用法：/digest daily 8（每天8點）、/digest weekly 18（每週這一天18點），發訂閱詞語的新報導；"
        "後面也可以寫 版面:3 或詞語。/digest off 取消。",
        "Usage: /digest daily 8 (every day at 8), /digest weekly 18 (every week on this day at 18): new reports on "
        "what is watched here; or of a page or words: /digest daily 8 page:3. /digest off ends it.",
    )
    DAILY = (
        "摘要：每天 {hour} 点，{what}。/digest off 取消。",
        "摘要：每天 {hour} 點，{what}。/digest off 取消。",
        "Digest: every day at {hour}:00, {what}. /digest off ends it.",
    )
    WEEKLY = (
        "摘要：每周{day} {hour} 点，{what}。/digest off 取消。",
        "摘要：每週{day} {hour} 點，{what}。/digest off 取消。",
        "Digest: every {day} at {hour}:00, {what}. /digest off ends it.",
    )
    OF_WATCHES = ("订阅的词语", "訂閱的詞語", "of what is watched here")
    OF_TERMS = ("{terms}", "{terms}", "of {terms}")
    NO_WATCHES = ("还没有订阅：/watch 词语", "還沒有訂閱：/watch 詞語", "Nothing is watched yet: /watch words")
    ENDED = ("已取消摘要。", "已取消摘要。", "No more digests.")
    HEADING = (
        "报纸摘要，{days}，共 {count} 篇：",
        "報紙摘要，{days}，共 {count} 篇：",
        "Digest, {days}, {count} {count:report|reports}:",
    )
    REST = (
        "… 另有 {count} 篇，/latest、/edition 可以翻阅",
        "… 另有 {count} 篇，/latest、/edition 可以翻閱",
        "… and {count} more; /latest and /edition list them",
    )


def digest_set_text(rhythm: Rhythm, weekday: int, hour: int, terms: str, lang: Lang) -> str:
    """When a digest comes (``weekday`` 0 is Monday), and of what: ``terms``, or without them of the watches."""
    what = say(lang, DigestText.OF_TERMS, terms=terms) if terms else say(lang, DigestText.OF_WATCHES)
    if rhythm == "daily":
        return say(lang, DigestText.DAILY, hour=hour, what=what)
    day = WEEKDAYS_EN[weekday] if lang == "en" else WEEKDAYS[weekday]
    return say(lang, DigestText.WEEKLY, day=day, hour=hour, what=what)


def digest_page(
    span: tuple[date, date], count: int, parts: Sequence[DigestPart], lang: Lang, deep_link: DeepLink
) -> str:
    """A digest as one message (HTML): each report a link; where it does not hold all, how many are left out.

    ``span`` are the days of its editions, ``count`` is how many reports there are in all.
    """
    days = days_text(span, lang)
    blocks = [plain(say(lang, DigestText.HEADING, days=days, count=count), bold=True)]
    shown: set[int] = set()
    for part in parts:
        lines = [EMPTY, plain(f"〔{part.words}〕")]
        for item in part.headlines:
            if item.article_id in shown:
                continue  # it stands under other words
            link = deep_link(Place(article_id=item.article_id).token)
            line = TextBlock((Run("· "), Run(in_list(headline_line(item, lang)), link=link)))
            if units(html([*blocks, *lines, line])) > MESSAGE_UNITS - REST_UNITS:
                break
            lines.append(line)
            shown.add(item.article_id)
        blocks += lines if len(lines) > 2 else []
    if (rest := count - len(shown)) > 0:
        blocks += [EMPTY, plain(say(lang, DigestText.REST, count=rest))]
    return html(blocks)
