"""Stories that jump: joined where the labels or the wording are certain, else left unknown."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from retrieval.domain import ArticleKind
from retrieval.editions.base.jump_part import JumpPart
from retrieval.editions.ingest import ingest
from retrieval.editions.layout.jump_links import chains, link
from tests.editions import sample_pages as samples
from tests.fuzz.running import limited


@pytest.fixture
def edition(write, tmp_path):
    write("2022-12-08/01.txt", samples.JUMP_FROM)
    write("2022-12-08/04.txt", samples.JUMP_TO)
    return tmp_path / "2022-12-08"


def joined(archive):
    """Headline → what its continuations begin with."""
    return {
        article.headline: [part.body[7:11] for part in archive.continuations(article.id)]
        for article in archive.articles()
        if article.jump is None
    }


ALL = {
    "三项措施帮中小店铺过冬": ["满五十元"],
    "水库清淤工程提前完工": ["鱼类放流"],
    "小学生种的白菜丰收了": [],
}


@pytest.mark.parametrize("order", [["01.txt", "04.txt"], ["04.txt", "01.txt"], ["."]])
def test_two_fragments_and_two_beginnings_in_any_order(archive, edition, order):
    for name in order:
        report = ingest(archive, [edition / name])
    assert (report.continued, report.unknown) == (2, 0)
    assert joined(archive) == ALL
    parts = [a for a in archive.articles() if a.jump]
    assert [(p.kind, p.page, p.headline, p.byline.reporters) for p in parts] == [
        (ArticleKind.JUMP, "4", "水库清淤工程提前完工", ("江水",)),
        (ArticleKind.JUMP, "4", "三项措施帮中小店铺过冬", ("丁一",)),
    ]
    assert all(Path(p.source_file).name == "04.txt" for p in parts)


def test_until_the_page_comes_the_headline_is_unknown(archive, edition):
    report = ingest(archive, [edition / "04.txt"])
    assert (report.continued, report.unknown) == (0, 2)
    assert [a.headline for a in archive.articles()] == ["小学生种的白菜丰收了", None, None]


def test_a_corrected_page_is_joined_anew(archive, edition):
    ingest(archive, [edition])
    fragments = [a.id for a in archive.articles() if a.jump]
    page = edition / "01.txt"
    page.write_text(samples.JUMP_FROM.replace("三项措施帮中小店铺过冬", "三项措施帮小店过冬"))
    ingest(archive, [page])
    assert joined(archive)["三项措施帮小店过冬"] == ["满五十元"]
    again = [a.id for a in archive.articles() if a.jump]
    assert (again[0] in fragments, again[1] in fragments) == (True, False), "only the joined one is a new version"
    page.write_text("# 天气\n\n本报讯（记者 安平）今天有雨，明天有雪。\n")
    report = ingest(archive, [page])
    assert (report.continued, report.unknown) == (0, 2)
    assert [a.headline for a in archive.articles() if a.jump] == [None, None]


def test_other_days_are_not_searched(archive, edition, write):
    write("2022-12-09/01.txt", samples.JUMP_FROM)
    ingest(archive, [edition / "04.txt", edition.parent / "2022-12-09" / "01.txt"])
    assert [a.headline for a in archive.articles() if a.jump] == [None, None]


def test_an_edition_without_a_date_is_what_lies_in_one_folder(archive, write, tmp_path):
    write("x/第1版.txt", samples.JUMP_FROM)
    write("y/第4版.txt", samples.JUMP_TO)
    ingest(archive, [tmp_path / "x", tmp_path / "y"])
    assert [a.headline for a in archive.articles() if a.jump] == [None, None]
    write("y/第1版.txt", samples.JUMP_FROM + "\n")
    ingest(archive, [tmp_path / "y"])
    assert None not in [a.headline for a in archive.articles() if a.jump]


SHOPS = "市商务局公布帮扶中小店铺的措施，农贸市场摊位费减免三个月，消费券每人每月两张，一是减免租金。二是发放贷款"
WATER = "怀柔水库完成清淤，清出泥沙四十万立方米，蓄水量恢复到建库时的水平，鱼类也多了起来"
MORE_SHOPS = "消费券在农贸市场摊位上使用。三是返还保险费，中小店铺按月申领，市商务局负责摊位费的核对。"
ELSE = "合唱团今年排练了十二首新歌，明年春天在各区巡回演出，团员平均年龄六十一岁。"


def part(id_, page, body, *, from_page=None, to_page=None, title=""):
    return JumpPart(id_, page, from_page, to_page, title, body)


def test_the_only_pair_that_the_labels_allow():
    parts = [part(1, "1", WATER, to_page="4"), part(2, "1", SHOPS), part(3, "4", ELSE, from_page="1")]
    assert link(parts) == {3: 1}


def test_without_a_label_the_wording_decides():
    parts = [part(1, "1", WATER), part(2, "1", SHOPS), part(3, "4", MORE_SHOPS, from_page="1")]
    assert link(parts) == {3: 2}


def test_without_a_label_and_without_shared_wording_nothing_is_joined():
    assert link([part(1, "1", WATER), part(2, "1", SHOPS), part(3, "4", ELSE, from_page="1")]) == {}


def test_finished_articles_are_not_continued_without_a_label():
    assert (
        link([part(1, "1", SHOPS.replace("。二是发放贷款", "。")), part(3, "4", ELSE + MORE_SHOPS[:20], from_page="1")])
        == {}
    )


def test_a_label_that_leads_elsewhere_is_believed():
    parts = [part(1, "1", SHOPS, to_page="6"), part(2, "1", WATER), part(3, "4", MORE_SHOPS, from_page="1")]
    assert link(parts) == {}


def test_two_fragments_that_are_alike_stay_unknown_rather_than_wrong():
    parts = [
        part(1, "1", WATER, to_page="4"),
        part(2, "1", WATER, to_page="4"),
        part(3, "4", ELSE, from_page="1"),
        part(4, "4", ELSE, from_page="1"),
    ]
    assert link(parts) == {}


def test_a_title_repeated_over_the_fragment_decides():
    parts = [
        part(1, "1", WATER, title="清淤", to_page="4"),
        part(2, "1", SHOPS, title="过冬", to_page="4"),
        part(3, "4", ELSE, title="清淤", from_page="1"),
        part(4, "4", ELSE, title="过冬", from_page="1"),
    ]
    assert link(parts) == {3: 1, 4: 2}


@pytest.mark.parametrize("pages", [("1", "2"), ("1", "2", "3")], ids=["of two", "of three"])
def test_fragments_that_name_each_other_make_no_circle(pages):
    """Each says that it continues the page before it, the first that it continues the last."""
    parts = [
        part(number, page, SHOPS + MORE_SHOPS, from_page=pages[number - 1], title="过冬")
        for number, page in enumerate(pages)
    ]
    links = link(parts)
    assert len(links) == len(pages) - 1
    for start in links:
        seen = [start]
        while seen[-1] in links:
            seen.append(links[seen[-1]])
            assert len(seen) <= len(pages)


def test_parts_that_continue_each_other_are_told_once(archive, edition):
    """As older versions could write them."""
    ingest(archive, [edition])
    first = next(article for article in archive.articles() if archive.continuations(article.id))
    second = archive.continuations(first.id)[0]
    with sqlite3.connect(archive.path) as connection:
        connection.execute("UPDATE articles SET continues = ? WHERE id = ?", (second.id, first.id))
    connection.close()
    assert [part.id for part in archive.continuations(first.id)] == [second.id]


def test_a_story_over_three_pages():
    parts = [
        part(1, "1", WATER, to_page="2"),
        part(2, "2", ELSE, from_page="1", to_page="3"),
        part(3, "3", SHOPS, from_page="2"),
    ]
    assert link(parts) == {2: 1, 3: 2}


def test_a_story_over_three_pages_has_one_headline(archive, write, tmp_path):
    write("2022-12-08/1.txt", "# 清淤\n\n本报讯（记者 江水）" + WATER + "（下转第2版）")
    write("2022-12-08/2.txt", "（上接第1版）" + ELSE + "（下转第3版）")
    write("2022-12-08/3.txt", "（上接第2版）" + MORE_SHOPS)
    ingest(archive, [tmp_path / "2022-12-08"])
    first, second, third = archive.articles()
    assert {a.headline for a in (first, second, third)} == {"清淤"}
    assert [a.id for a in archive.continuations(first.id)] == [second.id, third.id]
    assert archive.article(third.id).continues == second.id


@pytest.mark.parametrize(
    "top",
    [
        "## 清淤完工（上接第1版）\n\n",
        "## （上接第1版）清淤完工\n\n",
        "## 清淤完工\n\n（上接第1版）",
        "## （上接第1版）\n\n## 清淤完工\n\n",
    ],
)
def test_a_title_over_the_fragment_itself_is_its_own(drafts, top):
    (fragment,) = drafts(top + "泥沙运到砖厂，烧成透水砖。\n")
    assert (fragment.headline, fragment.jump, fragment.kind) == ("清淤完工", "上接第1版", ArticleKind.JUMP)


def jumping(stories: int) -> tuple[str, str]:
    """A page from which so many stories go on, and the page on which they do; each has wording of its own."""
    words = ["".join(chr(0x4E00 + 4 * number + at) for at in range(4)) for number in range(stories)]
    first = "".join(f"## {word}题\n\n本报讯 {word}今天开工，（下转第4版）\n\n" for word in words)
    return first, "".join(f"（上接第1版）{word}明年完工。\n\n" for word in reversed(words))


@pytest.mark.parametrize(
    ("stories", "continued"), [(50, 50), (400, 0)], ids=["a full page", "more than any page prints"]
)
def test_many_stories_that_jump_take_no_time(archive, write, tmp_path, stories: int, continued: int):
    """Each was held against each other one again and again: a hundred took seconds, a thousand would take days."""
    for name, text in zip(("01.txt", "04.txt"), jumping(stories), strict=True):
        write(f"2025-11-08/{name}", text)
    with limited(10.0):
        report = ingest(archive, [tmp_path / "2025-11-08"])
    assert (report.continued, report.unknown) == (continued, stories - continued)
    assert all(len(parts) == (1 if continued else 0) for parts in joined(archive).values())


def test_a_story_over_very_many_pages(archive):
    pages = 5000
    parts = [
        JumpPart(page, str(page), str(page - 1) if page else None, str(page + 1), f"题{page}", "字字，")
        for page in range(pages)
    ]
    with limited(10.0):
        links = link(parts)
        places = chains(links)
    assert len(links) == pages - 1
    assert places[pages - 1] == (0, pages - 1)
