"""Questions to cited answers, over pages of our own."""

# ruff: noqa: E501 - the list of hostile questions is read whole
from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.notes import note_text
from retrieval.answers.honesty.decision import CITED, CITED_ALONE, MOST_CITED
from retrieval.domain import Answer, AnswerStatus, Filters

TODAY = date(2025, 3, 12)
HOSTILE = [
    "", "   ", "？？？", "。", "\ud800\udfff", "\x00\x1b[31m", "A" * 10_000, "桥" * 10_000, "(" * 500, "[a-z]+(.*)\\1{5}$",
    "<script>alert(1)</script>", "'; DROP TABLE articles; --", "grams:桥 AND words:*", "多少", "的", "😀" * 50, "\n\n\t",
    "第99999999999999版", "99999年99月99日的报纸", "0" * 3000,
]  # fmt: skip


def check(answer: Answer, archive, source: bytes | None = None) -> None:
    """What must hold of every answer."""
    passages = archive.passages([citation.passage_id for citation in answer.citations])
    for citation in answer.citations:
        passage = passages[citation.passage_id]
        assert passage.text[citation.start : citation.end] == citation.excerpt
        assert citation.excerpt.strip()
        assert all(0 <= start < end <= len(citation.excerpt) for start, end in citation.evidence)
        if source is not None:
            printed = b"".join(source[start:end] for start, end in citation.source_bytes).decode()
            assert printed == citation.excerpt.replace("\n", "")
    if answer.answer is not None:
        assert answer.answer in answer.citations[0].excerpt
    assert answer.reply is None or not answer.citations
    assert answer.status is not AnswerStatus.ANSWERED or answer.citations


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("西河大桥封闭维修的工期多久", "45天"),
        ("城东图书馆新馆的总投资是多少", "2.4亿元"),
        ("每部电梯补贴多少钱", "20万元"),
        ("全市已加装电梯多少部", "346部"),
        ("借书证的借期多长", "30天"),
        ("城东圖書館新館有多少閱覽座位", "1200余个"),
    ],
)
def test_short_answers(own_page, question: str, expected: str) -> None:
    asker, archive, page = own_page
    answer = asker.ask(question, today=TODAY)
    check(answer, archive, page.read_bytes())
    assert answer.status is AnswerStatus.ANSWERED
    assert expected in answer.citations[0].excerpt
    assert answer.answer in {expected, None}


def test_most_short_answers_are_shown(own_page) -> None:
    asker, _, _ = own_page
    questions = {
        "西河大桥封闭维修的工期多久": "45天", "每部电梯补贴多少钱": "20万元", "全市已加装电梯多少部": "346部",
        "新馆馆藏图书多少册": "85万册",
    }  # fmt: skip
    shown = [asker.ask(question, today=TODAY).answer == expected for question, expected in questions.items()]
    assert sum(shown) >= 3


def test_how_sure_a_short_answer_is(own_page) -> None:
    asker, _, _ = own_page
    told = asker.ask("每部电梯补贴多少钱", today=TODAY)
    assert told.answer == "20万元"
    assert 0.0 < (told.short_confidence or 0) <= 1.0
    assert asker.ask("为什么要封闭西河大桥", today=TODAY).short_confidence is None


def test_the_citation_says_where(own_page) -> None:
    asker, _, _ = own_page
    first = asker.ask("西河大桥的工期多久", today=TODAY).citations[0]
    assert (first.headline, first.date, first.page) == ("西河大桥封闭维修", date(2025, 3, 11), "2")
    assert first.byline.reporters == ("高远",)


@pytest.mark.parametrize(
    ("question", "name"), [("西河大桥那篇报道是谁写的", "高远"), ("谁写的加装电梯那篇报道", "林小舟")]
)
def test_who_wrote_it(own_page, question: str, name: str) -> None:
    asker, archive, page = own_page
    answer = asker.ask(question, today=TODAY)
    check(answer, archive, page.read_bytes())
    assert answer.answer == name
    assert answer.citations[0].excerpt.startswith("本报讯")


def test_who_took_the_picture_is_said_where_no_paragraph_prints_it(tmp_path, support) -> None:
    page = tmp_path / "2025-03-11" / "01.txt"
    page.parent.mkdir()
    page.write_text(
        "# 早樱开了\n\n昨天上午,滨河公园的早樱开了,不少市民前来赏花。\n\n本报记者 白露 摄影报道\n", encoding="utf-8"
    )
    asker, archive = support.newsroom(tmp_path, [page])
    answer = asker.ask("早樱的照片是谁拍的", today=TODAY)
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.answer is None
    assert "照片的署名：白露。" in map(note_text, answer.notes)
    archive.close()


def test_on_which_page(own_page) -> None:
    asker, _, _ = own_page
    answer = asker.ask("西河大桥的报道登在第几版", today=TODAY)
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.answer is None
    assert any("第2版" in note_text(note) for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    [
        "故宫门票多少钱",
        "今天上海天气怎么样",
        "怎么做红烧肉",
        "西河大桥的过桥费是多少",
        "城东图书馆有多少名员工",
        "你叫什么名字",
    ],
)
def test_what_the_paper_does_not_say_is_not_answered(own_page, question: str) -> None:
    asker, archive, _ = own_page
    answer = asker.ask(question, today=TODAY)
    check(answer, archive)
    assert answer.status is not AnswerStatus.ANSWERED
    assert answer.answer is None


@pytest.mark.shared
@pytest.mark.parametrize(
    "question", ["北京明天天气怎么样", "本市明天天气怎么样", "北京今天下雨吗", "北京的彩票开奖号码"]
)
def test_a_place_alone_brings_no_report_of_the_real_page(real_page, question: str) -> None:
    """Half of its reports hold 北京; a notice on schools has nothing to do with the weather."""
    asker, _, _ = real_page
    answer = asker.ask(question, today=TODAY)
    assert answer.status is AnswerStatus.NOT_FOUND
    assert not answer.citations
    assert not answer.nearest


def test_filters_hold(own_page) -> None:
    asker, _, _ = own_page
    for limits in (Filters(date_to=date(2025, 3, 10)), Filters(pages=("9",)), Filters(people=("无此人",))):
        answer = asker.ask("西河大桥的工期多久", today=TODAY, filters=limits)
        assert answer.status is AnswerStatus.NOT_FOUND
        assert not answer.citations


def test_a_value_of_something_else_is_not_told_of_what_a_follow_up_names(own_page) -> None:
    asker, _, _ = own_page
    asked = "西河大桥的工期是多少天"
    assert asker.ask(asked, today=TODAY).answer == "45天"
    assert asker.ask("那限速呢", today=TODAY, previous=asked).answer is None


def test_follow_up(own_page) -> None:
    asker, _, _ = own_page
    answer = asker.ask("那费用呢", today=TODAY, previous="西河大桥的工期是多少天")
    assert any("760万元" in citation.excerpt for citation in answer.citations)


def test_scope_notes(own_page) -> None:
    asker, _, _ = own_page
    plan = asker.ask("到2027年底市住建局计划再加装多少部", today=TODAY)
    assert any("计划" in note_text(note) for note in plan.notes)


SCOPES = [
    ("新闸哪年建成", "按照计划,新闸将在2027年前建成,由水务局负责。", ["计划"]),
    ("新闸每天放水几次", "新闸每天放水3次,预计明年再增加。", []),
    ("退费哪天前申请", "供热科提醒,退费申请须在5月31日前提交。", []),
    ("新闸何时通水", "新闸5月31日前建成通水。", ["计划"]),
    ("新闸的站长是谁", "站长孙立群介绍,新闸计划扩建。", []),
    ("救生员救了几个人", "救生员在新闸救起2个人,其中一名男孩受伤。", []),
    ("新闸哪天停水检修", "新闸昨天停水检修，今天恢复。", ["“昨天”是2025年3月9日"]),
]


@pytest.mark.parametrize(("question", "body", "expected"), SCOPES, ids=[each[0] for each in SCOPES])
def test_notes_say_only_what_concerns_the_answer(question, body, expected, tmp_path, support) -> None:
    source = tmp_path / "news.jsonl"
    line = {"date": "2025-03-10", "headline": "新闸与救生员", "body": body}
    source.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    asker, _ = support.newsroom(tmp_path, [source])
    answer = asker.ask(question, today=TODAY)
    assert answer.status is AnswerStatus.ANSWERED
    assert len(answer.notes) == len(expected)
    assert all(part in note_text(note) for part, note in zip(expected, answer.notes, strict=True))


def test_what_answers_nothing_has_no_scope(own_page) -> None:
    asker, _, _ = own_page
    answer = asker.ask("城东图书馆有几部电梯", today=TODAY)
    assert answer.status is AnswerStatus.RELATED_ONLY
    assert not answer.notes


def test_the_same_question_gets_the_same_answer(own_page) -> None:
    asker, _, _ = own_page
    one, two = (asker.ask("新馆在哪里", today=TODAY) for _ in range(2))
    assert (one.citations, one.answer, one.notes) == (two.citations, two.answer, two.notes)


@pytest.mark.parametrize("question", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_questions_never_fail(own_page, question: str) -> None:
    asker, archive, _ = own_page
    check(asker.ask(question, today=TODAY), archive)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="西河大桥图书馆电梯多少谁写的哪里什么时候几路?？。“《1年 ", max_size=30))
def test_any_question_keeps_the_promises(own_page, question: str) -> None:
    asker, archive, page = own_page
    check(asker.ask(question, today=TODAY), archive, page.read_bytes())


def test_the_real_page(real_page, shared) -> None:
    from retrieval.evaluation.evaluate import evaluate, figures
    from retrieval.evaluation.question_file import read_questions

    asker, archive, page = real_page
    questions = read_questions(shared / "questions/seed-page.jsonl")
    outcomes = evaluate(questions, lambda question: asker.ask(question, today=date(2022, 12, 9)))
    source = page.read_bytes()
    for each in outcomes:
        check(each.answer, archive, source)
    found = figures(outcomes)
    assert found.in_first is not None
    assert found.in_first >= 26 / 30 - 0.001
    assert found.on_card is not None
    assert found.on_card >= 29 / 30 - 0.001
    assert found.false_answers is not None
    assert found.false_answers <= 0.4
    answer = asker.ask("朝阳区转贷期限多久", today=date(2022, 12, 9))
    assert (answer.status, answer.answer) == (AnswerStatus.ANSWERED, "90天")


def test_what_an_edition_has_is_listed(own_page) -> None:
    asker, archive, _ = own_page
    answer = asker.ask("昨天的报纸讲了什么", today=TODAY)
    check(answer, archive)
    assert [each.headline for each in answer.nearest][:2] == ["城东图书馆新馆下月开门", "西河大桥封闭维修"]
    assert asker.ask("第2版有什么新闻", today=TODAY).nearest
    none = asker.ask("前天的报纸讲了什么", today=TODAY)
    assert none.status is AnswerStatus.NOT_FOUND
    assert none.notes


def test_newer_reports_first_where_recent_is_asked_for(tmp_path, support) -> None:
    lines = [
        {"id": f"{day}", "date": f"2025-03-{day:02}", "headline": f"三号线客流第{day}次播报", "body": body}
        for day, body in ((3, "地铁三号线日均客流达到21万人次,创下纪录。"), (9, "地铁三号线日均客流增至26万人次。"))
    ]
    source = tmp_path / "news.jsonl"
    source.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    (tmp_path / "data").mkdir()
    asker, archive = support.newsroom(tmp_path / "data", [source])
    assert asker.ask("最近地铁三号线日均客流多少", today=TODAY).citations[0].source_id == "9"
    archive.close()


@pytest.mark.parametrize("name", ["\ud800", "\udcff小舟", "\x00", "", "'", "\n"])
@pytest.mark.parametrize("question", ["西河大桥的工期多久", "谁写的", "最近的报道", "\ud800", "照片是谁拍的"])
def test_limits_that_no_paper_prints_find_nothing(own_page, question: str, name: str) -> None:
    """A terminal gives bytes that are no UTF-8 as half surrogate pairs."""
    asker, archive, _ = own_page
    for filters in (Filters(people=(name,)), Filters(pages=(name,)), Filters(papers=(name,))):
        answer = asker.ask(question, today=TODAY, filters=filters)
        assert not answer.citations and answer.status is AnswerStatus.NOT_FOUND
        assert asker.ranking(question, today=TODAY, filters=filters) == []
        assert list(archive.articles(where=filters)) == []


PLACES = """# 南湖公园周日重新开放

本报讯 (记者 高远) 南湖公园完成改造，周日重新开放，门票免费。

南湖公园新建了步道，开放时间是早上六点到晚上九点。

# 南湖公园开放首日迎客两万

本报讯 (记者 林小舟) 南湖公园改造后重新开放，首日迎来两万名游客。

南湖公园重新开放后，周边公交线路增加了班次。
"""


@pytest.mark.parametrize("ahead", [0.0, 100.0])
def test_further_excerpts_come_from_where_they_are_best(tmp_path, support, monkeypatch, ahead) -> None:
    page = tmp_path / "2025-03-11" / "05.txt"
    page.parent.mkdir()
    page.write_text(PLACES, encoding="utf-8")
    asker, archive = support.newsroom(tmp_path, [page])
    question = "南湖公园改造后什么时候重新开放"
    first = asker.ask(question, today=TODAY, limit=2).citations[0].article_id
    monkeypatch.setattr("retrieval.answers.honesty.report_answers.OWN_FURTHER", -ahead if ahead else 100.0)
    owners = [citation.article_id for citation in asker.ask(question, today=TODAY, limit=2).citations]
    assert owners[0] == first
    assert (owners[1] == first) is bool(ahead)
    archive.close()


@pytest.mark.parametrize(
    ("question", "headlines"),
    [("林小舟", 2), ("高远写了什么", 1), ("何苗的报道", 1), ("記者高遠", 1)],
    ids=["a name", "what one wrote", "a correspondent's", "traditional characters"],
)
def test_a_bare_name_lists_what_that_person_wrote(own_page, question: str, headlines: int) -> None:
    asker, archive, _ = own_page
    answer = asker.ask(question, today=TODAY)
    check(answer, archive)
    assert answer.status is AnswerStatus.ANSWERED
    assert len(answer.nearest) == headlines
    assert not answer.corrections


def test_a_name_of_nobody_who_writes_is_looked_for(own_page) -> None:
    asker, _, _ = own_page
    assert (
        asker.ask("西河大桥", today=TODAY).citations[0].headline
        == asker.ask("西河大桥封闭", today=TODAY).citations[0].headline
    )


@pytest.mark.parametrize("question", ["本报讯 记者 昨天", "老旧小区 大桥 图书馆", "西河大桥封闭维修的工期多久"])
def test_more_citations_come_behind_the_first_ones(own_page, question: str) -> None:
    asker, _, _ = own_page
    everything = asker.ask(question, today=TODAY, limit=MOST_CITED).citations
    for limit in range(1, len(everything) + 1):
        answer = asker.ask(question, today=TODAY, limit=limit)
        shown = len(answer.citations)
        assert shown == limit or (shown, limit) == (CITED_ALONE, CITED)
        assert answer.citations == everything[:shown]
        assert [each.article_id for each in answer.further] == [each.article_id for each in everything[shown:]]


def test_one_report_alone_does_not_fill_a_first_card(own_page) -> None:
    asker, _, _ = own_page
    question = "图书馆新馆什么时候开馆"
    first, whole = asker.ask(question, today=TODAY), asker.ask(question, today=TODAY, limit=MOST_CITED)
    assert {citation.article_id for citation in first.citations} == {whole.citations[0].article_id}
    assert len(first.citations) == CITED_ALONE
    assert len(first.further) == len(whole.citations) - CITED_ALONE
