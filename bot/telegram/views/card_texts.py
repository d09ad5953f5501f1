"""What stands on an answer card beside print: words of the three languages."""

from __future__ import annotations

from bot.telegram.views.texts import Wording


class CardText(Wording):
    """What a card says of its reports, and of what can be done with them."""

    LATER = ("{day}另有后续：", "{day}另有後續：", "A newer report of {day}: ")
    NO_CARD = ("请先提一个问题。", "請先提一個問題。", "Please ask a question first.")
    NO_REPORTS = ("上一个回答没有引用报道。", "上一個回答沒有引用報導。", "The last answer cites no report.")
    FEWER = (
        "上一个回答只引用了 {count} 篇报道。",
        "上一個回答只引用了 {count} 篇報導。",
        "The last answer cites no more than {count} {count:report|reports}.",
    )
    COUNTED = ("{what}（{count}）", "{what}（{count}）", "{what} ({count})")
    COPY_QUOTATION = ("复制引文", "複製引文", "Copy quote")
    COPY_SOURCE = ("复制出处", "複製出處", "Copy source")
