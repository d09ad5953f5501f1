"""Lays out what an upload would change before it is published, and what publishing it came to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from bot.gating import verdict_lines
from bot.other_kinds import other_kinds_line
from bot.render import headline_text, place_text
from bot.sentences.recognise import in_language
from bot.status_notices import status_lines
from bot.telegram.views.operator_texts import OperatorText, error_text
from bot.telegram.views.rich_text import html, paged, plain
from bot.telegram.views.texts import Lang, say
from bot.telegram.views.upload_texts import UploadText
from bot.wiring import IndexReport
from bot.wording import Sign, listed
from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.report import FileOutcome, FileReport, IngestReport
from retrieval.editions.store.changes import ArticleChange
from retrieval.editions.store.writer import ArticleLabel
from retrieval.index.gate import Verdict
from retrieval.language.differences import Difference, differences

FILES_LISTED = 20
WARNINGS_LISTED = 3
ARTICLES_LISTED = 10
DIFFERENCES_LISTED = 3
OPENING_CHARS = 20
TITLE_CHARS = 40
REPORT_CHARS = 3500
"""Characters of a report that takes the place of one message: Telegram's hold 4096."""

Clean = Callable[[str], str]
"""Takes out of a text where on the server files lie."""


def checked_pages(
    read: IngestReport, refused: Sequence[str], stated: Sequence[EditionDefaults], clean: Clean, lang: Lang, *,
    unpublished: bool,
) -> list[str]:  # fmt: skip
    """What an upload would change, as messages (HTML). ``refused`` are the files that were not even kept, in words."""
    worth = read.changed or unpublished
    lines = [say(lang, UploadText.CHECKED if worth else UploadText.NOTHING)]
    if read.articles and not read.changed:
        lines.append(say(lang, UploadText.ALL_KNOWN))
    if unpublished:
        lines.append(say(lang, UploadText.UNPUBLISHED))
    lines += _stated_lines(stated, lang)
    lines += [f"✗ {reason}" for reason in refused]
    lines += read_lines(read, clean, lang)
    return [html(page) for page in paged([plain(clean(line)) for line in lines])]


def published_text(report: IndexReport, clean: Clean, lang: Lang) -> str:
    """What was read and published, and the gate's figures if there is a gate."""
    lines = [say(lang, UploadText.PUBLISHED), *read_lines(report.read, clean, lang)]
    if report.published and report.published.verdict:
        lines += verdict_lines(report.published.verdict, lang)
    return fitting(lines, lang)


def refused_text(verdict: Verdict, lang: Lang) -> str:
    """Why the gate refused, and what operators can do."""
    return say(lang, OperatorText.REFUSED, report=fitting(list(verdict_lines(verdict, lang)), lang))


def fitting(lines: Sequence[str], lang: Lang, most: int = REPORT_CHARS) -> str:
    """As many lines as a message holds, and how many it does not."""
    kept, used = 0, 0
    for line in lines:
        used += len(line) + 1
        if used > most:
            break
        kept += 1
    rest = len(lines) - kept
    return "\n".join([*lines[:kept], *([say(lang, UploadText.MORE_LINES, count=rest)] if rest else [])])


def read_lines(read: IngestReport, clean: Clean, lang: Lang) -> Iterator[str]:
    """Counts, files, articles by what becomes of them, and what they lack."""
    new = [change for change in read.changes if change.new]
    changed = [change for change in read.changes if change.before is not None]
    gone = [change for change in read.changes if change.gone]
    counts = {"added": len(new), "changed": len(changed), "gone": len(gone), "kept": read.kept}
    yield say(lang, UploadText.COUNTS, files=len(read.files), articles=read.articles, joins=read.joins, **counts)
    for file in read.files[:FILES_LISTED]:
        yield from _file_lines(file, clean, lang)
    if len(read.files) > FILES_LISTED:
        yield say(lang, UploadText.MORE_FILES, count=len(read.files) - FILES_LISTED)
    if others := other_kinds_line(read.other_kinds, lang):
        yield others
    yield from status_lines(read.statuses, lang)
    yield from _article_lines(UploadText.NEW, new, lang)
    yield from _article_lines(UploadText.CHANGED, changed, lang)
    yield from _article_lines(UploadText.GONE, gone, lang)
    yield from _lacking_lines([change.label for change in (*new, *changed)], lang)


def _stated_lines(stated: Sequence[EditionDefaults], lang: Lang) -> Iterator[str]:
    for each in dict.fromkeys(stated):
        if text := place_text(each.paper, each.date, each.page, lang):
            yield say(lang, UploadText.STATED, stated=text)


def _file_lines(file: FileReport, clean: Clean, lang: Lang) -> Iterator[str]:
    name = clean(file.path)
    if file.error:
        problem = clean(error_text(file.error, lang)).removeprefix(name).lstrip("：: ")
        yield say(lang, UploadText.BAD_FILE, name=name, problem=problem)
        return
    if file.outcome is FileOutcome.PASSED_OVER:
        reasons = listed(
            lang, [clean(in_language(each, lang)) for each in file.warnings[:WARNINGS_LISTED]], Sign.SEMICOLON
        )
        yield say(lang, UploadText.PASSED_OVER, name=name, reasons=reasons)
        return
    yield say(lang, UploadText.GOOD_FILE, name=name, articles=file.articles)
    if file.bad_lines:
        problem = clean(error_text(file.bad_lines[0], lang)).removeprefix(name).lstrip("：: ")
        yield say(lang, UploadText.BAD_LINES, count=file.all_bad_lines, problem=problem)
    for warning in file.warnings[:WARNINGS_LISTED]:
        yield say(lang, UploadText.FILE_WARNING, warning=clean(in_language(warning, lang)))


def _article_lines(title: UploadText, changes: Sequence[ArticleChange], lang: Lang) -> Iterator[str]:
    if not changes:
        return
    yield say(lang, title, count=len(changes))
    for number, change in enumerate(changes[:ARTICLES_LISTED], 1):
        place = label_place(change.label, lang) or say(lang, UploadText.NO_PLACE)
        yield say(lang, UploadText.ARTICLE, n=number, title=label_title(change.label, lang), place=place)
        yield from _difference_lines(change, lang)
    if len(changes) > ARTICLES_LISTED:
        yield say(lang, UploadText.MORE_ARTICLES, count=len(changes) - ARTICLES_LISTED)


def _difference_lines(change: ArticleChange, lang: Lang) -> Iterator[str]:
    """860米 → 870米, for an article that was changed."""
    if change.before is None or change.after is None or change.before == change.after:
        return
    found = differences(change.before, change.after)
    if not found:
        yield say(lang, UploadText.REWRITTEN)
    for difference in found[:DIFFERENCES_LISTED]:
        yield _difference_line(difference, lang)
    if len(found) > DIFFERENCES_LISTED:
        yield say(lang, UploadText.MORE_DIFFERENCES, count=len(found) - DIFFERENCES_LISTED)


def _difference_line(difference: Difference, lang: Lang) -> str:
    if not difference.before:
        return "　" + say(lang, UploadText.PUT_IN, words=difference.after)
    if not difference.after:
        return "　" + say(lang, UploadText.TAKEN_OUT, words=difference.before)
    return say(lang, UploadText.DIFFERENCE, before=difference.before, after=difference.after)


def _lacking_lines(labels: Sequence[ArticleLabel], lang: Lang) -> Iterator[str]:
    no_paper = sum(label.paper is None for label in labels)
    no_date = sum(label.date is None for label in labels)
    if no_paper:
        yield say(lang, UploadText.LACKS_PAPER, count=no_paper)
    if no_date:
        yield say(lang, UploadText.LACKS_DATE, count=no_date)
    if no_paper or no_date:
        yield say(lang, UploadText.LACKS_HINT)


def label_title(label: ArticleLabel, lang: Lang) -> str:
    """The headline of an article, or its first words."""
    if label.headline:
        return headline_text(label.headline[:TITLE_CHARS], lang=lang)
    return label.opening.replace("\n", " ")[:OPENING_CHARS] + "…"


def label_place(label: ArticleLabel, lang: Lang) -> str:
    """Paper, date and page of an article, as far as they are known."""
    return place_text(label.paper, date.fromisoformat(label.date) if label.date else None, label.page, lang)
