"""What readers see is what was published, whatever was read, refused or replaced since; withdrawals count at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from retrieval.domain import Article, Filters
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.errors import Damaged, Replaced, UnknownRecord, Withdrawn
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.publish import publish
from retrieval.index.published import Published
from retrieval.index.vectors import VectorCache
from retrieval.language.tokenizer import Tokenizer
from tests.index.support import HashedGrams
from tests.stores import corrections_of, withdrawals_of

TENTH, ELEVENTH = date(2025, 3, 10), date(2025, 3, 11)
MARKET = "# 花市开张\n\n本报讯 北门花市昨天开张，设摊位260个，市民周末可乘3路公交车前往。（下转第4版）\n"
LONGER = MARKET.replace("260个", "280个")
REST = "上接第1版\n\n花市持续两周，设摊位的农户说，北门花市的兰花卖得最好。\n"
BRIDGE = "# 大桥封闭\n\n本报讯 西河大桥自本月15日起封闭维修，工期45天。\n"


class Paper:
    """An archive, and what was published of it."""

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        self.folder, self.encoder = folder, HashedGrams()
        self.archive = Archive.open(folder / "archive.sqlite", create=True)
        self.engine = EmbeddedEngine(folder, tokenizer)
        self.view = self._nothing()

    def _nothing(self) -> Published:
        self.read("2025-03-10/1.txt", BRIDGE)
        return self.publish()

    def read(self, name: str, text: str) -> None:
        path = self.folder / "pages" / "晚报" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        assert ingest(self.archive, [path]).complete

    def publish(self) -> Published:
        cache = VectorCache(self.folder / "vectors.sqlite", self.encoder)
        manifest = publish(self.archive, self.engine, self.encoder, cache).manifest
        cache.close()
        self.view = Published(self.archive, self.engine.open(manifest.id))
        return self.view

    def article(self, word: str) -> Article:
        return next(article for article in self.archive.articles() if word in article.body)

    def withdraw(self, day: date) -> int:
        edition = withdrawals_of(self.archive).edition(None, day)
        withdrawals_of(self.archive).withdraw_edition(edition.id, "误发")
        return edition.id


@pytest.fixture
def paper(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Paper]:
    made = Paper(tmp_path, tokenizer)
    made.read("2025-03-11/1.txt", MARKET)
    made.read("2025-03-11/4.txt", REST)
    made.publish()
    yield made
    made.archive.close()


def seen(view: Published) -> list[str]:
    return [article.body for article in view.articles()]


def everything(view: Published) -> tuple[object, ...]:
    """All that readers can get at."""
    articles = list(view.articles())
    ids = [article.id for article in articles]
    by_edition = [[each.id for each in view.articles(edition_id=edition.id)] for edition in view.editions()]
    passages = {id_: [each.text for each in found] for id_, found in view.passages_of(ids).items()}
    parts = {article.id: [part.id for part in view.parts(article)] for article in articles}
    texts = [(article.headline, article.body, article.continues) for article in articles]
    rows = [(passage.id, article.id) for passage, article in view.live_passages()]
    return view.editions(), view.counts(), view.newest_date(), ids, by_edition, passages, parts, texts, rows


def test_what_was_read_since_changes_nothing(paper: Paper) -> None:
    before = everything(paper.view)
    old = paper.article("260个")
    paper.read("2025-03-11/1.txt", LONGER + "\n# 又一篇\n\n这天的第二篇报道也在这一版上，讲的是别的事情。\n")
    paper.read("2025-03-12/1.txt", BRIDGE)
    assert everything(paper.view) == before
    assert paper.view.article(old.id) == old
    for waiting in ("280个", "第二篇"):
        with pytest.raises(UnknownRecord):
            paper.view.article(paper.article(waiting).id)
    paper.publish()
    assert everything(paper.view) != before
    assert paper.view.newest_date() == date(2025, 3, 12)


def test_an_article_in_parts_is_whole_in_both_versions(paper: Paper) -> None:
    first, rest = paper.article("260个"), paper.article("持续两周")
    assert paper.view.parts(rest) == [first, rest]
    paper.read("2025-03-11/1.txt", LONGER)
    assert paper.view.parts(paper.view.article(rest.id)) == [first, rest]
    published = paper.view
    now = paper.publish()
    parts = now.parts(now.article(paper.article("持续两周").id))
    assert ["280个" in parts[0].body, parts[1].body] == [True, rest.body]
    assert published.parts(rest) == [first, rest], "who holds the older generation reads on in it"


def test_an_older_version_leads_to_the_one_that_is_published(paper: Paper) -> None:
    old = paper.article("260个")
    passage = paper.view.passages_of([old.id])[old.id][0]
    paper.read("2025-03-11/1.txt", LONGER)
    waiting = paper.article("280个")
    with pytest.raises(Replaced) as replaced:
        paper.view.article(waiting.id)
    assert replaced.value.version == old.id
    now = paper.publish()
    for ask in (lambda: now.article(old.id), lambda: now.passage(passage.id)):
        with pytest.raises(Replaced) as replaced:
            ask()
        assert replaced.value.version == waiting.id
    with pytest.raises(UnknownRecord, match="no article 999"):
        now.article(999)


@pytest.mark.parametrize("which", ["260个", "280个"])
def test_a_withdrawal_counts_for_every_version(paper: Paper, which: str) -> None:
    old = paper.article("260个")
    paper.read("2025-03-11/1.txt", LONGER)
    ids = {"260个": old.id, "280个": paper.article("280个").id}
    withdrawals_of(paper.archive).withdraw_article(ids[which], "有误")
    with pytest.raises(Withdrawn):
        paper.view.article(old.id)
    assert all("花市" not in body for body in seen(paper.view))
    assert all("花市" not in body for body in seen(paper.publish()))
    withdrawals_of(paper.archive).restore_article(ids[which])
    assert any("280个" in body for body in seen(paper.publish()))


def test_a_correction_stands_beside_what_is_published(paper: Paper) -> None:
    paper.read("2025-03-12/1.txt", "# 更正\n\n本报昨日第1版《花市开张》一文中摊位数有误，特此更正。\n")
    view = paper.publish()
    old, notice = paper.article("260个"), paper.article("特此更正")
    corrections_of(paper.archive).link(notice.id, old.id)
    assert view.notices_of([old.id]) == {old.id: [notice.id]}
    paper.read("2025-03-11/1.txt", LONGER)
    new = paper.article("280个")
    assert view.notices_of([old.id]) == {old.id: [notice.id]}
    assert paper.publish().notices_of([new.id]) == {new.id: [notice.id]}
    assert corrections_of(paper.archive).links()[0].article_id == new.id
    corrections_of(paper.archive).unlink(notice.id, new.id)
    assert view.notices_of([old.id]) == {}


def test_readers_are_told_the_newest_edition_of_which_they_see_anything(paper: Paper) -> None:
    assert paper.view.newest_date() == ELEVENTH
    newest = paper.withdraw(ELEVENTH)
    assert (paper.view.newest_date(), [each.date for each in paper.view.editions()]) == (TENTH, [TENTH])
    assert (paper.view.counts().articles, paper.view.counts().withdrawn) == (1, 2)
    oldest = paper.withdraw(TENTH)
    assert (paper.view.newest_date(), paper.view.editions(), paper.view.counts().passages) == (None, [], 0)
    for edition in (newest, oldest):
        withdrawals_of(paper.archive).restore_edition(edition)
    assert paper.view.newest_date() == ELEVENTH


def test_limits_hold(paper: Paper) -> None:
    assert [article.page for article in paper.view.articles(where=Filters(pages=("4",)))] == ["4"]
    assert list(paper.view.articles(where=Filters(date_from=date(2025, 3, 12)))) == []


TAMPERED = {
    "another headline": lambda passage, article: (passage, replace(article, headline="花市关张")),
    "another day": lambda passage, article: (passage, replace(article, date=date(2024, 3, 10))),
    "another text": lambda passage, article: (replace(passage, text="花市关张了。"), article),
    "another article's passage": lambda passage, article: (replace(passage, article_id=99), article),
    "a passage that was never indexed": lambda passage, article: (replace(passage, id=99), article),
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED)
def test_what_is_not_as_published_is_not_cited(paper: Paper, change) -> None:
    first, second, *_ = paper.archive.live_passages()
    other = change(*second)
    with pytest.raises(Damaged, match=f"passage {other[0].id} is not what was published"):
        paper.view.check([first, other])


def test_what_is_as_published_may_be_cited(paper: Paper) -> None:
    rows = list(paper.view.live_passages())
    paper.read("2025-03-11/1.txt", LONGER)
    for cited in (rows, rows[1:], []):
        paper.view.check(cited)
