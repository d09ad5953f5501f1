"""What the bot's profile and its empty chat say of it, in the three languages."""

from __future__ import annotations

from bot.telegram.views.texts import Wording


class ProfileText(Wording):
    """Telegram takes 512 characters of the first and 120 of the second."""

    DESCRIPTION = (
        "把问题发给我，我到报纸的版面里找答案：一字不差地引用原文，注明报名、日期、版面。找不到就说找不到，不编造。\n"
        "在群里写 /ask 问题；在任何聊天里写我的名字和词语，就能把报道发给朋友。\n"
        "您的问题不会保存，/privacy 有说明。",
        "把問題發給我，我到報紙的版面裡找答案：一字不差地引用原文，註明報名、日期、版面。找不到就說找不到，不編造。\n"
        "在群組裡寫 /ask 問題；在任何聊天裡寫我的名字和詞語，就能把報導發給朋友。\n"
        "您的問題不會保存，/privacy 有說明。",
        "Send me a question in Chinese. I look for the answer in the newspaper's pages, quote it word for word and say "
        "in which paper, on which day and page it was printed. When I find nothing, I say so.\n"
        "In groups write /ask question; in any chat write my name and some words to share a report.\n"
        "Your questions are not kept; /privacy explains.",
    )
    SHORT_DESCRIPTION = (
        "问报纸：用原文回答，注明报名、日期、版面。",
        "問報紙：用原文回答，註明報名、日期、版面。",
        "Ask the newspaper: answers in its own words, with paper, date and page.",
    )
