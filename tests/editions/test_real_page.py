"""The one real page, article by article as the newsroom expects it."""

from __future__ import annotations

import json

import pytest

from retrieval.domain import source_bytes
from retrieval.editions.ingest import ingest

pytestmark = pytest.mark.shared


@pytest.fixture
def expected(shared):
    return json.loads((shared / "editions" / "beijing-daily-page.expected.json").read_text("utf-8"))


@pytest.fixture
def page(shared):
    return shared / "editions" / "beijing-daily-page.txt"


def test_every_article_is_as_expected(archive, page, expected):
    report = ingest(archive, [page])
    articles = list(archive.articles())
    assert report.joins == 12
    assert archive.counts().articles == len(expected["articles"]) == 9
    assert sum(len(article.paragraphs) for article in articles) == 29
    for article, wanted in zip(articles, expected["articles"], strict=True):
        assert (article.headline, article.kicker, article.subhead) == (
            wanted["headline"],
            wanted["kicker"],
            wanted["subhead"],
        )
        assert list(article.byline.reporters) == wanted["reporters"]
        assert list(article.byline.correspondents) == wanted["correspondents"]
        assert list(article.byline.photographers) == wanted["photographers"]
        assert (article.jump, article.kind.value) == (wanted["jump"], wanted["kind"])
        assert (article.date, article.page, article.paper) == (None, None, None)
        assert article.joins == sum(p["joined_blocks"] - 1 for p in wanted["paragraphs"])
        for text, paragraph in zip(article.paragraphs, wanted["paragraphs"], strict=True):
            assert text.startswith(paragraph["starts"])
            assert text.endswith(paragraph["ends"])
            assert len(text) == paragraph["characters"]


def test_every_character_is_found_in_the_file(archive, page):
    ingest(archive, [page])
    data = page.read_bytes()
    for article in archive.articles():
        for passage in archive.passages_of([article.id])[article.id]:
            ranges = source_bytes(article.body, article.pieces, passage.start, passage.end)
            assert b"".join(data[start:end] for start, end in ranges).decode() == passage.text.replace("\n", "")


def test_the_fragment_stays_without_a_headline(archive, page):
    report = ingest(archive, [page])
    fragment = list(archive.articles())[-1]
    assert (fragment.headline, fragment.jump, fragment.continues) == (None, "上接第1版", None)
    assert (report.continued, report.unknown) == (0, 1)
