"""The words around the newsroom's desk: what askers are told, and what editors read."""

from __future__ import annotations

from bot.telegram.views.texts import Wording

DESK_COMMANDS = {"desk": ("读者转来的问题", "讀者轉來的問題", "Questions that readers passed on")}


class DeskText(Wording):
    """Of questions that readers pass on."""

    OFFER = ("问问编辑部", "問問編輯部", "Ask the newsroom")
    AGREE = ("同意，转给编辑部", "同意，轉給編輯部", "Yes, pass it on")
    LEAVE = ("不用了", "不用了", "No")
    WHAT_IS_PASSED_ON = (
        "您的问题会原样交给编辑部的编辑，不附您的名字。他们答复后，我在这里告诉您。同意吗？",
        "您的問題會原樣交給編輯部的編輯，不附您的名字。他們答覆後，我在這裡告訴您。同意嗎？",
        "Your question goes to the paper's editors word for word, without your name. Their answer will come here. "
        "Do you agree?",
    )
    PASSED_ON = (
        "已转给编辑部。有了答复，会在这里告诉您。",
        "已轉給編輯部。有了答覆，會在這裡告訴您。",
        "Passed on to the newsroom. Their answer will come here.",
    )
    PASSED_ON_BEFORE = ("这个问题已经转过了", "這個問題已經轉過了", "This was passed on already")
    ANSWER = (
        "编辑部的答复（不是报上的原文）：",
        "編輯部的答覆（不是報上的原文）：",
        "The newsroom answers (these are not words of the paper):",
    )
    POINTED_AT = (
        "编辑部请您看这篇报道：",
        "編輯部請您看這篇報導：",
        "The newsroom points you to this report:",
    )
    # -- what editors read
    QUESTION = (
        "读者问（第 {number} 号，{at}）：\n{question}",
        "讀者問（第 {number} 號，{at}）：\n{question}",
        "A reader asks (no. {number}, {at}):\n{question}",
    )
    HOW = (
        "回复这条消息，就是答复读者；只写报道编号（如 12）或报道的链接，读者会收到那篇报道。",
        "回覆這則訊息，就是答覆讀者；只寫報導編號（如 12）或報導的連結，讀者會收到那篇報導。",
        "Reply to this message to answer the reader; with nothing but an article's number (12) or link, the reader "
        "gets that article.",
    )
    CLOSE = ("不必答复", "不必答覆", "Needs no answer")
    CLOSED = ("（已结束）", "（已結束）", "(closed)")
    SENT = ("已转给读者。", "已轉給讀者。", "The reader has it.")
    NOT_SENT = (
        "没能送到：读者停用了机器人，或群已经没有了。",
        "沒能送到：讀者停用了機器人，或群組已經沒有了。",
        "It could not be delivered: the reader blocked the bot, or the group is gone.",
    )
    FORGOTTEN = (
        "提问的人已要求删除这个问题。",
        "提問的人已要求刪除這個問題。",
        "The asker had this question deleted.",
    )
    NO_SUCH_REPORT = (
        "没有转：读者看不到这个编号的报道。",
        "沒有轉：讀者看不到這個編號的報導。",
        "Not sent: readers can't see an article of that number.",
    )
    OPEN = ("等待答复的问题，共 {count} 个：", "等待答覆的問題，共 {count} 個：", "Open questions, {count} in all:")
    NONE_OPEN = ("没有等待答复的问题。", "沒有等待答覆的問題。", "No open questions.")
    OFTEN = (
        "转来多次的：",
        "轉來多次的：",
        "Passed on several times:",
    )
    TIMES = ("{count} 次　{question}", "{count} 次　{question}", "{count} × {question}")
    LISTED = ("{number}. {at} {question}", "{number}. {at} {question}", "{number}. {at} {question}")
