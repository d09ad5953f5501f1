"""A page set by typst for these tests, once for all of them; where typst or its fonts are missing they are skipped."""

from __future__ import annotations

import pytest

from benchmarks.typeset.elements import Page
from benchmarks.typeset.sample import sample_page


@pytest.fixture(scope="session")
def sample() -> Page:
    """The page of the examples, and what must be read off it."""
    return sample_page()


@pytest.fixture(scope="session")
def sample_pdf(sample: Page) -> bytes:
    """The same as a PDF."""
    pytest.importorskip("typst", reason="typst sets the pages of these tests")
    pytest.importorskip("pylopdf_fonts_zh_cn", reason="the fonts of these tests' pages")
    from benchmarks.typeset.by_typst import set_page

    return set_page(sample)
