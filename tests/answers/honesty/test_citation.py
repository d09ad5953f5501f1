"""Citations: what is quoted, where it stands in print and in the source file, and the record that goes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.honesty.citation import answer_of, citation, headline, notice_citation, whole_passage
from retrieval.answers.honesty.draft import Draft, Evidence
from retrieval.answers.question.query import Correction, understand
from retrieval.answers.ranking.coverage import Document
from retrieval.answers.ranking.excerpt import Excerpt
from retrieval.answers.spans.extract import ShortAnswer
from retrieval.domain import (
    AnswerStatus,
    Article,
    ArticleKind,
    Byline,
    Coding,
    Headline,
    Note,
    NoteCode,
    Passage,
    Piece,
    Respelling,
    SmallTalk,
)

TODAY = date(2025, 3, 12)
DAY = date(2025, 3, 11)
FIRST = "新馆周二至周日开放。借期30天，每人最多借10册。"
SECOND = "馆长赵明亮介绍，馆藏85万册。"
HEAD = "# 新馆开门\n\n".encode()


def article(body: str, *, number: int = 7, head: str | None = "新馆开门") -> Article:
    """Its paragraphs stand one after the other in the source file, a blank line between them."""
    pieces, at, place = [], 0, len(HEAD)
    for paragraph in body.split("\n"):
        pieces.append(Piece(at, at + len(paragraph), place, Coding.UTF8))
        at += len(paragraph) + 1
        place += len(paragraph.encode()) + 2
    return Article(
        number, 1, "城东晚报", DAY, "2", head, "肩题", None, Byline(("林小舟",)), ArticleKind.REPORT, "上接第1版", None,
        body, tuple(pieces), 0, 1, "02.txt", "ext-7",
    )  # fmt: skip


LIBRARY = article(f"{FIRST}\n{SECOND}")
SOURCE = HEAD + f"{FIRST}\n\n{SECOND}".encode()
PASSAGES = (
    Passage(70, 7, 0, 0, len(FIRST), FIRST),
    Passage(71, 7, 1, len(FIRST) + 1, len(FIRST) + 1 + len(SECOND), SECOND),
)


def printed(quoted) -> str:
    return b"".join(SOURCE[start:end] for start, end in quoted.source_bytes).decode()


@given(st.sampled_from(PASSAGES), st.data())
def test_an_excerpt_maps_back_to_its_bytes(passage: Passage, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(passage.text) - 1))
    end = data.draw(st.integers(start + 1, len(passage.text)))
    quoted = citation(LIBRARY, Excerpt(passage, (start, end), ((0, 1),)), 0.123456)
    assert passage.text[quoted.start : quoted.end] == quoted.excerpt == printed(quoted)
    assert quoted.score == 0.1235


def test_a_passage_of_two_paragraphs_is_two_runs_of_bytes() -> None:
    both = Passage(72, 7, 0, 0, len(LIBRARY.body), LIBRARY.body)
    quoted = whole_passage(LIBRARY, both)
    assert len(quoted.source_bytes) == 2
    assert printed(quoted) == FIRST + SECOND
    assert quoted.excerpt == LIBRARY.body
    assert (quoted.evidence, quoted.score) == ((), 0.0)


def test_a_citation_says_where() -> None:
    quoted = citation(LIBRARY, Excerpt(PASSAGES[1], (0, 5), ((2, 5),)), 1.0)
    assert (quoted.article_id, quoted.passage_id, quoted.headline, quoted.kicker) == (7, 71, "新馆开门", "肩题")
    assert (quoted.paper, quoted.date, quoted.page) == ("城东晚报", DAY, "2")
    assert (quoted.byline, quoted.jump) == (LIBRARY.byline, "上接第1版")
    assert (quoted.source_id, quoted.source_file) == ("ext-7", "02.txt")
    assert quoted.evidence == ((2, 5),)
    assert (quoted.also, quoted.corrections, quoted.earlier) == ((), (), False)
    assert headline(LIBRARY) == Headline(7, "新馆开门", "城东晚报", DAY, "2")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("本报讯 (记者 林小舟) 城东图书馆新馆下月开门,设座位1200个。", "城东图书馆新馆下月开门"),
        ("新馆开门,市民凭身份证可免费办理借书证。", "新馆开门,市民凭身份证可免费办理借书证"),
        ("借书证办理须知：须带身份证", "借书证办理须知"),
        ("办证须知", "办证须知"),
        ("", ""),
    ],
    ids=["a clause behind the dateline", "a short clause", "a colon", "all of it", "nothing"],
)
def test_an_article_without_headline_is_named_by_its_first_words(body: str, words: str) -> None:
    untitled = replace(LIBRARY, headline=None, body=body, pieces=())
    assert headline(untitled) == Headline(7, None, "城东晚报", DAY, "2", words)
    assert headline(LIBRARY).opening == ""


def evidence(passage: Passage, start: int, end: int) -> Evidence:
    return Evidence(Document(LIBRARY, PASSAGES), Excerpt(passage, (start, end), ((0, end - start),)), 0.9)


def out(draft: Draft, question: str = "借期多久"):
    return answer_of(draft, question, "g1", DAY, TODAY)


def test_the_short_answer_stands_in_the_first_citation() -> None:
    query = understand("借期多久", TODAY)
    start = FIRST.index("借期")
    short = ShortAnswer((2, 5), 0.8)
    draft = Draft(
        query,
        (evidence(PASSAGES[0], start, len(FIRST)), evidence(PASSAGES[1], 0, len(SECOND))),
        AnswerStatus.ANSWERED,
        0.91234,
        short,
        0.73456,
    )
    answer = out(draft)
    assert answer.answer == "30天"
    assert answer.answer in answer.citations[0].excerpt
    assert answer.citations[0].evidence == (short.span,)
    assert answer.citations[1].evidence == ((0, len(SECOND)),)
    assert [printed(each) for each in answer.citations] == [FIRST[start:], SECOND]
    assert (answer.confidence, answer.short_confidence) == (0.912, 0.735)
    assert (answer.generation, answer.freshness, answer.status) == ("g1", DAY, AnswerStatus.ANSWERED)
    assert answer.understood == query.understanding


def test_without_a_short_answer_the_excerpt_stands_alone() -> None:
    draft = Draft(understand("借期多久", TODAY), (evidence(PASSAGES[0], 0, 10),), AnswerStatus.ANSWERED, 0.9)
    answer = out(draft)
    assert answer.answer is None
    assert answer.short_confidence is None
    assert answer.citations[0].evidence == ((0, 10),)


def test_nothing_found_cites_nothing() -> None:
    near = (Headline(9, "花市", None, None, None),)
    answer = out(Draft(understand("借期多久", TODAY), short=ShortAnswer((0, 2), 1.0), nearest=near))
    assert (answer.status, answer.citations, answer.answer) == (AnswerStatus.NOT_FOUND, (), None)
    assert answer.nearest == near
    assert answer.notes == ()


def test_small_talk_is_told_by_its_code() -> None:
    answer = out(Draft(understand("谢谢", TODAY)), "谢谢")
    assert (answer.reply, answer.citations) == (SmallTalk.THANKS, ())


def test_notes_come_in_order_slips_then_own_then_scope() -> None:
    query = understand("新官现在开放吗", TODAY).corrected(Correction("新官", "新馆", 9.0))
    own = Note(NoteCode.ON_DAY, day=DAY)
    answer = out(Draft(query, (evidence(PASSAGES[0], 0, 10),), AnswerStatus.ANSWERED, 0.9, notes=(own,)))
    assert [note.code for note in answer.notes] == [NoteCode.MEANT, NoteCode.ON_DAY, NoteCode.YES_NO]
    assert answer.corrections == (Respelling("新官", "新馆"),)


def test_a_follow_up_names_the_question_before() -> None:
    query = understand("那借期呢", TODAY, "新馆几点开放")
    assert out(Draft(query), "那借期呢").follows == "新馆几点开放"
    assert out(Draft(query), "那借期呢").question == "那借期呢"


SHORT_NOTICE = "本报3月11日第2版《新馆开门》一文中，“30天”应为“20天”。特此更正。"
LONG_NOTICE = "\n".join(
    [
        "近日本报数篇报道有误，现一并更正如下。",
        f"3月11日第2版《新馆开门迎客》一文中，“30天”应为“20天”。{'编校中的疏漏，谨向读者致歉。' * 6}",
        f"3月11日第1版《西河大桥封闭维修》一文中，“45天”应为“54天”。{'编校中的疏漏，谨向读者致歉。' * 6}",
        "特此更正。",
    ]
)


def notice(text: str, *cuts: int) -> tuple[Article, list[Passage]]:
    """A notice of correction, its text cut into passages behind these line breaks."""
    lines = text.split("\n")
    parts = ["\n".join(lines[low:high]) for low, high in zip((0, *cuts), (*cuts, len(lines)), strict=True)]
    passages, at = [], 0
    for number, part in enumerate(parts):
        passages.append(Passage(90 + number, 8, number, at, at + len(part), part))
        at += len(part) + 1
    return article(text, number=8, head="更正"), passages


def test_a_short_notice_is_quoted_whole() -> None:
    assert notice_citation(*notice(SHORT_NOTICE), "新馆开门").excerpt == SHORT_NOTICE
    assert notice_citation(*notice(SHORT_NOTICE), None).excerpt == SHORT_NOTICE


@pytest.mark.parametrize(
    "cuts", [(), (1,), (2,), (1, 2, 3)], ids=["one passage", "after the first line", "two", "each"]
)
@pytest.mark.parametrize(
    ("about", "line"),
    [("新馆开门迎客", 1), ("西河大桥封闭维修", 2), (None, 0), ("", 0)],
    ids=["library", "bridge", "none", "empty"],
)
def test_a_long_notice_is_quoted_with_the_paragraph_meant(about: str | None, line: int, cuts: tuple[int, ...]) -> None:
    told, passages = notice(LONG_NOTICE, *cuts)
    quoted = notice_citation(told, passages, about)
    assert quoted.excerpt == LONG_NOTICE.split("\n")[line]
    (passage,) = (each for each in passages if each.id == quoted.passage_id)
    assert passage.text[quoted.start : quoted.end] == quoted.excerpt
    assert (quoted.article_id, quoted.headline) == (8, "更正")
