"""Living with an answer: follow-ups, edits, more, limits, judgements, links, and what a person decides."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from bot.telegram.session.service import Service
from bot.telegram.session.store import Store
from bot.wiring import Newsroom
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.judgements import Judgement
from retrieval.editions.store.opening import open_database
from tests.telegram.conftest import Running
from tests.telegram.double import Citizen, Double


def judged(service: Service, citizen: Citizen) -> list[Judgement]:
    """What the archive keeps of somebody's judgements."""
    return [found for found in service.newsroom.judgements.all() if found.reader_id == citizen.id]


def forgets(citizen: Citizen) -> None:
    """Leave nothing of somebody's for other tests over the same data."""
    citizen.says("/forget")
    citizen.hears()


def test_a_follow_up_is_read_with_the_question_before_and_can_be_taken_back(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("湖心公园夜游船票价多少")
    lin.hears()
    lin.says("那末班船呢？")
    card = lin.hears()
    assert card.text.startswith("接着说：湖心公园夜游船票价\n")
    assert "21时30分" in card.text
    lin.presses(card, "单独回答")
    telegram.wait_until(lambda: "接着说：" not in card.text, what="the follow-up taken back")
    assert "不按上一问" not in " ".join(card.buttons)


def test_another_person_s_question_is_not_followed(bot: Running, telegram: Double) -> None:
    lin, qin = telegram.citizen("林"), telegram.citizen("秦")
    square = telegram.group("广场", lin, qin)
    lin.says("/ask 湖心公园夜游船票价多少", to=square)
    lin.hears(at=square)
    qin.says("/ask 那末班船呢？", to=square)
    assert "接着说：" not in qin.hears(at=square).text


def test_an_edited_question_changes_its_answer(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    asked = lin.says("图书馆新增座位多少个")
    card = lin.hears()
    lin.edits(asked, "夜游船票价多少")
    telegram.wait_until(lambda: card.edits == 1, what="the changed answer")
    assert "45元" in card.marked("blockquote")[0]
    lin.hears_nothing(for_s=0.3)
    command = lin.says("/ask 跨河大桥全长多少")
    second = lin.hears()
    lin.edits(command, "/ask 夜游船票价多少")
    telegram.wait_until(lambda: second.edits == 1, what="the changed answer")
    assert "45元" in second.marked("blockquote")[0]


def test_an_edit_of_a_message_that_was_no_question_is_answered(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    sent = lin.says("/weather")
    lin.hears()
    lin.edits(sent, "夜游船票价多少")
    assert "45元" in lin.hears().text


def test_more_passages_limits_by_date_and_page(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    asked = lin.says("本报讯 记者 昨天")
    card = lin.hears()
    assert {"更多", "按日期", "按版面"} <= set(card.buttons)
    lin.presses(card, "更多")
    second = lin.hears()
    assert second.reply_to == asked
    assert set(second.links().values()).isdisjoint(card.links().values())
    lin.presses(card, "按日期")
    day = "2025年11月9日"
    telegram.wait_until(lambda: any(day in label for label in card.buttons), what="dates to choose from")
    lin.presses(card, day)
    telegram.wait_until(lambda: f"不限{day}" in card.buttons, what="the limit")
    assert "2025年11月8日 第" not in card.text
    lin.presses(card, "不限")
    telegram.wait_until(lambda: "按版面" in card.buttons, what="no limit")
    lin.presses(card, "按版面")
    telegram.wait_until(lambda: any("第2版" in label for label in card.buttons), what="pages to choose from")
    lin.presses(card, "返回")
    telegram.wait_until(lambda: "按日期" in card.buttons, what="the way back")
    assert "更多" in card.buttons


def test_the_way_back_from_limits_offers_no_more_than_there_is(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("大桥")
    card = lin.hears()
    row = next(row for row in card.rows if any(button["text"] == "按版面" for button in row))
    lin.presses(card, "按版面")
    telegram.wait_until(lambda: "返回" in card.buttons, what="pages to choose from")
    lin.presses(card, "返回")
    telegram.wait_until(lambda: "按版面" in card.buttons, what="the way back")
    assert row in card.rows
    lin.presses_data(card, "by:")  # as older cards have it
    telegram.wait_until(lambda: "更多" in card.buttons, what="the row of an older card")


def test_judgements_keep_the_question_only_with_consent(bot: Running, telegram: Double, service: Service) -> None:
    lin = telegram.citizen()
    lin.says("夜游船票价多少")
    card = lin.hears()
    assert "您的问题一起交给报社" in lin.gets_answer(lin.presses(card, "👍"))["text"]
    telegram.wait_until(lambda: "不附" in card.buttons, what="consent")
    [good] = judged(service, lin)
    assert (good.verdict, good.question, good.answer, len(good.passages) > 0) == ("good", None, "45元", True)
    lin.gets_answer(lin.presses(card, "不附"))
    telegram.wait_until(lambda: "👎" in card.buttons, what="the buttons back")
    assert lin.gets_answer(lin.presses(card, "👎"))["text"] == "哪里不好？"
    telegram.wait_until(lambda: "过时了" in card.buttons, what="reasons")
    lin.gets_answer(lin.presses(card, "过时了"))
    telegram.wait_until(lambda: "附上我的问题" in card.buttons, what="consent")
    [bad] = judged(service, lin)
    assert (bad.verdict, bad.question) == ("outdated", None)
    lin.gets_answer(lin.presses(card, "附上我的问题"))
    telegram.wait_until(lambda: "👍" in card.buttons, what="the buttons back")
    [kept] = judged(service, lin)
    assert kept.question == "夜游船票价多少"
    assert service.store.waiting() == ([], [])
    lin.says("/forget")
    assert "条" in lin.hears().text
    assert judged(service, lin) == []


def test_a_judged_follow_up_is_kept_with_its_short_answer(bot: Running, telegram: Double, service: Service) -> None:
    lin = telegram.citizen()
    lin.says("湖心公园夜游船票价多少")
    lin.hears()
    lin.says("那末班船几点开出？")
    card = lin.hears()
    assert card.text.startswith("接着说：")
    lin.gets_answer(lin.presses(card, "👎"))
    telegram.wait_until(lambda: "答错了" in card.buttons, what="reasons")
    lin.gets_answer(lin.presses(card, "答错了"))
    telegram.wait_until(lambda: judged(service, lin), what="the judgement")
    [wrong] = judged(service, lin)
    assert wrong.answer is not None
    assert (wrong.verdict, wrong.answer) == ("wrong", card.marked("bold")[0])
    forgets(lin)


def test_a_card_of_an_older_version_can_be_judged(bot: Running, telegram: Double, service: Service) -> None:
    lin = telegram.citizen()
    lin.says("夜游船票价多少")
    lin.gets_answer(lin.presses_data(lin.hears(), "judge:good"))
    telegram.wait_until(lambda: judged(service, lin), what="the judgement")
    [good] = judged(service, lin)
    assert (good.verdict, good.answer, len(good.passages) > 0) == ("good", None, True)
    forgets(lin)


def test_judgements_wait_while_the_archive_is_being_written(newsroom: Newsroom, tmp_path: Path) -> None:
    settings = newsroom.settings.model_copy(update={"data": tmp_path})
    shutil.copy(newsroom.archive.path, tmp_path / "archive.sqlite")
    impatient = Newsroom(settings)
    impatient.database = open_database(tmp_path, wait_s=0.05)
    service = Service(impatient)
    mine, other = Judgement((1, 2), 3, "good", (7,), answer="45元"), Judgement((1, 3), 4, "wrong", ())
    writer = Archive.open(tmp_path)
    with writer.writing():
        service.judgements.add(mine)
        service.judgements.add(other)
        service.judgements.add_question(1, 2, 3, "票价多少")
        assert impatient.judgements.all() == []
        assert service.judgements.forget(4) == 1
    revision = impatient.archive.revision()
    service.judgements.deliver()
    (kept,) = impatient.judgements.all()
    assert (kept.reader_id, kept.question, kept.answer, kept.passages) == (3, "票价多少", "45元", (7,))
    assert (service.store.waiting(), impatient.archive.revision()) == (([], []), revision)
    service.judgements.add_question(1, 2, 3, "船票多少钱")
    assert impatient.judgements.all()[0].question == "船票多少钱"
    with writer.writing():
        assert service.judgements.forget(3) == 1
    service.judgements.deliver()
    assert impatient.judgements.all() == []
    for part in (service, writer, impatient):
        part.close()


def test_a_citation_s_link_opens_its_article_for_anybody(bot: Running, telegram: Double) -> None:
    lin, qin = telegram.citizen("林"), telegram.citizen("秦", started=False)
    lin.says("夜游船票价多少")
    link = lin.hears().links()["《湖心公园夜游船恢复运营》"]
    token = link.removeprefix("https://t.me/baowen_test_bot?start=")
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", token)
    qin.says(f"/start {token}")
    opened = qin.hears()
    assert opened.text.startswith("《湖心公园夜游船恢复运营》")
    assert any("45元" in bold for bold in opened.marked("bold"))
    qin.says("/start p99999_0_3")
    assert "没有这篇报道" in qin.hears().text
    qin.says("/start nonsense")
    assert "您好" in qin.hears().text


def test_the_language_is_chosen_and_kept(bot: Running, telegram: Double, service: Service) -> None:
    lin = telegram.citizen()
    lin.says("/lang")
    offered = lin.hears()
    lin.presses(offered, "English")
    lin.sees(offered, "The interface is in English now")
    lin.says("夜游船票价多少")
    card = lin.hears()
    assert "Editions up to 2025-11-09" in card.text
    assert "湖心公园夜游船" in card.text
    assert service.store.languages()[lin.id] == "en"
    lin.says("/lang")
    lin.presses(lin.hears(), "繁體")
    telegram.wait_until(lambda: service.store.languages().get(lin.id) == "zh-hant", what="the choice")


def test_forget_deletes_what_is_kept(bot: Running, telegram: Double, service: Service) -> None:
    lin = telegram.citizen()
    lin.says("/privacy")
    assert "10 分钟" in lin.hears().text
    asked = lin.says("湖心公园夜游船票价多少")
    card = lin.hears()
    lin.gets_answer(lin.presses(card, "👍"))
    telegram.wait_until(lambda: service.store.answers_to(lin.id, asked), what="the stored answer")
    lin.says("/forget")
    assert "已删除关于您的全部记录（2 条）" in lin.hears().text
    assert not service.store.answers_to(lin.id, asked)
    assert not judged(service, lin)
    lin.says("那末班船呢？")
    assert "接着说：" not in lin.hears().text


def test_too_many_questions_get_one_polite_line(bot: Running, telegram: Double, service: Service) -> None:
    lin = telegram.citizen()
    for _ in range(service.quota.per_minute):
        assert service.quota.take(lin.id)
    for _ in range(3):
        lin.says("夜游船票价多少")
    assert "问得太快了" in lin.hears().text
    lin.hears_nothing(for_s=0.4)


def test_which_message_answered_which_question_survives_a_restart(
    data: Path, bot: Running, telegram: Double, service: Service
) -> None:
    lin = telegram.citizen()
    asked = lin.says("夜游船票价多少")
    card = lin.hears()
    telegram.wait_until(lambda: service.store.answers_to(lin.id, asked), what="the stored answer")
    after = Store(data / "telegram.sqlite")
    try:
        assert after.answers_to(lin.id, asked) == [card.id]
    finally:
        after.close()


def test_a_button_under_a_card_whose_question_was_deleted(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("夜游船票价多少")
    card = lin.hears()
    card.raw.pop("reply_to_message")
    assert "失效" in lin.gets_answer(lin.presses(card, "👍"))["text"]
