"""Page PDFs: the sample page with wounds in its bytes, its objects and what they draw, and with what it must not follow.

A page to which only other things were added is read as before; of a wounded one, whatever is read is accounted for. The
reading runs in this process, so that a crash of PDFium ends the run.
"""

# ruff: noqa: E501 - lists of material are read whole
from __future__ import annotations

import re
import socket
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random

from retrieval.editions.base.draft import ArticleDraft, EditionDefaults
from retrieval.editions.layout.passages import passages
from retrieval.editions.pages.pdfium import open_pdf, sheet_of
from retrieval.editions.pages.placed_drafts import read_sheet
from retrieval.errors import BadInput
from tests.fuzz import material
from tests.fuzz.accounting import dense

[SAMPLE] = (Path(__file__).resolve().parents[2] / "examples" / "printed").glob("*.pdf")
CODES = frozenset({"pdf_damaged", "pdf_encrypted", "too_large", "empty"})
SECRET, FILE, PORT = "NOT FOR READERS", b"@FILE@", b"@PORT@"
"""What stands in a file beside the PDF, and what a case calls that file and the port that somebody listens at."""
FOLLOWED = (
    b"<</S/URI/URI(http://127.0.0.1:@PORT@/a)>>", b"<</S/GoToR/F(@FILE@)/D[0/Fit]>>", b"<</S/Launch/F(@FILE@)>>",
    b"<</S/SubmitForm/F<</FS/URL/F(http://127.0.0.1:@PORT@/)>>>>", b"<</S/ImportData/F(@FILE@)>>",
    b"<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:@PORT@/'\\);while\\(1\\);)>>", b"<</S/Named/N/Print>>",
    b"<</S/Rendition/R<</S/MR/C<</S/MCD/CT(video/mp4)/D<</F(file:@FILE@)>>>>>>>>",
)  # fmt: skip
"""Actions that lead out of the file."""
ADDED = (
    b"<</Type/Page/Parent 1 0 R/MediaBox[0 0 9e99 -1]/Contents 900 0 R>>", b"<</Length 4/F(@FILE@)>>stream\nBT (\nendstream",
    b"<</Type/EmbeddedFile/Length 3>>stream\nabc\nendstream", b"[901 0 R 901 0 R]", b"<</Type/ObjStm/N 99999/First 9/Length 2>>stream\n1 \nendstream",
    b"<</Kids[902 0 R]/Count 1/Type/Pages>>", b"(" * 600, b"<<" * 300,
)  # fmt: skip
"""Objects that no page needs."""
BOMBS = (b" ", b"q Q\n", b"BT () Tj ET\n", b"0 0 9 9 re f\n", b"[", b"<<")
"""What a drawing may unpack to, over and over; and how many bytes of it."""
BOMB_BYTES = (1 << 16, 1 << 20, 1 << 22)
VALUES = (
    b"0",
    b"-1",
    b"1e38",
    b"99999999999",
    b"NaN",
    b"0.00001",
    b"-32768",
    b"/X",
    b"(",
    b">>",
    b"[",
    b"null",
    b"1 0 R",
)
_OBJECT = re.compile(rb"(\d+) 0 obj\b\s*(.*?)\s*endobj", re.S)
_STREAM = re.compile(rb"(?<=stream\n).*(?=\nendstream)", re.S)
_WORD = re.compile(rb"-?\d+\.?\d*|/\w+|\b[A-Za-z]{1,3}\b")


@dataclass(frozen=True, slots=True)
class PrintedCase:
    """A PDF; ``sound`` says that the sample page is in it, unharmed."""

    data: bytes = field(repr=False)
    sound: bool


class Printed:
    """One PDF after another."""

    name = "page PDFs"

    def __init__(self, folder: Path) -> None:
        self._secret = folder / "secret.txt"
        self._secret.write_text(f"BT ({SECRET}) Tj ET", encoding="ascii")
        self._port = socket.create_server(("127.0.0.1", 0))
        self._port.setblocking(False)
        self._objects = _objects_of(SAMPLE.read_bytes())
        self._told = [(draft.headline, draft.body) for draft in _drafts(_written(self._objects))]
        assert len(self._told) > 2, "the sample page is read"

    def close(self) -> None:
        self._port.close()

    def case(self, rng: Random) -> PrintedCase:
        objects = dict(self._objects)
        if rng.random() < 0.3:
            _add(rng, objects)
            return PrintedCase(_written(objects), sound=True)
        for _ in range(rng.choice((1, 1, 2, 8))):
            rng.choice(WOUNDS)(rng, objects)
        if rng.random() < 0.3:
            _add(rng, objects)
        data = _written(objects)
        for _ in range(rng.choice((0, 0, 1, 3))):
            data = material.spoiled(rng, data)
        return PrintedCase(data, sound=False)

    def check(self, case: PrintedCase, _rng: Random) -> str:
        """Read the first pages. Returns what came of it."""
        port = str(self._port.getsockname()[1]).encode()
        data = case.data.replace(FILE, str(self._secret).encode()).replace(PORT, port)
        try:
            drafts = _drafts(data)
        except BadInput as error:
            assert not case.sound, f"{error} though nothing was harmed"
            assert error.code in CODES and len(error.detail) < 400, error
            return error.code
        finally:
            self._assert_nobody_called()
        if case.sound:
            assert [(draft.headline, draft.body) for draft in drafts] == self._told, "a good page is read as it was"
        return "read" if drafts else "nothing on it"

    def _assert_nobody_called(self) -> None:
        with suppress(BlockingIOError):
            caller, _ = self._port.accept()
            caller.close()
            raise AssertionError("a link was followed")


def _drafts(data: bytes) -> list[ArticleDraft]:
    """The articles of the first pages, each character of them accounted for."""
    drafts: list[ArticleDraft] = []
    with closing(open_pdf(data, "page.pdf")) as document:
        for number in range(1, min(3, len(document)) + 1):
            sheet = sheet_of(document, number, "page.pdf")
            if sheet is None:
                continue
            read = read_sheet(sheet, EditionDefaults(), 0)
            extracted = "".join(f"{line.text}\n" for line in read.sheet.lines)
            assert SECRET not in extracted, "another file was read"
            printed = "".join(line.text for line in sheet.lines)
            assert sorted(dense(printed)) == sorted(dense(extracted)), "no character is lost or doubled"
            for draft in read.drafts:
                _check_pieces(draft, extracted)
            drafts += read.drafts
    return drafts


def _check_pieces(draft: ArticleDraft, extracted: str) -> None:
    """The body, and its passages, are what was extracted, and lie on printed lines."""
    body, reached = draft.body, 0
    assert body and body.strip() == body, "a body has text, and no white space around it"
    for piece in draft.pieces:
        assert not body[reached : piece.start].strip(), "only white space was not printed"
        width = piece.end - piece.start
        assert extracted[piece.source_start : piece.source_start + width] == body[piece.start : piece.end]
        reached = piece.end
    assert reached == len(body), "the pieces cover the body"
    assert all(before.end <= after.start for before, after in pairwise(draft.lines)), "lines are in order"
    assert dense("".join(body[start:end] for start, end in passages(body))) == dense(body)


# ---------------------------------------------------------------------- PDFs


def _objects_of(data: bytes) -> dict[int, bytes]:
    """The objects of a PDF by number, what they draw and map unpacked, so that wounds change what it says."""
    return {int(found[1]): _unpacked(found[2]) for found in _OBJECT.finditer(data)}


def _unpacked(written: bytes) -> bytes:
    head, mark, rest = written.partition(b"stream\n")
    if not mark or b"/FlateDecode" not in head or b"/Subtype" in head:
        return written
    content = zlib.decompress(rest.rpartition(b"\nendstream")[0])
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(content), head.replace(b"/Filter/FlateDecode", b""))
    return head + mark + content + b"\nendstream"


def _written(objects: dict[int, bytes]) -> bytes:
    """Without a table of places: PDFium finds the objects itself."""
    written = b"".join(b"%d 0 obj\n%s\nendobj\n" % each for each in objects.items())
    root = next((number for number, each in objects.items() if b"/Type/Catalog" in each[:60]), 1)
    return b"%%PDF-1.7\n%s trailer\n<</Root %d 0 R>>\n%%%%EOF" % (written, root)


def _add(rng: Random, objects: dict[int, bytes]) -> None:
    """What leads out of the file, and what no page needs."""
    page = next((number for number, each in objects.items() if b"/Type/Page/" in each), None)
    if page is not None:
        link = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 99 99]/A%s>>]" % rng.choice(FOLLOWED)
        objects[page] = objects[page].replace(
            b"/Type/Page/", b"/Type/Page%s/AA<</O%s>>/" % (link, rng.choice(FOLLOWED))
        )
    for number, each in list(objects.items()):
        if b"/Type/Catalog" in each[:60]:
            objects[number] = each.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction%s" % rng.choice(FOLLOWED))
    for number in range(900, 900 + rng.randint(0, 3)):
        objects[number] = rng.choice((*ADDED[:4], ADDED[5], _bomb(rng)))


def _bomb(rng: Random) -> bytes:
    """What is small in the file and large when it is unpacked, once or twice."""
    unit, times = rng.choice(BOMBS), rng.randint(1, 2)
    packed = unit * (rng.choice(BOMB_BYTES) // len(unit))
    for _ in range(times):
        packed = zlib.compress(packed, 1)
    return b"<</Filter[%s]/Length %d>>stream\n%b\nendstream" % (b"/FlateDecode" * times, len(packed), packed)


def _wound_with_bomb(rng: Random, objects: dict[int, bytes]) -> None:
    """What is drawn, or what characters mean, is a bomb."""
    drawn = [number for number, each in objects.items() if b"stream\n" in each]
    if drawn:
        objects[rng.choice(drawn)] = _bomb(rng)


def _wound_words(rng: Random, objects: dict[int, bytes]) -> None:
    """Other numbers, names and operators in one object."""
    number = _any(rng, objects)
    chance = rng.choice((0.001, 0.01, 0.2))
    objects[number] = _WORD.sub(lambda word: rng.choice(VALUES) if rng.random() < chance else word[0], objects[number])


def _wound_drawing(rng: Random, objects: dict[int, bytes]) -> None:
    """Lines of what is drawn left out, doubled, exchanged."""
    number = _any(rng, objects)
    found = _STREAM.search(objects[number])
    if found is None:
        return
    lines = found[0].split(b"\n")
    for _ in range(rng.randint(1, 30)):
        one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        lines[one] = rng.choice((b"", lines[other], lines[one] + b"\n" + lines[other], b"q " * 50, b"Q", b"BT", b"ET"))
    objects[number] = objects[number].replace(found[0], b"\n".join(lines))


def _wound_object(rng: Random, objects: dict[int, bytes]) -> None:
    """An object gone, exchanged for another one, or for what is none."""
    number, other = _any(rng, objects), _any(rng, objects)
    if b"/Type/Catalog" not in objects[number][:60]:
        objects[number] = rng.choice(
            (b"null", objects[other], rng.choice(ADDED), objects[number][: rng.randrange(200)])
        )


def _wound_page(rng: Random, objects: dict[int, bytes]) -> None:
    """Another size, another turn, itself among its parents."""
    for number, each in list(objects.items()):
        if b"/Type/Page/" in each:
            more = rng.choice(
                (b"/Rotate 90", b"/Rotate 45", b"/CropBox[100 100 300 400]", b"/CropBox[9 9 9 9]", b"/UserUnit 900")
            )
            objects[number] = each.replace(b"/Type/Page/", b"/Type/Page%s/" % more)
            if rng.random() < 0.2:
                objects[number] = re.sub(rb"/MediaBox\[.*?\]", b"/MediaBox[0 0 1e6 1e6]", objects[number])
        elif b"/Type/Pages" in each and rng.random() < 0.2:
            objects[number] = b"<</Type/Pages/Count %d/Kids[%d 0 R 37 0 R 37 0 R]>>" % (
                rng.choice((1, -1, 3, 1 << 31)),
                number,
            )


WOUNDS: tuple[Callable[[Random, dict[int, bytes]], None], ...] = (
    _wound_words,
    _wound_drawing,
    _wound_object,
    _wound_page,
    _wound_with_bomb,
)


def _any(rng: Random, objects: dict[int, bytes]) -> int:
    """One object, mostly one of those that draw or say what is drawn."""
    weighty = [
        number for number, each in objects.items() if b"/ToUnicode" in each or b"stream\n" in each or b"Page" in each
    ]
    return rng.choice(weighty if rng.random() < 0.7 else list(objects))
