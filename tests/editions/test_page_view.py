"""What a block shows by itself, and what may be asked of a page by position."""

from __future__ import annotations

import pytest

from retrieval.domain import Byline
from retrieval.editions.layout.page_view import MOST_TITLE_LINES, WIDE_GAP_LINES, PageView, view_of
from tests.editions.support import block, blocks

REPORT = "本报讯（记者 高翔）沿凉水河新修的步道元旦起开放，全长约六公里。"
TEXT = "施工队从六月进场，先换主管，再换楼内立管，遇到下雨天就搭棚子继续焊接。"
TITLE = "河边步道元旦开放"
AUTHOR = "本报记者 沈一舟"
PICTURE = "本报记者 孟冬 摄"
CAPTION = "▲图为昨天下午，孩子们在什刹海冰场上滑冰车。"

SHOWN = {
    "a heading": (f"## {TITLE}", {"heading"}),
    "a heading that goes on from a page": ("# 清淤完工（上接第1版）", {"heading", "label"}),
    "the rest of an article": ("（上接第1版）泥沙运到砖厂，烧成透水砖。", {"label"}),
    "a credit": (AUTHOR, {"credit"}),
    "the number of a page": ("第4版", {"aside"}),
    "the people of the desk": ("责任编辑：王五　美编：赵六　校对：钱七", {"aside"}),
    "a title": (TITLE, {"title"}),
    "a report": (REPORT, {"only_text", "opens_report"}),
    "a paragraph": (TEXT, {"only_text"}),
    "a caption": (CAPTION, {"only_text"}),
}


@pytest.mark.parametrize(("text", "shows"), SHOWN.values(), ids=SHOWN)
def test_what_a_block_shows(text: str, shows: set[str]) -> None:
    view = view_of(block(text))
    names = ("heading", "label", "credit", "aside", "title", "only_text", "opens_report")
    assert {name for name in names if getattr(view, name)} == shows


def test_labels_and_credits_are_read() -> None:
    label = view_of(block("（上接第1版）泥沙运到砖厂。")).label
    assert label
    assert (label.label, label.page) == ("上接第1版", "1")
    assert view_of(block(PICTURE)).credit == Byline(photographers=("孟冬",))


def test_a_row_is_no_title() -> None:
    assert view_of(block("北海公园")).title
    row = view_of(block("北海公园", row=True))
    assert not row.title
    assert not row.only_text


def test_empty_blocks_are_left_out() -> None:
    page = PageView(blocks("", TITLE, "", TEXT))
    assert [page[at].text for at in range(len(page))] == [TITLE, TEXT]
    assert page.blocks(1, 2) == [page[1].block]
    assert len(PageView([])) == 0


@pytest.mark.parametrize("ask", [PageView.is_text, PageView.is_heading, PageView.opens_report])
def test_behind_the_end_there_is_nothing(ask) -> None:
    assert not ask(PageView(blocks(TEXT)), 1)
    assert not ask(PageView([]), 0)


@pytest.mark.parametrize(
    ("texts", "opens"),
    [
        ((REPORT,), True),
        ((AUTHOR, TEXT), True),
        ((AUTHOR,), False),
        ((AUTHOR, f"# {TITLE}"), False),
        ((PICTURE, TEXT), False),
        ((TEXT,), False),
        ((f"# {REPORT}",), False),
    ],
    ids=["a desk", "a name over text", "a name alone", "a name over a heading", "a picture", "text", "a heading"],
)
def test_where_a_report_begins(texts: tuple[str, ...], opens: bool) -> None:
    assert PageView(blocks(*texts)).opens_report(0) is opens


def test_a_run_of_titles_ends() -> None:
    many = PageView(blocks(*[TITLE] * (MOST_TITLE_LINES + 3)))
    assert many.titles_end(0) == MOST_TITLE_LINES
    assert many.titles_end(MOST_TITLE_LINES + 2) == len(many)
    assert PageView(blocks(TITLE, TITLE, TEXT, TITLE)).titles_end(0) == 2
    apart = [block(TITLE), block(TITLE, gap=WIDE_GAP_LINES - 1), block(TITLE, gap=WIDE_GAP_LINES)]
    assert PageView(apart).titles_end(0) == 2


@pytest.mark.parametrize(
    ("texts", "position"),
    [
        ((CAPTION, PICTURE), 1),
        (("清晨六点，后海的冬泳爱好者已经下水，岸上的老人", "数着圈数，游完三百米就上岸喝姜汤。", "孟冬/摄"), 2),
        ((PICTURE,), None),
        ((CAPTION, AUTHOR), None),
        ((CAPTION, TEXT, PICTURE), None),
        ((CAPTION, f"# {TITLE}", PICTURE), None),
        ((CAPTION, REPORT, PICTURE), None),
        ((CAPTION,), None),
        (("清晨，", "后海的，", "冬泳者，", "下水了。", PICTURE), None),
    ],
    ids=[
        "one caption", "a cut caption", "none", "a reporter's name", "two paragraphs", "a heading between",
        "a report between", "no credit", "too far below",
    ],
)  # fmt: skip
def test_the_credit_under_one_caption(texts: tuple[str, ...], position: int | None) -> None:
    assert PageView(blocks(*texts)).photo_credit(0) == position
