"""Handles 👍 and 👎 put on an answer in a private chat: they judge it as its buttons do."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import ReactionType, ReactionTypeEmoji, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.telegram.session.service import Service
from bot.telegram.views.callback_data import Verdict
from bot.telegram.views.deep_links import parse_place
from retrieval.editions.store.judgements import Judgement

JUDGING: dict[str, Verdict] = {"👍": "good", "👎": "missing"}
"""What a reaction means; nobody who reacts is asked what was wrong. Others say nothing of the answer."""


class Reactions:
    """Judges answers by reactions, as long as it is remembered what they cite. The question is never kept by one."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def changed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A reaction was put, changed or taken back."""
        reaction = update.message_reaction
        if reaction is None or reaction.user is None or reaction.chat.type != ChatType.PRIVATE:
            return
        before, now = verdict_of(reaction.old_reaction), verdict_of(reaction.new_reaction)
        if before == now:
            return
        card = await self.service.card_of(reaction.chat.id, reaction.message_id)
        if card is None:
            return
        answer_ref = reaction.chat.id, card.answer_id
        if now is None:
            await self.service.take_judgement_back(answer_ref, reaction.user.id)
            return
        short = parse_place(card.cited.short) if card.cited.short else None
        answer = await self.service.words_at(short) if short else None
        judgement = Judgement(answer_ref, reaction.user.id, now, card.cited.passages, answer=answer)
        await self.service.judge(judgement)


def verdict_of(reactions: Sequence[ReactionType]) -> Verdict | None:
    """The judgement that reactions stand for, the last one where there are several."""
    emojis = [each.emoji for each in reactions if isinstance(each, ReactionTypeEmoji)]
    return next((JUDGING[emoji] for emoji in reversed(emojis) if emoji in JUDGING), None)
