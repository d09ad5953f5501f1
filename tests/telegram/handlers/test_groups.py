"""In groups: what is asked of whom, what it is read with, who may press what, and what people are spared."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.telegram.app import handlers
from bot.telegram.session.message_text import names_nothing
from bot.telegram.session.service import Service
from bot.telegram.session.watch_table import WatchTable
from bot.telegram.transport.rate_limit import Counts
from bot.telegram.views.chat_texts import ChatText
from bot.telegram.views.texts import LANGS, Lang, say
from bot.wiring import Newsroom
from retrieval.editions.store.judgements import Judgement
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Group, Heard

FARE = "湖心公园夜游船票价多少"
LAST_BOAT = "那末班船呢？"
SEATS = "图书馆新增座位多少个"
BOT = "@baowen_test_bot"

Answering = Callable[[], None]
Asking = Callable[..., Heard]
Pressing = Callable[[Citizen, Heard, str], str]
Judged = Callable[[], list[Judgement]]


@pytest.fixture
def qin(telegram: Double) -> Citizen:
    return telegram.citizen("秦")


@pytest.fixture
def square(telegram: Double, lin: Citizen, qin: Citizen) -> Group:
    return telegram.group("广场", lin, qin)


@pytest.fixture
def asking(answering: Answering, square: Group) -> Asking:
    """The card that answers what somebody says in the group."""

    def asking(citizen: Citizen, text: str, **how: object) -> Heard:
        said = citizen.says(text, to=square, **how)  # type: ignore[arg-type]  # passed on
        answering()
        card = citizen.hears(at=square, timeout=0)
        assert card.reply_to == said
        return card

    return asking


@pytest.fixture
def pressing(answering: Answering) -> Pressing:
    """What somebody is told who presses a button."""

    def pressing(citizen: Citizen, card: Heard, label: str) -> str:
        query = citizen.presses(card, label)
        answering()
        assert query.answer is not None
        return str(query.answer.get("text", ""))

    return pressing


@pytest.fixture
def judged(newsroom: Newsroom, lin: Citizen, qin: Citizen) -> Judged:
    """What the archive keeps of the two's judgements."""
    return lambda: [each for each in newsroom.judgements.all() if each.reader_id in (lin.id, qin.id)]


# -- what a question is read with ------------------------------------------------------------------------------------


def test_a_reply_to_a_card_is_read_with_that_card_whoever_asked_for_it(
    asking: Asking, lin: Citizen, qin: Citizen
) -> None:
    boats = asking(lin, f"/ask {FARE}")
    asking(lin, f"/ask {SEATS}")
    card = asking(qin, LAST_BOAT, reply_to=boats)
    assert card.text.startswith("接着说：湖心公园")
    assert "21时30分" in card.text


def test_a_card_from_before_a_restart_is_still_what_its_reply_is_about(
    asking: Asking, lin: Citizen, service: Service
) -> None:
    boats = asking(lin, f"/ask {FARE}")
    service._recent.forget(lin.id)  # a restart leaves nothing in memory
    assert "21时30分" in asking(lin, LAST_BOAT, reply_to=boats).text


def test_the_sentence_that_a_person_quotes_comes_before_the_question_before(asking: Asking, lin: Citizen) -> None:
    boats = asking(lin, f"/ask {FARE}")
    asking(lin, f"/ask {SEATS}")
    card = asking(lin, LAST_BOAT, reply_to=boats, quote="湖心公园夜游船今晚恢复运营")
    assert "21时30分" in card.text


@pytest.mark.parametrize("own", [BOT, f"{BOT} 真的吗？", f"{BOT} 帮我查一下", "/ask", "/ask 這是真的嗎"])
def test_a_mention_in_reply_to_a_friend_s_words_looks_those_up(
    asking: Asking, lin: Citizen, qin: Citizen, square: Group, own: str
) -> None:
    asking(lin, f"/ask {SEATS}")
    rumour = qin.says("听说湖心公园夜游船票价每人45元", to=square)
    card = asking(lin, own, reply_to=rumour)
    assert "票价每人45元" in card.text
    assert not card.text.startswith("接着说")


def test_only_the_sentence_that_is_quoted_from_a_friend_is_looked_up(
    asking: Asking, lin: Citizen, qin: Citizen, square: Group
) -> None:
    rumour = qin.says("图书馆要加座位了。夜游船票价每人45元。", to=square)
    card = asking(lin, f"{BOT} 真的吗", reply_to=rumour, quote="夜游船票价每人45元")
    assert "票价每人45元" in card.text
    assert "座位" not in card.text


def test_a_question_of_one_s_own_in_reply_to_a_friend_is_read_with_the_friend_s(
    asking: Asking, lin: Citizen, qin: Citizen, square: Group
) -> None:
    said = qin.says(FARE, to=square)
    assert "21时30分" in asking(lin, f"{BOT} {LAST_BOAT}", reply_to=said).text
    said = qin.says("今天天气真好", to=square)
    assert "320个" in asking(lin, f"{BOT} {SEATS}", reply_to=said).text


def test_what_names_nothing_is_no_question() -> None:
    assert all(map(names_nothing, ("", "真的吗？", "这个消息属实吗", "是不是谣言", "is this true?", "帮忙核实一下")))
    assert not any(map(names_nothing, ("真的涨价了吗", "图书馆", "谁写的", "票价是真的吗")))


def test_one_person_s_messages_are_taken_one_after_the_other(
    desk: Desk, asked: Newsroom, service: Service, lin: Citizen, square: Group
) -> None:
    lin.says(f"/ask {FARE}", to=square)
    lin.says(f"/ask {LAST_BOAT}", to=square)
    desk.hands(*handlers(service, Counts()), at_once=True)
    _, follow_up = lin.hears(at=square, timeout=0), lin.hears(at=square, timeout=0)
    assert follow_up.text.startswith("接着说：")
    assert "21时30分" in follow_up.text


# -- who may press what ----------------------------------------------------------------------------------------------


def test_the_article_opens_in_private(
    answering: Answering, asking: Asking, lin: Citizen, qin: Citizen, square: Group
) -> None:
    card = asking(lin, f"/ask {FARE}")
    query = qin.presses(card, "看全文")
    answering()
    qin.hears_nothing(at=square, for_s=0)
    assert query.answer is not None
    link = str(query.answer["url"])
    assert link.startswith("https://t.me/baowen_test_bot?start=p")
    qin.says(f"/start {link.partition('=')[2]}")
    answering()
    assert "湖心公园夜游船恢复运营" in qin.hears(timeout=0).text


def test_only_who_asked_turns_a_card(asking: Asking, pressing: Pressing, lin: Citizen, qin: Citizen) -> None:
    card = asking(lin, "/ask 大桥")
    before = (card.text, card.buttons)
    assert pressing(qin, card, "按版面") == say("zh-hans", ChatText.NOT_YOURS)
    assert (card.text, card.buttons) == before
    assert pressing(lin, card, "按版面") == ""
    assert card.buttons != before[1]


@pytest.mark.parametrize("command", ["/lang", "/edition"])
def test_only_who_asked_turns_a_list_or_chooses_a_language(
    asking: Asking, pressing: Pressing, lin: Citizen, qin: Citizen, command: str
) -> None:
    shown = asking(lin, command)
    text = shown.text
    assert pressing(qin, shown, shown.buttons[-1]) == say("zh-hans", ChatText.NOT_YOURS)
    assert shown.text == text
    pressing(lin, shown, shown.buttons[-1])
    assert shown.text != text


def test_others_may_judge_and_only_the_asker_adds_the_question(
    asking: Asking, pressing: Pressing, judged: Judged, lin: Citizen, qin: Citizen
) -> None:
    card = asking(lin, f"/ask {FARE}")
    before = card.buttons
    assert pressing(qin, card, "👎") == say("zh-hans", ChatText.NOT_YOUR_QUESTION)
    assert card.buttons == before
    assert [(each.reader_id, each.verdict, each.question) for each in judged()] == [(qin.id, "missing", None)]
    pressing(lin, card, "👍")
    assert pressing(qin, card, "附上我的问题") == say("zh-hans", ChatText.NOT_YOUR_QUESTION)
    assert [each.question for each in judged()] == [None, None]
    pressing(lin, card, "附上我的问题")
    assert {(each.reader_id, each.question) for each in judged()} == {(qin.id, None), (lin.id, FARE)}


def test_what_the_asker_gave_is_forgotten_and_others_judgements_stay(
    answering: Answering, asking: Asking, pressing: Pressing, judged: Judged, lin: Citizen, qin: Citizen
) -> None:
    card = asking(lin, f"/ask {FARE}")
    pressing(qin, card, "👍")
    pressing(lin, card, "👍")
    pressing(lin, card, "附上我的问题")
    lin.says("/forget")
    answering()
    assert "已删除关于您的全部记录" in lin.hears(timeout=0).text
    assert [(each.reader_id, each.question) for each in judged()] == [(qin.id, None)]


def test_only_who_began_a_watch_or_an_admin_ends_it(
    asking: Asking, pressing: Pressing, telegram: Double, service: Service, lin: Citizen, qin: Citizen, square: Group
) -> None:
    asking(lin, "/watch 夜游船")
    asking(lin, "/watch 图书馆")
    shown = asking(qin, "/watches")
    assert pressing(qin, shown, "夜游船") == say("zh-hans", ChatText.NOT_YOUR_WATCH)
    assert pressing(lin, shown, "夜游船") == ""
    telegram.world.admins[square.id].add(qin.id)
    assert pressing(qin, shown, "图书馆") == ""
    assert WatchTable(service.store).watches(square.id) == []


# -- admins without a name -------------------------------------------------------------------------------------------


def test_nameless_admins_share_nothing(
    asking: Asking, pressing: Pressing, telegram: Double, service: Service, lin: Citizen, qin: Citizen, square: Group
) -> None:
    telegram.world.admins[square.id].add(qin.id)
    first = asking(qin, f"/ask {FARE}", nameless=True)
    bridge = asking(qin, "/ask 大桥", nameless=True)
    assert not asking(lin, f"/ask {LAST_BOAT}", nameless=True).text.startswith("接着说")
    assert "21时30分" in asking(lin, f"{BOT} {LAST_BOAT}", nameless=True, reply_to=first).text
    assert pressing(lin, bridge, "按版面") == say("zh-hans", ChatText.NOT_YOURS)
    assert pressing(qin, bridge, "按版面") == ""
    asking(qin, "/watch 夜游船", nameless=True)
    assert asking(lin, "/forget", nameless=True).text == say("zh-hans", ChatText.NAMELESS)
    assert [watch.words for watch in WatchTable(service.store).watches(square.id)] == ["夜游船"]


def test_nameless_admins_of_one_group_use_up_no_other_group_s_questions(
    answering: Answering, service: Service, telegram: Double, lin: Citizen, square: Group
) -> None:
    service.quota.per_minute = 1
    for group in (square, telegram.group("另一个群", lin)):
        lin.says(f"/ask {FARE}", to=group, nameless=True)
        answering()
        assert "45元" in lin.hears(at=group, timeout=0).text


# -- topics, and being added -----------------------------------------------------------------------------------------


def test_everything_stays_in_its_topic(answering: Answering, asking: Asking, lin: Citizen, square: Group) -> None:
    commands = ("/ask 大桥", "/search 夜游船", "/latest", "/edition", "/sources", "/watch 夜游船", "/watches", "/lang",
                "/privacy", "/help", "/about", "/start", "/forget", "/ask")  # fmt: skip
    for command in commands:
        assert asking(lin, command, topic=77).raw.get("message_thread_id") == 77, command
    card = asking(lin, "/ask 大桥", topic=77)
    lin.presses_data(card, "more:2:")
    answering()
    assert lin.hears(at=square, timeout=0).raw.get("message_thread_id") == 77


def test_a_new_group_is_told_who_can_be_asked_and_how(answering: Answering, lin: Citizen, square: Group) -> None:
    square.adds_the_bot(lin)
    answering()
    hello = lin.hears(at=square, timeout=0)
    assert hello.text == say("zh-hans", ChatText.GROUP_HELLO, name="baowen_test_bot")
    for before, now in (("member", "administrator"), ("member", "left"), ("kicked", "left")):
        square.adds_the_bot(lin, before=before, now=now)
    answering()
    lin.hears_nothing(at=square, for_s=0)


@pytest.mark.parametrize("lang", LANGS)
def test_the_first_words_to_a_group_are_complete_in_each_language(lang: Lang) -> None:
    text = say(lang, ChatText.GROUP_HELLO, name="baowen_test_bot")
    assert text.count("@baowen_test_bot") == 2
    assert "/ask" in text
