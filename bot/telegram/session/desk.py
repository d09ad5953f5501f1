"""What handlers may ask about questions that readers pass on to the newsroom."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.telegram.session.desk_table import DeskQuestion, DeskTable
from bot.telegram.session.store import Store
from bot.telegram.session.workers import Workers
from bot.wiring import Newsroom


class DeskService:
    """The newsroom's desk. ``chat`` is where editors read; None where there is no desk."""

    def __init__(self, newsroom: Newsroom, store: Store, workers: Workers) -> None:
        self._newsroom, self._workers = newsroom, workers
        self._table = DeskTable(store)

    @property
    def chat(self) -> int | None:
        chat: int | None = self._newsroom.settings.desk_chat
        return chat

    def serves(self, chat_id: int) -> bool:
        """Whether questions of a chat may be passed on: there is a desk, and the chat is another one."""
        return self.chat is not None and self.chat != chat_id

    def asked_at(self, question: DeskQuestion) -> str:
        """When a question was asked, by the paper's clock."""
        moment = datetime.fromtimestamp(question.at, UTC).astimezone(self._newsroom.clock.zone)
        return f"{moment:%Y-%m-%d %H:%M}"

    async def pass_on(
        self, chat_id: int, question_id: int, user_id: int, topic: int | None, question: str
    ) -> DeskQuestion | None:
        """Keep a question that its asker passes on; None where it was passed on before."""
        return await self._workers.run(self._table.add, chat_id, question_id, user_id, topic, question)

    async def posted(self, question: DeskQuestion, message_id: int) -> None:
        """Remember which message shows a question to the newsroom."""
        await self._workers.run(self._table.posted, question.id, message_id)

    async def question(self, key: int) -> DeskQuestion | None:
        """One question, open or not; None where it was forgotten."""
        return await self._workers.run(self._table.question, key)

    async def open_questions(self) -> list[DeskQuestion]:
        """What nobody has answered or closed, oldest first."""
        return await self._workers.run(self._table.open)

    async def asked_often(self) -> list[tuple[str, int]]:
        """What was passed on several times, and how often."""
        return await self._workers.run(self._table.often)

    async def close(self, question: DeskQuestion) -> None:
        """It was answered, or needs no answer."""
        await self._workers.run(self._table.close, question.id)

    async def shown_of(self, user_id: int) -> list[int]:
        """The messages that show a person's questions to the newsroom."""
        questions = await self._workers.run(self._table.of_person, user_id)
        return [each.desk_message for each in questions if each.desk_message is not None]
