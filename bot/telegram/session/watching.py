"""What handlers and jobs may ask about watches: which there are, what is new for them, what became of what was sent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.telegram.session import id_ranges
from bot.telegram.session.store import Store
from bot.telegram.session.watch_table import Alert, Watch, WatchTable
from bot.telegram.session.watch_terms import WatchTerms, terms_of
from bot.telegram.session.workers import Workers
from bot.wiring import Newsroom
from retrieval.answers.honesty import citation
from retrieval.answers.honesty.annotations import with_notices
from retrieval.domain import Article, Citation, Passage, Span
from retrieval.errors import NothingPublished, Replaced, UnknownRecord, Withdrawn
from retrieval.index.published import Published
from retrieval.language.near_duplicates import same_report, shingles

LOOKED_AT = "articles looked at"
"""The mark of every article that readers have seen while the bot looked, as ranges of ids."""
LAST_PASSAGE = "passages announced up to"
"""What was noted before there was ``LOOKED_AT``: the highest id."""


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article that was published lately, and its passages."""

    article: Article
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A new article that watches of one chat look for, and the passage that shows it."""

    new: NewArticle
    passage: Passage
    watches: tuple[Watch, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A new report that watches of one chat look for, all its printings in one. ``watches`` are those that found it.

    ``found`` counts the stories of the watch that found most, where that is more than are sent.
    """

    citation: Citation
    article_ids: tuple[int, ...]
    watches: tuple[Watch, ...]
    found: int = 0

    @property
    def chat_id(self) -> int:
        return self.watches[0].chat_id


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was announced reads otherwise now."""

    alert: Alert
    citation: Citation
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was announced was withdrawn, and readers may know why."""

    alert: Alert
    day: date
    reason: str


class WatchService:
    """Watches and announcements.

    ``per_watch`` stories of a watch are announced in one publishing, the rest is counted.
    """

    def __init__(self, newsroom: Newsroom, store: Store, workers: Workers, per_watch: int = 5) -> None:
        self._newsroom, self._store, self._workers = newsroom, store, workers
        self._table = WatchTable(store)
        self.per_watch = per_watch

    # -- watches -----------------------------------------------------------------------------------------------------

    async def watches(self, chat_id: int | None = None) -> list[Watch]:
        """The watches of a chat, or of all chats, oldest first."""
        return await self._workers.run(self._table.watches, chat_id)

    async def watch(self, chat_id: int, user_id: int, words: str, topic: int | None = None) -> None:
        """Start watching; the same words twice are one watch."""
        await self._workers.run(self._table.watch, chat_id, user_id, words, topic)

    async def unwatch(self, chat_id: int, watch_id: int) -> None:
        await self._workers.run(self._table.unwatch, chat_id, watch_id)

    async def blocked_chats(self) -> set[int]:
        """The chats that do not want the bot any more."""
        return await self._workers.run(self._store.blocked)

    async def move(self, old_chat: int, new_chat: int) -> None:
        """A group has become a supergroup with another number."""
        await self._workers.run(self._table.move, old_chat, new_chat)

    def quiet(self) -> bool:
        """Whether it is the time of day at which nobody is to be woken."""
        return self._newsroom.settings.is_quiet(self._newsroom.clock.now().time())

    # -- what is new -------------------------------------------------------------------------------------------------

    async def seen_now(self) -> tuple[str, int] | None:
        """Changes whenever readers may see something else than before; None before the first publishing."""
        return await self._workers.run(self._seen_now)

    def _seen_now(self) -> tuple[str, int] | None:
        try:
            with self._newsroom.published() as paper:
                return paper.id, self._newsroom.revision()
        except NothingPublished:
            return None

    async def news(self) -> tuple[list[Story], str | None]:
        """What chats are to be told of, and the mark to be noted when that was done; None where nothing is new.

        The first time there is only a mark. What came back after a rollback was looked at when it first came; what a
        rollback or the gate kept out until now is new, although it was read before what is known.
        """
        return await self._workers.run(self._news)

    def _news(self) -> tuple[list[Story], str | None]:
        with self._newsroom.published() as paper:
            seen = self._looked_at(paper)
            if seen is None:
                return [], id_ranges.written(paper.article_ids())
            new = paper.live([id_ for id_ in paper.article_ids() if id_ not in seen])
            stories = list(self._stories(_with_passages(sorted(new), paper), paper)) if new else []
            return stories, id_ranges.written({*seen, *new}) if new else None

    def _looked_at(self, paper: Published) -> Collection[int] | None:
        """The articles that were looked at; None where the bot has never looked."""
        mark = self._store.mark(LOOKED_AT)
        if mark is not None:
            return id_ranges.read(mark)
        last = self._store.mark(LAST_PASSAGE)
        if last is None:
            return None
        since = {article.id for _, article in paper.live_passages(int(last))}
        return set(paper.article_ids()) - since

    async def note_announced(self, mark: str) -> None:
        """These articles were looked at."""
        await self._workers.run(self._store.set_mark, LOOKED_AT, mark)

    def _stories(self, articles: Sequence[NewArticle], paper: Published) -> Iterator[Story]:
        """The stories for each chat, in the order of their articles."""
        told = self._told_before()
        for chat_id, watches in _by_chat(self._table.watches()).items():
            known = list(paper.articles_by_id(told[chat_id]).values())
            yield from self._stories_of(watches, articles, known, paper)

    def _told_before(self) -> dict[int, list[int]]:
        told: dict[int, list[int]] = defaultdict(list)
        for alert in self._table.alerts():
            told[alert.chat_id].append(alert.article_id)
        return told

    def _stories_of(
        self, watches: Sequence[Watch], articles: Sequence[NewArticle], known: Sequence[Article], paper: Published
    ) -> Iterator[Story]:
        """The stories for one chat. What repeats one that it was told of is none."""
        terms = {watch.id: terms_of(watch.words) for watch in watches}
        groups: list[list[Hit]] = []
        for new in articles:
            hit = _hit(new, watches, terms)
            if hit is None or any(_same(new.article, other) for other in known):
                continue
            same = next((group for group in groups if _same(group[0].new.article, new.article)), None)
            if same is None:
                groups.append([hit])
            else:
                same.append(hit)
        yield from self._first_of_each(groups, terms, paper)

    def _first_of_each(
        self, groups: Sequence[Sequence[Hit]], terms: dict[int, WatchTerms], paper: Published
    ) -> Iterator[Story]:
        """A story for each group of printings, as long as one of its watches has not had its share."""
        counts = Counter(watch.id for group in groups for watch in _watches_of(group))
        sent: Counter[int] = Counter()
        for group in groups:
            watches = _watches_of(group)
            if all(sent[watch.id] >= self.per_watch for watch in watches):
                continue
            sent.update(watch.id for watch in watches)
            first, *others = group
            evidence = tuple(span for watch in watches for span in terms[watch.id].spans(first.passage.text))
            quoted = quotation(first.new.article, first.passage, evidence, paper)
            also = tuple(citation.headline(hit.new.article) for hit in others)
            most = max(counts[watch.id] for watch in watches)
            yield Story(
                replace(quoted, also=also),
                tuple(hit.new.article.id for hit in group),
                watches,
                most if most > self.per_watch else 0,
            )

    async def claim(self, story: Story) -> bool:
        """Take the announcement of a story on oneself; False if it was taken before, or readers can't see it now."""
        return await self._workers.run(self._claim, story)

    def _claim(self, story: Story) -> bool:
        with self._newsroom.published() as paper:
            if not paper.live(story.article_ids[:1]):
                return False  # withdrawn since this publishing began to be announced
        live = [watch for watch in story.watches if watch in self._table.watches(story.chat_id)]
        return bool(live) and self._table.claim(live[0], story.article_ids)

    async def announced(self, story: Story, message_id: int) -> None:
        """Remember which message announced a story."""
        await self._workers.run(self._table.announced, story.chat_id, story.article_ids, message_id)

    # -- what became of it -------------------------------------------------------------------------------------------

    async def changed(self) -> list[Corrected | TakenBack]:
        """What was announced and has been corrected or publicly withdrawn since."""
        return await self._workers.run(lambda: list(self._changed()))

    def _changed(self) -> Iterator[Corrected | TakenBack]:
        alerts = self._table.alerts()
        with self._newsroom.published() as paper:
            seen = paper.live(list({alert.article_id for alert in alerts}))
            for alert in alerts:
                if alert.article_id not in seen and (change := self._change(alert, paper)):
                    yield change

    def _change(self, alert: Alert, paper: Published) -> Corrected | TakenBack | None:
        try:
            paper.article(alert.article_id)
        except Replaced as replaced:
            return self._corrected(alert, replaced.version, paper)
        except Withdrawn as withdrawn:
            return TakenBack(alert, withdrawn.day, withdrawn.reason) if withdrawn.reason else None
        except UnknownRecord:
            return None  # gone from the page, or rolled back: it may come again
        return None

    def _corrected(self, alert: Alert, version: int, paper: Published) -> Corrected | None:
        new = paper.articles_by_id([version]).get(version)
        before = self._newsroom.wording(alert.article_id)
        passages = paper.passages_of([version]).get(version)
        if new is None or not passages or before is None:
            return None
        return Corrected(alert, quotation(new, passages[0], (), paper), before, new.body)

    async def claim_change(self, change: Corrected | TakenBack) -> bool:
        """Take on oneself to tell of a change; False if that was done before."""
        if isinstance(change, Corrected):
            return await self._workers.run(self._table.claim_correction, change.alert, change.citation.article_id)
        return await self._workers.run(self._table.end_alert, change.alert)


def _with_passages(article_ids: Sequence[int], paper: Published) -> list[NewArticle]:
    articles = paper.articles_by_id(article_ids)
    passages = paper.passages_within(articles.values())
    return [NewArticle(articles[id_], tuple(found)) for id_, found in passages.items()]


def quotation(article: Article, passage: Passage, evidence: tuple[Span, ...], paper: Published) -> Citation:
    """A passage as a citation with ``evidence`` marked, and with the notices that correct its article."""
    (quoted,) = with_notices([citation.whole_passage(article, passage, evidence)], paper)
    return quoted


def _by_chat(watches: Iterable[Watch]) -> dict[int, list[Watch]]:
    chats: dict[int, list[Watch]] = defaultdict(list)
    for watch in watches:
        chats[watch.chat_id].append(watch)
    return chats


def _hit(new: NewArticle, watches: Sequence[Watch], terms: dict[int, WatchTerms]) -> Hit | None:
    """What of an article the watches of a chat look for; None where none does."""
    hits = [(watch, terms[watch.id].passage_of(new.article, new.passages)) for watch in watches]
    found = [(watch, passage) for watch, passage in hits if passage is not None]
    return Hit(new, found[0][1], tuple(watch for watch, _ in found)) if found else None


def _watches_of(group: Sequence[Hit]) -> tuple[Watch, ...]:
    return tuple(dict.fromkeys(watch for hit in group for watch in hit.watches))


def _same(one: Article, other: Article) -> bool:
    return one.id == other.id or same_report(shingles(one.body), shingles(other.body))
