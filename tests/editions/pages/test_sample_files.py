"""The printed samples of ``examples/``: they are what their script makes, and are read as they were set."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.typeset.sample import LIBRARY_REST, scanned_page
from retrieval.domain import ArticleKind
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.verify import disagreements
from tests.editions.pages.support import read_pdf

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "printed"


def test_the_pdf_is_the_page_that_its_script_sets(sample_pdf: bytes) -> None:
    [path] = FOLDER.glob("*.pdf")
    kept, made = read_pdf(path.read_bytes()), read_pdf(sample_pdf)
    assert [(each.headline, each.body) for each in kept.drafts] == [(each.headline, each.body) for each in made.drafts]


def test_a_scan_is_read_by_machine_and_says_so(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr", reason="scans are read with rapidocr")
    [path] = FOLDER.glob("*.png")
    with Archive.open(tmp_path / "archive.sqlite", create=True) as archive:
        report = ingest(archive, [path])
        assert (report.articles, report.errors) == (3, ())
        assert "read by a machine from a picture" in report.warnings[0]
        articles = {article.headline: article for article in archive.articles()}
        assert set(articles) == {told.headline for told in scanned_page().told}
        rest = articles["图书馆北馆夜间开放"]
        assert (rest.kind, rest.page, str(rest.date)) == (ArticleKind.JUMP, "6", "2025-03-14")
        assert rest.body == LIBRARY_REST
        sure = rest.recognition(0, len(rest.body))
        assert sure is not None and 0.9 < sure <= 1
        assert rest.area is not None and rest.area.size == (1167.0, 917.0)
        assert list(disagreements(archive)) == []
        assert not ingest(archive, [path]).changed
