"""Questions: which messages are one, what they follow, where the answer is posted, and what an edit changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from telegram.ext import CommandHandler, MessageHandler, filters

from bot.telegram.handlers.ask import Questions
from bot.telegram.session.service import Service
from bot.telegram.views.cards import AnswerCard, CardRequest
from bot.telegram.views.limit import Limit
from bot.wiring import Newsroom
from retrieval.answers.honesty.decision import CITED
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double

FARE = "湖心公园夜游船票价多少"
LAST_BOAT = "那末班船呢？"


@pytest.fixture
def questions(asked: Newsroom, service: Service) -> Questions:
    return Questions(service)


@pytest.fixture
def card_of(desk: Desk, questions: Questions) -> Callable[[CardRequest], AnswerCard]:
    """The card that a question gets."""

    async def card_of(request: CardRequest) -> AnswerCard:
        return await questions.card(request, await questions.answer(request), "zh-hans", "other_bot")

    return lambda request: desk.run(card_of(request))


@pytest.fixture
def answering(desk: Desk, questions: Questions) -> Callable[[], None]:
    """Answer what was asked meanwhile."""
    return lambda: desk.hands(CommandHandler("ask", questions.command), MessageHandler(filters.TEXT, questions.message))


def test_in_a_group_only_what_speaks_to_the_bot_is_a_question(
    telegram: Double, answering: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(telegram.world.bot, "can_read_all_group_messages", True)
    lin = telegram.citizen()
    square = telegram.group("广场", lin)
    lin.says(FARE, to=square)
    lin.says(f"@other_bot {FARE}", to=square)
    answering()
    lin.hears_nothing(at=square, for_s=0)
    asked = lin.says(f"@baowen_test_bot {FARE}", to=square)
    answering()
    card = lin.hears(at=square, timeout=0)
    assert (card.reply_to, "45元" in card.text) == (asked, True)
    lin.says("图书馆新增座位多少个", to=square, reply_to=card)
    answering()
    assert "320个" in lin.hears(at=square, timeout=0).text


def test_a_command_without_a_question_is_told_how_and_counts_for_nothing(
    lin: Citizen, service: Service, answering: Callable[[], None]
) -> None:
    service.quota.per_minute = 1
    for text, told in (("/ask", "请在 /ask 后面写上问题"), (f"/ask {FARE}", "45元"), (f"/ask {FARE}", "问得太快了")):
        lin.says(text)
        answering()
        assert told in lin.hears(timeout=0).text


def test_how_new_the_archive_is_stands_on_the_first_card_of_a_day(
    lin: Citizen, service: Service, answering: Callable[[], None]
) -> None:
    told = []
    for day in (10, 10, 11):
        service._fresh._today = partial(date, 2025, 11, day)
        lin.says(FARE)
        answering()
        told.append("已收录至 2025年11月9日" in lin.hears(timeout=0).text)
    assert told == [True, False, True]


def test_a_question_in_another_language_gets_one_line_that_says_what_to_do(
    telegram: Double, answering: Callable[[], None]
) -> None:
    ann = telegram.citizen("Ann", lang="en")
    for text in ("Where are zxqv tickets sold?", "zxqv billets vendus"):
        ann.says(text)
        answering()
        told = ann.hears(timeout=0)
        assert told.text.startswith("The paper is printed in Chinese: please ask in Chinese.")
        assert told.buttons == []


def test_the_talk_goes_on_after_small_talk(lin: Citizen, service: Service, answering: Callable[[], None]) -> None:
    for text in (FARE, "谢谢", LAST_BOAT):
        lin.says(text)
        answering()
    _, thanks, card = (lin.hears(timeout=0) for _ in range(3))
    assert thanks.buttons == []
    assert card.text.startswith("接着说：")
    assert "21时30分" in card.text


def test_an_edited_follow_up_follows_what_it_followed_before(lin: Citizen, answering: Callable[[], None]) -> None:
    lin.says(FARE)
    follow_up = lin.says(LAST_BOAT)
    lin.says("跨河大桥全长多少米")
    answering()
    _, card, _ = (lin.hears(timeout=0) for _ in range(3))
    lin.edits(follow_up, "那末班船几点开呢？")
    answering()
    assert card.edits == 1
    assert card.text.startswith("接着说：湖心公园夜游船")
    lin.hears_nothing(for_s=0)


def test_an_edit_that_comes_with_its_question_changes_the_one_answer(
    desk: Desk, lin: Citizen, questions: Questions
) -> None:
    asked = lin.says("图书馆新增座位多少个")
    first = desk.fetches()
    lin.edits(asked, FARE)
    desk.hands(MessageHandler(filters.TEXT, questions.message), after=first, at_once=True)
    card = lin.hears(timeout=0)
    assert "45元" in card.text
    lin.hears_nothing(for_s=0)


def test_in_a_forum_the_answer_stays_in_its_topic(telegram: Double, answering: Callable[[], None]) -> None:
    lin = telegram.citizen()
    square = telegram.group("论坛", lin)
    for text in (f"/ask {FARE}", "/ask"):
        command = {"type": "bot_command", "offset": 0, "length": 4}
        lin.sends({"text": text, "entities": [command], "is_topic_message": True, "message_thread_id": 77}, to=square)
        answering()
        lin.hears(at=square, timeout=0)
        assert str(telegram.calls("sendMessage")[-1].params["message_thread_id"]) == "77"


def test_a_card_links_to_the_bot_and_one_beyond_the_last_citation_has_none(
    card_of: Callable[[CardRequest], AnswerCard],
) -> None:
    first, beyond = (card_of(CardRequest("大桥", first=number)) for number in (1, 500))
    assert 0 < first.citations <= CITED
    assert "https://t.me/other_bot?start=p" in first.pages[0]
    assert (beyond.citations, beyond.small_talk) == (0, False)


def test_a_limit_bounds_where_the_card_quotes_from(card_of: Callable[[CardRequest], AnswerCard]) -> None:
    card = card_of(CardRequest("大桥", limit=Limit(page="3")))
    assert card.citations > 0
    assert "青溪晚报 2025年11月8日 第3版" in card.pages[0]
    assert "青溪晚报 2025年11月8日 第1版" not in card.pages[0]
