"""What citizens see: questions and answers, articles, lists, and help, as conversations over real HTTP."""

from __future__ import annotations

from tests.telegram.conftest import Running
from tests.telegram.double import Double


def test_a_question_is_answered_with_a_cited_quotation(bot: Running, telegram: Double) -> None:
    lin = telegram.citizen()
    asked = lin.says("图书馆新增座位多少个")
    card = lin.hears()
    assert card.reply_to == asked
    assert "320个" in card.text
    quotation = card.marked("expandable_blockquote")[0]
    assert "新增座位320个" in quotation
    assert any("320" in bold for bold in card.marked("bold"))
    assert "《青溪区图书馆延长开放时间》 青溪晚报 2025年11月8日 第1版 记者 林晓岚" in card.text
    assert "已收录至 2025年11月9日" in card.text
    assert card.raw["link_preview_options"] == {"is_disabled": True}
    assert not telegram.refusals()


def test_the_menu_lists_the_commands(bot: Running, telegram: Double) -> None:
    telegram.wait_until(lambda: len(telegram.world.commands) == 3, what="the menu")
    assert [command["command"] for command in telegram.world.commands["default/"]] == ["ask", "latest", "help", "about"]
    assert telegram.world.commands["default/en"][0]["description"] == "Ask a question"
