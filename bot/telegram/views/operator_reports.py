"""Words the last publishings, what was read from an upload, and what became of publishing it, for operators."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.gating import verdict_lines
from bot.journal import PUBLISHED, Entry
from bot.telegram.views.operator_texts import OperatorText, error_text
from bot.telegram.views.texts import Lang, say
from bot.wiring import IndexReport
from retrieval.editions.report import FileReport
from retrieval.index.gate import Verdict

REPORT_CHARS = 3500
"""Characters of a report: a message of Telegram's holds 4096."""
FILES_LISTED = 20
WARNINGS_LISTED = 3


def published_lines(entries: Sequence[Entry], lang: Lang = "zh-hans") -> list[str]:
    """The newest publishing, and the newest failure if there was one after it."""
    lines = []
    done = next((entry for entry in reversed(entries) if entry.outcome == PUBLISHED), None)
    if done:
        lines.append(say(lang, OperatorText.LAST_PUBLISHED, at=_minute(done), seconds=f"{done.seconds:.1f}"))
    if entries and entries[-1].outcome != PUBLISHED:
        lines.append(say(lang, OperatorText.LAST_FAILED, at=_minute(entries[-1]), kind=entries[-1].kind))
    return lines


def _minute(entry: Entry) -> str:
    return entry.at[:16].replace("T", " ")


def checked_text(report: IndexReport, folder: str, lang: Lang) -> str:
    """What an upload holds, before it is published. ``folder`` is left out of the errors' paths."""
    return "\n".join([say(lang, OperatorText.CHECKED), *_read_lines(report, folder, lang)])[:REPORT_CHARS]


def published_text(report: IndexReport, folder: str, lang: Lang) -> str:
    """What was read and published, and the gate's figures if there is a gate."""
    lines = [say(lang, OperatorText.PUBLISHED), *_read_lines(report, folder, lang)]
    if report.published and report.published.verdict:
        lines += verdict_lines(report.published.verdict)
    return "\n".join(lines)[:REPORT_CHARS]


def refused_text(verdict: Verdict, lang: Lang) -> str:
    """Why the gate refused, and what operators can do."""
    return say(lang, OperatorText.REFUSED, report="\n".join(verdict_lines(verdict))[:REPORT_CHARS])


def _read_lines(report: IndexReport, folder: str, lang: Lang) -> list[str]:
    read, files = report.read, report.read.files
    totals = {"articles": read.articles, "added": read.added, "kept": read.kept, "replaced": read.replaced}
    lines = [say(lang, OperatorText.READ_FILES, files=len(files), **totals, joins=read.joins)]
    for file in files[:FILES_LISTED]:
        lines += _file_lines(file, folder, lang)
    if len(files) > FILES_LISTED:
        lines.append(say(lang, OperatorText.MORE_FILES, count=len(files) - FILES_LISTED))
    return lines


def _file_lines(file: FileReport, folder: str, lang: Lang) -> list[str]:
    name = Path(file.path).name
    if file.error:
        problem = error_text(file.error, lang).replace(folder, "")
        return [say(lang, OperatorText.BAD_FILE, name=name, problem=problem)]
    lines = [say(lang, OperatorText.GOOD_FILE, name=name, articles=file.articles)]
    for warning in file.warnings[:WARNINGS_LISTED]:
        lines.append(say(lang, OperatorText.FILE_WARNING, warning=warning))
    return lines
