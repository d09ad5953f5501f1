"""Inline mode: cards sheet by sheet, only for what was paused at, and never an error for the person who types."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from telegram.ext import InlineQueryHandler

from bot.telegram.handlers import inline as module
from bot.telegram.handlers.inline import InlineMode
from bot.telegram.session.service import Service
from bot.wiring import Newsroom
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double
from tests.telegram.double.rules import JSON

Typing = Callable[..., JSON]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pauses."""
    monkeypatch.setattr(module, "PAUSE_S", 0)


@pytest.fixture
def inline(service: Service, asked: Newsroom) -> InlineMode:
    return InlineMode(service)


@pytest.fixture
def typing(desk: Desk, inline: InlineMode, lin: Citizen) -> Typing:
    """The answer to what 林 types."""

    def typing(text: str, offset: str = "") -> JSON:
        query = lin.types_inline(text, offset)
        desk.hands(InlineQueryHandler(inline.query))
        assert query.answer is not None
        return query.answer

    return typing


def ids(answer: JSON) -> list[str]:
    return [str(result["id"]) for result in answer["results"]]


def test_the_first_card_stands_under_the_short_answer_and_the_others_under_their_headlines(typing: Typing) -> None:
    first, *others = typing("夜游船票价多少")["results"]
    assert first["title"] == "45元"
    assert first["kept"]["text"].startswith("45元\n")
    assert first["description"].startswith("青溪晚报 2025年11月9日 第2版\n")
    assert all(result["title"].startswith("《") for result in others)


def test_sheet_after_sheet_gives_every_report_once(typing: Typing, monkeypatch: pytest.MonkeyPatch) -> None:
    every = ids(typing(""))
    assert len(every) > 4
    monkeypatch.setattr(module, "PER_SHEET", 2)
    found, offset, sheets = [], "", 0
    while sheets == 0 or offset:
        answer = typing("", offset)
        assert len(answer["results"]) <= 2
        found += ids(answer)
        offset, sheets = answer.get("next_offset", ""), sheets + 1
    assert found == every
    assert sheets == -(-len(every) // 2)


@pytest.mark.parametrize("offset", ["x", "-1", "9999", "1.5", " "])
def test_an_offset_that_is_none_of_ours_begins_at_the_beginning(typing: Typing, offset: str) -> None:
    assert ids(typing("", offset)) == ids(typing(""))


@pytest.mark.parametrize(
    ("text", "offset", "offered"),
    [("？？！！", "", True), ("你好", "", True), ("", "999", False)],
    ids=["nothing found", "small talk", "beyond the last"],
)
def test_without_results_the_first_sheet_offers_to_ask(typing: Typing, text: str, offset: str, offered: bool) -> None:
    answer = typing(text, offset)
    assert answer["results"] == []
    assert ("button" in answer) is offered
    assert not answer.get("next_offset")


def test_who_types_too_much_gets_nothing_and_the_newest_reports_are_free(typing: Typing, service: Service) -> None:
    service.typing_quota.per_minute = 1
    answers = [typing(text) for text in ("夜游船", "夜游船", "", "  ")]
    assert [bool(ids(answer)) for answer in answers] == [True, False, True, True]
    assert answers[1]["button"]["text"] == "打得太快了，请稍等"


def test_typing_uses_up_no_questions(typing: Typing, service: Service, lin: Citizen) -> None:
    service.quota.per_minute = 1
    for text in ("夜", "夜游", "夜游船"):
        typing(text)
    assert service.quota.take(lin.id)


def test_a_card_carries_status_notes_and_a_way_to_the_article(typing: Typing) -> None:
    first = typing("老旧小区供暖管线哪年前换完")["results"][0]
    assert "2027年前" in first["kept"]["text"].splitlines()[0]
    assert "※ 这是计划或目标" in first["kept"]["text"]
    ((button,),) = first["reply_markup"]["inline_keyboard"]
    assert (button["text"], button["url"].split("=")[0]) == ("看全文", "https://t.me/baowen_test_bot?start")
    related = typing("夜游船什么颜色")["results"]
    assert all(result["kept"]["text"].startswith("报上没有直接的答案") for result in related)
    ((button,),) = typing("")["results"][0]["reply_markup"]["inline_keyboard"]
    assert button["url"].startswith("https://t.me/baowen_test_bot?start=a")


def test_nothing_is_said_to_be_missing_where_nothing_was_looked_for(typing: Typing) -> None:
    assert typing("你好")["button"]["text"] == "去提问"
    assert typing("zxqv")["button"]["text"] == "没有找到，去提问"


def test_what_was_typed_is_answered_in_private(
    typing: Typing, answering: Callable[[], None], service: Service, lin: Citizen
) -> None:
    assert typing("zxqv")["button"]["start_parameter"] == "ask"
    said = lin.says("/start ask")
    answering()
    card = lin.hears(timeout=0)
    assert card.reply_to == said
    assert card.text.startswith("已收录的版面里没有找到答案。")
    service._recent.forget(lin.id)  # ten minutes later
    lin.says("/start ask")
    answering()
    assert lin.hears(timeout=0).text.startswith("您好，这里是报问")


def test_only_the_last_letters_typed_are_looked_for_and_each_person_s_own(
    desk: Desk, telegram: Double, inline: InlineMode, lin: Citizen
) -> None:
    qin = telegram.citizen("秦")
    typed = [lin.types_inline("夜"), lin.types_inline("夜游"), qin.types_inline("供暖"), lin.types_inline("夜游船")]
    desk.hands(InlineQueryHandler(inline.query), at_once=True)
    assert [query.answer is not None for query in typed] == [False, False, True, True]


@pytest.mark.parametrize(
    ("late", "line"), [(True, "answered too late"), (False, "took too long")], ids=["answer", "search"]
)
def test_what_comes_too_late_is_a_line_in_the_log(
    desk: Desk, telegram: Double, inline: InlineMode, lin: Citizen, late: bool, line: str,
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    telegram.tolerated.append("query is too old")
    caplog.set_level(logging.INFO, "bot.telegram")
    query = lin.types_inline("夜游船")
    if late:
        query.asked -= 3600
    else:
        monkeypatch.setattr(module, "PATIENCE_S", 0)
    desk.hands(InlineQueryHandler(inline.query))
    assert query.answer is None
    assert line in caplog.text
    assert "夜游船" not in caplog.text
