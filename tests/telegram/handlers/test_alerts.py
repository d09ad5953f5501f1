"""What is announced for watches: one message a story, told truly, and what becomes of it later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.settings import Settings
from bot.telegram.jobs.watches import WatchAlerts
from bot.telegram.session.watch_terms import terms_of
from bot.telegram.session.watching import LAST_PASSAGE, LOOKED_AT
from tests.telegram.double import Citizen, Double, Heard
from tests.telegram.office import Office

FERRY = "## 夜游船新增三艘\n\n本报讯 (记者 白露) 湖心公园昨天新增夜游船三艘,末班船延后到22时,票价每人45元。\n\n"
READING = "## 读书会周末举行\n\n本报讯 (记者 林晓岚) 青溪区图书馆周末举办读书会,市民可免费报名参加,名额有八十个。\n\n"

Publishing = Callable[..., None]


@pytest.fixture
def publish(office: Office, tmp_path: Path) -> Publishing:
    """Publish a page, and let the bot look."""

    def publishing(text: str, day: str = "2025-11-10", paper: str = "青溪晚报", page: str = "01") -> None:
        file = tmp_path / "new" / paper / day / f"{page}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        office.room.index([tmp_path / "new"])
        looks(office)

    looks(office)  # the first look only notes where the archive stands
    assert office.service.store.mark(LOOKED_AT) is not None
    return publishing


def looks(office: Office) -> None:
    office.desk.run(WatchAlerts(office.service).announce(office.desk.bot))


def watching(office: Office, *words: str, citizen: Citizen | None = None) -> None:
    """Somebody, the operator else, watches for words."""
    reader = citizen or office.chief
    for each in words:
        reader.says(f"/watch {each}")
        office.works()
        assert "已订阅" in reader.hears(timeout=0).text


def silence(office: Office) -> None:
    office.chief.hears_nothing(for_s=0)


# -- one message a story ---------------------------------------------------------------------------------------------


def test_several_words_that_meet_in_one_report_are_one_message(office: Office, publish: Publishing) -> None:
    watching(office, "夜游船", "湖心公园", "供暖")
    publish(FERRY)
    news = office.hears()
    assert news.text.startswith("订阅“夜游船”“湖心公园”有新报道\n")
    assert news.marked("bold") == ["湖心公园", "夜游船"]
    assert news.buttons == ["看全文", "结束订阅“夜游船”", "结束订阅“湖心公园”"]
    silence(office)


def test_a_report_that_several_papers_print_is_one_message(office: Office, publish: Publishing, tmp_path: Path) -> None:
    watching(office, "夜游船")
    other = tmp_path / "new" / "临江日报" / "2025-11-10" / "05.txt"
    other.parent.mkdir(parents=True)
    other.write_text(FERRY.replace("新增三艘", "再添三艘"), encoding="utf-8")
    publish(FERRY)
    news = office.hears()
    assert "另见：" in news.text
    assert "临江日报" in news.text
    assert "青溪晚报" in news.text
    silence(office)
    publish(FERRY, day="2025-11-11", page="04")  # and printed once more the next day
    silence(office)


def test_the_button_under_an_alert_ends_its_watch_and_leaves_the_alert(office: Office, publish: Publishing) -> None:
    watching(office, "夜游船", "湖心公园")
    publish(FERRY)
    news = office.hears()
    text = news.text
    query = office.chief.presses(news, "结束订阅“夜游船”")
    office.works()
    assert query.answer is not None
    assert query.answer["text"] == "已退订：夜游船"
    assert (news.text, news.buttons) == (text, ["看全文", "结束订阅“湖心公园”"])
    assert office.says("/watches").buttons == ["✕ 湖心公园"]


def test_only_the_first_stories_are_sent_and_the_rest_is_counted(office: Office, publish: Publishing) -> None:
    watching(office, "站台")
    # Each report is another one: what they have in common is a word.
    texts = [
        "启用了自动扶梯",
        "装上了新的座椅",
        "贴出了招领启事",
        "开始试行静音车厢",
        "新开了两处出口",
        "来了一支合唱队",
        "换上了节能灯",
    ]
    publish(
        "".join(
            f"## {each}\n\n本报讯 (记者 丁一) 地铁站台昨天{each},{each}让乘客觉得{each}很好。\n\n" for each in texts
        )
    )
    news = [office.hears() for _ in range(5)]
    assert all("（共 7 篇，发前 5 篇" in each.text for each in news)
    silence(office)


def test_what_came_out_after_later_pages_is_announced_once(office: Office, publish: Publishing, tmp_path: Path) -> None:
    watching(office, "夜游船")
    kept_out = tmp_path / "new" / "青溪晚报" / "2025-11-09" / "01.txt"
    kept_out.parent.mkdir(parents=True)
    kept_out.write_text(FERRY, encoding="utf-8")
    office.room.index([kept_out])
    office.room.roll_back()
    publish(READING)
    silence(office)
    office.room.release()
    looks(office)
    assert office.hears().text.startswith("订阅“夜游船”有新报道\n《夜游船新增三艘》")
    office.room.roll_back()
    looks(office)
    office.room.release()
    looks(office)
    silence(office)


def test_what_was_noted_by_an_older_version_is_not_announced_again(office: Office, publish: Publishing) -> None:
    publish(READING)
    last = max(passage.id for passage, _ in office.room.archive.live_passages())
    with office.service.store.writing() as db:
        db.execute("DELETE FROM marks")
    office.service.store.set_mark(LAST_PASSAGE, str(last))
    watching(office, "夜游船", "读书会")
    publish(FERRY, page="02")
    assert "《夜游船新增三艘》" in office.hears().text
    silence(office)


# -- limits ----------------------------------------------------------------------------------------------------------


def test_a_reporter_s_reports_can_be_watched(office: Office, publish: Publishing) -> None:
    watching(office, "记者:林晓岚")
    publish(FERRY + READING)
    news = office.hears()
    assert news.text.startswith("订阅“记者:林晓岚”有新报道\n《读书会周末举行》")
    silence(office)


def test_a_page_and_a_word_can_be_watched_together(office: Office, publish: Publishing) -> None:
    watching(office, "夜游船 版面:头版")
    publish(FERRY, page="02")
    silence(office)
    publish(READING.replace("读书会", "夜游船上的读书会"), page="01", day="2025-11-12")
    assert "夜游船上的读书会" in office.hears().text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("夜游船 记者：白露", "夜游船 记者:白露"),
        ("記者:白露", "记者:白露"),
        ("by:白露 page:03", "记者:白露 版面:3"),
        ("报纸:青溪晚报 船", "船 报纸:青溪晚报"),
        ("夜游船  末班", "夜游船 末班"),
    ],
)
def test_a_watch_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert terms_of(typed).text == kept
    assert terms_of(kept).text == kept


def test_a_day_can_not_be_watched(office: Office) -> None:
    assert office.says("/watch 夜游船 日期:2025-11-10").text.startswith("订阅的是以后的报道，不能写日期")
    assert office.says("/watches").buttons == []


def test_a_watch_is_ended_by_its_words(office: Office) -> None:
    watching(office, "夜游船 记者:白露", "供暖")
    assert office.says("/unwatch 夜游船 记者：白露").text == "已退订：夜游船 记者:白露"
    assert office.says("/unwatch 夜游船").text.startswith("没有订阅“夜游船”")
    assert office.says("/unwatch").buttons == ["✕ 供暖"]


# -- what becomes of it ----------------------------------------------------------------------------------------------


def test_a_corrected_report_is_told_as_a_correction_and_the_message_is_edited(
    office: Office, publish: Publishing
) -> None:
    watching(office, "末班船")
    publish(FERRY)
    news = office.hears()
    publish(FERRY.replace("45元", "54元").replace("末班船", "最后一班"))
    told = office.hears()
    assert told.reply_to == news.id
    assert told.text.startswith("更正：您收到过的这篇报道已更正\n")
    assert "票价每人45元 → 票价每人54元" in told.text
    assert news.text.startswith("更正\n《夜游船新增三艘》")
    assert "54元" in news.text
    assert "45元" not in news.text
    silence(office)
    looks(office)
    silence(office)


def test_a_report_withdrawn_publicly_is_marked_where_it_was_sent(office: Office, publish: Publishing) -> None:
    watching(office, "夜游船", "读书会")
    publish(FERRY + READING)
    news = [office.hears(), office.hears()]
    ferry, reading = sorted(news, key=lambda each: "读书会" in each.text)
    ids = {each.headline: each.id for each in office.room.archive.articles()}
    office.room.withdrawals.withdraw_article(ids["夜游船新增三艘"], "票价有误", public=True)
    office.room.withdrawals.withdraw_article(ids["读书会周末举行"], "内部原因", public=False)
    before = reading.text
    looks(office)
    assert "已由报社于" in ferry.text
    assert ferry.text.endswith("撤回。原因：票价有误")
    assert reading.text == before
    silence(office)


def test_those_who_ended_their_watch_hear_of_a_correction_all_the_same(office: Office, publish: Publishing) -> None:
    watching(office, "夜游船")
    publish(FERRY)
    office.hears()
    office.says("/unwatch 夜游船")
    publish(FERRY.replace("45元", "54元"))
    assert "更正" in office.hears().text


def test_forgetting_ends_that_too(office: Office, publish: Publishing) -> None:
    watching(office, "夜游船")
    publish(FERRY)
    office.hears()
    office.says("/forget")
    publish(FERRY.replace("45元", "54元"))
    silence(office)


# -- where and when --------------------------------------------------------------------------------------------------


def test_an_alert_comes_to_the_topic_in_which_its_watch_began(
    office: Office, publish: Publishing, own_telegram: Double
) -> None:
    square = own_telegram.group("论坛", office.chief)
    office.chief.says("/watch 夜游船", to=square, topic=77)
    office.works()
    office.chief.hears(at=square, timeout=0)
    publish(FERRY)
    assert office.chief.hears(at=square, timeout=0).raw["message_thread_id"] == 77


@pytest.mark.parametrize("told_first", [True, False], ids=["told", "met"])
def test_a_group_that_becomes_a_supergroup_keeps_its_watches(
    office: Office, publish: Publishing, own_telegram: Double, told_first: bool
) -> None:
    own_telegram.tolerated.append("upgraded to a supergroup")
    old = own_telegram.group("广场", office.chief)
    office.chief.says("/watch 夜游船", to=old)
    office.works()
    office.chief.hears(at=old, timeout=0)
    new = old.becomes_a_supergroup()
    if told_first:
        office.works()
    else:
        office.desk.fetches()  # … which was lost
    publish(FERRY)
    assert "夜游船新增三艘" in office.chief.hears(at=new, timeout=0).text
    assert [watch.chat_id for watch in office.watches()] == [new.id]


@pytest.mark.parametrize(
    ("hours", "now", "silent"),
    [("22-7", "06:59", True), ("22-7", "07:00", False), ("22-7", "22:00", True), ("1-5", "06:00", False),
     ("1-5", "01:00", True), ("", "03:00", False)],
)  # fmt: skip
def test_alerts_make_no_sound_in_quiet_hours(
    office: Office, publish: Publishing, own_telegram: Double, hours: str, now: str, silent: bool
) -> None:
    watching(office, "夜游船")
    room = office.room
    room.settings = room.settings.model_copy(update={"quiet_hours": hours})
    at = datetime.fromisoformat(f"2025-11-10T{now}:00+08:00").astimezone(UTC)
    room.clock = Clock("Asia/Shanghai", lambda: at)
    publish(FERRY)
    office.hears()
    assert own_telegram.calls("sendMessage")[-1].params.get("disable_notification", "false") == str(silent).lower()


@pytest.mark.parametrize("hours", ["22", "25-7", "a-b", "22-7-8"])
def test_quiet_hours_are_two_hours(hours: str) -> None:
    with pytest.raises(ValueError, match="two hours"):
        Settings(quiet_hours=hours)


def test_each_reader_is_told_in_the_language_that_they_chose(
    office: Office, publish: Publishing, own_telegram: Double
) -> None:
    ann = own_telegram.citizen("Ann", lang="zh-hans")
    ann.says("/lang")
    office.works()
    shown: Heard = ann.hears(timeout=0)
    ann.presses(shown, "English")
    office.works()
    ann.says("/watch 夜游船")
    office.works()
    ann.hears(timeout=0)
    publish(FERRY)
    news = ann.hears(timeout=0)
    assert news.text.startswith("New on “夜游船”\n")
    assert news.buttons == ["Full text", "End “夜游船”"]
