"""Typeset pages as scans: how well a machine reads them. ``python -m benchmarks.page_scans SHARED [--pages N]``.

The pages of ``benchmarks.pages`` are rendered and recognised: at 200 and at 300 dots an inch, as they are and as bad
scans (one degree askew, noise, JPEG of quality 60). Per part and kind of scan:

- *characters wrong*: edits between the printed lines and what was read in their places, as a share of the characters;
  and the same with signs folded that differ in width alone;
- *headline found*, *paragraph exact*, *nearly exact* (97 % of its characters), with signs folded, and *order* as there;
- seconds a page (one thread), lines a page; how often a line is read wholly right, by how sure the machine was of it;
- the memory of the process that reads the largest picture of each kind.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.figures import Share, keep, share, share_text
from benchmarks.page_grading import Grades, ReadPage, dense, signs_folded
from benchmarks.page_memory import peak_memory_mib
from benchmarks.pages import NOTHING, PARTS, set_pages
from benchmarks.typeset.pages import SetPage
from retrieval.editions.pages.pdfium import open_pdf, picture_of, sheet_of
from retrieval.editions.pages.placed_drafts import read_sheet
from retrieval.editions.pages.recogniser import Pixels, open_picture, recogniser
from retrieval.editions.pages.sheet import Sheet, TypeLine, height, shared_length, width

RESULTS = Path(__file__).parent / "results" / "page_scans.json"
ASKEW_DEGREES, NOISE, JPEG_QUALITY = 1.0, 12.0, 60
SURENESS = (0.5, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 1.01)
"""Borders of the classes of confidence."""


@dataclass(frozen=True)
class Scan:
    """How a page is made a picture."""

    dots_per_inch: float
    spoiled: bool = False

    def picture(self, pdf: bytes) -> tuple[Pixels, float]:
        """The picture, and its pixels a point."""
        with closing(open_pdf(pdf, "page.pdf")) as document:
            pixels, scale = picture_of(document, 1, self.dots_per_inch)
        return (spoiled(pixels) if self.spoiled else pixels), scale


SCANS: Mapping[str, Scan] = {
    "200 dpi": Scan(200),
    "300 dpi": Scan(300),
    "200 dpi, bad": Scan(200, spoiled=True),
    "300 dpi, bad": Scan(300, spoiled=True),
}


def spoiled(pixels: Pixels) -> Pixels:
    """As a hurried scan: askew, with noise, packed as JPEG."""
    turned = Image.fromarray(pixels[:, :, ::-1]).rotate(ASKEW_DEGREES, Image.Resampling.BICUBIC, fillcolor="white")
    noise = np.random.default_rng(1).normal(0, NOISE, (turned.height, turned.width, 3))
    noisy = np.clip(np.asarray(turned) + noise, 0, 255).astype(np.uint8)
    return open_picture(packed(noisy[:, :, ::-1], "JPEG", quality=JPEG_QUALITY))


def packed(pixels: Pixels, kind: str, **how: int) -> bytes:
    """A picture as a file."""
    file = io.BytesIO()
    Image.fromarray(pixels[:, :, ::-1]).save(file, kind, **how)
    return file.getvalue()


@dataclass
class ScanTally:
    """What recognising gave, over several pages."""

    grades: Grades = field(default_factory=lambda: Grades(signs_folded))
    seconds: list[float] = field(default_factory=list)
    lines: int = 0
    characters: int = 0
    edits: int = 0
    edits_folded: int = 0
    sure: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, made: SetPage, scan: Scan) -> None:
        """Read one page."""
        pixels, scale = scan.picture(made.pdf)
        started = time.perf_counter()
        sheet = recogniser().sheet(pixels, 1, scale)
        read = read_sheet(sheet, NOTHING, 0)
        self.seconds.append(time.perf_counter() - started)
        self.lines += len(sheet.lines)
        self.grades.add(made.page, ReadPage(read.drafts, "\n".join(line.text for line in read.sheet.lines)))
        with closing(open_pdf(made.pdf, "page.pdf")) as document:
            printed = sheet_of(document, 1, "page.pdf")
        assert printed is not None
        for ours, theirs in _side_by_side(printed, sheet):
            self._add_lines(ours, theirs)

    def _add_lines(self, printed: Sequence[TypeLine], seen: Sequence[TypeLine]) -> None:
        told, read = (dense("".join(line.text for line in lines)) for lines in (printed, seen))
        self.characters += len(told)
        self.edits += edit_distance(told, read)
        wrong = edit_distance(signs_folded(told), signs_folded(read))
        self.edits_folded += wrong
        if len(seen) == 1 and len(printed) == 1:
            self.sure.append((seen[0].confidence or 0.0, wrong == 0))

    def figures(self) -> dict[str, Share | None]:
        """Those that are shares."""
        return {
            "headline found": share(self.grades.headlines),
            "paragraph exact": share(self.grades.paragraphs),
            "paragraph nearly exact": share(self.grades.nearly),
        }

    def numbers(self) -> dict[str, str]:
        """The others, as they are printed."""
        raw, folded = self.edits / max(1, self.characters), self.edits_folded / max(1, self.characters)
        return {
            "characters wrong": f"{raw:.2%} ({folded:.2%} with signs folded) of {self.characters}",
            "order (Kendall's tau)": f"{self.grades.order:.3f} ({self.grades.found:.3f} of the text found)",
            "seconds, lines a page": f"{median(self.seconds):.1f}, {self.lines / len(self.seconds):.0f}",
        }


def _side_by_side(printed: Sheet, seen: Sheet) -> Iterator[tuple[list[TypeLine], list[TypeLine]]]:
    """Printed lines with what was read in their places: groups of lines that share a place."""
    groups: list[tuple[list[TypeLine], list[TypeLine]]] = [([line], []) for line in printed.lines]
    for line in sorted(seen.lines, key=lambda line: (line.top, line.left)):
        own = [group for group in groups if any(_same_place(line, other) for other in group[0])]
        if not own:
            yield [], [line]
            continue
        own[0][1].append(line)
        for other in own[1:]:
            own[0][0].extend(other[0])
            own[0][1].extend(other[1])
            groups.remove(other)
    for ours, theirs in groups:
        ours.sort(key=lambda line: (line.left, line.top) if line.vertical else (line.top, line.left))
        theirs.sort(key=lambda line: (round(line.top / max(1.0, line.size)), line.left))
        yield ours, theirs


def _same_place(seen: TypeLine, printed: TypeLine) -> bool:
    tall = shared_length(seen.box, printed.box, 1)
    wide = shared_length(seen.box, printed.box)
    return tall > 0.5 * min(height(seen.box), height(printed.box)) and wide > 0.5 * min(
        width(seen.box), width(printed.box)
    )


def edit_distance(one: str, other: str) -> int:
    """Characters to change, add or leave out (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, char in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, there in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (char != there))
    return row[-1]


def right_by_sureness(sure: Iterable[tuple[float, bool]]) -> dict[str, Share | None]:
    """Lines that were read wholly right, by how sure the machine was."""
    found = list(sure)
    classes: dict[str, Share | None] = {}
    for low, high in pairwise(SURENESS):
        classes[f"{low:.3f} – {min(high, 1.0):.3f}"] = share([right for value, right in found if low <= value < high])
    return classes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--pages", type=int, default=3, help="pages of each part, each of another look")
    given = parser.parse_args()
    record: dict[str, Any] = {}
    sure: dict[str, list[tuple[float, bool]]] = {}
    made = {
        part: [each for _, each in islice(set_pages(given.shared, part, {"typst": 1}), given.pages)] for part in PARTS
    }
    for part, pages in made.items():
        tallies = {name: ScanTally() for name in SCANS}
        for name, scan in SCANS.items():
            for page in pages:
                tallies[name].add(page, scan)
        _print_part(part, tallies, len(pages))
        record[part] = {name: tally.figures() | tally.numbers() for name, tally in tallies.items()}
        sure[part] = [each for tally in tallies.values() for each in tally.sure]
    print("lines read wholly right, by confidence")
    for row in right_by_sureness([]):
        columns = (share_text(right_by_sureness(found)[row]) for found in sure.values())
        print(f"{row:26}" + "".join(f"{column:36}" for column in columns).rstrip())
    record["right by confidence"] = {part: right_by_sureness(found) for part, found in sure.items()}
    record["memory_mib"] = _memory(
        max((page for pages in made.values() for page in pages), key=lambda page: len(page.pdf))
    )
    print(f"memory of the process that reads a picture, MiB: {record['memory_mib']}")
    keep(RESULTS, record)


def _memory(largest: SetPage) -> dict[str, float]:
    """At its peak, by kind of scan."""
    pictures = {name: packed(scan.picture(largest.pdf)[0], "PNG") for name, scan in SCANS.items()}
    return {name: peak_memory_mib(picture, "page.png") for name, picture in pictures.items()}


def _print_part(part: str, tallies: Mapping[str, ScanTally], pages: int) -> None:
    print(f"{part}: {pages} pages")
    print(f"{'':26}" + "".join(f"{name:44}" for name in tallies).rstrip())
    columns = [tally.figures() for tally in tallies.values()]
    for row in columns[0]:
        print(f"{row:26}" + "".join(f"{share_text(column[row]):44}" for column in columns).rstrip())
    numbers = [tally.numbers() for tally in tallies.values()]
    for row in numbers[0]:
        print(f"{row:26}" + "".join(f"{column[row]:44}" for column in numbers).rstrip())
    print()


if __name__ == "__main__":
    main()
