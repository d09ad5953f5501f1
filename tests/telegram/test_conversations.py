"""What citizens see: questions and answers, articles, lists, and help, as conversations over real HTTP."""

from __future__ import annotations

import pytest

from bot.telegram.views.texts import COMMANDS
from tests.telegram.conftest import Running
from tests.telegram.double import Double
from tests.telegram.double.rules import JSON


def test_a_question_is_answered_with_a_cited_quotation(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    asked = lin.says("图书馆新增座位多少个")
    card = lin.hears()
    assert card.reply_to == asked
    assert "320个" in card.text
    quotation = card.marked("blockquote")[0]
    assert "新增座位320个" in quotation
    assert any("320" in bold for bold in card.marked("bold"))
    assert "《青溪区图书馆延长开放时间》\n青溪晚报 2025年11月8日 第1版 记者 林晓岚" in card.text
    assert "已收录至 2025年11月9日" in card.text
    assert card.raw["link_preview_options"] == {"is_disabled": True}


def test_the_whole_article_opens_with_the_excerpt_marked(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("图书馆新增座位多少个")
    card = lin.hears()
    answer = lin.gets_answer(lin.presses(card, "看全文"))
    assert "text" not in answer
    article = lin.hears()
    assert article.reply_to == card.id
    assert article.text.startswith("《青溪区图书馆延长开放时间》\n青溪晚报 2025年11月8日 第1版 记者 林晓岚")
    assert "今后还将开设亲子阅读区" in article.text, "the column cut is repaired"
    quoted = card.marked("blockquote")[0]
    assert any(quoted in bold for bold in article.marked("bold"))


def test_a_long_article_is_leafed_through_in_one_message(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("第30条便民措施是在观澜路增设服务窗口32个")
    lin.presses(lin.hears(), "看全文")
    article = lin.hears()
    assert "第30条便民措施" in article.text, "it opens where the excerpt stands"
    opened = article.text
    lin.presses(article, "上一页")
    lin.sees(article, "第1条便民措施")
    assert article.text != opened
    assert article.text.startswith("《街道推出三十六条便民措施》\n青溪晚报")
    lin.presses(article, "下一页")
    lin.sees(article, "第30条便民措施")
    assert article.text == opened
    edits = article.edits
    lin.gets_answer(lin.presses(article, "2/"))
    assert article.edits == edits, "the number between the arrows only shows where one is"


def test_an_article_that_jumps_is_shown_with_its_second_part(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("跨河大桥南北两岸的车程缩短至九分钟")
    lin.presses(lin.hears(), "看全文")
    article = lin.hears()
    assert article.text.startswith("《跨河大桥主体合龙》")
    assert article.text.index("全长1480米") < article.text.index("以下刊于第3版") < article.text.index("九分钟")


def test_latest_lists_the_newest_edition_and_opens_articles(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("/latest")
    headlines = lin.hears()
    assert headlines.text.startswith("最新一期（青溪晚报 2025年11月9日）的报道，共 2 篇：")
    assert "2. 湖心公园夜游船恢复运营" in headlines.text
    assert headlines.buttons == ["1", "2", "其他日期"]
    lin.presses(headlines, "2")
    assert "末班船21时30分开出" in lin.hears().text


def test_the_command_for_questions(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("/ask 夜游船票价多少")
    assert "45元" in lin.hears().text
    lin.says("/ask")
    assert "/ask 后面写上问题" in lin.hears().text


def test_greeting_help_and_about(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("/start")
    assert lin.hears().text.startswith("您好，这里是报问。")
    lin.says("/help")
    help_text = lin.hears().text
    assert "/latest" in help_text
    assert "隐私模式" in help_text
    lin.says("/about")
    assert "收录：2 期，7 篇报道。已收录至 2025年11月9日。" in lin.hears().text


@pytest.mark.parametrize(
    ("code", "words"), [("zh-hant", "您好，這裡是報問"), ("en", "Hello, this is Baowen"), (None, "您好，这里是报问")]
)
def test_the_bot_speaks_the_language_of_the_app(bot: Running, telegram: Double, code: str | None, words: str) -> None:
    lin = telegram.citizen(lang=code)
    lin.says("/start")
    assert words in lin.hears().text


def test_nothing_found_is_said_plainly_with_the_nearest_reports(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("zxqv")
    card = lin.hears()
    assert card.text.startswith("已收录的版面里没有找到答案。")
    assert not card.marked("blockquote")


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
                     "is_animated": False, "is_video": False}},
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}},
        {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]},
        {"location": {"latitude": 1.0, "longitude": 2.0}},
        {"contact": {"phone_number": "1", "first_name": "x"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"video_note": {"file_id": "n", "file_unique_id": "n", "length": 1, "duration": 1}},
        {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                  "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                  "allows_revoting": False, "members_only": False}},
    ],
    ids=lambda content: next(iter(content)),
)  # fmt: skip
def test_messages_without_words_get_one_helpful_line(bot: Running, telegram: Double, content: JSON) -> None:
    lin = telegram.citizen()
    lin.sends(content)
    assert lin.hears().text == "我只看得懂文字。请把问题打成字发给我。"
    lin.hears_nothing(for_s=0.2)


def test_unknown_commands_and_old_buttons(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("/weather")
    told = lin.hears()
    assert "没有这个命令" in told.text
    for data in ("read:nonsense", "read:p1", "list:x", "x" * 64, "read:p9999999999999999999_0_1"):
        assert "失效" in lin.gets_answer(lin.presses_data(told, data))["text"]
    assert "没有这篇报道" in lin.gets_answer(lin.presses_data(told, "read:p999999_0_1"))["text"]
    assert "没有这一期报纸" in lin.gets_answer(lin.presses_data(told, "list:999:0:"))["text"]


def test_the_menu_lists_the_commands(bot: Running, telegram: Double) -> None:
    telegram.wait_until(lambda: "default/en" in telegram.world.commands, what="the menu")
    assert [command["command"] for command in telegram.world.commands["default/"]] == list(COMMANDS)
    assert telegram.world.commands["default/en"][0]["description"] == "Ask a question"


def test_in_groups_only_what_speaks_to_the_bot_is_answered(bot: Running, telegram: Double) -> None:
    lin, qin = telegram.citizen("林"), telegram.citizen("秦")
    square = telegram.group("广场", lin, qin)
    telegram.world.bot["can_read_all_group_messages"] = True  # even where privacy mode is off
    lin.says("夜游船票价多少", to=square)
    qin.says("/weather", to=square)
    lin.sends({"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
                           "is_animated": False, "is_video": False}}, to=square)  # fmt: skip
    lin.hears_nothing(at=square)
    asked = qin.says("@baowen_test_bot 夜游船票价多少", to=square)
    card = qin.hears(at=square)
    assert (card.reply_to, "45元" in card.text) == (asked, True)
    lin.says("图书馆新增座位多少个", to=square, reply_to=card)
    assert "320个" in lin.hears(at=square).text
    lin.says("/ask@baowen_test_bot 大桥全长多少", to=square)
    assert "1480米" in lin.hears(at=square).text
