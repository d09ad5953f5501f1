"""The desk of one operator: what she sends and presses, what the bot makes of it, and what readers are answered."""

from __future__ import annotations

from bot.telegram.app import handlers
from bot.telegram.session.service import Service
from bot.telegram.session.watch_table import Watch
from bot.telegram.transport.rate_limit import Counts
from bot.wiring import Newsroom
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Heard


class Office:
    """The desk of one operator over a newsroom of the test's own."""

    def __init__(self, desk: Desk, room: Newsroom, chief: Citizen) -> None:
        self.room, self.chief = room, chief
        self.service = Service(room)
        self.desk = desk
        self._table = handlers(self.service, Counts())

    def works(self, *, at_once: bool = False) -> None:
        """Deal with what happened meanwhile."""
        self.desk.hands(*self._table, at_once=at_once)

    def sends(self, name: str, content: str | bytes, **more: object) -> Heard:
        """Send one file; the report, or its last message."""
        self.chief.sends_file(name, content.encode() if isinstance(content, str) else content, **more)
        self.works()
        return self.hears()

    def says(self, text: str, reply_to: Heard | None = None) -> Heard:
        """What the bot answers to words of hers."""
        self.chief.says(text, reply_to=reply_to)
        self.works()
        return self.hears()

    def hears(self) -> Heard:
        return self.chief.hears(timeout=0)

    def presses(self, shown: Heard, label: str) -> Heard:
        self.chief.presses(shown, label)
        self.works()
        return shown

    def watches(self) -> list[Watch]:
        """All watches that the bot keeps."""
        return self.desk.run(self.service.watching.watches())

    def answers(self, question: str) -> str:
        """What a reader is answered."""
        return str(self.room.ask(question).answer)
