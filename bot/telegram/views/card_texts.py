"""What stands on an answer card beside print: words of the three languages."""

from __future__ import annotations

from bot.telegram.views.texts import Wording


class CardText(Wording):
    """What a card says of its reports, and of what can be done with them."""

    LATER = ("{day}另有后续：", "{day}另有後續：", "A newer report of {day}: ")
    COUNTED = ("{what}（{count}）", "{what}（{count}）", "{what} ({count})")
    COPY_QUOTATION = ("复制引文", "複製引文", "Copy quote")
    COPY_SOURCE = ("复制出处", "複製出處", "Copy source")
