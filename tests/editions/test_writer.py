"""The statements of an ingest, one by one: what counts as read, what is live, and what a change leaves behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from retrieval.domain import Coding, Piece
from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.base.jump_part import JumpPart
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.read_before import SourceContents
from retrieval.errors import UnknownRecord
from tests.editions.support import NOTHING_STATED, PAGE, draft, put, reading

DAY = date(2025, 11, 8)
STATED = EditionDefaults("晚报", DAY, "3")
NEWS = draft("新馆开门", "新馆下月开门。", paper="晚报", date=DAY, page="3")
MORE = draft("花市开张", "花市周六开张。", paper="晚报", date=DAY, page="3", joins=1)


def test_only_a_change_makes_a_new_revision(archive: Archive) -> None:
    with archive.writing() as writer:
        assert not writer.changed
        assert writer.finish() == 0
    put(archive, [NEWS])
    assert archive.revision() == 1
    with archive.writing() as writer:
        writer.source(reading())
        writer.edition("晚报", DAY)
        assert writer.finish() == 1
    assert archive.revision() == 1


def test_what_is_not_committed_never_was(archive: Archive) -> None:
    with archive.writing(commit=False) as writer:
        writer.insert(NEWS, writer.hash(NEWS), writer.source(reading()), 1)
        assert writer.finish() == 1
    assert (archive.revision(), list(archive.articles()), archive.editions()) == (0, [], [])


def test_an_edition_is_one_however_often_it_is_named(archive: Archive) -> None:
    asked = [("晚报", DAY), ("晚报", None), (None, DAY), (None, None), ("晨报", DAY)]
    with archive.writing() as writer:
        first = [writer.edition(*key) for key in asked]
        assert [writer.edition(*key) for key in asked] == first
        assert len(set(first)) == len(asked)
    with archive.writing() as writer:
        assert [writer.edition(*key) for key in asked] == first


def test_a_new_article_has_its_passages_and_is_told(archive: Archive) -> None:
    with archive.writing() as writer:
        number = writer.insert(NEWS, writer.hash(NEWS), writer.source(reading()), 1)
        assert (writer.added, writer.touched) == ([number], {writer.edition("晚报", DAY)})
        writer.finish()
    ((passage, article),) = archive.live_passages()
    assert (article.id, passage.text) == (number, NEWS.body)


READ_AGAIN = {
    "the same": (reading(stated=STATED), True),
    "other bytes": (reading(content="changed", stated=STATED), False),
    "another place": (reading(Path("/papers/2025-11-08/02.txt"), stated=STATED), False),
    "another date": (reading(stated=replace(STATED, date=None)), False),
    "another page": (reading(stated=replace(STATED, page="4")), False),
    "another paper": (reading(stated=replace(STATED, paper="晨报")), False),
}


@pytest.mark.parametrize(("again", "same"), READ_AGAIN.values(), ids=READ_AGAIN)
def test_a_file_is_spared_where_nothing_has_changed(archive: Archive, again, same: bool) -> None:
    with archive.writing() as writer:
        source = writer.source(reading(stated=STATED))
        for number, each in enumerate((NEWS, MORE), 1):
            writer.insert(each, writer.hash(each), source, number)
        assert writer.unchanged(reading(stated=STATED)) is None, "not read to its end yet"
        writer.source_read(source, reading(stated=STATED), 2)
        expected = SourceContents(frozenset({("晚报", DAY, "3")}), articles=2, joins=1)
        assert writer.unchanged(again) == (expected if same else None)


def test_a_file_that_lost_an_article_is_read_again(archive: Archive) -> None:
    with archive.writing() as writer:
        source = writer.source(reading(stated=STATED))
        number = writer.insert(NEWS, writer.hash(NEWS), source, 1)
        writer.source_read(source, reading(stated=STATED), 1)
        writer.retire([number])
        assert writer.unchanged(reading(stated=STATED)) is None
        assert writer.live_of_file(str(PAGE)) == []


def test_what_is_live_of_a_file_of_its_page_and_of_its_copy(archive: Archive) -> None:
    copy = reading(Path("/copy/01.txt"), stated=STATED)
    with archive.writing() as writer:
        source = writer.source(reading(stated=STATED))
        numbers = [writer.insert(each, writer.hash(each), source, 9 - at) for at, each in enumerate((NEWS, MORE))]
        writer.source_read(source, reading(stated=STATED), 2)
        printed = numbers[::-1]
        assert [each.id for each in writer.live_of_file(str(PAGE))] == printed
        assert [each.id for each in writer.live_of_page(STATED)] == printed
        assert [each.hash for each in writer.live_of_page(STATED)] == [*map(writer.hash, (MORE, NEWS))]
        assert [each.id for each in writer.live_of_duplicate(copy)] == printed
        assert writer.same_bytes(source, copy)
        assert writer.path_of(source) == str(PAGE)
        # Nothing of others: other pages, pages without a date, other bytes.
        assert writer.live_of_file("/copy/01.txt") == []
        for stated in (replace(STATED, page="4"), replace(STATED, date=None), NOTHING_STATED):
            assert writer.live_of_page(stated) == []
        assert writer.live_of_duplicate(replace(copy, sha256="0")) == []
        assert writer.live_of_duplicate(reading(stated=STATED)) == [], "a file is no copy of itself"


def test_a_kept_article_has_its_id_and_new_places(archive: Archive) -> None:
    (number,) = put(archive, [NEWS])
    moved = replace(NEWS, pieces=(Piece(0, 7, 500, Coding.UTF8),), joins=3)
    with archive.writing() as writer:
        source = writer.source(reading(Path("/copy/01.txt")))
        writer.keep(number, moved, source, 4)
        assert writer.finish() == 1
    article = archive.article(number)
    assert (article.pieces, article.joins, article.source_id) == (moved.pieces, 3, source)
    assert article.body == NEWS.body


def test_a_retired_article_leaves_its_row_and_its_id(archive: Archive) -> None:
    first, second = put(archive, [NEWS, MORE])
    with archive.writing() as writer:
        writer.retire([second])
        assert writer.changed
        (printed,) = writer.printed([second, 99])
        assert (printed.id, printed.headline, printed.date) == (second, "花市开张", "2025-11-08")
        third = writer.insert(MORE, writer.hash(MORE), writer.source(reading()), 2)
        writer.finish()
    assert third > second
    assert {article.id for article in archive.articles()} == {first, third}
    with pytest.raises(UnknownRecord):
        archive.article(second)


def test_parts_for_linking_are_fragments_and_the_pages_they_name(archive: Archive) -> None:
    rest = draft(None, "其余。", paper="晚报", date=DAY, page="4", from_page="3", jump="上接第3版")
    other = draft("别处", "别处。", paper="晚报", date=DAY, page="5")
    numbers = put(archive, [NEWS, rest, other])
    with archive.writing() as writer:
        parts = writer.jump_parts(writer.edition("晚报", DAY))
    assert parts == [
        JumpPart(numbers[0], "3", None, None, "新馆开门", NEWS.body),
        JumpPart(numbers[1], "4", "3", None, "", "其余。"),
    ]


def test_without_a_date_an_edition_is_what_lies_in_one_folder(archive: Archive) -> None:
    for folder in ("x", "y"):
        put(archive, [draft(None, "其余。", from_page="1")], reading(Path(f"/papers/{folder}/04.txt")))
    with archive.writing() as writer:
        assert [part.group for part in writer.jump_parts(writer.edition(None, None))] == ["/papers/x", "/papers/y"]


def test_an_id_is_looked_up_in_its_edition_without_looking_through_all_of_either(archive: Archive) -> None:
    said: list[str] = []
    with archive.writing() as writer:
        writer.connection.set_trace_callback(said.append)
        writer.live_with_external_id(replace(NEWS, external_id="a-1"))
        writer.connection.set_trace_callback(None)
        plan = [row[3] for row in writer.connection.execute(f"EXPLAIN QUERY PLAN {said[-1]}")]
    assert "SEARCH a USING INDEX articles_by_id_in_edition (edition_id=? AND external_id=?)" in plan
