"""Digital editions in every shape: all that is known of their articles is read, and every span leads to its bytes."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from retrieval.domain import Article, ArticleKind, source_bytes
from retrieval.editions.ingest import ingest
from retrieval.editions.report import FileOutcome
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.verify import disagreements
from tests.editions.epaper.articles import PrintedEdition, PrintedPage, Story, edition
from tests.editions.epaper.shapes import SHAPES, plain

DAYS = {"old upper case": date(2009, 7, 22), "tables": date(2015, 3, 9), "founder elements": date(2026, 4, 8)}
PARAGRAPHS_EXACT = 0.99
"""The least share of paragraphs that must be read character by character."""


def printed(shape: str, seed: int = 7, **sizes: int) -> PrintedEdition:
    return edition(seed, day=DAYS.get(shape, date(2023, 11, 30)), **sizes)


def pairs(archive: Archive, printed: PrintedEdition) -> Iterator[tuple[PrintedPage, Story, Article]]:
    """Each story with what was read of it."""
    read = {article.headline: article for article in archive.articles()}
    assert len(read) == len(printed.stories)
    for page, story in printed.stories:
        yield page, story, read[story.headline]


def stated_of(page: PrintedPage, story: Story, day: date) -> tuple[object, ...]:
    outline = tuple((float(x), float(y)) for x, y in story.outline)
    authors = (story.author,) if story.author else ()
    page_name = page.name.lstrip("0")
    return ("苇州日报", day, page_name, story.kicker, story.subhead, authors, (outline,), str(story.id))


def read_of(article: Article) -> tuple[object, ...]:
    outlines = article.area.outlines if article.area else None
    stated = (article.paper, article.date, article.page, article.kicker or "", article.subhead or "")
    return (*stated, article.byline.names, outlines, article.external_id)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_field_and_paragraph(archive, tmp_path, shape):
    paper = printed(shape, pages=4, stories=6)
    SHAPES[shape](paper, tmp_path / "paper")
    report = ingest(archive, [tmp_path / "paper"])
    assert report.complete
    assert report.articles == len(paper.stories) == 24
    right = told = 0
    for page, story, article in pairs(archive, paper):
        assert read_of(article) == stated_of(page, story, paper.day)
        right += sum(one == other for one, other in zip(plain(article.paragraphs), plain(story.body), strict=True))
        told += len(story.body)
    assert right >= PARAGRAPHS_EXACT * told
    assert list(disagreements(archive)) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_every_excerpt_leads_to_its_bytes(archive, tmp_path, shape):
    paper = printed(shape)
    SHAPES[shape](paper, tmp_path / "paper")
    ingest(archive, [tmp_path / "paper"])
    coding = "gb18030" if shape == "old upper case" else "utf-8"
    chance = random.Random(3)
    for article in archive.articles():
        raw = Path(archive.source(article.source_id).absolute).read_bytes()
        for _ in range(20):
            start = chance.randrange(len(article.body))
            end = chance.randint(start + 1, len(article.body))
            ranges = source_bytes(article.body, article.pieces, start, end)
            there = "".join(unescape(raw[low:high].decode(coding)) for low, high in ranges)
            assert there == article.body[start:end].replace("\n", "")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_zip_gives_what_the_folder_gives(archive, tmp_path, shape):
    paper = printed(shape)
    SHAPES[shape](paper, tmp_path / "paper")
    with zipfile.ZipFile(tmp_path / "paper.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted((tmp_path / "paper").rglob("*.htm*")):
            packed.write(path, path.relative_to(tmp_path / "paper").as_posix())
    assert ingest(archive, [tmp_path / "paper.zip"]).articles == len(paper.stories)
    for page, story, article in pairs(archive, paper):
        assert read_of(article) == stated_of(page, story, paper.day)
        assert plain(article.paragraphs) == plain(story.body)
    assert list(disagreements(archive)) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_second_reading_changes_nothing(archive, tmp_path, shape):
    SHAPES[shape](printed(shape), tmp_path / "paper")
    first = ingest(archive, [tmp_path / "paper"])
    again = ingest(archive, [tmp_path / "paper"])
    assert again.revision == first.revision
    assert {file.outcome for file in again} == {FileOutcome.UNCHANGED, FileOutcome.PASSED_OVER}


def test_an_article_goes_on_on_another_page(archive, article, page, tmp_path):
    article("p/content_1.htm", "<p>　　大桥昨天合龙，全长两公里。（下转第4版）</p>", title="大桥合龙")
    page("p/node_2.htm", ["content_1.htm"])
    rest = "<p>（上接第1版）大桥设有六条车道，两侧是人行道。</p><p>　　下个月通车。</p>"
    article("p/content_2.htm", rest, id="2", title="大桥合龙", page="第4版")
    page("p/node_5.htm", ["content_2.htm"], number="04")
    assert ingest(archive, [tmp_path / "p"]).continued == 1
    first, rest_of_it = archive.articles()
    assert (rest_of_it.kind, rest_of_it.jump, rest_of_it.page) == (ArticleKind.JUMP, "上接第1版", "4")
    assert rest_of_it.continues == first.id
    assert rest_of_it.paragraphs == ("（上接第1版）大桥设有六条车道，两侧是人行道。", "下个月通车。")


def test_the_coding_is_what_the_bytes_are_not_what_the_label_says(archive, tmp_path):
    paper = printed("old upper case")
    SHAPES["old upper case"](paper, tmp_path / "paper")
    for path in (tmp_path / "paper").rglob("*.htm"):
        path.write_bytes(path.read_bytes().decode("gb18030").encode())  # still called gb2312
    ingest(archive, [tmp_path / "paper"])
    for _, story, article in pairs(archive, paper):
        assert plain(article.paragraphs) == plain(story.body)
    assert list(disagreements(archive)) == []
