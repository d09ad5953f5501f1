"""One small newsroom for all tests of this area."""

from __future__ import annotations

import pytest

from tests.answers import support as helpers


@pytest.fixture(scope="session")
def support():
    """The helpers of these tests."""
    return helpers


@pytest.fixture(scope="session")
def own_page(tmp_path_factory, support):
    """(asker, archive, source file) over a page of our own, dated by its path."""
    folder = tmp_path_factory.mktemp("own")
    page = folder / "pages" / "2025-03-11" / "02.txt"
    page.parent.mkdir(parents=True)
    page.write_text(support.PAGE, encoding="utf-8")
    (folder / "data").mkdir()
    asker, archive = support.newsroom(folder / "data", [page])
    yield asker, archive, page
    archive.close()


@pytest.fixture(scope="session")
def real_page(tmp_path_factory, shared, support):
    """(asker, archive, source file) over the newsroom's real page."""
    page = shared / "editions/beijing-daily-page.txt"
    folder = tmp_path_factory.mktemp("real")
    asker, archive = support.newsroom(folder, [page])
    yield asker, archive, page
    archive.close()
