"""Opens an article at a place; where its text was replaced, the version that readers see now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bot.telegram.views.deep_links import Place
from retrieval.answers.honesty.annotations import notices_of
from retrieval.domain import Article, Citation, Passage, Span
from retrieval.errors import Replaced
from retrieval.index.published import Published


class Version(Enum):
    """Which version of an article was opened, beside the one that was asked for."""

    ASKED_FOR = "asked for"
    LATER = "later"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class OpenedArticle:
    """An article: its parts, the (article id, body characters) to mark, and the notices that correct it.

    ``place`` is where it was opened, which is in another ``version`` than the one asked for where that is gone.
    """

    place: Place
    parts: tuple[Article, ...]
    mark: tuple[int, Span] | None
    notices: tuple[Citation, ...]
    version: Version = Version.ASKED_FOR


def open_article(paper: Published, place: Place) -> OpenedArticle:
    """The article at ``place``.

    Raises:
        Withdrawn: it was withdrawn.
        NotShown: readers see nothing of it now.
        UnknownRecord: there never was one.

    """
    try:
        return _opened(paper, place)
    except Replaced as replaced:
        now = _place_in_version(paper, place, replaced.version)
        return replace(_opened(paper, now), version=Version.LATER if replaced.later else Version.EARLIER)


def _opened(paper: Published, place: Place) -> OpenedArticle:
    article_id, mark = place.article_id, None
    if place.passage_id is not None:
        passage = paper.passage(place.passage_id)
        article_id = passage.article_id
        mark = (article_id, (passage.start + place.start, min(passage.start + place.end, passage.end)))
    assert article_id is not None
    parts = paper.parts(paper.article(article_id))
    return OpenedArticle(place, tuple(parts), mark, notices_of(parts[0], paper))


def _place_in_version(paper: Published, place: Place, version: int) -> Place:
    """The same words in another version of the article; where they read otherwise there, the article itself."""
    words = "" if place.passage_id is None else paper.words_ever(place.passage_id, place.start, place.end)
    for passage in _passages(paper, paper.parts(paper.article(version))) if words else ():
        start = passage.text.find(words)
        if start >= 0:
            return Place(passage_id=passage.id, start=start, end=start + len(words), sheet=place.sheet)
    return Place(article_id=version, sheet=place.sheet)


def _passages(paper: Published, parts: Sequence[Article]) -> Iterator[Passage]:
    for passages in paper.passages_within(parts).values():
        yield from passages
