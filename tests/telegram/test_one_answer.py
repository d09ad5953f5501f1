"""One answer on every surface: what the terminal prints and ``baowen eval`` measures is what a card shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import mean

import click
import pytest

from bot.settings import Settings
from bot.telegram.views.cards import AnswerCard, CardRequest, make_card
from bot.terminal.answers import answer_text
from bot.terminal.evaluation import ask_all
from bot.terminal.screen import Screen
from bot.wiring import Newsroom
from retrieval.answers.honesty.decision import CITED
from retrieval.domain import Answer, Citation
from retrieval.evaluation.question_file import AskedQuestion
from tests.telegram.columns import wrapped
from tests.telegram.double import rules

TODAY = date(2025, 3, 13)
QUESTIONS = (
    *(
        "澄湖大桥要封多久啊",
        "朝阳区转贷期限多久",
        "市图书馆几点关门",
        "地铁2号线西延段一共设几座车站",
        "公交卡年审怎么办",
    ),
    *("半程马拉松几点起跑", "昨天有什么新闻", "秦树声写了哪些报道", "厨余垃圾分出率多少", "市长昨天去了哪里"),
)


@pytest.fixture(scope="module")
def room(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """The sample editions, published."""
    opened = Newsroom(Settings(data=tmp_path_factory.mktemp("samples") / "data", offline=True), create=True)
    opened.index([root / "examples" / "editions"])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def answers(room: Newsroom) -> list[Answer]:
    found = ask_all(room, [AskedQuestion(question, ()) for question in QUESTIONS], TODAY, lambda done, of: None)
    return [outcome.answer for outcome in found.outcomes]


def card_of(answer: Answer, first: int = 1) -> AnswerCard:
    link = "https://t.me/b?start={}".format
    return make_card(CardRequest(answer.question, first=first), answer, "zh-hans", link, fresh=False)


def text_of(card: AnswerCard) -> str:
    return "\n".join(rules.formatted(page, "HTML")["text"] for page in card.pages)


def shown_in(text: str, answer: Answer) -> set[str]:
    """Those excerpts that stand in a text, of all that could."""
    return {citation.excerpt for citation in answer.citations if citation.excerpt in text}


def test_card_and_terminal_show_what_was_measured(answers: list[Answer]) -> None:
    for answer in answers:
        measured = {citation.excerpt for citation in answer.citations}
        assert shown_in(text_of(card_of(answer)), answer) == measured, answer.question
        assert shown_in(click.unstyle(answer_text(answer, Screen(colour=True))), answer) == measured, answer.question
        assert len(answer.citations) <= CITED


def test_cards_go_on_without_repeating_or_losing_anything(room: Newsroom, answers: list[Answer]) -> None:
    for answer in (answers[0], answers[6]):
        whole = room.ask(answer.question, today=TODAY, limit=20)
        first = 1
        seen: list[Citation] = []
        while first <= len(whole.citations):
            part = room.ask(answer.question, today=TODAY, limit=first - 1 + CITED)
            more = re.search(r"more:(\d+)", str(card_of(part, first).keyboard))
            seen += part.citations[first - 1 :]
            first = int(more[1]) if more else len(whole.citations) + 1
        assert seen == list(whole.citations)


def test_a_newer_report_is_on_the_card_or_named(answers: list[Answer]) -> None:
    text = text_of(card_of(answers[0]))
    assert "14天" in text or "3月13日另有后续：《澄湖大桥封闭时间压缩到14天》" in text


def test_cards_are_short_on_a_phone_even_when_all_is_opened(answers: list[Answer]) -> None:
    lengths = [len(wrapped(text_of(card_of(answer)))) for answer in answers]
    assert mean(lengths) < 20
    assert max(lengths) < 40
