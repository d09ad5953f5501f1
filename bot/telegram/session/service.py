"""The one door from handlers and jobs to the newsroom and the bot's memory; what takes long runs in worker threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from telegram import User

from bot.backups import STATE
from bot.house import House
from bot.telegram.session.desk import DeskService
from bot.telegram.session.digests import DigestService
from bot.telegram.session.failures import FailureLog
from bot.telegram.session.freshness import FreshnessTold
from bot.telegram.session.judgements import JudgementOutbox
from bot.telegram.session.opening import OpenedArticle, open_article
from bot.telegram.session.operators import OperatorService
from bot.telegram.session.people import Sender
from bot.telegram.session.quota import Quota, Tell
from bot.telegram.session.recent_cards import LastCard, RecentCards
from bot.telegram.session.recent_questions import RecentQuestion, RecentQuestions
from bot.telegram.session.store import Card, Cited, Store
from bot.telegram.session.watching import WatchService
from bot.telegram.session.workers import P, T, Workers
from bot.telegram.transport.asides import Asides
from bot.telegram.views.cards import AnswerCard, CardRequest
from bot.telegram.views.deep_links import Place
from bot.telegram.views.texts import Lang, lang_of
from bot.wiring import Newsroom
from retrieval.answers.honesty import citation
from retrieval.answers.honesty.annotations import with_notices
from retrieval.answers.honesty.decision import CITED
from retrieval.domain import NO_FILTERS, Answer, Article, Citation, Edition, Filters, Headline
from retrieval.editions.store.archive import NO_COUNTS, ArchiveCounts
from retrieval.editions.store.judgements import TAKEN_BACK, Judgement
from retrieval.errors import NothingPublished, NotShown, UnknownRecord
from retrieval.index.published import Published

TYPED_FOR_EACH_ASKED = 3
"""Inline queries that a person may type for each question that they may ask."""
TYPED = 0
"""No chat has that number: what was typed elsewhere is remembered under it."""
NEWEST_EDITIONS = 3
"""Editions whose reports are offered where nothing was asked."""


class Service:
    """What handlers and jobs may ask for; ``workers`` bounds how many questions run at once, the rest wait.

    ``newsroom``, ``store`` and the other parts are for whoever builds or tests the bot, not for handlers.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        *,
        workers: int = 4,
        per_minute: int = 20,
        today: Callable[[], date] | None = None,
    ) -> None:
        """``today`` takes the place of the paper's day."""
        self.newsroom = newsroom
        self.today = today or newsroom.clock.today
        self.store = Store(newsroom.settings.data / STATE)
        self.quota = Quota(per_minute)
        self.typing_quota = Quota(per_minute * TYPED_FOR_EACH_ASKED)
        self.judgements = JudgementOutbox(newsroom.judgements, self.store)
        self.failures = FailureLog(newsroom.clock.now)
        self.asides = Asides()
        self._recent = RecentQuestions()
        self._cards = RecentCards()
        self._searches = RecentQuestions()
        self._fresh = FreshnessTold(self.today)
        self._workers = Workers(workers)
        self.operators = OperatorService(newsroom, self.store, self.judgements, self._workers)
        self.newsdesk = DeskService(newsroom, self.store, self._workers)
        self.digests = DigestService(newsroom, self.store, self._workers)
        self.watching = WatchService(newsroom, self.store, self._workers)
        self._languages: dict[int, Lang] = {user: lang_of(code) for user, code in self.store.languages().items()}

    def close(self) -> None:
        """Wait for the questions in hand."""
        self._workers.close()
        self.store.close()

    # -- people ------------------------------------------------------------------------------------------------------

    def lang(self, user: User | Sender | None) -> Lang:
        """The language that a person chose, or else that of their Telegram."""
        if user is None:
            return lang_of(None)
        return self._languages.get(user.id) or lang_of(user.language_code)

    def lang_of_id(self, user_id: int) -> Lang:
        """The same where only the id is known."""
        return self._languages.get(user_id) or lang_of(None)

    def chosen_lang(self, user_id: int) -> Lang | None:
        """The language that a person chose by /lang, if any."""
        return self._languages.get(user_id)

    async def choose_language(self, user_id: int, lang: Lang) -> None:
        self._languages[user_id] = lang
        await self._workers.run(self.store.choose_language, user_id, lang)

    async def keep_lang(self, user: User | Sender) -> None:
        """Remember the language of somebody who will be written to later; one that they chose stays."""
        nameless = isinstance(user, Sender) and user.nameless
        if not nameless and user.id not in self._languages and self.lang(user) != lang_of(None):
            await self.choose_language(user.id, self.lang(user))

    def day_of(self, moment: datetime) -> date:
        """The paper's day at a moment that knows its zone."""
        return self.newsroom.clock.day_of(moment)

    async def admit(self, user: User | Sender, tell: Tell | None = None, *, every_time: bool = False) -> bool:
        """Whether a person may ask one more question now; see ``Quota.admit``."""
        return await self.quota.admit(user.id, self.lang(user), tell, every_time=every_time)

    def admit_typing(self, user_id: int) -> bool:
        """Whether a person may type one more inline query now."""
        return self.typing_quota.take(user_id)

    @property
    def questions_per_minute(self) -> int:
        """How many questions a person may ask in a minute."""
        return self.quota.per_minute

    def note_typed(self, user_id: int, words: str) -> None:
        """Remember for minutes what somebody typed in another chat, to be answered when they come here."""
        self._recent.add(TYPED, user_id, user_id, words, None)

    def typed(self, user_id: int) -> str | None:
        """What somebody typed in another chat just now."""
        return self._recent.previous(TYPED, user_id)

    async def set_blocked(self, chat_id: int, blocked: bool) -> None:
        """A chat does not want the bot any more, or wants it again."""
        await self._workers.run(self.store.block, chat_id, blocked)

    async def forget(self, user_id: int) -> int:
        """Forget all about a person; how many stored records went."""
        self._languages.pop(user_id, None)
        self._recent.forget(user_id)
        self._cards.forget(user_id)
        self._searches.forget(user_id)
        self._fresh.forget(user_id)
        return await self._workers.run(self.judgements.forget, user_id)

    # -- questions and answers ---------------------------------------------------------------------------------------

    async def ask(
        self, question: str, *, limit: int = CITED, filters: Filters = NO_FILTERS, previous: str | None = None
    ) -> Answer:
        """Answer one question. Raises what ``Newsroom.ask`` raises."""
        return await self._workers.run(
            self.newsroom.ask, question, today=self.today(), limit=limit, filters=filters, previous=previous
        )

    async def house(self) -> House:
        """What replies take from the newsroom."""
        return await self._workers.run(self.newsroom.house)

    def previous_question(self, chat_id: int, sender: Sender) -> str | None:
        """What a person's next question in the chat may follow."""
        return None if sender.nameless else self._recent.previous(chat_id, sender.id)

    def asked_before(self, chat_id: int, message_id: int) -> RecentQuestion | None:
        """The question in that message as it was answered, as long as it is remembered."""
        return self._recent.asked(chat_id, message_id)

    def topic_of_answer(self, chat_id: int, answer_id: int) -> str | None:
        """What an answer is about, as long as its question is remembered."""
        return self._recent.answered_by(chat_id, answer_id)

    def remember_question(
        self, chat_id: int, sender: Sender, message_id: int, question: str, follows: str | None
    ) -> None:
        """Remember for minutes what was asked, and what it followed."""
        self._recent.add(chat_id, sender.id, message_id, question, follows, nameless=sender.nameless)

    def remember_card(
        self, chat_id: int, sender: Sender, question_id: int, request: CardRequest, card: AnswerCard
    ) -> None:
        """Remember for minutes what a person's last card shows; who has no name has no last card."""
        if not sender.nameless and not card.small_talk:
            shown = LastCard(question_id, request, card.reports, card.more, card.short)
            self._cards.add(chat_id, sender.id, shown)

    def last_card(self, chat_id: int, sender: Sender) -> LastCard | None:
        """The last card that a person was shown in a chat, as long as it is remembered."""
        return None if sender.nameless else self._cards.last(chat_id, sender.id)

    def remember_search(self, chat_id: int, user_id: int, number: int, text: str) -> None:
        """Remember for minutes what a person searches for in a group so that nobody else sees the answer."""
        self._searches.add(chat_id, user_id, number, text, None)

    def search_of(self, chat_id: int, user_id: int, number: int) -> str | None:
        """What that person searched for by the message of that number, as long as it is remembered."""
        found = self._searches.asked(chat_id, number)
        return found.question if found and found.user_id == user_id else None

    def let_questions_go(self) -> None:
        """Delete the questions that were remembered for long enough."""
        self._recent.expire()
        self._cards.expire()
        self._searches.expire()

    def freshness_due(self, chat_id: int, newest: date | None) -> bool:
        """Whether a chat is to be told up to which edition the archive reaches: once a day. It counts as told then."""
        return self._fresh.due(chat_id, newest)

    async def answers_to(self, chat_id: int, question_id: int) -> list[int]:
        """The messages that answered the question in a message."""
        return await self._workers.run(self.store.answers_to, chat_id, question_id)

    async def remember_answers(
        self, chat_id: int, question_id: int, sender: Sender, answer_ids: Sequence[int], cited: Cited | None
    ) -> None:
        """Remember which messages answered a question, so that an edit changes them, and what a reaction judges."""
        self._recent.answered(chat_id, question_id, answer_ids)
        await self._workers.run(self.store.answered, chat_id, question_id, sender.id, answer_ids, cited)

    async def card_of(self, chat_id: int, message_id: int) -> Card | None:
        """The answer that a message belongs to, for 48 hours."""
        return await self._workers.run(self.store.card_of, chat_id, message_id)

    async def judge(self, judgement: Judgement) -> None:
        """Store a judgement; a later one of the same person on the same answer replaces it."""
        await self._workers.run(self.judgements.add, judgement)

    async def take_judgement_back(self, answer_ref: tuple[int, int], user_id: int) -> None:
        """Delete what a person thought of an answer."""
        await self._workers.run(self.judgements.add, Judgement(answer_ref, user_id, TAKEN_BACK, ()))

    async def add_question(self, chat_id: int, answer_id: int, user_id: int, question: str) -> None:
        """With the reader's consent keep the question with the judgement, if there is one."""
        await self._workers.run(self.judgements.add_question, chat_id, answer_id, user_id, question)

    async def deliver_judgements(self) -> None:
        """Give the archive the judgements that wait; later if it is busy now."""
        await self._workers.run(self.judgements.deliver)

    # -- articles and editions ---------------------------------------------------------------------------------------

    async def open_article(self, place: Place) -> OpenedArticle:
        """The article at ``place``, in the version that readers see. Raises what ``opening.open_article`` raises."""
        try:
            return await self._read(lambda paper: open_article(paper, place))
        except NothingPublished:
            raise NotShown("nothing is published") from None

    async def opening_of(self, place: Place) -> Citation:
        """The opening passage of the article at ``place``. Raises what ``opening.open_article`` raises."""
        opened = await self.open_article(place)
        (found,) = await self._read(lambda paper: _openings(paper, opened.parts[:1]))
        return found

    async def words_at(self, place: Place) -> str | None:
        """The words of a passage that ``place`` names; None when they are gone from the paper."""
        if place.passage_id is None:
            return None
        try:
            passage = await self._read(lambda paper: paper.passage(place.passage_id or 0))
        except UnknownRecord:
            return None
        return passage.text[place.start : place.end] or None

    async def holdings(self) -> tuple[ArchiveCounts, date | None]:
        """How much is published, and the date of its newest edition."""
        try:
            return await self._read(lambda paper: (paper.counts(), paper.newest_date()))
        except NothingPublished:
            return NO_COUNTS, None

    async def editions(self) -> list[Edition]:
        """Every published edition, newest first; none before the first publishing."""
        try:
            return await self._read(Published.editions)
        except NothingPublished:
            return []

    async def edition(self, edition_id: int) -> Edition:
        """The edition of that id, or the one in which its reports stand now. Raises as ``Published.edition_now``."""
        try:
            return await self._read(lambda paper: paper.edition_now(edition_id))
        except NothingPublished:
            raise NotShown("nothing is published") from None

    async def _read(self, reading: Callable[[Published], T]) -> T:
        """What a reading of what is published now gives. Raises ``NothingPublished``, ``GenerationMismatch``."""
        return await self._workers.run(self._read_now, reading)

    def _read_now(self, reading: Callable[[Published], T]) -> T:
        with self.newsroom.published() as paper:
            return reading(paper)

    async def pages_within(self, edition: Edition) -> Mapping[int, str | None]:
        """The page of each article of an edition, in printed order; continued parts stand with what they continue."""
        return await self._read(lambda paper: paper.pages_within(edition.id))

    async def found_within(self, filters: Filters) -> list[int]:
        """The ids of all articles within limits, in printed order; continued parts are not listed again."""
        try:
            return await self._read(lambda paper: paper.ids_within(filters))
        except NothingPublished:
            return []

    async def headlines_of(self, article_ids: Sequence[int]) -> list[Headline]:
        """How lists show these articles."""
        return await self._read(lambda paper: _headlines(paper.articles_by_id(article_ids).values()))

    async def newest_reports(self, start: int, most: int) -> list[Citation]:
        """The opening passages of the newest reports with a headline, from number ``start`` (0 is the first) on."""
        try:
            return await self._read(lambda paper: _openings(paper, islice(_reports(paper), start, start + most)))
        except NothingPublished:
            return []

    # -- metrics -----------------------------------------------------------------------------------------------------

    async def in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run what blocks in one of the worker threads."""
        return await self._workers.run(function, *args, **kwargs)

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.newsroom.settings.data


def _headlines(articles: Iterable[Article]) -> list[Headline]:
    """How lists show these; continued parts stand with the part that they continue."""
    return [headline_of(article) for article in articles if article.continues is None]


def _reports(paper: Published) -> Iterator[Article]:
    """The reports with a headline in the newest editions."""
    for edition in paper.editions()[:NEWEST_EDITIONS]:
        for article in paper.articles(edition_id=edition.id):
            if article.continues is None and article.headline:
                yield article


def _openings(paper: Published, articles: Iterable[Article]) -> list[Citation]:
    """The first passages of articles."""
    by_id = {article.id: article for article in articles}
    openings = [(by_id[id_], passages[0]) for id_, passages in paper.passages_of(list(by_id)).items()]
    return list(with_notices([citation.whole_passage(*opening) for opening in openings], paper))


def headline_of(article: Article) -> Headline:
    """How lists show an article: a piece without headline by the label of the page that it continues."""
    return replace(citation.headline(article), headline=article.headline or article.jump)
