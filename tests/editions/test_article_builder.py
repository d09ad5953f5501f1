"""What gathered blocks make: an article with its titles, kind and byline, or titles that stand over nothing."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.domain import ArticleKind, Byline
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults
from retrieval.editions.layout.article_builder import ArticleBuilder, build
from retrieval.editions.layout.column_joins import BodyPart
from retrieval.language.jump_labels import incoming
from tests.editions.support import block, blocks

STATED = EditionDefaults("青溪晚报", date(2025, 11, 8), "3")
REPORT = "本报讯（记者 高翔 通讯员 何苗）沿凉水河新修的步道元旦起开放，全长约六公里。"
ROWS = ("市防汛办　 010-68556666", "城区分中心　010-65251234")


def parts(*texts: str) -> list[BodyPart]:
    return [BodyPart(each.source) for each in blocks(*texts)]


def built(builder: ArticleBuilder) -> ArticleDraft:
    (made,) = build([builder], STATED).drafts
    return made


@pytest.mark.parametrize(
    ("builder", "states"),
    [
        (ArticleBuilder(), {"empty"}),
        (ArticleBuilder(titles=blocks("# 新馆")), {"waits_for_text"}),
        (ArticleBuilder(titles=blocks("# 新馆"), parts=parts(REPORT)), {"is_story"}),
        (ArticleBuilder(parts=parts(REPORT)), set()),
        (ArticleBuilder(parts=parts(REPORT), label=incoming("上接第1版")), {"is_story"}),
        (ArticleBuilder(parts=parts(*ROWS, REPORT, REPORT), rows=2), {"mostly_rows"}),
        (ArticleBuilder(parts=parts(*ROWS, REPORT, REPORT, REPORT), rows=2), set()),
    ],
    ids=["nothing", "a title", "a title and text", "text", "a label and text", "half of it rows", "fewer rows"],
)
def test_how_far_the_gathering_is(builder: ArticleBuilder, states: set[str]) -> None:
    names = ("empty", "waits_for_text", "is_story", "mostly_rows")
    assert {name for name in names if getattr(builder, name)} == states


def test_the_level_is_that_of_the_highest_heading() -> None:
    assert ArticleBuilder(titles=blocks("## 肩题", "# 标题", "副题")).level == 1
    assert ArticleBuilder(titles=blocks("标题")).level == 0
    assert ArticleBuilder().level == 0


def test_an_article_has_what_stands_around_it() -> None:
    titles = blocks("## 城建会议召开", "# 步道元旦开放", "——全长六公里")
    credit = Byline(photographers=("孟冬",))
    made = built(ArticleBuilder(titles, parts(REPORT, "设出入口九处，（下转第4版）"), credits=[credit]))
    assert (made.kicker, made.headline, made.subhead) == ("城建会议召开", "步道元旦开放", "——全长六公里")
    assert made.byline == Byline(("高翔",), ("何苗",), ("孟冬",))
    assert (made.paper, made.date, made.page) == (STATED.paper, STATED.date, STATED.page)
    assert (made.kind, made.to_page, made.from_page, made.jump) == (ArticleKind.REPORT, "4", None, None)
    assert made.body == f"{REPORT}\n设出入口九处，（下转第4版）"


def test_the_last_of_two_labels_leads_on() -> None:
    assert built(ArticleBuilder(parts=parts("甲。（下转第4版）", "乙。（下转第6版）", "丙。"))).to_page == "6"


def test_a_paragraph_that_a_column_cut_is_one_again() -> None:
    made = built(ArticleBuilder(blocks("步道"), parts("步道全长约6.", "2公里，设了九处出入口。", "全程免费。")))
    assert made.body == "步道全长约6.2公里，设了九处出入口。\n全程免费。"
    assert made.joins == 1


KINDS = {
    "a report": (ArticleBuilder(blocks("# 步道"), parts(REPORT)), ArticleKind.REPORT),
    "a jump": (ArticleBuilder(parts=parts(REPORT), label=incoming("上接第1版")), ArticleKind.JUMP),
    "a jump first": (ArticleBuilder(parts=parts(REPORT), label=incoming("上接第1版"), photo=True), ArticleKind.JUMP),
    "a photo that was seen as one": (ArticleBuilder(parts=parts(REPORT), photo=True), ArticleKind.PHOTO),
    "a caption": (ArticleBuilder(blocks("雪后"), parts("▲图为孩子们在坡上滑雪圈。")), ArticleKind.PHOTO),
    "a photographer alone": (
        ArticleBuilder(blocks("雪后"), parts("孩子们在坡上滑雪圈。"), [Byline(photographers=("孟冬",))]),
        ArticleKind.PHOTO,
    ),
    "a photographer under two paragraphs": (
        ArticleBuilder(blocks("雪后"), parts("孩子们滑雪圈。", "湖还没有化。"), [Byline(photographers=("孟冬",))]),
        ArticleKind.REPORT,
    ),
    "a notice": (
        ArticleBuilder(blocks("# 更正"), parts("本报3月11日2版《步道》一文中，“六公里”应为“七公里”。")),
        ArticleKind.CORRECTION,
    ),
    "a table": (ArticleBuilder(blocks("# 电话"), parts(*ROWS), rows=2), ArticleKind.TABLE),
}  # fmt: skip


@pytest.mark.parametrize(("builder", "kind"), KINDS.values(), ids=KINDS)
def test_what_kind_of_article_it_is(builder: ArticleBuilder, kind: ArticleKind) -> None:
    assert built(builder).kind is kind


def test_a_label_is_told_with_its_page() -> None:
    made = built(ArticleBuilder(parts=parts("泥沙运到砖厂。"), label=incoming("（上接第1版）")))
    assert (made.jump, made.from_page, made.headline) == ("上接第1版", "1", None)


def test_lines_under_a_title_without_text_are_the_text() -> None:
    made = built(ArticleBuilder(blocks("# 防汛值守电话", *ROWS)))
    assert (made.headline, made.body, made.kind) == ("防汛值守电话", "\n".join(ROWS), ArticleKind.TABLE)
    assert made.joins == 0


@pytest.mark.parametrize(
    "titles",
    [("# 新馆",), ("新馆",), ("# 新馆", "## 开门"), ("# 新馆", "下月", "## 开门")],
    ids=["a heading", "a line", "two headings", "a heading under a line"],
)
def test_titles_over_nothing_make_no_article(titles: tuple[str, ...]) -> None:
    found = build([ArticleBuilder([block(each) for each in titles])], STATED)
    assert found.drafts == ()
    assert found.bare_titles == tuple(each.lstrip("# ") for each in titles)


def test_articles_come_in_the_order_in_which_they_were_gathered() -> None:
    gathered = [ArticleBuilder(blocks(f"# {name}"), parts(f"{name}开放。")) for name in ("丙", "甲", "乙")]
    found = build([gathered[0], ArticleBuilder(blocks("# 空")), *gathered[1:]], STATED)
    assert [each.headline for each in found.drafts] == ["丙", "甲", "乙"]
    assert found.bare_titles == ("空",)
    assert build([], STATED).drafts == ()
