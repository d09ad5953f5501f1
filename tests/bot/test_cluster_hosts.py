"""One host publishes, others answer out of the cluster alone: the same answers, and every decision at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from bot.settings import load_settings
from bot.wiring import Newsroom
from retrieval.domain import Answer, Filters
from retrieval.editions.store.article_rows import ArticleRows
from retrieval.errors import Replaced, UnknownRecord, Withdrawn
from retrieval.index.milvus.paper import ClusterPublished
from retrieval.index.published import Published
from tests.milvus_server import LiteServer

TODAY = date(2025, 3, 13)
QUESTIONS = (
    "朝阳区转贷期限多久",
    "资金池增加到多少",
    "韦松年写过哪些报道",
    "今天第1版有什么",
    "月球上有人吗",
    "供暖几号开始",
)
BUILT_ON_OTHERS = {"article", "article_ids", "id", "parts"}
"""What the view without an archive need not have anew: it is made of its other methods."""


@pytest.fixture(scope="module")
def settings(lite: LiteServer) -> Callable[[Path], object]:
    prefix = f"test{uuid4().hex[:8]}"

    def chosen(folder: Path, engine: str = "milvus"):
        return load_settings(
            data=folder, engine=engine, milvus_uri=lite.uri, milvus_prefix=prefix, reading="off", offline=True
        )

    return chosen


@pytest.fixture(scope="module")
def publisher(settings, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    room = Newsroom(settings(tmp_path_factory.mktemp("publisher")), create=True)
    room.index([root / "examples" / "editions"])
    yield room
    room.close()


@pytest.fixture(scope="module")
def host(settings, publisher: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    room = Newsroom(settings(tmp_path_factory.mktemp("host")))
    yield room
    room.close()


@pytest.fixture(scope="module")
def alone(settings, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """The same paper on one machine."""
    room = Newsroom(settings(tmp_path_factory.mktemp("alone"), "embedded"), create=True)
    room.index([root / "examples" / "editions"])
    yield room
    room.close()


def told(answer: Answer) -> tuple[object, ...]:
    cited = [
        (each.passage_id, each.start, each.end, each.excerpt, each.headline, each.page) for each in answer.citations
    ]
    return answer.status, answer.answer, answer.reply, cited, answer.notes


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_host_without_data_answers_as_one_machine_does(host: Newsroom, alone: Newsroom, question: str) -> None:
    assert not list(host.archive.articles())
    assert told(host.ask(question, today=TODAY)) == told(alone.ask(question, today=TODAY))


def test_its_view_holds_what_the_archive_holds(host: Newsroom, alone: Newsroom) -> None:
    with host.published() as far, alone.published() as near:
        articles = list(near.articles())
        ids = [article.id for article in articles]
        assert isinstance(far, ClusterPublished)
        assert list(far.articles()) == articles
        for where in (Filters(pages=("1",)), Filters(people=("韦松年",)), Filters(date_from=date(2025, 3, 12))):
            assert list(far.articles(where=where)) == list(near.articles(where=where))
            assert far.ids_within(where) == near.ids_within(where)
        for edition in near.editions():
            assert list(far.articles(edition_id=edition.id)) == list(near.articles(edition_id=edition.id))
            assert far.ids_within(edition_id=edition.id) == near.ids_within(edition_id=edition.id)
            assert far.pages_within(edition.id) == near.pages_within(edition.id)
        passages = near.passages_of(ids)
        numbers = [passage.id for held in passages.values() for passage in held]
        assert far.passages_of(ids) == passages
        assert far.passages_within(articles) == near.passages_within(articles)
        assert far.passages(numbers) == near.passages(numbers)
        assert far.owners([*numbers, 10**9]) == near.owners([*numbers, 10**9])
        assert sorted(far.live_passages(), key=lambda row: row[0].id) == list(near.live_passages())
        assert far.editions() == near.editions()
        assert [far.edition_now(each.id) for each in near.editions()] == near.editions()
        assert [far.words_ever(number, 2, 9) for number in numbers] == [near.words_ever(n, 2, 9) for n in numbers]
        assert far.words_ever(10**9, 0, 5) == ""
        assert far.newest_date() == near.newest_date()
        assert far.counts() == near.counts()
        assert list(far.printed_places()) == list(near.printed_places())
        assert list(far.headlines()) == list(near.headlines())
        assert far.article_ids() == near.article_ids()
        for number in ids:
            assert far.continuations(number) == near.continuations(number)
            assert far.parts(far.article(number)) == near.parts(near.article(number))
            assert far.version_of(number) == number
        far.check([(held[0], far.article(number)) for number, held in passages.items()])
        with pytest.raises(UnknownRecord):
            far.article(10**6)
        with pytest.raises(UnknownRecord):
            far.passage(10**6)
        with pytest.raises(UnknownRecord):
            far.edition_now(10**6)


def test_nothing_that_readers_ask_is_left_to_an_archive() -> None:
    asked = {
        name for kind in (Published, ArticleRows) for name in vars(kind) if not name.startswith("_")
    } - BUILT_ON_OTHERS
    assert asked <= vars(ClusterPublished).keys()


def test_a_withdrawal_reaches_other_hosts_with_the_next_question(publisher: Newsroom, host: Newsroom) -> None:
    before = host.ask(QUESTIONS[0], today=TODAY)
    cited = before.citations[0].article_id
    gone = publisher.withdrawals.withdraw_article(cited, "内容有误", public=True)
    try:
        after = host.ask(QUESTIONS[0], today=TODAY)
        assert not {each.article_id for each in after.citations} & set(gone)
        with host.published() as paper:
            assert cited in paper.withdrawn_ids()
            assert paper.counts().withdrawn == len(gone)
            with pytest.raises(Withdrawn, match="内容有误"):
                paper.article(cited)
    finally:
        publisher.withdrawals.restore_article(cited)
    with host.published() as paper:
        assert paper.article(cited).id == cited
    assert told(host.ask(QUESTIONS[0], today=TODAY)) == told(before)


def test_a_correction_reaches_other_hosts_with_the_next_question(publisher: Newsroom, host: Newsroom) -> None:
    answer = host.ask(QUESTIONS[0], today=TODAY)
    corrected = answer.citations[0].article_id
    notice = next(article.id for article in publisher.archive.articles() if article.id != corrected)
    publisher.corrections.link(notice, corrected)
    try:
        with host.published() as paper, Newsroom(publisher.settings).published() as other:
            assert paper.notices_of([corrected]) == other.notices_of([corrected]) == {corrected: [notice]}
        again = host.ask(QUESTIONS[0], today=TODAY)
        assert [each.article_id for each in again.citations[0].corrections] == [notice]
    finally:
        publisher.corrections.unlink(notice, corrected)
    assert not host.ask(QUESTIONS[0], today=TODAY).citations[0].corrections


def test_an_edition_that_is_read_anew_reaches_other_hosts(settings, tmp_path: Path, lite: LiteServer) -> None:
    file = tmp_path / "晚报-2025-03-14-01.txt"
    story = "## 湖滨公园延长开放\n\n本报讯 (记者 程一) 湖滨公园自明日起延长开放至{hour}时,门票不变,市民可免费入园。\n"
    chosen = settings(tmp_path / "publisher").model_copy(update={"milvus_prefix": f"test{uuid4().hex[:8]}"})
    room, host = Newsroom(chosen, create=True), Newsroom(chosen.model_copy(update={"data": tmp_path / "host"}))
    file.write_text(story.format(hour=21), encoding="utf-8")
    room.index([file])
    first = host.ask("湖滨公园开放到几点", today=TODAY).citations[0]
    file.write_text(story.format(hour=23), encoding="utf-8")
    room.index([file])
    host.serving.look_at_once()
    second = host.ask("湖滨公园开放到几点", today=TODAY).citations[0]
    assert ("21时" in first.excerpt, "23时" in second.excerpt) == (True, True)
    with host.published() as paper, pytest.raises(Replaced):
        paper.article(first.article_id)
    room.close()
    host.close()
