"""A page set by typst, read whole: every article of it, every paragraph, and no character lost or doubled."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.typeset.elements import Page
from retrieval.editions.pages.placed_drafts import ReadSheet
from tests.editions.pages.support import read_pdf


@pytest.fixture(scope="module")
def found(sample_pdf: bytes) -> ReadSheet:
    return read_pdf(sample_pdf)


def test_every_article_with_its_paragraphs(found: ReadSheet, sample: Page) -> None:
    told = {each.headline: each.paragraphs + each.captions for each in sample.told}
    assert {each.headline: each.body.split("\n") for each in found.drafts} == told


def test_what_stands_around_the_text(found: ReadSheet, sample: Page) -> None:
    drafts = {each.headline: each for each in found.drafts}
    for told in sample.told:
        draft = drafts[told.headline]
        assert (draft.kicker or "", draft.to_page) == (told.kicker, told.jump)
        assert not told.byline or draft.byline.reporters == (told.byline,)


def test_no_character_is_lost_or_doubled(found: ReadSheet, sample: Page) -> None:
    printed = [text for each in sample.told for text in (each.kicker, each.headline, *each.paragraphs, *each.captions)]
    printed += ["本报记者" + each.byline for each in sample.told if each.byline]
    expected = Counter("".join("".join([*printed, *sample.furniture]).split()))
    assert Counter("".join("".join(line.text.split()) for line in found.sheet.lines)) == expected
