"""The process that looks into PDFs: what it tells of bad ones, and that it is ended when it takes too long."""

from __future__ import annotations

import random
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from retrieval.editions.base.draft import EditionDefaults, SourceFile
from retrieval.editions.ingest import ingest
from retrieval.editions.pages.page_process import sheets_in, shown_page, time_left
from retrieval.editions.pages.sheet import Sheet
from retrieval.editions.sources.files import read_file
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.verify import disagreements
from retrieval.errors import BadInput

pytest.importorskip("pypdfium2", reason="PDFs are read with pypdfium2")

EMPTY_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/MediaBox[0 0 200 200]/Parent 2 0 R>>endobj trailer<</Root 1 0 R>>"
)


def refusal(data: bytes, kind: str = "pdf") -> BadInput:
    with pytest.raises(BadInput) as caught:
        list(sheets_in(data, kind, "page.pdf"))
    return caught.value


def test_a_page_comes_back_as_it_was_seen(sample_pdf: bytes) -> None:
    [sheet] = sheets_in(sample_pdf, "pdf", "page.pdf")
    assert isinstance(sheet, Sheet)
    assert sheet.size == pytest.approx((640.0, 690.0))
    assert any(line.text == "渡口桥加固完工恢复通车" for line in sheet.lines)
    assert Sheet.from_values(sheet.as_values()) == sheet


@pytest.mark.parametrize("data", [b"", b"no pdf at all", b"%PDF-1.4\n%%EOF"], ids=["empty", "text", "only a head"])
def test_what_is_no_pdf(data: bytes) -> None:
    assert refusal(data).code == "pdf_damaged"


def flate_bomb(size: int) -> bytes:
    """White space of that size, packed to a thousandth: one packed block of it over and over."""
    packer, block = zlib.compressobj(9, wbits=-15), 1 << 24
    packed = packer.compress(b" " * block) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + packed * (size // block) + b"\x03\x00"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded where the system can")
def test_a_page_that_unpacks_to_more_than_memory_is_refused() -> None:
    packed = flate_bomb(5 << 28)
    content = b"/Contents 4 0 R>>endobj 4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream endobj "
    bomb = EMPTY_PAGE.replace(b">>endobj trailer", content % (len(packed), packed) + b"trailer")
    assert len(bomb) < 2_000_000
    assert refusal(bomb).code == "page_unreadable"


def test_a_password() -> None:
    keys = b"/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">"
    locked = b"4 0 obj<</Filter/Standard/V 1/R 2" + keys + b"/P -4>>endobj trailer<</Encrypt 4 0 R/ID[<01><01>]"
    assert refusal(EMPTY_PAGE.replace(b"trailer<<", locked)).code == "pdf_encrypted"


def test_a_process_that_takes_too_long_is_ended(sample_pdf: bytes) -> None:
    with pytest.raises(BadInput, match="took too long") as caught:
        list(sheets_in(sample_pdf, "pdf", "page.pdf", patience_s=0.0))
    assert caught.value.code == "page_unreadable"


def test_a_page_is_drawn_to_be_shown(sample_pdf: bytes) -> None:
    drawn = Image.open(BytesIO(shown_page(sample_pdf, 1, "page.pdf")))
    assert drawn.format == "JPEG"
    assert drawn.width / drawn.height == pytest.approx(640 / 690, abs=0.01)


@pytest.mark.parametrize(
    ("data", "number", "patience_s"),
    [(b"no pdf at all", 1, 60.0), (EMPTY_PAGE, 2, 60.0), (EMPTY_PAGE, 1, 0.0)],
    ids=["text", "no such page", "too slow"],
)
def test_what_cannot_be_drawn_is_told(data: bytes, number: int, patience_s: float) -> None:
    with pytest.raises(BadInput):
        shown_page(data, number, "page.pdf", patience_s)


def test_many_slow_pages_do_not_add_up() -> None:
    assert time_left(300, 0, 0) == time_left(300, 9, 90) == 300
    assert time_left(300, 2, 290) == 70
    assert time_left(300, 3, 580) == 0


def test_spoiled_pdfs_are_refused_or_read(sample_pdf: bytes) -> None:
    """Whatever is done to a file, reading it ends, with a page or with a reason."""
    from tests.editions.pages.support import read_pdf

    chance = random.Random(17)
    told = {"read": 0, "refused": 0}
    for _ in range(40):
        spoiled = bytearray(sample_pdf)
        for _ in range(chance.randint(1, 40)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        cut = chance.randrange(len(spoiled)) if chance.random() < 0.2 else len(spoiled)
        try:
            read_pdf(bytes(spoiled[:cut]))
            told["read"] += 1
        except (BadInput, AssertionError):
            told["refused"] += 1
    assert told["read"] + told["refused"] == 40
    assert told["read"] > 0


def test_pages_in_the_archive(sample_pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "05.pdf"
    path.write_bytes(sample_pdf)
    with Archive.open(tmp_path / "archive.sqlite", create=True) as archive:
        report = ingest(archive, [tmp_path])
        assert (report.articles, report.errors) == (4, ())
        assert list(disagreements(archive)) == []
        assert not ingest(archive, [tmp_path]).changed
        article = next(each for each in archive.articles() if each.headline == "渡口桥加固完工恢复通车")
        assert (article.paper, str(article.date), article.page) == ("临江日报", "2025-03-14", "5")
        assert article.kicker == "封闭四个月"
        assert article.area is not None and article.area.size == pytest.approx((640.0, 690.0))
        assert article.recognition(0, len(article.body)) is None


def test_a_pdf_takes_the_place_of_a_text_page_of_the_same_day(sample_pdf: bytes, tmp_path: Path) -> None:
    text = tmp_path / "2025-03-14-05.txt"
    text.write_text("---\npaper: 临江日报\n---\n# 渡口桥加固完工恢复通车\n\n渡口桥昨天恢复通车。\n", encoding="utf-8")
    pdf = tmp_path / "page.pdf"
    pdf.write_bytes(sample_pdf)
    with Archive.open(tmp_path / "archive.sqlite", create=True) as archive:
        ingest(archive, [text])
        report = ingest(archive, [pdf])
        assert report.replaced == 1
        assert {article.source_file for article in archive.articles()} == {str(pdf)}


def test_an_opened_file_is_read_only_when_it_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "05.pdf"
    path.write_bytes(b"no pdf at all")
    opened = read_file(SourceFile("05.pdf", path, Path("05.pdf"), size=13), EditionDefaults())
    assert list(opened.items) == []
    with pytest.raises(BadInput):
        opened.read_on()
