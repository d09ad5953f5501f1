"""Page PDFs of which everything is known, read by this program and by others: ``python -m benchmarks.pages SHARED``.

Real news of 2023 are set into pages of three to six columns, with headlines over several of them, boxes, pictures with
captions, upright headlines, short items, text that goes on beside a title or around another article, by typst and by
WeasyPrint, the frames of each page in random order. *Develop* pages are looked at while the reader is written, *report*
pages have other papers' looks and other news, and are not. Per reader:

- *headline found*: the article that holds most of the text stands under exactly its headline;
- *paragraph exact*: a paragraph of that article is the printed one, character by character (white space apart);
- *kicker, subhead*, *byline*: the same of what stands around the text;
- *order*: Kendall's tau of the pieces of an article's text, as far as they are found whole;
- *lost*, *doubled*: characters of the page that are missing, and those that are there too often.

The others are plain text of pypdfium2 and of pdfplumber (``--slow``: it takes seconds a page), each read by this
program's reader of text pages.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.figures import Share, keep, share, share_text
from benchmarks.page_grading import Grades, ReadPage
from benchmarks.page_memory import peak_memory_mib
from benchmarks.typeset import by_typst, by_weasyprint
from benchmarks.typeset.looks import DEVELOP, REPORT, Look
from benchmarks.typeset.pages import SetPage, made_up
from benchmarks.typeset.stories import stories
from retrieval.domain import Coding
from retrieval.editions.base.decoding import Decoded
from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.layout.blocks import blocks_of, split_lines
from retrieval.editions.layout.segment import segment
from retrieval.editions.pages.pdfium import open_pdf, sheet_of
from retrieval.editions.pages.placed_drafts import read_sheet

RESULTS = Path(__file__).parent / "results" / "pages.json"
PARTS: Mapping[str, tuple[tuple[Look, ...], int]] = {"develop": (DEVELOP, 7), "report": (REPORT, 20261201)}
"""Looks of papers, and the seed by which news are drawn for them."""
SETTERS = {"typst": by_typst.set_page, "weasyprint": by_weasyprint.set_page}
NOTHING = EditionDefaults()


def set_pages(shared: Path, part: str, counts: Mapping[str, int]) -> Iterator[tuple[str, SetPage]]:
    """Pages of each look, so many by each typesetter."""
    looks, seed = PARTS[part]
    news = stories(shared, seed)
    for look in looks:
        number = 0
        for setter, count in counts.items():
            for _ in range(count):
                number += 1
                yield setter, made_up(look, number, news, SETTERS[setter])


def read_as_pages(pdf: bytes) -> ReadPage:
    """By this program."""
    with closing(open_pdf(pdf, "page.pdf")) as document:
        sheet = sheet_of(document, 1, "page.pdf")
    assert sheet is not None
    read = read_sheet(sheet, NOTHING, 0)
    return ReadPage(read.drafts, "\n".join(line.text for line in read.sheet.lines))


def read_by_pdfium(pdf: bytes) -> ReadPage:
    """Plain text of pypdfium2, read as a text page."""
    with closing(open_pdf(pdf, "page.pdf")) as document:
        return _as_text_page(document[0].get_textpage().get_text_range())


def read_by_pdfplumber(pdf: bytes) -> ReadPage:
    """Plain text of pdfplumber, read as a text page."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return _as_text_page(document.pages[0].extract_text() or "")


def _as_text_page(text: str) -> ReadPage:
    lines = split_lines(Decoded(text.replace("\r\n", "\n"), 0, Coding.UTF8))
    return ReadPage(segment(blocks_of(lines), NOTHING).drafts, text)


@dataclass
class Tally:
    """What one reader did on one part."""

    grades: Grades = field(default_factory=Grades)
    seconds: list[float] = field(default_factory=list)

    def add(self, made: SetPage, reader: Callable[[bytes], ReadPage]) -> None:
        started = time.perf_counter()
        read = reader(made.pdf)
        self.seconds.append(time.perf_counter() - started)
        self.grades.add(made.page, read)

    def figures(self) -> dict[str, Share | None]:
        """Those that are shares."""
        grades = self.grades
        return {
            "headline found": share(grades.headlines),
            "paragraph exact": share(grades.paragraphs),
            "kicker, subhead": share(grades.beside),
            "byline": share(grades.bylines),
        }

    def numbers(self) -> dict[str, str]:
        """The others, as they are printed."""
        grades = self.grades
        return {
            "order (Kendall's tau)": f"{grades.order:.3f} ({grades.found:.3f} of the text found)",
            "characters lost, doubled": f"{grades.lost}, {grades.doubled} of {grades.characters}",
            "seconds a page (median)": f"{median(self.seconds):.2f}",
        }

    def record(self) -> dict[str, Any]:
        """For the results."""
        return {"pages": len(self.seconds)} | self.figures() | self.numbers()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--typst", type=int, default=5, help="pages of each look by typst")
    parser.add_argument("--weasyprint", type=int, default=3, help="pages of each look by WeasyPrint")
    parser.add_argument("--slow", action="store_true", help="pdfplumber too")
    given = parser.parse_args()
    readers: dict[str, Callable[[bytes], ReadPage]] = {"this program": read_as_pages, "pypdfium2 text": read_by_pdfium}
    if given.slow:
        readers["pdfplumber text"] = read_by_pdfplumber
    record: dict[str, Any] = {}
    largest: bytes = b""
    for part in PARTS:
        tallies = {name: Tally() for name in readers}
        for _, made in set_pages(given.shared, part, {"typst": given.typst, "weasyprint": given.weasyprint}):
            largest = max(largest, made.pdf, key=len)
            for name, reader in readers.items():
                tallies[name].add(made, reader)
        _print_part(part, tallies)
        record[part] = {name: tally.record() for name, tally in tallies.items()}
    record["memory_mib"] = peak_memory_mib(largest, "page.pdf")
    print(f"memory of the process that reads the largest PDF: {record['memory_mib']} MiB")
    keep(RESULTS, record)


def _print_part(part: str, tallies: Mapping[str, Tally]) -> None:
    first = next(iter(tallies.values()))
    print(f"{part}: {len(first.seconds)} pages, {len(first.grades.headlines)} articles")
    print(f"{'':26}" + "".join(f"{name:36}" for name in tallies).rstrip())
    columns = [tally.figures() for tally in tallies.values()]
    for row in columns[0]:
        print(f"{row:26}" + "".join(f"{share_text(column[row]):36}" for column in columns).rstrip())
    numbers = [tally.numbers() for tally in tallies.values()]
    for row in numbers[0]:
        print(f"{row:26}" + "".join(f"{column[row]:36}" for column in numbers).rstrip())
    print()


if __name__ == "__main__":
    main()
