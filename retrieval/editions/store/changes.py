"""What an ingest changed, article by article: what is new, what takes the place of what, and what is gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from retrieval.editions.store.carry_over import replaced_by
from retrieval.editions.store.writer import ArticleLabel, PrintedArticle, Writer
from retrieval.language.page_names import page_order

MOST_PAIRS = 250_000
"""Pairs of articles of one edition whose wording is compared; an edition has some 200 articles; by hand, 2026-11."""

_EditionKey: TypeAlias = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """One article that is not as it was: ``label`` as it stands now, or stood before it was ``gone``.

    ``before`` and ``after`` are the two wordings where it was changed, else None.
    """

    label: ArticleLabel
    gone: bool = False
    before: str | None = None
    after: str | None = None

    @property
    def new(self) -> bool:
        return not self.gone and self.before is None


def article_changes(writer: Writer) -> tuple[ArticleChange, ...]:
    """The changes of this ingest in printed order, to be asked before its transaction ends."""
    # What was added and retired within the one call (two files of one page) was never there.
    both = set(writer.added) & set(writer.retired)
    added = [label for label in writer.labels(writer.added) if label.id not in both]
    retired = [label for label in writer.labels(writer.retired) if label.id not in both]
    before = {new.id: old for old, new in _pairs(writer, retired, added)}
    taken = {old.id for old in before.values()}
    changes = [_change(label, before.get(label.id), writer) for label in added]
    changes += [ArticleChange(label, gone=True) for label in retired if label.id not in taken]
    return tuple(sorted(changes, key=_place))


def _change(label: ArticleLabel, before: PrintedArticle | None, writer: Writer) -> ArticleChange:
    if before is None:
        return ArticleChange(label)
    (after,) = writer.printed([label.id])
    return ArticleChange(label, before=before.body, after=after.body)


def _pairs(
    writer: Writer, retired: Sequence[ArticleLabel], added: Sequence[ArticleLabel]
) -> Iterator[tuple[PrintedArticle, PrintedArticle]]:
    """Pairs of a retired article and the added one that takes its place, edition by edition."""
    new_of: dict[_EditionKey, list[int]] = defaultdict(list)
    for label in added if retired else ():
        new_of[label.paper, label.date].append(label.id)
    old_of: dict[_EditionKey, list[int]] = defaultdict(list)
    for label in retired:
        old_of[label.paper, label.date].append(label.id)
    for key, old in old_of.items():
        if len(old) * len(new_of[key]) <= MOST_PAIRS:
            yield from replaced_by(writer.printed(old), writer.printed(new_of[key]))


def _place(change: ArticleChange) -> tuple[str, str, str, int]:
    label = change.label
    return label.paper or "", label.date or "", page_order(label.page) or "", label.id
