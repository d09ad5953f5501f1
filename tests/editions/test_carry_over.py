"""What the newsroom decided about an article holds for what a later reading puts in its place, and for nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.editions.base.draft import ArticleDraft
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.carry_over import carry_over
from tests.editions.support import draft, put, reading
from tests.stores import corrections_of, withdrawals_of

DAY = date(2025, 11, 8)
HEAD = "社区食堂开张"
SHARED = "柳荫街社区食堂昨天开张，午餐每份十二元，七十岁以上老人每份八元，食堂设有座位六十个，可送餐上门。"
BODY = SHARED + "食堂由街道和一家餐饮企业合办，菜单每周公布一次，居民可以提意见。"
REWRITTEN = SHARED + "记者看到，中午时分食堂里坐满了人，不少老人是结伴来吃饭的，都说饭菜软烂可口。"
ELSE = "花木展周末在东郊开幕，展出盆景四百件，展期两周，门票免费，市民可从南门入场参观。"


def printed(headline: str | None = HEAD, body: str = BODY, **more: object) -> ArticleDraft:
    return draft(headline, body, **({"paper": "晚报", "date": DAY, "page": "3"} | more))


def read_anew(archive: Archive, old: int, *new: ArticleDraft) -> tuple[list[int], int]:
    """Put articles in the place of one; their ids, and how many are withheld."""
    with archive.writing() as writer:
        source = writer.source(reading())
        ids = [writer.insert(each, writer.hash(each), source, number) for number, each in enumerate(new)]
        writer.retire([old])
        withheld = carry_over(writer)
        writer.finish()
    return ids, withheld


PLACED = {
    "the same": (printed(), True),
    "a small change": (printed(body=BODY.replace("八元", "九元")), True),
    "under another headline": (printed("导读", BODY), True),
    "on another page": (printed(page="5"), True),
    "without date, paper and page": (printed(paper=None, date=None, page=None), True),
    "rewritten under its headline": (printed(body=REWRITTEN), True),
    "rewritten under its headline, page unknown": (printed(body=REWRITTEN, page=None), True),
    "rewritten on another page": (printed(body=REWRITTEN, page="5"), False),
    "rewritten under another headline": (printed("食堂坐满了人", REWRITTEN), False),
    "rewritten without a headline": (printed(None, REWRITTEN), False),
    "another text under its headline": (printed(body=ELSE), False),
    "another day": (printed(date=date(2025, 11, 9)), False),
    "another paper": (printed(paper="晨报"), False),
}


@pytest.mark.parametrize(("new", "withheld"), PLACED.values(), ids=PLACED)
def test_what_takes_the_place_of_a_withdrawn_article(archive: Archive, new: ArticleDraft, withheld: bool) -> None:
    (old,) = put(archive, [printed()])
    withdrawals_of(archive).withdraw_article(old, "事实有误", public=True)
    ids, count = read_anew(archive, old, new, printed("花木展", ELSE, page="8"))
    assert count == withheld
    assert [withdrawals_of(archive).of(number) is not None for number in ids] == [withheld, False]
    if withheld:
        why = withdrawals_of(archive).of(ids[0])
        assert why
        assert (why.reason, why.public) == ("事实有误", True)


def test_two_articles_without_headlines_are_not_one_for_that(archive: Archive) -> None:
    (old,) = put(archive, [printed(None)])
    withdrawals_of(archive).withdraw_article(old, "有误")
    assert read_anew(archive, old, printed(None, REWRITTEN))[1] == 0


def test_what_was_restored_comes_back(archive: Archive) -> None:
    (old,) = put(archive, [printed()])
    withdrawals_of(archive).withdraw_article(old, "有误")
    withdrawals_of(archive).restore_article(old)
    ids, withheld = read_anew(archive, old, printed())
    assert withheld == 0
    assert {article.id for article in archive.articles()} == set(ids)


def test_a_withdrawn_edition_takes_in_what_is_read_into_it(archive: Archive) -> None:
    (old,) = put(archive, [printed()])
    withdrawals_of(archive).withdraw_edition(archive.article(old).edition_id, "误发")
    ids, withheld = read_anew(archive, old, printed("花木展", ELSE), printed(date=date(2025, 11, 9)))
    assert withheld == 1
    assert [article.id for article in archive.articles()] == ids[1:]


def test_a_part_that_joins_a_withdrawn_story_is_withdrawn_with_it(archive: Archive) -> None:
    (first,) = put(archive, [printed(page="1", to_page="4")])
    withdrawals_of(archive).withdraw_article(first, "有误")
    with archive.writing() as writer:
        rest = printed(None, ELSE, page="4", from_page="1", jump="上接第1版")
        part = writer.insert(rest, writer.hash(rest), writer.source(reading()), 2)
        assert writer.join(part, first, first) == part
        assert carry_over(writer) == 1
    assert withdrawals_of(archive).of(part) == withdrawals_of(archive).of(first)
    assert withdrawals_of(archive).restore_article(part) == (first, part)


@pytest.mark.parametrize("end", ["article", "notice"])
def test_a_correction_stays_with_both_of_its_articles(archive: Archive, end: str) -> None:
    notice = printed(
        "更正", "本报3月11日第3版《社区食堂开张》一文中，“八元”应为“九元”。特此更正，并向读者致歉。", page="2"
    )
    article, told = put(archive, [printed(), notice])
    corrections_of(archive).link(told, article)
    (before,) = corrections_of(archive).links()
    old, anew = (article, printed(body=BODY.replace("八元", "九元"))) if end == "article" else (told, notice)
    (number, _), _ = read_anew(archive, old, anew, printed("花木展", ELSE))
    (after,) = corrections_of(archive).links()
    assert (after.article_id, after.notice_id) == ((number, told) if end == "article" else (article, number))
    assert after.at == before.at


def test_where_nothing_was_decided_nothing_is_withheld(archive: Archive) -> None:
    (old,) = put(archive, [printed()])
    ids, withheld = read_anew(archive, old, printed())
    assert (withheld, withdrawals_of(archive).count(), corrections_of(archive).links()) == (0, 0, [])
    assert {article.id for article in archive.articles()} == set(ids)
