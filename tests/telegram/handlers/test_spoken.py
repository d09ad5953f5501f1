"""What people write instead of pressing a button or choosing a command, as conversations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.telegram.app import handlers
from bot.telegram.session.recent_cards import LastCard, RecentCards
from bot.telegram.session.recent_questions import KEPT_S
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import Counts
from bot.telegram.views.card_texts import CardText
from bot.telegram.views.cards import CardRequest
from bot.telegram.views.texts import LANGS, Text, say
from bot.wiring import Newsroom
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Heard

FARE = "湖心公园夜游船票价多少"
EVERYTHING = "本报讯 记者 昨天"
BOT = "@baowen_test_bot"

Saying = Callable[[str], Heard]


@pytest.fixture
def answering(desk: Desk, asked: Newsroom, service: Service) -> Callable[[], None]:
    table = handlers(service, Counts())
    return lambda: desk.hands(*table)


@pytest.fixture
def saying(answering: Callable[[], None], lin: Citizen) -> Saying:
    """What the bot says when 林 has written something."""

    def saying(text: str) -> Heard:
        lin.says(text)
        answering()
        return lin.hears(timeout=0)

    return saying


def test_more_turns_the_pages_of_the_last_card_until_there_is_no_more(saying: Saying) -> None:
    first = saying(EVERYTHING)
    second = saying("更多")
    assert second.reply_to == first.reply_to
    assert set(second.links().values()).isdisjoint(first.links().values())
    while (card := saying("继续")).text != say("zh-hans", Text.NO_MORE):
        assert card.reply_to == first.reply_to
    assert card.buttons == []


def test_a_report_of_the_last_card_opens_by_its_number(saying: Saying) -> None:
    card = saying(EVERYTHING)
    titles = list(card.links())
    assert saying("第二条").text.startswith(titles[1])
    assert saying("看全文").text.startswith(titles[0])
    assert saying("第九条").text == say("zh-hans", CardText.FEWER, count=len(titles))


def test_where_it_stands_is_told_with_links(saying: Saying) -> None:
    saying(FARE)
    told = saying("出处呢？")
    assert told.text == "《湖心公园夜游船恢复运营》\n青溪晚报 2025年11月9日 第2版 记者 白露"
    assert "start=p" in told.links()["《湖心公园夜游船恢复运营》"]


def test_that_it_is_wrong_leads_to_the_reasons_and_is_kept(saying: Saying, answering, lin: Citizen, newsroom) -> None:
    card = saying(FARE)
    asked = saying("不对")
    assert (asked.text, asked.reply_to) == ("哪里不好？", card.reply_to)
    lin.presses(asked, "过时了")
    answering()
    (judged,) = [each for each in newsroom.judgements.all() if each.reader_id == lin.id]
    assert judged.verdict == "outdated"
    assert "45元" in (judged.answer or "")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("text", ["更多", "第二条", "出处呢", "不对"])
def test_without_a_card_it_asks_for_a_question(telegram: Double, answering, lang, text: str) -> None:
    citizen = telegram.citizen(lang=lang)
    citizen.says(text)
    answering()
    told = citizen.hears(timeout=0)
    assert (told.text, told.buttons) == (say(lang, CardText.NO_CARD), [])


def test_small_talk_leaves_the_last_card_as_it_is(saying: Saying) -> None:
    card = saying(FARE)
    saying("谢谢")
    assert saying("看全文").text.startswith(next(iter(card.links())))


def test_where_nothing_was_cited_there_is_nothing_to_open(saying: Saying) -> None:
    saying("zxqv")
    assert saying("看全文").text == saying("出处").text == say("zh-hans", CardText.NO_REPORTS)


def test_commands_by_their_chinese_names(saying: Saying) -> None:
    assert saying("最新").text.startswith("最新一期（青溪晚报 2025年11月9日）")
    assert saying("/最新").text.startswith("最新一期（青溪晚报 2025年11月9日）")
    assert "夜游船" in saying("/搜索 夜游船 版面:2").text
    assert "夜游船" in saying("/订阅 夜游船").text
    assert any("夜游船" in label for label in saying("退订").buttons)
    assert saying("/天气").text != say("zh-hans", Text.UNKNOWN_COMMAND), "it is looked for, as any words"


def test_a_pasted_link_opens_its_article(saying: Saying) -> None:
    link = saying(FARE).links()["《湖心公园夜游船恢复运营》"]
    assert saying(link).text.startswith("《湖心公园夜游船恢复运营》")


def test_in_a_group_only_what_speaks_to_the_bot_and_articles_by_link(telegram: Double, answering, lin: Citizen) -> None:
    square = telegram.group("广场", lin)
    lin.says(f"/ask {FARE}", to=square)
    answering()
    lin.hears(at=square, timeout=0)
    lin.says("看全文", to=square)
    answering()
    lin.hears_nothing(at=square, for_s=0)
    lin.says(f"{BOT} 看全文", to=square)
    answering()
    told = lin.hears(at=square, timeout=0)
    assert told.text.startswith("《湖心公园夜游船恢复运营》\n青溪晚报")
    assert "票价每人45元" not in told.text


def test_more_counts_as_a_question(saying: Saying, service: Service) -> None:
    service.quota.per_minute = 1
    saying(EVERYTHING)
    assert saying("更多").text.startswith("问得太快了")


def test_a_last_card_is_forgotten_after_ten_minutes_or_on_request() -> None:
    now = [0.0]
    cards = RecentCards(lambda: now[0], kept=2)
    shown = LastCard(7, CardRequest("票价多少"), (), None, None)
    cards.add(1, 11, shown)
    now[0] = KEPT_S
    assert cards.last(1, 11) == shown
    now[0] += 1
    cards.expire()
    assert not cards._cards
    for user in (11, 12, 13):
        cards.add(1, user, replace(shown, question_id=user))
    assert [cards.last(1, user) is None for user in (11, 12, 13)] == [True, False, False]
    cards.forget(12)
    assert [cards.last(1, user) is None for user in (12, 13)] == [True, False]
