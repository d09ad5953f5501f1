"""Withdrawals by themselves: what one holds for, what it says, and how it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from retrieval.domain import Edition, Filters
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.withdrawals import Withdrawal
from retrieval.errors import UnknownRecord, Withdrawn
from tests.editions.support import draft, put
from tests.stores import withdrawals_of

DAY, NEXT_DAY = date(2025, 11, 8), date(2025, 11, 9)


@pytest.fixture
def ids(archive: Archive) -> list[int]:
    """An article in two parts and another of one edition, and one of another paper's edition of that day."""
    return put(
        archive,
        [
            draft("疏浚完工", "工程完工，（下转第4版）", paper="晚报", date=DAY, page="1"),
            draft(None, "步道十二公里。", paper="晚报", date=DAY, page="4", from_page="1", jump="上接第1版"),
            draft("食堂开张", "食堂开张。", paper="晚报", date=DAY, page="2"),
            draft("花木展", "花木展开幕。", paper="晨报", date=DAY, page="2"),
        ],
        joined={1: 0},
    )


def shown(archive: Archive) -> set[int]:
    return {article.id for article in archive.articles()}


@pytest.mark.parametrize("part", [0, 1], ids=["the first part", "the second part"])
def test_all_parts_go_together_and_count_as_one(archive: Archive, ids: list[int], part: int) -> None:
    withdrawals = withdrawals_of(archive)
    assert withdrawals.count() == 0
    assert withdrawals.withdraw_article(ids[part], "有误") == (ids[0], ids[1])
    assert shown(archive) == {ids[2], ids[3]}
    assert withdrawals.count() == 1
    assert [article.id for article, _ in withdrawals.articles()] == ids[:2]
    assert withdrawals.restore_article(ids[1 - part]) == (ids[0], ids[1])
    assert (withdrawals.count(), shown(archive)) == (0, set(ids))


def test_a_second_reason_takes_the_place_of_the_first(archive: Archive, ids: list[int]) -> None:
    withdrawals = withdrawals_of(archive)
    withdrawals.withdraw_article(ids[0], "旧的")
    first = withdrawals.of(ids[0])
    withdrawals.withdraw_article(ids[1], "新的", public=True)
    second = withdrawals.of(ids[0])
    assert first
    assert second
    assert (first.id, first.reason, first.public) == (second.id, "旧的", False)
    assert (second.reason, second.public, second.edition_id) == ("新的", True, None)
    assert withdrawals.restore_article(ids[0]) == (ids[0], ids[1])
    assert withdrawals.of(ids[0]) is None


@pytest.mark.parametrize(("public", "told"), [(True, "有误"), (False, None)])
def test_readers_are_told_why_only_where_they_may_be(public: bool, told: str | None) -> None:
    error = Withdrawal(1, None, "有误", public, datetime(2025, 11, 8, 12, tzinfo=UTC)).error("article 7")
    assert (error.what, error.day, error.reason) == ("article 7", DAY, told)


def test_who_asks_for_a_withdrawn_article_is_refused(archive: Archive, ids: list[int]) -> None:
    withdrawals = withdrawals_of(archive)
    passages = archive.passage_ids(ids)
    for number in ids:
        withdrawals.refuse(number)
    withdrawals.withdraw_article(ids[2], "有误")
    with pytest.raises(Withdrawn, match=f"article {ids[2]} was withdrawn"):
        withdrawals.refuse(ids[2])
    with pytest.raises(Withdrawn, match=f"article {ids[2]} was withdrawn"):
        archive.passage(passages[2])
    withdrawals.refuse(ids[3])
    withdrawals.refuse(99)


def test_an_edition_is_found_by_its_day(archive: Archive, ids: list[int]) -> None:
    withdrawals = withdrawals_of(archive)
    evening = withdrawals.edition("晚报", DAY)
    assert evening == withdrawals.edition_of(evening.id) == Edition(evening.id, "晚报", DAY)
    withdrawals.withdraw_edition(evening.id, "误发")
    assert withdrawals.edition("晚报", DAY) == evening, "withdrawn or not"
    with pytest.raises(UnknownRecord, match="edition 2025-11-08 is not the only one: 晚报/2025-11-08, 晨报/2025-11-08"):
        withdrawals.edition(None, DAY)
    with pytest.raises(UnknownRecord, match=r"edition 晚报/2025-11-09$"):
        withdrawals.edition("晚报", NEXT_DAY)
    with pytest.raises(UnknownRecord, match="edition 99"):
        withdrawals.edition_of(99)
    (number,) = put(archive, [draft("无日期", "某日的新闻。")])
    assert withdrawals.edition(None, None).id == archive.article(number).edition_id


def test_an_edition_comes_back_without_what_was_withdrawn_alone(archive: Archive, ids: list[int]) -> None:
    withdrawals = withdrawals_of(archive)
    edition = withdrawals.edition("晚报", DAY).id
    withdrawals.withdraw_article(ids[2], "有误")
    assert sorted(withdrawals.withdraw_edition(edition, "误发")) == ids[:3]
    assert shown(archive) == {ids[3]}
    with pytest.raises(Withdrawn):
        withdrawals.restore_article(ids[0])
    assert withdrawals.restore_edition(edition) == (ids[0], ids[1])
    with pytest.raises(UnknownRecord, match="is not withdrawn"):
        withdrawals.restore_edition(edition)
    assert withdrawals.restore_article(ids[2]) == (ids[2],)
    assert shown(archive) == set(ids)


def test_an_article_of_a_withdrawn_edition_stays_withdrawn_alone_too(archive: Archive, ids: list[int]) -> None:
    withdrawals = withdrawals_of(archive)
    edition = withdrawals.edition("晚报", DAY).id
    withdrawals.withdraw_article(ids[0], "有误")
    withdrawals.withdraw_edition(edition, "误发", public=True)
    revision = archive.revision()
    with pytest.raises(Withdrawn, match="误发"):
        withdrawals.restore_article(ids[0])
    assert archive.revision() == revision
    assert withdrawals.restore_edition(edition) == (ids[2],)
    assert withdrawals.restore_article(ids[1]) == (ids[0], ids[1])


@pytest.mark.parametrize("change", ["withdraw_article", "withdraw_edition", "restore_article", "restore_edition"])
def test_what_there_is_not_changes_nothing(archive: Archive, ids: list[int], change: str) -> None:
    revision = archive.revision()
    for number in (99, 0, -1):
        with pytest.raises(UnknownRecord, match=str(number)):
            getattr(withdrawals_of(archive), change)(number, *["有误"] * change.startswith("withdraw"))
    with pytest.raises(UnknownRecord, match=f"article {ids[2]} is not withdrawn"):
        withdrawals_of(archive).restore_article(ids[2])
    assert (archive.revision(), shown(archive)) == (revision, set(ids))


def test_every_change_makes_a_new_revision(archive: Archive, ids: list[int]) -> None:
    withdrawals, before = withdrawals_of(archive), archive.revision()
    edition = withdrawals.edition("晚报", DAY).id
    withdrawals.withdraw_article(ids[0], "有误")
    withdrawals.restore_article(ids[0])
    withdrawals.withdraw_edition(edition, "误发")
    withdrawals.restore_edition(edition)
    assert archive.revision() == before + 4


def test_a_list_of_what_is_withdrawn_can_be_limited(archive: Archive, ids: list[int]) -> None:
    withdrawals = withdrawals_of(archive)
    for number in (ids[3], ids[2], ids[0]):
        withdrawals.withdraw_article(number, f"第{number}号")
    assert [article.id for article, _ in withdrawals.articles()] == [ids[0], ids[2], ids[1], ids[3]]
    listed = list(withdrawals.articles(Filters(pages=("2",))))
    assert [(article.id, why.reason) for article, why in listed] == [(ids[2], "第3号"), (ids[3], "第4号")]
    assert list(withdrawals.articles(Filters(papers=("日报",)))) == []
