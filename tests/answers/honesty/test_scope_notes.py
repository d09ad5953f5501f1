"""What the cited words leave open: the codes of the notes, and the values that they name."""

# ruff: noqa: E501 - rows of a table are read whole, line by line
from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.honesty.scope_notes import respelling_notes, scope_notes
from retrieval.answers.question.query import Correction, understand
from retrieval.domain import Byline, Citation, Note, NoteCode, Span

TODAY = date(2025, 3, 12)
PRINTED = date(2025, 3, 10)
NOTE_CODES = {NoteCode.ONE_CASE, NoteCode.PLAN, NoteCode.CLAIM, NoteCode.YES_NO, NoteCode.OLD, NoteCode.THAT_DAY}


def cited(excerpt: str, *answers: str, day: date | None = PRINTED) -> Citation:
    """A citation whose evidence are these stretches of it; all of it where none is named."""
    evidence: tuple[Span, ...] = tuple((excerpt.index(each), excerpt.index(each) + len(each)) for each in answers)
    return Citation(
        1, 1, "新闸", None, None, day, "2", Byline(), None, excerpt, 0, len(excerpt), evidence or ((0, len(excerpt)),), None,
        "", (), 1.0,
    )  # fmt: skip


def codes(question: str, citation: Citation, **options: bool) -> list[NoteCode]:
    return [note.code for note in scope_notes(understand(question, TODAY), citation, TODAY, **options)]


CASES = {
    "one company": ("费用多少", cited("一家企业去年付了3万元。", "3万元"), [NoteCode.ONE_CASE]),
    "one resident": ("补贴多少", cited("一位居民领到了600元。", "600元"), [NoteCode.ONE_CASE]),
    "a sentence before the figure": ("补贴多少", cited("例如三号楼。领到补贴600元。", "600元"), [NoteCode.ONE_CASE]),
    "a sentence behind the figure": ("补贴多少", cited("补贴600元。例如三号楼。", "600元"), []),
    "a rule": ("补贴多少", cited("每户居民领到600元。", "600元"), []),
    "a plan": ("再装多少部", cited("住建局计划再装500部。", "500部"), [NoteCode.PLAN]),
    "by the end of a year": ("新闸何时建成", cited("新闸2027年底前建成。", "2027年底前"), [NoteCode.PLAN]),
    "a day to be ready": ("新闸何时通水", cited("新闸5月31日前建成通水。", "5月31日前"), [NoteCode.PLAN]),
    "will be": ("新闸何时通水", cited("新闸将于5月通水。", "5月"), [NoteCode.PLAN]),
    "an appointment": ("闸口长跑何时起跑", cited("闸口长跑将于本周日7时30分在新闸起跑。", "7时30分"), []),
    "an appointment and a plan": ("新闸何时通水", cited("典礼将于5月举行，新闸将于6月通水。", "6月"), [NoteCode.PLAN]),
    "a deadline for readers": ("退费哪天前申请", cited("退费申请须在5月31日前提交。", "5月31日前"), []),
    "must be by": ("何时提交", cited("材料应于2027年底前提交。", "2027年底前"), []),
    "a plan behind the clause": ("每天放水几次", cited("新闸每天放水3次，预计明年再增加。", "3次"), []),
    "a plan before the clause": ("每天放水几次", cited("按计划，新闸每天放水3次。", "3次"), [NoteCode.PLAN]),
    "a plan in another sentence": ("每天放水几次", cited("新闸计划扩建。新闸每天放水3次。", "3次"), []),
    "what somebody says": ("损失多少", cited("站长表示，损失约3万元。", "3万元"), [NoteCode.CLAIM]),
    "according to somebody": ("损失多少", cited("据站长孙立群介绍，损失约3万元。", "3万元"), [NoteCode.CLAIM]),
    "said to be": ("损失多少", cited("据称损失约3万元。", "3万元"), [NoteCode.CLAIM]),
    "said in another sentence": ("损失多少", cited("站长表示，正在抢修。损失约3万元。", "3万元"), []),
    "who it is": ("新闸的站长是谁", cited("站长孙立群表示，新闸计划扩建。", "孙立群"), []),
    "yes or no": ("新闸建成了吗", cited("新闸建成了。", "建成"), [NoteCode.YES_NO]),
    "three at once": ("补贴多少", cited("据介绍，一家企业计划补贴600元。", "600元"), [NoteCode.ONE_CASE, NoteCode.PLAN, NoteCode.CLAIM]),
    "three at most": ("一家企业补贴吗", cited("据介绍，一家企业计划补贴600元。", "600元"), [NoteCode.YES_NO, NoteCode.ONE_CASE, NoteCode.PLAN]),
    "a bare fact": ("新闸多长", cited("新闸全长120米。", "120米"), []),
}  # fmt: skip


@pytest.mark.parametrize(("question", "citation", "expected"), CASES.values(), ids=CASES)
def test_which_notes(question: str, citation: Citation, expected: list[NoteCode]) -> None:
    assert codes(question, citation) == expected


@pytest.mark.parametrize(
    ("question", "day", "told"),
    [
        ("新闸现在多长", date(2025, 2, 9), True),
        ("新闸现在多长", date(2025, 2, 10), False),
        ("新闸目前多长", date(2024, 3, 12), True),
        ("新闸多长", date(2024, 3, 12), False),
        ("新闸现在多长", None, False),
    ],
    ids=["31 days ago", "30 days ago", "a year ago", "nothing of now", "no day known"],
)
def test_what_is_asked_of_now_and_printed_long_ago(question: str, day: date | None, told: bool) -> None:
    notes = scope_notes(understand(question, TODAY), cited("新闸全长120米。", "120米", day=day), TODAY)
    assert notes == ((Note(NoteCode.OLD, day=day),) if told else ())


@pytest.mark.parametrize(
    ("question", "excerpt", "word", "day"),
    [
        ("新闸什么时候停水", "新闸昨天停水检修。", "昨天", date(2025, 3, 9)),
        ("新闸什么时候停水", "新闸前天停水检修。", "前天", date(2025, 3, 8)),
        ("新闸什么时候停水", "新闸今晚停水检修。", "今晚", PRINTED),
        ("新闸什么时候停水", "新闸明日停水检修。", "明日", date(2025, 3, 11)),
        ("新闸几点停水", "新闸昨晚9时停水检修。", "昨晚", date(2025, 3, 9)),
        ("昨天哪里停水", "新闸昨天停水检修。", "昨天", date(2025, 3, 9)),
    ],
    ids=["yesterday", "the day before", "tonight", "tomorrow", "a time", "a day word in the question"],
)
def test_the_day_that_a_report_means(question: str, excerpt: str, word: str, day: date) -> None:
    notes = scope_notes(understand(question, TODAY), cited(excerpt), TODAY)
    assert Note(NoteCode.THAT_DAY, word=word, day=day) in notes


@pytest.mark.parametrize(
    ("question", "citation"),
    [
        ("新闸多长", cited("昨天测得新闸全长120米。", "120米")),
        ("新闸什么时候停水", cited("新闸3月9日停水检修。", "3月9日")),
        ("新闸什么时候停水", cited("记者昨天获悉。新闸3月9日停水检修。", "3月9日")),
        ("新闸什么时候停水", cited("水务局昨天通知,新闸3月12日停水检修。", "3月12日")),
        ("爆裂的水管是什么时候铺的", cited("爆裂的是1996年铺设的铸铁管,抢修今天完成。", "1996年铺设")),
        ("新闸什么时候停水", cited("新闸昨天停水检修。", "昨天", day=None)),
    ],
    ids=[
        "no time asked",
        "no day word",
        "in another sentence",
        "a day of its own",
        "a year of its own",
        "no day known",
    ],
)
def test_no_day_is_told(question: str, citation: Citation) -> None:
    assert NoteCode.THAT_DAY not in codes(question, citation)


@pytest.mark.parametrize(
    ("question", "expected"),
    [("新闸建成了吗", []), ("费用多少", []), ("现在费用多少", [])],
    ids=["yes or no", "an amount", "now"],
)
def test_what_answers_nothing_has_no_scope(question: str, expected: list[NoteCode]) -> None:
    assert codes(question, cited("据介绍，一家企业计划昨天付3万元。", "3万元"), answered=False) == expected


@pytest.mark.parametrize("question", ["新闸的报道是谁写的", "新闸的报道登在第几版", "昨天有什么新闻"])
def test_questions_on_the_paper_have_no_scope(question: str) -> None:
    assert codes(question, cited("据介绍，一家企业计划付3万元。")) == []


def test_a_listing_has_no_scope() -> None:
    first = replace(cited("据介绍，一家企业计划付3万元。"), evidence=())
    assert codes("昨天的报纸有什么新闻", first) == []


def test_slips_are_told_with_both_words() -> None:
    query = understand("西禾大侨何时通车", TODAY)
    for slip in (Correction("西禾", "西河", 9.0), Correction("大侨", "大桥", 9.0)):
        query = query.corrected(slip)
    assert respelling_notes(query) == (
        Note(NoteCode.MEANT, word="西禾", meant="西河"),
        Note(NoteCode.MEANT, word="大侨", meant="大桥"),
    )
    assert respelling_notes(understand("西河大桥何时通车", TODAY)) == ()


@given(
    st.text(alphabet="一家企业计划将于据介绍表示，。！昨天5月31日前建成须3万元\n", min_size=1, max_size=40), st.data()
)
def test_at_most_three_notes_each_once(excerpt: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(excerpt) - 1))
    end = data.draw(st.integers(start + 1, len(excerpt)))
    citation = cited(excerpt, excerpt[start:end], day=date(2024, 1, 1))
    for question in ("现在建成了吗", "昨天什么时候建成", "费用多少"):
        told = codes(question, citation)
        assert len(told) == len(set(told)) <= 3
        assert set(told) <= NOTE_CODES
