"""The desk between Telegram and the newsroom: questions are worked on in threads, off the event loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from typing import ParamSpec, TypeVar

from telegram import User

from bot.telegram.session.recent_questions import Notebook, Quota
from bot.telegram.session.store import State
from bot.telegram.views.deep_links import Place
from bot.telegram.views.texts import Lang, lang_of
from bot.wiring import Newsroom
from retrieval.answers.honesty.annotations import notices_of
from retrieval.domain import Answer, Article, Citation, Edition, Filters, Headline, Span
from retrieval.editions.store.judgements import Judgement
from retrieval.errors import Busy, StorageError

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Opened:
    """An article: its parts, the (article id, body characters) to mark, and the notices that correct it."""

    parts: tuple[Article, ...]
    mark: tuple[int, Span] | None
    notices: tuple[Citation, ...]


class Desk:
    """What handlers may ask of the newsroom. ``workers`` bounds how many questions run at once; the rest wait."""

    def __init__(
        self, newsroom: Newsroom, *, workers: int = 4, per_minute: int = 20, today: Callable[[], date] = date.today
    ) -> None:
        self.newsroom = newsroom
        self.today = today
        self.state = State(newsroom.settings.data / "telegram.sqlite")
        self.notebook = Notebook()
        self.quota = Quota(per_minute)
        self._handing_over = threading.Lock()
        self.failures: deque[str] = deque(maxlen=5)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="question")
        self._languages: dict[int, Lang] = {user: lang_of(code) for user, code in self.state.languages().items()}

    def lang(self, user: User | None) -> Lang:
        """The language that a person chose, or else that of their Telegram."""
        if user is None:
            return lang_of(None)
        return self._languages.get(user.id) or lang_of(user.language_code)

    def lang_of_id(self, user_id: int) -> Lang:
        """The same where only the id is known."""
        return self._languages.get(user_id) or lang_of(None)

    async def choose_language(self, user_id: int, lang: Lang) -> None:
        self._languages[user_id] = lang
        await self.off_loop(self.state.choose_language, user_id, lang)

    async def forget(self, user_id: int) -> int:
        """Forget all about a person; how many stored records went."""
        self._languages.pop(user_id, None)
        self.notebook.forget(user_id)
        return await self.off_loop(self._forget, user_id)

    def _forget(self, user_id: int) -> int:
        kept = self.newsroom.archive.judgements.count(user_id)
        went = self.state.forget(user_id)
        self.hand_over()
        return went + kept

    async def judge(self, judgement: Judgement) -> None:
        """Store a judgement; a later one of the same person on the same answer replaces it."""
        await self.off_loop(self._judge, judgement)

    def _judge(self, judgement: Judgement) -> None:
        self.state.judge(judgement)
        self.hand_over()

    async def add_question(self, chat_id: int, answer_id: int, user_id: int, question: str) -> None:
        """With the citizen's consent keep the question with the judgement, if there is one."""
        await self.off_loop(self._add_question, chat_id, answer_id, user_id, question)

    def _add_question(self, chat_id: int, answer_id: int, user_id: int, question: str) -> None:
        waiting, _ = self.state.waiting()
        key = (chat_id, answer_id, user_id)
        found = next((each for each in waiting if (each.chat_id, each.answer_id, each.user_id) == key), None)
        found = found or self.newsroom.archive.judgements.of(*key)
        if found:
            self._judge(replace(found, question=question))

    def hand_over(self) -> None:
        """Give the archive the judgements that wait, and let it forget whom it has to; later if it is busy now."""
        with self._handing_over:
            judgements, forgotten = self.state.waiting()
            if not judgements and not forgotten:
                return
            try:
                self.newsroom.archive.judgements.take(judgements, forgotten)
            except (Busy, StorageError) as error:
                log.info("judgements wait until the archive can be written: %s", type(error).__name__)
                return
            self.state.taken(judgements, forgotten)

    async def off_loop(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``function`` in one of the desk's threads."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: function(*args, **kwargs))

    async def ask(
        self, question: str, *, limit: int = 3, filters: Filters = NO_FILTERS, previous: str | None = None
    ) -> Answer:
        """Answer one question. Raises what ``Newsroom.ask`` raises."""
        return await self.off_loop(
            self.newsroom.ask, question, today=self.today(), limit=limit, filters=filters, previous=previous
        )

    async def article_at(self, place: Place) -> Opened:
        """The article at ``place``. Raises ``Withdrawn``; ``UnknownRecord`` when a later reading replaced it."""
        return await self.off_loop(self._article_at, place)

    def _article_at(self, place: Place) -> Opened:
        archive = self.newsroom.archive
        article_id, mark = place.article_id, None
        if place.passage_id is not None:
            passage = archive.passage(place.passage_id)
            article_id = passage.article_id
            mark = (article_id, (passage.start + place.start, min(passage.start + place.end, passage.end)))
        assert article_id is not None
        article = archive.article(article_id)
        first = article if article.continues is None else archive.article(article.continues)
        return Opened((first, *archive.continuations(first.id)), mark, notices_of(first, archive))

    async def editions(self) -> list[Edition]:
        return await self.off_loop(self.newsroom.archive.editions)

    async def headlines(self, edition: Edition) -> list[Headline]:
        """The articles of an edition in printed order; continued parts stand with the part that they continue."""
        return await self.off_loop(self._headlines, edition)

    def _headlines(self, edition: Edition) -> list[Headline]:
        return [
            Headline(article.id, article.headline or article.jump, article.paper, article.date, article.page)
            for article in self.newsroom.archive.articles(edition_id=edition.id)
            if article.continues is None
        ]

    def close(self) -> None:
        """Wait for the questions in hand."""
        self._threads.shutdown(wait=True)
        self.state.close()
