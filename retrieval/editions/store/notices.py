"""Proposes the article that a notice (更正, 致歉) corrects, by the day, page and headline it names, else its wording.

Only proposals come out of here; what is linked is the operator's decision (``corrections.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from retrieval.domain import Article, ArticleKind, Filters
from retrieval.editions.store.archive import Archive
from retrieval.language.bigrams import bigrams, dice
from retrieval.language.characters import CHINESE_DIGITS
from retrieval.language.page_names import page_name

LONGEST_AGE = timedelta(days=400)
"""How far before the notice an article may lie that is found by its headline; by hand, 2026-11."""
LONGEST_AGE_BY_WORDING = timedelta(days=60)
"""The same for one that is found by its wording; by hand, 2026-11."""
SAME_HEADLINE_DICE = 0.6
"""Share of pairs of characters (Dice) from which a headline is the one named; by hand, 2026-11."""
LEAST_SHARED_WORDING = 0.2
"""Share of a notice's pairs of characters in an article from which its wording speaks for it; by hand,
2026-11."""
LEAST_WORDING, LEAST_WORDING_ON_PAGE = 0.45, 0.3
"""The share that a proposal without a headline needs, and one on the named day and page; by hand, 2026-11."""
LEAST_PROPOSAL_SCORE = 2.0
"""Score of a proposal: a named headline gives up to 3, day and page 1 each, wording up to 2; by hand, 2026-11."""
LEAST_OF_BEST = 0.75
"""Share of the best proposal's score that the next ones must have; by hand, 2026-11."""
PROPOSALS_PER_MENTION = 2
"""Most proposals for one mention; by hand, 2026-11."""
LEAST_MENTION_CHARS = 12
"""Characters above which a paragraph without a headline mentions an article; by hand, 2026-11."""
LEAST_PARTIAL_CHARS, PARTIAL_LIKENESS = 6, 0.9
"""Characters of a headline that may stand for a longer one, and the likeness of the two; by hand, 2026-11."""

_HEADLINE = re.compile(
    r"《([^《》\n]{2,60})》|[“\"]([^”\"\n]{4,60})[”\"](?=(?:一文|一稿|的?(?:报道|消息|稿件|文章|新闻)))"
)
_NAMED_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_YESTERDAY = re.compile(r"(昨天|昨日)|(前天|前日)")
_NAMED_PAGE = re.compile(rf"(?:第\s*)?(?:[A-Za-z]?\d{{1,3}}|[{CHINESE_DIGITS}十]{{1,3}}|头)\s*版")
_SAID_ALWAYS = re.compile(
    r"\d{4}年|\d{1,2}月\d{1,2}日|第?[A-Za-z]?\d{1,3}版|本报|昨天|昨日|前天|前日|报道的?|刊登的?|一[文稿]|有误|应为|特此|更正|谨?向?(?:广大)?读者|深?表?致?歉意?"
)
_NOT_WORDS = re.compile(r"[^\w]+")


class ProposalReason(StrEnum):
    """What speaks for a proposal."""

    HEADLINE = "headline"
    DATE = "date"
    PAGE = "page"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Mention:
    """What a notice says of the article that it is about, and the words that it says it in."""

    text: str
    headline: str | None
    day: date | None
    page: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A notice, an article that it may correct, and why; a higher score is surer."""

    notice: Article
    article: Article
    why: tuple[ProposalReason, ...]
    score: float


def proposals(archive: Archive) -> list[Proposal]:
    """For every notice in the archive that is linked with nothing yet: newest notice first, then the surest."""
    linked = {link.notice_id for link in archive.corrections.links()}
    found: list[Proposal] = []
    for notice in archive.articles():
        if notice.kind is ArticleKind.CORRECTION and notice.continues is None and notice.id not in linked:
            found += proposals_for(archive, notice)
    return found


def proposals_for(archive: Archive, notice: Article) -> list[Proposal]:
    """The surest articles for each thing that one notice mentions."""
    best: dict[int, Proposal] = {}
    for mention in mentions_in(notice):
        scored = sorted(_scored(archive, notice, mention), key=lambda each: (-each.score, each.article.id))
        for proposal in scored[:PROPOSALS_PER_MENTION]:
            if proposal.score >= max(LEAST_PROPOSAL_SCORE, LEAST_OF_BEST * scored[0].score):
                best.setdefault(proposal.article.id, proposal)
    return sorted(best.values(), key=lambda each: (-each.score, each.article.id))


def mentions_in(notice: Article) -> Iterator[Mention]:
    """What the notice names, headline by headline; where it names none, paragraph by paragraph."""
    for paragraph in notice.paragraphs:
        titles = list(_HEADLINE.finditer(paragraph))
        if not titles and len(paragraph) > LEAST_MENTION_CHARS:
            yield Mention(paragraph, None, _named_day(paragraph, notice.date), _named_page(paragraph))
        start = 0
        for number, title in enumerate(titles):
            is_last = number + 1 == len(titles)
            end = len(paragraph) if is_last else titles[number + 1].start()
            before, after = paragraph[start : title.start()], paragraph[title.end() : end]
            day = _named_day(before, notice.date) or _named_day(after, notice.date)
            yield Mention(before + after, title[1] or title[2], day, _named_page(before) or _named_page(after))
            start = title.end()


def _scored(archive: Archive, notice: Article, mention: Mention) -> Iterator[Proposal]:
    words = bigrams(_NOT_WORDS.sub("", _SAID_ALWAYS.sub("，", mention.text)))
    for article in archive.articles(where=_reach(notice, mention)):
        if article.kind is ArticleKind.CORRECTION or article.continues is not None or article.id == notice.id:
            continue
        titled = _likeness(mention.headline, article.headline)
        if mention.headline and titled < SAME_HEADLINE_DICE:
            continue
        shared = len(words & bigrams(f"{article.headline}{article.body}")) / max(1, len(words))
        dated = mention.day is not None
        paged = mention.page is not None and mention.page == article.page
        if not mention.headline and shared < (LEAST_WORDING_ON_PAGE if paged and dated else LEAST_WORDING):
            continue
        score = 3 * titled + dated + paged + 2 * shared
        yield Proposal(notice, article, _reasons(titled, dated, paged, shared), round(score, 3))


def _reasons(titled: float, dated: bool, paged: bool, shared: float) -> tuple[ProposalReason, ...]:
    said = (
        (titled > 0, ProposalReason.HEADLINE),
        (dated, ProposalReason.DATE),
        (paged, ProposalReason.PAGE),
        (shared >= LEAST_SHARED_WORDING, ProposalReason.WORDING),
    )
    return tuple(why for holds, why in said if holds)


def _reach(notice: Article, mention: Mention) -> Filters:
    """Where the article may stand: in an edition of the same paper, on the day named or not long before."""
    papers = (notice.paper,) if notice.paper else ()
    if mention.day:
        return Filters(date_from=mention.day, date_to=mention.day, papers=papers)
    if notice.date is None:
        return Filters(papers=papers)
    back = LONGEST_AGE if mention.headline else LONGEST_AGE_BY_WORDING
    return Filters(date_from=notice.date - back, date_to=notice.date, papers=papers)


def _named_day(text: str, printed: date | None) -> date | None:
    """The last day named, never after the notice itself; a day without a year is the nearest one before."""
    if printed is None:
        return None
    for year, month, day in reversed(_NAMED_DAY.findall(text)):
        for guess in (int(year),) if year else (printed.year, printed.year - 1):
            try:
                named = date(guess, int(month), int(day))
            except ValueError:
                continue
            if named <= printed:
                return named
    word = _YESTERDAY.search(text)
    return printed - timedelta(days=1 if word[1] else 2) if word else None


def _named_page(text: str) -> str | None:
    found = _NAMED_PAGE.findall(text)
    return page_name(found[-1]) if found else None


def _likeness(named: str | None, printed: str | None) -> float:
    """1 for the same headline, less where words are left out."""
    one, other = _NOT_WORDS.sub("", named or ""), _NOT_WORDS.sub("", printed or "")
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    if min(len(one), len(other)) >= LEAST_PARTIAL_CHARS and (one in other or other in one):
        return PARTIAL_LIKENESS
    return dice(bigrams(one), bigrams(other))
