"""What was decided for one question, before it is put into the records that go out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from retrieval.answers.question.query import Query
from retrieval.answers.ranking.coverage import Document
from retrieval.answers.ranking.excerpt import Excerpt
from retrieval.answers.spans.extract import ShortAnswer
from retrieval.domain import AnswerStatus, Headline, Note


@dataclass(frozen=True, slots=True)
class Evidence:
    """An excerpt of an article that is to be cited; a higher score is better."""

    document: Document
    excerpt: Excerpt
    score: float


@dataclass(frozen=True, slots=True)
class Related:
    """By article id: ``also``, other printings of the same report; ``earlier``, those with an older value."""

    also: Mapping[int, tuple[Headline, ...]] = field(default_factory=dict)
    earlier: frozenset[int] = frozenset()


NO_RELATED = Related()


@dataclass(frozen=True, slots=True)
class Draft:
    """All that may be cited, best first, and how sure all of it is; surfaces show as many as they have room for.

    ``short`` is the short answer in the first excerpt, if one is to be shown, and ``short_confidence`` how sure it is
    that it answers (0 … 1). ``query`` is what was looked for: not what was typed where a slip was mended. ``later`` are
    newer reports on the matter of the first excerpt, newest first.
    """

    query: Query
    evidence: tuple[Evidence, ...] = ()
    status: AnswerStatus = AnswerStatus.NOT_FOUND
    confidence: float = 0.0
    short: ShortAnswer | None = None
    short_confidence: float = 1.0
    notes: tuple[Note, ...] = ()
    nearest: tuple[Headline, ...] = ()
    related: Related = NO_RELATED
    later: tuple[Headline, ...] = ()

    @property
    def article_ids(self) -> tuple[int, ...]:
        """Ids of all articles that would be shown."""
        ids = [each.document.article.id for each in self.evidence]
        for named in chain(self.nearest, self.later, *self.related.also.values()):
            ids.append(named.article_id)
        return tuple(ids)
