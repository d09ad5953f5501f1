"""Hostile words from pages and from citizens: nothing is obeyed, nothing breaks, excerpts stay verbatim."""

from __future__ import annotations

import pytest

from tests.telegram.conftest import Running
from tests.telegram.double import Double

QUESTIONS = {
    "html": "<b>图书馆</b> & <script>alert(1)</script> <a href='x'>新增座位</a> </b>",
    "broken html": "<blockquote><b>图书馆新增座位",
    "right to left": "\u202e图书馆新增座位\u202c \u2066多少\u2069 שלום",
    "zero width": "图\u200b书\u200d馆\ufeff新增座位多少个",
    "emoji": "📚👩‍👩‍👧‍👦🇨🇳 图书馆新增座位多少个 👍🏽",
    "long": "图书馆新增座位多少个" * 500,
    "query syntax": '图书馆 AND (座位 OR "新增") NOT title:* ^5 ~ [1 TO 2] \\',
    "control": "图书馆\x00\x01\x1b[31m新增座位\x7f多少个",
    "only marks": "？？！！……",
    "one letter": "a",
    "markdown": "*图书馆* _新增_ `座位` [x](http://x) ||y||",
    "numbers": "9" * 4000,
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_any_question_gets_an_answer_that_telegram_accepts(bot: Running, telegram: Double, question: str) -> None:
    lin = telegram.citizen()
    asked = lin.says(question)
    card = lin.hears()
    assert card.reply_to == asked
    assert "抱歉" not in card.text
    assert all(link.startswith("https://t.me/baowen_test_bot?start=") for link in card.links().values())


def test_a_page_full_of_markup_is_quoted_word_for_word(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    lin.says("程序员集市参展摊位共有多少个")
    card = lin.hears()
    quotation = card.marked("blockquote")[0]
    assert "招牌写着<script>alert(1)</script>和 1 < 2 & 3 > 2" in quotation
    assert '《程序员集市开张:A&B <不是粗体> "引号" 也照印》' in card.text
    lin.presses(card, "看全文")
    assert "表情包徽章😀👩‍👩‍👧‍👦🇨🇳" in lin.hears().text


def test_a_citizen_of_strange_name_and_language(bot: Running, telegram: Double) -> None:
    strange = telegram.citizen("<b>\u202e&" * 20, lang="xx-unknown")
    strange.says("/start")
    assert strange.hears().text.startswith("Hello")
