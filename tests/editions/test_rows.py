"""Records as the database holds them: there and back, what changes an article's hash, and filters as SQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.domain import ArticleKind, Byline, Coding, Filters, Piece
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.rows import (
    ARTICLE,
    PASSAGE,
    article_of,
    byline_of,
    byline_text,
    conditions,
    draft_hash,
    names_text,
    passage_of,
    pieces_of,
    pieces_text,
)
from tests.editions.support import draft, put

NAMES = st.lists(st.text('王李·Ann"\\ ', min_size=1, max_size=5), max_size=3).map(tuple)
FULL = draft(
    "新馆开门", "新馆下月开门。\n设座位千余个。", kicker="民生", subhead="可预约",
    byline=Byline(("林小舟",), (), ("孟冬",)), paper="青溪晚报", date=date(2025, 11, 8), page="A3", external_id="x-1",
    url="https://example.org/1", joins=2,
    pieces=(Piece(0, 7, 30, Coding.GB18030), Piece(8, 15, 60, Coding.JSON_UNICODE)),
)  # fmt: skip


@given(NAMES, NAMES, NAMES)
def test_bylines_come_back(
    reporters: tuple[str, ...], correspondents: tuple[str, ...], others: tuple[str, ...]
) -> None:
    byline = Byline(reporters, correspondents, others)
    assert byline_of(byline_text(byline)) == byline


@given(st.lists(st.builds(Piece, *[st.integers(0, 10**9)] * 3, st.sampled_from(Coding)), max_size=4).map(tuple))
def test_pieces_come_back_in_any_coding(pieces: tuple[Piece, ...]) -> None:
    assert pieces_of(pieces_text(pieces)) == pieces


def test_only_whole_names_are_found_among_names() -> None:
    written = names_text(Byline(("欧阳青", "林小舟"), ("林小舟",), ("孟冬",)))
    assert [name for name in ("欧阳青", "林小舟", "孟冬", "欧阳", "小舟", "") if f"\n{name}\n" in written] == [
        "欧阳青", "林小舟", "孟冬",
    ]  # fmt: skip
    assert names_text(Byline()) == ""


def test_an_article_comes_back_as_it_was_read(archive: Archive) -> None:
    (number,) = put(archive, [FULL])
    with closing(sqlite3.connect(archive.path)) as database:
        article = article_of(database.execute(ARTICLE).fetchone())
        passages = [passage_of(row) for row in database.execute(PASSAGE)]
    assert article.id == number
    for name in (
        "headline", "kicker", "subhead", "byline", "kind", "body", "pieces", "joins", "paper", "date", "page", "jump",
        "external_id", "url",
    ):  # fmt: skip
        assert getattr(article, name) == getattr(FULL, name), name
    assert (article.continues, article.source_file) == (None, "01.txt")
    assert [each.text for each in passages] == [article.body[each.start : each.end] for each in passages]
    assert {each.article_id for each in passages} == {number}


NOTICED: dict[str, Any] = {
    "page": "4", "headline": None, "kicker": "要闻", "subhead": None, "byline": Byline(), "kind": ArticleKind.PHOTO,
    "jump": "上接第1版", "from_page": "1", "to_page": "4", "body": "新馆明年开门。", "external_id": "x-2", "url": None,
}  # fmt: skip


@pytest.mark.parametrize("name", NOTICED)
def test_what_a_reader_would_notice_changes_the_hash(name: str) -> None:
    assert draft_hash(replace(FULL, **{name: NOTICED[name]}), 1) != draft_hash(FULL, 1)


def test_where_it_stands_in_the_file_does_not_change_the_hash() -> None:
    moved = replace(FULL, pieces=(Piece(0, 15, 99, Coding.UTF8),), joins=0)
    assert draft_hash(moved, 1) == draft_hash(FULL, 1)
    assert draft_hash(FULL, 2) != draft_hash(FULL, 1)


WHERE = {
    "nothing": (Filters(), ["一", "二", "三", "四"]),
    "from a day": (Filters(date_from=date(2025, 11, 8)), ["一", "二"]),
    "to a day": (Filters(date_to=date(2025, 11, 7)), ["三"]),
    "one day": (Filters(date_from=date(2025, 11, 7), date_to=date(2025, 11, 7)), ["三"]),
    "one page": (Filters(pages=("3",)), ["一", "三"]),
    "either of two pages": (Filters(pages=("3", "A1")), ["一", "二", "三"]),
    "a paper": (Filters(papers=("晚报",)), ["一", "三"]),
    "a name": (Filters(people=("欧阳青",)), ["一", "四"]),
    "a part of a name": (Filters(people=("欧阳",)), []),
    "either of two names": (Filters(people=("欧阳青", "孟冬")), ["一", "二", "四"]),
    "all together": (Filters(date(2025, 11, 1), date(2025, 11, 30), ("3",), ("欧阳青",), ("晚报",)), ["一"]),
    "what nobody can print": (Filters(pages=("\ud800",), people=("\udfff",), papers=("'; --",)), []),
}


@pytest.mark.parametrize(("where", "found"), WHERE.values(), ids=WHERE)
def test_filters_as_conditions(archive: Archive, where: Filters, found: list[str]) -> None:
    eighth, seventh = date(2025, 11, 8), date(2025, 11, 7)
    put(
        archive,
        [
            draft("一", "甲。", paper="晚报", date=eighth, page="3", byline=Byline(("欧阳青",))),
            draft("二", "乙。", paper="晨报", date=eighth, page="A1", byline=Byline((), (), ("孟冬",))),
            draft("三", "丙。", paper="晚报", date=seventh, page="3"),
            draft("四", "丁。", byline=Byline((), ("林小舟", "欧阳青"))),
        ],
    )
    parts, values = conditions(where)
    assert bool(parts) is bool(where)
    sql = " AND ".join([f"{ARTICLE} WHERE 1", *parts])
    with closing(sqlite3.connect(archive.path)) as database:
        rows = database.execute(f"{sql} ORDER BY a.id", values).fetchall()
    assert [article_of(row).headline for row in rows] == found
