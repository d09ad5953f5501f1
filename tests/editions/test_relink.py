"""After an ingest: which part continues which is decided anew, in the editions that changed and in no other."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.editions.store.archive import Archive
from retrieval.editions.store.jumps import relink
from tests.editions.support import draft, put

DAY, OTHER_DAY = date(2025, 11, 8), date(2025, 11, 9)
FIRST = "怀柔的一座水库完成清淤，清出泥沙四十万立方米，（下转第4版）"
SECOND = "鱼类放流同时进行，水库管理处投放鲢鱼八万尾，（下转第6版）"
THIRD = "泥沙运到砖厂，烧成的透水砖铺在步道上。"


def story(day: date | None = DAY):
    """An article over three pages."""
    return [
        draft("水库清淤完工", FIRST, date=day, page="1", to_page="4"),
        draft(None, SECOND, date=day, page="4", from_page="1", to_page="6", jump="上接第1版"),
        draft(None, THIRD, date=day, page="6", from_page="4", jump="上接第4版"),
    ]


def linked(archive: Archive, *days: date | None) -> tuple[int, int]:
    with archive.writing() as writer:
        counts = relink(writer, [writer.edition(None, day) for day in days])
        writer.finish()
        return counts


def now(archive: Archive, ids: list[int]) -> list[int]:
    """The versions of these articles that are there now."""
    return [archive.version_of(number) or 0 for number in ids]


def parents(archive: Archive, ids: list[int]) -> list[int | None]:
    return [archive.article(number).continues for number in ids]


@pytest.mark.parametrize("turned", [False, True], ids=["in printed order", "the last page first"])
def test_parts_are_joined_and_have_one_headline(archive: Archive, turned: bool) -> None:
    ids = put(archive, story()[::-1] if turned else story())
    assert linked(archive, DAY) == (2, 0)
    ids = now(archive, ids)
    first, second, third = ids[::-1] if turned else ids
    assert parents(archive, [first, second, third]) == [None, first, second]
    assert {archive.article(number).headline for number in ids} == {"水库清淤完工"}
    assert linked(archive, DAY) == (2, 0), "again: the same"
    assert now(archive, ids) == ids
    assert parents(archive, [first, second, third]) == [None, first, second]


def test_a_fragment_without_a_beginning_is_unknown(archive: Archive) -> None:
    (number,) = put(archive, story()[1:2])
    assert linked(archive, DAY) == (0, 1)
    article = archive.article(number)
    assert (article.continues, article.headline, article.jump) == (None, None, "上接第1版")


def test_a_beginning_that_went_is_continued_no_more(archive: Archive) -> None:
    ids = put(archive, story())
    linked(archive, DAY)
    first, second, third = now(archive, ids)
    with archive.writing() as writer:
        writer.retire([first])
        assert relink(writer, writer.touched) == (1, 1)
        writer.finish()
    second, third = now(archive, [second, third])
    assert parents(archive, [second, third]) == [None, second]
    assert archive.article(third).headline is None


def test_other_editions_are_left_as_they_are(archive: Archive) -> None:
    ids, others = put(archive, story()), put(archive, story(OTHER_DAY))
    assert linked(archive) == (0, 0)
    assert linked(archive, DAY) == (2, 0)
    assert now(archive, others) == others
    assert parents(archive, others) == [None, None, None]
    assert linked(archive, DAY, OTHER_DAY) == (4, 0)
    ids, others = now(archive, ids), now(archive, others)
    assert parents(archive, others) == [None, others[0], others[1]]
    assert parents(archive, ids) == [None, ids[0], ids[1]]
