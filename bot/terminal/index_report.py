"""What reading and publishing came to: lines for people, JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.changes import changed_lines
from bot.gating import verdict_lines, ways_on
from bot.other_kinds import other_kinds_line
from bot.render import headline_text, one_line, place_text
from bot.sentences.recognise import in_language
from bot.status_notices import status_lines
from bot.terminal.screen import Screen
from bot.terminal.words.indexing import IndexText
from bot.turnovers import turnover_json, turnover_lines
from bot.wiring import IndexReport
from bot.wording import listed
from retrieval.editions.report import FileOutcome, FileReport, HeldArticle, IngestReport
from retrieval.index.publish import PublishReport

OUTCOMES = {
    FileOutcome.ADDED: IndexText.ADDED,
    FileOutcome.UNCHANGED: IndexText.UNCHANGED,
    FileOutcome.CORRECTED: IndexText.CORRECTED,
    FileOutcome.REJECTED: IndexText.REJECTED,
    FileOutcome.PASSED_OVER: IndexText.PASSED_OVER,
}
FILES_LISTED = 30
"""Files that are listed one by one; of more only the sums are told, unless ``--verbose`` asks for all."""


def report_text(report: IndexReport, screen: Screen, *, dry_run: bool = False, verbose: bool = False) -> str:
    """The report for people."""
    lines = list(_read_lines(report.read, screen, verbose=verbose, dry_run=dry_run))
    lines += [screen.say(IndexText.DRY)] if dry_run else _publishing_lines(report, screen)
    return "\n".join(screen.reported(one_line(line)) for line in lines)


def _read_lines(read: IngestReport, screen: Screen, *, verbose: bool, dry_run: bool) -> Iterator[str]:
    if verbose or len(read.files) <= FILES_LISTED:
        for file in read.files:
            yield from _file_lines(file, screen)
            if dry_run:
                yield from _held_lines(file, screen)
    else:
        yield from _outcome_lines(read, screen)
    if read.files:
        yield screen.say(
            IndexText.TOTAL,
            files=len(read.files),
            editions=read.editions,
            pages=read.pages,
            articles=read.articles,
            joins=read.joins,
        )
    if read.continued or read.unknown:
        yield screen.say(IndexText.JUMPS, continued=read.continued, unknown=read.unknown)
    if read.undated:
        yield screen.say(IndexText.UNDATED, count=read.undated)
    yield from changed_lines(read.changes, screen.lang)
    if others := other_kinds_line(read.other_kinds, screen.lang):
        yield others
    yield from status_lines(read.statuses, screen.lang)
    if read.withheld:
        yield screen.say(IndexText.WITHHELD, count=read.withheld)


def _outcome_lines(read: IngestReport, screen: Screen) -> Iterator[str]:
    """How many files came to what, and how many remarks there are."""
    found = Counter(file.outcome for file in read.files)
    counts = [
        screen.say(IndexText.OUTCOME_COUNT, outcome=screen.say(text), count=found[outcome])
        for outcome, text in OUTCOMES.items()
        if found[outcome]
    ]
    yield listed(screen.lang, counts)
    if read.warnings:
        yield screen.say(IndexText.REMARKS, count=len(read.warnings))


def _file_lines(file: FileReport, screen: Screen) -> Iterator[str]:
    outcome = screen.say(OUTCOMES[file.outcome])
    if file.outcome in {FileOutcome.REJECTED, FileOutcome.PASSED_OVER}:
        yield screen.say(IndexText.FILE, outcome=outcome, path=file.path)
    else:
        yield screen.say(IndexText.FILE_COUNTED, outcome=outcome, path=file.path, counts=_counts(file, screen))
    remark = IndexText.REASON if file.outcome is FileOutcome.PASSED_OVER else IndexText.REMARK
    for warning in file.warnings:
        yield screen.say(remark, remark=in_language(warning, screen.lang))


def _held_lines(file: FileReport, screen: Screen) -> Iterator[str]:
    """What each article of a file was read as: where it was printed, and what it is called."""
    for article in file.held:
        place = place_text(None, article.date, article.page, screen.lang) or screen.say(IndexText.NO_PLACE)
        title = headline_text(article.headline, article.jump, article.opening, screen.lang)
        yield screen.say(IndexText.HELD_ARTICLE, place=place, title=title)
    if file.held and len(file.held) < file.articles:
        yield screen.say(IndexText.MORE_HELD, count=file.articles - len(file.held))


def _counts(file: FileReport, screen: Screen) -> str:
    """3 篇，断栏 5 处（保留 1，新 2，换下 0）."""
    told = screen.say(IndexText.ARTICLES, count=file.articles)
    if file.joins:
        told += screen.say(IndexText.JOINS, count=file.joins)
    if file.outcome is FileOutcome.CORRECTED:
        told += screen.say(IndexText.CHANGES, kept=file.kept, added=file.added, replaced=file.replaced)
    return told


def _publishing_lines(report: IndexReport, screen: Screen) -> Iterator[str]:
    if report.refused:
        yield from verdict_lines(report.refused.verdict, screen.lang)
        yield ways_on(screen.lang)
    elif report.published is None:
        yield screen.say(IndexText.NOTHING)
    elif report.published.changed:
        yield from _published_lines(report.published, screen)
    else:
        yield screen.say(IndexText.SAME, generation=report.published.manifest.id)


def _published_lines(published: PublishReport, screen: Screen) -> Iterator[str]:
    made = published.manifest
    yield screen.say(
        IndexText.PUBLISHED,
        generation=made.id,
        articles=made.articles,
        passages=made.passages,
        encoded=published.encoded,
        kept=made.passages - published.encoded,
    )
    yield from (f"  {line}" for line in turnover_lines(published.turnover, screen.lang))
    if published.verdict:
        yield from verdict_lines(published.verdict, screen.lang)
        if not published.verdict.passed:
            yield screen.say(IndexText.FORCED)


def report_json(report: IndexReport) -> dict[str, Any]:
    """The report for programs."""
    return {
        "files": list(map(_file_json, report.read.files)),
        "other_kinds": dict(report.read.other_kinds),
        "continued": report.read.continued,
        "unknown_beginnings": report.read.unknown,
        "undated_files": report.read.undated,
        "withheld": report.read.withheld,
        "withdrawn": report.read.statuses.withdrawn,
        "restored": report.read.statuses.restored,
        "unknown_notices": list(report.read.statuses.unknown),
        **_published_json(report.published),
        "gate": gate_json(report),
    }


def _file_json(file: FileReport) -> dict[str, Any]:
    return {
        "path": str(file.path),
        "outcome": file.outcome,
        "editions": file.editions,
        "pages": file.pages,
        "articles": file.articles,
        "added": file.added,
        "kept": file.kept,
        "replaced": file.replaced,
        "joins": file.joins,
        "warnings": list(file.warnings),
        "error": str(file.error) if file.error else None,
        "bad_lines": list(map(str, file.bad_lines)),
        "more_bad_lines": file.more_bad_lines,
        "held": list(map(_held_json, file.held)),
    }


def _held_json(article: HeldArticle) -> dict[str, Any]:
    day = article.date.isoformat() if article.date else None
    return {"headline": article.headline, "opening": article.opening, "date": day, "page": article.page}


def _published_json(published: PublishReport | None) -> dict[str, Any]:
    if published is None:
        return {"generation": None, "passages": None, "encoded": 0, "reused": 0, "turnover": []}
    made = published.manifest
    return {
        "generation": made.id,
        "passages": made.passages,
        "encoded": published.encoded,
        "reused": published.reused,
        "turnover": turnover_json(published.turnover),
    }


def gate_json(report: IndexReport) -> dict[str, Any] | None:
    """What the gate said; None where there was none or nothing to judge."""
    verdict = report.refused.verdict if report.refused else report.published and report.published.verdict
    if not verdict:
        return None
    return verdict.summary() | {"forced": not verdict.passed and report.refused is None}
