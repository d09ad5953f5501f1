"""Recognises by what it says a page, or articles, that were read before from another file or with other metadata.

A page that is sent again under another name, or without its date, takes the place of the one that it corrects, and what
it does not state itself is known from that one. Nothing is recognised across days, papers or pages that are stated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import TypeAlias

from retrieval.editions.base.draft import ArticleDraft
from retrieval.editions.store.read_before import KnownArticle, LiveArticle, PrintedArticle
from retrieval.editions.store.same_article import Replacement, compatible, likest_pairs, replaced_by
from retrieval.editions.store.writer import Writer
from retrieval.language.revision_marks import is_revision

OF_PAGE, OF_MARKED_PAGE = 0.5, 0.25
"""Share of a page's articles that a file must hold to be that page; less where its name says that it was corrected; by
hand, 2026-11."""

_KnownPageKey: TypeAlias = tuple[int, str | None, int | None]
"""An edition and a page; without a page the file that it was read from, too."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a file says again: the live articles whose place it takes, and its drafts with what is known from them.

    ``versions`` are the numbers of drafts that are an article of before, with its id.
    """

    before: tuple[KnownArticle, ...]
    drafts: tuple[ArticleDraft, ...]
    versions: dict[int, int]


def recognise(
    writer: Writer, name: str, drafts: Sequence[ArticleDraft], may_be: Sequence[KnownArticle]
) -> Recognition | None:
    """What of the articles ``may_be`` a page file of that name says again; None where that is no whole."""
    known = {article.printed.id: article for article in may_be}
    pairs = list(_paired_with_drafts(known, drafts))
    if not pairs:
        return None
    page = _page_of_pairs(writer, name, drafts, pairs, known)
    if page is None and len(pairs) < len(drafts):
        return None
    before = page or [known[pair.old.id] for pair in pairs]
    versions = {_number_of(pair.new): pair.old.id for pair in pairs}
    told = {number: known[old] for number, old in versions.items()}
    usual = next(iter(told.values()))
    complete = [_completed_draft(draft, told.get(number, usual)) for number, draft in enumerate(drafts)]
    return Recognition(tuple(before), tuple(complete), versions)


def says_again(writer: Writer, live: LiveArticle, draft: ArticleDraft) -> bool:
    """Whether a draft is a live article, read anew."""
    return any(replaced_by(writer.printed([live.id]), [_draft_as_printed(0, draft)]))


def _paired_with_drafts(known: dict[int, KnownArticle], drafts: Sequence[ArticleDraft]) -> Iterator[Replacement]:
    """Each draft with the article that it is, where there is one on what may be its page."""
    printed = [_draft_as_printed(number, draft) for number, draft in enumerate(drafts)]
    found = replaced_by([each.printed for each in known.values()], printed)
    return likest_pairs(pair for pair in found if compatible(pair.old.page, pair.new.page))


def _page_of_pairs(
    writer: Writer,
    name: str,
    drafts: Sequence[ArticleDraft],
    pairs: Sequence[Replacement],
    known: dict[int, KnownArticle],
) -> list[KnownArticle] | None:
    """All live articles of the page that the file is; None where it is an excerpt, or holds too little of any page.

    What other files gave that the file has nothing of is another part of the page.
    """
    held: dict[_KnownPageKey, int] = defaultdict(int)
    for pair in pairs:
        held[known[pair.old.id].page_key] += 1
    key = max(held, key=lambda each: held[each])
    sources = {known[pair.old.id].source_id for pair in pairs}
    page = [article for article in writer.live_of_key(key) if article.source_id in sources]
    least = OF_MARKED_PAGE if is_revision(PurePath(name).stem) else OF_PAGE
    is_excerpt = held[key] == len(drafts) and 2 * len(drafts) <= len(page)
    if is_excerpt or held[key] < least * len(page) or held[key] < least * len(drafts):
        return None
    return page


def _completed_draft(draft: ArticleDraft, old: KnownArticle) -> ArticleDraft:
    """The draft with what it does not state itself."""
    printed = old.printed
    day = date.fromisoformat(printed.date) if printed.date else None
    return replace(draft, paper=draft.paper or printed.paper, date=draft.date or day, page=draft.page or printed.page)


def _draft_as_printed(number: int, draft: ArticleDraft) -> PrintedArticle:
    """A draft as an article; the id says which it is, and that it has none yet."""
    day = draft.date.isoformat() if draft.date else None
    return PrintedArticle(-1 - number, draft.paper, day, draft.page, draft.headline, draft.body)


def _number_of(printed: PrintedArticle) -> int:
    return -1 - printed.id
