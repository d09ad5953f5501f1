"""Proposes the article that a notice (更正, 致歉) corrects, by the day, page and headline it names, else its wording.

Only proposals come out of here; what is linked is the operator's decision (``corrections.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from retrieval.domain import Article, ArticleKind, Filters
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.corrections import CorrectionLink
from retrieval.language.bigrams import bigrams, dice
from retrieval.language.calendar_words import DAY_WORD, days_ahead
from retrieval.language.page_names import PAGE_LABEL, page_name

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
_PAST_DAY = re.compile(f"前日|{DAY_WORD}")
_NAMED_PAGE = re.compile(PAGE_LABEL)
_SAID_ALWAYS = re.compile(
    rf"\d{{4}}年|\d{{1,2}}月\d{{1,2}}日|{PAGE_LABEL}|本报|前日|{DAY_WORD}|报道的?|刊登的?|一[文稿]|有误|应为|特此|更正|谨?向?(?:广大)?读者|深?表?致?歉意?"
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


def proposals(archive: Archive, links: Iterable[CorrectionLink]) -> list[Proposal]:
    """For every notice in the archive that none of its ``links`` is of: newest notice first, then the surest."""
    linked = {link.notice_id for link in links}
    found: list[Proposal] = []
    for notice in archive.articles():
        if _is_notice(notice) and notice.id not in linked:
            found += proposals_for(archive, notice)
    return found


def _is_notice(article: Article) -> bool:
    return article.kind is ArticleKind.CORRECTION and article.continues is None


def proposals_for(archive: Archive, notice: Article) -> list[Proposal]:
    """The surest articles for each thing that one notice mentions."""
    best: dict[int, Proposal] = {}
    for mention in mentions_in(notice):
        for proposal in _surest_of(sorted(_scored(archive, notice, mention), key=_highest_score)):
            best.setdefault(proposal.article.id, proposal)
    return sorted(best.values(), key=_highest_score)


def _highest_score(proposal: Proposal) -> tuple[float, int]:
    return -proposal.score, proposal.article.id


def _surest_of(scored: list[Proposal]) -> list[Proposal]:
    """Of the proposals for one mention, best first, those that are good enough."""
    if not scored:
        return []
    least = max(LEAST_PROPOSAL_SCORE, LEAST_OF_BEST * scored[0].score)
    return [proposal for proposal in scored[:PROPOSALS_PER_MENTION] if proposal.score >= least]


def mentions_in(notice: Article) -> Iterator[Mention]:
    """What the notice names, headline by headline; where it names none, paragraph by paragraph."""
    for paragraph in notice.paragraphs:
        titles = list(_HEADLINE.finditer(paragraph))
        if titles:
            yield from _named_headlines(paragraph, titles, notice.date)
        elif len(paragraph) > LEAST_MENTION_CHARS:
            yield Mention(paragraph, None, _named_day(paragraph, notice.date), _named_page(paragraph))


def _named_headlines(paragraph: str, titles: list[re.Match[str]], printed: date | None) -> Iterator[Mention]:
    """Each headline with the words around it, up to its neighbours."""
    ends = [title.start() for title in titles[1:]] + [len(paragraph)]
    start = 0
    for title, end in zip(titles, ends, strict=True):
        before, after = paragraph[start : title.start()], paragraph[title.end() : end]
        day = _named_day(before, printed) or _named_day(after, printed)
        yield Mention(before + after, title[1] or title[2], day, _named_page(before) or _named_page(after))
        start = title.end()


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How well an article fits a mention: its headline, the day and page named, the wording shared (0 … 1)."""

    titled: float
    dated: bool
    paged: bool
    shared: float

    @property
    def score(self) -> float:
        return round(3 * self.titled + self.dated + self.paged + 2 * self.shared, 3)

    @property
    def wording_is_enough(self) -> bool:
        """Whether it may be proposed without a headline."""
        return self.shared >= (LEAST_WORDING_ON_PAGE if self.paged and self.dated else LEAST_WORDING)

    @property
    def reasons(self) -> tuple[ProposalReason, ...]:
        said = (
            (self.titled > 0, ProposalReason.HEADLINE),
            (self.dated, ProposalReason.DATE),
            (self.paged, ProposalReason.PAGE),
            (self.shared >= LEAST_SHARED_WORDING, ProposalReason.WORDING),
        )
        return tuple(why for holds, why in said if holds)


def _scored(archive: Archive, notice: Article, mention: Mention) -> Iterator[Proposal]:
    words = bigrams(_NOT_WORDS.sub("", _SAID_ALWAYS.sub("，", mention.text)))
    for article in archive.articles(where=_reach(notice, mention)):
        if article.id == notice.id or not _may_be_corrected(article):
            continue
        found = _compared(article, mention, words)
        if found is not None:
            yield Proposal(notice, article, found.reasons, found.score)


def _may_be_corrected(article: Article) -> bool:
    return article.kind is not ArticleKind.CORRECTION and article.continues is None


def _compared(article: Article, mention: Mention, words: frozenset[str]) -> _Likeness | None:
    """None where the article is not the one that is mentioned."""
    titled = _likeness(mention.headline, article.headline)
    if mention.headline and titled < SAME_HEADLINE_DICE:
        return None
    shared = len(words & bigrams(f"{article.headline}{article.body}")) / max(1, len(words))
    is_on_page = mention.page is not None and mention.page == article.page
    found = _Likeness(titled, mention.day is not None, is_on_page, shared)
    return found if mention.headline or found.wording_is_enough else None


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
        years = (int(year),) if year else (printed.year, printed.year - 1)
        named = _latest_until(printed, years, int(month), int(day))
        if named is not None:
            return named
    ahead = [days_ahead(word) for word in _PAST_DAY.findall(text)]
    past = [days for days in ahead if days < 0]
    return printed + timedelta(days=past[0]) if past else None


def _latest_until(last: date, years: tuple[int, ...], month: int, day: int) -> date | None:
    """That day of the first of the years in which the calendar has it and it lies not after ``last``."""
    for year in years:
        try:
            named = date(year, month, day)
        except ValueError:
            continue
        if named <= last:
            return named
    return None


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
    return PARTIAL_LIKENESS if _is_part(one, other) else dice(bigrams(one), bigrams(other))


def _is_part(one: str, other: str) -> bool:
    """Whether one headline, not too short a one, is a stretch of the other."""
    return min(len(one), len(other)) >= LEAST_PARTIAL_CHARS and (one in other or other in one)
