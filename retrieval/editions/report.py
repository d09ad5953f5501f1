"""The report of an ingest: what was found in each file, what became of it, and the warnings in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain
from pathlib import PurePath

from retrieval.editions.base.draft import ArticleDraft, PublicationStatus, SourceFile, StatusNotice
from retrieval.editions.store.changes import ArticleChange
from retrieval.editions.store.stated_status import NO_STATUS_CHANGES, StatusChanges
from retrieval.errors import BadInput

PageKey = tuple[str | None, date | None, str | None]


MOST_TOLD = 100
"""Bad lines, titles without text, and articles of one file that are told one by one; others are counted; by hand,
2026-11."""
TOLD_OPENING_CHARS = 20
"""Characters of the first words that an article without headline is told by; by hand, 2026-11."""


class FileOutcome(StrEnum):
    """What became of a file."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    PASSED_OVER = "passed_over"


@dataclass(frozen=True, slots=True)
class HeldArticle:
    """What an article of a file was read as; ``opening`` are its first words."""

    headline: str | None
    opening: str
    date: date | None
    page: str | None
    jump: str | None


@dataclass(frozen=True, slots=True)
class FileReport:
    """``articles`` counts what the file holds now: ``added`` ones are new, ``kept`` ones had been read before.

    ``replaced`` counts articles that were live before and are no more. ``error`` says why the whole file was
    rejected; ``bad_lines`` which lines of a JSONL file, or pages of a PDF, were left out, the first ``MOST_TOLD`` of
    them, and ``more_bad_lines`` how many there are beyond. ``warnings`` are short English remarks. What is passed over
    is a picture among pages: no page, and no error. ``held`` are the articles as they were read, the first
    ``MOST_TOLD`` of them, and none where the file had been read before.
    """

    path: str
    outcome: FileOutcome
    page_keys: frozenset[PageKey] = frozenset()
    articles: int = 0
    added: int = 0
    kept: int = 0
    replaced: int = 0
    joins: int = 0
    warnings: tuple[str, ...] = ()
    bad_lines: tuple[BadInput, ...] = ()
    error: BadInput | None = None
    more_bad_lines: int = 0
    held: tuple[HeldArticle, ...] = ()

    @property
    def all_bad_lines(self) -> int:
        """How many lines or pages were left out."""
        return len(self.bad_lines) + self.more_bad_lines

    @property
    def editions(self) -> int:
        return len({key[:2] for key in self.page_keys})

    @property
    def undated(self) -> bool:
        """Whether it holds an article of which nobody says when it was printed."""
        return any(key[1] is None for key in self.page_keys)

    @property
    def pages(self) -> int:
        """Pages with a known name."""
        return sum(key[2] is not None for key in self.page_keys)


@dataclass(slots=True)
class FileTally:
    """Counts what one file holds and did, while it is being placed; ``report`` sums it up.

    ``bare_titles`` are titles without text, ``remarks`` what reading had to say, ``spared`` counts articles read
    earlier that were kept because lines are unreadable, ``same_page`` is another file of this ingest that stands for
    the same page, ``same_bytes`` one that is the same file, ``replaced_by`` the path of one that has taken its place;
    ``notices`` counts what it says of the publication of articles, ``forbidden`` those that may not be published.
    """

    bare_titles: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    pages: set[PageKey] = field(default_factory=set)
    articles: int = 0
    added: int = 0
    kept: int = 0
    joins: int = 0
    held: list[HeldArticle] = field(default_factory=list)
    notices: int = 0
    forbidden: int = 0
    bad_lines: list[BadInput] = field(default_factory=list)
    more_bad_lines: int = 0
    spared: int = 0
    same_page: str | None = None
    same_bytes: str | None = None
    replaced_by: str | None = None

    def count(self, draft: ArticleDraft) -> None:
        """Take one article in."""
        self.pages.add((draft.paper, draft.date, draft.page))
        self.articles += 1
        self.joins += draft.joins
        if len(self.held) < MOST_TOLD:
            opening = draft.body[:TOLD_OPENING_CHARS].replace("\n", " ")
            self.held.append(HeldArticle(draft.headline, opening, draft.date, draft.page, draft.jump))

    def notice(self, notice: StatusNotice) -> None:
        """Take in what is said of the publication of an article."""
        self.notices += 1
        self.forbidden += notice.status is not PublicationStatus.USABLE

    def refuse(self, line: BadInput) -> None:
        """Leave one line out."""
        if len(self.bad_lines) < MOST_TOLD:
            self.bad_lines.append(line)
        else:
            self.more_bad_lines += 1

    def report(self, file: SourceFile, replaced: int, *, was_known: bool) -> FileReport:
        """The file's report; ``was_known`` tells whether articles of it were live before."""
        outcome = self._outcome(replaced, was_known)
        return FileReport(
            file.shown, outcome, frozenset(self.pages), self.articles, self.added, self.kept,
            replaced, self.joins, self._warnings(), tuple(self.bad_lines),
            self.bad_lines[0] if outcome is FileOutcome.REJECTED else None, self.more_bad_lines, tuple(self.held),
        )  # fmt: skip

    def _outcome(self, replaced: int, was_known: bool) -> FileOutcome:
        if not self.articles and self.bad_lines:
            return FileOutcome.REJECTED
        if not was_known and (self.articles or not self.notices):
            return FileOutcome.ADDED
        return FileOutcome.CORRECTED if self.added or replaced else FileOutcome.UNCHANGED

    def _warnings(self) -> tuple[str, ...]:
        told = self.bare_titles[:MOST_TOLD]
        warnings = [*self.remarks, *(f"no text under the title {title[:40]!r}" for title in told)]
        if len(told) < len(self.bare_titles):
            warnings.append(f"no text under {len(self.bare_titles) - len(told)} more titles")
        if self.forbidden:
            warnings.append(f"it says of {self.forbidden} articles that they may not be published")
        if self.bad_lines:
            warnings.append(f"{len(self.bad_lines) + self.more_bad_lines} unreadable lines were left out")
        if self.spared:
            warnings.append(f"{self.spared} articles read earlier were kept, because lines of the file are unreadable")
        if self.replaced_by:
            warnings.append(f"{PurePath(self.replaced_by).name} took its place; left out while it stays as it is")
        if self.same_bytes:
            warnings.append(f"the same bytes as {PurePath(self.same_bytes).name}; it counts once")
        if self.same_page:
            warnings.append(f"{self.same_page} is the same page; both were kept")
        return tuple(warnings)


@dataclass(frozen=True, slots=True)
class IngestReport:
    """All files of one call, in the order they were read. ``continued`` counts jump fragments that have found
    their beginning, ``unknown`` those whose beginning is not in the archive, both in the editions that changed.
    ``withheld`` counts new articles that are kept from readers, because the newsroom withdrew them before. ``changes``
    are the articles that are new, changed or gone, in printed order. ``other_kinds`` counts by suffix the files of
    folders and zips whose kind is not read. ``statuses`` is what deliveries
    said of the publication of articles.
    """

    files: tuple[FileReport, ...]
    revision: int
    continued: int = 0
    unknown: int = 0
    withheld: int = 0
    changes: tuple[ArticleChange, ...] = ()
    other_kinds: Mapping[str, int] = field(default_factory=dict)
    statuses: StatusChanges = NO_STATUS_CHANGES

    def __iter__(self) -> Iterator[FileReport]:
        return iter(self.files)

    @property
    def complete(self) -> bool:
        """Every file and every line could be read."""
        return not any(file.error or file.bad_lines for file in self.files)

    @property
    def changed(self) -> bool:
        moved = self.statuses.withdrawn or self.statuses.restored
        return bool(moved) or any(file.added or file.replaced for file in self.files)

    @property
    def rejected(self) -> tuple[FileReport, ...]:
        return tuple(file for file in self.files if file.outcome is FileOutcome.REJECTED)

    @property
    def editions(self) -> int:
        return len({key[:2] for file in self.files for key in file.page_keys})

    @property
    def pages(self) -> int:
        return len({key for file in self.files for key in file.page_keys if key[2] is not None})

    @property
    def articles(self) -> int:
        return sum(file.articles for file in self.files)

    @property
    def added(self) -> int:
        return sum(file.added for file in self.files)

    @property
    def kept(self) -> int:
        return sum(file.kept for file in self.files)

    @property
    def replaced(self) -> int:
        return sum(file.replaced for file in self.files)

    @property
    def joins(self) -> int:
        return sum(file.joins for file in self.files)

    @property
    def undated(self) -> int:
        """Files with articles of which nobody says when they were printed."""
        return sum(file.undated for file in self.files)

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(f"{file.path}: {warning}" for file in self.files for warning in file.warnings)

    @property
    def errors(self) -> tuple[BadInput, ...]:
        """Whole files first, then lines; what is wrong with the only line of a file is told once."""
        whole = tuple(file.error for file in self.files if file.error)
        return whole + tuple(error for file in self.files for error in file.bad_lines if error is not file.error)


def together(reports: Sequence[IngestReport]) -> IngestReport:
    """Several ingests as one."""
    return IngestReport(
        files=tuple(chain.from_iterable(report.files for report in reports)),
        revision=max((report.revision for report in reports), default=0),
        continued=sum(report.continued for report in reports),
        unknown=sum(report.unknown for report in reports),
        withheld=sum(report.withheld for report in reports),
        changes=tuple(chain.from_iterable(report.changes for report in reports)),
        other_kinds=sum((Counter(report.other_kinds) for report in reports), Counter[str]()),
        statuses=StatusChanges(
            sum(report.statuses.withdrawn for report in reports),
            sum(report.statuses.restored for report in reports),
            tuple(chain.from_iterable(report.statuses.unknown for report in reports)),
        ),
    )
