"""What a corrected page reads otherwise, in words for the terminal: 《青湾大桥合龙》 大桥全长860米 → 大桥全长870米."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.lang import Lang
from bot.render import headline_text, one_line, place_text
from bot.wording import Wording, say
from retrieval.editions.store.changes import ArticleChange
from retrieval.language.differences import Difference, differences


class ChangeText(Wording):
    """What reads otherwise."""

    CHANGED = ("改动  {title}", "改動  {title}", "changed  {title}")
    MORE_REPORTS = (
        "… 另有 {count} 篇改动",
        "… 另有 {count} 篇改動",
        "… {count} more {count:report was|reports were} changed",
    )
    REWRITTEN = ("  全文改写", "  全文改寫", "  rewritten")
    DIFFERENCE = ("  {text}", "  {text}", "  {text}")
    MORE_PLACES = ("  … 另有 {count} 处", "  … 另有 {count} 處", "  … {count} more {count:place|places}")
    ADDED = ("加上“{text}”", "加上「{text}」", "added “{text}”")
    TAKEN_OUT = ("删去“{text}”", "刪去「{text}」", "taken out “{text}”")


ARTICLES_TOLD = 10
DIFFERENCES_TOLD = 3


def changed_lines(changes: Sequence[ArticleChange], lang: Lang) -> Iterator[str]:
    """The articles that were reworded, each with what reads otherwise; how many more there are."""
    reworded = [change for change in changes if change.before is not None]
    for change in reworded[:ARTICLES_TOLD]:
        yield say(lang, ChangeText.CHANGED, title=change_title(change, lang))
        yield from difference_lines(change, lang)
    if (rest := len(reworded) - ARTICLES_TOLD) > 0:
        yield say(lang, ChangeText.MORE_REPORTS, count=rest)


def change_title(change: ArticleChange, lang: Lang) -> str:
    """The headline of an article, or its first words, and its page."""
    label = change.label
    place = place_text(None, None, label.page, lang)
    title = headline_text(label.headline, None, label.opening[:20], lang)
    return one_line(f"{title} {place}".strip())


def difference_lines(change: ArticleChange, lang: Lang) -> Iterator[str]:
    """What reads otherwise in the text of one article; nothing where only its headline or its page is another."""
    before, after = change.before or "", change.after or ""
    if before == after:
        return
    found = differences(before, after)
    if not found:
        yield say(lang, ChangeText.REWRITTEN)
    yield from (say(lang, ChangeText.DIFFERENCE, text=difference_text(each, lang)) for each in found[:DIFFERENCES_TOLD])
    if (rest := len(found) - DIFFERENCES_TOLD) > 0:
        yield say(lang, ChangeText.MORE_PLACES, count=rest)


def difference_text(difference: Difference, lang: Lang) -> str:
    """大桥全长860米 → 大桥全长870米; what was only added or taken out is said so."""
    before, after = one_line(difference.before), one_line(difference.after)
    if not before:
        return say(lang, ChangeText.ADDED, text=after)
    return f"{before} → {after}" if after else say(lang, ChangeText.TAKEN_OUT, text=before)
