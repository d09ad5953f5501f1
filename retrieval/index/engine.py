"""The engine seam: what one published generation can do, and what a backend can do with generations.

No method stands here that one implementation can't honour. One contract suite runs over all of them.
Contract of every search method:

- Hits come best first, ordered by ``(-score, id)``; ids are unique; scores are finite and > 0 for lexical search,
  cosine in [-1, 1] for dense search.
- ``k`` larger than the index gives all matches; ``k <= 0``, empty text, unknown words and the zero vector give ``[]``.
- No text is ever parsed as query syntax.
- Safe to call from several threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import NO_FILTERS, Article, Filters, Hit, Passage
from retrieval.errors import Damaged

Row: TypeAlias = tuple[Passage, Article]
"""What is indexed: a passage, and the article that it stands in."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of; stored as ``manifest.json`` beside its files.

    ``revision`` is the archive revision it was built from; ``files`` maps a relative path to the sha256 of its bytes,
    ``sizes`` to their number.
    ``base`` is the generation whose files it shares, None for a full build; ``retired`` counts the
    passages that were taken out since the last full build. ``gate`` is how it came past the gate (``gate.py``), None
    where there was none. ``vectors`` tells how vectors are kept and searched, None where that was not told yet.
    """

    id: str
    created: str
    revision: int
    encoder: str
    encoder_fingerprint: str
    tokenizer_fingerprint: str
    dim: int
    passages: int
    articles: int
    newest_date: str | None
    files: dict[str, str]
    sizes: dict[str, int]
    format: int = 1
    base: str | None = None
    retired: int = 0
    gate: str | None = None
    vectors: dict[str, str | int] | None = None


@dataclass(frozen=True, slots=True)
class GenerationRecipe:
    """What the publisher knows about a generation before it is built; see ``Manifest``."""

    id: str
    created: str
    revision: int
    encoder: str
    encoder_fingerprint: str
    dim: int
    newest_date: str | None
    gate: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """How a generation differs from ``base`` (None: from nothing).

    ``rows`` are the new and the changed passages in ascending passage id. ``retired`` are passage ids, and
    ``retired_articles`` article ids, of the base that go or come again changed in ``rows``.
    """

    rows: Iterable[Row]
    base: str | None = None
    retired: tuple[int, ...] = ()
    retired_articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What a generation holds: ascending int64 ids and the uint64 digests (``contents.py``) they were indexed from."""

    passage_ids: NDArray[np.int64]
    passage_digests: NDArray[np.uint64]
    article_ids: NDArray[np.int64]
    article_digests: NDArray[np.uint64]


class VectorSource(Protocol):
    """Gives vectors of rows when an engine asks; it asks only for rows it does not have."""

    def __call__(self, rows: Sequence[Row]) -> NDArray[np.float32]:
        """Vectors of these passages, shape ``(len(rows), dim)``, rows of length 1 or 0."""
        ...


class Generation(Protocol):
    """One published generation, open for reading."""

    @property
    def manifest(self) -> Manifest: ...

    def lexical_passages(self, text: str, k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        """BM25 over passages; ids are passage ids."""
        ...

    def lexical_articles(self, text: str, k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        """BM25 over whole articles (all their passages and headlines together); ids are article ids."""
        ...

    def dense(self, vector: NDArray[np.float32], k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        """Cosine over passage vectors; ``vector`` has shape ``(dim,)`` and length 1; ids are passage ids."""
        ...

    def similarities(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> dict[int, float]:
        """Cosine of ``vector`` with the vectors of these passages; ids not in the generation are left out."""
        ...

    def document_frequencies(self, terms: Sequence[str]) -> list[int]:
        """In how many articles each index term (see ``tokenizer.py``) occurs, same order."""
        ...

    def articles_holding(self, text: str, where: Filters = NO_FILTERS) -> NDArray[np.int64]:
        """Ascending ids of the articles that have every gram of a text (see ``tokenizer.py``) in body or headlines.

        All that print the text are among them, and some that have its grams apart: who wants those alone reads them.
        None for a text without grams.
        """
        ...

    def contents(self) -> Contents:
        """Ids and digests of everything in it."""
        ...

    def close(self) -> None: ...


class Engine(Protocol):
    """A backend that keeps generations. One writer at a time; readers are never in the way."""

    @property
    def tokenizer_fingerprint(self) -> str:
        """Fingerprint of the terms that the next build would make."""
        ...

    @property
    def format(self) -> int:
        """Format of the files that the next build would write."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """Be the one writer while inside; raises ``Busy`` at once if another is. A killed process leaves no lock.

        The writing methods below take it by themselves; a flow that calls several takes it around them (re-entrant).
        """
        ...

    def build(self, recipe: GenerationRecipe, changes: Changes, vectors: VectorSource) -> Manifest:
        """Write a generation beside the published one. Nothing is visible to readers yet."""
        ...

    def check(self, generation_id: str) -> list[str]:
        """What is wrong with a built generation; empty when it may be published."""
        ...

    def record(self, generation_id: str, gate: str | None, details: dict[str, Any]) -> Manifest:
        """Store what the gate found with a generation; ``details`` are JSON values, kept like its other files."""
        ...

    def recorded(self, generation_id: str) -> dict[str, Any] | None:
        """What ``record`` stored last, None if nothing was. Raises ``StorageError`` if it is damaged."""
        ...

    def publish(self, generation_id: str) -> None:
        """The commit point: from here on ``current()`` names it. Atomic; a crash before it changes nothing."""
        ...

    def current(self) -> str | None:
        """The published generation's id, None before the first."""
        ...

    def generations(self) -> list[Manifest]:
        """All complete generations, oldest first."""
        ...

    def open(self, generation_id: str) -> Generation: ...

    def discard(self, generation_id: str) -> None:
        """Delete a generation that is not published. Questions that have it open are not disturbed."""
        ...

    def unreadable(self) -> list[str]:
        """Names of what lies among the generations and is none, for its manifest can't be read."""
        ...

    def discard_damaged(self) -> list[str]:
        """Delete every generation but the published one whose check fails; returns their ids."""
        ...

    def prune(self, keep: int) -> list[str]:
        """Delete all but the published and the ``keep`` newest other generations; returns the ids that went."""
        ...


def published_id(engine: Engine) -> str | None:
    """The published generation's id; None before the first, and where the file that names it is damaged."""
    try:
        return engine.current()
    except Damaged:
        return None
