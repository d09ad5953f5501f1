"""The process that looks into PDFs and pictures: reads one from stdin, writes what is on its pages to stdout.

It is a process of its own (``page_process.py`` starts it) because the libraries that it needs are large and written in
C++: whatever a hostile file makes of them, nothing but this process is lost, and its memory is bounded. One line of
JSON for each page: ``["sheet", …]``, or ``["bad", page, code, reason]``; page 0 is the file as a whole. Where one page
is to be shown, ``["jpeg", …]`` in base64.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from importlib.util import find_spec
from types import ModuleType

from retrieval.editions.pages.sheet import Sheet
from retrieval.errors import BadInput

MOST_TEXT_MEMORY = 2 << 30
"""Bytes of address space where text is only taken: a page takes 0.2 GiB, one that unpacks to more is a bomb; by hand,
2026-11."""
MOST_MEMORY = 6 << 30
"""Bytes of address space; the recogniser takes two of these for a large page; by hand, 2026-11."""
SCAN_DOTS_PER_INCH = 200.0
"""Dots an inch at which a page that is a picture is recognised: measured, ``benchmarks/pages.py``."""


def main(kind: str) -> None:
    """Read the file on stdin; ``kind`` is ``pdf``, ``picture``, or ``jpeg 3`` to show the third page of a PDF."""
    _limit_memory(MOST_TEXT_MEMORY)
    data = sys.stdin.buffer.read()
    what, _, number = kind.partition(" ")
    try:
        for line in _shown_page(data, int(number)) if what == "jpeg" else LOOKS[what](data):
            print(line, flush=True)  # noqa: T201  # this is what the process is for
    except BadInput as error:
        print(_bad(0, error), flush=True)  # noqa: T201  # what it is for
    except MemoryError:
        print(_bad(0, BadInput("too_large", "", "reading it takes too much memory")), flush=True)  # noqa: T201  # what it is for


def _pdf_sheets(data: bytes) -> Iterator[str]:
    pdfium = _pdfium()
    with closing(pdfium.open_pdf(data, "")) as document:
        for number in range(1, len(document) + 1):
            try:
                sheet = pdfium.sheet_of(document, number, "")
                if sheet is None:
                    picture, scale = pdfium.picture_of(document, number, SCAN_DOTS_PER_INCH)
                    sheet = _recognition().recogniser().sheet(picture, number, scale)
                yield _good(sheet)
            except BadInput as error:
                yield _bad(number, error)


def _shown_page(data: bytes, number: int) -> Iterator[str]:
    pdfium = _pdfium()
    with closing(pdfium.open_pdf(data, "")) as document:
        yield json.dumps(["jpeg", base64.b64encode(pdfium.jpeg_of(document, number, "")).decode("ascii")])


def _pdfium() -> ModuleType:
    """What reads and draws PDFs, imported when one comes."""
    if find_spec("pypdfium2") is None:
        raise BadInput("pdf_missing", "", "PDFs are read with the extra baowen[pdf]")
    from retrieval.editions.pages import pdfium

    return pdfium


def _picture_sheets(data: bytes) -> Iterator[str]:
    recognition = _recognition()
    yield _good(recognition.recogniser().sheet(recognition.open_picture(data), 1, 1.0))


def _recognition() -> ModuleType:
    """What reads pictures, imported when the first one comes: most PDFs need none."""
    if find_spec("rapidocr") is None:
        raise BadInput("ocr_missing", "", "it is a picture; text in pictures is read with the extra baowen[ocr]")
    _limit_memory(MOST_MEMORY)
    from retrieval.editions.pages import recogniser

    return recogniser


def _good(sheet: Sheet) -> str:
    return json.dumps(["sheet", sheet.as_values()])


def _bad(number: int, error: BadInput) -> str:
    return json.dumps(["bad", number, error.code, error.detail])


def _limit_memory(most: int) -> None:
    """Take no more address space than so many bytes, at present."""
    with suppress(ImportError):  # no such limits on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


LOOKS: Mapping[str, Callable[[bytes], Iterator[str]]] = {"pdf": _pdf_sheets, "picture": _picture_sheets}
"""What is done with each kind of file."""
