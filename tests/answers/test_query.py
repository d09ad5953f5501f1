"""What is understood of a question."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import topic, understand

TODAY = date(2025, 3, 12)  # a Wednesday


@pytest.mark.parametrize(
    ("question", "kind", "unit"),
    [
        ("借期多久", Kind.HOW_LONG, ""),
        ("工期是多少天", Kind.HOW_LONG, "天"),
        ("门票提前几天预约", Kind.HOW_LONG, "天"),
        ("开学推后几周", Kind.HOW_LONG, "周"),
        ("前几天的大雪", Kind.STATEMENT, ""),
        ("好几天没下雨", Kind.STATEMENT, ""),
        ("新馆有多少个座位", Kind.COUNT, "个"),
        ("补贴多少钱", Kind.AMOUNT, ""),
        ("工程费用是多少", Kind.AMOUNT, ""),
        ("同意的比例要达到多少", Kind.RATIO, ""),
        ("馆长多大岁数", Kind.AGE, ""),
        ("几点关门", Kind.TIME, ""),
        ("大桥什么时候封闭", Kind.WHEN, ""),
        ("大桥啥时候修好", Kind.WHEN, ""),
        ("馆长叫啥", Kind.WHO, ""),
        ("哪个部门公布了标准", Kind.ORG, ""),
        ("新馆在哪儿", Kind.WHERE, ""),
        ("哪几路公交车绕行", Kind.LIST, "路"),
        ("借书要钱吗", Kind.YES_NO, ""),
        ("新馆周一开不开", Kind.YES_NO, ""),
        ("大桥修没修好", Kind.YES_NO, ""),
        ("疫苗多大可以打", Kind.AGE, ""),
        ("为啥要封桥", Kind.WHY, ""),
        ("怎么办借书证", Kind.HOW, ""),
        ("大桥那篇报道是谁写的", Kind.AUTHOR, ""),
        ("照片是哪位记者拍的", Kind.PHOTOGRAPHER, ""),
        ("大桥的报道登在第几版", Kind.PAGE, ""),
        ("西河大桥维修", Kind.STATEMENT, ""),
    ],
)
def test_kind_and_unit(question: str, kind: Kind, unit: str) -> None:
    query = understand(question, TODAY)
    assert (query.kind, query.unit) == (kind, unit)


def test_asking_words_are_not_looked_for() -> None:
    assert understand("请问西河大桥的工期是多少天呢？", TODAY).terms == ("西河大桥的工期",)
    assert understand("展览在哪里举行", TODAY).terms == ("展览在", "举行")
    assert understand("新馆的总投资是多少", TODAY).terms == ("新馆的总投资",)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("昨天的报纸讲了什么", date(2025, 3, 11), date(2025, 3, 11)),
        ("3月11日的报道里谁写了大桥", date(2025, 3, 11), date(2025, 3, 11)),
        ("12月8日的报道里谁写了大桥", date(2024, 12, 8), date(2024, 12, 8)),
        ("上周的报纸有大桥吗", date(2025, 3, 3), date(2025, 3, 9)),
        ("2025-03-11的报纸头条是什么", date(2025, 3, 11), date(2025, 3, 11)),
        ("去年年底的新闻里有图书馆吗", date(2024, 11, 1), date(2024, 12, 31)),
        ("昨天有什么新闻", date(2025, 3, 11), date(2025, 3, 11)),
        ("3月11日都登了哪些消息", date(2025, 3, 11), date(2025, 3, 11)),
        ("上周有哪些报道", date(2025, 3, 3), date(2025, 3, 9)),
        ("今天的头条是什么", TODAY, TODAY),
        ("11号的报纸上有什么", date(2025, 3, 11), date(2025, 3, 11)),
        ("28号的报纸上有什么", date(2025, 2, 28), date(2025, 2, 28)),
    ],
)
def test_a_named_edition_is_a_filter(question: str, first: date, last: date) -> None:
    limits = understand(question, TODAY).filters
    assert (limits.date_from, limits.date_to) == (first, last)


@pytest.mark.parametrize(
    "question",
    [
        "大桥3月15日起封闭吗",
        "昨天谁发布了通告",
        "第九版方案什么时候发布",
        "2月30日有什么",
        "12号停水吗",
        "昨天的新闻发布会说了什么",
    ],
)
def test_a_day_of_an_event_is_no_filter(question: str) -> None:
    assert not understand(question, TODAY).filters


def test_page_and_reporter_are_filters() -> None:
    assert understand("第3版有什么新闻", TODAY).filters.pages == ("3",)
    assert understand("第A03版有什么新闻", TODAY).filters.pages == ("A3",)
    assert understand("第十二版的文章", TODAY).filters.pages == ("12",)
    assert understand("头版有什么", TODAY).filters.pages == ("1", "A1")
    assert understand("记者林小舟写的报道有哪些", TODAY).filters.people == ("林小舟",)
    assert understand("林小舟写了哪些报道", TODAY).filters.people == ("林小舟",)
    assert understand("白露拍了什么照片", TODAY).filters.people == ("白露",)
    assert not understand("高校发表了哪些文章", TODAY).filters


@pytest.mark.parametrize("question", ["最新一期有什么新闻", "最近一期的头版", "有什么新闻？", "最近有哪些报道"])
def test_the_newest_edition_can_be_meant_without_a_day(question: str) -> None:
    query = understand(question, TODAY)
    assert query.latest
    assert query.about_an_edition


@pytest.mark.parametrize("question", ["怎么申请？", "在哪里发布的", "谁说的", "多少钱"])
def test_a_verb_alone_follows_up(question: str) -> None:
    assert understand(question, TODAY, "西河大桥的工期是多少天").previous == "西河大桥的工期是多少天"


@pytest.mark.parametrize("question", ["怎么申请借书证", "哪里停水", "申请"])
def test_what_names_its_subject_stands_alone(question: str) -> None:
    assert understand(question, TODAY, "西河大桥的工期是多少天").previous is None


def test_who_names_only_an_edition_does_not_follow_up() -> None:
    query = understand("昨天有什么新闻", TODAY, "西河大桥的工期是多少天")
    assert query.previous is None
    assert query.names_only_where
    assert not understand("昨天的报纸有西河大桥吗", TODAY).names_only_where


def test_follow_up_takes_the_words_of_the_question_before() -> None:
    query = understand("那费用呢？", TODAY, "西河大桥的工期是多少天")
    assert query.previous == "西河大桥的工期是多少天"
    assert "西河大桥的工期" in query.terms
    assert "费用" in query.terms
    assert understand("城东图书馆的新馆在哪里", TODAY, "西河大桥的工期是多少天").previous is None


@pytest.mark.parametrize(
    "text", ["你好", "谢谢！", "你叫什么名字", "你是机器人吗？", "今天几号？", "您能做什么", "笨蛋", "再见"]
)
def test_small_talk_gets_a_sentence(text: str) -> None:
    assert understand(text, TODAY).reply


@pytest.mark.parametrize(
    "text", ["机器人大会在哪里开", "今天几点停水", "你好李焕英的导演是谁", "谢谢参与的居民有多少", "新馆叫什么名字"]
)
def test_questions_on_the_news_are_no_small_talk(text: str) -> None:
    assert understand(text, TODAY).reply is None


@given(st.text(max_size=80), st.none() | st.text(max_size=20))
def test_nothing_fails_to_be_understood(question: str, previous: str | None) -> None:
    query = understand(question, TODAY, previous)
    assert len(query.content) == len(query.folded)
    if query.slot:
        assert 0 <= query.slot[0] <= query.slot[1] <= len(query.folded)
    assert query.understanding.kind == query.kind


def test_a_follow_up_is_about_what_opened_the_talk() -> None:
    talk = topic("图书馆周一开门吗", None)
    query = understand("要预约吗", TODAY, talk)
    assert query.subject == "图书馆周一开门"
    talk = topic("要预约吗", query.previous)
    assert understand("在哪里", TODAY, talk).subject == "图书馆周一开门"


def test_after_another_thing_was_named_the_talk_is_about_that_alone() -> None:
    talk = topic("图书馆周一开门吗", None)
    other = understand("科技馆呢", TODAY, talk)
    assert other.subject == other.question == "科技馆周一开门吗"
    talk = topic("科技馆呢", other.previous)
    assert talk == "科技馆周一开门吗"
    assert "图书馆" not in understand("要预约吗", TODAY, talk).question


def test_what_stands_alone_has_no_subject() -> None:
    assert understand("图书馆周一开门吗", TODAY).subject is None


def test_only_the_subject_is_exchanged() -> None:
    query = understand("那末班船呢？", TODAY, topic("湖心公园夜游船票价多少", None))
    assert query.subject == "湖心公园夜游船票价"
    assert "末班船" in query.content


@pytest.mark.parametrize(
    ("follow_up", "named"), [("停车呢", "停车"), ("那利率呢", "利率"), ("在哪", ""), ("多少钱呢", "")]
)
def test_what_a_follow_up_names_without_asking(follow_up: str, named: str) -> None:
    assert understand(follow_up, TODAY, "市一院新院区什么时候开诊").named == named
