"""Places on the page: what articles and citations know of them, what the archive keeps, and what verify compares."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.answers.honesty.citation import whole_passage
from retrieval.domain import Coding, Piece, source_bytes
from retrieval.editions.base.draft import ArticleDraft, FileReading
from retrieval.editions.base.extraction import ExtractedLine, ExtractedSheet, Extraction
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.verify import disagreements
from retrieval.errors import Damaged
from retrieval.printed import PageArea, PrintedLine
from tests.editions.support import draft, put, reading

EXTRACTION = Extraction(
    "recogniser 1",
    (
        ExtractedSheet(
            1,
            (400.0, 600.0),
            (
                ExtractedLine("花市开张", (20.0, 30.0, 220.0, 70.0), 0.99),
                ExtractedLine("花市周六在东门", (20.0, 80.0, 160.0, 100.0), 0.98),
                ExtractedLine("开张。", (20.0, 100.0, 80.0, 120.0), 0.7),
            ),
        ),
    ),
)
BODY = "花市周六在东门开张。"
AREA = PageArea((((20.0, 30.0), (220.0, 30.0), (220.0, 120.0), (20.0, 120.0)),), (400.0, 600.0))
LINES = (PrintedLine(0, 7, (20.0, 80.0, 160.0, 100.0), 0.98), PrintedLine(7, 10, (20.0, 100.0, 80.0, 120.0), 0.7))
PLACED: ArticleDraft = draft(
    "花市开张",
    BODY,
    pieces=(Piece(0, 7, 5, Coding.EXTRACTED), Piece(7, 10, 13, Coding.EXTRACTED)),
    area=AREA,
    lines=LINES,
)


def scanned(path: Path) -> FileReading:
    path.write_bytes(b"a picture")
    read = reading(path, kind="scan")
    return replace(read, sha256=hashlib.sha256(b"a picture").hexdigest(), extraction=EXTRACTION)


def archived(archive: Archive, read: FileReading) -> int:
    [number] = put(archive, [PLACED], read)
    with archive.writing() as writer:
        writer.keep_extraction(archive.article(number).source_id, EXTRACTION)
        writer.finish()
    return number


def test_the_archive_gives_back_the_places(archive: Archive, tmp_path: Path) -> None:
    article = archive.article(archived(archive, scanned(tmp_path / "01.png")))
    assert (article.area, article.lines, article.pieces) == (AREA, LINES, PLACED.pieces)
    assert archive.extraction(article.source_id) == EXTRACTION


def test_a_span_leads_to_its_lines_on_the_page(archive: Archive, tmp_path: Path) -> None:
    article = archive.article(archived(archive, scanned(tmp_path / "01.png")))
    area = article.area_of(5, 9)  # 东门 of the first line, 开张 of the second
    assert area is not None and area.size == (400.0, 600.0)
    assert area.outlines == (
        ((120.0, 80.0), (160.0, 80.0), (160.0, 100.0), (120.0, 100.0)),
        ((20.0, 100.0), (60.0, 100.0), (60.0, 120.0), (20.0, 120.0)),
    )
    assert (article.recognition(0, 7), article.recognition(5, 9)) == (0.98, 0.7)


def test_an_article_with_nothing_but_an_area(archive: Archive) -> None:
    [number] = put(archive, [replace(PLACED, pieces=(Piece(0, 10, 0, Coding.UTF8),), lines=())])
    article = archive.article(number)
    assert article.area_of(2, 4) == AREA
    assert article.recognition(0, 10) is None


def test_an_article_without_a_place(archive: Archive) -> None:
    article = archive.article(put(archive, [draft("花市", BODY)])[0])
    assert (article.area, article.area_of(0, 4), article.recognition(0, 4)) == (None, None, None)


def test_a_vertical_line_is_cut_from_above() -> None:
    assert PrintedLine(0, 4, (10.0, 0.0, 20.0, 80.0)).part(1, 3) == PrintedLine(1, 3, (10.0, 20.0, 20.0, 60.0))


def test_a_citation_tells_its_place_and_how_sure_the_machine_was(archive: Archive, tmp_path: Path) -> None:
    number = archived(archive, scanned(tmp_path / "01.png"))
    [passage] = archive.passages_of([number])[number]
    cited = whole_passage(archive.article(number), passage)
    assert cited.recognition == 0.7
    assert cited.area is not None and len(cited.area.outlines) == 2
    printed = "".join(EXTRACTION.text[start:end] for start, end in cited.source_bytes)
    assert printed == cited.excerpt == BODY


def test_extracted_pieces_count_characters() -> None:
    assert source_bytes(BODY, PLACED.pieces, 5, 9) == ((10, 12), (13, 15))


def test_the_places_of_a_page_read_again_are_the_new_ones(archive: Archive) -> None:
    [number] = put(archive, [PLACED])
    moved = replace(PLACED, area=replace(AREA, sheet=2), lines=LINES[:1])
    with archive.writing() as writer:
        writer.keep(number, moved, archive.article(number).source_id, 1)
        writer.finish()
    assert (archive.article(number).area, archive.article(number).lines) == (replace(AREA, sheet=2), LINES[:1])


def test_verify_reads_the_extraction(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "01.png"
    source = archive.article(archived(archive, scanned(path))).source_id
    assert list(disagreements(archive)) == []
    other = replace(EXTRACTION, sheets=(replace(EXTRACTION.sheets[0], lines=EXTRACTION.sheets[0].lines[1:]),))
    with archive.writing() as writer:
        writer.keep_extraction(source, other)
    assert "characters 0-7 are not what" in " ".join(disagreements(archive))
    path.write_bytes(b"another picture")
    assert "has changed since" in " ".join(disagreements(archive))


def test_an_extraction_comes_back_as_it_was_packed() -> None:
    assert Extraction.unpacked(EXTRACTION.packed()) == EXTRACTION
    assert EXTRACTION.text == "花市开张\n花市周六在东门\n开张。\n"


@pytest.mark.parametrize("data", [b"", b"no zlib", zlib.compress(b"[1"), zlib.compress(b'["a",[[1]]]')])
def test_what_is_no_extraction(data: bytes) -> None:
    with pytest.raises(ValueError):
        Extraction.unpacked(data)


def test_a_damaged_extraction_is_told(archive: Archive, tmp_path: Path) -> None:
    source = archive.article(archived(archive, scanned(tmp_path / "01.png"))).source_id
    with archive._database.transaction() as connection:
        connection.execute("UPDATE extractions SET packed = x'00'")
    with pytest.raises(Damaged, match="extraction of source"):
        archive.extraction(source)
