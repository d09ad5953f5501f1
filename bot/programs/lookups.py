"""What programs may look up, all of it reading: each method gives one record, of what is published now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.conversation import Conversation
from bot.programs.cursors import next_cursor, start_of
from bot.programs.links import Links
from bot.programs.records import Record, Records
from bot.reading import HEADLINES_AT_ONCE, Mark, find_citation, open_article, papers_of
from bot.wiring import Newsroom
from retrieval.answers.honesty.decision import CITED
from retrieval.domain import NO_FILTERS, Filters
from retrieval.errors import UnknownRecord
from retrieval.language.page_names import page_names
from retrieval.lookup.mentions import Order, mentions_of
from retrieval.lookup.quotes import check_quote
from retrieval.lookup.related import see_also
from retrieval.lookup.search import SearchOrder

LONGEST_QUESTION = 1000
"""Characters of a question or of words to look for; by hand, 2026-11."""
LONGEST_QUOTE = 2000
"""Characters of a quotation that is taken; ``quotes.py`` says how many are looked at; by hand, 2026-11."""
MOST_AT_ONCE = 50
"""Entries of one page of a list; by hand, 2026-11."""
MOST_IN_A_BATCH = 20
"""Questions of one batch; by hand, 2026-11."""


class BadPage(Exception):
    """A text that names no page of a newspaper."""


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A question of a batch; those with the same conversation are one talk."""

    question: str
    conversation: str | None = None


class Lookups:
    """Looks up in an open newsroom; ``links`` says where the site is. Raises the engine's errors."""

    def __init__(self, room: Newsroom, links: Links) -> None:
        self._room, self._records = room, Records(links)

    def ask(
        self, question: str, where: Filters = NO_FILTERS, *, top: int = CITED, previous: str | None = None
    ) -> Record:
        """The answer to a question; ``previous`` is the one before, where it is a follow-up."""
        answer = self._room.ask(question, limit=top, filters=where, previous=previous)
        return self._records.answer(answer, self._room.house())

    def ask_all(self, questions: Iterable[BatchQuestion], *, top: int = CITED) -> Iterable[Record]:
        """The answers to the questions of a batch, one after the other."""
        talks: dict[str, Conversation] = {}
        house = self._room.house()
        for each in questions:
            talk = Conversation(self._room)
            if each.conversation:
                talk = talks.setdefault(each.conversation, talk)
            yield self._records.answer(talk.ask(each.question, limit=top), house)

    def search(
        self,
        words: str,
        where: Filters = NO_FILTERS,
        *,
        order: SearchOrder = "relevance",
        cursor: str | None = None,
        most: int = 10,
    ) -> Record:
        """A page of the articles that hold words. Raises ``BadCursor`` and ``StaleCursor`` too."""
        with self._room.published() as paper:
            start = start_of(cursor, paper.id)
            today = self._room.clock.today()
            found = self._room.article_search.find(
                paper, words, today=today, where=where, order=order, start=start, most=most
            )
        return self._records.search(found, next_cursor(found.generation, start + most, found.total))

    def mentions(
        self,
        words: str,
        where: Filters = NO_FILTERS,
        *,
        order: Order = "oldest",
        cursor: str | None = None,
        most: int = 20,
    ) -> Record:
        """A page of every mention of words. Raises ``BadCursor`` and ``StaleCursor`` too."""
        with self._room.published() as paper:
            start = start_of(cursor, paper.id)
            found = mentions_of(paper, words, where, order=order, start=start, most=most)
            return self._records.mentions(found, next_cursor(paper.id, start + most, found.total), paper.id)

    def article(self, number: int) -> Record:
        """A whole article. Raises ``Replaced`` where another version of it is published."""
        with self._room.published() as paper:
            opened = open_article(paper, number)
            return self._records.article(opened, see_also(paper, opened.first)) | {"generation": paper.id}

    def citation(self, mark: Mark) -> Record:
        """A citation in its article, whatever became of it since."""
        with self._room.published() as paper:
            found = find_citation(paper, mark, self._room.passage_wording)
            also = see_also(paper, found.opened.first)
            return self._records.found_citation(found, also) | {"generation": paper.id}

    def editions(self) -> Record:
        """All editions, newest first."""
        with self._room.published() as paper:
            return {"editions": list(map(self._records.edition_line, paper.editions())), "generation": paper.id}

    def edition(
        self,
        day: date | None,
        papers: Sequence[str] = (),
        *,
        cursor: str | None = None,
        most: int = HEADLINES_AT_ONCE,
    ) -> Record:
        """The editions of a day (of None: those without a date), page by page: so many headlines at a time.

        Raises ``UnknownRecord``, ``BadCursor`` and ``StaleCursor``.
        """
        with self._room.published() as paper:
            start = start_of(cursor, paper.id)
            found = papers_of(paper, day, papers, start=start, most=most)
            if not found.total:
                raise UnknownRecord(f"no edition of {day or 'an unknown day'}")
            return {
                "editions": [self._records.edition(*each) for each in found.editions],
                "total": found.total,
                "next": next_cursor(paper.id, start + most, found.total),
                "generation": paper.id,
            }

    def newest_day(self) -> date | None:
        """The day of the newest edition."""
        with self._room.published() as paper:
            return paper.newest_date()

    def verify(self, quote: str) -> Record:
        """Whether a sentence was printed."""
        with self._room.published() as paper:
            return self._records.check(check_quote(paper, quote), paper.id)


def limits(
    *,
    since: date | None = None,
    until: date | None = None,
    pages: Sequence[str] = (),
    people: Sequence[str] = (),
    papers: Sequence[str] = (),
) -> Filters:
    """Limits as people write them: pages as 3, A03, 第三版, 头版. Raises ``BadPage``."""
    names = [name for page in pages for name in _page_names(page)]
    return Filters(since, until, tuple(names), tuple(people), tuple(papers))


def _page_names(text: str) -> tuple[str, ...]:
    found = page_names(text)
    if not found:
        raise BadPage
    return found
