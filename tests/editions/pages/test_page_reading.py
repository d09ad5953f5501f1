"""Lines with places → articles: titles, columns, boxes, pictures, paragraphs, furniture."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.domain import ArticleKind
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults
from retrieval.editions.pages.placed_drafts import MOST_PRINTED_LINES, ReadSheet, read_sheet
from retrieval.editions.pages.sheet import Sheet, TypeLine
from retrieval.errors import BadInput
from tests.editions.pages.support import PITCH, column, line, page, read

ONE = ("\u3000旧货市场下周六重", "新开张，摊位增加到", "一百四十个，其中一", "部分留给手艺人。")
TWO = ("\u3000场内新设旧书区和", "修理区，补瓷器和配", "旧钥匙的师傅都来。", "\u3000旧电器先检测再")
THREE = ("上架，检测费由市场", "承担，旧书不收费。", "\u3000市场每周两天开", "放，清早八点开门。")
OTHER = ("\u3000渡口桥昨天恢复通", "车，限载提高一倍，", "公交车恢复原线，夜", "里仍有人值守检查。")
LEFTS = (20.0, 130.0, 240.0, 350.0)


def title(text: str, x: float, y: float, size: float = 24.0):
    return line(text, x, y, size=size, face="hei")


def articles(found: ReadSheet) -> dict[str | None, list[str]]:
    """Paragraphs by headline."""
    return {draft.headline: draft.body.split("\n") for draft in found.drafts}


def only(found: ReadSheet) -> ArticleDraft:
    [draft] = found.drafts
    return draft


def test_columns_under_a_title_are_read_from_the_left() -> None:
    lines = [*column(LEFTS[2], 100, *THREE), *column(LEFTS[0], 100, *ONE), *column(LEFTS[1], 100, *TWO)]
    draft = only(read(page([title("旧货市场重新开张", 20, 60), *lines])))
    assert draft.headline == "旧货市场重新开张"
    assert draft.body.split("\n") == [
        "旧货市场下周六重新开张，摊位增加到一百四十个，其中一部分留给手艺人。",
        "场内新设旧书区和修理区，补瓷器和配旧钥匙的师傅都来。",
        "旧电器先检测再上架，检测费由市场承担，旧书不收费。",
        "市场每周两天开放，清早八点开门。",
    ]
    assert draft.joins == 1


def test_text_goes_on_beside_the_title() -> None:
    lines = [title("旧货市场", 20, 60), *column(LEFTS[0], 100, *ONE), *column(LEFTS[1], 60, *TWO)]
    assert articles(read(page(lines)))["旧货市场"][1].startswith("场内新设旧书区")


def test_two_articles_side_by_side_keep_their_columns() -> None:
    lines = [
        *(title("旧货市场重开", 20, 60, 18), *column(LEFTS[0], 100, *ONE)),
        *(title("渡口桥通车", 130, 60, 18), *column(LEFTS[1], 100, *OTHER)),
    ]
    found = articles(read(page(lines)))
    assert set(found) == {"旧货市场重开", "渡口桥通车"}
    assert found["渡口桥通车"] == ["渡口桥昨天恢复通车，限载提高一倍，公交车恢复原线，夜里仍有人值守检查。"]


def test_a_rule_ends_an_article() -> None:
    lines = [title("旧货市场重开", 20, 60, 18), *column(LEFTS[0], 100, *ONE), *column(LEFTS[0], 175, *OTHER)]
    whole = read(page(lines))
    parted = read(page(lines, rules=[(20, 168, 110, 168.5)]))
    assert (len(whole.drafts), len(parted.drafts)) == (1, 2)


def test_a_box_is_read_by_itself() -> None:
    lines = [title("旧货市场重新开张", 20, 60), *column(LEFTS[0], 100, *ONE), *column(LEFTS[1], 100, *TWO)]
    boxed = [title("渡口桥通车", 245, 110, 16), *column(LEFTS[2], 140, *OTHER)]
    found = articles(read(page([*lines, *boxed], panels=[(236, 100, 345, 210)])))
    assert found["渡口桥通车"] == ["渡口桥昨天恢复通车，限载提高一倍，公交车恢复原线，夜里仍有人值守检查。"]
    assert len(found["旧货市场重新开张"]) == 3


def test_text_below_a_picture_belongs_above_it() -> None:
    lines = [title("旧货市场重新开张", 20, 60), *column(LEFTS[0], 100, *ONE), *column(LEFTS[1], 220, *TWO)]
    caption = line("图为旧货市场。金未摄", 130, 205, size=9, face="hei")
    draft = only(read(page([*lines, caption], pictures=[(130, 100, 230, 200)])))
    assert draft.body.split("\n")[-1] == "图为旧货市场。金未摄"
    assert draft.byline.photographers == ("金未",)


def test_a_column_that_runs_down_beside_another_article() -> None:
    lines = [title("旧货市场重新开张", 20, 60), *column(LEFTS[0], 100, *ONE, *TWO), *column(LEFTS[1], 100, *THREE)]
    under = [title("渡口桥通车", 130, 180, 18), *column(LEFTS[1], 210, *OTHER)]
    found = articles(read(page([*lines, *under])))
    assert found["旧货市场重新开张"][2] == "旧电器先检测再上架，检测费由市场承担，旧书不收费。"
    assert found["渡口桥通车"][0].startswith("渡口桥昨天")


def test_kicker_and_subhead_by_their_size() -> None:
    lines = [
        line("封闭四个月", 60, 40, size=14),
        title("渡口桥通车", 20, 60, 30),
        line("——夜里仍有人值守", 40, 100, size=14),
        *column(LEFTS[0], 130, *OTHER),
        *column(LEFTS[1], 130, *TWO),
    ]
    draft = only(read(page(lines)))
    assert (draft.kicker, draft.headline, draft.subhead) == ("封闭四个月", "渡口桥通车", "——夜里仍有人值守")


def test_a_title_over_two_lines_is_one() -> None:
    lines = [title("东门旧货市场", 20, 40, 20), title("下周重开", 20, 63, 20), *column(LEFTS[0], 100, *ONE)]
    assert only(read(page(lines))).headline == "东门旧货市场下周重开"


def test_a_crosshead_stays_in_the_text() -> None:
    head = line("修理区补瓷器", 35, 160, face="hei")
    lines = [title("旧货市场重开", 20, 60, 18), *column(LEFTS[0], 100, *ONE), head, *column(LEFTS[0], 175, *TWO[:3])]
    assert articles(read(page(lines)))["旧货市场重开"][1] == "修理区补瓷器"


def test_short_items_in_one_column_have_a_title_each() -> None:
    lines = [
        *(line("旧货市场下周重新开张了", 20, 60, size=12, face="hei"), *column(LEFTS[0], 80, *ONE)),
        *(line("渡口桥昨天恢复正常通车", 20, 155, size=12, face="hei"), *column(LEFTS[0], 175, *OTHER)),
    ]
    assert set(articles(read(page(lines)))) == {"旧货市场下周重新开张了", "渡口桥昨天恢复正常通车"}


def test_a_byline_below_the_title() -> None:
    lines = [title("旧货市场", 20, 50), line("本报记者 沈舟", 20, 80), *column(LEFTS[0], 100, *ONE)]
    draft = only(read(page(lines)))
    assert draft.byline.reporters == ("沈舟",)
    assert not draft.body.startswith("本报记者")


def test_paragraphs_without_indents_end_where_a_line_does() -> None:
    text = ("旧货市场下周六重新开", "张，摊位有一百四十个，", "留给手艺人。", "场内新设旧书区和修理", "区。")
    lines = column(LEFTS[0], 100, *text)
    assert only(read(page([title("旧货市场", 20, 60), *lines]))).body.split("\n") == [
        "旧货市场下周六重新开张，摊位有一百四十个，留给手艺人。",
        "场内新设旧书区和修理区。",
    ]


def test_a_last_line_shorter_than_the_next_indent() -> None:
    text = ("\u3000旧货市场下周六重", "新开张，摊位增加到", "多。", "\u3000场内新设旧书区和", "修理区。")
    lines = column(LEFTS[0], 100, *text)
    assert len(only(read(page([title("旧货市场", 20, 60), *lines]))).body.split("\n")) == 2


def test_latin_words_stay_parted_at_a_lines_end() -> None:
    lines = column(LEFTS[0], 100, "\u3000市场用上了Open", "Source的软件。")
    assert only(read(page([title("旧货市场", 20, 60), *lines]))).body == "市场用上了Open Source的软件。"


def test_a_part_from_another_page() -> None:
    lines = [title("旧货市场", 20, 60), *column(LEFTS[0], 100, "（上接第1版）旧书", *TWO[1:3])]
    draft = only(read(page(lines)))
    assert (draft.kind, draft.from_page, draft.jump) == (ArticleKind.JUMP, "1", "上接第1版")


HEAD = [line("05版 民生", 20, 10), line("2025年3月14日 星期五 责任编辑 乔一", 200, 10), line("临江日报", 540, 10)]


def test_the_head_of_the_page_says_where_it_was_printed() -> None:
    lines = [*HEAD, title("旧货市场", 20, 60), *column(LEFTS[0], 100, *ONE)]
    found = read(page(lines, rules=[(20, 30, 580, 31)]))
    assert found.known == EditionDefaults("临江日报", date(2025, 3, 14), "5")
    assert (only(found).paper, only(found).page) == ("临江日报", "5")
    assert "乔一" not in only(found).body
    assert [each.text for each in found.sheet.lines[:3]] == [each.text for each in HEAD]


def test_the_head_counts_before_what_is_stated() -> None:
    sheet = page([*HEAD, title("旧货市场", 20, 60), *column(LEFTS[0], 100, *ONE)])
    stated = EditionDefaults("晚报", date(2025, 3, 15), None)
    assert read_sheet(sheet, stated, 0).known == EditionDefaults("临江日报", date(2025, 3, 14), "5")


def test_without_a_head_the_page_is_what_is_stated() -> None:
    stated = EditionDefaults("晚报", date(2025, 3, 15), "7")
    sheet = page([title("旧货市场", 20, 60), *column(LEFTS[0], 100, *ONE)])
    assert read_sheet(sheet, stated, 0).known == stated


def test_a_date_in_the_last_line_of_text_is_no_foot() -> None:
    text = column(LEFTS[0], 700, *ONE[:3], "部分2025年4月8日开")
    draft = only(read(page([title("旧货市场", 20, 660), *text])))
    assert draft.body.endswith("2025年4月8日开")


def test_pieces_and_places_lead_back_to_the_lines() -> None:
    lines = [title("旧货市场", 20, 60), *column(LEFTS[0], 100, *ONE), *column(LEFTS[1], 60, *TWO)]
    found = read_sheet(page(lines), EditionDefaults(), 1000)
    draft = only(found)
    text = "".join(f"{each.text}\n" for each in found.sheet.lines)
    for piece in draft.pieces:
        printed = text[piece.source_start - 1000 :][: piece.end - piece.start]
        assert printed == draft.body[piece.start : piece.end]
    assert [draft.body[each.start : each.end] for each in draft.lines][:2] == [ONE[0].strip(), ONE[1]]
    assert draft.lines[1].box == (20.0, 100 + PITCH, 110.0, 110 + PITCH)
    assert draft.area is not None and draft.area.outlines[0][0] == (20.0, 60.0)


def test_an_empty_page() -> None:
    found = read(Sheet(1, (600.0, 800.0)))
    assert (found.drafts, found.sheet.lines) == ((), ())


def test_a_subhead_in_nearly_the_texts_type() -> None:
    lines = [title("渡口桥通车", 20, 50, 30), line("夜里有人值守", 20, 85, size=10.4), *column(LEFTS[0], 104, *OTHER)]
    draft = only(read(page([*lines, *column(LEFTS[1], 104, *TWO)])))
    assert (draft.headline, draft.subhead) == ("渡口桥通车", "夜里有人值守")
    assert draft.body.startswith("渡口桥昨天")


def test_a_crosshead_at_a_columns_head_and_foot() -> None:
    head, foot = line("修理区补瓷器", 145, 100, face="hei"), line("旧书不收费", 145, 175, face="hei")
    lines = [title("旧货市场重新开张", 20, 60), *column(LEFTS[0], 100, *ONE), head, *column(LEFTS[1], 115, *TWO[:3])]
    paragraphs = articles(read(page([*lines, foot, *column(LEFTS[2], 100, *OTHER)])))["旧货市场重新开张"]
    assert paragraphs[1:4] == ["修理区补瓷器", "场内新设旧书区和修理区，补瓷器和配旧钥匙的师傅都来。", "旧书不收费"]


def test_a_short_title_at_the_top_of_a_page_is_no_furniture() -> None:
    lines = [title("花市", 20, 30, 24), *column(LEFTS[0], 70, *ONE)]
    assert only(read(page(lines))).headline == "花市"


def test_a_title_in_the_middle_of_more_columns_than_it_is_wide() -> None:
    lines = [title("渡口桥通车", 140, 60, 20), *column(LEFTS[0], 100, *OTHER)]
    lines += [*column(LEFTS[1], 100, *ONE), *column(LEFTS[2], 100, *TWO)]
    found = articles(read(page(lines)))
    assert list(found) == ["渡口桥通车"]
    assert found["渡口桥通车"][0].startswith("渡口桥昨天")


def test_an_upright_title_beside_its_text() -> None:
    upright = TypeLine("旧货市场", (20, 60, 44, 180), 24.0, "hei", vertical=True)
    found = articles(read(page([upright, *column(LEFTS[1], 60, *ONE), *column(LEFTS[2], 60, *TWO)])))
    assert list(found) == ["旧货市场"]


def test_more_pieces_than_any_page_has() -> None:
    with pytest.raises(BadInput, match="separate pieces") as caught:
        read(page(line("字", at % 500, at // 500) for at in range(MOST_PRINTED_LINES + 1)))
    assert caught.value.code == "too_large"


def test_a_table_in_a_column_is_read_row_by_row() -> None:
    hours = (("图书馆", "9:00"), ("博物馆", "9:30"), ("文化馆", "8:30"), ("科技馆", "9:45"))
    lines = [title("场馆开放时间", 20, 60, 18), *column(LEFTS[0], 100, *ONE[:3], "馆周一都闭馆检查。")]
    for at, (name, time) in enumerate(hours, 4):
        lines += [line(name, 20, 100 + at * PITCH), line(time, 70, 100 + at * PITCH)]
    lines += column(LEFTS[0], 100 + 8 * PITCH, *TWO[:3])
    paragraphs = articles(read(page([*lines, *column(LEFTS[1], 100, *OTHER)])))["场馆开放时间"]
    assert paragraphs[1:5] == [f"{name}\u3000{time}" for name, time in hours]
    assert paragraphs[5].startswith("场内新设旧书区")


def test_lines_that_do_not_stand_upright_are_kept_and_make_no_article() -> None:
    turned = [TypeLine("由西向东一百四十个摊位在此", (500 + at, 100, 510 + at, 300), 0.0, "turned") for at in range(6)]
    found = read(page([title("旧货市场", 20, 60), *column(LEFTS[0], 100, *ONE), *turned]))
    assert only(found).body.startswith("旧货市场下周六")
    assert sum(line.text == turned[0].text for line in found.sheet.lines) == 6


@pytest.mark.parametrize("head", ["06　城事　苇州晚报　2024年11月5日　星期二", "苇州晚报 2024年11月5日 A06"])
def test_a_running_head_that_gives_the_page_as_a_number(head: str) -> None:
    found = read(page([line(head, 20, 20, size=8), title("旧货市场重新开张", 20, 60), *column(20, 100, *ONE)]))
    assert (found.known.paper, found.known.date) == ("苇州晚报", date(2024, 11, 5))
    assert found.known.page == ("A6" if "A06" in head else "6")
