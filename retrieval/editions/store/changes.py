"""What an ingest changed, article by article: what is new, what takes the place of what, and what is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.editions.store.writer import ArticleLabel, Writer
from retrieval.language.page_names import page_order


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
    """The changes of this ingest in printed order, to be asked before its transaction ends.

    Which articles took the place of which must be known by then: see ``carry_over.py``.
    """
    # What was added and retired within the one call (two files of one page) was never there.
    both = set(writer.added) & set(writer.retired)
    added = [label for label in writer.labels(writer.added) if label.id not in both]
    retired = {label.story: label for label in writer.labels(writer.retired) if label.id not in both}
    changes: list[ArticleChange] = []
    for label in added:
        before = retired.pop(label.story, None)
        if before is None:
            changes.append(ArticleChange(label))
        else:
            changes += _reworded(label, before, writer)
    changes += [ArticleChange(label, gone=True) for label in retired.values()]
    return tuple(sorted(changes, key=_place))


def _reworded(label: ArticleLabel, before: ArticleLabel, writer: Writer) -> Iterator[ArticleChange]:
    """The change from one version to the next; none where only what it continues is another."""
    old, new = sorted(writer.printed([before.id, label.id]), key=lambda article: article.id)
    if (old.headline, old.body, label.page) != (new.headline, new.body, before.page):
        yield ArticleChange(label, before=old.body, after=new.body)


def _place(change: ArticleChange) -> tuple[str, str, str, int]:
    label = change.label
    return label.paper or "", label.date or "", page_order(label.page) or "", label.id
