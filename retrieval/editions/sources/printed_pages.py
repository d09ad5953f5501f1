"""Reads PDFs and pictures of pages: pages in a process of their own, then articles, pieces, the extraction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, FileReading, SourceFile
from retrieval.editions.base.extraction import ExtractedSheet, Extraction
from retrieval.editions.pages.page_process import sheets_in
from retrieval.editions.pages.placed_drafts import ReadSheet, read_sheet
from retrieval.editions.pages.sheet import Sheet
from retrieval.errors import BadInput

PDF_SUFFIXES = frozenset({".pdf"})
PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg"})
READER = "pages 1"
"""What the archive keeps of who read a file: the layout's version."""


def open_printed(file: SourceFile, data: bytes, stated: EditionDefaults) -> FileReading:
    """The file, to be read on by ``read_on``; pages take from some tenths to many seconds."""
    kind = "pdf" if file.absolute.suffix.lower() in PDF_SUFFIXES else "scan"
    opened = FileReading(file, kind, hashlib.sha256(data).hexdigest(), len(data), stated, iter(()))
    return replace(opened, later=lambda: _read_on(opened, data))


def _read_on(opened: FileReading, data: bytes) -> FileReading:
    kind = "pdf" if opened.format == "pdf" else "picture"
    found = list(sheets_in(data, kind, opened.file.shown))
    if not found:
        raise BadInput("empty", opened.file.shown, "it has no page")
    read, bad = _read_sheets(found, opened)
    drafts = [draft for each in read for draft in each.drafts]
    if not drafts:
        raise bad[0] if bad else BadInput("no_text", opened.file.shown, "no article text was found on the page")
    items: list[ArticleDraft | BadInput] = [*bad, *drafts]
    return replace(
        opened,
        items=iter(items),
        bare_titles=tuple(title for each in read for title in each.bare_titles),
        extraction=Extraction(READER, tuple(each.sheet for each in read)),
        stands_for=read[0].known if len(found) == 1 else None,
        remarks=tuple(_remarks(read)),
        later=None,
    )


def _read_sheets(found: list[Sheet | BadInput], opened: FileReading) -> tuple[list[ReadSheet], list[BadInput]]:
    """The pages that could be read, and why others could not.

    A page's number in the path or the call is that of a file of one page.
    """
    known = opened.stated if len(found) == 1 else replace(opened.stated, page=None)
    read: list[ReadSheet] = []
    bad: list[BadInput] = []
    start = 0
    for each in found:
        if isinstance(each, BadInput):
            bad.append(each)
            continue
        try:
            read.append(read_sheet(each, known, start))
        except BadInput as error:
            bad.append(BadInput(error.code, opened.file.shown, error.detail))
            continue
        start += sum(len(line.text) + 1 for line in read[-1].sheet.lines)
    return read, bad


def _remarks(read: list[ReadSheet]) -> Iterator[str]:
    for each in read:
        where = f"page {each.sheet.number} of the file: " if len(read) > 1 else ""
        if each.known.date is None or each.known.page is None:
            missing = " and ".join(
                what for what, value in (("date", each.known.date), ("page number", each.known.page)) if value is None
            )
            yield f"{where}no {missing} was found"
        sure = _least_confidence(each.sheet)
        if sure is not None:
            yield f"{where}read by a machine from a picture, its least sure line with {sure:.0%}"


def _least_confidence(sheet: ExtractedSheet) -> float | None:
    return min((line.confidence for line in sheet.lines if line.confidence is not None), default=None)
