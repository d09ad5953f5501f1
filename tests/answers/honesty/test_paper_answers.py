"""Questions on the paper itself: names of a byline, the page, the day."""

# ruff: noqa: E501 - rows of a table are read whole, line by line
from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from retrieval.answers.honesty.paper_answers import (
    can_answer,
    names_a_subject,
    names_asked,
    opening,
    place_note,
    printed_byline,
    without_subject,
)
from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.coverage import Document
from retrieval.domain import AnswerStatus, Article, ArticleKind, Byline, Filters, Note, NoteCode, Passage
from retrieval.language.numbers import Type
from tests.answers.support import published

TODAY = date(2025, 3, 12)
DAY = date(2025, 3, 11)
FULL = Byline(("林小舟", "高远"), ("何苗",), ("白露",))


def article(byline: Byline = FULL, *, page: str | None = "2", day: date | None = DAY, body: str = "") -> Article:
    return Article(
        1, 1, "晚报", day, page, "新馆开门", None, None, byline, ArticleKind.REPORT, None, None, body, (), 0, 1, "",
    )  # fmt: skip


def document(*paragraphs: str, byline: Byline = FULL) -> Document:
    passages, at = [], 0
    for number, text in enumerate(paragraphs):
        passages.append(Passage(10 + number, 1, number, at, at + len(text), text))
        at += len(text) + 1
    return Document(article(byline, body="\n".join(paragraphs)), tuple(passages))


NAMES = {
    "the reporters": (Kind.AUTHOR, FULL, ("林小舟", "高远")),
    "correspondents where there is no reporter": (Kind.AUTHOR, Byline(correspondents=("何苗",)), ("何苗",)),
    "no photographer for an author": (Kind.AUTHOR, Byline(photographers=("白露",)), ()),
    "the photographer": (Kind.PHOTOGRAPHER, FULL, ("白露",)),
    "no reporter for a photographer": (Kind.PHOTOGRAPHER, Byline(("林小舟",)), ()),
    "a page has no names": (Kind.PAGE, FULL, ()),
    "who is no author": (Kind.WHO, FULL, ()),
}


@pytest.mark.parametrize(("kind", "byline", "names"), NAMES.values(), ids=NAMES)
def test_names_of_the_role_asked_for(kind: Kind, byline: Byline, names: tuple[str, ...]) -> None:
    assert names_asked(kind, byline) == names
    assert can_answer(kind, article(byline, page=None, day=None)) == bool(names)


@pytest.mark.parametrize(
    ("kind", "known", "able"),
    [
        (Kind.PAGE, {"page": "A3"}, True),
        (Kind.PAGE, {"page": None}, False),
        (Kind.ISSUE_DATE, {"day": DAY}, True),
        (Kind.ISSUE_DATE, {"day": None}, False),
        (Kind.ISSUE_DATE, {"page": None}, True),
    ],
    ids=["a page", "no page", "a day", "no day", "a day without a page"],
)
def test_what_an_article_can_answer(kind: Kind, known: dict[str, Any], able: bool) -> None:
    assert can_answer(kind, article(**known)) is able


NOTES = {
    "the author": (Kind.AUTHOR, article(), Note(NoteCode.BY, names=("林小舟", "高远"))),
    "the photographer": (Kind.PHOTOGRAPHER, article(), Note(NoteCode.PICTURE_BY, names=("白露",))),
    "the page": (Kind.PAGE, article(), Note(NoteCode.ON_PAGE, day=DAY, page="2")),
    "the page of an undated paper": (Kind.PAGE, article(day=None), Note(NoteCode.ON_PAGE, page="2")),
    "the day": (Kind.ISSUE_DATE, article(), Note(NoteCode.ON_DAY, day=DAY)),
    "no author": (Kind.AUTHOR, article(Byline()), None),
    "no page": (Kind.PAGE, article(page=None), None),
    "no day": (Kind.ISSUE_DATE, article(day=None), None),
    "another kind": (Kind.WHO, article(), None),
}


@pytest.mark.parametrize(("kind", "asked_of", "note"), NOTES.values(), ids=NOTES)
def test_what_is_said_where_no_paragraph_prints_it(kind: Kind, asked_of: Article, note: Note | None) -> None:
    assert place_note(kind, asked_of) == note


BYLINES = {
    "one reporter": (("本报讯 (记者 林小舟) 新馆开门。", "借期30天。"), Byline(("林小舟",)), "本报讯 (记者 林小舟) 新馆开门。", "林小舟"),
    "two side by side": (("本报讯 (记者 林小舟 高远) 新馆开门。",), FULL, "本报讯 (记者 林小舟 高远) 新馆开门。", "林小舟 高远"),
    "two with a sign between": (("本报讯 (记者 林小舟、高远) 开门。",), FULL, "本报讯 (记者 林小舟、高远) 开门。", "林小舟、高远"),
    "words between are no run": (("记者林小舟采访，高远同行。",), FULL, "记者林小舟采访，高远同行。", "林小舟"),
    "in a later paragraph": (("新馆开门。", "文/林小舟 高远"), FULL, "文/林小舟 高远", "林小舟 高远"),
    "in a later sentence": (("新馆开门。记者林小舟",), Byline(("林小舟",)), "记者林小舟", "林小舟"),
}  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "byline", "sentence", "names"), BYLINES.values(), ids=BYLINES)
def test_names_as_the_body_prints_them(paragraphs, byline, sentence, names) -> None:
    found = printed_byline(Kind.AUTHOR, document(*paragraphs, byline=byline))
    assert found
    excerpt, short = found
    assert excerpt.text == sentence
    assert sentence[slice(*short.span)] == names
    assert excerpt.evidence == (short.span,)
    assert (short.confidence, short.type) == (1.0, Type.PERSON)


@pytest.mark.parametrize(
    ("kind", "paragraphs", "byline"),
    [
        (Kind.AUTHOR, ("新馆开门。",), FULL),
        (Kind.AUTHOR, ("摄影 白露",), Byline(photographers=("白露",))),
        (Kind.PHOTOGRAPHER, ("记者 林小舟",), FULL),
        (Kind.PAGE, ("记者 林小舟",), FULL),
        (Kind.AUTHOR, (), FULL),
    ],
    ids=["not printed", "no author known", "not the photographer", "a page", "no text"],
)
def test_what_the_body_does_not_print(kind, paragraphs, byline) -> None:
    assert printed_byline(kind, document(*paragraphs, byline=byline)) is None


def test_an_article_opens_with_its_first_sentence() -> None:
    excerpt = opening(document("新馆开门。借期30天。", "馆藏85万册。"))
    assert (excerpt.text, excerpt.evidence) == ("新馆开门。", ())


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("报道", "新闻"), False),
        (("的", "有"), False),
        ((), False),
        (("报道", "大桥"), True),
        (("图书馆",), True),
        (("桥",), False),
    ],
    ids=["what every report is", "single characters", "none", "a bridge", "a library", "one character"],
)
def test_words_that_name_a_subject(words: tuple[str, ...], named: bool) -> None:
    assert names_a_subject(words) is named


def test_what_an_edition_has(own_page) -> None:
    paper = published(own_page[1])
    query = understand("昨天有什么新闻", TODAY)
    draft = without_subject(query, paper, query.filters)
    assert (draft.status, draft.confidence) == (AnswerStatus.ANSWERED, 1.0)
    shown = [each.document.article.headline for each in draft.evidence]
    assert shown == ["城东图书馆新馆下月开门", "西河大桥封闭维修", "老旧小区加装电梯补贴标准公布"]
    assert [each.headline for each in draft.nearest] == [
        "城东图书馆新馆下月开门",
        "西河大桥封闭维修",
        "老旧小区加装电梯补贴标准公布",
    ]
    assert draft.short is None


def test_what_a_reporter_has(own_page) -> None:
    paper = published(own_page[1])
    query = understand("林小舟写了哪些报道", TODAY)
    draft = without_subject(query, paper, query.filters)
    assert [each.document.article.byline.reporters for each in draft.evidence] == [("林小舟",), ("林小舟",)]


def test_an_edition_that_there_is_none_of(own_page) -> None:
    paper = published(own_page[1])
    query = understand("前天有什么新闻", TODAY)
    draft = without_subject(query, paper, query.filters)
    assert (draft.status, draft.evidence, draft.nearest) == (AnswerStatus.NOT_FOUND, (), ())
    assert draft.notes == (Note(NoteCode.NONE_THERE),)


def test_the_day_of_the_newest_edition(own_page) -> None:
    paper = published(own_page[1])
    draft = without_subject(understand("最新一期报纸是哪天的", TODAY), paper, Filters())
    assert Note(NoteCode.ON_DAY, day=DAY) in draft.notes


def test_who_writes_where_several_could_be_meant(own_page) -> None:
    paper = published(own_page[1])
    query = understand("昨天的报纸上的文章是谁写的", TODAY)
    draft = without_subject(query, paper, query.filters)
    assert (draft.status, draft.short) == (AnswerStatus.RELATED_ONLY, None)
    assert len(draft.evidence) == 3
    assert all(each.excerpt.evidence for each in draft.evidence)


def test_who_writes_where_one_is_meant(own_page) -> None:
    paper = published(own_page[1])
    query = understand("昨天的报纸上的文章是谁写的", TODAY)
    draft = without_subject(query, paper, Filters(people=("高远",)))
    (only,) = draft.evidence
    assert draft.status is AnswerStatus.ANSWERED
    assert draft.short
    assert only.excerpt.text[slice(*draft.short.span)] == "高远"
    assert draft.notes == ()
