"""Articles in full: the page on which the excerpt stands, the pager, and what is said of those that are gone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from telegram import Update
from telegram.ext import CallbackContext, MessageHandler, filters

from bot.settings import Settings
from bot.telegram.handlers.article import Articles
from bot.telegram.handlers.buttons import ALERT_CHARS, on_button
from bot.telegram.session.service import Service
from bot.telegram.views.browse_texts import gone_text
from bot.telegram.views.callback_data import OpenArticle
from bot.telegram.views.deep_links import Place
from bot.wiring import Newsroom
from retrieval.domain import Article
from retrieval.errors import NotShown, UnknownRecord, Withdrawn
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Heard
from tests.telegram.double.rules import JSON

LONG, SHORT = "街道推出三十六条便民措施", "湖心公园夜游船恢复运营"


def article(room: Newsroom, headline: str) -> Article:
    return next(each for each in room.archive.articles() if each.headline == headline)


def presses(desk: Desk, service: Service, lin: Citizen, under: Heard, place: Place) -> JSON:
    """What the press of a button that opens ``place`` is answered with."""
    query = lin.presses_data(under, OpenArticle(place).encode())
    desk.hands(on_button(service, OpenArticle, Articles(service).button))
    assert query.answer is not None
    return query.answer


@pytest.fixture
def long(newsroom: Newsroom) -> Article:
    return article(newsroom, LONG)


def test_the_article_opens_where_the_excerpt_stands(
    desk: Desk, service: Service, newsroom: Newsroom, lin: Citizen, posted: Heard, long: Article
) -> None:
    passage = newsroom.archive.passages_of([long.id])[long.id][-1]
    presses(desk, service, lin, posted, Place(passage_id=passage.id, start=0, end=9))
    opened = lin.hears(timeout=0)
    assert opened.reply_to == posted.id
    assert opened.text.startswith(f"《{LONG}》")
    assert passage.text[:9] in "".join(opened.marked("bold"))
    assert "‹ 上一页" in opened.buttons
    assert posted.edits == 0


def test_the_pager_changes_its_message_and_ends_at_the_last_page(
    desk: Desk, service: Service, lin: Citizen, posted: Heard, long: Article
) -> None:
    presses(desk, service, lin, posted, Place(article_id=long.id, sheet=0))
    first = posted.text
    assert "第1条便民措施" in first
    [label, following] = posted.buttons
    assert (label[:4], following) == ("第 1/", "下一页 ›")
    presses(desk, service, lin, posted, Place(article_id=long.id, sheet=99_999))
    [back, label] = posted.buttons
    number, of = label.removeprefix("第 ").removesuffix(" 页").split("/")
    assert (back, number) == ("‹ 上一页", of)
    assert "第36条便民措施" in posted.text
    lin.hears_nothing(for_s=0)


def test_an_article_of_one_page_has_no_pager(
    desk: Desk, service: Service, newsroom: Newsroom, lin: Citizen, posted: Heard
) -> None:
    presses(desk, service, lin, posted, Place(article_id=article(newsroom, SHORT).id))
    opened = lin.hears(timeout=0)
    assert "票价每人45元" in opened.text
    assert opened.buttons == []


@pytest.mark.parametrize(
    "place", [Place(article_id=999_999), Place(passage_id=999_999, end=3), Place(article_id=999_999, sheet=2)]
)
def test_what_is_not_there_is_an_alert_and_no_message(
    desk: Desk, service: Service, lin: Citizen, posted: Heard, place: Place
) -> None:
    answer = presses(desk, service, lin, posted, place)
    assert answer["text"] == "没有这篇报道，链接可能不完整。"
    assert str(answer["show_alert"]).lower() == "true"
    assert posted.edits == 0
    lin.hears_nothing(for_s=0)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (UnknownRecord("no article 7"), "There is no such report; the link may be incomplete."),
        (
            NotShown("no article 7"),
            "This report has been corrected or withdrawn; its old text is no longer available.",
        ),
        (
            Withdrawn("article 7", date(2025, 11, 9), None),
            "The newsroom withdrew this report on 2025-11-09; it is no longer available.",
        ),
        (
            Withdrawn("article 7", date(2025, 11, 9), "有误"),
            "The newsroom withdrew this report on 2025-11-09; it is no longer available. Reason: 有误",
        ),
    ],
    ids=["never there", "taken out", "withdrawn", "with a reason"],
)
def test_why_an_article_is_gone(error: UnknownRecord, told: str) -> None:
    assert gone_text(error, "en") == told


@pytest.fixture
def withdrawing(data: Path, tmp_path: Path) -> Iterator[Service]:
    """A service over a copy of the archive, from which the boats were withdrawn with a long reason."""
    folder = tmp_path / "data"
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns("telegram.sqlite*"))
    room = Newsroom(Settings(data=folder, offline=True))
    room.withdrawals.withdraw_article(article(room, SHORT).id, "票价有误。" * 60, public=True)
    service = Service(room)
    yield service
    service.close()
    room.close()


def test_the_reason_of_a_withdrawal_is_cut_on_a_button_and_whole_in_a_message(
    desk: Desk, withdrawing: Service, newsroom: Newsroom, lin: Citizen, posted: Heard
) -> None:
    place = Place(article_id=article(newsroom, SHORT).id)
    answer = presses(desk, withdrawing, lin, posted, place)
    assert len(answer["text"]) == ALERT_CHARS
    assert "撤回" in answer["text"]

    async def opening(update: Update, context: CallbackContext) -> None:  # type: ignore[type-arg]  # as the library's
        assert update.message is not None
        await Articles(withdrawing).open(place, update.message, context, "zh-hans")

    lin.says("/start")
    desk.hands(MessageHandler(filters.ALL, opening))
    assert lin.hears(timeout=0).text.endswith("原因：" + "票价有误。" * 60)
