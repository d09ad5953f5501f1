"""Kinds beside those that were delivered first: other exporters' names, labels, credits, imprints, tables and signs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval.domain import ArticleKind
from retrieval.editions.ingest import ingest
from retrieval.editions.layout import bylines
from retrieval.editions.layout.block_patterns import opens_report
from retrieval.editions.sources.metadata import parse_page
from retrieval.editions.sources.paths import from_path
from retrieval.language.imprints import imprint_in
from retrieval.language.jump_labels import incoming, outgoing
from retrieval.language.paper_names import is_paper_name
from retrieval.language.sentences import sentences

DAY = date(2025, 4, 8)


@pytest.mark.parametrize(
    ("name", "paper", "page"),
    [
        ("2025-04-08 06-10-00 p03.txt", None, "3"),
        ("2025-04-08T0610_A03.txt", None, "A3"),
        ("20250408苇州日报T12.txt", "苇州日报", "T12"),
        ("20250408-03-02.txt", None, "3"),
        ("苇州青年报/20250408/04版 副刊/a.txt", "苇州青年报", "4"),
        ("苇州日报 第12345期 2025-04-08 4版.txt", "苇州日报", "4"),
        ("2025年4月8日/葦州時報/A疊/A03 民生.txt", "葦州時報", "A3"),
        ("苇州日报-20250408-A叠02版.txt", "苇州日报", "A2"),
    ],
)
def test_names_of_files(name, paper, page):
    stated = from_path(Path("in") / name, Path("/in") / name).stated
    assert (stated.paper, stated.date, stated.page) == (paper, DAY, page)


@pytest.mark.parametrize("name", ["北岸青年报", "少年报", "苇州老年报", "香港文汇报", "香港大公报", "苇州每日电讯"])
def test_papers_whose_name_ends_like_another_word(name):
    assert is_paper_name(name)


@pytest.mark.parametrize("word", ["半年报", "政府公报", "工作汇报", "视频通讯"])
def test_words_that_are_no_paper(word):
    assert not is_paper_name(word)


@pytest.mark.parametrize(
    ("label", "page"),
    [
        ("(下转⑧版)", "8"),
        ("（下转B叠2版）", "B2"),
        ("（下轉B疊2版）▼", "B2"),
        ("（下转2版头条）", "2"),
    ],
)
def test_labels_that_lead_on(label, page):
    assert outgoing(f"摊位安排在{label}") == page


@pytest.mark.parametrize(
    ("label", "page"),
    [("▲上接第1版", "1"), ("（上接A叠1版）", "A1"), ("(上接⑧版)", "8"), ("（上接第一、二版）", "1")],
)
def test_labels_that_lead_back(label, page):
    found = incoming(f"{label}两个镇下周放水。")
    assert found is not None
    assert found.page == page


@pytest.mark.parametrize(
    "line",
    ["《苇州日报》（2025年4月8日03版）", "苇州日报 数字报 2025年04月08日 第03版：民生", "苇州日报2025年04月08日03版"],
)
def test_imprints(line):
    found = imprint_in(line)
    assert found is not None
    assert (found.paper, found.day, found.page) == ("苇州日报", DAY, "3")


@pytest.mark.parametrize("stated", ["A03 民生", "A3：本地新闻", "a03·要闻", "A03版 民生"])
def test_a_page_with_its_section(stated):
    assert parse_page(stated, Path("a.txt")) == "A3"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报苇州4月7日讯 记者柏念报道：东门早市昨天搬家。", ("柏念",)),
        ("中新社苇州4月7日电 (柏念 乔一帆)东门早市昨天搬家。", ("柏念", "乔一帆")),
        ("据新华社苇州4月7日电（记者柏念、乔一帆）东门早市昨天搬家。", ("柏念", "乔一帆")),
        ("新華社葦州4月7日電（早市昨天搬家）", ()),
    ],
)
def test_names_behind_a_dateline(text, names):
    assert bylines.opening_byline(text).reporters == names


@pytest.mark.parametrize(
    ("line", "reporters", "others"),
    [
        ("苇州日报记者　柏　念", ("柏念",), ()),
        ("苇州晚报全媒体记者 柏念", ("柏念",), ()),
        ("苇州新闻网记者柏念", ("柏念",), ()),
        ("苇州日报 记者 柏念", ("柏念",), ()),
        ("苇州电视台记者 柏念 摄影 乔一帆", ("柏念",), ("乔一帆",)),
        ("本报记者 柏念 发自苇州", ("柏念",), ()),
    ],
)
def test_whose_reporter_somebody_is(line, reporters, others):
    credit = bylines.credit_line(line)
    assert credit is not None
    assert (credit.reporters, credit.photographers) == (reporters, others)


@pytest.mark.parametrize("line", ["苇州日报记者走进社区", "苇州日报", "通讯员柏念苇州日报记者", "苇州新闻 早市搬家"])
def test_lines_about_a_paper_that_are_no_credit(line):
    assert bylines.credit_line(line) is None


@pytest.mark.parametrize("line", ["据新华社苇州4月7日电（记者柏念）", "新华社苇州4月7日电 记者柏念"])
def test_an_agency_is_nobody_s_name(line):
    credit = bylines.credit_line(line)
    assert credit is not None
    assert credit.names == ("柏念",)


@pytest.mark.parametrize(
    "line", ["【苇州讯】", "（葦州訊）", "〔本報葦州訊〕", "【综合报道】", "（苇州8日电）", "苇州日报讯（记者柏念）"]
)
def test_a_dateline_alone_is_no_title(drafts, line):
    assert opens_report(line)
    (draft,) = drafts(f"# 早市搬家\n\n{line}\n\n东门早市昨天搬到了北岸，摊位增加到一百二十个。\n")
    assert (draft.headline, draft.kicker, draft.subhead) == ("早市搬家", None, None)


@pytest.mark.parametrize("words", ["（视频通讯）", "（停电）", "【综合整治】"])
def test_words_in_brackets_that_open_no_report(words):
    assert not opens_report(f"{words}东门早市昨天搬家。")


REPORT = "东门早市昨天搬到了北岸，摊位增加到一百二十个。"
BELOW = "夜校昨天开班，共有十四个班。"


@pytest.mark.parametrize(
    "page",
    [
        "早市搬家\n====\n\n{report}\n\n夜校开班\n----\n\n{below}\n",
        "早市搬家\n\n{report}\n\n---\n\n夜校开班\n\n{below}\n",
        "早市搬家\n\n{report}\n\n——————\n\n夜校开班\n\n{below}\n",
        "早市搬家\n\n本报记者 柏念\n\n{report}\n\n***\n\n夜校开班\n\n{below}\n",
        "早市搬家\n\n本报记者 柏念\n\n{report}\n\n夜校开班\n\n通讯员 乔一帆\n\n{below}\n",
    ],
)
def test_where_the_next_report_begins(drafts, page):
    found = drafts(page.format(report=REPORT, below=BELOW))
    assert [(draft.headline, draft.body) for draft in found] == [("早市搬家", REPORT), ("夜校开班", BELOW)]


@pytest.mark.parametrize(
    "page", ["# 早市\n\n{report}\n\n---\n\n从无到有\n\n{below}\n", "早市\n\n{report}\n柏念\n---\n"]
)
def test_rules_that_part_no_reports(drafts, page):
    assert len(drafts(page.format(report=REPORT, below=BELOW))) == 1


@pytest.mark.parametrize("line", ["本报记者 柏念", "*本报记者 柏念*", "（记者 柏念）", "__记者 柏念__"])
@pytest.mark.parametrize("title", ["", "# 早市搬家\n\n"])
def test_the_credit_under_front_matter_is_no_text(archive, write, title, line):
    head = "---\ntitle: 早市搬家\ndate: 2025-04-08\n---\n\n"
    ingest(archive, [write("a.md", f"{head}{title}{line}\n\n{REPORT}\n\n{BELOW}\n")])
    (found,) = archive.articles()
    assert (found.headline, found.byline.reporters) == ("早市搬家", ("柏念",))
    assert found.paragraphs == (REPORT, BELOW)


def test_a_table_whose_cells_tabs_part(drafts):
    page = (
        "# 早市时间\n\n早市搬到了北岸。\n\n站点\t首班\t末班\n东门\t6:00\t20:00\n北岸\t6:30\t20:30\n\n四月十日起执行。\n"
    )
    (draft,) = drafts(page)
    assert draft.kind is ArticleKind.TABLE
    rows = ["站点\t首班\t末班", "东门\t6:00\t20:00", "北岸\t6:30\t20:30"]
    assert draft.body.split("\n") == ["早市搬到了北岸。", *rows, "四月十日起执行。"]


@pytest.mark.parametrize("mark", ["[图片]", "【图片】", "（图）", "[视频]"])
def test_what_an_export_left_in_the_place_of_a_picture_is_no_text(drafts, mark):
    (draft,) = drafts(f"# 早市搬家\n\n东门早市昨天搬到了北岸。\n{mark}\n旧址改成了公园。\n")
    assert mark not in draft.body
    assert draft.body.endswith("旧址改成了公园。")


def test_signs_of_upright_print(drafts):
    text = "︽早市︾昨天搬家︐摊位一百个︒﹁再說﹂攤主笑道︒︵記者柏念︶"
    (draft,) = drafts(f"# 早市搬家\n\n{text}\n")
    assert draft.body == text, "it is kept as it was printed"
    assert draft.byline.reporters == ("柏念",)
    assert next(text[start:end] for start, end in sentences(text)) == "︽早市︾昨天搬家︐摊位一百个︒"
