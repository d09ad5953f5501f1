"""What belongs beside a citation: notices that correct it, other printings, earlier values. Over a real small archive."""

# ruff: noqa: E501 - paragraphs of a page are long lines
from __future__ import annotations

from datetime import date

import pytest

from retrieval.answers.honesty.annotations import annotated, notices_of, with_notices
from retrieval.answers.honesty.citation import whole_passage
from retrieval.answers.honesty.draft import Related
from retrieval.domain import Citation, Headline
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from tests.answers.support import published
from tests.stores import corrections_of, withdrawals_of

MARKET = """# 北门花市周六开张

本报讯 (记者 高远) 北门花市将于周六开张,设摊位260个,市民可免费入场。花市每天上午8时开门,下午6时收摊,持续两周。
"""
BRIDGE = """# 西河大桥封闭维修

本报讯 (记者 高远) 西河大桥自本月15日起封闭维修,工期45天。维修期间,途经大桥的公交车绕行北环路。
"""
FIRST_NOTICE = "# 更正\n\n本报3月11日第1版《北门花市周六开张》一文中,“260个”应为“206个”。特此更正。\n"
SECOND_NOTICE = "# 更正\n\n本报3月11日第1版《北门花市周六开张》一文中,“8时”应为“9时”。特此更正。\n"
PAGES = {
    "2025-03-11/01.txt": MARKET + "\n" + BRIDGE,
    "2025-03-13/02.txt": FIRST_NOTICE,
    "2025-03-14/02.txt": SECOND_NOTICE,
}


class Room:
    """The archive, its articles by a word of theirs, and citations of them."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.paper = archive, published(archive)
        words = {"market": "设摊位260个", "bridge": "工期45天", "first": "206个", "second": "9时"}
        self.articles = {
            name: next(each for each in archive.articles() if word in each.body) for name, word in words.items()
        }

    def cite(self, name: str) -> Citation:
        article = self.articles[name]
        return whole_passage(article, self.archive.passages_of([article.id])[article.id][0])

    def link(self, notice: str, article: str) -> None:
        corrections_of(self.archive).link(self.articles[notice].id, self.articles[article].id)

    def beside(self, names: list[str], related: Related | None = None) -> list[tuple[str, list[str]]]:
        """What ``annotated`` makes of citations of these articles: each with its notices."""
        named = {article.id: name for name, article in self.articles.items()}
        cited = annotated([self.cite(name) for name in names], related or Related(), self.paper)
        return [(named[each.article_id], [named[told.article_id] for told in each.corrections]) for each in cited]


@pytest.fixture
def room(tmp_path):
    files = []
    for name, text in PAGES.items():
        file = tmp_path / "pages" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        files.append(file)
    with Archive.open(tmp_path / "archive.sqlite", create=True) as archive:
        ingest(archive, files)
        yield Room(archive)


def test_without_links_nothing_is_added(room) -> None:
    cited = (room.cite("market"), room.cite("bridge"))
    assert with_notices(cited, room.paper) == cited
    assert annotated(cited, Related(), room.paper) == cited
    assert notices_of(room.articles["market"], room.paper) == ()


def test_a_linked_notice_stands_beside_its_article_only(room) -> None:
    room.link("first", "market")
    assert room.beside(["market", "bridge"]) == [("market", ["first"]), ("bridge", [])]


def test_a_notice_is_quoted_word_for_word(room) -> None:
    room.link("first", "market")
    ((told,),) = (each.corrections for each in annotated([room.cite("market")], Related(), room.paper))
    assert "“260个”应为“206个”" in told.excerpt
    assert (told.date, told.page) == (date(2025, 3, 13), "2")
    source = (room.archive.path.parent / "pages/2025-03-13/02.txt").read_bytes()
    assert b"".join(source[start:end] for start, end in told.source_bytes).decode() == told.excerpt
    assert notices_of(room.articles["market"], room.paper) == (told,)


def test_several_notices_stand_newest_first(room) -> None:
    room.link("first", "market")
    room.link("second", "market")
    assert room.beside(["market"]) == [("market", ["second", "first"])]
    assert [each.article_id for each in notices_of(room.articles["market"], room.paper)] == [
        room.articles["second"].id,
        room.articles["first"].id,
    ]


@pytest.mark.parametrize(
    ("cited", "shown"),
    [
        (["market", "first"], [("market", ["first"])]),
        (["bridge", "first", "market"], [("bridge", []), ("market", ["first"])]),
        (["first", "market"], [("first", []), ("market", ["first"])]),
        (["first", "bridge"], [("first", []), ("bridge", [])]),
        (["market", "second"], [("market", ["first"]), ("second", [])]),
        (["market", "market"], [("market", ["first"]), ("market", ["first"])]),
    ],
    ids=["behind", "between", "first of all", "alone", "another notice", "the article twice"],
)
def test_a_notice_is_not_cited_twice(room, cited, shown) -> None:
    room.link("first", "market")
    assert room.beside(cited) == shown


def test_other_printings_stand_with_the_first_citation_of_an_article(room) -> None:
    market, bridge = room.articles["market"].id, room.articles["bridge"].id
    elsewhere = (Headline(99, "花市开张", "晚报", None, "3"),)
    cited = [room.cite("market"), room.cite("bridge"), room.cite("market")]
    found = annotated(cited, Related({market: elsewhere, 5: elsewhere}), room.paper)
    assert [(each.article_id, each.also) for each in found] == [(market, elsewhere), (bridge, ()), (market, ())]


def test_earlier_reports_are_marked(room) -> None:
    market = room.articles["market"].id
    cited = [room.cite("bridge"), room.cite("market"), room.cite("market")]
    found = annotated(cited, Related(earlier=frozenset({market})), room.paper)
    assert [each.earlier for each in found] == [False, True, True]


def test_a_withdrawn_notice_is_shown_no_more(room) -> None:
    room.link("first", "market")
    withdrawals_of(room.archive).withdraw_article(room.articles["first"].id, "更正有误")
    assert room.beside(["market"]) == [("market", [])]
    assert notices_of(room.articles["market"], room.paper) == ()


def test_nothing_cited_is_nothing_annotated(room) -> None:
    assert annotated([], Related(), room.paper) == ()
