"""Files into the archive: find → read → place (add, keep, replace) → link jumps, all in one transaction.

Nothing of a call is visible before it is whole; a crash leaves the archive as it was. What is placed:

- A page file stands for its page. Read again, or another file for the same dated page, it keeps the articles that
  did not change (with their ids), adds new ones, and retires the others.
- A JSONL file stands for itself; its articles are told apart by ``id`` where given, else by content.
- A file with the same bytes and metadata as one that was read before adds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, FileReading, SourceFile
from retrieval.editions.base.zips import source_exists
from retrieval.editions.report import FileOutcome, FileReport, IngestReport, PageKey
from retrieval.editions.sources.files import READ_SUFFIXES, find_files, read_file
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.carry_over import carry_over
from retrieval.editions.store.jumps import relink
from retrieval.editions.store.writer import LiveArticle, Writer
from retrieval.errors import BadInput

ByteProgress = Callable[[int, int], None]
NO_DEFAULTS = EditionDefaults()
# How many articles of a long file lie between two calls of ``progress``.
PROGRESS_EVERY = 200

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
    found = list(find_files(paths, under))
    meter = _Meter(progress, sum(_size(item) for item in found))
    given = frozenset(str(item.absolute) for item in found if isinstance(item, SourceFile))
    with archive.writing(commit=not dry_run) as connection:
        placer = _Placer(Writer(connection), given, meter)
        files = tuple(placer.take(item, defaults) for item in found)
        joined, unknown = relink(connection, placer.writer.touched)
        withheld = carry_over(connection, placer.writer.added, placer.writer.touched)
        revision = placer.writer.finish()
    return IngestReport(files, revision, joined, unknown, withheld)


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


@dataclass(slots=True)
class _Tally:
    """What one file holds and did, while it is being placed."""

    pages: set[PageKey] = field(default_factory=set)
    articles: int = 0
    added: int = 0
    kept: int = 0
    joins: int = 0
    bad_lines: list[BadInput] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def count(self, draft: ArticleDraft) -> None:
        self.pages.add((draft.paper, draft.date, draft.page))
        self.articles += 1
        self.joins += draft.joins

    def report(self, file: SourceFile, replaced: int, *, was_known: bool) -> FileReport:
        if not self.articles and self.bad_lines:
            outcome = FileOutcome.REJECTED
        elif not was_known:
            outcome = FileOutcome.ADDED
        else:
            outcome = FileOutcome.CORRECTED if self.added or replaced else FileOutcome.UNCHANGED
        return FileReport(
            file.shown, outcome, frozenset(self.pages), self.articles, self.added, self.kept,
            replaced, self.joins, tuple(self.warnings), tuple(self.bad_lines),
            self.bad_lines[0] if outcome is FileOutcome.REJECTED else None,
        )  # fmt: skip


class _Placer:
    """Puts one file after another into the archive."""

    def __init__(self, writer: Writer, given: frozenset[str], meter: _Meter) -> None:
        self.writer = writer
        self._given = given
        self._meter = meter
        self._pages: dict[PageKey, str] = {}

    def take(self, item: SourceFile | BadInput, defaults: EditionDefaults) -> FileReport:
        """Place one file, or say why not."""
        if isinstance(item, BadInput):
            return FileReport(str(item.path), FileOutcome.REJECTED, error=item)
        try:
            reading = read_file(item, defaults)
        except BadInput as error:
            self._meter.file_done(_size(item))
            return FileReport(item.shown, FileOutcome.REJECTED, error=error)
        report = self._place(reading)
        self._meter.file_done(reading.size)
        return report

    def _place(self, reading: FileReading) -> FileReport:
        held = self.writer.unchanged(reading)
        if held is not None:
            tally = _Tally(pages=set(held.pages), articles=held.articles, kept=held.articles, joins=held.joins)
            self._remark(reading, tally, 0)
            return tally.report(reading.file, 0, was_known=True)
        before = self._before(reading)
        unclaimed, tally, source = _Unclaimed(before), _Tally(), 0
        for item in reading.items:
            if isinstance(item, BadInput):
                tally.bad_lines.append(item)
                continue
            source = source or self._source(reading, before)
            tally.count(item)
            self._place_draft(item, unclaimed, source, tally)
            if tally.articles % PROGRESS_EVERY == 0:
                self._meter.inside(item.pieces[-1].source_start)
        if not tally.articles and not tally.bad_lines:
            nothing = BadInput("empty", reading.file.shown, "the file holds no article")
            return FileReport(reading.file.shown, FileOutcome.REJECTED, error=nothing)
        gone = unclaimed.replaced() if tally.bad_lines else unclaimed.rest()
        self.writer.retire(gone)
        self._remark(reading, tally, len(unclaimed.rest()) - len(gone))
        if tally.articles and not tally.bad_lines:
            self.writer.source_read(source, reading.stated, tally.articles)
        return tally.report(reading.file, len(gone), was_known=bool(before))

    def _place_draft(self, draft: ArticleDraft, unclaimed: _Unclaimed, source: int, tally: _Tally) -> None:
        hash_ = self.writer.hash(draft)
        live = unclaimed.claim(hash_, draft.external_id)
        if live is None:
            self.writer.insert(draft, hash_, source, tally.articles)
            tally.added += 1
        else:
            self.writer.keep(live.id, draft, source, tally.articles)
            tally.kept += 1

    def _before(self, reading: FileReading) -> list[LiveArticle]:
        """What is live of this file, or of the page or the content that it stands for."""
        own = self.writer.live_of_file(str(reading.file.absolute))
        if reading.format == "page":
            own += self.writer.live_of_page(reading.stated, self._given)
        return own or self.writer.live_of_twin(reading)

    def _source(self, reading: FileReading, before: list[LiveArticle]) -> int:
        """The source to file articles under: a twin that still lies on the disk stays the one that is named."""
        others = {live.source_id for live in before}
        if len(others) == 1:
            (twin,) = others
            if self.writer.same_bytes(twin, reading) and source_exists(Path(self.writer.path_of(twin)), READ_SUFFIXES):
                return twin
        return self.writer.source(reading)

    def _remark(self, reading: FileReading, tally: _Tally, left: int) -> None:
        tally.warnings.extend(reading.remarks)
        if tally.bad_lines:
            tally.warnings.append(f"{len(tally.bad_lines)} unreadable lines were left out")
        if left:
            tally.warnings.append(f"{left} articles read earlier were kept, because lines of the file are unreadable")
        stated = reading.stated
        if reading.format == "page" and stated.date and stated.page:
            key = (stated.paper, stated.date, stated.page)
            other = self._pages.setdefault(key, reading.file.shown)
            if other != reading.file.shown:
                tally.warnings.append(f"{other} is the same page; both were kept")


class _Unclaimed:
    """Articles that were live before a file was read and have not been met in it yet."""

    def __init__(self, before: list[LiveArticle]) -> None:
        self._left = {live.id: live for live in before}
        self._by_hash: dict[bytes, list[LiveArticle]] = defaultdict(list)
        for live in reversed(before):
            self._by_hash[live.hash].append(live)
        self._met: set[str] = set()

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


def _size(item: SourceFile | BadInput) -> int:
    return item.size if isinstance(item, SourceFile) else 0
