"""The way to people: passed on only by the asker, answered by reply, marked as the newsroom's, and forgotten."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.telegram.app import handlers
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import Counts
from bot.telegram.views.callback_data import PassOn
from bot.wiring import Newsroom
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Group, Heard

QUESTION = "青溪区牙科诊所周末开门吗"
"""The paper says nothing of it."""


class DeskTalk:
    """A reader, and editors in a chat of their own."""

    def __init__(self, desk: Desk, telegram: Double, data: Path) -> None:
        self.reader, self.editor = telegram.citizen("林"), telegram.citizen("编辑")
        self.editors = telegram.group("编辑部", self.editor)
        self._desk, self._data = desk, data
        self.starts()

    def starts(self) -> None:
        """The bot begins, perhaps again."""
        self.room = Newsroom(Settings(data=self._data, offline=True, reading="light", desk_chat=self.editors.id))
        self.service = Service(self.room)
        self._table = handlers(self.service, Counts())

    def stops(self) -> None:
        self.service.close()
        self.room.close()

    def works(self) -> None:
        self._desk.hands(*self._table)

    def asks(self, text: str, who: Citizen | None = None) -> Heard:
        person = who or self.reader
        person.says(text)
        self.works()
        return person.hears(timeout=0)

    def presses(self, message: Heard, label: str, who: Citizen | None = None) -> str:
        query = (who or self.reader).presses(message, label)
        self.works()
        assert query.answer is not None
        return str(query.answer.get("text", ""))

    def passes_on(self, question: str = QUESTION) -> Heard:
        """Ask, agree; what the editors are shown."""
        card = self.asks(question)
        assert self.presses(card, "问问编辑部").startswith("您的问题会原样交给编辑部")
        assert self.presses(card, "同意").startswith("已转给编辑部")
        return self.shown()

    def shown(self) -> Heard:
        return self.editor.hears(at=self.editors, timeout=0)

    def replies(self, shown: Heard, text: str) -> Heard:
        """What an editor is told after a reply to a question."""
        self.editor.says(text, to=self.editors, reply_to=shown)
        self.works()
        return self.shown()


@pytest.fixture
def talk(own_telegram: Double, data: Path, tmp_path: Path) -> Iterator[DeskTalk]:
    folder = tmp_path / "data"
    shutil.copytree(data.parent / "untouched", folder)
    with Desk(own_telegram) as desk:
        made = DeskTalk(desk, own_telegram, folder)
        yield made
        made.stops()


def test_a_question_goes_to_editors_and_their_answer_comes_back_marked(talk: DeskTalk) -> None:
    shown = talk.passes_on()
    first, asked, *_ = shown.text.splitlines()
    assert first.startswith("读者问（第 1 号，")
    assert asked == QUESTION
    assert "林" not in shown.text
    told = talk.replies(shown, "周末照常开门，电话见本报客服。")
    assert told.text == "已转给读者。"
    answer = talk.reader.hears(timeout=0)
    assert answer.text == "编辑部的答复（不是报上的原文）：\n周末照常开门，电话见本报客服。"
    assert talk.asks("/desk", talk.editor).text.startswith("没有这个命令"), "editors are who is in the chat"
    talk.editor.says("/desk", to=talk.editors)
    talk.works()
    assert talk.shown().text == "没有等待答复的问题。"


def test_nothing_is_passed_on_before_the_asker_agrees(talk: DeskTalk) -> None:
    card = talk.asks(QUESTION)
    talk.presses(card, "问问编辑部")
    talk.presses(card, "不用了")
    assert "问问编辑部" in card.buttons
    talk.editor.hears_nothing(at=talk.editors, for_s=0)
    assert talk._desk.run(talk.service.newsdesk.open_questions()) == []


def test_in_a_group_only_who_asked_passes_on(talk: DeskTalk, own_telegram: Double) -> None:
    wang = own_telegram.citizen("王")
    family: Group = own_telegram.group("一家人", talk.reader, wang)
    talk.reader.says(f"/ask {QUESTION}", to=family)
    talk.works()
    card = talk.reader.hears(at=family, timeout=0)
    query = wang.presses_data(card, PassOn().encode())
    talk.works()
    assert "别人问的" in str(query.answer)
    assert talk._desk.run(talk.service.newsdesk.open_questions()) == []


def test_an_editor_points_at_a_report(talk: DeskTalk) -> None:
    shown = talk.passes_on()
    boats = next(each for each in talk.room.archive.articles() if each.headline == "湖心公园夜游船恢复运营")
    assert talk.replies(shown, "999999").text == "没有转：读者看不到这个编号的报道。"
    assert talk.replies(shown, f"https://t.me/baowen_test_bot?start=a{boats.id}").text == "已转给读者。"
    answer = talk.reader.hears(timeout=0)
    assert answer.text.startswith("编辑部请您看这篇报道：\n\n《湖心公园夜游船恢复运营》\n青溪晚报 2025年11月9日 第2版")


def test_open_questions_survive_a_restart_and_are_listed(talk: DeskTalk) -> None:
    talk.passes_on()
    talk.passes_on(QUESTION + "？")
    talk.stops()
    talk.starts()
    talk.editor.says("/desk", to=talk.editors)
    talk.works()
    listed = talk.shown()
    assert listed.text.startswith("等待答复的问题，共 2 个：\n1. ")
    assert listed.text.endswith(f"转来多次的：\n2 次　{QUESTION}")
    talk.presses(listed, "2", talk.editor)
    again = talk.shown()
    assert again.text.startswith("读者问（第 2 号，")
    assert talk.replies(again, "开门。").text == "已转给读者。"
    assert talk.reader.hears(timeout=0).text.endswith("开门。")


def test_a_question_is_passed_on_once(talk: DeskTalk) -> None:
    talk.passes_on()
    card = talk.asks("/start")
    assert card.buttons == []
    first = next(iter(talk._desk.run(talk.service.newsdesk.open_questions())))
    added = talk.service.newsdesk.pass_on(first.chat_id, first.question_id, talk.reader.id, None, QUESTION)
    assert talk._desk.run(added) is None


def test_forgetting_takes_the_question_from_the_editors_too(talk: DeskTalk) -> None:
    shown = talk.passes_on()
    assert talk.asks("/forget").text.startswith("已删除关于您的全部记录")
    assert shown.text == "提问的人已要求删除这个问题。"
    assert talk._desk.run(talk.service.newsdesk.open_questions()) == []


def test_where_nobody_reads_nothing_is_offered(talk: DeskTalk, data: Path, own_telegram: Double) -> None:
    talk.stops()
    talk.room = Newsroom(Settings(data=talk._data, offline=True, reading="light"))
    talk.service = Service(talk.room)
    talk._table = handlers(talk.service, Counts())
    assert "问问编辑部" not in talk.asks(QUESTION).buttons


def test_a_bad_answer_can_be_taken_to_people(talk: DeskTalk) -> None:
    card = talk.asks("夜游船票价多少")
    assert "问问编辑部" not in card.buttons
    talk.presses(card, "👎")
    talk.presses(card, "没答到")
    talk.presses(card, "问问编辑部")
    talk.presses(card, "同意")
    assert "夜游船票价多少" in talk.shown().text
