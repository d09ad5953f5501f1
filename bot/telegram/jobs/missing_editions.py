"""Tells operators once when an expected edition is missing, and once when it has arrived.

What was told stands in the state file, and is written there before it is sent: a crash between the two loses a message,
none comes twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from telegram import Bot
from telegram.error import TelegramError

from bot.clock import utc_now
from bot.schedule import Missing
from bot.schedule_texts import ScheduleText, warning_text
from bot.telegram.session.operators import Expectations, ExpectedEdition
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import kind_of
from bot.telegram.transport.send import Destination, post
from bot.telegram.views.operator_texts import OperatorText
from bot.telegram.views.texts import Lang, say
from retrieval.errors import BaowenError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EditionChanges:
    """What has changed since operators were told the last time. ``newest`` is the date of the newest edition."""

    arrived: tuple[ExpectedEdition, ...]
    missing: tuple[Missing, ...]
    newest: date | None

    def lines(self, lang: Lang) -> list[str]:
        """One message for each edition."""
        lines = []
        for paper, day in self.arrived:
            name = paper or say(lang, ScheduleText.ANY_PAPER)
            lines.append(say(lang, OperatorText.ARRIVED, paper=name, day=day, newest=self.newest))
        hint = say(lang, OperatorText.MISSING_HINT)
        return lines + [warning_text(missing, lang, hint) for missing in self.missing]


class MissingEditions:
    """Looks for missing editions on behalf of the operators. ``now`` knows its time zone."""

    def __init__(self, service: Service, now: Callable[[], datetime] = utc_now) -> None:
        self._service, self._now = service, now

    async def run(self, bot: Bot, every_s: float) -> None:
        """Look every ``every_s`` seconds until cancelled."""
        while True:
            try:
                await self._tell(await self.changes(), bot)
            except BaowenError:
                log.exception("expected editions could not be looked for; trying again later")
            await asyncio.sleep(every_s)

    async def changes(self) -> EditionChanges:
        """What operators have not been told yet, noted as told."""
        operators = self._service.operators
        expected = await operators.expectations(self._now())
        before = await operators.told_missing()
        waiting, arrived = _told_apart(before, expected)
        new = [missing for missing in expected.missing if (missing.paper, missing.day) not in before]
        told = waiting + [(missing.paper, missing.day) for missing in new]
        if told != before:
            await operators.note_told_missing(told)
        return EditionChanges(tuple(arrived), tuple(new), expected.newest)

    async def _tell(self, changes: EditionChanges, bot: Bot) -> None:
        for admin in self._service.operators.admins:
            try:
                for line in changes.lines(self._service.lang_of_id(admin)):
                    await post(bot, Destination(admin), [escape(line)])
            except TelegramError as error:
                log.error("an operator could not be told of an expected edition: %s", kind_of(error))


def _told_apart(
    told: Sequence[ExpectedEdition], expected: Expectations
) -> tuple[list[ExpectedEdition], list[ExpectedEdition]]:
    """Of the editions that operators were told of and that are still expected: the missing ones, the others."""
    missing: list[ExpectedEdition] = []
    arrived: list[ExpectedEdition] = []
    for edition in told:
        if edition[0] in expected.papers:
            (missing if _still_missing(edition, expected.missing) else arrived).append(edition)
    return missing, arrived


def _still_missing(edition: ExpectedEdition, missing: Sequence[Missing]) -> bool:
    """An edition of an earlier day is made up for by any later one."""
    paper, day = edition
    for each in missing:
        if each.paper == paper and (each.day == day or each.newest is None or each.newest < day):
            return True
    return False
