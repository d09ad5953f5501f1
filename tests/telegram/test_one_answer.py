"""One answer on every surface: what the terminal prints and ``baowen eval`` measures is what a card shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import mean

import click
import pytest

from bot.settings import Settings
from bot.telegram.views.cards import AnswerCard, CardRequest, make_card
from bot.telegram.views.reports import reports_from
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


def in_terminal(answer: Answer) -> str:
    """What the terminal shows, without the bars at the left of its quotations."""
    return click.unstyle(answer_text(answer, Screen(colour=True))).replace("\n│ ", "\n")


def shown_in(text: str, answer: Answer) -> set[str]:
    """Those excerpts that stand in a text, of all that could."""
    return {citation.excerpt for citation in answer.citations if citation.excerpt in text}


@pytest.fixture(scope="module")
def light(room: Newsroom) -> Iterator[Newsroom]:
    """The same editions read lightly: what is shown of an answer does not depend on how well it was read."""
    settings = Settings(
        data=room.settings.data, offline=True, reading="light", reading_budget_s=60
    )  # whatever else runs
    opened = Newsroom(settings)
    yield opened
    opened.close()


def in_cards(room: Newsroom, question: str) -> Iterator[tuple[Answer, AnswerCard]]:
    """The card of a question, then those that 更多 brings, to the last."""
    first: int | None = 1
    while first:
        answer = room.ask(question, today=TODAY, limit=first - 1 + CITED)
        card = card_of(answer, first)
        yield answer, card
        more = re.search(r"more:(\d+)", str(card.keyboard))
        assert (int(more[1]) if more else None) == card.more
        first = card.more


def test_chat_and_terminal_show_the_same_of_every_question_and_more_repeats_and_loses_nothing(
    root: Path, light: Newsroom
) -> None:
    lines = (root / "examples" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()]
    pages = 0
    for question in questions:
        whole = light.ask(question, today=TODAY, limit=1000)
        assert not whole.further, question
        at, seen, places = 0, [], []
        for answer, card in in_cards(light, question):
            shown = answer.citations[at:]
            assert shown_in(text_of(card), answer) >= {each.excerpt for each in shown}, question
            opened = {each.passage_id for report in reports_from(answer, at + 1) for each in report.citations}
            assert opened == {each.passage_id for each in shown}, question
            if at == 0:
                assert shown_in(in_terminal(answer), answer) == shown_in(text_of(card), answer), question
            at, pages = len(answer.citations), pages + 1
            seen += [each.passage_id for each in shown]
            places += [(each.passage_id, each.start) for each in shown]
        assert seen == [each.passage_id for each in whole.citations], question
        assert len(places) == len(set(places)), question
    assert len(questions) >= 80
    assert pages > len(questions) + 5


def test_card_and_terminal_show_what_was_measured(answers: list[Answer]) -> None:
    for answer in answers:
        measured = {citation.excerpt for citation in answer.citations}
        assert shown_in(text_of(card_of(answer)), answer) == measured, answer.question
        assert shown_in(in_terminal(answer), answer) == measured, answer.question
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
