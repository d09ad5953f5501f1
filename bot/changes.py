"""What a corrected page reads otherwise, in words for the terminal: 《青湾大桥合龙》 大桥全长860米 → 大桥全长870米."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.render import headline_text, one_line, place_text
from retrieval.editions.store.changes import ArticleChange
from retrieval.language.differences import Difference, differences

ARTICLES_TOLD = 10
DIFFERENCES_TOLD = 3


def changed_lines(changes: Sequence[ArticleChange]) -> Iterator[str]:
    """The articles that were reworded, each with what reads otherwise; how many more there are."""
    reworded = [change for change in changes if change.before is not None]
    for change in reworded[:ARTICLES_TOLD]:
        yield f"改动  {change_title(change)}"
        yield from difference_lines(change)
    if (rest := len(reworded) - ARTICLES_TOLD) > 0:
        yield f"… 另有 {rest} 篇改动"


def change_title(change: ArticleChange) -> str:
    """The headline of an article, or its first words, and its page."""
    label = change.label
    place = place_text(None, None, label.page)
    title = headline_text(label.headline, None, label.opening[:20])
    return one_line(f"{title} {place}".strip())


def difference_lines(change: ArticleChange) -> Iterator[str]:
    """What reads otherwise in the text of one article; nothing where only its headline or its page is another."""
    before, after = change.before or "", change.after or ""
    if before == after:
        return
    found = differences(before, after)
    if not found:
        yield "  全文改写"
    yield from (f"  {difference_text(each)}" for each in found[:DIFFERENCES_TOLD])
    if (rest := len(found) - DIFFERENCES_TOLD) > 0:
        yield f"  … 另有 {rest} 处"


def difference_text(difference: Difference) -> str:
    """大桥全长860米 → 大桥全长870米; what was only added or taken out is said so."""
    before, after = one_line(difference.before), one_line(difference.after)
    if not before:
        return f"加上“{after}”"
    return f"{before} → {after}" if after else f"删去“{before}”"
