"""Which notice corrects which article: an operator's links, told wherever the article is cited."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.editions.store.archive import Archive
from retrieval.errors import UnknownRecord
from tests.editions.support import draft, put
from tests.stores import corrections_of, withdrawals_of


@pytest.fixture
def ids(archive: Archive) -> dict[str, int]:
    """An article, its continuation, another article, and two notices of different days."""
    numbers = put(
        archive,
        [
            draft("花市开张", "花市设摊位260个，（下转第4版）", date=date(2025, 3, 11), page="1"),
            draft(None, "花市持续两周。", date=date(2025, 3, 11), page="4", from_page="1", jump="上接第1版"),
            draft("篮球联赛落幕", "共有48支球队参加。", date=date(2025, 3, 11), page="5"),
            draft("更正", "“206个”应为“260个”。", date=date(2025, 3, 14)),
            draft("更正", "“260个”应为“206个”。", date=date(2025, 3, 12)),
        ],
        joined={1: 0},
    )
    return dict(zip(("article", "part", "other", "later", "earlier"), numbers, strict=True))


def test_notices_are_told_newest_first_for_every_part(archive: Archive, ids: dict[str, int]) -> None:
    links = corrections_of(archive)
    links.link(ids["earlier"], ids["article"])
    links.link(ids["later"], ids["part"])
    newest_first = [ids["later"], ids["earlier"]]
    told = archive.notices_of([ids["part"], ids["article"], ids["other"], ids["part"], 99])
    assert told == {ids["article"]: newest_first, ids["part"]: newest_first}
    assert archive.notices_of([]) == {}
    assert {each.article_id for each in links.links()} == {ids["article"]}


def test_a_link_is_made_once_and_leaves_the_revision_alone(archive: Archive, ids: dict[str, int]) -> None:
    revision = archive.revision()
    assert corrections_of(archive).links() == []
    corrections_of(archive).link(ids["later"], ids["article"])
    (link,) = corrections_of(archive).links()
    corrections_of(archive).link(ids["later"], ids["article"])
    corrections_of(archive).link(ids["later"], ids["part"])
    assert corrections_of(archive).links() == [link]
    assert (link.notice_id, link.article_id) == (ids["later"], ids["article"])
    assert link.at.tzinfo is not None
    corrections_of(archive).unlink(ids["later"], ids["article"])
    assert archive.revision() == revision


@pytest.mark.parametrize("named", ["article", "part"])
def test_a_link_is_taken_back(archive: Archive, ids: dict[str, int], named: str) -> None:
    for notice in ("later", "earlier"):
        corrections_of(archive).link(ids[notice], ids["article"])
    corrections_of(archive).unlink(ids["later"], ids[named])
    assert archive.notices_of([ids["article"]]) == {ids["article"]: [ids["earlier"]]}
    with pytest.raises(UnknownRecord, match=f"notice {ids['later']} is not linked with article {ids[named]}"):
        corrections_of(archive).unlink(ids["later"], ids[named])


@pytest.mark.parametrize("named", ["earlier", "later"])
def test_a_link_of_a_notice_in_parts_is_taken_back(archive: Archive, ids: dict[str, int], named: str) -> None:
    with archive.writing() as writer:
        ids["later"] = writer.join(ids["later"], ids["earlier"], ids["earlier"])
    corrections_of(archive).link(ids["later"], ids["article"])
    corrections_of(archive).unlink(ids[named], ids["article"])
    assert corrections_of(archive).links() == []


@pytest.mark.parametrize(
    ("notice", "article", "told"),
    [
        (99, "article", "no article 99"),
        ("later", 99, "no article 99"),
        ("article", "article", "article 1 can't correct itself"),
        ("part", "article", "article 1 can't correct itself"),
    ],
    ids=["no such notice", "no such article", "itself", "its own part"],
)
def test_what_can_not_be_linked(archive: Archive, ids: dict[str, int], notice, article, told: str) -> None:
    with pytest.raises(UnknownRecord, match=told):
        corrections_of(archive).link(ids.get(notice, notice), ids.get(article, article))
    assert corrections_of(archive).links() == []


def test_a_withdrawn_notice_is_not_told(archive: Archive, ids: dict[str, int]) -> None:
    corrections_of(archive).link(ids["later"], ids["article"])
    withdrawals_of(archive).withdraw_article(ids["later"], "更正有误")
    assert archive.notices_of([ids["article"]]) == {}
    with pytest.raises(UnknownRecord):
        corrections_of(archive).link(ids["later"], ids["other"])
    withdrawals_of(archive).restore_article(ids["later"])
    assert archive.notices_of([ids["article"]]) == {ids["article"]: [ids["later"]]}
