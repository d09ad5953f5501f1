"""Ingests files into the archive: find → read → place (add, keep, replace) → link jumps, all in one transaction.

Nothing of a call is visible before it is whole; a crash leaves the archive as it was. What is placed:

- A page file stands for its page, whatever it is called. Read again, another file for the same dated page, or one that
  is recognised by what it says (``store/precedents.py``), it keeps the articles that did not change (with their ids),
  adds new ones, and retires the others.
- A JSONL file stands for itself, and so does an HTML file; their articles are identified by the id that is given, also
  across the files of one edition, else by content.
- A file with the same bytes and metadata as one that was read before adds nothing. Where another file has taken its
  place meanwhile, it is left out until it changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePath

from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, FileReading, SourceFile, StatusNotice
from retrieval.editions.base.field_limits import within_limits
from retrieval.editions.base.file_names import on_disk
from retrieval.editions.base.zips import Zip, source_exists
from retrieval.editions.report import FileOutcome, FileReport, FileTally, IngestReport, PageKey
from retrieval.editions.sources.digital_editions import with_digital_editions
from retrieval.editions.sources.files import READ_SUFFIXES, read_file
from retrieval.editions.sources.finding import find_files
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.carry_over import carry_over
from retrieval.editions.store.changes import article_changes
from retrieval.editions.store.jumps import relink
from retrieval.editions.store.precedents import BY_ID, Precedents, precedents
from retrieval.editions.store.read_before import LiveArticle, SourceContents
from retrieval.editions.store.recognition import says_again
from retrieval.editions.store.stated_status import follow_notices
from retrieval.editions.store.writer import Writer
from retrieval.errors import BadInput
from retrieval.language.revision_marks import is_revision

ByteProgress = Callable[[int, int], None]
NO_DEFAULTS = EditionDefaults()
NOTHING_HELD = SourceContents(frozenset(), 0, 0)
PROGRESS_EVERY = 200
"""Articles of a long file between two calls of ``progress``; by hand, 2026-11."""

__all__ = ["EditionDefaults", "FileOutcome", "FileReport", "IngestReport", "ingest"]


def ingest(
    archive: Archive,
    paths: Sequence[Path],
    *,
    defaults: EditionDefaults = NO_DEFAULTS,
    progress: ByteProgress | None = None,
    dry_run: bool = False,
    under: Path | None = None,
) -> IngestReport:
    """Read files, zips and folders into the archive. Bad files and lines are reported, good ones beside them are kept.

    ``progress`` is called with bytes done and bytes in all. ``dry_run`` reports what would happen and changes nothing.
    ``under`` is a folder that the paths lie in: edition metadata is sought from there down.

    Raises:
        StorageError: the archive can't be written; it is as it was.
        Busy: somebody else is writing.

    """
    other_kinds: Counter[str] = Counter()
    found = with_digital_editions(list(_corrected_ones_last(find_files(paths, under, other_kinds))))
    meter = _Meter(progress, sum(_size(item) for item in found))
    given = frozenset(item.stored for item in found if isinstance(item, SourceFile))
    with archive.writing(commit=not dry_run) as writer:
        placer = _Placer(writer, given, meter)
        files = tuple(placer.place(item, defaults) for item in found)
        placer.close()
        joined, unknown = relink(writer, writer.touched | placer.moved)
        withheld = carry_over(writer)
        statuses = follow_notices(writer, placer.notices)
        changes = article_changes(writer)
        revision = writer.finish()
    return IngestReport(files, revision, joined, unknown, withheld, changes, other_kinds, statuses)


@dataclass(slots=True)
class _Meter:
    """Tells how far we are, in bytes over all files."""

    call: ByteProgress | None
    total: int
    before: int = 0

    def inside(self, at: int) -> None:
        if self.call is not None:
            self.call(min(self.before + at, self.total), self.total)

    def file_done(self, size: int) -> None:
        self.before += size
        self.inside(0)


class _Placer:
    """Puts one file after another into the archive."""

    def __init__(self, writer: Writer, given: frozenset[str], meter: _Meter) -> None:
        self.writer = writer
        self._given = given
        self._meter = meter
        self._pages: dict[PageKey, str] = {}
        self.moved: set[int] = set()
        """Editions without a date of which articles lie in other files now: folders tell what belongs together."""
        self.notices: list[StatusNotice] = []
        self._zip: Zip | None = None

    def close(self) -> None:
        """Close the zip that was read last."""
        if self._zip is not None:
            self._zip.close()
        self._zip = None

    def place(self, item: SourceFile | BadInput, defaults: EditionDefaults) -> FileReport:
        """Place one file, or say why not."""
        if isinstance(item, BadInput):
            return FileReport(str(item.path), FileOutcome.REJECTED, error=item)
        if item.container is not self._zip:
            self.close()
            self._zip = item.container
        if item.passed_over:
            report = FileReport(item.shown, FileOutcome.PASSED_OVER, warnings=item.passed_over)
        else:
            report = self._read_and_place(item, defaults)
        self._meter.file_done(_size(item))
        return report

    def _read_and_place(self, item: SourceFile, defaults: EditionDefaults) -> FileReport:
        try:
            opened = read_file(item, defaults)
            held = self.writer.unchanged(opened)
            if held is not None:
                return self._leave(opened, held)
            replaced_by = self.writer.replaced_by(opened)
            if replaced_by is not None and source_exists(on_disk(replaced_by), READ_SUFFIXES):
                return self._leave(opened, NOTHING_HELD, replaced_by)
            reading = opened.read_on()
        except BadInput as error:
            return FileReport(item.shown, FileOutcome.REJECTED, error=error)
        return self._place(reading)

    def _place(self, reading: FileReading) -> FileReport:
        tally = FileTally(reading.bare_titles, reading.remarks)
        old = precedents(self.writer, reading, self._given)
        unclaimed = _Unclaimed(old.before)
        source = self._place_items(reading, old, unclaimed, tally)
        if reading.without is not None or (not tally.articles and not tally.bad_lines):
            return self._without_articles(reading, unclaimed, tally)
        if tally.notices and not tally.articles:
            return tally.report(reading.file, 0, was_known=True)
        keeps_old = tally.bad_lines and reading.extraction is None  # what lay in an older extraction has lost its place
        gone = unclaimed.replaced() if keeps_old else unclaimed.rest()
        self.writer.retire(gone)
        if old.before and (gone or tally.added):
            self.writer.let_stand(live.id for live in old.before)
        self.writer.replace_sources({live.source_id for live in unclaimed.all} - {source}, source)
        tally.spared = len(unclaimed.rest()) - len(gone)
        tally.same_page = None if old.replaces_page else self._same_page(reading.file, reading.stands_for)
        if not tally.bad_lines:
            self.writer.source_read(source, reading, tally.articles)
        return tally.report(reading.file, len(gone), was_known=bool(unclaimed.all))

    def _without_articles(self, reading: FileReading, unclaimed: _Unclaimed, tally: FileTally) -> FileReport:
        if reading.without is not None:
            return self._pass_over(reading, reading.without, unclaimed)
        if tally.notices:
            return tally.report(reading.file, 0, was_known=True)
        nothing = BadInput("empty", reading.file.shown, "the file holds no article")
        return FileReport(reading.file.shown, FileOutcome.REJECTED, error=nothing)

    def _pass_over(self, reading: FileReading, why: str, unclaimed: _Unclaimed) -> FileReport:
        """The report of a file that holds no article now; what it held is no more in the paper."""
        gone = unclaimed.rest()
        self.writer.retire(gone)
        outcome = FileOutcome.CORRECTED if gone else FileOutcome.PASSED_OVER
        return FileReport(reading.file.shown, outcome, replaced=len(gone), warnings=(why, *reading.remarks))

    def _leave(self, reading: FileReading, held: SourceContents, replaced_by: str | None = None) -> FileReport:
        """The report of a file that is in the archive as it is, or whose place another one has taken."""
        tally = FileTally(reading.bare_titles, reading.remarks, replaced_by=replaced_by)
        tally.pages.update(held.pages)
        tally.articles = tally.kept = held.articles
        tally.joins = held.joins
        if replaced_by is None:
            tally.same_page = self._same_page(reading.file, reading.stands_for)
        return tally.report(reading.file, 0, was_known=True)

    def _place_items(self, reading: FileReading, old: Precedents, unclaimed: _Unclaimed, tally: FileTally) -> int:
        """Place the articles of a file; the source that they are filed under, 0 where there are none."""
        source = 0
        for number, found in enumerate(old.items):
            if isinstance(found, StatusNotice):
                self.notices.append(found)
                tally.notice(found)
                continue
            item = found if isinstance(found, BadInput) else within_limits(found, reading.file.shown)
            if isinstance(item, BadInput):
                tally.refuse(item)
                continue
            source = source or self._source(reading, old.before, tally)
            tally.count(item)
            if item.external_id is not None and reading.format in BY_ID:
                self._meet_other_lines(item, source, unclaimed)
            self._place_draft(item, unclaimed, source, tally, old.versions.get(number))
            if tally.articles % PROGRESS_EVERY == 0:
                self._meter.inside(item.pieces[-1].source_start)
        return source

    def _place_draft(
        self, draft: ArticleDraft, unclaimed: _Unclaimed, source: int, tally: FileTally, version_of: int | None
    ) -> None:
        hash_ = self.writer.hash(draft)
        live = unclaimed.claim(hash_, draft.external_id)
        if live is None:
            article = self.writer.insert(draft, hash_, source, tally.articles)
            if version_of is not None:
                self.writer.same_story(article, version_of)
            tally.added += 1
        else:
            self.writer.keep(live.id, draft, source, tally.articles)
            if draft.date is None and live.source_id != source:
                self.moved.add(self.writer.edition(draft.paper, draft.date))
            tally.kept += 1

    def _meet_other_lines(self, draft: ArticleDraft, source: int, unclaimed: _Unclaimed) -> None:
        """An article with the draft's id that lines of another file gave is the draft's, if it is the same report."""
        for live in self.writer.live_with_external_id(draft):
            if live.source_id != source and live.id not in self.writer.added and says_again(self.writer, live, draft):
                unclaimed.meet(live)

    def _source(self, reading: FileReading, before: list[LiveArticle], tally: FileTally) -> int:
        """The source to file articles under: a duplicate that still lies on the disk stays the one that is named."""
        duplicate = self._duplicate(reading, before)
        if duplicate is not None and self.writer.path_of(duplicate) != reading.file.stored:
            tally.same_bytes = self.writer.path_of(duplicate)
        source = duplicate or self.writer.source(reading)
        if reading.extraction is not None:
            self.writer.keep_extraction(source, reading.extraction)
        return source

    def _duplicate(self, reading: FileReading, before: list[LiveArticle]) -> int | None:
        others = {live.source_id for live in before}
        if len(others) != 1:
            return None
        (other,) = others
        return other if self.writer.same_bytes(other, reading) and self._still_lies(other) else None

    def _still_lies(self, source: int) -> bool:
        return source_exists(on_disk(self.writer.path_of(source)), READ_SUFFIXES)

    def _same_page(self, file: SourceFile, page: EditionDefaults | None) -> str | None:
        """Another file of this ingest that stands for the same page."""
        if page is None or not page.date or not page.page:
            return None
        first = self._pages.setdefault((page.paper, page.date, page.page), file.shown)
        return first if first != file.shown else None


class _Unclaimed:
    """Articles that were live before a file was read and have not been met in it yet; ``all`` are those that were."""

    def __init__(self, before: list[LiveArticle]) -> None:
        self.all = list(before)
        self._left = {live.id: live for live in before}
        self._by_hash: dict[bytes, list[LiveArticle]] = defaultdict(list)
        for live in reversed(before):
            self._by_hash[live.hash].append(live)
        self._met: set[str] = set()

    def meet(self, live: LiveArticle) -> None:
        """One more, which the file turns out to be about."""
        if live not in self.all:
            self.all.append(live)
            self._left[live.id] = live
            self._by_hash[live.hash].append(live)

    def claim(self, hash_: bytes, external_id: str | None) -> LiveArticle | None:
        """The article that is still the same."""
        if external_id is not None:
            self._met.add(external_id)
        same = self._by_hash.get(hash_)
        if not same:
            return None
        live = same.pop()
        del self._left[live.id]
        return live

    def rest(self) -> list[int]:
        return list(self._left)

    def replaced(self) -> list[int]:
        """Only those whose id was met with other content."""
        return [live.id for live in self._left.values() if live.external_id in self._met]


def _corrected_ones_last(found: Iterable[SourceFile | BadInput]) -> Iterator[SourceFile | BadInput]:
    """The files of a zip, or beside each other, in an order in which a page comes before what corrects it."""
    for _, beside in groupby(found, key=lambda item: item.container if isinstance(item, SourceFile) else None):
        yield from sorted(beside, key=_is_revision)


def _is_revision(item: SourceFile | BadInput) -> bool:
    """Whether a file's name says that it corrects another one."""
    return isinstance(item, SourceFile) and is_revision(PurePath(item.stored).stem)


def _size(item: SourceFile | BadInput) -> int:
    return item.size if isinstance(item, SourceFile) else 0
