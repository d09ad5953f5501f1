"""What is cited is what was published, and readers are told the newest day that they can still read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from retrieval.answers.honesty.draft import Draft, Evidence
from retrieval.answers.honesty.published import check_published, freshness_of
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.coverage import Document
from retrieval.answers.ranking.excerpt import Excerpt
from retrieval.domain import Article, Passage
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.errors import Damaged
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.engine import Generation
from retrieval.language.tokenizer import Tokenizer
from tests.stores import withdrawals_of

QUERY = understand("花市何时开张", date(2025, 3, 20))
TENTH, ELEVENTH = date(2025, 3, 10), date(2025, 3, 11)


@dataclass
class Published:
    """Pages in an archive, and the generation that was made of them."""

    archive: Archive
    generation: Generation
    folder: Path

    def read(self, name: str) -> None:
        ingest(self.archive, [page(self.folder, name)])

    def withdraw(self, day: date) -> int:
        edition = withdrawals_of(self.archive).edition(None, day)
        withdrawals_of(self.archive).withdraw_edition(edition.id, "误发")
        return edition.id

    def close(self) -> None:
        self.generation.close()
        self.archive.close()


def page(folder: Path, name: str) -> Path:
    path = folder / "pages" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# 花市开张\n\n本报讯 北门花市昨天开张，这是{name}的消息。\n", encoding="utf-8")
    return path


def publish_pages(folder: Path, support, *names: str) -> Published:
    _, archive = support.newsroom(folder, [page(folder, name) for name in names])
    engine = EmbeddedEngine(folder, Tokenizer())
    return Published(archive, engine.open(str(engine.current())), folder)


@pytest.fixture
def published(tmp_path: Path, support) -> Iterator[Callable[..., Published]]:
    """``published("2025-03-10/1.txt", …)``: these pages, published."""
    opened: list[Published] = []

    def over(*names: str) -> Published:
        opened.append(publish_pages(tmp_path, support, *names))
        return opened[-1]

    yield over
    for each in opened:
        each.close()


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory, support) -> Iterator[Published]:
    """Two published pages; nothing has changed since."""
    room = publish_pages(tmp_path_factory.mktemp("unchanged"), support, "2025-03-10/1.txt", "2025-03-11/1.txt")
    yield room
    room.close()


def draft(*cited: tuple[Passage, Article]) -> Draft:
    """These passages, cited whole."""
    evidence = []
    for passage, article in cited:
        excerpt = Excerpt(passage, (0, len(passage.text)), ())
        evidence.append(Evidence(Document(article, (passage,)), excerpt, 1.0))
    return Draft(QUERY, tuple(evidence))


TAMPERED = {
    "another headline": lambda passage, article: (passage, replace(article, headline="花市关张")),
    "another day": lambda passage, article: (passage, replace(article, date=date(2024, 3, 10))),
    "another text": lambda passage, article: (replace(passage, text="花市关张了。"), article),
    "another article's passage": lambda passage, article: (replace(passage, article_id=99), article),
    "a passage that was never indexed": lambda passage, article: (replace(passage, id=99), article),
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED)
def test_what_is_not_as_published_is_not_cited(unchanged: Published, change) -> None:
    first, second = unchanged.archive.live_passages()
    other = change(*second)
    with pytest.raises(Damaged, match=f"passage {other[0].id} is not what was published"):
        check_published(draft(first, other), unchanged.archive, unchanged.generation)


def test_what_is_as_published_may_be_cited(unchanged: Published) -> None:
    rows = list(unchanged.archive.live_passages())
    for cited in (rows, rows[1:], []):
        check_published(draft(*cited), unchanged.archive, unchanged.generation)


def test_after_a_change_of_the_archive_nothing_is_held_against_it(published) -> None:
    room = published("2025-03-10/1.txt")
    room.read("2025-03-11/1.txt")
    check_published(draft(*room.archive.live_passages()), room.archive, room.generation)


def test_readers_are_told_the_newest_published_edition(published) -> None:
    room = published("2025-03-10/1.txt", "2025-03-11/1.txt")
    assert freshness_of(room.archive, room.generation) == ELEVENTH
    room.read("2025-03-12/1.txt")
    assert freshness_of(room.archive, room.generation) == ELEVENTH, "the newer one is not published yet"


def test_a_withdrawn_edition_is_not_the_newest(published) -> None:
    room = published("2025-03-10/1.txt", "2025-03-11/1.txt")
    newest = room.withdraw(ELEVENTH)
    assert freshness_of(room.archive, room.generation) == TENTH
    oldest = room.withdraw(TENTH)
    assert freshness_of(room.archive, room.generation) is None
    for edition in (newest, oldest):
        withdrawals_of(room.archive).restore_edition(edition)
    assert freshness_of(room.archive, room.generation) == ELEVENTH


def test_where_no_edition_has_a_date_nothing_is_told(published) -> None:
    room = published("undated.txt")
    assert freshness_of(room.archive, room.generation) is None
    room.read("2025-03-12/1.txt")
    assert freshness_of(room.archive, room.generation) is None
