"""What a file states of an article beside its text: in front matter, in labels, in the line under a headline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from retrieval.domain import Byline
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults
from retrieval.editions.layout import bylines
from retrieval.editions.layout.block_patterns import same_words
from retrieval.editions.layout.credits import merge
from retrieval.editions.sources.field_names import Field, field_called, rank_of
from retrieval.editions.sources.metadata import edition_of_source, first_known, parse_date, parse_page
from retrieval.errors import BadInput


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A value as written, with the key that stands before it and the number of its line, from 1."""

    key: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """All that is stated, in the order of the file."""

    values: tuple[StatedValue, ...] = ()

    @classmethod
    def of(cls, values: Iterable[StatedValue]) -> ArticleHead:
        """Of the values that name a field and say something."""
        return cls(tuple(value for value in values if value.text.strip() and field_called(value.key)))

    def __bool__(self) -> bool:
        return bool(self.values)

    @property
    def is_of_one_article(self) -> bool:
        """Whether it can only be that of one article: what is said of a page has no headline."""
        return self.text(Field.HEADLINE) is not None

    def all_of(self, field: Field) -> list[StatedValue]:
        """What is stated for a field, the surest key first."""
        found = (value for value in self.values if field_called(value.key) is field)
        return sorted(found, key=lambda value: rank_of(value.key))

    def text(self, field: Field) -> str | None:
        found = self.all_of(field)
        return " ".join(found[0].text.split()) if found else None

    def joined_with(self, other: ArticleHead) -> ArticleHead:
        return ArticleHead(self.values + other.values)

    def edition(self, path: Path) -> EditionDefaults:
        """Paper, date and page; a source is the paper where it is one.

        Raises:
            BadInput: ``field``, for a date or page that is none, naming line and key.

        """
        paper = self.text(Field.PAPER)
        pages = self.all_of(Field.PAGE)
        page = parse_page(pages[0].text, path, line=pages[0].line, key=pages[0].key) if pages else None
        day = stated_date(self.all_of(Field.DATE), path)
        stated = EditionDefaults(paper.strip("《》") if paper else None, day, page)
        return first_known(stated, edition_of_source(self.text(Field.SOURCE)))

    def weak_edition(self) -> EditionDefaults:
        """The source in the place of a paper: what counts only where nobody says which paper it is."""
        return EditionDefaults(self.text(Field.SOURCE))

    def applied_to(self, draft: ArticleDraft) -> ArticleDraft:
        """The draft with what is stated in the place of what was read off the text."""
        author, headline = self.text(Field.BYLINE), self.text(Field.HEADLINE)
        other = draft.headline if headline and draft.headline and not same_words(draft.headline, headline) else None
        stated = bylines.stated_byline(author) if author else Byline()
        return replace(
            draft,
            headline=headline or draft.headline,
            kicker=self.text(Field.KICKER) or draft.kicker or other,
            subhead=self.text(Field.SUBHEAD) or draft.subhead,
            byline=merge([stated, draft.byline]),
            url=self.text(Field.URL) or draft.url,
            external_id=self.text(Field.ID) or draft.external_id,
        )


def stated_date(values: list[StatedValue], path: Path) -> date | None:
    """The first value that states a day.

    Raises:
        BadInput: there are values, and none of them does: said of the first.

    """
    refusal: BadInput | None = None
    for value in values:
        try:
            day = parse_date(value.text, path, line=value.line, key=value.key)
        except BadInput as error:
            refusal = refusal or error
        else:
            if day is not None:
                return day
    if refusal is not None:
        raise refusal
    return None
