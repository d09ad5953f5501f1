"""The published view on hosts without an archive: texts and places come out of the cluster, and so do decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from retrieval.domain import NO_FILTERS, Article, Edition, Filters, Headline, Passage
from retrieval.editions.store.archive import ArchiveCounts
from retrieval.editions.store.records import ArticlePlace, article_and_passages
from retrieval.errors import Damaged, Replaced, StorageError, UnknownRecord
from retrieval.index.contents import article_digest
from retrieval.index.engine import Generation
from retrieval.index.milvus.decisions import Decision, Decisions
from retrieval.index.milvus.generation import MilvusGeneration
from retrieval.index.published import PrintedPlace, Published

ARTICLES_AT_A_TIME = 100
"""Articles that are fetched at a time where many are walked through; by hand, 2026-11."""
PLAIN = Decision()


class ClusterPapers:
    """Gives the published view of open generations of the cluster."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions

    def paper(self, generation: Generation) -> Published:
        """What readers see of a generation, from now on."""
        if not isinstance(generation, MilvusGeneration):
            raise TypeError("a generation of another engine")
        return ClusterPublished(self._decisions, generation)


class ClusterPublished(Published):
    """What readers see of one generation of the cluster. Decisions are those of the moment when it was made.

    ``live`` looks again: an answer asks it last, before anything is cited.
    """

    def __init__(self, decisions: Decisions, generation: MilvusGeneration) -> None:
        self.generation, self._source = generation, generation
        self._decisions, self._decided = decisions, decisions.all()
        self._fetched_before: dict[int, tuple[Article, list[Passage]]] = {}

    @property
    def revision(self) -> int:
        return hash(frozenset(self._decided.items()))

    def articles(self, *, edition_id: int | None = None, where: Filters = NO_FILTERS) -> Iterator[Article]:
        ids = [
            place.article_id
            for place in self._source.places.in_order
            if self._seen(place)
            and (edition_id is None or place.edition.id == edition_id)
            and _lets_through(place, where)
        ]
        for start in range(0, len(ids), ARTICLES_AT_A_TIME):
            yield from self.articles_by_id(ids[start : start + ARTICLES_AT_A_TIME]).values()

    def ids_within(self, where: Filters = NO_FILTERS, *, edition_id: int | None = None) -> list[int]:
        whole = (place for place in self._places_seen() if place.continues is None)
        if edition_id is not None:
            whole = (place for place in whole if place.edition.id == edition_id)
        return [place.article_id for place in whole if _lets_through(place, where)]

    def pages_within(self, edition_id: int) -> dict[int, str | None]:
        whole = (place for place in self._places_seen() if place.continues is None)
        return {place.article_id: place.page for place in whole if place.edition.id == edition_id}

    def articles_by_id(self, ids: Sequence[int]) -> dict[int, Article]:
        return {number: found[0] for number, found in self._fetched(ids).items()}

    def live(self, article_ids: Sequence[int]) -> frozenset[int]:
        self._decided = self._decisions.all()
        return frozenset(number for number in article_ids if self._there(number))

    def owners(self, passage_ids: Sequence[int]) -> dict[int, int]:
        found = self._source.owners(passage_ids)
        return {passage: article for passage, article in found.items() if self._there(article)}

    def continuations(self, article_id: int) -> list[Article]:
        following = self._source.places.continuing
        parts: list[int] = []
        waiting = [article_id]
        while waiting:
            found = [number for number in following.get(waiting.pop(0), ()) if number not in {article_id, *parts}]
            parts += found
            waiting += found
        return list(self.articles_by_id(parts).values())

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        owners = self.owners(ids)
        found = {passage.id: passage for held in self.passages_of(list(owners.values())).values() for passage in held}
        return {number: found[number] for number in ids if number in found}

    def passages_of(self, article_ids: Sequence[int]) -> dict[int, list[Passage]]:
        return {number: list(found[1]) for number, found in self._fetched(article_ids).items()}

    def passages_within(self, articles: Iterable[Article]) -> dict[int, list[Passage]]:
        return {number: found for number, found in self.passages_of([each.id for each in articles]).items() if found}

    def live_passages(self, after_id: int = 0) -> Iterator[tuple[Passage, Article]]:
        for article in self.articles():
            for passage in self.passages_of([article.id]).get(article.id, ()):
                if passage.id > after_id:
                    yield passage, article

    def notices_of(self, article_ids: Sequence[int]) -> dict[int, list[int]]:
        found = {
            number: [notice for notice in self._decided.get(number, PLAIN).notices if self._there(notice)]
            for number in article_ids
        }
        return {number: notices for number, notices in found.items() if notices}

    def version_of(self, article_id: int) -> int | None:
        version = self._source.places.versions.get(article_id)
        return version if version is not None and self._there(version) else None

    def passage(self, passage_id: int) -> Passage:
        found = self.passages([passage_id])
        if passage_id not in found:
            owner = self._source.owners([passage_id]).get(passage_id)
            raise self._missing(owner or 0, f"passage {passage_id}")
        return found[passage_id]

    def _missing(self, article_id: int, what: str) -> UnknownRecord:
        if refused := self._decided.get(article_id, PLAIN).refusal(f"article {article_id}"):
            return refused
        version = self.version_of(article_id)
        if version is None:
            return UnknownRecord(f"no {what}")
        return Replaced(what, version, later=version > article_id)

    def words_ever(self, passage_id: int, start: int, end: int) -> str:
        """As in an archive, of the passages that the generation holds, withdrawn ones too."""
        records = self._source.records(list(self._source.owners([passage_id]).values()))
        held = [passage for text in records.values() for passage in article_and_passages(text)[1]]
        return next((passage.text[start:end] for passage in held if passage.id == passage_id), "")

    # Of the whole paper

    def editions(self) -> list[Edition]:
        return list({place.edition.id: place.edition for place in self._places_seen()}.values())

    def edition_now(self, edition_id: int) -> Edition:
        held = [place for place in self._source.places.in_order if place.edition.id == edition_id]
        seen = [place for place in held if self._seen(place)]
        if seen:
            return seen[0].edition
        for place in held:
            if refused := self._decided.get(place.article_id, PLAIN).refusal(f"edition {edition_id}"):
                raise refused
        raise UnknownRecord(f"no edition {edition_id}")

    def newest_date(self) -> date | None:
        return next((place.edition.date for place in self._places_seen()), None)

    def counts(self) -> ArchiveCounts:
        seen = list(self._places_seen())
        return ArchiveCounts(
            editions=len({place.edition.id for place in seen}),
            pages=len({(place.edition.id, place.page) for place in seen if place.page is not None}),
            articles=len(seen),
            passages=sum(place.passages for place in seen),
            sources=len({place.source_id for place in seen}),
            withdrawn=self._source.manifest.articles - len(seen),
        )

    def printed_places(self) -> Iterator[PrintedPlace]:
        for place in sorted(self._source.places.in_order, key=lambda each: each.article_id):
            edition = place.edition
            yield PrintedPlace(place.article_id, edition.date, edition.paper, place.page, place.byline)

    def headlines(self) -> Iterator[Headline]:
        whole = [place for place in self._source.places.in_order if place.continues is None]
        ids = [place.article_id for place in sorted(whole, key=_headline_order)]
        for start in range(0, len(ids), ARTICLES_AT_A_TIME):
            some = ids[start : start + ARTICLES_AT_A_TIME]
            found = self._read(some)
            for article in (found[number][0] for number in some if number in found):
                if article.headline is not None:
                    yield Headline(article.id, article.headline, article.paper, article.date, article.page)

    def withdrawn_ids(self) -> list[int]:
        return [place.article_id for place in self._source.places.in_order if not self._seen(place)]

    def check(self, cited: Sequence[tuple[Passage, Article]]) -> None:
        """Raise ``Damaged`` where the text of an article is not the one that was indexed."""
        digests = self._source.digests([article.id for _, article in cited])
        for _, article in cited:
            if digests.get(article.id) != article_digest(article):
                raise Damaged(f"the cluster: article {article.id} is not what was published")

    def _places_seen(self) -> Iterator[ArticlePlace]:
        return (place for place in self._source.places.in_order if self._seen(place))

    def _seen(self, place: ArticlePlace) -> bool:
        return self._decided.get(place.article_id, PLAIN).day is None

    def _there(self, article_id: int) -> bool:
        return article_id in self._source.places.by_id and self._decided.get(article_id, PLAIN).day is None

    def _fetched(self, ids: Sequence[int]) -> dict[int, tuple[Article, list[Passage]]]:
        """The articles that are there with their passages, in the order asked for; each is fetched once."""
        wanted = [number for number in dict.fromkeys(ids) if self._there(number)]
        self._fetched_before |= self._read([number for number in wanted if number not in self._fetched_before])
        if lost := [number for number in wanted if number not in self._fetched_before]:
            raise StorageError(f"the cluster: article {lost[0]} has no text; was it published from an archive?")
        return {number: self._fetched_before[number] for number in wanted}

    def _read(self, ids: Sequence[int]) -> dict[int, tuple[Article, list[Passage]]]:
        """Articles with their passages out of the cluster, whether or not they are withdrawn."""
        found = {}
        for number, text in self._source.records(ids).items():
            try:
                found[number] = article_and_passages(text)
            except (ValueError, TypeError, IndexError) as cause:
                raise Damaged(f"the cluster: the text of article {number}: {cause}") from cause
        return found


def _headline_order(place: ArticlePlace) -> tuple[int, int]:
    """As the archive sorts headlines: articles without a date at the end."""
    return -place.edition.date.toordinal() if place.edition.date else 0, place.article_id


def _lets_through(place: ArticlePlace, where: Filters) -> bool:
    """Whether an article stands within limits, as the archive understands them."""
    day = place.edition.date
    if (where.date_from or where.date_to) and day is None:
        return False
    if day and ((where.date_from and day < where.date_from) or (where.date_to and day > where.date_to)):
        return False
    if (where.pages and place.page not in where.pages) or (where.papers and place.edition.paper not in where.papers):
        return False
    return not where.people or bool({*where.people} & {*place.byline.names})
