"""Looks into a PDF or a picture, in a process of its own that is ended when it takes too long."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import IO

from retrieval.editions.pages.sheet import Sheet
from retrieval.errors import BadInput

PATIENCE_S = 300.0
"""Seconds for one page; reading takes some tenths, recognising some ten on a slow machine; by hand, 2026-11."""
PATIENCE_A_PAGE_S = 30.0
"""Seconds for each page on the average, so that a file of many slow pages does not keep all others waiting; by hand,
2026-11."""

SHOWING_S = 20.0
"""Seconds for the picture of one page, which somebody is waiting for; drawing takes some tenths; by hand, 2026-12."""

_PROGRAM_FOLDER = Path(__file__).resolve().parents[3]
_COMMAND = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from retrieval.editions.pages.page_worker import main; main(sys.argv[2])"
)


def sheets_in(data: bytes, kind: str, shown: str, patience_s: float = PATIENCE_S) -> Iterator[Sheet | BadInput]:
    """The pages of a file (``pdf`` or ``picture``), a BadInput for each that can't be read.

    Raises:
        BadInput: the file as a whole can't be read.

    """
    for line in _lines(kind, data, patience_s, shown):
        what, *values = json.loads(line)
        if what == "sheet":
            yield Sheet.from_values(values[0])
            continue
        page, code, reason = values
        error = BadInput(code, shown, f"page {page}: {reason}" if page else reason)
        if not page:
            raise error
        yield error


def shown_page(data: bytes, number: int, shown: str, patience_s: float = SHOWING_S) -> bytes:
    """A page (numbers from 1) of a PDF as a JPEG.

    Raises:
        BadInput: the file or the page can't be drawn.

    """
    for line in _lines(f"jpeg {number}", data, patience_s, shown):
        what, *values = json.loads(line)
        if what == "jpeg":
            return base64.b64decode(values[0])
        raise BadInput(values[1], shown, values[2])
    raise BadInput("page_unreadable", shown, f"page {number} can't be drawn")


def _lines(kind: str, data: bytes, patience_s: float, shown: str) -> Iterator[bytes]:
    """What the process says of a file, line by line."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        yield from _lines_of_process(kind, file, patience_s, shown)


def _lines_of_process(kind: str, file: IO[bytes], patience_s: float, shown: str) -> Iterator[bytes]:
    command = [sys.executable, "-c", _COMMAND, str(_PROGRAM_FOLDER), kind]
    with subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603  # our own interpreter
        assert process.stdout is not None
        begun, pages = time.monotonic(), 0
        try:
            while line := _next_line(process, process.stdout, time_left(patience_s, pages, time.monotonic() - begun)):
                yield line
                pages += 1
        except BaseException:
            process.kill()  # nobody wants the rest
            raise
    if process.returncode != 0:
        raise BadInput("page_unreadable", shown, "reading it failed, or took too long or too much memory")


def time_left(patience_s: float, pages: int, elapsed_s: float) -> float:
    """Seconds that the next page may take, when so many ``pages`` have taken ``elapsed_s``."""
    return max(0.0, min(patience_s, patience_s + pages * PATIENCE_A_PAGE_S - elapsed_s))


def _next_line(process: subprocess.Popen[bytes], output: IO[bytes], patience_s: float) -> bytes:
    """The next line, b"" at the end; the process is ended where it takes too long."""
    timer = Timer(patience_s, process.kill)
    timer.start()
    try:
        return output.readline()
    finally:
        timer.cancel()
