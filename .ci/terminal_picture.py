"""A README's picture of the terminal: ``python .ci/terminal_picture.py DATA LANG OUT.svg`` asks, and draws the answer.

DATA is a data folder with the sample editions published. ``make pictures`` makes it, and both pictures, anew.
"""

from __future__ import annotations

import fcntl
import html
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
ASKED = ("ask", "朝阳区转贷期限多久", "--top", "1")
COLUMNS, ROWS = 80, 40
PROMPT = "$ "
COLUMN_WIDTH = 12.2
"""Of the library's export, in its own units."""
TEXT = re.compile(r'(<text class="baowen-[^>]*? textLength=")[\d.]+("[^>]*>)([^<]*)<')
PAPER = TerminalTheme(
    (250, 250, 247),
    (36, 41, 47),
    [
        (36, 41, 47),
        (180, 35, 24),
        (17, 99, 41),
        (149, 86, 0),
        (9, 88, 180),
        (130, 80, 223),
        (27, 124, 131),
        (110, 119, 129),
    ],
)
"""Ink on paper; evidence, printed in yellow, is dark enough to be read."""


def main() -> None:
    """Ask in a terminal of our own and write what it showed."""
    data, lang, out = sys.argv[1:4]
    shown = f"{PROMPT}{' '.join(('baowen', *ASKED))}\n{printed(Path(data), lang)}"
    Path(out).write_text(drawn(shown.rstrip()), encoding="utf-8")


def printed(data: Path, lang: str) -> str:
    """What the program writes into a terminal of so many columns, colours and all."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    plain = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "COLUMNS", "LINES"}}
    settings = {"BAOWEN_LANG": lang, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot.cli", *ASKED, "--data", str(data)]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=plain | settings) as process:  # noqa: S603  # our own
        os.close(theirs)
        told = bytearray()
        try:
            while piece := os.read(ours, 4096):
                told += piece
        except OSError:  # on Linux a terminal that nobody writes to any more ends so
            pass
    os.close(ours)
    if process.returncode:
        sys.exit(told.decode())
    return told.decode().replace("\r\n", "\n")


def drawn(text: str) -> str:
    """A terminal's text as SVG that fetches nothing: the viewer's own fonts."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text.from_ansi(text), soft_wrap=True)
    svg = console.export_svg(title="baowen", theme=PAPER, unique_id="baowen")
    svg = re.sub(r"\s*@font-face \{.*?\}\n", "\n", svg, flags=re.S)
    return TEXT.sub(lambda found: f"{found[1]}{wide(found[3]):g}{found[2]}{found[3]}<", svg)


def wide(escaped: str) -> float:
    """How wide a piece of text is: a Chinese character takes two columns, which the library's export doesn't count."""
    return COLUMN_WIDTH * cell_len(html.unescape(escaped))


if __name__ == "__main__":
    main()
